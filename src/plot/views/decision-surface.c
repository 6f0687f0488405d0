/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-surface.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_POINTS 300
/* Pixels at a text scale of 1. */
#define LEGEND_WIDTH 130
#define LEGEND_GAP 16
#define LEAST_LEGEND_WIDTH 72
/* A picture of this height has a legend in any case. */
#define LEAST_FOR_LEGEND 200

static gsize
get_n_answers (const LaminaFrame *frame)
{
  return lm_shape_get_n_columns (lm_network_get_output (frame->network));
}

static gboolean
lamina_decision_surface_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && !lm_network_has_parts (frame->network) &&
         frame->input_kind == LAMINA_INPUT_POINTS &&
         (frame->target_kind == LAMINA_TARGET_CLASS || get_n_answers (frame) == 1);
}

static gboolean
lamina_decision_surface_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);

  return answers != NULL && frame->n_surface_columns > 1 && frame->n_surface_rows > 1 &&
         answers->shape.dim[0] == frame->n_surface_columns * frame->n_surface_rows &&
         frame->x_max > frame->x_min && frame->y_max > frame->y_min;
}

static const char *
lamina_decision_surface_view_get_reason (const LaminaFrame *frame)
{
  if (lm_network_has_parts (frame->network) && frame->input_kind == LAMINA_INPUT_POINTS)
    return _("A discriminator tells real from fake in the plane: see the plane of D and G.");
  if (frame->input_kind == LAMINA_INPUT_POINTS && !lamina_decision_surface_view_fits (frame))
    return _("A surface shows classes or one number, and this network answers with several numbers.");

  return NULL;
}

static char *
lamina_decision_surface_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (frame->target_kind == LAMINA_TARGET_NUMBERS ? _("the answer everywhere")
                                                               : _("which answer where"));
}

static void
draw_points (const LaminaSurface *self,
             cairo_t             *cr,
             const LaminaFrame   *frame,
             const LaminaStyle   *style,
             const LaminaChart   *chart,
             int                  split)
{
  const LmTensor *points, *targets;
  gsize n, stride;

  if (frame->points[split] == NULL || frame->point_targets[split] == NULL)
    return;

  points = &frame->points[split]->tensor;
  targets = &frame->point_targets[split]->tensor;
  n = MIN (points->shape.dim[0], targets->shape.dim[0]);
  stride = n / MAX_POINTS + 1;
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  /* One by one: together they would cost more, and run into each other. */
  for (gsize i = 0; i < n; i += stride)
    {
      const lm_real *point = points->data + 2 * i;
      const double x = lamina_scaling_apply (&frame->input_scaling, 0, (double) point[0]);
      const double y = lamina_scaling_apply (&frame->input_scaling, 1, (double) point[1]);
      const gssize class = lamina_frame_get_class (frame, targets, i);
      const gsize n_targets = lm_shape_get_n_columns (&targets->shape);

      lamina_path_mark (cr, (gsize) MAX (class, 0), lamina_axis_get_pixel (&chart->x, x),
                        lamina_axis_get_pixel (&chart->y, y),
                        LAMINA_SURFACE_POINT * sqrt (style->text_scale));
      lamina_surface_draw_point (self, cr, frame, style, class,
                                 (double) targets->data[i * n_targets], split == 1);
    }
}

/* The field, and where the legend stands: beside it or below, whichever leaves it larger. */
typedef struct
{
  LaminaChart chart;
  double      legend_x, legend_y, legend_width, legend_height; /* none, if there is no height */
  gboolean    is_below;
} Layout;

static double
get_area (const LaminaChart *chart)
{
  return (chart->right - chart->left) * (chart->bottom - chart->top);
}

static void
layout_init (Layout              *self,
             cairo_t             *cr,
             const LaminaSurface *surface,
             const LaminaFrame   *frame,
             const LaminaStyle   *style,
             double               width,
             double               height)
{
  const double legend_width = LEGEND_WIDTH * style->text_scale;
  const double legend_height = lamina_surface_measure_legend (surface, cr, frame, style, width);
  LaminaChart below;

  self->is_below = FALSE;
  if (height < LEAST_FOR_LEGEND * style->text_scale)
    {
      /* A small picture has a legend only where the square leaves room. */
      lamina_surface_init_chart (&self->chart, cr, frame, style, 0, width, height);
    }
  else
    {
      lamina_surface_init_chart (&self->chart, cr, frame, style, 0, width - legend_width, height);
      lamina_surface_init_chart (&below, cr, frame, style, 0, width,
                                 height - legend_height - LEGEND_GAP);
      if (get_area (&below) > 1.05 * get_area (&self->chart))
        {
          self->is_below = TRUE;
          lamina_surface_centre (&below, width);
          self->chart = below;
          self->legend_x = below.left;
          self->legend_y = below.bottom + LEGEND_GAP +
                           lamina_get_line_height (style, LAMINA_FONT_CAPTION);
          self->legend_width = width - below.left;
          self->legend_height = height - self->legend_y;
          return;
        }
    }

  self->legend_x = self->chart.right + LEGEND_GAP;
  self->legend_y = self->chart.top;
  self->legend_width = width - self->legend_x;
  self->legend_height = self->legend_width >= LEAST_LEGEND_WIDTH * style->text_scale
                          ? height - self->legend_y : 0;
}

/* "x₁ 0.520, x₂ −0.310: class 1, 87.0%". Returns: (nullable) */
static char *
write_hit (const LaminaSurface *self,
           const LaminaFrame   *frame,
           const LaminaChart   *chart,
           double               x,
           double               y)
{
  const double across = (x - chart->left) / (chart->right - chart->left);
  const double down = (y - chart->top) / (chart->bottom - chart->top);
  g_autofree char *first = NULL, *second = NULL, *first_name = NULL, *second_name = NULL;
  g_autofree char *answer = NULL;
  gsize index;

  if (across < 0 || across > 1 || down < 0 || down > 1)
    return NULL;

  index = (gsize) ((1 - down) * (double) (frame->n_surface_rows - 1) + 0.5) *
            frame->n_surface_columns +
          (gsize) (across * (double) (frame->n_surface_columns - 1) + 0.5);
  first = lamina_format_number (lamina_axis_get_value (&chart->x, x));
  second = lamina_format_number (lamina_axis_get_value (&chart->y, y));
  first_name = lamina_frame_write_column (frame, 0);
  second_name = lamina_frame_write_column (frame, 1);

  if (self->kind == LAMINA_SURFACE_NUMBER)
    answer = lamina_format_exact (lamina_scaling_apply (&frame->target_scaling, 0,
                                                        (double) self->answers->data[index]));
  else
    {
      double share;
      const gssize best = lamina_frame_get_best (frame, self->answers, index, &share);
      g_autofree char *name = lamina_frame_write_class (frame, (gsize) MAX (best, 0));
      g_autofree char *percent = lamina_format_percent (share, 1);

      answer = g_strdup_printf ("%s, %s", name, percent);
    }

  return g_strdup_printf ("%s %s, %s %s: %s", first_name, first, second_name, second, answer);
}

static void
lamina_decision_surface_view_draw (cairo_t           *cr,
                                   const LaminaFrame *frame,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height)
{
  Layout layout;
  const LaminaChart *chart = &layout.chart;
  LaminaSurface surface;

  lamina_surface_init (&surface, frame);
  layout_init (&layout, cr, &surface, frame, style, width, height);
  lamina_surface_draw (&surface, cr, frame, style, chart->left, chart->top,
                       chart->right - chart->left, chart->bottom - chart->top);
  lamina_chart_draw_y (chart, cr, style, FALSE);
  lamina_chart_draw_x (chart, cr, style, FALSE, NULL);
  lamina_chart_clip (chart, cr);
  for (int i = 0; i < 2; i++)
    draw_points (&surface, cr, frame, style, chart, i);
  cairo_restore (cr);

  if (layout.legend_height > 0)
    lamina_surface_draw_legend (&surface, cr, frame, style, !layout.is_below, layout.legend_x,
                                layout.legend_y, layout.legend_width, layout.legend_height);
  if (frame->options.has_hover)
    {
      g_autofree char *text = write_hit (&surface, frame, chart, frame->options.hover_x,
                                         frame->options.hover_y);

      if (text != NULL)
        lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y,
                            width, height);
    }
}

static char *
lamina_decision_surface_view_get_value_at (const LaminaFrame *frame,
                                           const LaminaStyle *style,
                                           double             width,
                                           double             height,
                                           double             x,
                                           double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  Layout layout;
  LaminaSurface surface;

  lamina_surface_init (&surface, frame);
  layout_init (&layout, cr, &surface, frame, style, width, height);
  lamina_measure_end (cr);

  return write_hit (&surface, frame, &layout.chart, x, y);
}

static char *
lamina_decision_surface_view_describe (const LaminaFrame *frame)
{
  const gsize n_places = frame->n_surface_columns * frame->n_surface_rows;
  g_autofree gsize *counts = g_new0 (gsize, MAX (frame->n_classes, 2));
  g_autoptr(GString) text = g_string_new (NULL);
  LaminaSurface surface;

  lamina_surface_init (&surface, frame);
  if (surface.kind == LAMINA_SURFACE_NUMBER)
    {
      g_autofree char *low = lamina_format_number (surface.low);
      g_autofree char *high = lamina_format_number (surface.high);

      return g_strdup_printf (_("Answers from %s to %s"), low, high);
    }

  for (gsize i = 0; i < n_places; i++)
    {
      const gssize best = lamina_frame_get_best (frame, surface.answers, i, NULL);

      if (best >= 0 && (gsize) best < MAX (frame->n_classes, 2))
        counts[best]++;
    }
  for (gsize i = 0; i < MAX (frame->n_classes, 2); i++)
    {
      g_autofree char *name = lamina_frame_write_class (frame, i);
      g_autofree char *share = lamina_format_percent ((double) counts[i] / (double) n_places, 0);

      g_string_append_printf (text, "%s%s %s", i > 0 ? _(", ") : "", name, share);
    }

  return g_strdup_printf (_("Shares of the plane: %s"), text->str);
}

static void
lamina_decision_surface_view_write_numbers (const LaminaFrame *frame,
                                            GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  const gsize n_answers = lm_shape_get_n_columns (&answers->shape);

  g_string_append (csv, "x1,x2");
  for (gsize i = 0; i < n_answers; i++)
    g_string_append_printf (csv, ",answer_%" G_GSIZE_FORMAT, i);
  g_string_append (csv, "\r\n");

  for (gsize i = 0; i < answers->shape.dim[0]; i++)
    {
      double x, y;

      lamina_frame_get_place (frame, i, &x, &y);
      lamina_csv_append_number (csv, lamina_scaling_apply (&frame->input_scaling, 0, x));
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, lamina_scaling_apply (&frame->input_scaling, 1, y));
      for (gsize j = 0; j < n_answers; j++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) answers->data[i * n_answers + j]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_decision_surface_view = {
  .id = "decision-surface",
  .title = N_("Decision surface"),
  .summary = N_("What the network answers everywhere in the plane, with the examples on it."),
  .empty = N_("The surface comes with the first look at the network."),
  .unfit = N_("Only examples of two numbers lie in a plane."),
  .nearest = "gan-plane latent-map function-fit predictions text gan-samples reconstructions",
  .watches = LAMINA_WATCH_SURFACE,
  .columns = 8,
  .height = 320,
  .takes_map = TRUE,
  .fits = lamina_decision_surface_view_fits,
  .has_content = lamina_decision_surface_view_has_content,
  .get_reason = lamina_decision_surface_view_get_reason,
  .write_subtitle = lamina_decision_surface_view_write_subtitle,
  .draw = lamina_decision_surface_view_draw,
  .get_value_at = lamina_decision_surface_view_get_value_at,
  .describe = lamina_decision_surface_view_describe,
  .write_numbers = lamina_decision_surface_view_write_numbers,
};
