/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be posted: each function makes a job, and the one before it runs it. */

#include "lamina-project-writer-private.h"

/* --- history --- */

static gboolean
run_append (LaminaJob     *job,
            LaminaProject *project,
            GError       **error)
{
  const GArray *records = job->payload;

  return lamina_project_append (project, job->branch, (const LmRecord *) (gpointer) records->data,
                                records->len, error);
}

static void
free_array (gpointer array)
{
  g_array_unref (array);
}

/* Records that come in many small pieces make one job. */
void
lamina_project_writer_append (LaminaProjectWriter *self,
                              gint64               branch,
                              const LmRecord      *records,
                              gsize                n)
{
  LaminaJob *last, *job;

  if (n == 0)
    return;

  pthread_mutex_lock (&self->mutex);
  last = g_queue_peek_tail (&self->jobs);
  if (last != NULL && last->run == run_append && last->branch == branch)
    {
      g_array_append_vals (last->payload, records, (guint) n);
    }
  else
    {
      job = lamina_job_new (run_append, branch, NULL);
      job->payload = g_array_new (FALSE, FALSE, sizeof (LmRecord));
      job->free_payload = free_array;
      g_array_append_vals (job->payload, records, (guint) n);
      lamina_project_writer_post_locked (self, job);
    }
  pthread_mutex_unlock (&self->mutex);
}

static gboolean
run_truncate (LaminaJob     *job,
              LaminaProject *project,
              GError       **error)
{
  return lamina_project_truncate (project, job->branch, job->number, error);
}

void
lamina_project_writer_truncate (LaminaProjectWriter *self,
                                gint64               branch,
                                guint64              step)
{
  LaminaJob *job = lamina_job_new (run_truncate, branch, NULL);

  job->number = step;
  lamina_project_writer_post (self, job);
}

/* --- names and values --- */

static gboolean
run_set_info (LaminaJob     *job,
              LaminaProject *project,
              GError       **error)
{
  return lamina_project_set_info (project, job->name, job->texts[0], error);
}

void
lamina_project_writer_set_info (LaminaProjectWriter *self,
                                const char          *name,
                                const char          *value)
{
  LaminaJob *job = lamina_job_new (run_set_info, 0, name);

  job->is_latest = TRUE;
  job->texts[0] = g_strdup (value);
  lamina_project_writer_post (self, job);
}

static gboolean
run_set_layout (LaminaJob     *job,
                LaminaProject *project,
                GError       **error)
{
  return lamina_project_set_layout (project, job->name, job->texts[0], error);
}

void
lamina_project_writer_set_layout (LaminaProjectWriter *self,
                                  const char          *key,
                                  const char          *json)
{
  LaminaJob *job = lamina_job_new (run_set_layout, 0, key);

  job->is_latest = TRUE;
  job->texts[0] = g_strdup (json);
  lamina_project_writer_post (self, job);
}

static gboolean
run_set_data (LaminaJob     *job,
              LaminaProject *project,
              GError       **error)
{
  return lamina_project_set_data (project, job->branch, job->payload, job->texts[0], job->texts[1],
                                  error);
}

static void
free_pairs (gpointer pairs)
{
  lamina_pairs_free (pairs);
}

void
lamina_project_writer_set_data (LaminaProjectWriter *self,
                                gint64               branch,
                                const LaminaPairs   *data,
                                const char          *sha256,
                                const char          *description)
{
  LaminaJob *job = lamina_job_new (run_set_data, branch, NULL);

  job->is_latest = TRUE;
  job->payload = lamina_pairs_copy (data);
  job->free_payload = free_pairs;
  job->texts[0] = g_strdup (sha256);
  job->texts[1] = g_strdup (description);
  lamina_project_writer_post (self, job);
}

static gboolean
run_set_fingerprint (LaminaJob     *job,
                     LaminaProject *project,
                     GError       **error)
{
  return lamina_project_set_fingerprint (project, job->branch, job->texts[0], error);
}

void
lamina_project_writer_set_fingerprint (LaminaProjectWriter *self,
                                       gint64               branch,
                                       const char          *fingerprint)
{
  LaminaJob *job = lamina_job_new (run_set_fingerprint, branch, NULL);

  job->is_latest = TRUE;
  job->texts[0] = g_strdup (fingerprint);
  lamina_project_writer_post (self, job);
}

/* --- stack and training --- */

static gboolean
run_set_stack (LaminaJob     *job,
               LaminaProject *project,
               GError       **error)
{
  return lamina_project_set_stack (project, job->branch, job->name, job->payload, error);
}

static void
free_stack (gpointer stack)
{
  lm_stack_free (stack);
}

void
lamina_project_writer_set_stack (LaminaProjectWriter *self,
                                 gint64               branch,
                                 const char          *name,
                                 const LmStack       *stack)
{
  LaminaJob *job = lamina_job_new (run_set_stack, branch, name);

  job->is_latest = TRUE;
  job->payload = lm_stack_copy (stack);
  job->free_payload = free_stack;
  lamina_project_writer_post (self, job);
}

static gboolean
run_remove_stack (LaminaJob     *job,
                  LaminaProject *project,
                  GError       **error)
{
  return lamina_project_remove_stack (project, job->branch, job->name, error);
}

void
lamina_project_writer_remove_stack (LaminaProjectWriter *self,
                                    gint64               branch,
                                    const char          *name)
{
  lamina_project_writer_post (self, lamina_job_new (run_remove_stack, branch, name));
}

static gboolean
run_set_training (LaminaJob     *job,
                  LaminaProject *project,
                  GError       **error)
{
  return lamina_project_set_training (project, job->branch, job->payload, error);
}

static void
free_training (gpointer training)
{
  lm_training_free (training);
}

void
lamina_project_writer_set_training (LaminaProjectWriter *self,
                                    gint64               branch,
                                    const LmTraining    *training)
{
  LaminaJob *job = lamina_job_new (run_set_training, branch, NULL);

  job->is_latest = TRUE;
  job->payload = lm_training_copy (training);
  job->free_payload = free_training;
  lamina_project_writer_post (self, job);
}

static gboolean
run_add_revision (LaminaJob     *job,
                  LaminaProject *project,
                  GError       **error)
{
  return lamina_project_add_revision (project, job->branch, (guint32) job->number, job->payload,
                                      error);
}

void
lamina_project_writer_add_revision (LaminaProjectWriter *self,
                                    gint64               branch,
                                    guint32              revision,
                                    const LmTraining    *training)
{
  LaminaJob *job = lamina_job_new (run_add_revision, branch, NULL);

  job->is_latest = TRUE;
  job->number = revision;
  job->payload = lm_training_copy (training);
  job->free_payload = free_training;
  lamina_project_writer_post (self, job);
}

static gboolean
run_set_note (LaminaJob     *job,
              LaminaProject *project,
              GError       **error)
{
  return lamina_project_set_note (project, job->branch, job->number, job->texts[0], error);
}

void
lamina_project_writer_set_note (LaminaProjectWriter *self,
                                gint64               branch,
                                guint64              step,
                                const char          *note)
{
  LaminaJob *job = lamina_job_new (run_set_note, branch, NULL);

  job->is_latest = TRUE;
  job->number = step;
  job->texts[0] = g_strdup (note);
  lamina_project_writer_post (self, job);
}

static gboolean
run_add_evaluation (LaminaJob     *job,
                    LaminaProject *project,
                    GError       **error)
{
  return lamina_project_add_evaluation (project, job->payload, error);
}

void
lamina_project_writer_add_evaluation (LaminaProjectWriter    *self,
                                      const LaminaEvaluation *evaluation)
{
  LaminaJob *job = lamina_job_new (run_add_evaluation, 0, NULL);

  job->payload = g_memdup2 (evaluation, sizeof *evaluation);
  job->free_payload = g_free;
  lamina_project_writer_post (self, job);
}
