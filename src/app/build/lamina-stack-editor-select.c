/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cursor, which the inspector follows, and the selection, which commands act on. */

#include "lamina-stack-editor-private.h"

static const char *
get_name (LaminaStackEditor *self,
          gssize             layer)
{
  return layer >= 0 ? lm_stack_nth (lamina_stack_editor_get_stack (self), (gsize) layer)->name
                    : NULL;
}

static gssize
find_layer (LaminaStackEditor *self,
            const char        *name)
{
  return name != NULL ? lm_stack_find (lamina_stack_editor_get_stack (self), name) : -1;
}

static void
set_cursor (LaminaStackEditor *self,
            gssize             layer)
{
  g_free (self->cursor);
  self->cursor = g_strdup (get_name (self, layer));
}

gssize
lamina_stack_editor_get_cursor (LaminaStackEditor *self)
{
  g_return_val_if_fail (LAMINA_IS_STACK_EDITOR (self), -1);

  return self->scene != NULL ? find_layer (self, self->cursor) : -1;
}

static gboolean
is_gone (gpointer key,
         gpointer value,
         gpointer data)
{
  return find_layer (data, key) < 0;
}

void
lamina_stack_editor_prune_selection (LaminaStackEditor *self)
{
  g_hash_table_foreach_remove (self->selected, is_gone, self);
  if (self->cursor != NULL && find_layer (self, self->cursor) < 0)
    g_clear_pointer (&self->cursor, g_free);
  if (self->anchor != NULL && find_layer (self, self->anchor) < 0)
    g_clear_pointer (&self->anchor, g_free);
}

void
lamina_stack_editor_show_selection (LaminaStackEditor *self)
{
  const gssize cursor = lamina_stack_editor_get_cursor (self);

  for (guint i = 0; i < self->cards->len; i++)
    {
      LaminaLayerCard *card = lamina_stack_editor_nth_card (self, i);
      const gssize first = lamina_layer_card_get_layer (card);
      const gssize n = (gssize) lamina_layer_card_get_n_layers (card);
      gboolean selected = first < 0 && cursor < 0 && g_hash_table_size (self->selected) == 0;

      for (gssize layer = first; layer >= 0 && layer < first + n; layer++)
        selected = selected || g_hash_table_contains (self->selected, get_name (self, layer));
      lamina_layer_card_set_selected (card, selected,
                                      cursor > first && cursor < first + n ? cursor : -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_chosen (LaminaStackEditor *self)
{
  const gssize cursor = lamina_stack_editor_get_cursor (self);

  lamina_stack_editor_show_selection (self);
  if (cursor >= 0)
    lamina_scene_choose_layer (self->scene, cursor);
  g_signal_emit_by_name (self, "chosen");
}

static void
add_selected (LaminaStackEditor *self,
              gssize             layer)
{
  if (layer >= 0)
    g_hash_table_add (self->selected, g_strdup (get_name (self, layer)));
}

/* From the anchor's card to @card. */
static void
select_range (LaminaStackEditor *self,
              gsize              card)
{
  const gssize anchor = lamina_stack_editor_find_card (self, find_layer (self, self->anchor));
  const gsize start = anchor >= 0 ? (gsize) anchor : card;

  g_hash_table_remove_all (self->selected);
  for (gsize i = MIN (start, card); i <= MAX (start, card); i++)
    add_selected (self, lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, i)));
}

static gboolean
toggle_selected (LaminaStackEditor *self,
                 gssize             layer)
{
  const char *name = get_name (self, layer);

  if (name == NULL || g_hash_table_size (self->selected) < 2 ||
      !g_hash_table_remove (self->selected, name))
    add_selected (self, layer);

  return TRUE;
}

void
lamina_stack_editor_select_card (LaminaStackEditor *self,
                                 gsize              card,
                                 GdkModifierType    state)
{
  const gssize layer = lamina_layer_card_get_layer (lamina_stack_editor_nth_card (self, card));

  set_cursor (self, layer);
  self->has_chosen_input = layer < 0;
  if (state & GDK_SHIFT_MASK)
    select_range (self, card);
  else
    {
      if (state & GDK_CONTROL_MASK)
        toggle_selected (self, layer);
      else
        {
          g_hash_table_remove_all (self->selected);
          add_selected (self, layer);
        }
      g_free (self->anchor);
      self->anchor = g_strdup (get_name (self, layer));
    }
  gtk_widget_grab_focus (GTK_WIDGET (lamina_stack_editor_nth_card (self, card)));
  tell_chosen (self);
}

void
lamina_stack_editor_choose (LaminaStackEditor *self,
                            gssize             layer)
{
  gssize place;

  g_return_if_fail (LAMINA_IS_STACK_EDITOR (self));

  if (self->scene == NULL ||
      layer >= (gssize) lm_stack_get_n (lamina_stack_editor_get_stack (self)))
    return;

  g_hash_table_remove_all (self->selected);
  add_selected (self, layer);
  set_cursor (self, layer);
  self->has_chosen_input = FALSE;
  g_free (self->anchor);
  self->anchor = g_strdup (get_name (self, layer));
  place = lamina_stack_editor_find_card (self, layer);
  if (place >= 0 && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (lamina_stack_editor_nth_card (self, (gsize) place)));
  tell_chosen (self);
}

void
lamina_stack_editor_grab (LaminaStackEditor *self)
{
  const gssize place =
    lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self));

  if (place >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (lamina_stack_editor_nth_card (self, (gsize) place)));
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const gsize *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

GArray *
lamina_stack_editor_list_selected (LaminaStackEditor *self)
{
  GArray *indices = g_array_new (FALSE, FALSE, sizeof (gsize));
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const gssize layer = find_layer (self, name);
      const gssize place = lamina_stack_editor_find_card (self, layer);
      LaminaLayerCard *card;
      gsize n;

      if (place < 0 || layer < 0)
        continue;

      card = lamina_stack_editor_nth_card (self, (gsize) place);
      n = lamina_layer_card_get_layer (card) == layer ? lamina_layer_card_get_n_layers (card) : 1;
      for (gsize i = 0; i < n; i++)
        {
          const gsize index = (gsize) layer + i;

          if (i == 0 || !g_hash_table_contains (self->selected, get_name (self, (gssize) index)))
            g_array_append_val (indices, index);
        }
    }
  g_array_sort (indices, compare_sizes);

  return indices;
}

LaminaStackPlace
lamina_stack_editor_get_place (LaminaStackEditor *self,
                               const char        *kind)
{
  const LmLayerClass *klass = kind != NULL ? lm_layer_class_find (kind) : NULL;
  const gssize cursor = lamina_stack_editor_get_cursor (self);
  gssize place;
  LaminaLayerCard *card;
  LmPart part;

  if (self->scene == NULL)
    return (LaminaStackPlace) { 0, LM_PART_MAIN };

  part = lm_stack_has_parts (lamina_stack_editor_get_stack (self)) ? LM_PART_DISCRIMINATOR
                                                                   : LM_PART_MAIN;
  if (klass != NULL && klass->ignores_input && part != LM_PART_MAIN)
    return (LaminaStackPlace) { 0, LM_PART_GENERATOR };
  if (cursor < 0 && !self->has_chosen_input &&
      gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL)
    return lamina_stack_editor_part_end (self, part); /* Nothing is chosen yet. */
  if (cursor < 0)
    {
      gsize first;

      lm_stack_get_part (lamina_stack_editor_get_stack (self), part, &first);

      return (LaminaStackPlace) { first, part };
    }

  place = lamina_stack_editor_find_card (self, cursor);
  card = lamina_stack_editor_nth_card (self, (gsize) place);

  return (LaminaStackPlace) {
    (gsize) lamina_layer_card_get_layer (card) + lamina_layer_card_get_n_layers (card),
    lamina_stack_editor_card_part (self, (gsize) place),
  };
}

static gboolean
move_cursor_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   data)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (widget);
  gssize place;
  int by;
  gboolean extends;

  if (self->scene == NULL || !LAMINA_IS_LAYER_CARD (gtk_widget_get_focus_child (widget)))
    return FALSE;

  g_variant_get (arguments, "(ib)", &by, &extends);
  place = lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self)) + by;
  place = CLAMP (place, 0, (gssize) self->cards->len - 1);
  lamina_stack_editor_select_card (self, (gsize) place, extends ? GDK_SHIFT_MASK : 0);

  return TRUE;
}

static gboolean
command_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   data)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (widget);

  if (!LAMINA_IS_LAYER_CARD (gtk_widget_get_focus_child (widget)) || self->scene == NULL)
    return FALSE;

  switch (g_variant_get_int32 (arguments))
    {
    case GDK_KEY_Delete:
      lamina_stack_editor_delete (self);
      return TRUE;
    case GDK_KEY_d:
      lamina_stack_editor_duplicate (self);
      return TRUE;
    case GDK_KEY_b:
      lamina_stack_editor_toggle_bypass (self);
      return TRUE;
    case GDK_KEY_F2:
      lamina_stack_editor_begin_rename (self);
      return TRUE;
    case GDK_KEY_slash:
      lamina_stack_editor_search (self, lamina_stack_editor_get_place (self, NULL));
      return TRUE;
    case GDK_KEY_Up:
      lamina_stack_editor_move (self, -1);
      return TRUE;
    case GDK_KEY_Down:
      lamina_stack_editor_move (self, 1);
      return TRUE;
    case GDK_KEY_Return:
      g_signal_emit_by_name (self, "open-fields");
      return TRUE;
    default:
      return FALSE;
    }
}

void
lamina_stack_editor_bind_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key; int by; } moves[] = {
    { GDK_KEY_Up, -1 }, { GDK_KEY_Down, 1 },
    { GDK_KEY_Home, -G_MAXSHORT }, { GDK_KEY_End, G_MAXSHORT },
  };
  static const struct { guint key; GdkModifierType state; int command; } commands[] = {
    { GDK_KEY_Delete, 0, GDK_KEY_Delete }, { GDK_KEY_KP_Delete, 0, GDK_KEY_Delete },
    { GDK_KEY_d, GDK_CONTROL_MASK, GDK_KEY_d }, { GDK_KEY_b, 0, GDK_KEY_b },
    { GDK_KEY_F2, 0, GDK_KEY_F2 }, { GDK_KEY_slash, 0, GDK_KEY_slash },
    { GDK_KEY_Up, GDK_ALT_MASK, GDK_KEY_Up }, { GDK_KEY_Down, GDK_ALT_MASK, GDK_KEY_Down },
    { GDK_KEY_Return, 0, GDK_KEY_Return }, { GDK_KEY_KP_Enter, 0, GDK_KEY_Return },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move_cursor_cb, "(ib)",
                                    moves[i].by, FALSE);
      gtk_widget_class_add_binding (widget_class, moves[i].key, GDK_SHIFT_MASK, move_cursor_cb,
                                    "(ib)", moves[i].by, TRUE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    gtk_widget_class_add_binding (widget_class, commands[i].key, commands[i].state, command_cb,
                                  "i", commands[i].command);
}
