/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where cards stand, and what stands where. */

#include "lamina-stack-editor-private.h"

#define MAX_WIDTH 760
#define MARGIN 24
#define END_MARGIN 50
#define NARROW 640 /* below, the margins are smaller */
#define PLUS 24
#define HEADING_GAP 12 /* more room above the second one */

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

LmPart
lamina_stack_editor_card_part (LaminaStackEditor *self,
                               gsize              card)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  const gssize layer = lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, card));

  if (layer >= 0)
    return lm_stack_nth (stack, (gsize) layer)->part;

  return lm_stack_has_parts (stack) ? LM_PART_DISCRIMINATOR : LM_PART_MAIN;
}

LaminaStackPlace
lamina_stack_editor_part_end (LaminaStackEditor *self,
                              LmPart             part)
{
  gsize first;
  const gsize n = lm_stack_get_part (lamina_stack_editor_get_stack (self), part, &first);

  return (LaminaStackPlace) { first + n, part };
}

static graphene_rect_t
get_heading_bounds (LaminaStackEditor *self,
                    LmPart             part)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (!gtk_widget_compute_bounds (self->headings[part], GTK_WIDGET (self), &bounds))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);

  return bounds;
}

LaminaStackPlace
lamina_stack_editor_place_at (LaminaStackEditor *self,
                              double             y)
{
  LmPart part = LM_PART_MAIN;

  if (lm_stack_has_parts (lamina_stack_editor_get_stack (self)))
    part = y < (double) get_heading_bounds (self, LM_PART_DISCRIMINATOR).origin.y
             ? LM_PART_GENERATOR : LM_PART_DISCRIMINATOR;

  for (guint i = 0; i < self->cards->len; i++)
    {
      const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, i);
      const gssize layer = lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i));

      if (layer >= 0 && lamina_stack_editor_card_part (self, i) == part &&
          y < (double) (bounds.origin.y + bounds.size.height / 2))
        return (LaminaStackPlace) { (gsize) layer, part };
    }

  return lamina_stack_editor_part_end (self, part);
}

double
lamina_stack_editor_place_y (LaminaStackEditor *self,
                             LaminaStackPlace   place)
{
  graphene_rect_t above = place.part == LM_PART_MAIN ? lamina_stack_editor_card_bounds (self, 0)
                                                     : get_heading_bounds (self, place.part);

  for (guint i = 0; i < self->cards->len; i++)
    {
      const gssize layer = lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i));

      if (lamina_stack_editor_card_part (self, i) != place.part)
        continue;
      if (layer >= (gssize) place.index)
        break;
      above = lamina_stack_editor_card_bounds (self, i);
    }

  return (double) (above.origin.y + above.size.height) + LAMINA_STACK_GAP / 2.0;
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

/* The heading that stands above a card; NULL if there is none. An empty generator's is above the
 * other one, so both may be. */
static GtkWidget *
get_heading_above (LaminaStackEditor *self,
                   guint              card,
                   LmPart             part)
{
  const LmPart own = lamina_stack_editor_card_part (self, card);

  if (own == LM_PART_MAIN)
    return NULL;
  if (part == LM_PART_GENERATOR)
    return card == 0 ? self->headings[part] : NULL;

  return own == part && lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, card)) < 0
           ? self->headings[part] : NULL;
}

static int
measure_heading (GtkWidget *heading)
{
  int height;

  gtk_widget_measure (heading, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);

  return height + LAMINA_STACK_GAP;
}

/* What stands above a card: its headings. */
static int
measure_above (LaminaStackEditor *self,
               guint              card)
{
  int height = 0;

  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    {
      GtkWidget *heading = get_heading_above (self, card, part);

      if (heading != NULL)
        height += measure_heading (heading) + (part == LM_PART_GENERATOR ? 0 : HEADING_GAP);
    }

  return height;
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
      height += measure_above (self, i) + child_height + LAMINA_STACK_GAP;
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
              (int) lamina_stack_editor_place_y (self, self->plus_place) - PLUS / 2, PLUS, PLUS);
  if (gtk_widget_get_visible (label) && self->drop.is_shown)
    {
      int natural_width, height;

      gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_width, NULL, NULL);
      natural_width = MIN (natural_width, width - 60);
      gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, natural_width, NULL, &height, NULL,
                          NULL);
      allocate (label, x + 54,
                (int) lamina_stack_editor_place_y (self, self->drop.place) - height / 2,
                natural_width, height);
    }
}

/* Returns: where the card begins */
static int
allocate_headings (LaminaStackEditor *self,
                   guint              card,
                   int                x,
                   int                y,
                   int                width)
{
  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    {
      GtkWidget *heading = get_heading_above (self, card, part);
      const int height = heading != NULL ? measure_heading (heading) : 0;

      if (heading == NULL)
        continue;
      if (part == LM_PART_DISCRIMINATOR)
        y += HEADING_GAP;
      allocate (heading, x, y, width, height - LAMINA_STACK_GAP);
      y += height;
    }

  return y;
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
      y = allocate_headings (self, i, x, y, column_width);
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
