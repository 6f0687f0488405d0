/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which cards there are: the document's arrangement, and the changes that a user makes to it. */

#include <glib/gi18n.h>

#include "lamina-view-grid-private.h"

static char *
lamina_view_grid_write (LaminaViewGrid *self)
{
  GString *layout = g_string_new (NULL);

  for (guint i = 0; i < self->cards->len; i++)
    {
      g_autofree char *line = lamina_view_card_write (g_ptr_array_index (self->cards, i));

      g_string_append_printf (layout, "%s%s", i > 0 ? "\n" : "", line);
    }

  return g_string_free (layout, FALSE);
}

void
lamina_view_grid_keep (LaminaViewGrid *self,
                       const char     *label)
{
  g_free (self->layout);
  self->layout = lamina_view_grid_write (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lamina_session_set_layout (lamina_scene_get_session (self->scene), self->layout, label);
}

static void
card_enlarge_cb (LaminaViewCard *card,
                 LaminaViewGrid *self)
{
  lamina_view_grid_enlarge (self, self->enlarged == card ? NULL : card);
}

static void
lamina_view_grid_drop_card (LaminaViewGrid *self,
                            LaminaViewCard *card)
{
  if (self->enlarged == card)
    lamina_view_grid_enlarge (self, NULL);
  g_ptr_array_remove (self->cards, card);
  gtk_widget_unparent (GTK_WIDGET (card));
}

/* To the card that has come to stand at @index, or to what is behind the last one. */
static void
lamina_view_grid_focus (LaminaViewGrid *self,
                        guint           index)
{
  GtkWidget *next = index < self->cards->len ? g_ptr_array_index (self->cards, index) : self->add;

  if (!gtk_widget_grab_focus (next))
    gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD);
}

static void
card_close_cb (LaminaViewCard *card,
               LaminaViewGrid *self)
{
  const gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (card);
  const LaminaViewClass *klass = lamina_plot_get_view (lamina_view_card_get_plot (card));
  /* TRANSLATORS: an entry of undo; %s is a view: "Kernels". */
  g_autofree char *label = g_strdup_printf (_("close %s"), _(klass->title));
  guint index;

  if (!g_ptr_array_find (self->cards, card, &index))
    return;

  lamina_view_grid_drop_card (self, card);
  if (has_focus)
    lamina_view_grid_focus (self, index);
  lamina_view_grid_keep (self, label);
}

static void lamina_view_grid_append (LaminaViewGrid *self, LaminaViewCard *card);

/* In the same place, as wide. */
static void
card_replace_cb (LaminaViewCard *card,
                 LaminaViewGrid *self)
{
  LaminaPlot *plot = lamina_view_card_get_plot (card);
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  const LaminaViewClass *nearest = lamina_view_find_nearest (lamina_plot_get_view (plot), &frame);
  g_autofree char *label = NULL;
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (card));
  LaminaViewCard *other;
  guint index;

  if (nearest == NULL || !g_ptr_array_find (self->cards, card, &index))
    return;

  /* TRANSLATORS: an entry of undo; %s is a view: "Kernels". */
  label = g_strdup_printf (_("show %s"), _(nearest->title));
  other = lamina_view_card_new (self->scene, nearest);
  lamina_view_card_set_columns (other, lamina_view_card_get_columns (card));
  lamina_view_grid_drop_card (self, card);
  lamina_view_grid_append (self, other);
  g_ptr_array_remove_index (self->cards, self->cards->len - 1);
  g_ptr_array_insert (self->cards, (int) index, other);
  gtk_widget_insert_before (GTK_WIDGET (other), GTK_WIDGET (self), next);
  gtk_widget_grab_focus (GTK_WIDGET (other));
  lamina_view_grid_keep (self, label);
}

static void
card_options_cb (LaminaViewCard *card,
                 LaminaViewGrid *self)
{
  const LaminaViewClass *klass = lamina_plot_get_view (lamina_view_card_get_plot (card));
  /* TRANSLATORS: an entry of undo; %s is a view: "Kernels". */
  g_autofree char *label = g_strdup_printf (_("change %s"), _(klass->title));

  lamina_view_grid_keep (self, label);
}

static void
lamina_view_grid_append (LaminaViewGrid *self,
                         LaminaViewCard *card)
{
  lamina_view_grid_make_dragged (self, card);
  g_signal_connect (card, "close", G_CALLBACK (card_close_cb), self);
  g_signal_connect (card, "enlarge", G_CALLBACK (card_enlarge_cb), self);
  g_signal_connect (card, "replace", G_CALLBACK (card_replace_cb), self);
  g_signal_connect (card, "options", G_CALLBACK (card_options_cb), self);
  g_ptr_array_add (self->cards, card);
  gtk_widget_insert_before (GTK_WIDGET (card), GTK_WIDGET (self), self->add);
}

void
lamina_view_grid_clear (LaminaViewGrid *self)
{
  lamina_view_grid_shrink (self);
  while (self->cards->len > 0)
    lamina_view_grid_drop_card (self, g_ptr_array_index (self->cards, self->cards->len - 1));
  g_clear_pointer (&self->layout, g_free);
}

static void
lamina_view_grid_fill_default (LaminaViewGrid *self)
{
  g_autoptr(GArray) places = lamina_scene_list_default (self->scene);

  for (guint i = 0; i < places->len; i++)
    {
      const LaminaScenePlace *place = &g_array_index (places, LaminaScenePlace, i);
      LaminaViewCard *card = lamina_view_card_new (self->scene, place->klass);

      lamina_view_card_set_columns (card, place->columns);
      lamina_plot_get_options (lamina_view_card_get_plot (card))->index = place->index;
      lamina_view_card_update (card);
      lamina_view_grid_append (self, card);
    }
}

void
lamina_view_grid_update (LaminaViewGrid *self)
{
  const char *layout = lamina_session_get_document (lamina_scene_get_session (self->scene))->layout;
  g_autofree char *prompt = NULL;
  g_auto(GStrv) lines = NULL;

  if (layout != NULL && g_strcmp0 (layout, self->layout) == 0)
    return;

  prompt = lamina_view_card_find_prompt (layout);
  lamina_scene_set_prompt (self->scene, prompt);

  lamina_view_grid_clear (self);
  if (layout == NULL)
    lamina_view_grid_fill_default (self);
  else
    {
      lines = g_strsplit (layout, "\n", -1);
      for (GStrv line = lines; *line != NULL; line++)
        {
          LaminaViewCard *card = lamina_view_card_read (self->scene, *line);

          if (card != NULL)
            lamina_view_grid_append (self, card);
        }
    }

  self->layout = layout != NULL ? g_strdup (layout) : NULL;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
lamina_view_grid_add_view (LaminaViewGrid *self,
                           const char     *line)
{
  LaminaViewCard *card = lamina_view_card_read (self->scene, line);
  g_autofree char *label = NULL;

  if (card == NULL)
    return;

  /* TRANSLATORS: an entry of undo; %s is a view: "Kernels". */
  label = g_strdup_printf (_("add %s"),
                           _(lamina_plot_get_view (lamina_view_card_get_plot (card))->title));
  lamina_view_grid_append (self, card);
  lamina_view_grid_keep (self, label);
}

/* One entry of the menu; a metric is a view of its own, by its index. */
static void
append_view (GMenu                 *menu,
             const LaminaViewClass *klass,
             LaminaFrame            frame)
{
  g_autofree char *line = g_strdup_printf ("%s index=%u", klass->id, frame.options.index);
  g_autofree char *title = NULL;
  g_autoptr(GMenuItem) item = NULL;

  if (klass->takes_layer)
    frame.layer = lamina_view_choose_layer (klass, &frame);
  if (klass->fits != NULL && !klass->fits (&frame))
    return;

  title = lamina_view_write_title (klass, &frame);
  item = g_menu_item_new (title, NULL);
  g_menu_item_set_action_and_target (item, "grid.add", "s", line);
  g_menu_append_item (menu, item);
}

GMenuModel *
lamina_view_grid_make_menu (LaminaViewGrid *self)
{
  LaminaFrame frame = *lamina_scene_get_frame (self->scene);
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *klass = lamina_view_nth (i);
      const gsize n = g_strcmp0 (klass->id, "metric") == 0 ? frame.n_metrics : 1;

      for (frame.options.index = 0; frame.options.index < n; frame.options.index++)
        append_view (menu, klass, frame);
      frame.options.index = 0;
    }

  return G_MENU_MODEL (menu);
}
