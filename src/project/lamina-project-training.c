/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a branch is trained, now and at earlier revisions. */

#include <glib/gi18n-lib.h>

#include "lamina-config.h"
#include "lamina-json.h"
#include "lamina-project-private.h"

static LaminaPairs *
list_training (const LmTraining *training)
{
  g_auto(GStrv) names = lm_training_list (training);
  LaminaPairs *pairs = lamina_pairs_new ();

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = lm_training_get (training, names[i]);

      lamina_pairs_set (pairs, names[i], value);
    }

  return pairs;
}

gboolean
lamina_project_write_training (LaminaProject    *self,
                               gint64            branch,
                               const LmTraining *training,
                               GError          **error)
{
  g_autoptr(LaminaPairs) pairs = list_training (training);

  return lamina_project_write_pairs (self, "training", branch, pairs, error);
}

gboolean
lamina_project_set_training (LaminaProject    *self,
                             gint64            branch,
                             const LmTraining *training,
                             GError          **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error) &&
       lamina_project_write_training (self, branch, training, error);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_add_revision (LaminaProject    *self,
                             gint64            branch,
                             guint32           revision,
                             const LmTraining *training,
                             GError          **error)
{
  g_autoptr(LaminaPairs) pairs = list_training (training);
  g_autofree char *json = lamina_json_from_pairs (pairs);
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error) &&
       lamina_sql_run (self, error, "INSERT OR REPLACE INTO revisions VALUES (?1, ?2, ?3)", "iit",
                       branch, (gint64) revision, json);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_fail_setting (LaminaProject *self,
                             const char    *where,
                             const char    *name,
                             GError        *cause,
                             GError       **error)
{
  g_autofree char *title = lamina_project_get_title (self);
  const gboolean is_unknown = g_error_matches (cause, LM_ERROR, LM_ERROR_NAME);

  if (is_unknown)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_NEWER,
                                _("%s was not opened: this Lamina (%s) does not know the setting “%s” of %s. "
                                  "Update Lamina to open it."), title, LAMINA_VERSION, name, where);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT, _("%s was not opened: %s: %s"),
                                title, where, cause->message);

  return FALSE;
}

static LmTraining *
make_training (LaminaProject     *self,
               const LaminaPairs *pairs,
               GError           **error)
{
  g_autoptr(LmTraining) training = lm_training_new ();

  for (gsize i = 0; i < lamina_pairs_get_n (pairs); i++)
    {
      const LaminaPair *pair = lamina_pairs_nth (pairs, i);
      g_autoptr(GError) cause = NULL;

      if (!lm_training_set (training, pair->name, pair->value, &cause))
        {
          lamina_project_fail_setting (self, _("the training"), pair->name, cause, error);
          return NULL;
        }
    }

  return g_steal_pointer (&training);
}

gboolean
lamina_project_read_training (LaminaProject *self,
                              LaminaBranch  *branch,
                              GError       **error)
{
  g_autoptr(LaminaPairs) pairs = lamina_pairs_new ();
  LmTraining *training;

  if (!lamina_project_read_pairs (self, "training", branch->id, pairs, error))
    return FALSE;

  training = make_training (self, pairs, error);
  if (training == NULL)
    return FALSE;

  lm_training_free (branch->training);
  branch->training = training;

  return TRUE;
}

gboolean
lamina_project_read_revisions (LaminaProject *self,
                               LaminaBranch  *branch,
                               GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error,
                                                   "SELECT revision, settings FROM revisions "
                                                   "WHERE branch = ?1 ORDER BY revision",
                                                   "i", branch->id);
  gint64 next = 0;
  gboolean has_row;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      g_autoptr(LaminaPairs) pairs = NULL;
      LaminaRevision row;
      gint64 revision;
      const char *json;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_int (stmt, 0, next, G_MAXUINT32, &revision) ||
          branch->revisions->len == LAMINA_MAX_ROWS || !lamina_sql_column_text (stmt, 1, &json) ||
          (pairs = lamina_json_to_pairs (json, LAMINA_MAX_PAIRS)) == NULL)
        return lamina_project_fail_damaged (self, "revisions", error);

      row = (LaminaRevision) { (guint32) revision, make_training (self, pairs, error) };
      if (row.training == NULL)
        return FALSE;
      g_array_append_val (branch->revisions, row);
      next = revision + 1;
    }

  return FALSE;
}
