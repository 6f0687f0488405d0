/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-layer-row.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ARROW_LENGTH 10

static gboolean
lamina_feature_maps_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && lm_network_get_n_layers (frame->network) > 0;
}

static gboolean
lamina_feature_maps_view_has_content (const LaminaFrame *frame)
{
  gssize layer;

  return frame->example_input != NULL && lamina_layer_row_choose (frame, &layer, 1) > 0;
}

static char *
lamina_feature_maps_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (_("what each layer sees"));
}

/* Returns: (transfer full) */
static char *
write_label (const LaminaFrame     *frame,
             const LaminaLayerMaps *stage)
{
  g_autofree char *number = NULL;

  if (stage->layer >= 0)
    return g_strdup (lm_network_get_layer (frame->network, (gsize) stage->layer)->name);

  number = lamina_format_count (frame->example + 1);

  return g_strdup_printf (_("example %s"), number);
}

/* From the right to the left: a narrow field's label begins further left, if there is room. */
static void
draw_labels (const LaminaLayerRow *self,
             cairo_t              *cr,
             const LaminaFrame    *frame,
             const LaminaStyle    *style,
             double                width)
{
  double right = width;

  for (gsize i = self->n; i-- > 0;)
    {
      const LaminaRowStage *stage = &self->stages[i];
      const LaminaRowStage *before = i > 0 && stage[-1].line == stage->line ? &stage[-1] : NULL;
      const double y = lamina_layer_row_get_top (self, stage->line) - self->label;
      LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
      g_autofree char *string = write_label (frame, &stage->maps);
      const double wanted = lamina_measure_text (cr, style, &text, string);
      /* The one before can give way in turn, but for the first. */
      const double least = before == NULL ? 0 : before->x > 0 ? before->x - 24 : 40;
      const double left = fmax (fmin (stage->x, right - wanted), fmin (least, stage->x));

      text.max_width = fmax (right - left, 8);
      lamina_draw_text (cr, style, &text, left,
                        lamina_get_baseline (style, text.font, y, self->label - 3), string);
      right = before != NULL ? left - 5 : width;
    }
}

/* The range that all maps share. */
static void
get_shared_range (const LaminaLayerRow *self,
                  double               *low,
                  double               *high)
{
  *low = 0;
  *high = 0;
  for (gsize i = 0; i < self->n; i++)
    {
      double from, to;

      if (self->stages[i].maps.layer >= 0 &&
          lamina_layer_maps_get_range (&self->stages[i].maps, &from, &to))
        {
          *low = fmin (*low, from);
          *high = fmax (*high, to);
        }
    }
}

/* "9 maps a layer, each on its own scale", or less where that is too long. (transfer full) */
static char *
write_note (const LaminaLayerRow *self,
            cairo_t              *cr,
            const LaminaFrame    *frame,
            const LaminaStyle    *style,
            const LaminaText     *text)
{
  const gboolean is_shared = frame->options.range == LAMINA_RANGE_SHARED;
  const char *brief = is_shared ? _("one scale for all") : _("each on its own scale");
  gboolean has_maps = FALSE;
  g_autofree char *note = NULL;

  for (gsize i = 0; i < self->n; i++)
    has_maps |= self->stages[i].maps.n_all > 1 && !self->stages[i].maps.is_cells;
  if (!has_maps)
    return g_strdup (brief);

  note = g_strdup_printf (is_shared ? _("%d maps a layer, one scale for all")
                                    : _("%d maps a layer, each on its own scale"),
                          (int) self->n_maps);

  return lamina_measure_text (cr, style, &(LaminaText) { .font = text->font }, note) <=
             text->max_width
           ? g_steal_pointer (&note)
           : g_strdup (brief);
}

static void
draw_footer (const LaminaLayerRow *self,
             cairo_t              *cr,
             const LaminaFrame    *frame,
             const LaminaStyle    *style,
             double                width,
             double                y)
{
  const double bar = fmin (150 * style->text_scale, 0.45 * width);
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
    .max_width = fmax (20, width - bar - 12),
  };
  const gboolean is_shared = frame->options.range == LAMINA_RANGE_SHARED;
  double low, high;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *note = write_note (self, cr, frame, style, &text);

  get_shared_range (self, &low, &high);
  from = is_shared || low == 0 ? lamina_format_number (low) : g_strdup (_("min"));
  to = is_shared ? lamina_format_number (high) : g_strdup (_("max"));

  lamina_draw_text (cr, style, &text, 0,
                    lamina_get_baseline (style, text.font, y, lamina_get_color_bar_height (style)),
                    note);
  lamina_draw_color_bar (cr, style, frame->options.map, 1, from, to, LAMINA_ALIGN_END, width - bar,
                         y, bar);
}

/* Before stage @index: between two fields, or where a line begins. */
static void
draw_arrow (const LaminaLayerRow *self,
            cairo_t              *cr,
            const LaminaStyle    *style,
            gsize                 index)
{
  const LaminaRowStage *stage = &self->stages[index];
  const double left = stage[-1].line == stage->line ? stage[-1].x + stage[-1].width : 0;
  const double length = fmin (ARROW_LENGTH * style->text_scale, (stage->x - left) / 2);

  lamina_draw_arrow (cr, style, (left + stage->x - length) / 2,
                     lamina_layer_row_get_top (self, stage->line) + self->side / 2, length);
}

static void
draw_stages (const LaminaLayerRow *self,
             cairo_t              *cr,
             const LaminaFrame    *frame,
             const LaminaStyle    *style)
{
  const gboolean is_shared = frame->options.range == LAMINA_RANGE_SHARED;
  double low = NAN, high = NAN;

  if (is_shared)
    get_shared_range (self, &low, &high);

  for (gsize i = 0; i < self->n; i++)
    {
      const LaminaLayerMaps *stage = &self->stages[i].maps;
      const LaminaAtlas *atlas = &stage->atlas;

      if (stage->layer < 0 && !stage->is_cells && frame->picture.rank == 4)
        {
          lamina_draw_picture (cr, stage->maps.data, &frame->picture, &frame->input_scaling,
                               atlas->x, atlas->y, atlas->width, atlas->height, 4);
          if (lamina_style_is_contrast (style))
            lamina_draw_outline (cr, style, atlas->x, atlas->y, atlas->width, atlas->height, 4);
        }
      else if (stage->layer < 0)
        lamina_layer_maps_draw (stage, cr, style, frame->options.map, NAN, NAN);
      else
        lamina_layer_maps_draw (stage, cr, style, frame->options.map, low, high);

      if (i > 0)
        draw_arrow (self, cr, style, i);
    }
}

static char *
write_hit (const LaminaLayerRow *self,
           const LaminaFrame    *frame,
           double                x,
           double                y)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const LaminaLayerMaps *stage = &self->stages[i].maps;
      g_autofree char *label = write_label (frame, stage);
      g_autofree char *value = lamina_layer_maps_write_hit (stage, x, y);

      if (value != NULL)
        return g_strdup_printf ("%s · %s", label, value);
    }

  return NULL;
}

static void
lamina_feature_maps_view_draw (cairo_t           *cr,
                               const LaminaFrame *frame,
                               const LaminaStyle *style,
                               double             width,
                               double             height)
{
  LaminaLayerRow row;

  lamina_layer_row_init (&row, frame, style, width, height);
  draw_stages (&row, cr, frame, style);
  if (row.label > 0)
    draw_labels (&row, cr, frame, style, width);
  if (row.footer > 0)
    draw_footer (&row, cr, frame, style, width, height - lamina_get_color_bar_height (style));

  if (frame->options.has_hover)
    {
      g_autofree char *text = write_hit (&row, frame, frame->options.hover_x,
                                         frame->options.hover_y);

      if (text != NULL)
        lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y,
                            width, height);
    }
  lamina_layer_row_clear (&row);
}

static char *
lamina_feature_maps_view_get_value_at (const LaminaFrame *frame,
                                       const LaminaStyle *style,
                                       double             width,
                                       double             height,
                                       double             x,
                                       double             y)
{
  LaminaLayerRow row;
  char *text;

  lamina_layer_row_init (&row, frame, style, width, height);
  text = write_hit (&row, frame, x, y);
  lamina_layer_row_clear (&row);

  return text;
}

static char *
lamina_feature_maps_view_describe (const LaminaFrame *frame)
{
  gssize layers[LAMINA_MAX_STAGES];
  const gsize n = lamina_layer_row_choose (frame, layers, LAMINA_MAX_STAGES - 1);
  g_autofree char *number = lamina_format_count (frame->example + 1);
  g_autoptr(GString) names = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            lm_network_get_layer (frame->network, (gsize) layers[i])->name);

  if (lm_network_has_parts (frame->network))
    return g_strdup_printf (_("Noise through %s"), names->str);

  return g_strdup_printf (_("Example %s through %s"), number, names->str);
}

static void
lamina_feature_maps_view_write_numbers (const LaminaFrame *frame,
                                        GString           *csv)
{
  const gsize n_layers = lm_network_get_n_layers (frame->network);

  g_string_append (csv, "layer,element,value\r\n");
  for (gssize i = -1; i < (gssize) n_layers; i++)
    {
      const LmTensor *value = lamina_frame_get_value (frame, i);

      for (gsize j = 0; value != NULL && j < value->len; j++)
        {
          lamina_csv_append_text (csv, i < 0
                                         ? "input"
                                         : lm_network_get_layer (frame->network, (gsize) i)->name);
          g_string_append_printf (csv, ",%" G_GSIZE_FORMAT ",", j + 1);
          lamina_csv_append_number (csv, (double) value->data[j]);
          g_string_append (csv, "\r\n");
        }
    }
}

const LaminaViewClass lamina_feature_maps_view = {
  .id = "feature-maps",
  .title = N_("Feature maps"),
  .summary = N_("One example on its way through the layers."),
  .empty = N_("The feature maps come with the first look at the network."),
  .unfit = N_("There is no network yet. Mend the stack first."),
  .watches = LAMINA_WATCH_EXAMPLE,
  .columns = 8,
  .height = 150,
  .takes_example = TRUE,
  .takes_map = TRUE,
  .fits = lamina_feature_maps_view_fits,
  .has_content = lamina_feature_maps_view_has_content,
  .write_subtitle = lamina_feature_maps_view_write_subtitle,
  .draw = lamina_feature_maps_view_draw,
  .get_value_at = lamina_feature_maps_view_get_value_at,
  .describe = lamina_feature_maps_view_describe,
  .write_numbers = lamina_feature_maps_view_write_numbers,
};
