/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-peek.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-project-private.h"

#define PEEK_MSEC 250
/* A point of the curve is the mean of at most as many steps. */
#define MAX_WINDOW 32

/* Returns: (transfer full) (nullable): also %NULL if there is none or it is nonsense */
static char *
get_text (LaminaProject *self,
          const char    *sql,
          gint64         branch,
          const char    *name)
{
  g_autoptr(sqlite3_stmt) stmt = lamina_sql_query (self, NULL, sql, branch == 0 ? "t" : "ti", name,
                                                   branch);
  const char *text;
  gboolean has_row;

  if (stmt == NULL || !lamina_sql_step (self, stmt, &has_row, NULL) || !has_row ||
      !lamina_sql_column_text (stmt, 0, &text))
    return NULL;

  return g_strdup (text);
}

static char *
get_info (LaminaProject *self,
          const char    *name)
{
  return get_text (self, "SELECT value FROM info WHERE name = ?1", 0, name);
}

static gint64
get_int_info (LaminaProject *self,
              const char    *name,
              gint64         fallback)
{
  g_autofree char *text = get_info (self, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : fallback;
}

static gboolean
peek_validation (LaminaProject     *self,
                 gint64             branch,
                 LaminaProjectPeek *peek,
                 GError           **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  g_autofree char *metrics = NULL;
  gboolean has_row;

  peek->validation_loss = peek->metric = NAN;
  stmt = lamina_sql_query (self, error,
                           "SELECT loss, m0 FROM events WHERE branch = ?1 AND type = 'validation' "
                           "ORDER BY number DESC LIMIT 1",
                           "i", branch);
  if (stmt == NULL || !lamina_sql_step (self, stmt, &has_row, error))
    return FALSE;
  if (has_row && (!lamina_sql_column_real (stmt, 0, &peek->validation_loss) ||
                  !lamina_sql_column_real (stmt, 1, &peek->metric)))
    return lamina_project_fail_damaged (self, "events", error);

  metrics = get_text (self, "SELECT value FROM training WHERE name = ?1 AND branch = ?2", branch,
                      "metrics");
  if (metrics != NULL && metrics[0] != '\0')
    peek->metric_id = g_strndup (metrics, strcspn (metrics, ","));

  return TRUE;
}

/* Whether the last that happened to the branch, at its end, is that it was finished. */
static gboolean
peek_status (LaminaProject     *self,
             gint64             branch,
             LaminaProjectPeek *peek,
             GError           **error)
{
  gint64 finished;

  if (!lamina_sql_get (self, -1, &finished, error, "SELECT step FROM events WHERE branch = ?1 AND "
                       "type = 'finished' ORDER BY number DESC LIMIT 1", "i", branch))
    return FALSE;

  if (peek->step == 0)
    peek->status = LAMINA_STATUS_NEW;
  else if (finished >= 0 && (guint64) finished >= peek->step)
    peek->status = LAMINA_STATUS_FINISHED;
  else
    peek->status = LAMINA_STATUS_PAUSED;

  return TRUE;
}

static gboolean
peek_losses (LaminaProject     *self,
             gint64             branch,
             gint64             first,
             gint64             last,
             LaminaProjectPeek *peek,
             GError           **error)
{
  const gint64 n = last - first + 1;
  const gint64 n_points = MIN (n, LAMINA_PEEK_LOSSES);

  for (gint64 i = 0; i < n_points; i++)
    {
      /* n / n_points × i without an overflow. */
      const gint64 from = first + n / n_points * i + n % n_points * i / n_points;
      const gint64 width = CLAMP (n / n_points, 1, MAX_WINDOW);
      g_autoptr(sqlite3_stmt) stmt = NULL;
      gboolean has_row;

      stmt = lamina_sql_query (self, error,
                               "SELECT avg(loss) FROM steps WHERE branch = ?1 AND step >= ?2 "
                               "AND step < ?3",
                               "iii", branch, from, from + width);
      if (stmt == NULL || !lamina_sql_step (self, stmt, &has_row, error))
        return FALSE;
      if (!has_row || !lamina_sql_column_real (stmt, 0, &peek->losses[i]))
        return lamina_project_fail_damaged (self, "steps", error);
      peek->n_losses++;
    }

  return TRUE;
}

static gboolean
peek_branch (LaminaProject     *self,
             gint64             branch,
             LaminaProjectPeek *peek,
             GError           **error)
{
  gint64 first, last, n_layers;

  if (!lamina_sql_get (self, 0, &first, error, "SELECT min(step) FROM steps WHERE branch = ?1", "i",
                       branch) ||
      !lamina_sql_get (self, 0, &last, error, "SELECT max(step) FROM steps WHERE branch = ?1", "i",
                       branch) ||
      !lamina_sql_get (self, 0, &n_layers, error, "SELECT count(*) FROM layers WHERE branch = ?1",
                       "i", branch))
    return FALSE;
  if (first < 0 || last < first || last > G_MAXINT64 / 2)
    return lamina_project_fail_damaged (self, "steps", error);

  peek->step = (guint64) last;
  peek->n_layers = (gsize) n_layers;

  return peek_status (self, branch, peek, error) &&
         peek_validation (self, branch, peek, error) &&
         (last == 0 || peek_losses (self, branch, first, last, peek, error));
}

static void
peek_info (LaminaProject     *self,
           LaminaProjectPeek *peek)
{
  peek->name = get_info (self, LAMINA_INFO_NAME);
  peek->template_id = get_info (self, LAMINA_INFO_TEMPLATE);
  peek->changed_usec = get_int_info (self, LAMINA_INFO_CHANGED, 0);

  if (peek->name == NULL || peek->name[0] == '\0')
    {
      char *suffix;

      g_free (peek->name);
      peek->name = lamina_project_get_title (self);
      suffix = g_strrstr (peek->name, ".lamina");
      if (suffix != NULL && suffix != peek->name && suffix[strlen (".lamina")] == '\0')
        *suffix = '\0';
    }
}

static int
is_late (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

LaminaProjectPeek *
lamina_project_peek (const char  *path,
                     GError     **error)
{
  g_autoptr(LaminaProject) self = g_new0 (LaminaProject, 1);
  g_autoptr(LaminaProjectPeek) peek = g_new0 (LaminaProjectPeek, 1);
  gint64 deadline = g_get_monotonic_time () + 2 * PEEK_MSEC * 1000;
  gboolean ok;

  self->path = lamina_path_find_file (path, error);
  if (self->path == NULL || !lamina_project_connect (self, SQLITE_OPEN_READWRITE, PEEK_MSEC, error))
    return NULL;

  self->read_only = LAMINA_READ_ONLY_ASKED;
  sqlite3_progress_handler (self->db, 100000, is_late, &deadline);
  if (!lamina_sql_run (self, error, "PRAGMA query_only = ON", "") ||
      !lamina_project_check (self, FALSE, error) || !lamina_sql_run (self, error, "BEGIN", ""))
    return NULL;

  peek_info (self, peek);
  ok = peek_branch (self, get_int_info (self, LAMINA_INFO_BRANCH, LAMINA_BRANCH_MAIN), peek, error);

  return ok ? g_steal_pointer (&peek) : NULL;
}

void
lamina_project_peek_free (LaminaProjectPeek *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->template_id);
  g_free (self->metric_id);
  g_free (self);
}
