/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stacks: a row a layer. */

#include <glib/gi18n-lib.h>

#include "lamina-config.h"
#include "lamina-json.h"
#include "lamina-project-private.h"

/* --- writing --- */

static gboolean
write_layer (LaminaProject *self,
             gint64         branch,
             const char    *stack,
             gsize          position,
             const LmLayer *layer,
             GError       **error)
{
  g_autoptr(LaminaPairs) fields = lamina_pairs_new ();
  g_autofree char *inputs = lamina_json_from_strv ((const char *const *) layer->inputs);
  g_autofree char *json = NULL;

  for (const LmField *field = layer->klass->fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *value = lm_field_get (field, layer);

      lamina_pairs_set (fields, field->name, value);
    }
  json = lamina_json_from_pairs (fields);

  return lamina_sql_run (self, error, "INSERT INTO layers VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                         "ititttit", branch, stack, (gint64) position, layer->klass->id,
                         layer->name, inputs, (gint64) (layer->bypassed != FALSE), json);
}

gboolean
lamina_project_write_stack (LaminaProject *self,
                            gint64         branch,
                            const char    *name,
                            const LmStack *stack,
                            GError       **error)
{
  gint64 n;

  if (!lamina_sql_run (self, error, "DELETE FROM layers WHERE branch = ?1 AND stack = ?2", "it",
                       branch, name) ||
      !lamina_sql_get (self, 0, &n, error,
                       "SELECT count(*) FROM stacks WHERE branch = ?1 AND name = ?2", "it", branch,
                       name))
    return FALSE;

  if (n == 0 &&
      !lamina_sql_run (self, error,
                       "INSERT INTO stacks SELECT ?1, coalesce(max(position), -1) + 1, ?2 "
                       "FROM stacks WHERE branch = ?1",
                       "it", branch, name))
    return FALSE;

  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    if (!write_layer (self, branch, name, i, lm_stack_nth (stack, i), error))
      return FALSE;

  return TRUE;
}

gboolean
lamina_project_set_stack (LaminaProject *self,
                          gint64         branch,
                          const char    *name,
                          const LmStack *stack,
                          GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (lm_stack_get_n (stack) > LAMINA_MAX_LAYERS)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("A project holds %d layers at the most, and this stack has %zu"),
                   LAMINA_MAX_LAYERS, lm_stack_get_n (stack));
      return FALSE;
    }
  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error) &&
       lamina_project_write_stack (self, branch, name, stack, error);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_remove_stack (LaminaProject *self,
                             gint64         branch,
                             const char    *name,
                             GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_sql_run (self, error, "DELETE FROM layers WHERE branch = ?1 AND stack = ?2", "it",
                       branch, name) &&
       lamina_sql_run (self, error, "DELETE FROM stacks WHERE branch = ?1 AND name = ?2", "it",
                       branch, name);

  return lamina_part_end (&part, ok, error);
}

/* --- reading --- */

static gboolean
set_fields (LaminaProject *self,
            LmLayer       *layer,
            const char    *json,
            GError       **error)
{
  g_autoptr(LaminaPairs) fields = lamina_json_to_pairs (json, LAMINA_MAX_PAIRS);

  if (fields == NULL)
    return lamina_project_fail_damaged (self, "layers", error);

  for (gsize i = 0; i < lamina_pairs_get_n (fields); i++)
    {
      const LaminaPair *field = lamina_pairs_nth (fields, i);
      g_autoptr(GError) cause = NULL;

      if (!lm_fields_set (layer->klass->fields, layer, field->name, field->value, &cause))
        return lamina_project_fail_setting (self, layer->name, field->name, cause, error);
    }

  return TRUE;
}

static gboolean
set_inputs (LmLayer    *layer,
            const char *json)
{
  g_auto(GStrv) inputs = lamina_json_to_strv (json, LAMINA_MAX_LAYERS);

  if (inputs == NULL)
    return FALSE;

  for (gsize i = 0; inputs[i] != NULL; i++)
    if (!lm_layer_is_name (inputs[i]) && !g_str_equal (inputs[i], LM_INPUT_PREVIOUS) &&
        !g_str_equal (inputs[i], LM_INPUT_NETWORK))
      return FALSE;

  g_strfreev (layer->inputs);
  layer->inputs = g_steal_pointer (&inputs);

  return TRUE;
}

static const LmLayerClass *
find_class (LaminaProject *self,
            const char    *kind,
            const char    *name,
            GError       **error)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);
  g_autofree char *title = NULL;

  if (klass != NULL)
    return klass;

  title = lamina_project_get_title (self);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_NEWER,
               _("%s was not opened: this Lamina (%s) knows no kind of layer called “%s”, which %s is of. "
                 "Update Lamina to open it."), title, LAMINA_VERSION, kind, name);

  return NULL;
}

/* Columns: position, kind, name, inputs, bypassed, fields. */
static gboolean
read_layer (LaminaProject *self,
            sqlite3_stmt  *stmt,
            LmStack       *stack,
            GError       **error)
{
  const gint64 n = (gint64) lm_stack_get_n (stack);
  g_autoptr(LmLayer) layer = NULL;
  const char *kind, *name, *inputs, *fields;
  const LmLayerClass *klass;
  gint64 position, bypassed;

  if (!lamina_sql_column_int (stmt, 0, n, MIN (n, LAMINA_MAX_LAYERS - 1), &position) ||
      !lamina_sql_column_text (stmt, 1, &kind) ||
      !lamina_sql_column_text (stmt, 2, &name) ||
      !lm_layer_is_name (name) || lm_stack_find (stack, name) >= 0 ||
      !lamina_sql_column_text (stmt, 3, &inputs) ||
      !lamina_sql_column_int (stmt, 4, 0, 1, &bypassed) ||
      !lamina_sql_column_text (stmt, 5, &fields))
    return lamina_project_fail_damaged (self, "layers", error);

  klass = find_class (self, kind, name, error);
  if (klass == NULL)
    return FALSE;

  layer = lm_layer_new (klass, name);
  layer->bypassed = bypassed != 0;
  if (!set_inputs (layer, inputs))
    return lamina_project_fail_damaged (self, "layers", error);
  if (!set_fields (self, layer, fields, error))
    return FALSE;

  lm_stack_take (stack, (gsize) n, g_steal_pointer (&layer));

  return TRUE;
}

static gboolean
read_stack (LaminaProject *self,
            LaminaBranch  *branch,
            const char    *name,
            GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  LmStack *stack = lm_stack_new ();
  gboolean has_row;

  lamina_branch_take_stack (branch, name, stack);
  stmt = lamina_sql_query (self, error,
                           "SELECT position, kind, name, inputs, bypassed, fields FROM layers "
                           "WHERE branch = ?1 AND stack = ?2 ORDER BY position",
                           "it", branch->id, name);

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (!read_layer (self, stmt, stack, error))
        return FALSE;
    }

  return FALSE;
}

gboolean
lamina_project_read_stacks (LaminaProject *self,
                            LaminaBranch  *branch,
                            GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error,
                                                   "SELECT name FROM stacks WHERE branch = ?1 "
                                                   "ORDER BY position",
                                                   "i", branch->id);
  gboolean has_row;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      const char *name;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_text (stmt, 0, &name) || !lm_layer_is_name (name) ||
          lamina_branch_get_stack (branch, name) != NULL)
        return lamina_project_fail_damaged (self, "stacks", error);
      if (!read_stack (self, branch, name, error))
        return FALSE;
    }

  return FALSE;
}
