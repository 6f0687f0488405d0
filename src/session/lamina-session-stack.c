/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits of the stack: each copies the document, changes the copy, and commits it. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-session-private.h"
#include "lm-error.h"

static gboolean
lamina_session_commit_stack (LaminaSession  *self,
                             LaminaDocument *next,
                             char           *label,
                             const char     *merge_target,
                             GError        **error)
{
  return lamina_session_commit_edit (self, next, "build", label, merge_target, error);
}

static const char *
lamina_session_get_layer_name (LaminaSession *self,
                               gsize          index)
{
  return lm_stack_nth (self->document->stack, index)->name;
}

gboolean
lamina_session_insert_layer (LaminaSession  *self,
                             gsize           index,
                             const char     *kind,
                             GError        **error)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  LaminaDocument *next;
  LmLayer *layer;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (index <= lm_stack_get_n (self->document->stack), FALSE);

  if (klass == NULL)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no kind of layer “%s”"), kind);
      return FALSE;
    }

  next = lamina_document_copy (self->document);
  layer = lm_stack_insert (next->stack, index, klass);

  return lamina_session_commit_stack (self, next, g_strdup_printf (_("insert %s"), layer->name),
                                      NULL, error);
}

gboolean
lamina_session_insert_link (LaminaSession  *self,
                            gsize           index,
                            const char     *kind,
                            const char     *source,
                            GError        **error)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  LaminaDocument *next;
  LmLayer *layer;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (klass != NULL && klass->max_inputs > 1, FALSE);

  next = lamina_document_copy (self->document);
  layer = lm_stack_insert (next->stack, index, klass);
  g_strfreev (layer->inputs);
  layer->inputs = g_new0 (char *, 3);
  layer->inputs[0] = g_strdup (LM_INPUT_PREVIOUS);
  layer->inputs[1] = g_strdup (source);

  return lamina_session_commit_stack (self, next, g_strdup_printf (_("insert %s"), layer->name),
                                      NULL, error);
}

static int
compare_descending (gconstpointer a,
                    gconstpointer b)
{
  const gsize *first = a, *second = b;

  return *first < *second ? 1 : *first > *second ? -1 : 0;
}

/* The same from the last to the first, so that an edit does not move those to come. */
static gsize *
sort_indices (const gsize *indices,
              gsize        n)
{
  gsize *sorted = g_memdup2 (indices, n * sizeof *indices);

  qsort (sorted, n, sizeof *sorted, compare_descending);

  return sorted;
}

gboolean
lamina_session_remove_layers (LaminaSession  *self,
                              const gsize    *indices,
                              gsize           n,
                              GError        **error)
{
  g_autofree gsize *sorted = NULL;
  LaminaDocument *next;
  char *label;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  if (n == 0)
    return TRUE;

  label = n == 1
    ? g_strdup_printf (_("delete %s"), lamina_session_get_layer_name (self, indices[0]))
    : g_strdup_printf (ngettext ("delete %zu layer",
                                 "delete %zu layers", n), n);
  next = lamina_document_copy (self->document);
  sorted = sort_indices (indices, n);
  for (gsize i = 0; i < n; i++)
    lm_stack_remove (next->stack, sorted[i]);

  return lamina_session_commit_stack (self, next, label, NULL, error);
}

gboolean
lamina_session_duplicate_layers (LaminaSession  *self,
                                 const gsize    *indices,
                                 gsize           n,
                                 GError        **error)
{
  g_autofree gsize *sorted = NULL;
  LaminaDocument *next;
  char *label;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  if (n == 0)
    return TRUE;

  label = n == 1
    ? g_strdup_printf (_("duplicate %s"), lamina_session_get_layer_name (self, indices[0]))
    : g_strdup_printf (ngettext ("duplicate %zu layer",
                                 "duplicate %zu layers", n), n);
  next = lamina_document_copy (self->document);
  sorted = sort_indices (indices, n);
  for (gsize i = 0, last = sorted[0]; i < n; i++)
    {
      /* Layers that follow each other are copied as a block. */
      if (i > 0 && sorted[i] + 1 != sorted[i - 1])
        last = sorted[i];
      lm_stack_duplicate (next->stack, sorted[i]);
      if (!lm_stack_move (next->stack, sorted[i] + 1, last + 1, NULL))
        g_assert_not_reached (); /* Nobody reads the copy yet. */
    }

  return lamina_session_commit_stack (self, next, label, NULL, error);
}

gboolean
lamina_session_move_layer (LaminaSession  *self,
                           gsize           from,
                           gsize           to,
                           GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lm_stack_move (next->stack, from, to, error))
    return FALSE;

  return lamina_session_commit_stack (self, g_steal_pointer (&next),
                                      g_strdup_printf (_("move %s"),
                                                       lamina_session_get_layer_name (self, from)),
                                      NULL, error);
}

gboolean
lamina_session_move_layers (LaminaSession  *self,
                            gsize           first,
                            gsize           n,
                            gsize           to,
                            GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (n > 0 && first + n <= lm_stack_get_n (self->document->stack), FALSE);
  g_return_val_if_fail (to + n <= lm_stack_get_n (self->document->stack), FALSE);

  next = lamina_document_copy (self->document);
  for (gsize i = 0; i < n; i++)
    {
      const gboolean is_up = to < first;

      if (!lm_stack_move (next->stack, is_up ? first + i : first, is_up ? to + i : to + n - 1,
                          error))
        return FALSE;
    }

  return lamina_session_commit_stack (self, g_steal_pointer (&next),
                                      g_strdup_printf (_("move %s"),
                                                       lamina_session_get_layer_name (self, first)),
                                      NULL, error);
}

gboolean
lamina_session_rename_layer (LaminaSession  *self,
                             gsize           index,
                             const char     *name,
                             GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  if (!lm_stack_rename (next->stack, index, name, error))
    return FALSE;

  return lamina_session_commit_stack (self, g_steal_pointer (&next),
                                      g_strdup_printf (_("rename %s to %s"),
                                                       lamina_session_get_layer_name (self, index),
                                                       name),
                                      NULL, error);
}

gboolean
lamina_session_set_bypassed (LaminaSession  *self,
                             gsize           index,
                             gboolean        bypassed,
                             GError        **error)
{
  LaminaDocument *next;
  const char *name;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  name = lamina_session_get_layer_name (self, index);
  next = lamina_document_copy (self->document);
  lm_stack_nth (next->stack, index)->bypassed = bypassed;

  return lamina_session_commit_stack (self, next,
                                      g_strdup_printf (bypassed      ? _("bypass %s")
                                                                     : _("use %s again"), name),
                                                       NULL, error);
}

gboolean
lamina_session_set_inputs (LaminaSession      *self,
                           gsize               index,
                           const char *const  *inputs,
                           GError            **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  LmLayer *layer;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  layer = lm_stack_nth (next->stack, index);
  g_strfreev (layer->inputs);
  layer->inputs = inputs != NULL ? g_strdupv ((GStrv) inputs) : g_new0 (char *, 1);

  for (gsize i = 0; layer->inputs[i] != NULL; i++)
    {
      if (lm_stack_get_input (next->stack, index, i) == G_MINSSIZE)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_NAME,
                       _("%s cannot read “%s”: no layer above it is called so"),
                       layer->name, layer->inputs[i]);
          return FALSE;
        }
    }

  return lamina_session_commit_stack (self, g_steal_pointer (&next),
                                      g_strdup_printf (_("change the links of %s"),
                                                       lamina_session_get_layer_name (self, index)),
                                      NULL, error);
}

gboolean
lamina_session_set_layer_field (LaminaSession  *self,
                                gsize           index,
                                const char     *field,
                                const char     *value,
                                gboolean        merge,
                                GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  g_autofree char *target = NULL;
  LmLayer *layer;
  char *label;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  next = lamina_document_copy (self->document);
  layer = lm_stack_nth (next->stack, index);
  if (!lm_fields_set (layer->klass->fields, layer, field, value, error))
    return FALSE;

  target = g_strdup_printf ("stack.%s.%s", layer->name, field);
  label = g_strdup_printf (_("set %s of %s to %s"), field, layer->name, value);

  return lamina_session_commit_stack (self, g_steal_pointer (&next), label, merge ? target : NULL,
                                      error);
}
