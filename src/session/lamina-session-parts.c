/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stacks of two parts: their edits, and their rows in the file, where each part is a stack. */

#include <glib/gi18n-lib.h>

#include "lamina-session-private.h"
#include "lm-error.h"

gboolean
lamina_session_insert_layer_into (LaminaSession  *self,
                                  LmPart          part,
                                  gsize           index,
                                  const char     *kind,
                                  GError        **error)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  LaminaDocument *next;
  LmLayer *layer;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail ((part == LM_PART_MAIN) != lm_stack_has_parts (self->document->stack),
                        FALSE);

  if (klass == NULL)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no kind of layer “%s”"), kind);
      return FALSE;
    }

  next = lamina_document_copy (self->document);
  layer = lm_stack_insert_into (next->stack, part, index, klass);

  return lamina_session_commit_edit (self, next, "build",
                                     g_strdup_printf (_("insert %s"), layer->name), NULL, error);
}

gboolean
lamina_session_move_layers_into (LaminaSession  *self,
                                 LmPart          part,
                                 gsize           first,
                                 gsize           n,
                                 gsize           to,
                                 GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  const char *name;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lm_stack_move_block (next->stack, first, n, to, part, error))
    return FALSE;

  name = lm_stack_nth (self->document->stack, first)->name;

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "build",
                                     g_strdup_printf (_("move %s"), name), NULL, error);
}

gboolean
lamina_session_set_part (LaminaSession  *self,
                         gsize           index,
                         LmPart          part,
                         GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  const char *name;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lm_stack_set_part (next->stack, index, part, error))
    return FALSE;

  name = lm_stack_nth (self->document->stack, index)->name;

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "build",
                                     g_strdup_printf (_("move %s"), name), NULL, error);
}

gboolean
lamina_session_split_stack (LaminaSession  *self,
                            gsize           n_generator,
                            GError        **error)
{
  LaminaDocument *next;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  lm_stack_split (next->stack, n_generator);

  return lamina_session_commit_edit (self, next, "build",
                                     g_strdup (_("make a generator and a discriminator")), NULL,
                                     error);
}

gboolean
lamina_session_unite_stack (LaminaSession  *self,
                            GError        **error)
{
  LaminaDocument *next;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  lm_stack_unite (next->stack);

  return lamina_session_commit_edit (self, next, "build", g_strdup (_("make one stack of two")),
                                     NULL, error);
}

void
lamina_session_save_stack (LaminaSession *self)
{
  const LmStack *stack = self->document->stack;
  const gint64 run = self->run->id;

  for (LmPart part = LM_PART_MAIN; part < LM_N_PARTS; part++)
    {
      g_autoptr(LmStack) layers = NULL;

      if ((part == LM_PART_MAIN) == lm_stack_has_parts (stack))
        {
          lamina_project_writer_remove_stack (self->writer, run, lm_part_ids[part]);
          continue;
        }

      layers = lm_stack_copy_part (stack, part);
      lamina_project_writer_set_stack (self->writer, run, lm_part_ids[part], layers);
    }
}

LmStack *
lamina_session_read_stack (const LaminaBranch  *branch,
                           GError             **error)
{
  const LmStack *main_stack = lamina_branch_get_stack (branch, LAMINA_STACK_MAIN);
  g_autoptr(LmStack) stack = lm_stack_new ();

  if (main_stack != NULL)
    return lm_stack_copy (main_stack);

  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    {
      const LmStack *layers = lamina_branch_get_stack (branch, lm_part_ids[part]);

      if (layers == NULL)
        continue;

      if (!lm_stack_has_parts (stack))
        lm_stack_split (stack, 0);
      if (!lm_stack_add_part (stack, part, layers, error))
        return NULL;
    }

  return g_steal_pointer (&stack);
}
