/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-writer.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#include "lamina-project-writer-private.h"

/* --- what is sent to the main context --- */

static LaminaProjectWriter *
ref (LaminaProjectWriter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lamina_project_writer_unref (LaminaProjectWriter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  lamina_project_content_free (self->content);
  g_clear_error (&self->open_error);
  g_clear_error (&self->failure);
  g_clear_error (&self->error);
  pthread_cond_destroy (&self->work);
  pthread_cond_destroy (&self->result);
  pthread_mutex_destroy (&self->mutex);
  g_main_context_unref (self->context);
  g_free (self->reason);
  g_free (self->path);
  g_free (self);
}

static void
send (LaminaProjectWriter *self,
      GSourceFunc          func,
      gpointer             data,
      GDestroyNotify       destroy)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static gboolean
notify_cb (gpointer data)
{
  LaminaProjectWriter *self = data;

  pthread_mutex_lock (&self->mutex);
  self->is_notified = FALSE;
  pthread_mutex_unlock (&self->mutex);

  if (!self->is_freed)
    self->ready (self, self->ready_data);

  return G_SOURCE_REMOVE;
}

static void
unref_cb (gpointer data)
{
  lamina_project_writer_unref (data);
}

void
lamina_project_writer_notify_locked (LaminaProjectWriter *self)
{
  pthread_cond_broadcast (&self->result);
  if (self->ready == NULL || self->is_notified)
    return;

  self->is_notified = TRUE;
  send (self, notify_cb, ref (self), unref_cb);
}

typedef struct
{
  LaminaProjectWriter *writer;
  LaminaRequest       *request;
} Answer;

static gboolean
answer_cb (gpointer data)
{
  const Answer *self = data;
  const LaminaRequest *request = self->request;

  if (self->writer->is_freed)
    return G_SOURCE_REMOVE;

  if (request->loaded != NULL)
    request->loaded (self->writer, request->bytes, request->error, request->data);
  if (request->done != NULL)
    request->done (self->writer, request->error, request->data);

  return G_SOURCE_REMOVE;
}

static void
free_answer (gpointer data)
{
  Answer *self = data;

  lamina_request_free (self->request);
  lamina_project_writer_unref (self->writer);
  g_free (self);
}

void
lamina_project_writer_answer_locked (LaminaProjectWriter *self,
                                     LaminaRequest       *request)
{
  Answer *answer;

  request->is_done = TRUE;
  if (request->is_sync)
    {
      pthread_cond_broadcast (&self->result);
      return;
    }

  answer = g_new (Answer, 1);
  *answer = (Answer) { ref (self), request };
  send (self, answer_cb, answer, free_answer);
}

/* --- its life --- */

static LaminaProjectWriter *
start (LaminaProjectWriter *self,
       const char          *path,
       LaminaWriterFunc     ready,
       gpointer             data)
{
  pthread_condattr_t attributes;

  g_atomic_ref_count_init (&self->ref_count);
  self->context = g_main_context_ref_thread_default ();
  self->ready = ready;
  self->ready_data = data;
  self->path = g_strdup (path);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC); /* As g_get_monotonic_time(). */
  pthread_cond_init (&self->work, &attributes);
  pthread_cond_init (&self->result, &attributes);
  pthread_condattr_destroy (&attributes);

  if (pthread_create (&self->thread, NULL, lamina_project_writer_run, self) != 0)
    g_error ("The thread that writes the project cannot be started");

  return self;
}

LaminaProjectWriter *
lamina_project_writer_open (const char        *path,
                            LaminaProjectMode  mode,
                            LaminaWriterFunc   ready,
                            gpointer           data)
{
  LaminaProjectWriter *self = g_new0 (LaminaProjectWriter, 1);

  self->mode = mode;

  return start (self, path, ready, data);
}

LaminaProjectWriter *
lamina_project_writer_create (const char       *path,
                              gboolean          overwrite,
                              LaminaWriterFunc  ready,
                              gpointer          data)
{
  LaminaProjectWriter *self = g_new0 (LaminaProjectWriter, 1);

  self->is_new = TRUE;
  self->overwrite = overwrite;

  return start (self, path, ready, data);
}

void
lamina_project_writer_free (LaminaProjectWriter *self)
{
  if (self == NULL)
    return;

  pthread_mutex_lock (&self->mutex);
  self->must_stop = TRUE;
  self->must_cancel = TRUE;
  pthread_cond_signal (&self->work);
  pthread_mutex_unlock (&self->mutex);
  pthread_join (self->thread, NULL);

  g_queue_clear_full (&self->jobs, (GDestroyNotify) lamina_job_free);
  g_queue_clear_full (&self->requests, (GDestroyNotify) lamina_request_free);
  self->is_freed = TRUE;
  lamina_project_writer_unref (self);
}

void
lamina_project_writer_post_locked (LaminaProjectWriter *self,
                                   LaminaJob           *job)
{
  job->posted_usec = g_get_monotonic_time ();
  lamina_jobs_push (&self->jobs, job);
  pthread_cond_signal (&self->work);
}

void
lamina_project_writer_post (LaminaProjectWriter *self,
                            LaminaJob           *job)
{
  pthread_mutex_lock (&self->mutex);
  lamina_project_writer_post_locked (self, job);
  pthread_mutex_unlock (&self->mutex);
}

/* --- what can be asked --- */

gboolean
lamina_project_writer_is_open (LaminaProjectWriter *self)
{
  gboolean is_open;

  pthread_mutex_lock (&self->mutex);
  is_open = self->is_open;
  pthread_mutex_unlock (&self->mutex);

  return is_open;
}

LaminaProjectContent *
lamina_project_writer_take_content (LaminaProjectWriter  *self,
                                    GError              **error)
{
  LaminaProjectContent *content;

  pthread_mutex_lock (&self->mutex);
  while (!self->is_open)
    pthread_cond_wait (&self->result, &self->mutex);
  content = g_steal_pointer (&self->content);
  if (content == NULL && self->open_error != NULL)
    g_propagate_error (error, g_error_copy (self->open_error));
  pthread_mutex_unlock (&self->mutex);

  return content;
}

LaminaReadOnly
lamina_project_writer_get_read_only (LaminaProjectWriter *self)
{
  LaminaReadOnly read_only;

  pthread_mutex_lock (&self->mutex);
  read_only = self->read_only;
  pthread_mutex_unlock (&self->mutex);

  return read_only;
}

char *
lamina_project_writer_get_read_only_reason (LaminaProjectWriter *self)
{
  char *reason;

  pthread_mutex_lock (&self->mutex);
  reason = g_strdup (self->reason);
  pthread_mutex_unlock (&self->mutex);

  return reason;
}

char *
lamina_project_writer_get_path (LaminaProjectWriter *self)
{
  char *path;

  pthread_mutex_lock (&self->mutex);
  path = g_strdup (self->path);
  pthread_mutex_unlock (&self->mutex);

  return path;
}

GError *
lamina_project_writer_take_error (LaminaProjectWriter *self)
{
  GError *error;

  pthread_mutex_lock (&self->mutex);
  error = g_steal_pointer (&self->error);
  pthread_mutex_unlock (&self->mutex);

  return error;
}

void
lamina_project_writer_get_status (LaminaProjectWriter *self,
                                  LaminaWriterStatus  *status)
{
  const LaminaJob *oldest;

  pthread_mutex_lock (&self->mutex);
  oldest = g_queue_peek_head (&self->jobs);
  status->n_waiting = g_queue_get_length (&self->jobs) + self->n_running;
  status->is_saved = status->n_waiting == 0;
  status->waiting_usec = oldest != NULL ? g_get_monotonic_time () - oldest->posted_usec : 0;
  status->done = self->done;
  status->total = self->total;
  pthread_mutex_unlock (&self->mutex);
}

gboolean
lamina_project_writer_flush (LaminaProjectWriter *self,
                             gint64               timeout_usec,
                             GError             **error)
{
  const gint64 deadline = g_get_monotonic_time () + timeout_usec;
  const struct timespec time = { deadline / G_USEC_PER_SEC, deadline % G_USEC_PER_SEC * 1000 };
  gboolean is_late = FALSE;
  gsize n_failures;
  gboolean ok;

  pthread_mutex_lock (&self->mutex);
  n_failures = self->n_failures;
  self->must_flush = TRUE;
  pthread_cond_signal (&self->work);
  while (!is_late && self->n_failures == n_failures &&
         (self->must_flush || self->n_running > 0 || !g_queue_is_empty (&self->jobs)))
    is_late = pthread_cond_timedwait (&self->result, &self->mutex, &time) != 0;

  ok = !is_late && self->n_failures == n_failures;
  if (!ok && self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));
  else if (!ok && self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  else if (!ok)
    g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                         _("The project is not saved yet: the disk takes longer than expected"));
  pthread_mutex_unlock (&self->mutex);

  return ok;
}
