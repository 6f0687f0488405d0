/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread that owns the project. */

#include <glib/gi18n-lib.h>
#include <time.h>

#include "lamina-project-writer-private.h"

#define COMMIT_USEC (1 * G_USEC_PER_SEC)
#define RETRY_USEC  (5 * G_USEC_PER_SEC)
#define SHRINK_USEC (G_USEC_PER_SEC / 5)
#define FOLLOW_USEC (1 * G_USEC_PER_SEC)
/* Following takes at most this share of a processor: one in. */
#define FOLLOW_SHARE 10

typedef enum
{
  WORK_STOP,
  WORK_COMMIT,
  WORK_ANSWER,
  WORK_IDLE,
} Work;

/* --- opening --- */

static LaminaProject *
open_project (LaminaProjectWriter *self)
{
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(GError) error = NULL;

  project = self->is_new ? lamina_project_create (self->path, self->overwrite, &error)
                         : lamina_project_open (self->path, self->mode, &error);
  if (project != NULL)
    content = lamina_project_read (project, &error);

  pthread_mutex_lock (&self->mutex);
  if (content != NULL)
    {
      g_free (self->path);
      self->path = g_strdup (lamina_project_get_path (project));
      self->read_only = lamina_project_get_read_only (project);
      self->reason = g_strdup (lamina_project_get_read_only_reason (project));
      self->content = g_steal_pointer (&content);
    }
  else
    {
      self->open_error = g_steal_pointer (&error);
      g_clear_pointer (&project, lamina_project_free);
    }
  self->is_open = TRUE;
  lamina_project_writer_notify_locked (self);
  pthread_mutex_unlock (&self->mutex);

  return g_steal_pointer (&project);
}

/* --- committing --- */

static void
report_locked (LaminaProjectWriter *self,
               const GError        *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  lamina_project_writer_notify_locked (self);
}

/* Tries again later; a failure that lasts is reported once. */
static void
fail_locked (LaminaProjectWriter *self,
             GQueue              *batch,
             GError              *error)
{
  lamina_jobs_put_back (&self->jobs, batch);
  self->retry_usec = g_get_monotonic_time () + RETRY_USEC;
  self->n_failures++;
  pthread_cond_broadcast (&self->result); /* Who flushes wants to know each time. */
  if (self->failure == NULL || !g_str_equal (self->failure->message, error->message))
    report_locked (self, error);
  g_clear_error (&self->failure);
  self->failure = error;
}

/* Runs all in one transaction. What can never be written is left out, and the first of that
 * kind is @refused.
 */
static gboolean
write_batch (LaminaProject *project,
             GQueue        *batch,
             GError       **refused,
             GError       **error)
{
  if (!lamina_project_begin (project, error))
    return FALSE;

  for (GList *l = batch->head, *next; l != NULL; l = next)
    {
      g_autoptr(GError) cause = NULL;
      LaminaJob *job = l->data;

      next = l->next;
      if (job->run (job, project, &cause))
        continue;

      if (!g_error_matches (cause, LAMINA_ERROR, LAMINA_ERROR_FAILED))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          lamina_project_rollback (project);
          return FALSE;
        }

      if (*refused == NULL)
        *refused = g_steal_pointer (&cause);
      lamina_job_free (job);
      g_queue_delete_link (batch, l);
    }

  return lamina_project_commit (project, error);
}

/* There is nothing to write to. */
static void
drop_batch (LaminaProjectWriter *self,
            LaminaProject       *project,
            GQueue              *batch)
{
  g_autoptr(GError) error = NULL;

  g_queue_clear_full (batch, (GDestroyNotify) lamina_job_free);

  pthread_mutex_lock (&self->mutex);
  error = project == NULL && self->open_error != NULL
          ? g_error_copy (self->open_error)
          : g_error_new_literal (LAMINA_ERROR, LAMINA_ERROR_IO, self->reason);
  self->n_running = 0;
  self->must_flush = FALSE;
  self->n_failures++;
  report_locked (self, error);
  pthread_mutex_unlock (&self->mutex);
}

/* Returns: (transfer full): all that waits to be written */
static GQueue
take_batch (LaminaProjectWriter *self)
{
  GQueue batch;

  pthread_mutex_lock (&self->mutex);
  batch = self->jobs;
  g_queue_init (&self->jobs);
  self->n_running = g_queue_get_length (&batch);
  if (self->n_running == 0)
    {
      self->must_flush = FALSE;
      pthread_cond_broadcast (&self->result);
    }
  pthread_mutex_unlock (&self->mutex);

  return batch;
}

static void
commit (LaminaProjectWriter *self,
        LaminaProject       *project)
{
  g_autoptr(GError) refused = NULL;
  GError *error = NULL;
  GQueue batch = take_batch (self);
  gboolean ok;

  if (g_queue_is_empty (&batch))
    return;
  if (project == NULL || lamina_project_get_read_only (project) != LAMINA_WRITABLE)
    {
      drop_batch (self, project, &batch);
      return;
    }

  ok = write_batch (project, &batch, &refused, &error);

  pthread_mutex_lock (&self->mutex);
  self->n_running = 0;
  self->must_flush = self->must_flush && ok && !g_queue_is_empty (&self->jobs);
  if (refused != NULL)
    {
      self->n_failures++;
      report_locked (self, refused);
    }
  if (ok)
    {
      self->retry_usec = 0;
      g_clear_error (&self->failure);
      lamina_project_writer_notify_locked (self);
    }
  else
    {
      fail_locked (self, &batch, error);
    }
  pthread_mutex_unlock (&self->mutex);

  g_queue_clear_full (&batch, (GDestroyNotify) lamina_job_free);
}

/* --- answering --- */

static void
answer (LaminaProjectWriter *self,
        LaminaProject       *project)
{
  LaminaRequest *request;
  GError *error = NULL;

  pthread_mutex_lock (&self->mutex);
  request = g_queue_pop_head (&self->requests);
  pthread_mutex_unlock (&self->mutex);

  if (project != NULL)
    request->run (request, self, project, &error);
  else
    error = g_error_copy (self->open_error);

  pthread_mutex_lock (&self->mutex);
  request->error = error;
  if (project != NULL)
    {
      g_free (self->path);
      self->path = g_strdup (lamina_project_get_path (project));
      self->read_only = lamina_project_get_read_only (project);
      g_free (self->reason);
      self->reason = g_strdup (lamina_project_get_read_only_reason (project));
    }
  if (request->is_copy)
    {
      self->n_copies--;
      self->done = self->total = 0;
      self->retry_usec = MIN (self->retry_usec, 1); /* It may be another disk now. */
      self->must_cancel = self->must_stop;
    }
  lamina_project_writer_answer_locked (self, request);
  pthread_mutex_unlock (&self->mutex);
}

gboolean
lamina_project_writer_progress (gint64   done,
                                gint64   total,
                                gpointer data)
{
  LaminaProjectWriter *self = data;
  gboolean goes_on;

  pthread_mutex_lock (&self->mutex);
  self->done = done;
  self->total = total;
  goes_on = !self->must_cancel;
  pthread_mutex_unlock (&self->mutex);

  return goes_on;
}

/* --- when nothing is asked --- */

/* Reads what another program has written. Returns: microseconds until it should look again */
static gint64
follow (LaminaProjectWriter *self,
        LaminaProject       *project)
{
  const gint64 start = g_get_monotonic_time ();
  LaminaProjectContent *content;
  gint64 elapsed;

  if (!lamina_project_has_changed (project))
    return FOLLOW_USEC;

  content = lamina_project_read (project, NULL);
  if (content != NULL)
    {
      pthread_mutex_lock (&self->mutex);
      lamina_project_content_free (self->content);
      self->content = content;
      lamina_project_writer_notify_locked (self);
      pthread_mutex_unlock (&self->mutex);
    }

  elapsed = g_get_monotonic_time () - start;

  return MAX (FOLLOW_USEC, FOLLOW_SHARE * elapsed);
}

/* Returns: microseconds until it should be called again; 0: only after other work */
static gint64
work_idly (LaminaProjectWriter *self,
           LaminaProject       *project)
{
  if (project == NULL)
    return 0;
  if (lamina_project_get_read_only (project) != LAMINA_WRITABLE)
    return follow (self, project);

  return lamina_project_shrink (project) ? SHRINK_USEC : 0;
}

/* --- the loop --- */

/* When to look again without being woken; G_MAXINT64: never. */
static gint64
get_deadline_locked (LaminaProjectWriter *self,
                     gint64               idle_usec)
{
  const LaminaJob *oldest = g_queue_peek_head (&self->jobs);

  if (oldest != NULL)
    return self->retry_usec != 0 ? self->retry_usec : oldest->posted_usec + COMMIT_USEC;

  return idle_usec > 0 ? g_get_monotonic_time () + idle_usec : G_MAXINT64;
}

static Work
wait_for_work (LaminaProjectWriter *self,
               gint64               idle_usec)
{
  Work work = WORK_STOP;
  gint64 deadline;
  gboolean is_due;

  pthread_mutex_lock (&self->mutex);
  deadline = get_deadline_locked (self, idle_usec);
  is_due = g_get_monotonic_time () >= deadline;
  while (!self->must_stop && !self->must_flush && g_queue_is_empty (&self->requests) && !is_due)
    {
      const struct timespec time = { deadline / G_USEC_PER_SEC, deadline % G_USEC_PER_SEC * 1000 };

      if (deadline == G_MAXINT64)
        pthread_cond_wait (&self->work, &self->mutex);
      else
        pthread_cond_timedwait (&self->work, &self->mutex, &time);

      is_due = g_get_monotonic_time () >= deadline;
      if (!is_due)
        deadline = get_deadline_locked (self, idle_usec);
    }

  if (self->must_stop)
    work = WORK_STOP;
  else if (!g_queue_is_empty (&self->requests))
    work = WORK_ANSWER;
  else
    work = self->must_flush || !g_queue_is_empty (&self->jobs) ? WORK_COMMIT : WORK_IDLE;
  pthread_mutex_unlock (&self->mutex);

  return work;
}

void *
lamina_project_writer_run (void *data)
{
  LaminaProjectWriter *self = data;
  LaminaProject *project = open_project (self);
  gint64 idle_usec = FOLLOW_USEC;
  Work work;

  while ((work = wait_for_work (self, idle_usec)) != WORK_STOP)
    {
      if (work == WORK_IDLE)
        {
          idle_usec = work_idly (self, project);
          continue;
        }

      commit (self, project);
      idle_usec = SHRINK_USEC;
      if (work == WORK_ANSWER)
        answer (self, project);
    }

  commit (self, project);
  lamina_project_free (project);

  return NULL;
}
