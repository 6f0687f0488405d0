/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-thumbnail.h"

#include "lamina-draw.h"
#include "lamina-layer-maps.h"

#include <math.h>

#define RADIUS 4
/* Maps up to this side are tiny: nine of them fit. */
#define TINY_SIDE 6
#define MAX_COLUMNS 20

void
lamina_thumbnail_draw_glyph (cairo_t            *cr,
                             const LaminaStyle  *style,
                             const LmLayerClass *klass,
                             double              width,
                             double              height)
{
  const double side = fmin (fmin (width, height), 26 * style->text_scale);

  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  lamina_draw_glyph (cr, klass->glyph, (width - side) / 2, (height - side) / 2, side);
}

/* Probabilities as columns: which one is high is seen at once. */
static void
draw_columns (cairo_t           *cr,
              const LaminaStyle *style,
              const LmTensor    *answer,
              double             width,
              double             height)
{
  const double pitch = (width - 4) / (double) answer->len;

  lamina_path_round_rect (cr, 0, 0, width, height, RADIUS);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TROUGH, 1);
  cairo_fill (cr);

  for (gsize i = 0; i < answer->len; i++)
    {
      const double share = (double) answer->data[i];
      const double top = (height - 4) * (isfinite (share) ? CLAMP (share, 0.03, 1) : 0);

      cairo_rectangle (cr, 2 + (double) i * pitch, height - 2 - top, fmax (pitch - 0.6, 0.5), top);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
  cairo_fill (cr);
}

/* The probabilities that the last layer stands for. Returns: (nullable) */
static const LmTensor *
get_probabilities (const LaminaFrame     *frame,
                   const LaminaLayerMaps *stage)
{
  const LmTensor *answer = lamina_frame_get_answers (frame, LAMINA_PROBE_EXAMPLE);

  if (stage->docked < 0 || frame->target_kind != LAMINA_TARGET_CLASS || answer == NULL ||
      (gsize) stage->docked + 1 < lm_network_get_n_layers (frame->network) ||
      answer->len > MAX_COLUMNS)
    return NULL;

  return answer;
}

static void
draw_stage (cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            LaminaLayerMaps   *stage,
            double             width,
            double             height)
{
  const gboolean is_tiny = stage->maps.n_rows <= TINY_SIDE;
  const gsize n_maps = stage->layer < 0 ? 1 : is_tiny ? 9 : 4;
  const LmTensor *probabilities = get_probabilities (frame, stage);
  LaminaAtlas *atlas = &stage->atlas;

  if (probabilities != NULL)
    {
      draw_columns (cr, style, probabilities, width, height);
      return;
    }

  cairo_save (cr);
  lamina_path_round_rect (cr, 0, 0, width, height, RADIUS);
  cairo_clip (cr);
  lamina_layer_maps_place (stage, n_maps, width, height, 1);
  /* The square is filled: at this size a little distortion is no harm. */
  cairo_scale (cr, width / atlas->width, height / atlas->height);
  if (stage->layer < 0 && frame->picture.rank == 4 && !stage->is_cells)
    lamina_draw_picture (cr, stage->maps.data, &frame->picture, &frame->input_scaling, 0, 0,
                         atlas->width, atlas->height, 0);
  else
    lamina_layer_maps_draw (stage, cr, style, LAMINA_MAP_AUTO, NAN, NAN);
  cairo_restore (cr);
}

/* Three sheets: what stands for the input while there is none. */
static void
draw_input_glyph (cairo_t           *cr,
                  const LaminaStyle *style,
                  double             width,
                  double             height)
{
  const double side = fmin (fmin (width, height), 26 * style->text_scale);

  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 1);
  lamina_draw_glyph (cr, "M 4 9 L 4 22 L 17 22 M 9 4 L 22 4 L 22 17 L 9 17 Z",
                     (width - side) / 2, (height - side) / 2, side);
}

void
lamina_thumbnail_draw_layer (cairo_t           *cr,
                             const LaminaFrame *frame,
                             const LaminaStyle *style,
                             gssize             layer,
                             double             width,
                             double             height)
{
  LaminaLayerMaps stage;

  if (lamina_layer_maps_init (&stage, frame, layer))
    {
      draw_stage (cr, frame, style, &stage, width, height);
      lamina_layer_maps_clear (&stage);
    }
  else if (layer < 0)
    draw_input_glyph (cr, style, width, height);
  else if (frame->network != NULL && (gsize) layer < lm_network_get_n_layers (frame->network))
    lamina_thumbnail_draw_glyph (cr, style,
                                 lm_network_get_layer (frame->network, (gsize) layer)->klass,
                                 width, height);
}

void
lamina_thumbnail_draw_sparkline (cairo_t           *cr,
                                 const LaminaStyle *style,
                                 const double      *values,
                                 gsize              n,
                                 double             width,
                                 double             height)
{
  const gsize n_columns = MIN (n, (gsize) fmax (width - 8, 2));
  double min = HUGE_VAL, max = -HUGE_VAL;

  lamina_path_round_rect (cr, 0, 0, width, height, 6);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        min = fmin (min, values[i]);
        max = fmax (max, values[i]);
      }
  if (n < 2 || !(min < max))
    return;

  cairo_save (cr);
  cairo_new_path (cr);
  for (gsize i = 0; i < n_columns; i++)
    {
      const double value = values[i * (n - 1) / (n_columns - 1)];

      if (isfinite (value))
        cairo_line_to (cr, 5 + (double) i / (double) (n_columns - 1) * (width - 10),
                       5 + (max - value) / (max - min) * (height - 10));
    }
  lamina_set_line (cr, style, LAMINA_LINE_SOLID, LAMINA_COLOR_RUN_A, 1);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_stroke (cr);
  cairo_restore (cr);
}
