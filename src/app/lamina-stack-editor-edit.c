/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands: each is one edit of the session, which may have to ask the user first. */

#include "lamina-stack-editor-private.h"

#include <glib/gi18n-lib.h>

#include "lamina-window.h"

typedef struct _Edit Edit;

struct _Edit
{
  LaminaStackEditor *editor; /* referenced */
  gboolean         (*apply) (Edit *self, LaminaSession *session, GError **error);
  gsize              index, n, to;
  gboolean           flag;
  char              *text;   /* (nullable) */
  GArray            *list;   /* (nullable): indices */
};

static Edit *
edit_new (LaminaStackEditor *editor,
          gboolean         (*apply) (Edit *, LaminaSession *, GError **))
{
  Edit *self = g_new0 (Edit, 1);

  self->editor = g_object_ref (editor);
  self->apply = apply;

  return self;
}

static void
edit_free (gpointer data)
{
  Edit *self = data;

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
  Edit *self = data;

  return self->apply (self, session, error);
}

/* Takes @edit. Returns: whether it is done; @error is not set where the user is being asked */
static gboolean
run (Edit    *edit,
     GError **error)
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
static void
run_at (Edit  *edit,
        gsize  place)
{
  g_autoptr(LaminaStackEditor) editor = g_object_ref (edit->editor);
  g_autoptr(GError) error = NULL;

  if (!run (edit, &error) && error != NULL)
    lamina_stack_editor_refuse (editor, place, error->message);
}

static gboolean
apply_insert (Edit           *self,
              LaminaSession  *session,
              GError        **error)
{
  const gsize index = MIN (self->index,
                           lm_stack_get_n (lamina_session_get_document (session)->stack));

  if (!lamina_session_insert_layer (session, index, self->text, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) index);

  return TRUE;
}

void
lamina_stack_editor_insert (LaminaStackEditor *self,
                            const char        *kind,
                            gsize              index)
{
  Edit *edit;

  g_return_if_fail (LAMINA_IS_STACK_EDITOR (self));

  edit = edit_new (self, apply_insert);
  edit->index = index;
  edit->text = g_strdup (kind);
  run_at (edit, index);
}

static void
undo_clicked_cb (AdwToast *toast,
                 gpointer  session)
{
  lamina_session_undo (session);
}

static void
add_undo_toast (Edit          *self,
                LaminaSession *session)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self->editor));
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (self->n > 1)
    title = g_strdup_printf (ngettext ("%zu card deleted",
                                       "%zu cards deleted", self->n), self->n);
  else
    title = g_strdup_printf (_("%s deleted"), self->text);
  toast = adw_toast_new (title);
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
apply_delete (Edit           *self,
              LaminaSession  *session,
              GError        **error)
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
  Edit *edit;

  if (list->len == 0)
    return;

  stack = lamina_stack_editor_get_stack (self);
  first = g_array_index (list, gsize, 0);
  edit = edit_new (self, apply_delete);
  edit->text = g_strdup (lm_stack_nth (stack, first)->name);
  edit->n = g_hash_table_size (self->selected);
  edit->list = g_array_ref (list);
  run_at (edit, first);
}

static gboolean
apply_duplicate (Edit           *self,
                 LaminaSession  *session,
                 GError        **error)
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
  Edit *edit;

  if (list->len == 0)
    return;

  edit = edit_new (self, apply_duplicate);
  edit->list = g_array_ref (list);
  run_at (edit, g_array_index (list, gsize, 0));
}

static gboolean
apply_bypass (Edit           *self,
              LaminaSession  *session,
              GError        **error)
{
  return lamina_session_set_bypassed (session, self->index, self->flag, error);
}

void
lamina_stack_editor_toggle_bypass (LaminaStackEditor *self)
{
  const gssize layer = lamina_stack_editor_get_cursor (self);
  Edit *edit;

  if (layer < 0)
    return;

  edit = edit_new (self, apply_bypass);
  edit->index = (gsize) layer;
  edit->flag = !lm_stack_nth (lamina_stack_editor_get_stack (self), edit->index)->bypassed;
  run_at (edit, edit->index);
}

void
lamina_stack_editor_begin_rename (LaminaStackEditor *self)
{
  const gssize place = lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self));

  if (place > 0)
    lamina_layer_card_begin_rename (lamina_stack_editor_nth_card (self, (gsize) place));
}

static gboolean
apply_rename (Edit           *self,
              LaminaSession  *session,
              GError        **error)
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
  Edit *edit = edit_new (self, apply_rename);

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
apply_remedy (Edit           *self,
              LaminaSession  *session,
              GError        **error)
{
  return lamina_session_apply_remedy (session, self->text, error);
}

void
lamina_stack_editor_remedy_cb (LaminaStackEditor *self,
                               const char        *id,
                               LaminaLayerCard   *card)
{
  Edit *edit = edit_new (self, apply_remedy);

  edit->text = g_strdup (id);
  run_at (edit, (gsize) lamina_layer_card_get_layer (card));
}

static gboolean
apply_move (Edit           *self,
            LaminaSession  *session,
            GError        **error)
{
  if (!lamina_session_move_layers (session, self->index, self->n, self->to, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->to);

  return TRUE;
}

/* @place: the layer before which it shall stand, as places are now */
void
lamina_stack_editor_move_card (LaminaStackEditor *self,
                               gsize              first,
                               gsize              n,
                               gsize              place)
{
  Edit *edit;

  if (place >= first && place <= first + n)
    return;

  edit = edit_new (self, apply_move);
  edit->index = first;
  edit->n = n;
  edit->to = place > first ? place - n : place;
  run_at (edit, place);
}

void
lamina_stack_editor_move (LaminaStackEditor *self,
                          int                by)
{
  const gssize cursor = lamina_stack_editor_get_cursor (self);
  const gssize place = lamina_stack_editor_find_card (self, cursor);
  const gssize other = place + by;
  LaminaLayerCard *card, *neighbour;
  gsize to;

  if (place < 1 || other < 1 || other >= (gssize) self->cards->len)
    return;

  card = lamina_stack_editor_nth_card (self, (gsize) place);
  neighbour = lamina_stack_editor_nth_card (self, (gsize) other);
  to = (gsize) lamina_layer_card_get_layer (neighbour) +
       (by > 0 ? lamina_layer_card_get_n_layers (neighbour) : 0);
  lamina_stack_editor_move_card (self, (gsize) lamina_layer_card_get_layer (card),
                                 lamina_layer_card_get_n_layers (card), to);
}

/* "previous" first, if it read nothing else so far, then the new one. */
static gboolean
apply_link (Edit           *self,
            LaminaSession  *session,
            GError        **error)
{
  const LmLayer *layer = lm_stack_nth (lamina_session_get_document (session)->stack, self->index);
  g_autoptr(GStrvBuilder) inputs = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  if (layer->inputs[0] == NULL)
    g_strv_builder_add (inputs, LM_INPUT_PREVIOUS);
  g_strv_builder_addv (inputs, (const char **) layer->inputs);
  g_strv_builder_add (inputs, self->text);
  names = g_strv_builder_end (inputs);
  if (!lamina_session_set_inputs (session, self->index, (const char *const *) names, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->index);

  return TRUE;
}

/* Shapes that are equal can be added. */
static const char *
choose_link_kind (LaminaSession *session,
                  gssize         from,
                  gsize          to)
{
  const LmLayer *a = from >= 0 ? lamina_session_get_compiled_layer (session, (gsize) from) : NULL;
  const LmLayer *b = lamina_session_get_compiled_layer (session, to);

  return a != NULL && b != NULL && !lm_shape_equal (&a->output, &b->output) ? "concat" : "add";
}

static gboolean
apply_new_link (Edit           *self,
                LaminaSession  *session,
                GError        **error)
{
  const char *kind = self->flag ? "concat" : "add";

  if (!lamina_session_insert_link (session, self->to, kind, self->text, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->to);

  return TRUE;
}

void
lamina_stack_editor_link (LaminaStackEditor *self,
                          gssize             from,
                          gsize              to)
{
  LaminaSession *session = lamina_stack_editor_get_session (self);
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  const gssize source = lamina_stack_editor_find_card (self, from);
  const gssize place = lamina_stack_editor_find_card (self, (gssize) to);
  const gboolean reads_several = lm_stack_nth (stack, to)->klass->max_inputs > 1;
  LaminaLayerCard *card = lamina_stack_editor_nth_card (self, (gsize) source);
  gssize last = from;
  Edit *edit;

  /* What leaves a card is what its last activation makes. */
  if (from >= 0)
    last = lamina_layer_card_get_layer (card) + (gssize) lamina_layer_card_get_n_layers (card) - 1;

  edit = edit_new (self, reads_several ? apply_link : apply_new_link);
  edit->text = g_strdup (last >= 0 ? lm_stack_nth (stack, (gsize) last)->name : LM_INPUT_NETWORK);
  edit->index = to;
  card = lamina_stack_editor_nth_card (self, (gsize) place);
  edit->to = to + lamina_layer_card_get_n_layers (card);
  edit->flag = g_str_equal (choose_link_kind (session, last, edit->to - 1), "concat");
  run_at (edit, edit->to);
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
