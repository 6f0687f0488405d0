/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much each latent number tells of an example: its KL divergence from noise. */

#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A number below this, in nats an example, tells next to nothing: the decoder does without it. */
#define LEAST_KL 0.05
/* A bar is at the most so wide, at a text scale of 1. */
#define MOST_BAR 46

typedef struct
{
  LaminaChart chart;
  const LmTensor *kl; /* [n, n_latent] */
  gsize       n, n_used;
  double      sum, step;
} Bars;

static gboolean
lamina_latent_kl_view_fits (const LaminaFrame *frame)
{
  return frame->latent != NULL;
}

static gboolean
lamina_latent_kl_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *kl = frame->snapshot != NULL
                         ? lamina_latent_get_kl (frame->latent, frame->snapshot) : NULL;

  return kl != NULL && kl->len > 0;
}

static void
count (Bars              *self,
       const LaminaFrame *frame)
{
  *self = (Bars) { .kl = lamina_latent_get_kl (frame->latent, frame->snapshot),
                   .n = frame->latent->n_latent };
  for (gsize i = 0; i < self->n; i++)
    {
      const double kl = lamina_latent_get_mean_kl (self->kl, i);

      self->sum += kl;
      self->n_used += kl >= LEAST_KL;
    }
}

static void
bars_init (Bars              *self,
           cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  double most = 0;

  count (self, frame);
  for (gsize i = 0; i < self->n; i++)
    most = fmax (most, lamina_latent_get_mean_kl (self->kl, i));

  lamina_chart_init (&self->chart, cr, style, LAMINA_SCALE_LINEAR, 0, 1, 0,
                     fmax (1.04 * most, 0.1), FALSE, lamina_get_legend_height (style) + 2, width,
                     height);
  self->step = fmin ((self->chart.right - self->chart.left) / (double) self->n,
                     MOST_BAR * style->text_scale);
}

static char *
lamina_latent_kl_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (_("nats an example, by latent number"));
}

static void
draw_bar (const Bars        *self,
          cairo_t           *cr,
          const LaminaStyle *style,
          gsize              index,
          gboolean           is_lit)
{
  const double kl = lamina_latent_get_mean_kl (self->kl, index);
  const double y = lamina_axis_get_pixel (&self->chart.y, kl);
  const double gap = fmin (0.22 * self->step, 5);
  const double x = self->chart.left + (double) index * self->step + gap / 2;
  const double top = isfinite (y) ? fmin (y, self->chart.bottom - 1) : self->chart.top;
  const gboolean is_used = kl >= LEAST_KL;

  if (is_used || isnan (kl))
    {
      cairo_rectangle (cr, x, top, self->step - gap, self->chart.bottom - top);
      lamina_style_set_source (style, cr, isnan (kl) ? LAMINA_COLOR_WRONG : LAMINA_COLOR_RUN_A,
                               is_lit ? 1 : 0.8);
      cairo_fill (cr);
      return;
    }

  /* What is not used is open. */
  cairo_rectangle (cr, x + 0.5, fmin (top, self->chart.bottom - 3) + 0.5, self->step - gap - 1,
                   fmax (self->chart.bottom - top, 3) - 1);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* z1, z2, … as many as there is room for. */
static void
draw_names (const Bars        *self,
            cairo_t           *cr,
            const LaminaStyle *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                            .align = LAMINA_ALIGN_MIDDLE };
  const double baseline = lamina_get_baseline (style, text.font, self->chart.bottom + 3,
                                               lamina_get_line_height (style, text.font));
  double least = 0;

  for (gsize i = 0; self->chart.has_x_labels && i < self->n; i++)
    {
      g_autofree char *name = g_strdup_printf ("z%zu", i + 1);
      const double width = lamina_measure_text (cr, style, &text, name);
      const double x = fmin (self->chart.left + ((double) i + 0.5) * self->step,
                             self->chart.right - width / 2);

      if (x - width / 2 < least)
        continue;
      lamina_draw_text (cr, style, &text, x, baseline, name);
      least = x + width / 2 + 7;
    }
}

/* "z3: 1.21 nats". Returns: (nullable) */
static char *
write_hit (const Bars *self,
           double      x,
           double      y,
           gssize     *bar)
{
  const double place = (x - self->chart.left) / self->step;
  g_autofree char *kl = NULL;

  *bar = -1;
  if (place < 0 || place >= (double) self->n || y < self->chart.top || y > self->chart.bottom)
    return NULL;

  *bar = (gssize) place;
  kl = lamina_format_exact (lamina_latent_get_mean_kl (self->kl, (gsize) *bar));

  return g_strdup_printf (_("z%zu: %s nats"), (gsize) *bar + 1, kl);
}

static void
lamina_latent_kl_view_draw (cairo_t           *cr,
                            const LaminaFrame *frame,
                            const LaminaStyle *style,
                            double             width,
                            double             height)
{
  g_autofree char *sum = NULL, *used = NULL, *text = NULL;
  gssize lit = -1;
  Bars bars;

  bars_init (&bars, cr, frame, style, width, height);
  sum = lamina_format_number (bars.sum);
  used = g_strdup_printf (_("%zu of %zu"), bars.n_used, bars.n);
  lamina_draw_legend (cr, style,
                      (LaminaLegendItem[]) {
                        { LAMINA_LINE_FILLED, LAMINA_COLOR_RUN_A, _("used"), used },
                        { LAMINA_LINE_FILLED, LAMINA_COLOR_CARD, _("in all"), sum },
                      }, 2, 0, 0, width);
  if (frame->options.has_hover)
    text = write_hit (&bars, frame->options.hover_x, frame->options.hover_y, &lit);

  lamina_chart_draw_y (&bars.chart, cr, style, TRUE);
  for (gsize i = 0; i < bars.n; i++)
    draw_bar (&bars, cr, style, i, (gssize) i == lit);
  cairo_rectangle (cr, bars.chart.left, floor (bars.chart.bottom),
                   bars.chart.right - bars.chart.left, 1);
  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  cairo_fill (cr);
  draw_names (&bars, cr, style);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y, width,
                        height);
}

static char *
lamina_latent_kl_view_get_value_at (const LaminaFrame *frame,
                                    const LaminaStyle *style,
                                    double             width,
                                    double             height,
                                    double             x,
                                    double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  gssize bar;
  Bars bars;

  bars_init (&bars, cr, frame, style, width, height);
  lamina_measure_end (cr);

  return write_hit (&bars, x, y, &bar);
}

static char *
lamina_latent_kl_view_describe (const LaminaFrame *frame)
{
  g_autofree char *sum = NULL;
  Bars bars;

  count (&bars, frame);
  sum = lamina_format_number (bars.sum);

  return g_strdup_printf (_("%s nats an example; %zu of %zu latent numbers are used"), sum,
                          bars.n_used, bars.n);
}

static void
lamina_latent_kl_view_write_numbers (const LaminaFrame *frame,
                                     GString           *csv)
{
  const LmTensor *kl = lamina_latent_get_kl (frame->latent, frame->snapshot);

  g_string_append (csv, "number,kl\r\n");
  for (gsize i = 0; i < frame->latent->n_latent; i++)
    {
      g_string_append_printf (csv, "%zu,", i + 1);
      lamina_csv_append_number (csv, lamina_latent_get_mean_kl (kl, i));
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_latent_kl_view = {
  .id = "latent-kl",
  .title = N_("KL per dimension"),
  .summary = N_("How much each latent number tells of an example, and which of them are not used."),
  .empty = N_("The bars come with the first look at the network."),
  .unfit = N_("Only a network with a sampling layer has such bars."),
  .nearest = "loss",
  .watches = LAMINA_WATCH_CODES,
  .columns = 5,
  .height = 150,
  .fits = lamina_latent_kl_view_fits,
  .has_content = lamina_latent_kl_view_has_content,
  .write_subtitle = lamina_latent_kl_view_write_subtitle,
  .draw = lamina_latent_kl_view_draw,
  .get_value_at = lamina_latent_kl_view_get_value_at,
  .describe = lamina_latent_kl_view_describe,
  .write_numbers = lamina_latent_kl_view_write_numbers,
};
