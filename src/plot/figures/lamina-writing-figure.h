/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-draw.h"
#include "lamina-token-lines.h"
#include "lamina-writing.h"

G_BEGIN_DECLS

#define LAMINA_MAX_EARLIER 24
#define LAMINA_MAX_NEXT 10
/* How much colour there is behind the greatest surprise. */
#define LAMINA_SURPRISE_SHADE 0.6

/* What a network wrote at an earlier step: one line. */
typedef struct
{
  const LaminaSample *sample;
  LaminaTokenLines    lines;
  double              y;
} LaminaEarlierRow;

/* Where everything stands: what it writes now, and earlier; bars for the next token; the passage in
 * the colours of its surprises. What there is no room for is left out. */
typedef struct
{
  LaminaWriting       writing;
  const LaminaSample *latest; /* (nullable) */
  guint               temperature;

  double           left;      /* width of the column of texts */
  double           heading;   /* height of a line above each part */
  LaminaTokenLines sample;
  double           row_height, label_width;
  gsize            n_earlier;
  LaminaEarlierRow earlier[LAMINA_MAX_EARLIER];

  gboolean         has_passage;
  LaminaTokenLines passage;
  double           passage_y; /* of its heading */

  gsize            n_next;    /* 0: no bars */
  guint32          next[LAMINA_MAX_NEXT];
  double           next_x, next_y, next_width, next_pitch;
} LaminaWritingFigure;

/* Returns: %FALSE if there is nothing to show; lamina_writing_figure_clear() it in any case */
gboolean lamina_writing_figure_init  (LaminaWritingFigure       *self,
                                      cairo_t                   *cr,
                                      const LaminaFrame         *frame,
                                      const LaminaStyle         *style,
                                      double                     width,
                                      double                     height);
void     lamina_writing_figure_clear (LaminaWritingFigure       *self);
void     lamina_writing_figure_draw  (const LaminaWritingFigure *self,
                                      cairo_t                   *cr,
                                      const LaminaStyle         *style);
/* What is read at a place. Returns: (transfer full) (nullable) */
char    *lamina_writing_figure_read  (const LaminaWritingFigure *self,
                                      double                     x,
                                      double                     y);
/* The last one that was written up to the frame's step. Returns: (nullable) */
const LaminaSample *lamina_writing_get_latest (const LaminaFrame *frame);
/* The tokens that were written at a temperature: [n_steps, 2]. */
const lm_real      *lamina_writing_get_free   (const LaminaSample *sample,
                                               guint               temperature,
                                               gsize              *n);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaWritingFigure, lamina_writing_figure_clear)

G_END_DECLS
