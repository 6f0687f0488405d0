/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-histogram-plot.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define LEAST_WIDTH 72
#define LEAST_HEIGHT 76
#define GAP 14

typedef struct
{
  const char        *name; /* for CSV */
  const char        *title;
  const LmHistogram *histogram;
} Row;

/* The histograms there are, side by side or one below the other. */
typedef struct
{
  Row      rows[3];
  gsize    n, n_shown;
  gboolean is_column;
  double   pitch; /* from one to the next */
  double   width, height; /* of each */
} Panels;

static void
panels_add (Panels            *self,
            const LaminaFrame *frame,
            LmQuantity         quantity,
            const char        *name,
            const char        *title)
{
  const LmHistogram *histogram = lamina_frame_get_histogram (frame, quantity);

  if (histogram != NULL && histogram->n_bins > 0)
    self->rows[self->n++] = (Row) { name, title, histogram };
}

static void
panels_init (Panels            *self,
             const LaminaFrame *frame)
{
  *self = (Panels) { 0 };
  panels_add (self, frame, LM_QUANTITY_WEIGHTS, "weights", _("weights"));
  panels_add (self, frame, LM_QUANTITY_VALUES, "activations", _("activations"));
  panels_add (self, frame, LM_QUANTITY_GRADIENTS, "gradients", _("gradients"));
}

static void
panels_place (Panels            *self,
              const LaminaStyle *style,
              double             width,
              double             height)
{
  const double gap = GAP * style->text_scale;
  const gsize across = (gsize) fmax (1, (width + gap) / (LEAST_WIDTH * style->text_scale + gap));
  const gsize down = (gsize) fmax (1, (height + gap) / (LEAST_HEIGHT * style->text_scale + gap));

  self->is_column = across < self->n && down > across;
  self->n_shown = MIN (self->n, self->is_column ? down : across);
  self->pitch = ((self->is_column ? height : width) + gap) / (double) self->n_shown;
  self->width = self->is_column ? width : self->pitch - gap;
  self->height = self->is_column ? self->pitch - gap : height;
}

/* Moves a place in the whole picture into that of histogram @index. */
static void
panels_get_origin (const Panels *self,
                   gsize         index,
                   double       *x,
                   double       *y)
{
  *x = self->is_column ? 0 : floor ((double) index * self->pitch);
  *y = self->is_column ? floor ((double) index * self->pitch) : 0;
}

/* Returns: (transfer full) (nullable): what stands at a place */
static char *
panels_write_hit (const Panels        *self,
                  cairo_t             *cr,
                  const LaminaFrame   *frame,
                  const LaminaStyle   *style,
                  double               x,
                  double               y)
{
  for (gsize i = 0; i < self->n_shown; i++)
    {
      LaminaHistogramPlot plot;
      double left, top;
      gssize bar;
      g_autofree char *text = NULL;

      panels_get_origin (self, i, &left, &top);
      lamina_histogram_plot_init (&plot, cr, style, self->rows[i].histogram, frame->options.scale,
                                  self->width, self->height);
      bar = lamina_histogram_plot_hit (&plot, x - left, y - top);
      if (bar < 0)
        continue;

      text = lamina_histogram_plot_write_bar (&plot, (gsize) bar);
      return g_strdup_printf (_("%s %s"), self->rows[i].title, text);
    }

  return NULL;
}

static gboolean
lamina_histograms_view_fits (const LaminaFrame *frame)
{
  return lamina_frame_get_layer (frame) != NULL;
}

static gboolean
lamina_histograms_view_has_content (const LaminaFrame *frame)
{
  Panels panels;

  panels_init (&panels, frame);

  return panels.n > 0;
}

static char *
lamina_histograms_view_write_subtitle (const LaminaFrame *frame)
{
  const LmHistogram *weights = lamina_frame_get_histogram (frame, LM_QUANTITY_WEIGHTS);
  const char *name = lamina_frame_get_layer (frame)->name;
  g_autofree char *count = NULL;

  if (weights == NULL)
    return g_strdup (name);

  count = lamina_format_count (weights->n_all);

  return g_strdup_printf (_("%s · %s weights"), name, count);
}

static void
lamina_histograms_view_draw (cairo_t           *cr,
                             const LaminaFrame *frame,
                             const LaminaStyle *style,
                             double             width,
                             double             height)
{
  const LaminaOptions *options = &frame->options;
  Panels panels;
  g_autofree char *text = NULL;

  panels_init (&panels, frame);
  panels_place (&panels, style, width, height);
  for (gsize i = 0; i < panels.n_shown; i++)
    {
      LaminaHistogramPlot plot;
      double x, y;
      gssize bar;

      panels_get_origin (&panels, i, &x, &y);
      lamina_histogram_plot_init (&plot, cr, style, panels.rows[i].histogram, options->scale,
                                  panels.width, panels.height);
      bar = options->has_hover
              ? lamina_histogram_plot_hit (&plot, options->hover_x - x, options->hover_y - y) : -1;
      cairo_save (cr);
      cairo_translate (cr, x, y);
      lamina_histogram_plot_draw (&plot, cr, style, panels.rows[i].title, bar);
      cairo_restore (cr);
    }

  if (options->has_hover)
    text = panels_write_hit (&panels, cr, frame, style, options->hover_x, options->hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}

static char *
lamina_histograms_view_get_value_at (const LaminaFrame *frame,
                                     const LaminaStyle *style,
                                     double             width,
                                     double             height,
                                     double             x,
                                     double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  Panels panels;
  char *text;

  panels_init (&panels, frame);
  panels_place (&panels, style, width, height);
  text = panels_write_hit (&panels, cr, frame, style, x, y);
  lamina_measure_end (cr);

  return text;
}

static char *
lamina_histograms_view_describe (const LaminaFrame *frame)
{
  g_autoptr(GString) text = g_string_new (lamina_frame_get_layer (frame)->name);
  Panels panels;

  panels_init (&panels, frame);
  for (gsize i = 0; i < panels.n; i++)
    {
      const LmHistogram *histogram = panels.rows[i].histogram;
      g_autofree char *spread = lamina_histogram_write_spread (histogram);
      g_autofree char *zeros = lamina_format_percent ((double) histogram->n_zeros /
                                                      (double) histogram->n, 0);
      g_autofree char *bad = lamina_format_count (histogram->n_bad);

      g_string_append (text, i == 0 ? ": " : "; ");
      g_string_append_printf (text, _("%s %s"), panels.rows[i].title, spread);
      if (histogram->n_zeros * 10 > histogram->n)
        g_string_append_printf (text, _(", %s of them 0"), zeros);
      if (histogram->n_bad > 0)
        g_string_append_printf (text, _(", %s not finite"), bad);
    }

  return g_strdup (text->str);
}

static void
lamina_histograms_view_write_numbers (const LaminaFrame *frame,
                                      GString           *csv)
{
  Panels panels;

  g_string_append (csv, "numbers,from,to,count\r\n");
  panels_init (&panels, frame);
  for (gsize i = 0; i < panels.n; i++)
    for (gsize j = 0; j < panels.rows[i].histogram->n_bins; j++)
      {
        const LmHistogram *histogram = panels.rows[i].histogram;

        g_string_append_printf (csv, "%s,", panels.rows[i].name);
        lamina_csv_append_number (csv, lm_histogram_get_edge (histogram, j));
        g_string_append_c (csv, ',');
        lamina_csv_append_number (csv, lm_histogram_get_edge (histogram, j + 1));
        g_string_append_printf (csv, ",%" G_GUINT64_FORMAT "\r\n", histogram->counts[j]);
      }
}

const LaminaViewClass lamina_histograms_view = {
  .id = "histograms",
  .title = N_("Histograms"),
  .summary = N_("How the weights of a layer, what it gives and its gradients are spread."),
  .empty = N_("The histograms come with the first look at the network."),
  .unfit = N_("Choose a layer: histograms are of one."),
  .nearest = "gradient-flow",
  .watches = LAMINA_WATCH_HISTOGRAMS,
  .columns = 6,
  .height = 170,
  .takes_layer = TRUE,
  .takes_scale = TRUE,
  .fits = lamina_histograms_view_fits,
  .has_content = lamina_histograms_view_has_content,
  .write_subtitle = lamina_histograms_view_write_subtitle,
  .draw = lamina_histograms_view_draw,
  .get_value_at = lamina_histograms_view_get_value_at,
  .describe = lamina_histograms_view_describe,
  .write_numbers = lamina_histograms_view_write_numbers,
};
