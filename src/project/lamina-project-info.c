/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names with values (info, layout, data), notes and evaluations. */

#include "lamina-project-private.h"

gboolean
lamina_project_read_pairs (LaminaProject *self,
                           const char    *table,
                           gint64         branch,
                           LaminaPairs   *pairs,
                           GError       **error)
{
  /* 0: a table that has no branches. The order is that of a key. */
  g_autofree char *sql =
    branch == 0 ? g_strdup_printf ("SELECT name, value FROM %s ORDER BY name", table)
                : g_strdup_printf ("SELECT name, value FROM %s WHERE branch = %" G_GINT64_FORMAT
                                   " ORDER BY position",
                                   table, branch);
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, error, sql, "");
  gboolean has_row;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      const char *name, *value;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_text (stmt, 0, &name) || !lamina_sql_column_text (stmt, 1, &value) ||
          lamina_pairs_get (pairs, name) != NULL || lamina_pairs_get_n (pairs) == LAMINA_MAX_PAIRS)
        return lamina_project_fail_damaged (self, table, error);

      lamina_pairs_set (pairs, name, value);
    }

  return FALSE;
}

static gboolean
set_pair (LaminaProject *self,
          const char    *table,
          const char    *name,
          const char    *value,
          GError       **error)
{
  g_autofree char *sql = value != NULL
                         ? g_strdup_printf ("INSERT OR REPLACE INTO %s VALUES (?1, ?2)", table)
                         : g_strdup_printf ("DELETE FROM %s WHERE name = ?1", table);
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = value != NULL ? lamina_sql_run (self, error, sql, "tt", name, value)
                     : lamina_sql_run (self, error, sql, "t", name);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_set_info (LaminaProject *self,
                         const char    *name,
                         const char    *value,
                         GError       **error)
{
  return set_pair (self, "info", name, value, error);
}

gboolean
lamina_project_set_layout (LaminaProject *self,
                           const char    *key,
                           const char    *json,
                           GError       **error)
{
  return set_pair (self, "layout", key, json, error);
}

gboolean
lamina_project_write_pairs (LaminaProject     *self,
                            const char        *table,
                            gint64             branch,
                            const LaminaPairs *pairs,
                            GError           **error)
{
  g_autofree char *clear = g_strdup_printf ("DELETE FROM %s WHERE branch = ?1", table);
  g_autofree char *insert = g_strdup_printf ("INSERT INTO %s VALUES (?1, ?2, ?3, ?4)", table);

  if (!lamina_sql_run (self, error, clear, "i", branch))
    return FALSE;

  for (gsize i = 0; i < lamina_pairs_get_n (pairs); i++)
    {
      const LaminaPair *pair = lamina_pairs_nth (pairs, i);

      if (!lamina_sql_run (self, error, insert, "iitt", branch, (gint64) i, pair->name,
                           pair->value))
        return FALSE;
    }

  return TRUE;
}

gboolean
lamina_project_set_data (LaminaProject     *self,
                         gint64             branch,
                         const LaminaPairs *data,
                         const char        *sha256,
                         const char        *description,
                         GError           **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error) &&
       lamina_project_write_pairs (self, "data", branch, data, error) &&
       lamina_sql_run (self, error,
                       "UPDATE branches SET data_sha256 = ?2, data_description = ?3 WHERE id = ?1",
                       "inn", branch, sha256, description);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_set_note (LaminaProject *self,
                         gint64         branch,
                         guint64        step,
                         const char    *note,
                         GError       **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, branch, error);
  if (ok && note != NULL)
    ok = lamina_sql_run (self, error, "INSERT OR REPLACE INTO notes VALUES (?1, ?2, ?3)", "iit",
                         branch, (gint64) step, note);
  else if (ok)
    ok = lamina_sql_run (self, error, "DELETE FROM notes WHERE branch = ?1 AND step = ?2", "ii",
                         branch, (gint64) step);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_read_notes (LaminaProject *self,
                           LaminaBranch  *branch,
                           GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  gboolean has_row;
  gint64 next = 0;

  stmt = lamina_sql_query (self, error,
                           "SELECT step, note FROM notes WHERE branch = ?1 ORDER BY step", "i",
                           branch->id);
  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      LaminaNote note;
      gint64 step;
      const char *text;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_int (stmt, 0, next, G_MAXINT64 - 1, &step) ||
          !lamina_sql_column_text (stmt, 1, &text) || branch->notes->len == LAMINA_MAX_ROWS)
        return lamina_project_fail_damaged (self, "notes", error);

      note = (LaminaNote) { (guint64) step, g_strdup (text) };
      g_array_append_val (branch->notes, note);
      next = step + 1;
    }

  return FALSE;
}

gboolean
lamina_project_add_evaluation (LaminaProject          *self,
                               const LaminaEvaluation *evaluation,
                               GError                **error)
{
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = lamina_project_check_branch (self, evaluation->branch, error) &&
       lamina_sql_run (self, error,
                       "INSERT INTO evaluations VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                       "iiitddddd", evaluation->time_usec, evaluation->branch,
                       (gint64) evaluation->step, lm_split_ids[evaluation->split], evaluation->loss,
                       evaluation->metrics[0], evaluation->metrics[1], evaluation->metrics[2],
                       evaluation->metrics[3]);

  return lamina_part_end (&part, ok, error);
}

static gboolean
get_evaluation (sqlite3_stmt     *stmt,
                LaminaEvaluation *evaluation)
{
  const char *split;
  gint64 step;

  if (!lamina_sql_column_int (stmt, 1, G_MININT64, G_MAXINT64, &evaluation->time_usec) ||
      !lamina_sql_column_int (stmt, 2, 1, G_MAXINT64, &evaluation->branch) ||
      !lamina_sql_column_int (stmt, 3, 0, G_MAXINT64, &step) ||
      !lamina_sql_column_text (stmt, 4, &split) || !g_strv_contains (lm_split_ids, split) ||
      !lamina_sql_column_real (stmt, 5, &evaluation->loss))
    return FALSE;

  for (int i = 0; i < LM_MAX_METRICS; i++)
    if (!lamina_sql_column_real (stmt, 6 + i, &evaluation->metrics[i]))
      return FALSE;

  evaluation->step = (guint64) step;
  evaluation->split = 0;
  while (!g_str_equal (lm_split_ids[evaluation->split], split))
    evaluation->split++;

  return TRUE;
}

gboolean
lamina_project_read_evaluations (LaminaProject *self,
                                 GArray        *evaluations,
                                 GError       **error)
{
  g_autoptr(sqlite3_stmt) stmt =
    lamina_sql_query (self, error, "SELECT * FROM evaluations ORDER BY number", "");
  gboolean has_row;
  gint64 last = 0;

  while (stmt != NULL && lamina_sql_step (self, stmt, &has_row, error))
    {
      LaminaEvaluation evaluation = { 0 };
      gint64 number;

      if (!has_row)
        return TRUE;
      if (!lamina_sql_column_int (stmt, 0, last + 1, LAMINA_MAX_ROWS, &number) ||
          !get_evaluation (stmt, &evaluation))
        return lamina_project_fail_damaged (self, "evaluations", error);

      g_array_append_val (evaluations, evaluation);
      last = number;
    }

  return FALSE;
}
