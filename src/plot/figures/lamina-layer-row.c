/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-layer-row.h"

#include <math.h>

#include "lamina-draw.h"

/* Pixels at a text scale of 1. */
#define ARROW_SPACE 20
#define LINE_GAP 16
#define LEAST_SIDE 52
#define LEAST_HEIGHT 90
#define MAX_LINES 3
/* A further line has to make the fields larger by this. */
#define WORTH_A_LINE 1.2
/* The example's picture beside the fields. */
#define PICTURE_SHARE 0.64

/* Layers that learn, and all others if none does; activations are shown with what they follow. */
gsize
lamina_layer_row_choose (const LaminaFrame *frame,
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
get_width (const LaminaLayerMaps *stage,
           double                 side)
{
  const LaminaMaps *maps = &stage->maps;
  const double aspect = (double) maps->n_columns / (double) maps->n_rows;

  if (stage->is_cells)
    return fmax (8, side * (maps->n_maps <= 16 ? 0.16 : 0.4));
  if (stage->layer < 0)
    return PICTURE_SHARE * side * CLAMP (aspect, 0.5, 3);

  return side * CLAMP (aspect, 0.5, 3);
}

void
lamina_layer_row_clear (LaminaLayerRow *self)
{
  for (gsize i = 0; i < self->n; i++)
    lamina_layer_maps_clear (&self->stages[i].maps);
  self->n = 0;
}

static void
fill (LaminaLayerRow    *self,
      const LaminaFrame *frame,
      gsize              n_layers)
{
  gssize layers[LAMINA_MAX_STAGES];
  /* A generator begins with noise, not with an example. */
  const gssize first = lm_network_has_parts (frame->network) ? 0 : -1;

  lamina_layer_row_clear (self);
  if (lamina_layer_maps_init (&self->stages[0].maps, frame, first))
    self->n = 1;
  n_layers = lamina_layer_row_choose (frame, layers, n_layers);
  for (gsize i = 0; i < n_layers; i++)
    if (lamina_layer_maps_init (&self->stages[self->n].maps, frame, layers[i]))
      self->n++;
}

/* Puts the stages into lines. Returns: how many it takes */
static gsize
wrap (LaminaLayerRow *self,
      double          side,
      double          arrow,
      double          width)
{
  gsize line = 0;
  double x = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const double needed = get_width (&self->stages[i].maps, side);

      if (x > 0 && x + arrow + needed > width)
        {
          line++;
          x = 0;
        }
      /* Each has an arrow before it, but for the first of all. */
      x += (i > 0 ? arrow : 0) + needed;
      self->stages[i].line = line;
    }

  return line + 1;
}

/* The largest side with which @n_lines are enough. */
static double
find_side (LaminaLayerRow *self,
           double          field,
           gsize           n_lines,
           double          arrow,
           double          width)
{
  double low = 4, high = field;

  if (wrap (self, high, arrow, width) <= n_lines)
    return high;
  while (high - low > 0.5)
    {
      const double middle = (low + high) / 2;

      if (wrap (self, middle, arrow, width) <= n_lines)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* How many lines, and how large. @height: of all lines */
static void
fit_lines (LaminaLayerRow    *self,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  const double arrow = ARROW_SPACE * style->text_scale;

  self->side = 0;
  for (gsize n = 1; n <= MAX_LINES; n++)
    {
      const double field = height / (double) n - self->label - (n > 1 ? LINE_GAP : 0);
      const double side = field > 4 ? find_side (self, field, n, arrow, width) : 4;

      if (side > self->side * WORTH_A_LINE)
        {
          self->side = side;
          self->n_lines = n;
        }
    }
  self->side = floor (self->side);
  self->n_lines = wrap (self, self->side, arrow, width);
}

/* Where the stages of line @line stand. */
static void
place_line (LaminaLayerRow    *self,
            const LaminaStyle *style,
            gsize              line,
            double             width)
{
  const double arrow = ARROW_SPACE * style->text_scale;
  double x = line > 0 ? arrow : 0, spare = width - x;
  gsize n = 0;

  for (gsize i = 0; i < self->n; i++)
    if (self->stages[i].line == line)
      {
        spare -= self->stages[i].width;
        n++;
      }

  spare = fmin (spare / (double) MAX (n - 1, 1), 2.5 * arrow);
  for (gsize i = 0; i < self->n; i++)
    {
      LaminaRowStage *stage = &self->stages[i];
      LaminaAtlas *atlas = &stage->maps.atlas;

      if (stage->line != line)
        continue;
      stage->x = atlas->x = floor (x);
      atlas->y = lamina_layer_row_get_top (self, line) + floor ((self->side - atlas->height) / 2);
      x += stage->width + spare;
    }
}

double
lamina_layer_row_get_top (const LaminaLayerRow *self,
                          gsize                 line)
{
  return self->top + (double) line * self->pitch;
}

void
lamina_layer_row_init (LaminaLayerRow    *self,
                       const LaminaFrame *frame,
                       const LaminaStyle *style,
                       double             width,
                       double             height)
{
  const gboolean is_small = height < LEAST_HEIGHT * style->text_scale;
  double rest;

  self->n = 0;
  self->label = is_small ? 0 : lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 3;
  self->footer = is_small ? 0 : lamina_get_color_bar_height (style) + 8;
  rest = height - self->footer;

  /* Fewer layers, if all would be too small. */
  for (gsize n_layers = LAMINA_MAX_STAGES - 1; n_layers > 0; n_layers--)
    {
      fill (self, frame, n_layers);
      fit_lines (self, style, width, rest);
      if (self->side >= fmin (LEAST_SIDE * style->text_scale, rest - self->label))
        break;
    }

  self->n_maps = self->side < 54 ? 4 : self->side < 220 ? 9 : self->side < 460 ? 16 : 25;
  self->pitch = self->label + self->side + LINE_GAP;
  rest -= (double) self->n_lines * self->pitch - LINE_GAP;
  self->top = self->label + floor (fmax (rest, 0) / 2);

  for (gsize i = 0; i < self->n; i++)
    {
      LaminaRowStage *stage = &self->stages[i];
      const gboolean is_picture = stage->maps.layer < 0 && !stage->maps.is_cells;

      lamina_layer_maps_place (&stage->maps, is_picture ? 1 : self->n_maps,
                               get_width (&stage->maps, self->side),
                               is_picture ? PICTURE_SHARE * self->side : self->side, 2);
      stage->width = stage->maps.atlas.width;
    }
  for (gsize line = 0; line < self->n_lines; line++)
    place_line (self, style, line, width);
}
