/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-plot.h"

#include <math.h>

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"

#define BAR_HEIGHT 18
#define BAR_GAP 4
#define MIN_COLUMN 180
#define COLUMN_GAP 18
#define REACH 12
#define MARK 3.2
/* What a mark before a bar takes. */
#define MARK_SPACE 14

static gsize
get_n_columns (const LaminaClassCounts *self,
               const LaminaStyle       *style,
               double                   width)
{
  const double fits = floor ((width + COLUMN_GAP) / (MIN_COLUMN * style->text_scale + COLUMN_GAP));

  return CLAMP ((gsize) fmax (fits, 1), 1, MAX (self->n, 1));
}

double
lamina_class_counts_get_height (const LaminaClassCounts *self,
                                const LaminaStyle       *style,
                                double                   width)
{
  const gsize n_columns = get_n_columns (self, style, width);
  const gsize n_rows = (self->n + n_columns - 1) / n_columns;

  return (double) n_rows * (BAR_HEIGHT * style->text_scale + BAR_GAP);
}

static void
draw_mark (cairo_t           *cr,
           const LaminaStyle *style,
           gsize              label,
           double             x,
           double             y,
           double             size)
{
  double rgb[3];

  lamina_style_get_class_color (style, label, rgb);
  cairo_new_path (cr);
  lamina_path_mark (cr, label, x, y, size);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill (cr);
}

void
lamina_class_counts_draw (const LaminaClassCounts *self,
                          cairo_t                 *cr,
                          const LaminaStyle       *style,
                          double                   width,
                          double                   height)
{
  const gsize n_columns = get_n_columns (self, style, width);
  const gsize n_rows = (self->n + n_columns - 1) / n_columns;
  const double column = (width - (double) (n_columns - 1) * COLUMN_GAP) / (double) n_columns;
  const double bar_height = BAR_HEIGHT * style->text_scale;
  const double left = self->has_marks ? MARK_SPACE * style->text_scale : 0;
  gsize most = 1;

  for (gsize i = 0; i < self->n; i++)
    most = MAX (most, self->counts[i]);

  for (gsize i = 0; i < self->n; i++)
    {
      g_autofree char *count = lamina_format_count (self->counts[i]);
      const LaminaBar bar = { self->names[i], count, (double) self->counts[i] / (double) most,
                              TRUE, FALSE };
      const double x = (double) (i / n_rows) * (column + COLUMN_GAP);
      const double y = (double) (i % n_rows) * (bar_height + BAR_GAP);

      lamina_draw_bar (cr, style, &bar, x + left, y, column - left, bar_height);
      if (self->has_marks)
        draw_mark (cr, style, i, x + left / 2 - 2, y + bar_height / 2, MARK * 1.3);
    }
}

static void
get_range (const double *values,
           gsize         n,
           double       *min,
           double       *max)
{
  double margin;

  *min = HUGE_VAL;
  *max = -HUGE_VAL;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        *min = fmin (*min, values[i]);
        *max = fmax (*max, values[i]);
      }
  if (!(*min <= *max))
    *min = *max = 0;

  margin = *max > *min ? (*max - *min) * 0.05 : 1;
  *min -= margin;
  *max += margin;
}

static void
init_chart (const LaminaScatter *self,
            LaminaChart         *chart,
            cairo_t             *cr,
            const LaminaStyle   *style,
            double               width,
            double               height)
{
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  double x_min, x_max, y_min, y_max;

  get_range (self->x, self->n, &x_min, &x_max);
  get_range (self->y, self->n, &y_min, &y_max);
  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR, x_min, x_max, y_min, y_max, FALSE,
                     self->y_title != NULL ? line : 0, width, height);
}

static void
set_class_color (cairo_t             *cr,
                 const LaminaStyle   *style,
                 const LaminaScatter *self,
                 gsize                index)
{
  double rgb[3];

  if (self->labels == NULL || self->labels[index] < 0)
    {
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.8);
      return;
    }

  lamina_style_get_class_color (style, (gsize) self->labels[index], rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
}

static void
draw_chosen (const LaminaScatter *self,
             const LaminaChart   *chart,
             cairo_t             *cr,
             const LaminaStyle   *style)
{
  if (self->chosen < 0 || (gsize) self->chosen >= self->n)
    return;

  cairo_new_path (cr);
  cairo_arc (cr, lamina_axis_get_pixel (&chart->x, self->x[self->chosen]),
             lamina_axis_get_pixel (&chart->y, self->y[self->chosen]), 7, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

void
lamina_scatter_draw (const LaminaScatter *self,
                     cairo_t             *cr,
                     const LaminaStyle   *style,
                     double               width,
                     double               height)
{
  LaminaChart chart;

  init_chart (self, &chart, cr, style, width, height);
  lamina_chart_draw_y (&chart, cr, style, TRUE);
  lamina_chart_draw_x (&chart, cr, style, TRUE, self->x_title);
  if (self->y_title != NULL)
    {
      const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                                .max_width = width / 2 };

      lamina_draw_text (cr, style, &text, 0,
                        lamina_get_baseline (style, text.font, 0,
                                             lamina_get_line_height (style, text.font)),
                        self->y_title);
    }

  cairo_save (cr);
  lamina_chart_clip (&chart, cr);
  for (gsize i = 0; i < self->n; i++)
    {
      const gsize mark = self->labels != NULL && self->labels[i] > 0 ? (gsize) self->labels[i] : 0;

      if (!isfinite (self->x[i]) || !isfinite (self->y[i]))
        continue;
      cairo_new_path (cr);
      lamina_path_mark (cr, mark,
                        lamina_axis_get_pixel (&chart.x, self->x[i]),
                        lamina_axis_get_pixel (&chart.y, self->y[i]), MARK);
      set_class_color (cr, style, self, i);
      cairo_fill (cr);
    }
  cairo_restore (cr);

  draw_chosen (self, &chart, cr, style);
}

gssize
lamina_scatter_hit (const LaminaScatter *self,
                    const LaminaStyle   *style,
                    double               width,
                    double               height,
                    double               at_x,
                    double               at_y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaChart chart;
  double nearest = REACH;
  gssize hit = -1;

  init_chart (self, &chart, cr, style, width, height);
  lamina_measure_end (cr);
  for (gsize i = 0; i < self->n; i++)
    {
      const double distance = hypot (lamina_axis_get_pixel (&chart.x, self->x[i]) - at_x,
                                     lamina_axis_get_pixel (&chart.y, self->y[i]) - at_y);

      if (distance < nearest)
        {
          nearest = distance;
          hit = (gssize) i;
        }
    }

  return hit;
}
