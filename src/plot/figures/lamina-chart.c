/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chart.h"

#include "lamina-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define TICK_DISTANCE 23
#define X_TICK_DISTANCE 64
#define EPOCH_DISTANCE 46
/* Smaller pictures go without labels. */
#define LEAST_WIDTH 130
#define LEAST_HEIGHT 70

static const LaminaText label = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

static double
measure_y_labels (LaminaChart       *self,
                  cairo_t           *cr,
                  const LaminaStyle *style)
{
  double width = 0;

  for (gsize i = 0; i < self->n_y_ticks; i++)
    {
      g_autofree char *text = lamina_axis_write_tick (&self->y, self->y_ticks, self->n_y_ticks, i,
                                                      self->is_percent);

      width = fmax (width, lamina_measure_text (cr, style, &label, text));
    }

  return ceil (width) + 6;
}

void
lamina_chart_init (LaminaChart       *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   LaminaScale        scale,
                   double             x_min,
                   double             x_max,
                   double             y_min,
                   double             y_max,
                   gboolean           is_percent,
                   double             top,
                   double             width,
                   double             height)
{
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  gsize n_wanted;

  self->is_percent = is_percent;
  self->has_y_labels = width >= LEAST_WIDTH * style->text_scale;
  self->has_x_labels = height - top >= LEAST_HEIGHT * style->text_scale;
  /* Half a line above, for the uppermost label. */
  self->top = floor (top + (self->has_y_labels ? line / 2 : 2));
  self->bottom = floor (height - (self->has_x_labels ? line + 3 : 2));
  self->bottom = fmax (self->bottom, self->top + 8);

  n_wanted = (gsize) CLAMP ((self->bottom - self->top) / (TICK_DISTANCE * style->text_scale), 2, 8);
  lamina_axis_init (&self->y, scale, y_min, y_max, self->bottom, self->top);
  self->n_y_ticks = lamina_axis_get_ticks (&self->y, n_wanted, self->y_ticks);

  self->left = self->has_y_labels ? measure_y_labels (self, cr, style) : 2;
  self->right = floor (fmax (width - 2, self->left + 8));
  lamina_axis_init (&self->x, LAMINA_SCALE_LINEAR, x_min, x_max, self->left, self->right);
  n_wanted = (gsize) CLAMP ((self->right - self->left) / (X_TICK_DISTANCE * style->text_scale),
                            2, 12);
  self->n_x_ticks = lamina_axis_get_ticks (&self->x, n_wanted, self->x_ticks);
}

/* A hair line at whole pixels. */
static void
path_line (cairo_t *cr,
           double   x1,
           double   y1,
           double   x2,
           double   y2)
{
  cairo_move_to (cr, x1 == x2 ? floor (x1) + 0.5 : x1, y1 == y2 ? floor (y1) + 0.5 : y1);
  cairo_line_to (cr, x1 == x2 ? floor (x2) + 0.5 : x2, y1 == y2 ? floor (y2) + 0.5 : y2);
}

static void
stroke_grid (cairo_t           *cr,
             const LaminaStyle *style)
{
  cairo_save (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_GRID,
                           lamina_style_is_contrast (style) ? 0.6 : 1);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
lamina_chart_draw_y (const LaminaChart *self,
                     cairo_t           *cr,
                     const LaminaStyle *style,
                     gboolean           has_grid)
{
  LaminaText text = label;

  cairo_new_path (cr);
  for (gsize i = 0; has_grid && i < self->n_y_ticks; i++)
    {
      const double y = lamina_axis_get_pixel (&self->y, self->y_ticks[i]);

      path_line (cr, self->left, y, self->right, y);
    }
  stroke_grid (cr, style);

  text.align = LAMINA_ALIGN_END;
  for (gsize i = 0; self->has_y_labels && i < self->n_y_ticks; i++)
    {
      const double y = lamina_axis_get_pixel (&self->y, self->y_ticks[i]);
      g_autofree char *string = lamina_axis_write_tick (&self->y, self->y_ticks, self->n_y_ticks, i,
                                                        self->is_percent);

      lamina_draw_text (cr, style, &text, self->left - 5,
                        lamina_get_baseline (style, text.font, y, 0), string);
    }
}

static double
get_x_baseline (const LaminaChart *self,
                const LaminaStyle *style)
{
  return lamina_get_baseline (style, LAMINA_FONT_CAPTION, self->bottom + 3,
                              lamina_get_line_height (style, LAMINA_FONT_CAPTION));
}

/* A label under @x, or none if it does not fit between @least and the right edge.
 * Returns: where the next one may begin */
static double
draw_x_label (const LaminaChart *self,
              cairo_t           *cr,
              const LaminaStyle *style,
              double             x,
              double             least,
              const char        *string)
{
  const double width = lamina_measure_text (cr, style, &label, string);
  const double left = fmax (fmin (x - width / 2, self->right + 2 - width), 0);

  if (left < least || fabs (left + width / 2 - x) > width / 2 + 2)
    return least;

  lamina_draw_text (cr, style, &label, left, get_x_baseline (self, style), string);

  return left + width + 8;
}

void
lamina_chart_draw_x (const LaminaChart *self,
                     cairo_t           *cr,
                     const LaminaStyle *style,
                     gboolean           has_grid,
                     const char        *title)
{
  double least = 0, right = self->right;

  cairo_new_path (cr);
  for (gsize i = 0; has_grid && i < self->n_x_ticks; i++)
    {
      const double x = lamina_axis_get_pixel (&self->x, self->x_ticks[i]);

      path_line (cr, x, self->top, x, self->bottom);
    }
  stroke_grid (cr, style);
  if (!self->has_x_labels)
    return;

  if (title != NULL)
    {
      const LaminaText text = {
        .font = label.font, .color = label.color, .align = LAMINA_ALIGN_END,
        .max_width = (self->right - self->left) / 2,
      };

      right -= lamina_draw_text (cr, style, &text, self->right, get_x_baseline (self, style),
                                 title) + 8;
    }
  for (gsize i = 0; i < self->n_x_ticks; i++)
    {
      const double x = lamina_axis_get_pixel (&self->x, self->x_ticks[i]);
      g_autofree char *string = lamina_axis_write_tick (&self->x, self->x_ticks, self->n_x_ticks, i,
                                                        FALSE);

      if (x + lamina_measure_text (cr, style, &label, string) / 2 < right)
        least = draw_x_label (self, cr, style, x, least, string);
    }
}

/* Steps as numbers: the first one says what they are. */
static void
draw_steps (const LaminaChart *self,
            cairo_t           *cr,
            const LaminaStyle *style)
{
  double least = 0;

  cairo_new_path (cr);
  for (gsize i = 0; i < self->n_x_ticks; i++)
    if (self->x_ticks[i] > self->x.min)
      {
        const double x = lamina_axis_get_pixel (&self->x, self->x_ticks[i]);

        path_line (cr, x, self->top, x, self->bottom);
      }
  stroke_grid (cr, style);

  for (gsize i = 0; self->has_x_labels && i < self->n_x_ticks; i++)
    {
      const guint64 step = (guint64) (self->x_ticks[i] + 0.5);
      g_autofree char *count = lamina_format_count (step);
      g_autofree char *named = lamina_format_step (step);

      /* Half steps are no steps. */
      if (fabs (self->x_ticks[i] - (double) step) > 1e-6)
        continue;
      least = draw_x_label (self, cr, style, lamina_axis_get_pixel (&self->x, self->x_ticks[i]),
                            least, least == 0 ? named : count);
    }
}

/* Written between their lines if each has one, else under the line at which they end. */
static void
draw_epoch_labels (const LaminaChart *self,
                   cairo_t           *cr,
                   const LaminaStyle *style,
                   guint64            steps_per_epoch,
                   guint64            stride)
{
  const guint64 last = (guint64) (self->x.max / (double) steps_per_epoch + 1e-9);
  const guint64 first = (guint64) (self->x.min / (double) steps_per_epoch) / stride * stride;
  double least = 0;

  for (guint64 epoch = MAX (first, stride); epoch <= last; epoch += stride)
    {
      const double step = ((double) epoch - (stride == 1 ? 0.5 : 0)) * (double) steps_per_epoch;
      const double x = lamina_axis_get_pixel (&self->x, step);
      g_autofree char *count = lamina_format_count (epoch);
      g_autofree char *named = g_strdup_printf (_("epoch %s"), count);

      if (x >= self->left)
        least = draw_x_label (self, cr, style, x, least, least == 0 ? named : count);
    }
}

void
lamina_chart_draw_epochs (const LaminaChart *self,
                          cairo_t           *cr,
                          const LaminaStyle *style,
                          guint64            steps_per_epoch)
{
  guint64 stride, last;

  if (steps_per_epoch == 0 || self->x.max - self->x.min < 1.99 * (double) steps_per_epoch)
    {
      draw_steps (self, cr, style);
      return;
    }

  stride = lamina_axis_get_epoch_stride (&self->x, steps_per_epoch,
                                         EPOCH_DISTANCE * style->text_scale);
  last = (guint64) (self->x.max / (double) steps_per_epoch + 1e-9);

  cairo_new_path (cr);
  for (guint64 epoch = (guint64) (self->x.min / (double) steps_per_epoch) / stride * stride;
       epoch <= last;
       epoch += stride)
    {
      const double x = lamina_axis_get_pixel (&self->x, (double) (epoch * steps_per_epoch));

      if (epoch > 0 && x >= self->left)
        path_line (cr, x, self->top, x, self->bottom);
    }
  stroke_grid (cr, style);

  if (self->has_x_labels)
    draw_epoch_labels (self, cr, style, steps_per_epoch, stride);
}

void
lamina_chart_clip (const LaminaChart *self,
                   cairo_t           *cr)
{
  cairo_save (cr);
  /* A mark on the uppermost line stays whole. */
  cairo_rectangle (cr, self->left, self->top - 5, self->right - self->left + 1,
                   self->bottom - self->top + 6);
  cairo_clip (cr);
}
