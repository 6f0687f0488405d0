/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands: each is one edit of the session, which may have to ask the user first. */

#include "lamina-stack-editor-private.h"

#include <glib/gi18n-lib.h>

#include "lamina-window.h"

LaminaStackEdit *
lamina_stack_edit_new (LaminaStackEditor   *editor,
                       LaminaStackEditFunc  apply)
{
  LaminaStackEdit *self = g_new0 (LaminaStackEdit, 1);

  self->editor = g_object_ref (editor);
  self->apply = apply;

  return self;
}

static void
edit_free (gpointer data)
{
  LaminaStackEdit *self = data;

  g_object_unref (self->editor);
  g_free (self->text);
  g_clear_pointer (&self->list, g_array_unref);
  g_free (self);
}

static gboolean
edit_cb (LaminaSession  *session,
         gpointer        data,
         GError        **error)
{
  LaminaStackEdit *self = data;

  return self->apply (self, session, error);
}

/* Takes @edit. Returns: whether it is done; @error is not set where the user is being asked */
static gboolean
run (LaminaStackEdit  *edit,
     GError          **error)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (edit->editor));

  if (window == NULL)
    {
      edit_free (edit);
      return FALSE;
    }

  return lamina_window_edit (window, edit_cb, edit, edit_free, error);
}

/* For commands that can only be refused for the place they are about. */
void
lamina_stack_edit_run (LaminaStackEdit  *edit,
                       LaminaStackPlace  place)
{
  g_autoptr(LaminaStackEditor) editor = g_object_ref (edit->editor);
  g_autoptr(GError) error = NULL;

  if (!run (edit, &error) && error != NULL)
    lamina_stack_editor_refuse (editor, place, error->message);
}

LaminaStackPlace
lamina_stack_editor_get_place_of (LaminaStackEditor *self,
                                  gsize              layer)
{
  return (LaminaStackPlace) { layer,
                              lm_stack_nth (lamina_stack_editor_get_stack (self), layer)->part };
}

static gboolean
apply_insert (LaminaStackEdit  *self,
              LaminaSession    *session,
              GError          **error)
{
  const gsize index = MIN (self->index,
                           lm_stack_get_n (lamina_session_get_document (session)->stack));

  if (self->part != LM_PART_MAIN
        ? !lamina_session_insert_layer_into (session, self->part, index, self->text, error)
        : !lamina_session_insert_layer (session, index, self->text, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) index);

  return TRUE;
}

void
lamina_stack_editor_insert (LaminaStackEditor *self,
                            const char        *kind,
                            LaminaStackPlace   place)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  g_autofree char *refusal = NULL;
  LaminaStackEdit *edit;

  g_return_if_fail (LAMINA_IS_STACK_EDITOR (self));

  refusal = klass != NULL ? lamina_stack_editor_check_kind (self, klass, place) : NULL;
  if (refusal != NULL)
    {
      lamina_stack_editor_refuse (self, place, refusal);
      return;
    }

  edit = lamina_stack_edit_new (self, apply_insert);
  edit->index = place.index;
  edit->part = place.part;
  edit->text = g_strdup (kind);
  lamina_stack_edit_run (edit, place);
}

static void
undo_clicked_cb (AdwToast *toast,
                 gpointer  session)
{
  lamina_session_undo (session);
}

static void
add_undo_toast (LaminaStackEdit *self,
                LaminaSession   *session)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self->editor));
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (self->n > 1)
    title = g_strdup_printf (ngettext ("%zu card deleted",
                                       "%zu cards deleted", self->n), self->n);
  else
    title = g_strdup_printf (_("%s deleted"), self->text);
  toast = lamina_toast_new (title);
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), session, 0);
  /* After another edit it would undo that one. */
  g_signal_connect_object (session, "changed", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  if (window != NULL)
    {
      lamina_window_announce (window, title);
      lamina_window_add_toast (window, toast);
    }
}

static gboolean
apply_delete (LaminaStackEdit  *self,
              LaminaSession    *session,
              GError          **error)
{
  const gssize next = (gssize) g_array_index (self->list, gsize, 0);
  gssize n_left;

  if (!lamina_session_remove_layers (session, (const gsize *) self->list->data, self->list->len,
                                     error))
    return FALSE;

  n_left = (gssize) lm_stack_get_n (lamina_session_get_document (session)->stack);
  lamina_stack_editor_choose (self->editor, MIN (next, n_left - 1));
  add_undo_toast (self, session);

  return TRUE;
}

void
lamina_stack_editor_delete (LaminaStackEditor *self)
{
  g_autoptr(GArray) list = lamina_stack_editor_list_selected (self);
  const LmStack *stack;
  gsize first;
  LaminaStackEdit *edit;

  if (list->len == 0)
    return;

  stack = lamina_stack_editor_get_stack (self);
  first = g_array_index (list, gsize, 0);
  edit = lamina_stack_edit_new (self, apply_delete);
  edit->text = g_strdup (lm_stack_nth (stack, first)->name);
  edit->n = g_hash_table_size (self->selected);
  edit->list = g_array_ref (list);
  lamina_stack_edit_run (edit, lamina_stack_editor_get_place_of (self, first));
}

static gboolean
apply_duplicate (LaminaStackEdit  *self,
                 LaminaSession    *session,
                 GError          **error)
{
  if (!lamina_session_duplicate_layers (session, (const gsize *) self->list->data,
                                        self->list->len, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor,
                              (gssize) g_array_index (self->list, gsize, self->list->len - 1) + 1);

  return TRUE;
}

void
lamina_stack_editor_duplicate (LaminaStackEditor *self)
{
  g_autoptr(GArray) list = lamina_stack_editor_list_selected (self);
  LaminaStackEdit *edit;

  if (list->len == 0)
    return;

  edit = lamina_stack_edit_new (self, apply_duplicate);
  edit->list = g_array_ref (list);
  lamina_stack_edit_run (edit, lamina_stack_editor_get_place_of (self,
                                                                 g_array_index (list, gsize, 0)));
}

static gboolean
apply_bypass (LaminaStackEdit  *self,
              LaminaSession    *session,
              GError          **error)
{
  return lamina_session_set_bypassed (session, self->index, self->flag, error);
}

void
lamina_stack_editor_toggle_bypass (LaminaStackEditor *self)
{
  const gssize layer = lamina_stack_editor_get_cursor (self);
  LaminaStackEdit *edit;

  if (layer < 0)
    return;

  edit = lamina_stack_edit_new (self, apply_bypass);
  edit->index = (gsize) layer;
  edit->flag = !lm_stack_nth (lamina_stack_editor_get_stack (self), edit->index)->bypassed;
  lamina_stack_edit_run (edit, lamina_stack_editor_get_place_of (self, edit->index));
}

void
lamina_stack_editor_begin_rename (LaminaStackEditor *self)
{
  const gssize place = lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self));

  if (place >= 0)
    lamina_layer_card_begin_rename (lamina_stack_editor_nth_card (self, (gsize) place));
}

static gboolean
apply_rename (LaminaStackEdit  *self,
              LaminaSession    *session,
              GError          **error)
{
  if (!lamina_session_rename_layer (session, self->index, self->text, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->index);

  return TRUE;
}

void
lamina_stack_editor_rename_cb (LaminaStackEditor *self,
                               const char        *name,
                               LaminaLayerCard   *card)
{
  g_autoptr(GError) error = NULL;
  LaminaStackEdit *edit = lamina_stack_edit_new (self, apply_rename);

  edit->index = (gsize) lamina_layer_card_get_layer (card);
  edit->text = g_strdup (name);
  if (run (edit, &error) || error == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (card));
      lamina_layer_card_end_rename (card, NULL);
    }
  else
    lamina_layer_card_end_rename (card, error->message);
}

static gboolean
apply_remedy (LaminaStackEdit  *self,
              LaminaSession    *session,
              GError          **error)
{
  return lamina_session_apply_remedy (session, self->text, error);
}

void
lamina_stack_editor_remedy_cb (LaminaStackEditor *self,
                               const char        *id,
                               LaminaLayerCard   *card)
{
  const gsize layer = (gsize) lamina_layer_card_get_layer (card);
  LaminaStackEdit *edit = lamina_stack_edit_new (self, apply_remedy);

  edit->text = g_strdup (id);
  lamina_stack_edit_run (edit, lamina_stack_editor_get_place_of (self, layer));
}

void
lamina_stack_editor_show_problem (LaminaStackEditor *self)
{
  LaminaSession *session = lamina_stack_editor_get_session (self);
  const LaminaProblem *problem = session != NULL ? lamina_session_get_problem (session) : NULL;
  gssize place;

  if (problem == NULL || problem->layer < 0)
    return;

  place = lamina_stack_editor_find_card (self, problem->layer);
  if (place >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (lamina_stack_editor_nth_card (self, (gsize) place)));
  lamina_stack_editor_choose (self, problem->layer);
}
