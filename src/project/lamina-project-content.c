/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-content.h"

static void
free_stack (gpointer data)
{
  LaminaNamedStack *self = data;

  g_free (self->name);
  lm_stack_free (self->stack);
  g_free (self);
}

static void
free_attachment (gpointer data)
{
  g_free (((LaminaAttachmentInfo *) data)->name);
  g_free (data);
}

static void
clear_revision (gpointer data)
{
  g_clear_pointer (&((LaminaRevision *) data)->training, lm_training_free);
}

static void
clear_note (gpointer data)
{
  g_free (((LaminaNote *) data)->text);
}

LaminaBranch *
lamina_branch_new (const char *name)
{
  LaminaBranch *self = g_new0 (LaminaBranch, 1);

  self->name = g_strdup (name);
  self->created_usec = g_get_real_time ();
  self->stacks = g_ptr_array_new_with_free_func (free_stack);
  self->data = lamina_pairs_new ();
  self->training = lm_training_new ();
  self->revisions = g_array_new (FALSE, FALSE, sizeof (LaminaRevision));
  g_array_set_clear_func (self->revisions, clear_revision);
  self->records = g_array_new (FALSE, FALSE, sizeof (LmRecord));
  self->notes = g_array_new (FALSE, FALSE, sizeof (LaminaNote));
  g_array_set_clear_func (self->notes, clear_note);

  return self;
}

void
lamina_branch_free (LaminaBranch *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->stacks, g_ptr_array_unref);
  g_clear_pointer (&self->data, lamina_pairs_free);
  g_clear_pointer (&self->training, lm_training_free);
  g_clear_pointer (&self->revisions, g_array_unref);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->notes, g_array_unref);
  g_free (self->data_sha256);
  g_free (self->data_description);
  g_free (self->fingerprint);
  g_free (self->name);
  g_free (self);
}

LmStack *
lamina_branch_get_stack (const LaminaBranch *self,
                         const char         *name)
{
  for (guint i = 0; i < self->stacks->len; i++)
    {
      const LaminaNamedStack *stack = g_ptr_array_index (self->stacks, i);

      if (g_str_equal (stack->name, name))
        return stack->stack;
    }

  return NULL;
}

void
lamina_branch_take_stack (LaminaBranch *self,
                          const char   *name,
                          LmStack      *stack)
{
  LaminaNamedStack *row = g_new (LaminaNamedStack, 1);

  row->name = g_strdup (name);
  row->stack = stack;
  g_ptr_array_add (self->stacks, row);
}

LaminaProjectContent *
lamina_project_content_new (void)
{
  LaminaProjectContent *self = g_new0 (LaminaProjectContent, 1);

  self->info = lamina_pairs_new ();
  self->layout = lamina_pairs_new ();
  self->branches = g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_branch_free);
  self->states = g_array_new (FALSE, FALSE, sizeof (LaminaStateInfo));
  self->evaluations = g_array_new (FALSE, FALSE, sizeof (LaminaEvaluation));
  self->attachments = g_ptr_array_new_with_free_func (free_attachment);

  return self;
}

void
lamina_project_content_free (LaminaProjectContent *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->info, lamina_pairs_free);
  g_clear_pointer (&self->layout, lamina_pairs_free);
  g_clear_pointer (&self->branches, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_array_unref);
  g_clear_pointer (&self->evaluations, g_array_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self);
}

LaminaBranch *
lamina_project_content_get_branch (const LaminaProjectContent *self,
                                   gint64                      id)
{
  const char *current = lamina_pairs_get (self->info, LAMINA_INFO_BRANCH);

  if (id == 0)
    id = current != NULL ? g_ascii_strtoll (current, NULL, 10) : LAMINA_BRANCH_MAIN;

  for (guint i = 0; i < self->branches->len; i++)
    {
      LaminaBranch *branch = g_ptr_array_index (self->branches, i);

      if (branch->id == id)
        return branch;
    }

  return NULL;
}

const LaminaStateInfo *
lamina_project_content_find_state (const LaminaProjectContent *self,
                                   gint64                      branch,
                                   LaminaStateRole             role)
{
  const LaminaStateInfo *found = NULL;

  for (guint i = 0; i < self->states->len; i++)
    {
      const LaminaStateInfo *state = &g_array_index (self->states, LaminaStateInfo, i);

      if (state->branch == branch && state->role == role &&
          (found == NULL || state->step > found->step))
        found = state;
    }

  return found;
}
