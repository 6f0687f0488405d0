/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pthread.h>

#include "lamina-project-writer.h"

G_BEGIN_DECLS

/* Something to write. It may be run again, after a try that failed. */
typedef struct _LaminaJob LaminaJob;

struct _LaminaJob
{
  gboolean      (*run) (LaminaJob *self, LaminaProject *project, GError **error);
  gboolean        is_latest; /* Replaces an older one with the same run, branch, name, role. */
  gint64          posted_usec;

  gint64          branch;
  char           *name;
  LaminaStateRole role;
  guint64         number;   /* step or revision */
  char           *texts[2];
  gpointer        payload;
  GDestroyNotify  free_payload;
};

LaminaJob *lamina_job_new        (gboolean      (*run) (LaminaJob *, LaminaProject *, GError **),
                                  gint64          branch,
                                  const char     *name) G_GNUC_WARN_UNUSED_RESULT;
void       lamina_job_free       (LaminaJob      *self);
/* Queues @job (transfer full) at the end, and takes out what it makes needless. */
void       lamina_jobs_push      (GQueue         *jobs,
                                  LaminaJob      *job);
/* Puts @older (transfer full), which could not be written, before @jobs. */
void       lamina_jobs_put_back  (GQueue         *jobs,
                                  GQueue         *older);

/* Something to answer. */
typedef struct _LaminaRequest LaminaRequest;

struct _LaminaRequest
{
  gboolean      (*run) (LaminaRequest *self, LaminaProjectWriter *writer, LaminaProject *project, GError **error);
  gboolean        is_copy;

  gint64          branch;
  LaminaStateRole role;
  guint64         step;
  char           *name;     /* or path */
  LaminaLoadedFunc loaded;
  LaminaDoneFunc  done;
  gpointer        data;

  gboolean        is_sync;  /* Its owner waits for @is_done. */
  gboolean        is_done;
  GBytes         *bytes;
  GError         *error;
};

void       lamina_request_free   (LaminaRequest  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaRequest, lamina_request_free)

struct _LaminaProjectWriter
{
  gatomicrefcount  ref_count; /* The owner, and each source in the main context. */
  GMainContext    *context;
  LaminaWriterFunc ready;
  gpointer         ready_data;
  gboolean         is_freed;  /* Of the owner's thread. */
  pthread_t        thread;

  /* What to open: for the thread. */
  gboolean         is_new;
  gboolean         overwrite;
  LaminaProjectMode mode;

  pthread_mutex_t  mutex;     /* for all that follows */
  pthread_cond_t   work;      /* The thread waits for it. */
  pthread_cond_t   result;    /* The owner does. */
  char            *path;
  GQueue           jobs;      /* LaminaJob, waiting */
  gsize            n_running; /* jobs in the transaction in progress */
  GQueue           requests;  /* LaminaRequest */
  gboolean         must_stop;
  gboolean         must_flush;
  gboolean         is_open;   /* or could not be opened */
  LaminaProjectContent *content;
  GError          *open_error;
  LaminaReadOnly   read_only;
  char            *reason;
  gint64           retry_usec; /* Not before; 0: nothing has failed. */
  GError          *failure;    /* why what waits is waiting */
  GError          *error;      /* not taken yet */
  gsize            n_failures; /* tries that failed and jobs that were dropped */
  gboolean         is_notified;
  gsize            n_copies;   /* that were asked for */
  gboolean         must_cancel;
  gint64           done, total;
};

void       lamina_project_writer_unref  (LaminaProjectWriter *self);
/* (transfer full) @job */
void       lamina_project_writer_post   (LaminaProjectWriter *self,
                                         LaminaJob           *job);
/* All three with the mutex held. */
void       lamina_project_writer_post_locked   (LaminaProjectWriter *self,
                                                LaminaJob           *job);
void       lamina_project_writer_notify_locked (LaminaProjectWriter *self);
void       lamina_project_writer_answer_locked (LaminaProjectWriter *self,
                                                LaminaRequest       *request);
/* The thread. */
void      *lamina_project_writer_run    (void                *data);
/* For requests that copy: LaminaProgressFunc with the writer as data. */
gboolean   lamina_project_writer_progress (gint64             done,
                                           gint64             total,
                                           gpointer           data);

G_END_DECLS
