/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the trainer recorded: a row a step, and the other records beside it. */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-project-private.h"

/* Ids of LmRecordType, NULL for the steps. */
static const char *const types[] = {
  [LM_RECORD_STEP] = NULL,
  [LM_RECORD_VALIDATION] = "validation",
  [LM_RECORD_EVALUATION] = "evaluation",
  [LM_RECORD_SETTINGS] = "settings",
  [LM_RECORD_PAUSED] = "paused",
  [LM_RECORD_FINISHED] = "finished",
  [LM_RECORD_REFUSED] = "refused",
  [LM_RECORD_RESTORED] = "restored",
};

/* --- writing --- */

typedef struct
{
  LaminaProject *project;
  sqlite3_stmt  *steps;
  sqlite3_stmt  *events;
  gint64         branch;
  gint64         first_step; /* that the branch may have */
  gint64         last_step;  /* that it has */
  gint64         next_number;
} Appender;

static void
bind_numbers (sqlite3_stmt   *stmt,
              int             first,
              const LmRecord *record)
{
  sqlite3_bind_double (stmt, first, record->loss);
  for (int i = 0; i < LM_MAX_METRICS; i++)
    sqlite3_bind_double (stmt, first + 1 + i, (double) record->metrics[i]);
  sqlite3_bind_double (stmt, first + 1 + LM_MAX_METRICS, (double) record->rate);
  sqlite3_bind_int64 (stmt, first + 2 + LM_MAX_METRICS, record->time_usec);
}

static gboolean
append_step (Appender       *self,
             const LmRecord *record,
             GError        **error)
{
  const gint64 step = (gint64) record->step;
  gboolean has_row, ok;

  if (step < self->first_step || step > self->last_step + 1)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("Step %" PRId64 " cannot be recorded: step %" PRId64 " is next"),
                   step, self->last_step + 1);
      return FALSE;
    }

  sqlite3_bind_int64 (self->steps, 2, step);
  bind_numbers (self->steps, 3, record);
  ok = lamina_sql_step (self->project, self->steps, &has_row, error);
  sqlite3_reset (self->steps);
  self->last_step = MAX (self->last_step, step);

  return ok;
}

static gboolean
append_event (Appender       *self,
              const LmRecord *record,
              GError        **error)
{
  gboolean has_row, ok;

  sqlite3_bind_int64 (self->events, 2, self->next_number++);
  sqlite3_bind_int64 (self->events, 3, (gint64) record->step);
  sqlite3_bind_text (self->events, 4, types[record->type], -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->events, 5, record->detail);
  bind_numbers (self->events, 6, record);
  ok = lamina_sql_step (self->project, self->events, &has_row, error);
  sqlite3_reset (self->events);

  return ok;
}

static gboolean
prepare (Appender *self,
         GError  **error)
{
  LaminaProject *project = self->project;
  gint64 fork_step;

  if (!lamina_project_check_branch (project, self->branch, error) ||
      !lamina_sql_get (project, 0, &fork_step, error,
                       "SELECT fork_step FROM branches WHERE id = ?1", "i", self->branch) ||
      !lamina_sql_get (project, fork_step, &self->last_step, error,
                       "SELECT max(step) FROM steps WHERE branch = ?1", "i", self->branch) ||
      !lamina_sql_get (project, 0, &self->next_number, error,
                       "SELECT max(number) + 1 FROM events WHERE branch = ?1", "i", self->branch))
    return FALSE;

  self->first_step = fork_step + 1;
  self->steps = lamina_sql_query (project, error,
                                  "INSERT OR REPLACE INTO steps VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                                  "?7, ?8, ?9)",
                                  "i", self->branch);
  self->events = lamina_sql_query (project, self->steps != NULL ? error : NULL,
                                   "INSERT INTO events VALUES "
                                   "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                                   "i", self->branch);

  return self->steps != NULL && self->events != NULL;
}

gboolean
lamina_project_append (LaminaProject  *self,
                       gint64          branch,
                       const LmRecord *records,
                       gsize           n,
                       GError        **error)
{
  Appender appender = { .project = self, .branch = branch };
  gboolean ok;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  ok = prepare (&appender, error);
  for (gsize i = 0; ok && i < n; i++)
    ok = records[i].type == LM_RECORD_STEP ? append_step (&appender, &records[i], error)
                                           : append_event (&appender, &records[i], error);
  sqlite3_finalize (appender.steps);
  sqlite3_finalize (appender.events);

  return lamina_part_end (&part, ok, error);
}

gboolean
lamina_project_truncate (LaminaProject *self,
                         gint64         branch,
                         guint64        step,
                         GError       **error)
{
  static const char *const statements[] = {
    "DELETE FROM state_bytes WHERE id IN (SELECT id FROM states WHERE branch = ?1 AND step > ?2)",
    "DELETE FROM states WHERE branch = ?1 AND step > ?2",
    "DELETE FROM steps WHERE branch = ?1 AND step > ?2",
    "DELETE FROM events WHERE branch = ?1 AND step > ?2",
    "DELETE FROM notes WHERE branch = ?1 AND step > ?2",
  };
  gboolean ok = TRUE;
  LaminaPart part;

  if (!lamina_part_begin (&part, self, error))
    return FALSE;

  for (gsize i = 0; ok && i < G_N_ELEMENTS (statements); i++)
    ok = lamina_sql_run (self, error, statements[i], "ii", branch, (gint64) MIN (step, G_MAXINT64));

  return lamina_part_end (&part, ok, error);
}

/* --- reading --- */

/* Columns from @first: loss, four metrics, rate, time. */
static gboolean
get_numbers (sqlite3_stmt *stmt,
             int           first,
             LmRecord     *record)
{
  double value;

  if (!lamina_sql_column_real (stmt, first, &record->loss))
    return FALSE;
  for (int i = 0; i < LM_MAX_METRICS; i++)
    {
      if (!lamina_sql_column_real (stmt, first + 1 + i, &value))
        return FALSE;
      record->metrics[i] = (float) value;
    }
  if (!lamina_sql_column_real (stmt, first + 1 + LM_MAX_METRICS, &value))
    return FALSE;
  record->rate = (float) value;

  return lamina_sql_column_int (stmt, first + 2 + LM_MAX_METRICS, 0, G_MAXINT64,
                                &record->time_usec);
}

static gboolean
get_type (const char   *id,
          LmRecordType *type)
{
  for (gsize i = LM_RECORD_VALIDATION; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i], id))
      {
        *type = (LmRecordType) i;
        return TRUE;
      }

  return FALSE;
}

/* Columns: number, step, type, detail, numbers. */
static gboolean
get_event (sqlite3_stmt *stmt,
           gint64        next_number,
           gint64       *number,
           LmRecord     *record)
{
  gint64 step, detail;
  const char *type;

  if (!lamina_sql_column_int (stmt, 0, next_number, G_MAXINT64 - 1, number) ||
      !lamina_sql_column_int (stmt, 1, 0, G_MAXINT64, &step) ||
      !lamina_sql_column_text (stmt, 2, &type) || !get_type (type, &record->type) ||
      !lamina_sql_column_int (stmt, 3, 0, G_MAXUINT32, &detail))
    return FALSE;

  record->step = (guint64) step;
  record->detail = (guint32) detail;

  return get_numbers (stmt, 4, record);
}

/* Takes the memory for all steps at once, if there is as much. */
static gboolean
reserve (LaminaProject *self,
         LaminaBranch  *branch,
         GError       **error)
{
  gint64 last;
  gpointer probe;

  if (!lamina_sql_get (self, (gint64) branch->fork_step, &last, error,
                       "SELECT max(step) FROM steps WHERE branch = ?1", "i", branch->id))
    return FALSE;

  last -= (gint64) branch->fork_step;
  if (last < 0 || last > (gint64) (G_MAXUINT32 / sizeof (LmRecord)))
    return lamina_project_fail_damaged (self, "steps", error);

  /* Asked for before GArray, which would end the program. */
  probe = g_try_malloc ((gsize) last * sizeof (LmRecord));
  if (probe == NULL && last > 0)
    {
      g_autofree char *title = lamina_project_get_title (self);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("%s needs more memory than there is: close other programs and try again"), title);
      return FALSE;
    }
  g_free (probe);
  g_array_unref (branch->records);
  branch->records = g_array_sized_new (FALSE, FALSE, sizeof (LmRecord), (guint) last);

  return TRUE;
}

/* All events that happened before @step was done. */
static gboolean
read_events (LaminaProject *self,
             LaminaBranch  *branch,
             sqlite3_stmt  *stmt,
             guint64        step,
             LmRecord      *pending,
             GError       **error)
{
  while (pending->type != LM_RECORD_STEP && pending->step < step)
    {
      const gint64 next_number = sqlite3_column_int64 (stmt, 0) + 1;
      gboolean has_row;
      gint64 number;

      g_array_append_vals (branch->records, pending, 1);
      pending->type = LM_RECORD_STEP; /* There is no other. */
      if (!lamina_sql_step (self, stmt, &has_row, error))
        return FALSE;
      if (has_row && !get_event (stmt, next_number, &number, pending))
        return lamina_project_fail_damaged (self, "events", error);
    }

  return TRUE;
}

static gboolean
read_merged (LaminaProject *self,
             LaminaBranch  *branch,
             sqlite3_stmt  *steps,
             sqlite3_stmt  *events,
             GError       **error)
{
  LmRecord pending = { .type = LM_RECORD_STEP };
  LmRecord record = { .type = LM_RECORD_STEP, .step = branch->fork_step };
  gboolean has_row;
  gint64 number;

  if (!lamina_sql_step (self, events, &has_row, error))
    return FALSE;
  if (has_row && !get_event (events, 0, &number, &pending))
    return lamina_project_fail_damaged (self, "events", error);

  while (lamina_sql_step (self, steps, &has_row, error))
    {
      gint64 step;

      if (!has_row)
        return read_events (self, branch, events, G_MAXUINT64, &pending, error);

      /* Without a gap, so that pages in a ring end as an error. */
      if (!lamina_sql_column_int (steps, 0, (gint64) record.step + 1, (gint64) record.step + 1,
                                  &step) ||
          !get_numbers (steps, 1, &record))
        return lamina_project_fail_damaged (self, "steps", error);

      record.step = (guint64) step;
      if (!read_events (self, branch, events, record.step, &pending, error))
        return FALSE;
      g_array_append_val (branch->records, record);
    }

  return FALSE;
}

gboolean
lamina_project_read_records (LaminaProject *self,
                             LaminaBranch  *branch,
                             GError       **error)
{
  g_autoptr(sqlite3_stmt) steps = NULL;
  g_autoptr(sqlite3_stmt) events = NULL;

  if (!reserve (self, branch, error))
    return FALSE;

  steps = lamina_sql_query (self, error, "SELECT step, loss, m0, m1, m2, m3, rate, time FROM steps "
                            "WHERE branch = ?1 ORDER BY step", "i", branch->id);
  if (steps == NULL)
    return FALSE;
  events = lamina_sql_query (self, error,
                             "SELECT number, step, type, detail, loss, m0, m1, m2, m3, rate, time "
                             "FROM events WHERE branch = ?1 ORDER BY number",
                             "i", branch->id);

  return events != NULL && read_merged (self, branch, steps, events, error);
}
