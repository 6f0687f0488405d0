/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define ROW_HEIGHT 40
#define NAME_WIDTH 110
#define TICK_DISTANCE 44
#define MARK_RADIUS 4.5
/* A picture lower or narrower than this goes without an axis or names. */
#define LEAST_HEIGHT 70
#define LEAST_WIDTH 130

static const LaminaText label = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

/* A line for each layer with weights, in the order of the stack. */
typedef struct
{
  GArray    *layers; /* gsize */
  LaminaAxis axis;   /* of the norms, logarithmic */
  double     row_height, bottom;
  double     ticks[LAMINA_MAX_TICKS];
  gsize      n_ticks;
  gboolean   has_axis, has_values;
  gsize      stride; /* every so many lines has a name */
} Flow;

static double
get_norm (const LaminaFrame *frame,
          LmQuantity         quantity,
          gsize              layer)
{
  return frame->snapshot != NULL ? lm_snapshot_get_norm (frame->snapshot, quantity, layer) : NAN;
}

static GArray *
list_layers (const LaminaFrame *frame)
{
  GArray *layers = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 0; i < lm_network_get_n_layers (frame->network); i++)
    if (lm_network_get_layer (frame->network, i)->params->len > 0)
      g_array_append_val (layers, i);

  return layers;
}

/* Whole decades, and two at the least: so the axis stays while the norms move. */
static void
find_range (const LaminaFrame *frame,
            const GArray      *layers,
            double            *min,
            double            *max)
{
  double low = HUGE_VAL, high = 0;

  for (guint i = 0; i < layers->len; i++)
    {
      const double norm = get_norm (frame, LM_QUANTITY_GRADIENTS,
                                    g_array_index (layers, gsize, i));

      if (norm > 0 && isfinite (norm))
        {
          low = fmin (low, norm);
          high = fmax (high, norm);
        }
    }
  if (high == 0)
    low = high = 1;

  *min = pow (10, floor (log10 (low)));
  *max = fmax (pow (10, ceil (log10 (high))), *min * 100);
}

static double
measure_names (cairo_t           *cr,
               const LaminaFrame *frame,
               const LaminaStyle *style,
               const GArray      *layers,
               double             width)
{
  double widest = 0;

  if (width < LEAST_WIDTH * style->text_scale)
    return 0;

  for (guint i = 0; i < layers->len; i++)
    widest = fmax (widest, lamina_measure_text (
                             cr, style, &label,
                             lm_network_get_layer (frame->network,
                                                   g_array_index (layers, gsize, i))->name));

  return fmin (ceil (widest), fmin (NAME_WIDTH * style->text_scale, 0.4 * width)) + 10;
}

static void
flow_init (Flow              *self,
           cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  const double line = lamina_get_line_height (style, label.font);
  double min, max, left, right;

  *self = (Flow) { .layers = list_layers (frame) };
  self->has_axis = height >= LEAST_HEIGHT * style->text_scale;
  self->has_values = width >= 2 * LEAST_WIDTH * style->text_scale;
  self->bottom = height - (self->has_axis ? ceil (line) + 4 : 0);
  self->row_height = fmin (ROW_HEIGHT * style->text_scale,
                           self->bottom / (double) self->layers->len);
  self->bottom = fmin (self->bottom, ceil (self->row_height * (double) self->layers->len));
  self->stride = (gsize) ceil (line / self->row_height);

  find_range (frame, self->layers, &min, &max);
  left = measure_names (cr, frame, style, self->layers, width) + MARK_RADIUS;
  right = width - (self->has_values ? 62 * style->text_scale : MARK_RADIUS + 2);
  lamina_axis_init (&self->axis, LAMINA_SCALE_LOG, min, max, left, fmax (right, left + 8));
  self->n_ticks = lamina_axis_get_ticks (
    &self->axis, (gsize) fmax (2, (right - left) / (TICK_DISTANCE * style->text_scale)),
    self->ticks);
}

static void
draw_axis (const Flow        *self,
           cairo_t           *cr,
           const LaminaStyle *style)
{
  const double line = lamina_get_line_height (style, label.font);
  const double baseline = lamina_get_baseline (style, label.font, self->bottom + 4, line);
  LaminaText text = label;
  double least = 0;

  text.align = LAMINA_ALIGN_MIDDLE;
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      const double x = lamina_axis_get_pixel (&self->axis, self->ticks[i]);
      g_autofree char *string = lamina_axis_write_tick (&self->axis, self->ticks, self->n_ticks, i,
                                                        FALSE);
      const double width = lamina_measure_text (cr, style, &label, string);

      cairo_rectangle (cr, floor (x), 0, 1, self->bottom);
      lamina_style_set_source (style, cr, LAMINA_COLOR_GRID, 1);
      cairo_fill (cr);
      if (!self->has_axis || x - width / 2 < least)
        continue;
      lamina_draw_text (cr, style, &text, x, baseline, string);
      least = x + width / 2 + 8;
    }
}

/* A stem and a disc; a ring at the left end for a gradient of 0, a cross for none at all. */
static void
draw_mark (const Flow        *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           double             norm,
           double             y)
{
  const double radius = fmin (MARK_RADIUS * sqrt (style->text_scale), self->row_height / 2 - 0.5);
  const double x = norm > 0 && isfinite (norm) ? lamina_axis_get_pixel (&self->axis, norm)
                                               : self->axis.from;

  if (radius < 0.75)
    return;
  if (!isfinite (norm))
    {
      lamina_draw_badge (cr, style, FALSE, x, y, radius);
      return;
    }

  cairo_rectangle (cr, self->axis.from, y - radius / 4, x - self->axis.from, radius / 2);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 0.45);
  cairo_fill (cr);
  lamina_draw_mark (cr, style, 0, norm == 0, LAMINA_COLOR_RUN_A, x, y, radius);
}

static void
draw_row (const Flow        *self,
          cairo_t           *cr,
          const LaminaFrame *frame,
          const LaminaStyle *style,
          guint              index,
          double             width)
{
  const gsize layer = g_array_index (self->layers, gsize, index);
  const double norm = get_norm (frame, LM_QUANTITY_GRADIENTS, layer);
  const double y = ((double) index + 0.5) * self->row_height;
  const double baseline = lamina_get_baseline (style, label.font, y, 0);
  g_autofree char *value = lamina_format_number (norm);
  LaminaText text = label;

  if ((gssize) layer == frame->layer)
    text.color = LAMINA_COLOR_TEXT;
  text.is_bold = (gssize) layer == frame->layer;
  if (index % self->stride == 0)
    {
      text.max_width = fmax (self->axis.from - MARK_RADIUS - 8, 1);
      if (self->axis.from > 2 * MARK_RADIUS + 8)
        lamina_draw_text (cr, style, &text, 0, baseline,
                          lm_network_get_layer (frame->network, layer)->name);
      text.max_width = width - self->axis.to - 10;
      text.align = LAMINA_ALIGN_END;
      text.color = isfinite (norm) ? LAMINA_COLOR_TEXT : LAMINA_COLOR_WRONG;
      if (self->has_values)
        lamina_draw_text (cr, style, &text, width, baseline, value);
    }
  draw_mark (self, cr, style, norm, y);
}

static gssize
flow_hit (const Flow *self,
          double      y)
{
  const double row = y / self->row_height;

  return row >= 0 && row < self->layers->len ? (gssize) row : -1;
}

/* "conv_1: gradient 0.0123, weights 4.51, ratio 0.00273" */
static char *
write_row (const Flow        *self,
           const LaminaFrame *frame,
           guint              index)
{
  const gsize layer = g_array_index (self->layers, gsize, index);
  const double gradient = get_norm (frame, LM_QUANTITY_GRADIENTS, layer);
  const double weights = get_norm (frame, LM_QUANTITY_WEIGHTS, layer);
  g_autofree char *first = lamina_format_exact (gradient);
  g_autofree char *second = lamina_format_exact (weights);
  g_autofree char *ratio = lamina_format_number (gradient / weights);

  return g_strdup_printf (_("%s: gradient %s, weights %s, ratio %s"),
                          lm_network_get_layer (frame->network, layer)->name, first, second, ratio);
}

static gboolean
lamina_gradient_flow_view_fits (const LaminaFrame *frame)
{
  g_autoptr(GArray) layers = frame->network != NULL ? list_layers (frame) : NULL;

  return layers != NULL && layers->len > 0;
}

static gboolean
lamina_gradient_flow_view_has_content (const LaminaFrame *frame)
{
  return frame->snapshot != NULL && lm_snapshot_has_norms (frame->snapshot, LM_QUANTITY_GRADIENTS);
}

static char *
lamina_gradient_flow_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (_("norm of each layer's gradient, log scale"));
}

static void
lamina_gradient_flow_view_draw (cairo_t           *cr,
                                const LaminaFrame *frame,
                                const LaminaStyle *style,
                                double             width,
                                double             height)
{
  const LaminaOptions *options = &frame->options;
  gssize row;
  Flow flow;

  flow_init (&flow, cr, frame, style, width, height);
  draw_axis (&flow, cr, style);
  for (guint i = 0; i < flow.layers->len; i++)
    draw_row (&flow, cr, frame, style, i, width);

  row = options->has_hover ? flow_hit (&flow, options->hover_y) : -1;
  if (row >= 0)
    {
      g_autofree char *text = write_row (&flow, frame, (guint) row);

      lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
    }
  g_array_unref (flow.layers);
}

static char *
lamina_gradient_flow_view_get_value_at (const LaminaFrame *frame,
                                        const LaminaStyle *style,
                                        double             width,
                                        double             height,
                                        double             x,
                                        double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  char *text = NULL;
  gssize row;
  Flow flow;

  flow_init (&flow, cr, frame, style, width, height);
  lamina_measure_end (cr);
  row = flow_hit (&flow, y);
  if (row >= 0)
    text = write_row (&flow, frame, (guint) row);
  g_array_unref (flow.layers);

  return text;
}

static char *
lamina_gradient_flow_view_describe (const LaminaFrame *frame)
{
  g_autoptr(GArray) layers = list_layers (frame);
  gsize least = g_array_index (layers, gsize, 0), most = least;
  g_autofree char *low = NULL, *high = NULL;

  for (guint i = 0; i < layers->len; i++)
    {
      const gsize layer = g_array_index (layers, gsize, i);
      const double norm = get_norm (frame, LM_QUANTITY_GRADIENTS, layer);

      if (!isfinite (norm))
        return g_strdup_printf (_("The gradient of %s is not finite"),
                                lm_network_get_layer (frame->network, layer)->name);
      if (norm < get_norm (frame, LM_QUANTITY_GRADIENTS, least))
        least = layer;
      if (norm > get_norm (frame, LM_QUANTITY_GRADIENTS, most))
        most = layer;
    }

  low = lamina_format_number (get_norm (frame, LM_QUANTITY_GRADIENTS, least));
  high = lamina_format_number (get_norm (frame, LM_QUANTITY_GRADIENTS, most));

  return g_strdup_printf (_("Norms of the gradients: least %s in %s, greatest %s in %s"),
                          low, lm_network_get_layer (frame->network, least)->name,
                          high, lm_network_get_layer (frame->network, most)->name);
}

static void
lamina_gradient_flow_view_write_numbers (const LaminaFrame *frame,
                                         GString           *csv)
{
  g_autoptr(GArray) layers = list_layers (frame);

  g_string_append (csv, "layer,gradient_norm,weight_norm,ratio\r\n");
  for (guint i = 0; i < layers->len; i++)
    {
      const gsize layer = g_array_index (layers, gsize, i);
      const double gradient = get_norm (frame, LM_QUANTITY_GRADIENTS, layer);
      const double weights = get_norm (frame, LM_QUANTITY_WEIGHTS, layer);
      const double numbers[] = { gradient, weights, gradient / weights };

      lamina_csv_append_text (csv, lm_network_get_layer (frame->network, layer)->name);
      for (gsize j = 0; j < G_N_ELEMENTS (numbers); j++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, numbers[j]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_gradient_flow_view = {
  .id = "gradient-flow",
  .title = N_("Gradient flow"),
  .summary = N_("How large each layer's gradient is: whether it fades or grows on its way back."),
  .empty = N_("The gradients come with the first look at the network."),
  .unfit = N_("No layer of this stack has weights."),
  .watches = LAMINA_WATCH_NORMS,
  .columns = 6,
  .height = 170,
  .fits = lamina_gradient_flow_view_fits,
  .has_content = lamina_gradient_flow_view_has_content,
  .write_subtitle = lamina_gradient_flow_view_write_subtitle,
  .draw = lamina_gradient_flow_view_draw,
  .get_value_at = lamina_gradient_flow_view_get_value_at,
  .describe = lamina_gradient_flow_view_describe,
  .write_numbers = lamina_gradient_flow_view_write_numbers,
};
