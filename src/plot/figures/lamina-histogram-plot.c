/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-histogram-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define LEAST_BAR 2.5
#define LEAST_HEIGHT 60
#define TICK_DISTANCE 44
/* From this share on zeros stand apart: what a ReLU gives has little else. */
#define APART_SHARE 0.1
/* Ends of the axis move by so many bins: it stays while the numbers move a little. */
#define STEP_BINS 16

static double
get_header_height (const LaminaStyle *style,
                   double             height)
{
  return height < LEAST_HEIGHT * style->text_scale
           ? 0 : ceil (lamina_get_line_height (style, LAMINA_FONT_CAPTION)) + 2;
}

static void
get_range (const LmHistogram *histogram,
           double            *min,
           double            *max)
{
  const double step = STEP_BINS * histogram->width;

  *min = fmin (0, floor (lm_histogram_get_edge (histogram, 0) / step) * step);
  *max = fmax (0, ceil (lm_histogram_get_edge (histogram, histogram->n_bins) / step) * step);
}

/* How many neighbours are one bar: a power of two. */
static int
choose_shift (const LmHistogram *histogram,
              const LaminaStyle *style,
              double             width)
{
  const double least = LEAST_BAR * style->text_scale;
  double min, max;
  int shift = 0;

  get_range (histogram, &min, &max);
  while (shift < 7 && ldexp (histogram->width, shift) / (max - min) * width < least)
    shift++;

  return shift;
}

static void
take_bars (LaminaHistogramPlot *self,
           const LaminaStyle   *style)
{
  const LmHistogram *histogram = self->histogram;
  const int shift = choose_shift (histogram, style, self->width);
  const gint64 size = (gint64) 1 << shift;
  /* Rounded down, below zero too. */
  const gint64 first = (histogram->first - ((histogram->first % size) + size) % size) / size;
  gint64 last = first;

  for (gsize i = 0; i < histogram->n_bins; i++)
    {
      const gint64 bin = histogram->first + (gint64) i - first * size;

      last = first + bin / size;
      self->counts[last - first] += histogram->counts[i];
      if (self->is_apart && histogram->first + (gint64) i == 0)
        self->counts[last - first] -= histogram->n_zeros;
    }

  self->n_bars = (gsize) (last - first) + 1;
  for (gsize i = 0; i <= self->n_bars; i++)
    self->edges[i] = (double) ((first + (gint64) i) * size) * histogram->width;
}

static double
get_share (const LaminaHistogramPlot *self,
           guint64                    count)
{
  return (double) count / (double) self->histogram->n;
}

/* Where it is narrow, rather close together than none but 0. */
static void
take_ticks (LaminaChart       *chart,
            const LaminaStyle *style)
{
  gsize n_wanted = (gsize) fmax (2, (chart->right - chart->left) /
                                      (TICK_DISTANCE * style->text_scale));

  do
    chart->n_x_ticks = lamina_axis_get_ticks (&chart->x, n_wanted, chart->x_ticks);
  while (chart->n_x_ticks < 3 && n_wanted++ < 8);
}

void
lamina_histogram_plot_init (LaminaHistogramPlot *self,
                            cairo_t             *cr,
                            const LaminaStyle   *style,
                            const LmHistogram   *histogram,
                            LaminaScale          scale,
                            double               width,
                            double               height)
{
  const gboolean is_log = scale == LAMINA_SCALE_LOG;
  double x_min, x_max, most = 0;

  *self = (LaminaHistogramPlot) { .histogram = histogram, .width = width, .height = height };
  self->is_apart = histogram->n_bins > 1 && get_share (self, histogram->n_zeros) > APART_SHARE;
  take_bars (self, style);
  for (gsize i = 0; i < self->n_bars; i++)
    most = fmax (most, get_share (self, self->counts[i]));

  get_range (histogram, &x_min, &x_max);
  lamina_chart_init (&self->chart, cr, style, is_log ? LAMINA_SCALE_LOG : LAMINA_SCALE_LINEAR,
                     x_min, x_max, is_log ? 0.5 / (double) histogram->n : 0, 1.06 * most, TRUE,
                     get_header_height (style, height), width, height);
  take_ticks (&self->chart, style);
}

char *
lamina_histogram_write_spread (const LmHistogram *histogram)
{
  g_autofree char *mean = lamina_format_number (histogram->mean);
  g_autofree char *deviation = lamina_format_number (histogram->deviation);

  return g_strdup_printf (_("%s ± %s"), mean, deviation);
}

/* The name, and mean and deviation where there is room; what is wrong comes first. */
static void
draw_header (const LaminaHistogramPlot *self,
             cairo_t                   *cr,
             const LaminaStyle         *style,
             const char                *title)
{
  const double height = get_header_height (style, self->height);
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, 0, height);
  const gboolean is_bad = self->histogram->n_bad > 0;
  LaminaText name = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  LaminaText value = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE };
  g_autofree char *count = lamina_format_count (self->histogram->n_bad);
  g_autofree char *text = is_bad ? g_strdup_printf (_("✕ %s not finite"), count)
                                 : lamina_histogram_write_spread (self->histogram);
  double x;

  if (height <= 0)
    return;

  name.max_width = self->width;
  x = lamina_draw_text (cr, style, &name, 0, baseline, title) + 8;
  if (is_bad)
    value.color = LAMINA_COLOR_WRONG;
  if (x + lamina_measure_text (cr, style, &value, text) <= self->width)
    lamina_draw_text (cr, style, &value, x, baseline, text);
}

static void
draw_bars (const LaminaHistogramPlot *self,
           cairo_t                   *cr,
           const LaminaStyle         *style,
           gssize                     chosen)
{
  const LaminaChart *chart = &self->chart;

  for (gsize i = 0; i < self->n_bars; i++)
    {
      const double left = round (lamina_axis_get_pixel (&chart->x, self->edges[i]));
      const double right = round (lamina_axis_get_pixel (&chart->x, self->edges[i + 1]));
      const double top = lamina_axis_get_pixel (&chart->y, get_share (self, self->counts[i]));

      if (self->counts[i] == 0)
        continue;
      cairo_rectangle (cr, left, fmin (top, chart->bottom - 1), fmax (right - left, 1),
                       chart->bottom - fmin (top, chart->bottom - 1));
      lamina_style_set_source (style, cr, (gssize) i == chosen ? LAMINA_COLOR_RUN_A_STRONG
                                                               : LAMINA_COLOR_RUN_A, 0.85);
      cairo_fill (cr);
    }
}

/* The zeros as a line as high as the field, and how many they are. */
static void
draw_zeros (const LaminaHistogramPlot *self,
            cairo_t                   *cr,
            const LaminaStyle         *style)
{
  const LaminaChart *chart = &self->chart;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  const double x = floor (lamina_axis_get_pixel (&chart->x, 0));
  const double line = lamina_get_line_height (style, text.font);
  g_autofree char *share = lamina_format_percent (get_share (self, self->histogram->n_zeros), 0);
  g_autofree char *string = g_strdup_printf (_("%s are 0"), share);
  const double width = lamina_measure_text (cr, style, &text, string);
  const double left = x + 6 + width <= chart->right ? x + 6 : x - 6 - width;

  cairo_rectangle (cr, x - 1, chart->top, 3, chart->bottom - chart->top);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A_STRONG, 1);
  cairo_fill (cr);
  if (left >= 0 && chart->bottom - chart->top > 2 * line)
    lamina_draw_text (cr, style, &text, left,
                      lamina_get_baseline (style, text.font, chart->top, line), string);
}

void
lamina_histogram_plot_draw (const LaminaHistogramPlot *self,
                            cairo_t                   *cr,
                            const LaminaStyle         *style,
                            const char                *title,
                            gssize                     chosen)
{
  const LaminaChart *chart = &self->chart;

  draw_header (self, cr, style, title);
  lamina_chart_draw_y (chart, cr, style, TRUE);
  lamina_chart_draw_x (chart, cr, style, FALSE, NULL);
  cairo_save (cr);
  cairo_rectangle (cr, chart->left, chart->top, chart->right - chart->left + 1,
                   chart->bottom - chart->top);
  cairo_clip (cr);
  draw_bars (self, cr, style, chosen);
  cairo_restore (cr);
  if (self->is_apart)
    draw_zeros (self, cr, style);

  cairo_rectangle (cr, chart->left, floor (chart->bottom), chart->right - chart->left, 1);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_fill (cr);
}

gssize
lamina_histogram_plot_hit (const LaminaHistogramPlot *self,
                           double                     x,
                           double                     y)
{
  const LaminaChart *chart = &self->chart;

  if (x < chart->left || x > chart->right || y < chart->top || y > chart->bottom)
    return -1;

  for (gsize i = 0; i < self->n_bars; i++)
    if (x >= lamina_axis_get_pixel (&chart->x, self->edges[i]) &&
        x < lamina_axis_get_pixel (&chart->x, self->edges[i + 1]))
      return (gssize) i;

  return -1;
}

char *
lamina_histogram_plot_write_bar (const LaminaHistogramPlot *self,
                                 gsize                      bar)
{
  g_autofree char *from = lamina_format_exact (self->edges[bar]);
  g_autofree char *to = lamina_format_exact (self->edges[bar + 1]);
  g_autofree char *count = lamina_format_count (self->counts[bar]);
  g_autofree char *share = lamina_format_percent (get_share (self, self->counts[bar]), 2);

  return g_strdup_printf (_("%s … %s: %s numbers, %s"), from, to, count, share);
}
