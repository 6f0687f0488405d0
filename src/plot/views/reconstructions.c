/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures, and what the network makes of them: itself again, or a mask beside the right one; and
 * series and rows of numbers that it answers with themselves.
 */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-echo.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 8
#define LABEL_WIDTH 78
#define MAX_ROWS 3

typedef struct
{
  const char          *title;
  const LmTensor      *pictures; /* [n, channels, height, width] */
  const LmShape       *shape;
  const LaminaScaling *scaling;
} Row;

/* Rows of pictures, a column an example. */
typedef struct
{
  Row    rows[MAX_ROWS];
  gsize  n_rows, n_columns;
  double left, pitch_x, pitch_y, width, height;
} Table;

static gboolean
lamina_reconstructions_view_fits (const LaminaFrame *frame)
{
  if (frame->network == NULL || lm_network_has_parts (frame->network))
    return FALSE;

  return lamina_echo_fits (frame) ||
         (frame->picture.rank == 4 && (frame->target_kind == LAMINA_TARGET_ITSELF ||
                                       frame->target_kind == LAMINA_TARGET_PICTURE));
}

static gboolean
lamina_reconstructions_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);

  return answers != NULL && frame->prediction_inputs != NULL && frame->prediction_targets != NULL &&
         (answers->shape.rank == 4 || lamina_echo_fits (frame)) &&
         answers->len == frame->prediction_targets->tensor.len;
}

static void
table_init (Table             *self,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  static const LaminaScaling as_it_is;
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const gboolean is_itself = frame->target_kind == LAMINA_TARGET_ITSELF;
  const LaminaScaling *scaling = is_itself ? &frame->input_scaling : &as_it_is;
  const double aspect = (double) frame->picture.dim[3] / (double) frame->picture.dim[2];
  const double gap = GAP * style->text_scale;

  *self = (Table) { .n_rows = is_itself ? 2 : 3, .left = LABEL_WIDTH * style->text_scale };
  self->rows[0] = (Row) { _("Input"), &frame->prediction_inputs->tensor, &frame->picture,
                          &frame->input_scaling };
  self->rows[1] = (Row) { _("Answer"), answers, &answers->shape, scaling };
  self->rows[2] = (Row) { _("Truth"), targets, &targets->shape, scaling };
  if (width < 4 * self->left)
    self->left = 0;

  self->height = floor (fmax (1, (height + gap) / (double) self->n_rows - gap));
  self->width = fmax (1, floor (self->height * aspect));
  self->pitch_x = self->width + gap;
  self->pitch_y = self->height + gap;
  self->n_columns = MIN (frame->n_predictions,
                         (gsize) fmax (1, (width - self->left + gap) / self->pitch_x));
}

static void
lamina_reconstructions_view_draw (cairo_t           *cr,
                                  const LaminaFrame *frame,
                                  const LaminaStyle *style,
                                  double             width,
                                  double             height)
{
  Table table;

  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (lamina_echo_fits (frame))
    {
      lamina_echo_draw (cr, frame, style, width, height);
      return;
    }

  table_init (&table, frame, style, width, height);
  for (gsize i = 0; i < table.n_rows; i++)
    {
      const Row *row = &table.rows[i];
      const gsize n_pixels = lm_shape_get_n_columns (&row->pictures->shape);
      const double y = (double) i * table.pitch_y;
      const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                                .max_width = LABEL_WIDTH };

      if (table.left > 0)
        lamina_draw_text (cr, style, &text, 0,
                          lamina_get_baseline (style, LAMINA_FONT_CAPTION, y, table.height),
                          row->title);
      for (gsize j = 0; j < table.n_columns; j++)
        {
          const double x = table.left + (double) j * table.pitch_x;

          lamina_draw_picture (cr, row->pictures->data + j * n_pixels, row->shape, row->scaling,
                               x, y, table.width, table.height, 4);
          if (lamina_style_is_contrast (style))
            lamina_draw_outline (cr, style, x, y, table.width, table.height, 4);
        }
    }
}

/* Returns: the example under a place, or -1 */
static gssize
find_example (const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height,
              double             x,
              double             y)
{
  Table table;
  gsize column;

  if (lamina_echo_fits (frame))
    return lamina_echo_hit (frame, style, width, height, x, y);

  table_init (&table, frame, style, width, height);
  if (x < table.left)
    return -1;

  column = (gsize) ((x - table.left) / table.pitch_x);

  return column < table.n_columns ? (gssize) column : -1;
}

static char *
lamina_reconstructions_view_get_value_at (const LaminaFrame *frame,
                                          const LaminaStyle *style,
                                          double             width,
                                          double             height,
                                          double             x,
                                          double             y)
{
  const gssize example = find_example (frame, style, width, height, x, y);

  if (example < 0)
    return NULL;

  return g_strdup_printf (_("example %zu: off by %.3f a number"),
                          frame->prediction_indices != NULL
                            ? (gsize) frame->prediction_indices[example] + 1 : (gsize) example + 1,
                          lamina_echo_get_error (frame, (gsize) example));
}

static const char *
lamina_reconstructions_view_get_reason (const LaminaFrame *frame)
{
  if (lm_network_has_parts (frame->network))
    return _("A generator makes pictures of noise: there is no input to compare them with.");

  return NULL;
}

static char *
lamina_reconstructions_view_write_subtitle (const LaminaFrame *frame)
{
  if (lamina_echo_fits (frame))
    return g_strdup (_("examples it never trained on, and what comes back"));

  return g_strdup (frame->target_kind == LAMINA_TARGET_ITSELF
                     ? _("pictures it never trained on, and what comes back")
                     : _("pictures it never trained on, and their masks"));
}

static char *
lamina_reconstructions_view_describe (const LaminaFrame *frame)
{
  const gsize n = frame->n_predictions;
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += lamina_echo_get_error (frame, i);

  if (lamina_echo_fits (frame))
    return g_strdup_printf (ngettext ("%d example, off by %.3f a number on average",
                                      "%d examples, off by %.3f a number on average", (gulong) n),
                            (int) n, sum / (double) MAX (n, 1));

  return g_strdup_printf (ngettext ("%d picture, off by %.3f a number on average",
                                    "%d pictures, off by %.3f a number on average", (gulong) n),
                          (int) n, sum / (double) MAX (n, 1));
}

static void
lamina_reconstructions_view_write_numbers (const LaminaFrame *frame,
                                           GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PREDICTIONS);
  const LmTensor *targets = &frame->prediction_targets->tensor;
  const gsize n = lm_shape_get_n_columns (&answers->shape);

  g_string_append (csv, "example,number,truth,answer\r\n");
  for (gsize i = 0; i < answers->len; i++)
    {
      g_string_append_printf (csv, "%zu,%zu,", i / n, i % n);
      lamina_csv_append_number (csv, (double) targets->data[i]);
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, (double) answers->data[i]);
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_reconstructions_view = {
  .id = "reconstructions",
  .title = N_("Reconstructions"),
  .summary = N_("Pictures, series or numbers beside what the network makes of them: themselves "
                "again, or a mask."),
  .empty = N_("The reconstructions come with the first look at the network."),
  .unfit = N_("This network does not answer with its input, nor with pictures."),
  .nearest = "gan-samples predictions text latent-map feature-maps",
  .watches = LAMINA_WATCH_PREDICTIONS,
  .columns = 12,
  .height = 150,
  .fits = lamina_reconstructions_view_fits,
  .has_content = lamina_reconstructions_view_has_content,
  .get_reason = lamina_reconstructions_view_get_reason,
  .write_subtitle = lamina_reconstructions_view_write_subtitle,
  .draw = lamina_reconstructions_view_draw,
  .get_value_at = lamina_reconstructions_view_get_value_at,
  .describe = lamina_reconstructions_view_describe,
  .write_numbers = lamina_reconstructions_view_write_numbers,
};
