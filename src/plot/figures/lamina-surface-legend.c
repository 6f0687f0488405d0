/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-surface.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define MARK_WIDTH 18
#define ITEM_GAP 14
#define BAR_WIDTH 130

/* Where the next item stands, in lines from left to right. */
typedef struct
{
  double   x, y;          /* from the legend's corner */
  double   width, height; /* of the legend */
  double   line;
  gboolean is_column; /* an item a line */
  gboolean is_drawn;
} Flow;

/* Makes room for an item. Returns: whether it is to be drawn */
static gboolean
flow_take (Flow   *self,
           double  needed)
{
  if (self->x > 0 && (self->is_column || self->x + needed > self->width))
    {
      self->x = 0;
      self->y += self->line;
    }

  return self->is_drawn && self->y + self->line <= self->height;
}

/* A mark and its name; the mark is drawn by the caller. Returns: whether it is to be drawn */
static gboolean
flow_name (Flow              *self,
           cairo_t           *cr,
           const LaminaStyle *style,
           LaminaColor        color,
           const char        *name)
{
  const double mark = MARK_WIDTH * style->text_scale;
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .color = color, .max_width = fmax (10, self->width - mark),
  };
  const double needed = mark + lamina_measure_text (cr, style, &text, name);
  const gboolean is_drawn = flow_take (self, needed);

  if (is_drawn)
    lamina_draw_text (cr, style, &text, self->x + mark,
                      lamina_get_baseline (style, text.font, self->y, self->line), name);
  self->x += needed + ITEM_GAP * style->text_scale;

  return is_drawn;
}

/* The middle of the mark of the item that was taken last. */
static void
flow_get_mark (const Flow        *self,
               cairo_t           *cr,
               const LaminaStyle *style,
               const char        *name,
               double            *x,
               double            *y)
{
  const double mark = MARK_WIDTH * style->text_scale;
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .max_width = fmax (10, self->width - mark),
  };

  *x = self->x - ITEM_GAP * style->text_scale - lamina_measure_text (cr, style, &text, name) -
       mark + 6 * style->text_scale;
  *y = self->y + self->line / 2;
}

static void
flow_classes (Flow                *self,
              const LaminaSurface *surface,
              cairo_t             *cr,
              const LaminaFrame   *frame,
              const LaminaStyle   *style)
{
  const gsize n = surface->kind == LAMINA_SURFACE_BINARY ? 2 : surface->n_answers;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = lamina_frame_write_class (frame, i);
      double x, y;

      if (!flow_name (self, cr, style, LAMINA_COLOR_TEXT, name))
        continue;
      flow_get_mark (self, cr, style, name, &x, &y);
      cairo_new_path (cr);
      lamina_path_mark (cr, i, x, y, LAMINA_SURFACE_POINT * sqrt (style->text_scale));
      lamina_surface_draw_point (surface, cr, frame, style, (gssize) i, 0, FALSE);
    }
}

static void
flow_splits (Flow              *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style)
{
  static const char *const names[] = { NC_("examples", "training"), NC_("examples", "validation") };

  for (int i = 0; i < 2; i++)
    {
      const char *name = g_dpgettext2 (GETTEXT_PACKAGE, "examples", names[i]);
      double x, y;

      if (frame->points[i] == NULL || !flow_name (self, cr, style, LAMINA_COLOR_DIM, name))
        continue;
      flow_get_mark (self, cr, style, name, &x, &y);
      lamina_draw_mark (cr, style, 0, i == 1, LAMINA_COLOR_DIM, x, y, 3);
    }
}

static void
flow_bar (Flow                *self,
          const LaminaSurface *surface,
          cairo_t             *cr,
          const LaminaFrame   *frame,
          const LaminaStyle   *style)
{
  const double needed = fmin (BAR_WIDTH * style->text_scale, self->width);
  const double offset = (self->line - lamina_get_color_bar_height (style)) / 2;
  const LaminaScaling *scaling = &frame->target_scaling;
  const gboolean is_share = surface->kind == LAMINA_SURFACE_BINARY;
  g_autofree char *low = NULL, *high = NULL;

  if (!flow_take (self, needed))
    return;

  low = is_share ? lamina_format_percent (0, 0)
                 : lamina_format_number (lamina_scaling_apply (scaling, 0, surface->low));
  high = is_share ? lamina_format_percent (1, 0)
                  : lamina_format_number (lamina_scaling_apply (scaling, 0, surface->high));
  lamina_draw_color_bar (cr, style, lamina_surface_get_map (surface, frame),
                         lamina_surface_get_reach (surface), low, high, LAMINA_ALIGN_START,
                         self->x, self->y + offset, needed);
}

/* Lays all items out. Returns: the height they take */
static double
flow_run (Flow                *self,
          const LaminaSurface *surface,
          cairo_t             *cr,
          const LaminaFrame   *frame,
          const LaminaStyle   *style)
{
  self->line = lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 4;
  if (surface->kind != LAMINA_SURFACE_NUMBER)
    flow_classes (self, surface, cr, frame, style);
  flow_splits (self, cr, frame, style);
  if (surface->kind != LAMINA_SURFACE_CLASSES)
    flow_bar (self, surface, cr, frame, style);

  return self->y + self->line;
}

double
lamina_surface_measure_legend (const LaminaSurface *self,
                               cairo_t             *cr,
                               const LaminaFrame   *frame,
                               const LaminaStyle   *style,
                               double               width)
{
  Flow flow = { .width = width };

  return flow_run (&flow, self, cr, frame, style);
}

void
lamina_surface_draw_legend (const LaminaSurface *self,
                            cairo_t             *cr,
                            const LaminaFrame   *frame,
                            const LaminaStyle   *style,
                            gboolean             is_column,
                            double               x,
                            double               y,
                            double               width,
                            double               height)
{
  Flow flow = { .width = width, .height = height, .is_column = is_column, .is_drawn = TRUE };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  flow_run (&flow, self, cr, frame, style);
  cairo_restore (cr);
}
