/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* What a view has to be fed with. */
typedef enum
{
  LAMINA_WATCH_HISTORY     = 1 << 0,
  LAMINA_WATCH_WEIGHTS     = 1 << 1, /* of the chosen layer */
  LAMINA_WATCH_GRADIENTS   = 1 << 2, /* of the chosen layer */
  LAMINA_WATCH_EXAMPLE     = 1 << 3, /* %LAMINA_PROBE_EXAMPLE */
  LAMINA_WATCH_PREDICTIONS = 1 << 4, /* %LAMINA_PROBE_PREDICTIONS */
  LAMINA_WATCH_SURFACE     = 1 << 5, /* %LAMINA_PROBE_SURFACE */
  LAMINA_WATCH_HISTOGRAMS  = 1 << 6, /* of the chosen layer: weights, gradients, and values by
                                      * %LAMINA_PROBE_BATCH */
  LAMINA_WATCH_NORMS       = 1 << 7, /* of the weights and gradients of all layers */
  LAMINA_WATCH_WINDOWS     = 1 << 8, /* %LAMINA_PROBE_WINDOWS and %LAMINA_FREE_SERIES */
  LAMINA_WATCH_TRACES      = 1 << 10, /* of the chosen layer, by %LAMINA_PROBE_EXAMPLE */
  LAMINA_WATCH_SAMPLES     = 1 << 20, /* %LAMINA_PROBE_SAMPLES */
  LAMINA_WATCH_SCORES      = 1 << 21, /* %LAMINA_PROBE_FAKES and %LAMINA_PROBE_REALS */
  LAMINA_WATCH_NOISE_GRID  = 1 << 22, /* %LAMINA_PROBE_NOISE_GRID */
  LAMINA_WATCH_PASSAGE     = 1 << 9, /* %LAMINA_PROBE_PASSAGE and %LAMINA_FREE_TEXT */
  LAMINA_WATCH_CODES       = 1 << 23, /* %LAMINA_PROBE_CODES */
  LAMINA_WATCH_LATENT      = 1 << 24, /* that, %LAMINA_PROBE_GRID and %LAMINA_PROBE_WALK */
} LaminaWatch;

/* What a kind of view provides. Each function is of the frame alone and keeps nothing; all may be
 * called in any thread that owns the frame. draw() and get_value_at() are only called when
 * fits() and has_content() hold, with at least 40 × 40 pixels.
 */
typedef struct
{
  const char *id;      /* Written to project files: never renamed. */
  const char *title;   /* Marked with N_(), as all that follow. */
  const char *summary; /* One sentence for "Add View…". */
  const char *empty;   /* One sentence while has_content() is %FALSE. */
  const char *unfit;   /* (nullable): one sentence when fits() is %FALSE. */
  const char *nearest; /* (nullable): ids of the views to offer then: the first one that fits. */
  LaminaWatch watches;
  int         columns; /* Default width, of 12. */
  int         height;  /* Default height of the picture, in pixels. */
  gboolean    takes_layer;   /* Shows the chosen layer. */
  gboolean    takes_example; /* Shows the chosen example. */
  gboolean    takes_scale;   /* LaminaOptions.scale means something to it. */
  gboolean    takes_map;     /* LaminaOptions.map and .range. */
  gboolean    takes_temperature;
  gboolean    takes_prompt;  /* The start of a text may be typed: LaminaPassage. */
  gboolean    takes_noise;   /* LaminaOptions.seed and .n_shown. */

  /* Optional: what LaminaOptions.index may choose: "Head", and each of it by a name in the menu;
   * %NULL beyond the last. Returns: (transfer full) (nullable) */
  const char *choices_title;
  char *   (*write_choice)  (const LaminaFrame *frame, guint index);

  /* Optional: whether it can show this kind of model, data and layer at all. */
  gboolean (*fits)          (const LaminaFrame *frame);
  /* Whether there is something to show yet. */
  gboolean (*has_content)   (const LaminaFrame *frame);
  /* Optional: a truer sentence than @unfit and @empty for this frame; called when it does not fit
   * or shows nothing. Returns: (nullable): translated, static; %NULL: those will do */
  const char *(*get_reason) (const LaminaFrame *frame);
  /* Optional: another title, of the frame. Returns: (transfer full) */
  char *   (*write_title)   (const LaminaFrame *frame);
  /* What exactly: "conv_1 · 32". Returns: (transfer full) */
  char *   (*write_subtitle) (const LaminaFrame *frame);
  void     (*draw)          (cairo_t *cr, const LaminaFrame *frame, const LaminaStyle *style,
                             double width, double height);
  /* Optional: what is read at a place. Returns: (transfer full) (nullable) */
  char *   (*get_value_at)  (const LaminaFrame *frame, const LaminaStyle *style,
                             double width, double height, double x, double y);
  /* Optional: the hand can move the ends of a walk: where a place is on the map, also beside it.
   * Returns: whether it is on the map */
  gboolean (*find_place)    (const LaminaFrame *frame, const LaminaStyle *style,
                             double width, double height, double x, double y,
                             double *place_x, double *place_y);
  /* One sentence of the present content, for those who do not see it. (transfer full) */
  char *   (*describe)      (const LaminaFrame *frame);
  /* Appends the numbers as CSV: a line of names first; g_ascii numbers, CRLF. */
  void     (*write_numbers) (const LaminaFrame *frame, GString *csv);
} LaminaViewClass;

/* The registry: lamina-view-kinds.inc. */
gsize                  lamina_view_get_n     (void);
const LaminaViewClass *lamina_view_nth       (gsize       index);
/* Returns: (nullable) */
const LaminaViewClass *lamina_view_find      (const char *id);

typedef enum
{
  LAMINA_VIEW_READY,
  LAMINA_VIEW_EMPTY, /* nothing to show yet */
  LAMINA_VIEW_UNFIT, /* this model, data or layer has no such picture */
} LaminaViewState;

/* @message: (out) (optional): the sentence to show, translated; %NULL when ready; borrowed */
LaminaViewState lamina_view_get_state     (const LaminaViewClass *self,
                                           const LaminaFrame     *frame,
                                           const char           **message);
/* What to offer instead of a view that does not fit. Returns: (nullable) */
const LaminaViewClass *lamina_view_find_nearest (const LaminaViewClass *self,
                                                 const LaminaFrame     *frame);
/* The first layer that the view fits, -1 if it shows no layer or there is none. */
gssize          lamina_view_choose_layer  (const LaminaViewClass *self,
                                           const LaminaFrame     *frame);
/* What lm_watch_add_*() has to be called for, for this frame. */
void            lamina_view_add_to_watch  (const LaminaViewClass *self,
                                           const LaminaFrame     *frame,
                                                            LmWatch               *watch);
/* These are called by everybody, and go round what a class leaves out. */
char           *lamina_view_write_title    (const LaminaViewClass *self,
                                            const LaminaFrame     *frame) G_GNUC_WARN_UNUSED_RESULT;
char           *lamina_view_write_subtitle (const LaminaViewClass *self,
                                            const LaminaFrame     *frame) G_GNUC_WARN_UNUSED_RESULT;
/* Draws on whatever ground there is, from 0, 0. If it is not ready: the sentence, centred. */
void            lamina_view_draw          (const LaminaViewClass *self,
                                           cairo_t               *cr,
                                           const LaminaFrame     *frame,
                                           const LaminaStyle     *style,
                                           double                 width,
                                           double                 height);
/* Returns: (transfer full) (nullable) */
char           *lamina_view_get_value_at  (const LaminaViewClass *self,
                                           const LaminaFrame     *frame,
                                           const LaminaStyle     *style,
                                           double                 width,
                                           double                 height,
                                           double                 x,
                                           double                 y) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: %FALSE also where the view has no map */
gboolean        lamina_view_find_place    (const LaminaViewClass *self,
                                           const LaminaFrame     *frame,
                                           const LaminaStyle     *style,
                                           double                 width,
                                           double                 height,
                                           double                 x,
                                           double                 y,
                                           double                *place_x,
                                           double                *place_y);
char           *lamina_view_describe      (const LaminaViewClass *self,
                                           const LaminaFrame     *frame) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): CSV */
char           *lamina_view_write_numbers (const LaminaViewClass *self,
                                           const LaminaFrame     *frame) G_GNUC_WARN_UNUSED_RESULT;

/* For write_numbers(): an empty field where it is not finite; a text in quotes, and no formula. */
void            lamina_csv_append_number  (GString    *csv,
                                           double      number);
void            lamina_csv_append_text    (GString    *csv,
                                           const char *text);

G_END_DECLS
