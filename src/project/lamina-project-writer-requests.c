/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be asked of the thread, with an answer or waiting for it. */

#include "lamina-project-writer-private.h"

typedef gboolean (*Run) (LaminaRequest *, LaminaProjectWriter *, LaminaProject *, GError **);

static LaminaRequest *
request_new (Run         run,
             const char *name)
{
  LaminaRequest *self = g_new0 (LaminaRequest, 1);

  self->run = run;
  self->name = g_strdup (name);

  return self;
}

void
lamina_request_free (LaminaRequest *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self);
}

static void
push (LaminaProjectWriter *self,
      LaminaRequest       *request)
{
  pthread_mutex_lock (&self->mutex);
  if (request->is_copy)
    self->n_copies++;
  g_queue_push_tail (&self->requests, request);
  pthread_cond_signal (&self->work);
  pthread_mutex_unlock (&self->mutex);
}

/* (transfer full) @request. Returns: (transfer full) (nullable): the bytes, if it loads any */
static GBytes *
wait_for (LaminaProjectWriter *self,
          LaminaRequest       *request,
          GError             **error)
{
  g_autoptr(LaminaRequest) owned G_GNUC_UNUSED = request;

  request->is_sync = TRUE;
  push (self, request);

  pthread_mutex_lock (&self->mutex);
  while (!request->is_done)
    pthread_cond_wait (&self->result, &self->mutex);
  pthread_mutex_unlock (&self->mutex);

  if (request->error != NULL)
    g_propagate_error (error, g_steal_pointer (&request->error));

  return g_steal_pointer (&request->bytes);
}

static gboolean
wait_until_done (LaminaProjectWriter *self,
                 LaminaRequest       *request,
                 GError             **error)
{
  g_autoptr(GError) cause = NULL;

  wait_for (self, request, &cause);
  if (cause == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* --- loading --- */

static gboolean
run_load_state (LaminaRequest       *self,
                LaminaProjectWriter *writer,
                LaminaProject       *project,
                GError             **error)
{
  self->bytes = lamina_project_load_state (project, self->branch, self->role, self->step, error);

  return self->bytes != NULL;
}

static LaminaRequest *
make_load_state (gint64          branch,
                 LaminaStateRole role,
                 guint64         step)
{
  LaminaRequest *request = request_new (run_load_state, NULL);

  request->branch = branch;
  request->role = role;
  request->step = step;

  return request;
}

void
lamina_project_writer_load_state (LaminaProjectWriter *self,
                                  gint64               branch,
                                  LaminaStateRole      role,
                                  guint64              step,
                                  LaminaLoadedFunc     loaded,
                                  gpointer             data)
{
  LaminaRequest *request = make_load_state (branch, role, step);

  request->loaded = loaded;
  request->data = data;
  push (self, request);
}

GBytes *
lamina_project_writer_load_state_sync (LaminaProjectWriter *self,
                                       gint64               branch,
                                       LaminaStateRole      role,
                                       guint64              step,
                                       GError             **error)
{
  return wait_for (self, make_load_state (branch, role, step), error);
}

static gboolean
run_load_attachment (LaminaRequest       *self,
                     LaminaProjectWriter *writer,
                     LaminaProject       *project,
                     GError             **error)
{
  self->bytes = lamina_project_load_attachment (project, self->name, error);

  return self->bytes != NULL;
}

void
lamina_project_writer_load_attachment (LaminaProjectWriter *self,
                                       const char          *name,
                                       LaminaLoadedFunc     loaded,
                                       gpointer             data)
{
  LaminaRequest *request = request_new (run_load_attachment, name);

  request->loaded = loaded;
  request->data = data;
  push (self, request);
}

GBytes *
lamina_project_writer_load_attachment_sync (LaminaProjectWriter *self,
                                            const char          *name,
                                            GError             **error)
{
  return wait_for (self, request_new (run_load_attachment, name), error);
}

/* --- the file --- */

static gboolean
run_rename (LaminaRequest       *self,
            LaminaProjectWriter *writer,
            LaminaProject       *project,
            GError             **error)
{
  return lamina_project_rename (project, self->name, error);
}

static gboolean
run_duplicate (LaminaRequest       *self,
               LaminaProjectWriter *writer,
               LaminaProject       *project,
               GError             **error)
{
  return lamina_project_duplicate (project, self->name, lamina_project_writer_progress, writer,
                                   error);
}

static gboolean
run_relocate (LaminaRequest       *self,
              LaminaProjectWriter *writer,
              LaminaProject       *project,
              GError             **error)
{
  return lamina_project_relocate (project, self->name, lamina_project_writer_progress, writer,
                                  error);
}

static LaminaRequest *
make_file_request (Run            run,
                   const char    *path,
                   LaminaDoneFunc done,
                   gpointer       data)
{
  LaminaRequest *request = request_new (run, path);

  request->is_copy = run != run_rename;
  request->done = done;
  request->data = data;

  return request;
}

void
lamina_project_writer_rename (LaminaProjectWriter *self,
                              const char          *path,
                              LaminaDoneFunc       done,
                              gpointer             data)
{
  push (self, make_file_request (run_rename, path, done, data));
}

gboolean
lamina_project_writer_rename_sync (LaminaProjectWriter *self,
                                   const char          *path,
                                   GError             **error)
{
  return wait_until_done (self, make_file_request (run_rename, path, NULL, NULL), error);
}

void
lamina_project_writer_duplicate (LaminaProjectWriter *self,
                                 const char          *path,
                                 LaminaDoneFunc       done,
                                 gpointer             data)
{
  push (self, make_file_request (run_duplicate, path, done, data));
}

gboolean
lamina_project_writer_duplicate_sync (LaminaProjectWriter *self,
                                      const char          *path,
                                      GError             **error)
{
  return wait_until_done (self, make_file_request (run_duplicate, path, NULL, NULL), error);
}

void
lamina_project_writer_relocate (LaminaProjectWriter *self,
                                const char          *path,
                                LaminaDoneFunc       done,
                                gpointer             data)
{
  push (self, make_file_request (run_relocate, path, done, data));
}

gboolean
lamina_project_writer_relocate_sync (LaminaProjectWriter *self,
                                     const char          *path,
                                     GError             **error)
{
  return wait_until_done (self, make_file_request (run_relocate, path, NULL, NULL), error);
}

void
lamina_project_writer_cancel_copy (LaminaProjectWriter *self)
{
  pthread_mutex_lock (&self->mutex);
  self->must_cancel = self->n_copies > 0;
  pthread_mutex_unlock (&self->mutex);
}
