/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-layer-maps.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_STAGES 16
/* Pixels at a text scale of 1. */
#define ARROW_SPACE 20
#define ARROW_LENGTH 10
#define LEAST_SIDE 52

/* The example, then the layers, from left to right. */
typedef struct
{
  LaminaLayerMaps stages[MAX_STAGES];
  double      width[MAX_STAGES], x[MAX_STAGES];
  gsize       n;
  gsize       n_maps;   /* a layer */
  double      top;      /* of the fields */
  double      side;     /* their height */
  double      label, footer;
} Row;

/* Layers that learn, and all others if none does; activations are shown with what they follow. */
static gsize
choose_layers (const LaminaFrame *frame,
               gssize            *layers,
               gsize              n_wanted)
{
  const gsize n_layers = lm_network_get_n_layers (frame->network);
  g_autofree gssize *all = g_new (gssize, n_layers + 1);
  gsize n = 0;

  for (int pass = 0; pass < 2 && n == 0; pass++)
    for (gsize i = 0; i < n_layers; i++)
      {
        const LmLayer *layer = lm_network_get_layer (frame->network, i);

        if ((pass == 1 || layer->params->len > 0) && !layer->bypassed &&
            lamina_frame_get_value (frame, (gssize) i) != NULL)
          all[n++] = (gssize) i;
      }

  n_wanted = MIN (n_wanted, n);
  /* Spread over the stack, the first and the last among them. */
  for (gsize i = 0; i < n_wanted; i++)
    layers[i] = all[n_wanted < 2 ? 0 : (i * (n - 1) + (n_wanted - 1) / 2) / (n_wanted - 1)];

  return n_wanted;
}

/* How wide a stage is, if its field is @side high. */
static double
get_stage_width (const LaminaLayerMaps *stage,
                 double                 side)
{
  const LaminaMaps *maps = &stage->maps;
  const double aspect = (double) maps->n_columns / (double) maps->n_rows;

  if (stage->is_cells)
    return fmax (8, side * (maps->n_maps <= 16 ? 0.16 : 0.4));
  if (stage->layer < 0)
    return 0.64 * side * CLAMP (aspect, 0.5, 3);

  return side * CLAMP (aspect, 0.5, 3);
}

static double
get_sum_of_widths (const Row *self,
                   double     side)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += get_stage_width (&self->stages[i], side);

  return sum;
}

static void
row_clear (Row *self)
{
  for (gsize i = 0; i < self->n; i++)
    lamina_layer_maps_clear (&self->stages[i]);
  self->n = 0;
}

static void
row_fill (Row               *self,
          const LaminaFrame *frame,
          gsize              n_layers)
{
  gssize layers[MAX_STAGES];

  row_clear (self);
  if (lamina_layer_maps_init (&self->stages[0], frame, -1))
    self->n = 1;
  n_layers = choose_layers (frame, layers, n_layers);
  for (gsize i = 0; i < n_layers; i++)
    if (lamina_layer_maps_init (&self->stages[self->n], frame, layers[i]))
      self->n++;
}

/* Chooses how many layers are shown and how large; as large as the height allows, if that leaves
 * nobody out. */
static void
row_fit (Row               *self,
         const LaminaFrame *frame,
         const LaminaStyle *style,
         double             width,
         double             field)
{
  const double arrow = ARROW_SPACE * style->text_scale;
  const double least = fmin (LEAST_SIDE * style->text_scale, field);

  self->n = 0;
  for (gsize n_layers = MAX_STAGES - 1; n_layers > 0; n_layers--)
    {
      row_fill (self, frame, n_layers);
      /* Widths grow with the side, in proportion. */
      self->side = field;
      for (int i = 0; i < 3; i++)
        {
          const double sum = get_sum_of_widths (self, self->side);
          const double room = width - arrow * (double) (self->n - 1);

          if (sum > room)
            self->side *= fmax (room, 0) / sum;
        }
      if (self->side >= least || n_layers == 1)
        break;
    }
  self->side = floor (self->side);
}

static void
row_init (Row               *self,
          const LaminaFrame *frame,
          const LaminaStyle *style,
          double             width,
          double             height)
{
  const gboolean is_small = height < 90 * style->text_scale;
  double field, spare = width, x = 0;

  self->label = is_small ? 0 : lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 3;
  self->footer = is_small ? 0 : lamina_get_color_bar_height (style) + 8;
  field = fmax (height - self->label - self->footer, 16);
  row_fit (self, frame, style, width, field);

  self->top = self->label + floor ((field - self->side) / 2);
  self->n_maps = self->side < 54 ? 4 : self->side < 220 ? 9 : self->side < 460 ? 16 : 25;
  for (gsize i = 0; i < self->n; i++)
    {
      LaminaLayerMaps *stage = &self->stages[i];
      const gboolean is_picture = stage->layer < 0 && !stage->is_cells;

      lamina_layer_maps_place (stage, is_picture ? 1 : self->n_maps,
                               get_stage_width (stage, self->side),
                               is_picture ? 0.64 * self->side : self->side, 2);
      self->width[i] = stage->atlas.width;
      spare -= self->width[i];
    }

  spare = fmin (spare / (double) MAX (self->n - 1, 1), 2.5 * ARROW_SPACE * style->text_scale);
  for (gsize i = 0; i < self->n; i++)
    {
      LaminaLayerMaps *stage = &self->stages[i];

      self->x[i] = floor (x);
      stage->atlas.x = self->x[i];
      stage->atlas.y = self->top + floor ((self->side - stage->atlas.height) / 2);
      x += self->width[i] + spare;
    }
}

static gboolean
lamina_feature_maps_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && lm_network_get_n_layers (frame->network) > 0;
}

static gboolean
lamina_feature_maps_view_has_content (const LaminaFrame *frame)
{
  gssize layer;

  return frame->example_input != NULL && choose_layers (frame, &layer, 1) > 0;
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
draw_labels (const Row         *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width)
{
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_CAPTION, self->top - self->label,
                                               self->label - 3);
  double right = width;

  for (gsize i = self->n; i-- > 0;)
    {
      LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
      g_autofree char *string = write_label (frame, &self->stages[i]);
      const double wanted = lamina_measure_text (cr, style, &text, string);
      /* The one before can give way in turn, but for the first. */
      const double least = i > 1 ? self->x[i - 1] - 24 : i > 0 ? self->x[0] + 40 : 0;
      const double left = fmax (fmin (self->x[i], right - wanted), fmin (least, self->x[i]));

      text.max_width = fmax (right - left, 8);
      lamina_draw_text (cr, style, &text, left, baseline, string);
      right = left - 5;
    }
}

/* The range that all maps share. */
static void
get_shared_range (const Row *self,
                  double    *low,
                  double    *high)
{
  *low = 0;
  *high = 0;
  for (gsize i = 0; i < self->n; i++)
    {
      double from, to;

      if (self->stages[i].layer >= 0 && lamina_layer_maps_get_range (&self->stages[i], &from, &to))
        {
          *low = fmin (*low, from);
          *high = fmax (*high, to);
        }
    }
}

/* "9 maps a layer, each on its own scale", or less where that is too long. (transfer full) */
static char *
write_note (const Row         *self,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            const LaminaText  *text)
{
  const gboolean is_shared = frame->options.range == LAMINA_RANGE_SHARED;
  const char *brief = is_shared ? _("one scale for all") : _("each on its own scale");
  gboolean has_maps = FALSE;
  g_autofree char *note = NULL;

  for (gsize i = 0; i < self->n; i++)
    has_maps |= self->stages[i].maps.n_maps > 1 && !self->stages[i].is_cells;
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
draw_footer (const Row         *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             width,
             double             y)
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

static void
draw_stages (const Row         *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style)
{
  const gboolean is_shared = frame->options.range == LAMINA_RANGE_SHARED;
  double low = NAN, high = NAN;

  if (is_shared)
    get_shared_range (self, &low, &high);

  for (gsize i = 0; i < self->n; i++)
    {
      const LaminaLayerMaps *stage = &self->stages[i];
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
        {
          const double left = self->x[i - 1] + self->width[i - 1];
          const double length = fmin (ARROW_LENGTH, (self->x[i] - left) / 2);

          lamina_draw_arrow (cr, style, (left + self->x[i] - length) / 2,
                             self->top + self->side / 2, length);
        }
    }
}

static char *
write_hit (const Row         *self,
           const LaminaFrame *frame,
           double             x,
           double             y)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const LaminaLayerMaps *stage = &self->stages[i];
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
  Row row = { .n = 0 };

  row_init (&row, frame, style, width, height);
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
  row_clear (&row);
}

static char *
lamina_feature_maps_view_get_value_at (const LaminaFrame *frame,
                                       const LaminaStyle *style,
                                       double             width,
                                       double             height,
                                       double             x,
                                       double             y)
{
  Row row = { .n = 0 };
  char *text;

  row_init (&row, frame, style, width, height);
  text = write_hit (&row, frame, x, y);
  row_clear (&row);

  return text;
}

static char *
lamina_feature_maps_view_describe (const LaminaFrame *frame)
{
  gssize layers[MAX_STAGES];
  const gsize n = choose_layers (frame, layers, MAX_STAGES - 1);
  g_autofree char *number = lamina_format_count (frame->example + 1);
  g_autoptr(GString) names = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            lm_network_get_layer (frame->network, (gsize) layers[i])->name);

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
  .empty = N_("Choose a picture to send through the network."),
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
