/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cards and kinds are dragged to a place between cards; links from a card's left edge. */

#include "lamina-stack-editor-private.h"

#include "lamina-window.h"

#define REFUSAL_SECONDS 5
#define LINK_REACH 10

static void
show_drop (LaminaStackEditor *self,
           LaminaStackPlace   place,
           const char        *refusal)
{
  self->drop = (LaminaStackDrop) { place, TRUE, refusal != NULL };
  gtk_label_set_label (self->drop_label, refusal != NULL ? refusal : "");
  gtk_widget_set_visible (GTK_WIDGET (self->drop_label), refusal != NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hide_drop (LaminaStackEditor *self)
{
  self->drop.is_shown = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->drop_label), FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
forget_refusal_cb (gpointer data)
{
  LaminaStackEditor *self = data;

  self->drop_timeout = 0;
  hide_drop (self);

  return G_SOURCE_REMOVE;
}

void
lamina_stack_editor_refuse (LaminaStackEditor *self,
                            LaminaStackPlace   place,
                            const char        *refusal)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  if (window != NULL)
    lamina_window_announce (window, refusal);
  show_drop (self, place, refusal);
  g_clear_handle_id (&self->drop_timeout, g_source_remove);
  self->drop_timeout = g_timeout_add_seconds (REFUSAL_SECONDS, forget_refusal_cb, self);
}

/* Tried on a copy. Returns: (transfer full) (nullable): why it cannot move there */
static char *
find_refusal (LaminaStackEditor     *self,
              const LaminaStackDrag *drag,
              LaminaStackPlace       place)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  g_autoptr(LmStack) copy = NULL;
  g_autoptr(GError) error = NULL;
  const gsize first = (gsize) drag->layer;
  char *refusal;

  if (drag->kind != NULL)
    return lamina_stack_editor_check_kind (self, lm_layer_class_find (drag->kind), place);
  if (place.index >= first && place.index <= first + drag->n_layers &&
      lm_stack_nth (stack, first)->part == place.part)
    return NULL;

  refusal = lamina_stack_editor_check_kind (self, lm_stack_nth (stack, first)->klass, place);
  if (refusal != NULL)
    return refusal;

  copy = lm_stack_copy (stack);
  if (!lm_stack_move_block (copy, first, drag->n_layers,
                            place.index > first ? place.index - drag->n_layers : place.index,
                            place.part, &error))
    return g_strdup (error->message);

  return NULL;
}

static const LaminaStackDrag *
get_drag (GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  return value != NULL ? g_value_get_boxed (value) : NULL;
}

static GdkDragAction
drop_motion_cb (GtkDropTarget     *target,
                double             x,
                double             y,
                LaminaStackEditor *self)
{
  const LaminaStackDrag *drag = get_drag (target);
  g_autofree char *refusal = NULL;
  LaminaStackPlace place;

  if (self->scene == NULL)
    return 0;

  place = lamina_stack_editor_place_at (self, y);
  if (drag != NULL)
    refusal = find_refusal (self, drag, place);
  g_clear_handle_id (&self->drop_timeout, g_source_remove);
  show_drop (self, place, refusal);

  return drag != NULL && drag->kind == NULL ? GDK_ACTION_MOVE : GDK_ACTION_COPY;
}

static void
drop_leave_cb (LaminaStackEditor *self)
{
  if (self->drop_timeout == 0)
    hide_drop (self);
}

static gboolean
drop_cb (GtkDropTarget     *target,
         const GValue      *value,
         double             x,
         double             y,
         LaminaStackEditor *self)
{
  const LaminaStackDrag *drag = g_value_get_boxed (value);
  LaminaStackPlace place;

  if (self->scene == NULL)
    return FALSE;

  place = lamina_stack_editor_place_at (self, y);
  hide_drop (self);
  if (drag->kind != NULL)
    lamina_stack_editor_insert (self, drag->kind, place);
  else
    lamina_stack_editor_move_card (self, (gsize) drag->layer, drag->n_layers, place);
  lamina_stack_editor_grab (self);

  return TRUE;
}

static GdkContentProvider *
card_prepare_cb (GtkDragSource   *source,
                 double           x,
                 double           y,
                 LaminaLayerCard *card)
{
  g_autoptr(GdkPaintable) icon = NULL;

  if (lamina_layer_card_get_layer (card) < 0)
    return NULL;

  icon = gtk_widget_paintable_new (GTK_WIDGET (card));
  gtk_drag_source_set_icon (source, icon, (int) x, (int) y);

  return lamina_stack_drag_provide (NULL, lamina_layer_card_get_layer (card),
                                    lamina_layer_card_get_n_layers (card));
}

void
lamina_stack_editor_add_card_drag (LaminaStackEditor *self,
                                   LaminaLayerCard   *card)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (card_prepare_cb), card, 0);
  gtk_widget_add_controller (GTK_WIDGET (card), GTK_EVENT_CONTROLLER (source));
}

static void
link_begin_cb (GtkGestureDrag    *drag,
               double             x,
               double             y,
               LaminaStackEditor *self)
{
  const gssize card = self->scene != NULL ? lamina_stack_editor_card_at (self, x, y) : -1;
  const graphene_rect_t bounds = lamina_stack_editor_card_bounds (self, (gsize) MAX (card, 0));

  if (card < 0 || ABS (x - (double) bounds.origin.x) > LINK_REACH)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  self->link_from = card;
  self->link_x = x;
  self->link_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
link_update_cb (GtkGestureDrag    *drag,
                double             dx,
                double             dy,
                LaminaStackEditor *self)
{
  double x, y;

  if (self->link_from < 0 || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;

  self->link_x = x + dx;
  self->link_y = y + dy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
link_end_cb (GtkGestureDrag    *drag,
             double             dx,
             double             dy,
             LaminaStackEditor *self)
{
  const gssize from = self->link_from;
  const gssize to = from >= 0 ? lamina_stack_editor_card_at (self, self->link_x, self->link_y) : -1;

  self->link_from = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (to > from && from >= 0)
    {
      const gssize source =
        lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, (gsize) from));
      const gssize target =
        lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, (gsize) to));

      if (target >= 0)
        lamina_stack_editor_link (self, source, (gsize) target);
      lamina_stack_editor_grab (self);
    }
}

void
lamina_stack_editor_add_dnd (LaminaStackEditor *self)
{
  GtkDropTarget *target = gtk_drop_target_new (LAMINA_TYPE_STACK_DRAG,
                                               GDK_ACTION_COPY | GDK_ACTION_MOVE);
  GtkGesture *link = gtk_gesture_drag_new ();

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_object (target, "enter", G_CALLBACK (drop_motion_cb), self, 0);
  g_signal_connect_object (target, "motion", G_CALLBACK (drop_motion_cb), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  /* Before the cards' own drags. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (link), GTK_PHASE_CAPTURE);
  g_signal_connect_object (link, "drag-begin", G_CALLBACK (link_begin_cb), self, 0);
  g_signal_connect_object (link, "drag-update", G_CALLBACK (link_update_cb), self, 0);
  g_signal_connect_object (link, "drag-end", G_CALLBACK (link_end_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (link));
}
