/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view.h"

#include "lamina-draw.h"
#include "lamina-forge-watch.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Smaller pictures say nothing. */
#define LEAST_SIDE 40

#define LAMINA_VIEW(kind) extern const LaminaViewClass lamina_##kind##_view;
#include "lamina-view-kinds.inc"
#undef LAMINA_VIEW

static const LaminaViewClass *const classes[] = {
#define LAMINA_VIEW(kind) &lamina_##kind##_view,
#include "lamina-view-kinds.inc"
#undef LAMINA_VIEW
};

gsize
lamina_view_get_n (void)
{
  return G_N_ELEMENTS (classes);
}

const LaminaViewClass *
lamina_view_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (classes), NULL);

  return classes[index];
}

const LaminaViewClass *
lamina_view_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_equal (classes[i]->id, id))
      return classes[i];

  return NULL;
}

/* What a user has to do before any look at a network. Returns: (nullable) */
static const char *
get_obstacle (const LaminaViewClass *self,
              const LaminaFrame     *frame)
{
  if ((self->watches & ~LAMINA_WATCH_HISTORY) == 0)
    return NULL;
  if (frame->n_examples == 0)
    return _("No data yet. Choose some on the Data page.");
  if (frame->network == NULL)
    return _("No network yet. Mend the stack on the Build page.");

  return NULL;
}

LaminaViewState
lamina_view_get_state (const LaminaViewClass  *self,
                       const LaminaFrame      *frame,
                       const char            **message)
{
  const gboolean fits = self->fits == NULL || self->fits (frame);
  const char *reason;

  if (message != NULL)
    *message = NULL;
  if (fits && self->has_content (frame))
    return LAMINA_VIEW_READY;

  reason = get_obstacle (self, frame);
  if (message != NULL)
    {
      *message = reason;
      if (reason == NULL && self->get_reason != NULL)
        *message = self->get_reason (frame);
      if (*message == NULL)
        *message = fits ? _(self->empty) : _(self->unfit);
    }

  return fits || reason != NULL ? LAMINA_VIEW_EMPTY : LAMINA_VIEW_UNFIT;
}

const LaminaViewClass *
lamina_view_find_nearest (const LaminaViewClass *self,
                          const LaminaFrame     *frame)
{
  g_auto(GStrv) ids = NULL;

  if (self->nearest == NULL || self->fits == NULL || self->fits (frame) ||
      get_obstacle (self, frame) != NULL)
    return NULL;

  ids = g_strsplit (self->nearest, " ", -1);
  for (GStrv id = ids; *id != NULL; id++)
    {
      const LaminaViewClass *other = lamina_view_find (*id);
      LaminaFrame copy = *frame;

      if (other->takes_layer)
        copy.layer = lamina_view_choose_layer (other, frame);
      if (other->fits == NULL || other->fits (&copy))
        return other;
    }

  return NULL;
}

static gboolean
is_ready (const LaminaViewClass *self,
          const LaminaFrame     *frame)
{
  return lamina_view_get_state (self, frame, NULL) == LAMINA_VIEW_READY;
}

gssize
lamina_view_choose_layer (const LaminaViewClass *self,
                          const LaminaFrame     *frame)
{
  const gsize n = frame->network != NULL ? lm_network_get_n_layers (frame->network) : 0;
  LaminaFrame copy = *frame;

  for (copy.layer = 0; self->takes_layer && (gsize) copy.layer < n; copy.layer++)
    if (self->fits == NULL || self->fits (&copy))
      return copy.layer;

  return -1;
}

/* @lengths: (nullable): [n] */
static void
add_probe (LmWatch       *watch,
           guint          id,
           LmBlob        *input,
           gboolean       all_layers,
           const guint32 *lengths)
{
  if (input == NULL)
    return;

  lm_watch_add_probe (watch, id, lm_blob_ref (input), all_layers);
  if (lengths != NULL)
    lm_watch_set_lengths (watch, lengths);
}

static void
add_histograms (const LaminaFrame *frame,
                LmWatch           *watch)
{
  lm_watch_add_histogram (watch, LM_QUANTITY_WEIGHTS, (gsize) frame->layer, 0);
  lm_watch_add_histogram (watch, LM_QUANTITY_GRADIENTS, (gsize) frame->layer, 0);
  if (frame->batch_inputs == NULL)
    return;

  add_probe (watch, LAMINA_PROBE_BATCH, frame->batch_inputs, FALSE, frame->batch_lengths);
  lm_watch_add_histogram (watch, LM_QUANTITY_VALUES,
                          (gsize) lamina_frame_get_docked (frame, frame->layer),
                          LAMINA_PROBE_BATCH);
}

/* Answers are in the target's scale, and are to be read in the input's. Returns: %FALSE if they
 * cannot be */
static gboolean
set_feed (const LaminaFrame *frame,
          gsize              target,
          LmFeed            *feed)
{
  const double input = lamina_scaling_apply (&frame->input_scaling, feed->column, 0);
  const double unit = lamina_scaling_apply (&frame->input_scaling, feed->column, 1) - input;
  const double answer = lamina_scaling_apply (&frame->target_scaling, target, 0);

  feed->offset = (answer - input) / unit;
  feed->scale = (lamina_scaling_apply (&frame->target_scaling, target, 1) - answer) / unit;

  return unit != 0;
}

static void
add_windows (const LaminaFrame *frame,
             LmWatch           *watch)
{
  const LaminaWindows *windows = &frame->windows;
  LmFreeRun run = { .id = LAMINA_FREE_SERIES, .input = windows->start_input,
                    .n_steps = windows->n_free, .n_feeds = windows->n_columns };

  if (windows->n == 0)
    return;

  add_probe (watch, LAMINA_PROBE_WINDOWS, windows->inputs, FALSE, NULL);
  for (gsize i = 0; i < run.n_feeds; i++)
    {
      run.feeds[i].column = windows->columns[i];
      if (!set_feed (frame, i, &run.feeds[i]))
        return;
    }
  if (windows->start_input != NULL && run.n_feeds > 0)
    lm_watch_add_free_run (watch, &run);
}

static void
add_passage (const LaminaFrame *frame,
             LmWatch           *watch)
{
  const LaminaPassage *passage = &frame->passage;
  guint32 lengths[LAMINA_N_TEMPERATURES];
  double temperatures[LAMINA_N_TEMPERATURES];
  const LmFreeRun run = { .id = LAMINA_FREE_TEXT, .input = passage->starts, .lengths = lengths,
                          .n_steps = passage->n_free, .temperatures = temperatures, .seed = 1 };

  add_probe (watch, LAMINA_PROBE_PASSAGE, passage->inputs, FALSE, passage->lengths);
  if (passage->starts == NULL || passage->n_free == 0)
    return;

  for (gsize i = 0; i < LAMINA_N_TEMPERATURES; i++)
    {
      lengths[i] = passage->lengths[1];
      temperatures[i] = lamina_temperatures[i];
    }
  lm_watch_add_free_run (watch, &run);
}

/* All that can be seen of the inside of the layer. */
static void
add_traces (const LaminaFrame *frame,
            LmWatch           *watch)
{
  const LmTrace *traces = lamina_frame_get_layer (frame)->klass->traces;

  if (frame->example_input == NULL || traces == NULL)
    return;

  add_probe (watch, LAMINA_PROBE_EXAMPLE, frame->example_input, FALSE,
             frame->example_length > 0 ? &frame->example_length : NULL);
  for (gsize i = 0; traces[i].name != NULL; i++)
    lm_watch_add_trace (watch, LAMINA_PROBE_EXAMPLE, (gsize) frame->layer, traces[i].name);
}

void
lamina_view_add_to_watch (const LaminaViewClass *self,
                          const LaminaFrame     *frame,
                          LmWatch               *watch)
{
  if (frame->network == NULL || (self->fits != NULL && !self->fits (frame)))
    return;

  if ((self->watches & LAMINA_WATCH_WEIGHTS) && lamina_frame_get_layer (frame) != NULL)
    lm_watch_add_params (watch, (gsize) frame->layer);
  if ((self->watches & LAMINA_WATCH_GRADIENTS) && lamina_frame_get_layer (frame) != NULL)
    lm_watch_add_gradients (watch, (gsize) frame->layer);
  if (self->watches & LAMINA_WATCH_EXAMPLE)
    add_probe (watch, LAMINA_PROBE_EXAMPLE, frame->example_input, TRUE,
               frame->example_length > 0 ? &frame->example_length : NULL);
  if (self->watches & LAMINA_WATCH_PREDICTIONS)
    add_probe (watch, LAMINA_PROBE_PREDICTIONS, frame->prediction_inputs, FALSE,
               frame->prediction_lengths);
  if ((self->watches & LAMINA_WATCH_SURFACE) && frame->forge == NULL)
    add_probe (watch, LAMINA_PROBE_SURFACE, frame->surface_inputs, FALSE, NULL);
  if ((self->watches & LAMINA_WATCH_LATENT) && frame->latent != NULL)
    lamina_latent_add_map (frame->latent, watch);
  else if ((self->watches & LAMINA_WATCH_CODES) && frame->latent != NULL)
    lamina_latent_add_codes (frame->latent, watch);
  if (frame->forge != NULL)
    lamina_forge_add_to_watch (frame, self->watches, watch);
  if ((self->watches & LAMINA_WATCH_HISTOGRAMS) && lamina_frame_get_layer (frame) != NULL)
    add_histograms (frame, watch);
  if (self->watches & LAMINA_WATCH_WINDOWS)
    add_windows (frame, watch);
  if (self->watches & LAMINA_WATCH_PASSAGE)
    add_passage (frame, watch);
  if ((self->watches & LAMINA_WATCH_TRACES) && lamina_frame_get_layer (frame) != NULL)
    add_traces (frame, watch);
  if (self->watches & LAMINA_WATCH_NORMS)
    lm_watch_add_norms (watch);
}

char *
lamina_view_write_title (const LaminaViewClass *self,
                         const LaminaFrame     *frame)
{
  return self->write_title != NULL ? self->write_title (frame) : g_strdup (_(self->title));
}

char *
lamina_view_write_subtitle (const LaminaViewClass *self,
                            const LaminaFrame     *frame)
{
  if (self->fits != NULL && !self->fits (frame))
    return g_strdup ("");

  return self->write_subtitle (frame);
}

void
lamina_view_draw (const LaminaViewClass *self,
                  cairo_t               *cr,
                  const LaminaFrame     *frame,
                  const LaminaStyle     *style,
                  double                 width,
                  double                 height)
{
  const char *message;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (lamina_view_get_state (self, frame, &message) != LAMINA_VIEW_READY)
    lamina_draw_sentence (cr, style, message, width, height);
  else if (width >= LEAST_SIDE && height >= LEAST_SIDE)
    self->draw (cr, frame, style, width, height);
  cairo_restore (cr);
}

char *
lamina_view_get_value_at (const LaminaViewClass *self,
                          const LaminaFrame     *frame,
                          const LaminaStyle     *style,
                          double                 width,
                          double                 height,
                          double                 x,
                          double                 y)
{
  if (self->get_value_at == NULL || !is_ready (self, frame) ||
      width < LEAST_SIDE || height < LEAST_SIDE || x < 0 || y < 0 || x >= width || y >= height)
    return NULL;

  return self->get_value_at (frame, style, width, height, x, y);
}

gboolean
lamina_view_find_place (const LaminaViewClass *self,
                        const LaminaFrame     *frame,
                        const LaminaStyle     *style,
                        double                 width,
                        double                 height,
                        double                 x,
                        double                 y,
                        double                *place_x,
                        double                *place_y)
{
  *place_x = *place_y = 0;
  if (self->find_place == NULL || !is_ready (self, frame) || width < LEAST_SIDE ||
      height < LEAST_SIDE)
    return FALSE;

  return self->find_place (frame, style, width, height, x, y, place_x, place_y);
}

char *
lamina_view_describe (const LaminaViewClass *self,
                      const LaminaFrame     *frame)
{
  const char *message;

  if (lamina_view_get_state (self, frame, &message) != LAMINA_VIEW_READY)
    return g_strdup (message);

  return self->describe (frame);
}

char *
lamina_view_write_numbers (const LaminaViewClass *self,
                           const LaminaFrame     *frame)
{
  GString *csv = g_string_new (NULL);

  if (is_ready (self, frame))
    self->write_numbers (frame, csv);

  return g_string_free (csv, FALSE);
}

void
lamina_csv_append_number (GString *csv,
                          double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (number))
    g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.9g", number));
}

void
lamina_csv_append_text (GString    *csv,
                        const char *text)
{
  g_string_append_c (csv, '"');
  /* A spreadsheet would take these for formulas. */
  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    g_string_append_c (csv, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}
