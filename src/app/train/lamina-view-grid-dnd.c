/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moving cards: by their headers, and by Alt and the arrows. */

#include <glib/gi18n.h>

#include "lamina-view-grid-private.h"

static void
lamina_view_grid_move (LaminaViewGrid *self,
                       LaminaViewCard *card,
                       guint           to)
{
  const LaminaViewClass *klass = lamina_plot_get_view (lamina_view_card_get_plot (card));
  /* TRANSLATORS: an entry of undo; %s is a view: "Kernels". */
  g_autofree char *label = g_strdup_printf (_("move %s"), _(klass->title));
  guint from;

  if (!g_ptr_array_find (self->cards, card, &from) || to == from)
    return;

  g_ptr_array_steal_index (self->cards, from);
  g_ptr_array_insert (self->cards, (int) to, card);
  gtk_widget_insert_before (GTK_WIDGET (card), GTK_WIDGET (self),
                            to + 1 < self->cards->len ? g_ptr_array_index (self->cards, to + 1)
                                                      : self->add);
  lamina_view_grid_keep (self, label);
}

/* Alt and an arrow moves the card that has the focus. */
static gboolean
key_cb (LaminaViewGrid  *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  modifiers)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *card = focus != NULL ? gtk_widget_get_ancestor (focus, LAMINA_TYPE_VIEW_CARD) : NULL;
  const gboolean is_back = keyval == GDK_KEY_Up || keyval == GDK_KEY_Left;
  guint index;

  if (keyval == GDK_KEY_Escape)
    return lamina_view_grid_shrink (self);

  if ((modifiers & GDK_ALT_MASK) == 0 ||
      (!is_back && keyval != GDK_KEY_Down && keyval != GDK_KEY_Right) || card == NULL ||
      !g_ptr_array_find (self->cards, card, &index))
    return FALSE;

  if (is_back ? index > 0 : index + 1 < self->cards->len)
    lamina_view_grid_move (self, LAMINA_VIEW_CARD (card), is_back ? index - 1 : index + 1);

  return TRUE;
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource  *source,
                 double          x,
                 double          y,
                 LaminaViewCard *card)
{
  return gdk_content_provider_new_typed (LAMINA_TYPE_VIEW_CARD, card);
}

static void
drag_begin_cb (GtkDragSource  *source,
               GdkDrag        *drag,
               LaminaViewCard *card)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (lamina_view_card_get_header (card));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

/* The card that is under the pointer, or the end. */
static int
lamina_view_grid_find_drop (LaminaViewGrid *self,
                            double          x,
                            double          y)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (g_ptr_array_index (self->cards, i), GTK_WIDGET (self),
                                     &bounds) &&
          y < bounds.origin.y + bounds.size.height && x < bounds.origin.x + bounds.size.width)
        return (int) i;
    }

  return (int) self->cards->len;
}

static GdkDragAction
drop_motion_cb (LaminaViewGrid *self,
                double          x,
                double          y)
{
  self->drop = lamina_view_grid_find_drop (self, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (LaminaViewGrid *self)
{
  self->drop = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
drop_cb (LaminaViewGrid *self,
         const GValue   *value,
         double          x,
         double          y)
{
  LaminaViewCard *card = g_value_get_object (value);
  guint to = (guint) lamina_view_grid_find_drop (self, x, y);
  guint from;

  drop_leave_cb (self);
  if (!g_ptr_array_find (self->cards, card, &from))
    return FALSE; /* From another window. */

  if (to > from)
    to--;
  lamina_view_grid_move (self, card, MIN (to, self->cards->len - 1));

  return TRUE;
}

void
lamina_view_grid_make_dragged (LaminaViewGrid *self,
                               LaminaViewCard *card)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), card);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), card);
  gtk_widget_add_controller (lamina_view_card_get_header (card), GTK_EVENT_CONTROLLER (drag));
}

void
lamina_view_grid_init_dnd (LaminaViewGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *drop = gtk_drop_target_new (LAMINA_TYPE_VIEW_CARD, GDK_ACTION_MOVE);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (drop, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (drop, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
