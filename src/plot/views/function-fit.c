/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_POINTS 400
#define POINT_RADIUS 2.6
/* A picture lower than this goes without a legend. */
#define LEAST_HEIGHT 90

static gboolean
lamina_function_fit_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && frame->input_kind == LAMINA_INPUT_NUMBER &&
         frame->target_kind == LAMINA_TARGET_NUMBERS;
}

static gboolean
lamina_function_fit_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);

  return answers != NULL && frame->n_surface_columns > 1 && frame->x_max > frame->x_min &&
         answers->shape.dim[0] == frame->n_surface_columns;
}

static char *
lamina_function_fit_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (_("the function it has learnt, and the examples"));
}

/* The first number of each row, as the data have it. */
static double
get_number (const LmTensor      *tensor,
            const LaminaScaling *scaling,
            gsize                row)
{
  return lamina_scaling_apply (scaling, 0,
                               (double)
                                 tensor->data[row * lm_shape_get_n_columns (&tensor->shape)]);
}

static void
extend (const LmTensor      *tensor,
        const LaminaScaling *scaling,
        double              *min,
        double              *max)
{
  const gsize stride = tensor->shape.dim[0] / MAX_POINTS + 1;

  for (gsize i = 0; i < tensor->shape.dim[0]; i += stride)
    {
      const double value = get_number (tensor, scaling, i);

      if (isfinite (value))
        {
          *min = fmin (*min, value);
          *max = fmax (*max, value);
        }
    }
}

static void
init_chart (LaminaChart       *chart,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const gboolean has_legend = height >= LEAST_HEIGHT * style->text_scale;
  LaminaAxis y;
  double min = HUGE_VAL, max = -HUGE_VAL;

  /* The examples choose the range: it stays while the curve learns. */
  for (int i = 0; i < 2; i++)
    if (frame->point_targets[i] != NULL)
      extend (&frame->point_targets[i]->tensor, &frame->target_scaling, &min, &max);
  if (!(min <= max))
    extend (lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE), &frame->target_scaling,
            &min, &max);
  lamina_axis_init (&y, LAMINA_SCALE_LINEAR, min, max, 0, 1);
  lamina_axis_init (&y, LAMINA_SCALE_LINEAR, y.min - 0.08 * (y.max - y.min),
                    y.max + 0.08 * (y.max - y.min), 0, 1);
  lamina_axis_make_round (&y, 5);

  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR,
                     lamina_scaling_apply (&frame->input_scaling, 0, frame->x_min),
                     lamina_scaling_apply (&frame->input_scaling, 0, frame->x_max), y.min, y.max,
                     FALSE, has_legend ? lamina_get_legend_height (style) + 2 : 0, width, height);
}

static void
draw_points (cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             const LaminaChart *chart,
             int                split)
{
  const LmTensor *points, *targets;
  gsize n, stride;

  if (frame->points[split] == NULL || frame->point_targets[split] == NULL)
    return;

  points = &frame->points[split]->tensor;
  targets = &frame->point_targets[split]->tensor;
  n = MIN (points->shape.dim[0], targets->shape.dim[0]);
  stride = n / MAX_POINTS + 1;
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i += stride)
    lamina_path_mark (cr, 0,
                      lamina_axis_get_pixel (&chart->x,
                                             get_number (points, &frame->input_scaling, i)),
                      lamina_axis_get_pixel (&chart->y,
                                             get_number (targets, &frame->target_scaling, i)),
                      POINT_RADIUS * sqrt (style->text_scale));

  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, split == 0 ? 0.55 : 0.9);
  cairo_set_line_width (cr, 1.2);
  if (split == 0)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_curve (cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            const LaminaChart *chart)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);

  cairo_save (cr);
  cairo_new_path (cr);
  for (gsize i = 0; i < answers->shape.dim[0]; i++)
    {
      const double value = get_number (answers, &frame->target_scaling, i);
      double x, y;

      lamina_frame_get_place (frame, i, &x, &y);
      if (isfinite (value))
        cairo_line_to (cr,
                       lamina_axis_get_pixel (&chart->x,
                                              lamina_scaling_apply (&frame->input_scaling, 0, x)),
                       CLAMP (lamina_axis_get_pixel (&chart->y, value), -1e4, 1e4));
    }
  lamina_set_line (cr, style, LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, 1);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_width (cr, 2.4 * sqrt (style->text_scale));
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Returns: the row of the grid under a place, or -1 */
static gssize
hit (const LaminaFrame *frame,
     const LaminaChart *chart,
     double             x,
     double             y)
{
  const double share = (x - chart->left) / (chart->right - chart->left);

  if (share < 0 || share > 1 || y < chart->top || y > chart->bottom)
    return -1;

  return (gssize) (share * (double) (frame->n_surface_columns - 1) + 0.5);
}

static char *
write_place (const LaminaFrame *frame,
             gsize              index)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  g_autofree char *name = lamina_frame_write_column (frame, 0);
  g_autofree char *first = NULL, *second = NULL;
  double x, y;

  lamina_frame_get_place (frame, index, &x, &y);
  first = lamina_format_number (lamina_scaling_apply (&frame->input_scaling, 0, x));
  second = lamina_format_exact (get_number (answers, &frame->target_scaling, index));

  return g_strdup_printf (_("%s %s: answer %s"), name, first, second);
}

static void
draw_legend (cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width)
{
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, _("network"), NULL },
    { LAMINA_LINE_DOT, LAMINA_COLOR_DIM, C_("examples", "training"), NULL },
    { LAMINA_LINE_RING, LAMINA_COLOR_DIM, C_("examples", "validation"), NULL },
  };

  lamina_draw_legend (cr, style, items, frame->points[1] != NULL ? 3 : 2, 0, 0, width);
}

static void
lamina_function_fit_view_draw (cairo_t           *cr,
                               const LaminaFrame *frame,
                               const LaminaStyle *style,
                               double             width,
                               double             height)
{
  g_autofree char *name = lamina_frame_write_column (frame, 0);
  LaminaChart chart;
  gssize index;

  init_chart (&chart, cr, frame, style, width, height);
  if (height >= LEAST_HEIGHT * style->text_scale)
    draw_legend (cr, frame, style, width);
  lamina_chart_draw_y (&chart, cr, style, TRUE);
  lamina_chart_draw_x (&chart, cr, style, TRUE, name);
  lamina_chart_clip (&chart, cr);
  for (int i = 0; i < 2; i++)
    draw_points (cr, frame, style, &chart, i);
  draw_curve (cr, frame, style, &chart);
  cairo_restore (cr);

  index = frame->options.has_hover
            ? hit (frame, &chart, frame->options.hover_x, frame->options.hover_y) : -1;
  if (index >= 0)
    {
      g_autofree char *text = write_place (frame, (gsize) index);

      lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y,
                          width, height);
    }
}

static char *
lamina_function_fit_view_get_value_at (const LaminaFrame *frame,
                                       const LaminaStyle *style,
                                       double             width,
                                       double             height,
                                       double             x,
                                       double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaChart chart;
  gssize index;

  init_chart (&chart, cr, frame, style, width, height);
  lamina_measure_end (cr);
  index = hit (frame, &chart, x, y);

  return index >= 0 ? write_place (frame, (gsize) index) : NULL;
}

static char *
lamina_function_fit_view_describe (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  double min = HUGE_VAL, max = -HUGE_VAL;
  g_autofree char *low = NULL, *high = NULL, *from = NULL, *to = NULL;

  extend (answers, &frame->target_scaling, &min, &max);
  low = lamina_format_number (min);
  high = lamina_format_number (max);
  from = lamina_format_number (lamina_scaling_apply (&frame->input_scaling, 0, frame->x_min));
  to = lamina_format_number (lamina_scaling_apply (&frame->input_scaling, 0, frame->x_max));

  return g_strdup_printf (_("Answers from %s to %s for inputs from %s to %s"), low, high, from, to);
}

static void
lamina_function_fit_view_write_numbers (const LaminaFrame *frame,
                                        GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);

  g_string_append (csv, "x,answer\r\n");
  for (gsize i = 0; i < answers->shape.dim[0]; i++)
    {
      double x, y;

      lamina_frame_get_place (frame, i, &x, &y);
      lamina_csv_append_number (csv, lamina_scaling_apply (&frame->input_scaling, 0, x));
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, get_number (answers, &frame->target_scaling, i));
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_function_fit_view = {
  .id = "function-fit",
  .title = N_("Function"),
  .summary = N_("The function of one number that the network has learnt."),
  .empty = N_("The curve comes with the first look at the network."),
  .unfit = N_("Only a network that makes numbers of one number draws a curve."),
  .nearest = "decision-surface gan-plane predictions forecast text gan-samples reconstructions",
  .watches = LAMINA_WATCH_SURFACE,
  .columns = 8,
  .height = 320,
  .fits = lamina_function_fit_view_fits,
  .has_content = lamina_function_fit_view_has_content,
  .write_subtitle = lamina_function_fit_view_write_subtitle,
  .draw = lamina_function_fit_view_draw,
  .get_value_at = lamina_function_fit_view_get_value_at,
  .describe = lamina_function_fit_view_describe,
  .write_numbers = lamina_function_fit_view_write_numbers,
};
