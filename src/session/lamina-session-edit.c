/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-session-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Edits of one thing that follow each other faster than this are one entry. */
#define MERGE_USEC G_USEC_PER_SEC

static gint64
lamina_session_make_run_id (LaminaSession *self)
{
  GHashTableIter iter;
  gpointer value;
  gint64 last = self->document->run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    last = MAX (last, ((LaminaRun *) value)->id);

  return last + 1;
}

/* Stops training before a change that it cannot go on with. Returns: all that changes */
static LaminaChanges
lamina_session_make_way (LaminaSession  *self,
                         LaminaDocument *document)
{
  const LaminaChanges changes = lamina_document_compare (self->document, document);
  const gboolean had_begun = lamina_session_has_begun (self);

  if (changes & (LAMINA_CHANGES_OF_RUN | LAMINA_CHANGE_RUN))
    lamina_session_stop_trainer (self);

  if (changes & LAMINA_CHANGE_RUN || had_begun || self->run->step == 0)
    return changes;

  /* The step that was under way when training was paused stays with the stack that it was of. */
  document->run = lamina_session_make_run_id (self);

  return changes | LAMINA_CHANGE_RUN;
}

void
lamina_session_take_document (LaminaSession  *self,
                              LaminaDocument *document)
{
  const LaminaChanges changes = lamina_session_make_way (self, document);

  lamina_document_free (self->document);
  self->document = document;

  if (changes & LAMINA_CHANGE_RUN)
    lamina_session_switch_run (self);
  if (changes & LAMINA_CHANGES_OF_RUN && self->run->step == 0)
    lamina_session_reset_run (self);
  /* Data that are looked for elsewhere are expected to be those that the run began with. */
  if (changes & LAMINA_CHANGE_DATA && (changes & LAMINA_CHANGE_RUN || self->run->step == 0))
    self->shape = (LaminaDataShape) { 0 };
  if (changes & LAMINA_CHANGE_LIVE && !(changes & LAMINA_CHANGE_RUN))
    lamina_session_update_training (self);

  lamina_session_save_document (self, changes);

  if (changes & LAMINA_CHANGE_DATA)
    lamina_session_load_data (self);
  else if (changes & (LAMINA_CHANGES_OF_RUN | LAMINA_CHANGE_RUN))
    lamina_session_compile (self);

  lamina_session_emit (self, LAMINA_SIGNAL_CHANGED);
  lamina_session_update_play_state (self);
}

/* The entry that an edit joins, instead of making one of its own. */
static LaminaEdit *
lamina_session_find_merge (LaminaSession *self,
                           const char    *target)
{
  LaminaEdit *last;

  if (self->undo->len == 0 || self->redo->len > 0)
    return NULL;

  last = g_ptr_array_index (self->undo, self->undo->len - 1);
  if (g_get_monotonic_time () - last->time_usec > MERGE_USEC)
    return NULL;

  /* An edit that needed a new run is undone together with it. */
  if (last->is_start_over || (target != NULL && g_strcmp0 (last->target, target) == 0))
    return last;

  return NULL;
}

static LaminaEdit *
lamina_session_record_edit (LaminaSession *self,
                            const char    *page,
                            char          *label,
                            const char    *target)
{
  LaminaEdit *edit = lamina_session_find_merge (self, target);

  if (edit == NULL)
    {
      edit = g_new0 (LaminaEdit, 1);
      edit->document = lamina_document_copy (self->document);
      g_ptr_array_add (self->undo, edit);
    }

  g_free (edit->label);
  g_free (edit->target);
  edit->label = label;
  edit->page = page;
  edit->target = g_strdup (target);
  edit->time_usec = g_get_monotonic_time ();
  edit->is_start_over = FALSE;
  g_ptr_array_set_size (self->redo, 0);

  return edit;
}

gboolean
lamina_session_commit_edit (LaminaSession   *self,
                            LaminaDocument  *next,
                            const char      *page,
                            char            *label,
                            const char      *merge_target,
                            GError         **error)
{
  const LaminaChanges changes = lamina_document_compare (self->document, next);
  LaminaChanges of_run = changes & LAMINA_CHANGES_OF_RUN;
  gboolean keeps_run;

  /* Data that were moved are looked for elsewhere; whether they are the same is asked by play. */
  if (self->data_error != NULL)
    of_run &= ~LAMINA_CHANGE_DATA;

  if (of_run != LAMINA_CHANGE_NONE && lamina_session_has_begun (self))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_RUN_BEGUN,
                   ngettext ("This run has trained %" PRIu64 " step, which the change "
                             "would not fit: start over first",
                             "This run has trained %" PRIu64 " steps, which the change "
                             "would not fit: start over first", self->run->step),
                   self->run->step);
      g_free (label);
      lamina_document_free (next);
      return FALSE;
    }

  if (changes == LAMINA_CHANGE_NONE)
    {
      g_free (label);
      lamina_document_free (next);
      return TRUE;
    }

  keeps_run = changes & LAMINA_CHANGE_DATA && lamina_session_has_begun (self);
  lamina_session_record_edit (self, page, label, merge_target)->keeps_run = keeps_run;
  lamina_session_take_document (self, next);

  return TRUE;
}

void
lamina_session_start_over (LaminaSession *self)
{
  LaminaDocument *next;
  LaminaEdit *edit;

  g_return_if_fail (LAMINA_IS_SESSION (self));

  if (!lamina_session_has_begun (self))
    return;

  next = lamina_document_copy (self->document);
  next->run = lamina_session_make_run_id (self);
  edit = lamina_session_record_edit (self, "train", g_strdup (_("start over")), NULL);
  edit->is_start_over = TRUE;
  lamina_session_take_document (self, next);
}

const char *
lamina_session_get_undo_label (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->undo->len > 0
           ? ((LaminaEdit *) g_ptr_array_index (self->undo, self->undo->len - 1))->label : NULL;
}

const char *
lamina_session_get_redo_label (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return self->redo->len > 0
           ? ((LaminaEdit *) g_ptr_array_index (self->redo, self->redo->len - 1))->label : NULL;
}

/* Takes the newest entry of @from, and puts the way back on @to. */
static const char *
lamina_session_step_back (LaminaSession *self,
                          GPtrArray     *from,
                          GPtrArray     *to)
{
  LaminaEdit *edit;
  LaminaDocument *document;

  if (from->len == 0)
    return NULL;

  edit = g_ptr_array_steal_index (from, from->len - 1);
  document = edit->document;
  edit->document = lamina_document_copy (self->document);
  edit->time_usec = 0; /* Nothing joins it any more. */
  g_ptr_array_add (to, edit);

  /* Steps were trained since: they belong to what is left now, and stay with it. */
  if (document->run == self->document->run && lamina_session_has_begun (self) &&
      !edit->keeps_run &&
      lamina_document_compare (self->document, document) & LAMINA_CHANGES_OF_RUN)
    document->run = lamina_session_make_run_id (self);

  lamina_session_take_document (self, document);

  return edit->page;
}

const char *
lamina_session_undo (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return lamina_session_step_back (self, self->undo, self->redo);
}

const char *
lamina_session_redo (LaminaSession *self)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), NULL);

  return lamina_session_step_back (self, self->redo, self->undo);
}

gboolean
lamina_session_set_training (LaminaSession  *self,
                             const char     *name,
                             const char     *value,
                             gboolean        merge,
                             GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  g_autofree char *target = g_strdup_printf ("training.%s", name);

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lm_training_set (next->training, name, value, error))
    return FALSE;

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "train",
                                     g_strdup_printf (_("set %s to %s"), name, value),
                                     merge ? target : NULL, error);
}

gboolean
lamina_session_set_data (LaminaSession  *self,
                         const char     *name,
                         const char     *value,
                         GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lamina_data_config_set (next->data, name, value, error))
    return FALSE;

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "data",
                                     g_strdup_printf (_("set %s to %s"), name, value), NULL, error);
}

gboolean
lamina_session_import_data (LaminaSession      *self,
                            const char *const  *pairs,
                            GError            **error)
{
  g_autoptr(LaminaDocument) next = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  for (gsize i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2)
    {
      if (!lamina_data_config_set (next->data, pairs[i], pairs[i + 1], error))
        return FALSE;
    }

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "data",
                                     g_strdup (_("import data")), NULL, error);
}

gboolean
lamina_session_set (LaminaSession  *self,
                    const char     *key,
                    const char     *value,
                    GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  LaminaChanges changes;
  const char *page;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lamina_document_set (next, key, value, error))
    return FALSE;

  changes = lamina_document_compare (self->document, next);
  page = changes & LAMINA_CHANGE_DATA ? "data" : changes & LAMINA_CHANGE_STACK ? "build" : "train";

  return lamina_session_commit_edit (self, g_steal_pointer (&next), page,
                                     g_strdup_printf (_("set %s to %s"), key, value), NULL, error);
}

void
lamina_session_set_layout (LaminaSession *self,
                           const char    *layout,
                           const char    *label)
{
  LaminaDocument *next;

  g_return_if_fail (LAMINA_IS_SESSION (self));

  next = lamina_document_copy (self->document);
  g_free (next->layout);
  next->layout = g_strdup (layout);
  /* A layout fits any run: this cannot fail. */
  lamina_session_commit_edit (self, next, "train", g_strdup (label), NULL, NULL);
}
