/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A palette in place: by +, or by the key /. */

#include "lamina-stack-editor-private.h"

#include "lamina-palette.h"

typedef struct
{
  LaminaStackEditor *editor;
  GtkWidget         *popover;
  LaminaStackPlace   place;
} Search;

static void
search_insert_cb (LaminaPalette *palette,
                  const char    *kind,
                  Search        *search)
{
  LaminaStackEditor *editor = search->editor;
  const LaminaStackPlace place = search->place;

  gtk_popover_popdown (GTK_POPOVER (search->popover));
  gtk_widget_grab_focus (GTK_WIDGET (lamina_stack_editor_nth_card (editor, 0)));
  lamina_stack_editor_insert (editor, kind, place);
}

static gboolean
unparent_cb (gpointer popover)
{
  /* The editor may have gone meanwhile. */
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);

  return G_SOURCE_REMOVE;
}

static void
search_closed_cb (GtkWidget *popover)
{
  /* Not while it still handles the event that closed it. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (popover), g_object_unref);
}

void
lamina_stack_editor_search (LaminaStackEditor *self,
                            LaminaStackPlace   place)
{
  Search *search;
  GtkWidget *palette;
  graphene_rect_t first;

  g_return_if_fail (LAMINA_IS_STACK_EDITOR (self));

  if (self->scene == NULL || self->cards->len == 0)
    return;

  first = lamina_stack_editor_card_bounds (self, 0);
  search = g_new0 (Search, 1);
  *search = (Search) { self, gtk_popover_new (), place };
  palette = lamina_palette_new (TRUE);
  gtk_widget_set_size_request (palette, 250, 300);
  lamina_palette_set_has_generator (LAMINA_PALETTE (palette),
                                    lm_stack_has_parts (lamina_stack_editor_get_stack (self)));
  g_signal_connect_data (palette, "insert", G_CALLBACK (search_insert_cb), search,
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_popover_set_child (GTK_POPOVER (search->popover), palette);
  gtk_popover_set_position (GTK_POPOVER (search->popover), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (search->popover),
                               &(GdkRectangle) { (int) first.origin.x + 30,
                                                 (int) lamina_stack_editor_place_y (self, place),
                                                 1, 1 });
  gtk_widget_set_parent (search->popover, GTK_WIDGET (self));
  g_signal_connect (search->popover, "closed", G_CALLBACK (search_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (search->popover));
  lamina_palette_search (LAMINA_PALETTE (palette));
}
