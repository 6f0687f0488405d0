/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-prediction.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define ITEM_WIDTH 98
#define ITEM_GAP 10
#define LEAST_PICTURE 40
#define BAR_GAP 3
#define PICTURE_GAP 9
/* Answers of more numbers than this are no row of a table. */
#define MAX_NUMBERS 4
/* And those of more than that no plot of a series. */
#define MAX_STEPS 256

static gboolean
has_pictures (const LaminaFrame *frame)
{
  return frame->picture.rank == 4 && lamina_prediction_has_classes (frame) &&
         lm_shape_get_n_elements (&frame->picture) ==
         lm_shape_get_n_columns (&frame->prediction_inputs->tensor.shape);
}

static gboolean
lamina_predictions_view_fits (const LaminaFrame *frame)
{
  /* A discriminator judges the examples, it does not answer with what they are. */
  return frame->network != NULL && !lm_network_has_parts (frame->network) &&
         frame->target_kind != LAMINA_TARGET_TOKENS &&
         (lamina_prediction_has_classes (frame) ||
          lm_shape_get_n_columns (lm_network_get_output (frame->network)) <=
            (lamina_prediction_has_series (frame) ? MAX_STEPS : MAX_NUMBERS));
}

static gboolean
lamina_predictions_view_has_content (const LaminaFrame *frame)
{
  return lamina_prediction_count (frame) > 0;
}

static const char *
lamina_predictions_view_get_reason (const LaminaFrame *frame)
{
  if (lm_network_has_parts (frame->network))
    return _("A discriminator tells real from fake: it does not say what an example is.");
  if (frame->target_kind == LAMINA_TARGET_TOKENS)
    return _("This network answers each step of a text with what comes next.");
  if (frame->target_kind == LAMINA_TARGET_ITSELF || frame->target_kind == LAMINA_TARGET_PICTURE)
    return _("This network answers with pictures.");

  return NULL;
}

static char *
lamina_predictions_view_write_subtitle (const LaminaFrame *frame)
{
  if (!lamina_prediction_has_classes (frame))
    return g_strdup (_("examples it never trained on"));
  if (frame->input_kind == LAMINA_INPUT_PICTURE)
    return g_strdup (_("pictures it never trained on; bold is the right answer"));
  if (frame->input_kind == LAMINA_INPUT_TEXT)
    return g_strdup (_("texts it never trained on; bold is the right answer"));

  return g_strdup (_("examples it never trained on; bold is the right answer"));
}

/* Pictures with bars under them, in rows. */
typedef struct
{
  gsize  n, n_across, n_bars;
  double pitch, item_height; /* distances of the items */
  double bar_width;
  double picture_width, picture_height;
} Gallery;

static void
gallery_init (Gallery           *self,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const double scale = style->text_scale;
  const double aspect = (double) frame->picture.dim[3] / (double) frame->picture.dim[2];
  const gsize n_bars = height < 84 * scale ? 1 : 2;
  const double bars = (double) n_bars * (LAMINA_PREDICTION_BAR + BAR_GAP) * scale -
                      BAR_GAP * scale + PICTURE_GAP * scale;
  const gsize max_across = (gsize) fmax (1, (width / scale + ITEM_GAP) / (ITEM_WIDTH + ITEM_GAP));
  double side = 0;

  *self = (Gallery) { .n_bars = n_bars };

  /* As many as there are, as large as they can be; fewer if they became too small. */
  for (gsize n = lamina_prediction_count (frame); n > 0 && side < LEAST_PICTURE * scale; n--)
    for (gsize across = 1; across <= MIN (n, max_across); across++)
      {
        const gsize down = (n + across - 1) / across;
        const double pitch = (width + ITEM_GAP * scale) / (double) across;
        const double item_height = (height + 12 * scale) / (double) down;
        const double room = fmin (item_height - 12 * scale - bars - LAMINA_PREDICTION_BADGE,
                                  (pitch - ITEM_GAP * scale) * 0.92 / fmax (aspect, 0.5));

        if (room <= side && self->n > 0)
          continue;
        side = room;
        self->n = n;
        self->n_across = across;
        self->pitch = pitch;
        self->item_height = item_height;
      }

  side = floor (fmax (side, 12));
  self->picture_height = side;
  self->picture_width = side * aspect;
  self->item_height = fmin (self->item_height, side + bars + LAMINA_PREDICTION_BADGE + 24 * scale);
  self->bar_width = floor (fmin (self->pitch - ITEM_GAP * scale,
                                 fmax (side * 1.4, ITEM_WIDTH * scale * 1.25)));
}

static void
draw_gallery (cairo_t           *cr,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *inputs = &frame->prediction_inputs->tensor;
  const gsize n_pixels = lm_shape_get_n_elements (&frame->picture);
  const double scale = style->text_scale;
  Gallery gallery;

  gallery_init (&gallery, frame, style, width, height);
  for (gsize i = 0; i < gallery.n; i++)
    {
      const double x = floor ((double) (i % gallery.n_across) * gallery.pitch);
      double y = floor ((double) (i / gallery.n_across) * gallery.item_height);
      const LaminaPrediction prediction = lamina_prediction_get (frame, answers, i);

      lamina_draw_picture (cr, inputs->data + i * n_pixels, &frame->picture, &frame->input_scaling,
                           x, y, gallery.picture_width, gallery.picture_height, 5);
      if (lamina_style_is_contrast (style))
        lamina_draw_outline (cr, style, x, y, gallery.picture_width, gallery.picture_height, 5);
      lamina_draw_badge (cr, style, prediction.best == prediction.truth,
                         x + gallery.picture_width - 1, y + gallery.picture_height - 1,
                         LAMINA_PREDICTION_BADGE * sqrt (scale));

      y += gallery.picture_height + PICTURE_GAP * scale;
      lamina_prediction_draw_bar (cr, frame, style, &prediction, TRUE, x, y, gallery.bar_width);
      if (gallery.n_bars > 1 && prediction.second >= 0)
        lamina_prediction_draw_bar (cr, frame, style, &prediction, FALSE, x,
                        y + (LAMINA_PREDICTION_BAR + BAR_GAP) * scale, gallery.bar_width);
    }
}

/* The example under a place. Returns: its row, or -1 */
static gssize
hit_gallery (const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width,
             double             height,
             double             x,
             double             y)
{
  Gallery gallery;
  gsize column, index;

  gallery_init (&gallery, frame, style, width, height);
  column = (gsize) (x / gallery.pitch);
  index = (gsize) (y / gallery.item_height) * gallery.n_across + column;
  if (column >= gallery.n_across || index >= gallery.n ||
      x - (double) column * gallery.pitch > fmax (gallery.bar_width, gallery.picture_width))
    return -1;

  return (gssize) index;
}

static void
lamina_predictions_view_draw (cairo_t           *cr,
                              const LaminaFrame *frame,
                              const LaminaStyle *style,
                              double             width,
                              double             height)
{
  if (has_pictures (frame))
    draw_gallery (cr, frame, style, width, height);
  else if (lamina_prediction_has_series (frame))
    lamina_prediction_draw_series (cr, frame, style, width, height);
  else
    lamina_prediction_draw_table (cr, frame, style, width, height);
}

static char *
lamina_predictions_view_get_value_at (const LaminaFrame *frame,
                                      const LaminaStyle *style,
                                      double             width,
                                      double             height,
                                      double             x,
                                      double             y)
{
  gssize row;

  if (has_pictures (frame))
    row = hit_gallery (frame, style, width, height, x, y);
  else if (lamina_prediction_has_series (frame))
    row = lamina_prediction_hit_series (frame, style, width, height, x, y);
  else
    row = lamina_prediction_hit_table (frame, style, width, height, y);

  return row >= 0 ? lamina_prediction_write (frame, (gsize) row) : NULL;
}

static char *
lamina_predictions_view_describe (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const int n = (int) lamina_prediction_count (frame);
  g_autofree char *text = lamina_prediction_write_text (frame, 0);
  g_autofree char *right = NULL, *first = NULL;
  int n_right = 0;

  if (!lamina_prediction_has_classes (frame))
    {
      g_autofree char *first = lamina_prediction_write (frame, 0);

      return g_strdup_printf (ngettext ("%d example; %s", "%d examples; %s", (gulong) n), n, first);
    }

  for (int i = 0; i < n; i++)
    {
      const LaminaPrediction prediction = lamina_prediction_get (frame, answers, (gsize) i);

      n_right += prediction.best == prediction.truth;
    }

  right = g_strdup_printf (ngettext ("%d of %d example is right", "%d of %d examples are right",
                                     (gulong) n),
                           n_right, n);
  if (text == NULL)
    return g_steal_pointer (&right);

  first = lamina_prediction_write (frame, 0);

  return g_strdup_printf ("%s; %s", right, first);
}

static void
lamina_predictions_view_write_numbers (const LaminaFrame *frame,
                                       GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const gsize n_answers = lm_shape_get_n_columns (&answers->shape);
  const gsize n_targets = lm_shape_get_n_columns (&targets->shape);
  g_autofree char *first = lamina_prediction_write_text (frame, 0);
  const gboolean has_text = first != NULL;

  g_string_append (csv, "example");
  for (gsize i = 0; i < n_targets; i++)
    g_string_append_printf (csv, ",truth_%" G_GSIZE_FORMAT, i);
  for (gsize i = 0; i < n_answers; i++)
    g_string_append_printf (csv, ",answer_%" G_GSIZE_FORMAT, i);
  g_string_append (csv, has_text ? ",text\r\n" : "\r\n");

  for (gsize row = 0; row < lamina_prediction_count (frame); row++)
    {
      g_autofree char *text = has_text ? lamina_prediction_write_text (frame, row) : NULL;

      g_string_append_printf (csv, "%" G_GSIZE_FORMAT,
                              frame->prediction_indices != NULL ? frame->prediction_indices[row]
                                                                : row);
      for (gsize i = 0; i < n_targets + n_answers; i++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) (i < n_targets
                                                     ? targets->data[row * n_targets + i]
                                                     : answers->data[row * n_answers +
                                                                     (i - n_targets)]));
        }
      if (text != NULL)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_text (csv, text);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_predictions_view = {
  .id = "predictions",
  .title = N_("Predictions"),
  .summary = N_("What the network answers to examples of the validation set, and how sure it is."),
  .empty = N_("The predictions come with the first look at the network."),
  .unfit = N_("The answers of this network are no classes and no few numbers."),
  .nearest = "text gan-scores reconstructions latent-map feature-maps",
  .watches = LAMINA_WATCH_PREDICTIONS,
  .columns = 12,
  .height = 125,
  .fits = lamina_predictions_view_fits,
  .has_content = lamina_predictions_view_has_content,
  .get_reason = lamina_predictions_view_get_reason,
  .write_subtitle = lamina_predictions_view_write_subtitle,
  .draw = lamina_predictions_view_draw,
  .get_value_at = lamina_predictions_view_get_value_at,
  .describe = lamina_predictions_view_describe,
  .write_numbers = lamina_predictions_view_write_numbers,
};
