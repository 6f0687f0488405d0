/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-forge-plane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"
#include "lamina-stamp.h"
#include "lamina-surface.h"

#define MAX_POINTS 250
/* Of a point, at a text scale of 1, in fields so wide and wider ones. */
#define RADIUS 2.6
#define FULL_WIDTH 260
/* How much there is to be seen of the points of other classes. */
#define FAINT 0.3
/* How near a point the pointer has to be, in pixels. */
#define NEAR 8

/* The data first, then what was made. */
static const LmTensor *
get_points (const LaminaFrame *frame,
            gboolean           is_made)
{
  if (is_made)
    return lamina_frame_get_samples (frame);

  return frame->points[0] != NULL ? &frame->points[0]->tensor : NULL;
}

/* Whether a point is of the class that is looked at. */
static gboolean
is_of_class (const LaminaFrame *frame,
             gssize             class,
             gboolean           is_made,
             gsize              row)
{
  if (class < 0)
    return TRUE;
  if (is_made)
    return row % frame->forge->n_classes == (gsize) class;

  return frame->point_targets[0] != NULL && row < frame->point_targets[0]->tensor.shape.dim[0] &&
         lamina_frame_get_class (frame, &frame->point_targets[0]->tensor, row) == class;
}

/* Of all of a class there are few enough; of all alike every so many is drawn. */
static gsize
get_stride (gssize class,
            gsize  n)
{
  return class >= 0 ? 1 : n / MAX_POINTS + 1;
}

void
lamina_forge_plane_init (LaminaForgePlane  *self,
                         cairo_t           *cr,
                         const LaminaFrame *frame,
                         const LaminaStyle *style,
                         gssize             class,
                         double             width,
                         double             height)
{
  self->class = class;
  lamina_surface_init_chart (&self->chart, cr, frame, style,
                             lamina_get_legend_height (style) + 2, width, height);
  lamina_surface_centre (&self->chart, width);
}

static void
get_place (const LaminaForgePlane *self,
           const LaminaFrame      *frame,
           const lm_real          *point,
           double                 *x,
           double                 *y)
{
  *x = lamina_axis_get_pixel (&self->chart.x, lamina_scaling_apply (&frame->input_scaling, 0,
                                                                    (double) point[0]));
  *y = lamina_axis_get_pixel (&self->chart.y, lamina_scaling_apply (&frame->input_scaling, 1,
                                                                    (double) point[1]));
}

/* How the points look. */
typedef struct
{
  gboolean is_made, is_near;
  double   radius;
} Look;

static void
draw_point (cairo_t           *cr,
            const LaminaStyle *style,
            gconstpointer      what)
{
  const Look *look = what;

  cairo_arc (cr, 0, 0, look->radius, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, look->is_near ? 0.85 : 0.2);
  cairo_set_line_width (cr, look->is_made ? 1.2 * look->radius : 0.6 * look->radius);
  cairo_stroke_preserve (cr);
  lamina_style_set_source (style, cr, look->is_made ? LAMINA_COLOR_RUN_B : LAMINA_COLOR_RUN_A,
                           !look->is_near ? FAINT : look->is_made ? 1 : 0.8);
  cairo_set_line_width (cr, 0.58 * look->radius);
  if (look->is_made)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

/* @is_near: those of the class, or the others. */
static void
draw_points (const LaminaForgePlane *self,
             cairo_t                *cr,
             const LaminaFrame      *frame,
             const LaminaStyle      *style,
             gboolean                is_made,
             gboolean                is_near)
{
  const LmTensor *points = get_points (frame, is_made);
  const double share = (self->chart.right - self->chart.left) / FULL_WIDTH;
  const Look look = {
    is_made, is_near, RADIUS * CLAMP (share, 0.5, sqrt (style->text_scale)),
  };
  const gsize n = points != NULL ? points->shape.dim[0] : 0;
  g_auto(LaminaStamp) stamp;

  lamina_stamp_init (&stamp, cr, style, draw_point, &look, 2 * look.radius);
  for (gsize i = 0; i < n; i += get_stride (self->class, n))
    {
      double x, y;

      if (is_of_class (frame, self->class, is_made, i) != is_near)
        continue;
      get_place (self, frame, points->data + 2 * i, &x, &y);
      lamina_stamp_put (&stamp, cr, x, y);
    }
}

void
lamina_forge_plane_draw (const LaminaForgePlane *self,
                         cairo_t                *cr,
                         const LaminaFrame      *frame,
                         const LaminaStyle      *style,
                         double                  width)
{
  const LaminaLegendItem items[] = {
    { LAMINA_LINE_DOT, LAMINA_COLOR_RUN_A, _("real"), NULL },
    { LAMINA_LINE_RING, LAMINA_COLOR_RUN_B, _("fake"), NULL },
  };

  lamina_draw_legend (cr, style, items, G_N_ELEMENTS (items), 0, 0, width);
  lamina_chart_draw_y (&self->chart, cr, style, FALSE);
  lamina_chart_draw_x (&self->chart, cr, style, FALSE, NULL);
  lamina_chart_clip (&self->chart, cr);
  for (int i = self->class >= 0 ? 0 : 1; i < 2; i++)
    {
      draw_points (self, cr, frame, style, FALSE, i == 1);
      draw_points (self, cr, frame, style, TRUE, i == 1);
    }
  cairo_restore (cr);
}

/* "fake: x₁ 0.52, x₂ −0.31" */
static char *
write_point (const LaminaFrame *frame,
             const lm_real     *point,
             gboolean           is_made)
{
  g_autofree char *first_name = lamina_frame_write_column (frame, 0);
  g_autofree char *second_name = lamina_frame_write_column (frame, 1);
  g_autofree char *first = lamina_format_number (
    lamina_scaling_apply (&frame->input_scaling, 0, (double) point[0]));
  g_autofree char *second = lamina_format_number (
    lamina_scaling_apply (&frame->input_scaling, 1, (double) point[1]));

  return g_strdup_printf ("%s: %s %s, %s %s", is_made ? _("fake") : _("real"), first_name, first,
                          second_name, second);
}

char *
lamina_forge_plane_get_value_at (const LaminaForgePlane *self,
                                 const LaminaFrame      *frame,
                                 double                  x,
                                 double                  y)
{
  const lm_real *nearest = NULL;
  gboolean is_made = FALSE;
  double best = NEAR;

  for (int i = 0; i < 2; i++)
    {
      const LmTensor *points = get_points (frame, i == 1);
      const gsize n = points != NULL ? points->shape.dim[0] : 0;

      for (gsize row = 0; row < n; row += get_stride (self->class, n))
        {
          double px, py;

          if (!is_of_class (frame, self->class, i == 1, row))
            continue;
          get_place (self, frame, points->data + 2 * row, &px, &py);
          if (!(hypot (px - x, py - y) <= best))
            continue;
          best = hypot (px - x, py - y);
          nearest = points->data + 2 * row;
          is_made = i == 1;
        }
    }

  return nearest != NULL ? write_point (frame, nearest, is_made) : NULL;
}

/* "x₁ 0.12 ± 1.2", of the points of a class */
static char *
write_column (const LaminaFrame *frame,
              gboolean           is_made,
              gssize             class,
              gsize              column)
{
  const LmTensor *points = get_points (frame, is_made);
  double n = 0, sum = 0, squares = 0;
  g_autofree char *name = lamina_frame_write_column (frame, column);
  g_autofree char *mean = NULL, *deviation = NULL;

  for (gsize i = 0; i < points->shape.dim[0]; i++)
    n += is_of_class (frame, class, is_made, i);
  for (gsize i = 0; i < points->shape.dim[0]; i++)
    {
      const double value = lamina_scaling_apply (&frame->input_scaling, column,
                                                 (double) points->data[2 * i + column]);

      if (!is_of_class (frame, class, is_made, i))
        continue;
      sum += value / n;
      squares += value * value / n;
    }
  mean = lamina_format_number (sum);
  deviation = lamina_format_number (sqrt (fmax (squares - sum * sum, 0)));

  return g_strdup_printf (_("%s %s ± %s"), name, mean, deviation);
}

static char *
write_spread (const LaminaFrame *frame,
              gboolean           is_made,
              gssize             class)
{
  g_autofree char *first = write_column (frame, is_made, class, 0);
  g_autofree char *second = write_column (frame, is_made, class, 1);

  return g_strconcat (first, _(", "), second, NULL);
}

char *
lamina_forge_plane_describe (const LaminaFrame *frame,
                             gssize             class)
{
  g_autofree char *made_text = write_spread (frame, TRUE, class);
  g_autofree char *data_text = get_points (frame, FALSE) != NULL
                                 ? write_spread (frame, FALSE, class) : NULL;

  if (data_text == NULL)
    return g_strdup_printf (_("Fake: %s"), made_text);

  return g_strdup_printf (_("Fake: %s; real: %s"), made_text, data_text);
}
