/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stack-editor-private.h"

#include <math.h>

#include "lamina-draw.h"

#define SPINE 30       /* from the cards' edge: the middle of the thumbnails */
#define FIRST_LANE 46
#define LANE 18
#define CORNER 10
#define ARROW 7
#define PORT 6         /* links leave below the middle of a card, and arrive above it */

static double
get_middle (LaminaStackEditor *self,
            gsize              card)
{
  const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, card);

  /* Of its line, where an error stands below. */
  return (double) bounds.origin.y + fmin ((double) bounds.size.height, 46) / 2;
}

static double
get_lane_x (LaminaStackEditor *self,
            double             edge,
            guint              lane)
{
  const double first = self->n_lanes > 2 ? FIRST_LANE / 2.0 : FIRST_LANE;
  const double step = self->n_lanes > 1
                        ? fmin (LANE, (LAMINA_STACK_GUTTER - 8 - first) / (self->n_lanes - 1)) : 0;

  return edge - first - lane * step;
}

static void
path_past (cairo_t               *cr,
           const graphene_rect_t *card,
           double                 top)
{
  const double x = (double) card->origin.x + SPINE, side = (double) card->origin.x - 9;
  const double bottom = (double) (card->origin.y + card->size.height);

  cairo_move_to (cr, x, top + 4);
  cairo_line_to (cr, side + CORNER, top + 4);
  cairo_curve_to (cr, side, top + 4, side, top + 4, side, top + 4 + CORNER);
  cairo_line_to (cr, side, bottom + 4 - CORNER);
  cairo_curve_to (cr, side, bottom + 4, side, bottom + 4, side + CORNER, bottom + 4);
  cairo_line_to (cr, x, bottom + 4);
}

/* Words are not crossed out. */
static void
path_around (LaminaStackEditor *self,
             cairo_t           *cr,
             GtkWidget         *heading,
             double             x)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (heading, GTK_WIDGET (self), &bounds))
    return;

  cairo_line_to (cr, x, (double) bounds.origin.y);
  cairo_move_to (cr, x, (double) (bounds.origin.y + bounds.size.height));
}

/* Down the stack; past what is bypassed; in dots from what a generator makes to who judges it. */
static void
draw_spine (LaminaStackEditor *self,
            cairo_t           *cr,
            const LaminaStyle *style)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  const double dots[] = { 2, 4 };

  lamina_style_set_source (style, cr, LAMINA_COLOR_DIM, 0.6);
  cairo_set_line_width (cr, 2);
  for (gsize i = 1; i < self->cards->len; i++)
    {
      const graphene_rect_t above = lamina_stack_editor_card_bounds (self, i - 1);
      const graphene_rect_t card = lamina_stack_editor_card_bounds (self, i);
      const double x = (double) card.origin.x + SPINE;
      const gssize layer = lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i));
      const double top = (double) (above.origin.y + above.size.height);

      cairo_set_dash (cr, dots, layer < 0 ? 2 : 0, 0);
      cairo_move_to (cr, x, top);
      if (layer < 0)
        path_around (self, cr, self->headings[LM_PART_DISCRIMINATOR], x);
      cairo_line_to (cr, x, (double) card.origin.y);
      if (layer >= 0 && lm_stack_nth (stack, (gsize) layer)->bypassed)
        path_past (cr, &card, top);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
path_arc (cairo_t *cr,
          double   lane,
          double   x,
          double   y0,
          double   y1)
{
  const double corner = fmin (CORNER, fabs (y1 - y0) / 2);

  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, lane + corner, y0);
  cairo_curve_to (cr, lane, y0, lane, y0, lane, y0 + corner);
  cairo_line_to (cr, lane, y1 - corner);
  cairo_curve_to (cr, lane, y1, lane, y1, lane + corner, y1);
  cairo_line_to (cr, x - ARROW, y1);
}

static void
draw_ends (cairo_t *cr,
           double   x,
           double   y0,
           double   y1)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y0, 3.5, 0, 2 * G_PI);
  cairo_move_to (cr, x, y1);
  cairo_line_to (cr, x - ARROW - 2, y1 - 4.5);
  cairo_line_to (cr, x - ARROW - 2, y1 + 4.5);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* The shape, along the line, which has a gap there. */
static void
draw_shape (cairo_t           *cr,
            const LaminaStyle *style,
            const char        *shape,
            LaminaColor        color,
            double             lane,
            double             y)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = color,
                            .align = LAMINA_ALIGN_MIDDLE };

  cairo_save (cr);
  cairo_translate (cr, lane, y);
  cairo_rotate (cr, -G_PI / 2);
  lamina_draw_text (cr, style, &text, 0, lamina_get_baseline (style, LAMINA_FONT_CAPTION, -8, 16),
                    shape);
  cairo_restore (cr);
}

static double
measure_shape (cairo_t           *cr,
               const LaminaStyle *style,
               const char        *shape)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };

  return *shape != '\0' ? lamina_measure_text (cr, style, &text, shape) + 8 : 0;
}

static void
draw_arc (LaminaStackEditor    *self,
          cairo_t              *cr,
          const LaminaStyle    *style,
          const LaminaStackArc *arc)
{
  const gssize cursor =
    lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self));
  const gssize from = arc->from, to = arc->to;
  const gboolean is_lit = self->hovered == from || self->hovered == to ||
                          (cursor > 0 && (cursor == from || cursor == to));
  const LaminaColor color = arc->is_wrong ? LAMINA_COLOR_WRONG
                                          : is_lit ? LAMINA_COLOR_RUN_A : LAMINA_COLOR_DIM;
  const double x = (double) lamina_stack_editor_card_bounds (self, arc->to).origin.x - 1;
  const double lane = get_lane_x (self, x, arc->lane);
  const double y0 = get_middle (self, arc->from) + PORT, y1 = get_middle (self, arc->to) - PORT;
  const double dashes[] = { 5, 3 };
  const double middle = (y0 + y1) / 2;
  double length = measure_shape (cr, style, arc->shape);

  if (length > y1 - y0 - 2 * CORNER)
    length = 0;

  cairo_save (cr);
  if (length > 0)
    {
      cairo_rectangle (cr, 0, 0, 10000, middle - length / 2);
      cairo_rectangle (cr, 0, middle + length / 2, 10000, 100000);
      cairo_clip (cr);
    }
  lamina_style_set_source (style, cr, color, 1);
  cairo_set_line_width (cr, is_lit ? 2.4 : 1.8);
  if (arc->is_wrong)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  path_arc (cr, lane, x, y0, y1);
  cairo_stroke (cr);
  draw_ends (cr, x, y0, y1);
  cairo_restore (cr);
  if (length > 0)
    draw_shape (cr, style, arc->shape, color, lane, middle);
}

/* What a link can be drawn from. */
static void
draw_handle (LaminaStackEditor *self,
             cairo_t           *cr,
             const LaminaStyle *style)
{
  const gssize card = self->link_from >= 0 ? self->link_from : self->hovered;

  if (card < 0 || (guint) card >= self->cards->len)
    return;

  cairo_arc (cr, (double) lamina_stack_editor_card_bounds (self, (gsize) card).origin.x - 1,
             get_middle (self, (gsize) card) + PORT, 4.5, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
  cairo_fill (cr);
}

void
lamina_stack_editor_draw (LaminaStackEditor *self,
                          cairo_t           *cr)
{
  LaminaStyle style;

  lamina_widget_get_style (GTK_WIDGET (self), &style);
  draw_spine (self, cr, &style);
  for (guint i = 0; i < self->arcs->len; i++)
    draw_arc (self, cr, &style, &g_array_index (self->arcs, LaminaStackArc, i));
  draw_handle (self, cr, &style);
}

static void
draw_drop_line (LaminaStackEditor *self,
                cairo_t           *cr,
                const LaminaStyle *style)
{
  const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, 0);
  const double x = (double) bounds.origin.x;
  const double y = lamina_stack_editor_place_y (self, self->drop.place);

  lamina_style_set_source (style, cr,
                           self->drop.is_refused ? LAMINA_COLOR_WRONG : LAMINA_COLOR_RUN_A, 1);
  cairo_rectangle (cr, x, y - 1, (double) bounds.size.width, 2);
  cairo_fill (cr);
  cairo_arc (cr, x + SPINE, y, 7, 0, 2 * G_PI);
  cairo_fill (cr);

  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_move_to (cr, x + SPINE - 3.5, y);
  cairo_line_to (cr, x + SPINE + 3.5, y);
  if (!self->drop.is_refused)
    {
      cairo_move_to (cr, x + SPINE, y - 3.5);
      cairo_line_to (cr, x + SPINE, y + 3.5);
    }
  cairo_stroke (cr);
}

static void
draw_new_link (LaminaStackEditor *self,
               cairo_t           *cr,
               const LaminaStyle *style)
{
  const double x = (double) lamina_stack_editor_card_bounds (self, 0).origin.x - 1;
  const double y0 = get_middle (self, (gsize) self->link_from) + PORT;
  const gssize to = lamina_stack_editor_card_at (self, self->link_x, self->link_y);
  const double y1 = to > self->link_from ? get_middle (self, (gsize) to) - PORT : self->link_y;

  if (y1 <= y0)
    return;

  lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
  cairo_set_line_width (cr, 2.4);
  path_arc (cr, x - FIRST_LANE, x, y0, y1);
  cairo_stroke (cr);
  draw_ends (cr, x, y0, y1);
}

void
lamina_stack_editor_draw_drop (LaminaStackEditor *self,
                               cairo_t           *cr)
{
  LaminaStyle style;

  lamina_widget_get_style (GTK_WIDGET (self), &style);
  if (self->drop.is_shown)
    draw_drop_line (self, cr, &style);
  if (self->link_from >= 0)
    draw_new_link (self, cr, &style);
}
