/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where cards stand, and what stands where. */

#include "lamina-stack-editor-private.h"

#define MAX_WIDTH 760
#define MARGIN 24
#define END_MARGIN 50
#define NARROW 640 /* below, the margins are smaller */
#define PLUS 24

LaminaLayerCard *
lamina_stack_editor_nth_card (LaminaStackEditor *self,
                              gsize              place)
{
  return g_ptr_array_index (self->cards, place);
}

gssize
lamina_stack_editor_find_card (LaminaStackEditor *self,
                               gssize             layer)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      LaminaLayerCard *card = lamina_stack_editor_nth_card (self, i);
      const gssize first = lamina_layer_card_get_layer (card);

      if (layer == first ||
          (layer > first && layer < first + (gssize) lamina_layer_card_get_n_layers (card)))
        return i;
    }

  return -1;
}

graphene_rect_t
lamina_stack_editor_card_bounds (LaminaStackEditor *self,
                                 gsize              place)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (place >= self->cards->len ||
      !gtk_widget_compute_bounds (g_ptr_array_index (self->cards, place), GTK_WIDGET (self),
                                  &bounds))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);

  return bounds;
}

gssize
lamina_stack_editor_card_at (LaminaStackEditor *self,
                             double             x,
                             double             y)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, i);

      if (y >= bounds.origin.y && y < bounds.origin.y + bounds.size.height &&
          x >= bounds.origin.x - 12 && x < bounds.origin.x + bounds.size.width)
        return i;
    }

  return -1;
}

gsize
lamina_stack_editor_place_at (LaminaStackEditor *self,
                              double             y)
{
  for (guint i = 1; i < self->cards->len; i++)
    {
      const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, i);

      if (y < bounds.origin.y + bounds.size.height / 2)
        return (gsize) lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i));
    }

  return lm_stack_get_n (lamina_stack_editor_get_stack (self));
}

double
lamina_stack_editor_place_y (LaminaStackEditor *self,
                             gsize              place)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  for (guint i = 1; i < self->cards->len; i++)
    if (lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i)) >= (gssize) place)
      return (double) lamina_stack_editor_card_bounds (self, i).origin.y - LAMINA_STACK_GAP / 2.0;

  if (self->cards->len > 0)
    bounds = lamina_stack_editor_card_bounds (self, self->cards->len - 1);

  return (double) (bounds.origin.y + bounds.size.height) + LAMINA_STACK_GAP / 2.0;
}

/* Where cards start, and how wide they are. */
static void
get_column (int  width,
            int *x,
            int *column_width)
{
  const int used = MIN (width, MAX_WIDTH);
  const int start = used < NARROW ? 0 : MARGIN;

  *x = (width - used) / 2 + start + LAMINA_STACK_GUTTER;
  *column_width = MAX (0, used - start - LAMINA_STACK_GUTTER - (used < NARROW ? 12 : END_MARGIN));
}

void
lamina_stack_editor_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (widget);
  int height = LAMINA_STACK_GAP, x, width, child_height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 400;
      *natural = MAX_WIDTH;
      return;
    }

  get_column (for_size < 0 ? MAX_WIDTH : for_size, &x, &width);
  for (guint i = 0; i < self->cards->len; i++)
    {
      gtk_widget_measure (g_ptr_array_index (self->cards, i), GTK_ORIENTATION_VERTICAL, width,
                          NULL, &child_height, NULL, NULL);
      height += child_height + LAMINA_STACK_GAP;
    }
  if (gtk_widget_get_visible (self->empty))
    {
      gtk_widget_measure (self->empty, GTK_ORIENTATION_VERTICAL, width, NULL, &child_height, NULL,
                          NULL);
      height += child_height;
    }
  *minimum = *natural = height + PLUS;
}

static void
allocate (GtkWidget *child,
          int        x,
          int        y,
          int        width,
          int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, MAX (width, 1), MAX (height, 1) }, -1);
}

/* Over the cards: the plus under the pointer, the sentence at the drop line. */
static void
allocate_overlays (LaminaStackEditor *self,
                   int                x,
                   int                width)
{
  GtkWidget *label = GTK_WIDGET (self->drop_label);

  if (gtk_widget_get_visible (self->plus))
    allocate (self->plus, x + 30 - PLUS / 2,
              (int) lamina_stack_editor_place_y (self, (gsize) self->plus_place) - PLUS / 2, PLUS,
              PLUS);
  if (gtk_widget_get_visible (label) && self->drop.place >= 0)
    {
      int natural_width, height;

      gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_width, NULL, NULL);
      natural_width = MIN (natural_width, width - 60);
      gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, natural_width, NULL, &height, NULL,
                          NULL);
      allocate (label, x + 54,
                (int) lamina_stack_editor_place_y (self, (gsize) self->drop.place) -
                  height / 2,
                natural_width, height);
    }
}

void
lamina_stack_editor_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (widget);
  int y = LAMINA_STACK_GAP / 2, x, column_width, child_height;

  get_column (width, &x, &column_width);
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (self->cards, i);

      gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, column_width, NULL, &child_height, NULL,
                          NULL);
      allocate (card, x, y, column_width, child_height);
      y += child_height + LAMINA_STACK_GAP;
    }
  if (gtk_widget_get_visible (self->empty))
    {
      gtk_widget_measure (self->empty, GTK_ORIENTATION_VERTICAL, column_width, NULL, &child_height,
                          NULL, NULL);
      allocate (self->empty, x, y + LAMINA_STACK_GAP, column_width, child_height);
    }
  allocate_overlays (self, x, column_width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}
