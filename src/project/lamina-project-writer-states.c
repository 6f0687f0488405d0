/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be posted, continued: branches, states, attachments. */

#include "lamina-project-writer-private.h"

/* --- branches --- */

static gboolean
run_add_branch (LaminaJob     *job,
                LaminaProject *project,
                GError       **error)
{
  return lamina_project_add_branch (project, job->payload, error) != 0;
}

static void
free_branch (gpointer branch)
{
  lamina_branch_free (branch);
}

void
lamina_project_writer_add_branch (LaminaProjectWriter *self,
                                  LaminaBranch        *branch)
{
  LaminaJob *job = lamina_job_new (run_add_branch, branch->id, NULL);

  job->payload = branch;
  job->free_payload = free_branch;
  lamina_project_writer_post (self, job);
}

static gboolean
run_rename_branch (LaminaJob     *job,
                   LaminaProject *project,
                   GError       **error)
{
  return lamina_project_rename_branch (project, job->branch, job->texts[0], error);
}

void
lamina_project_writer_rename_branch (LaminaProjectWriter *self,
                                     gint64               branch,
                                     const char          *name)
{
  LaminaJob *job = lamina_job_new (run_rename_branch, branch, NULL);

  job->is_latest = TRUE;
  job->texts[0] = g_strdup (name);
  lamina_project_writer_post (self, job);
}

static gboolean
run_remove_branch (LaminaJob     *job,
                   LaminaProject *project,
                   GError       **error)
{
  return lamina_project_remove_branch (project, job->branch, error);
}

void
lamina_project_writer_remove_branch (LaminaProjectWriter *self,
                                     gint64               branch)
{
  lamina_project_writer_post (self, lamina_job_new (run_remove_branch, branch, NULL));
}

/* --- states --- */

static gboolean
run_save_state (LaminaJob     *job,
                LaminaProject *project,
                GError       **error)
{
  const LmState *state = job->payload;
  g_autoptr(GBytes) bytes = lm_state_save (state);

  return lamina_project_save_state (project, job->branch, job->role, state->step, bytes, error);
}

static void
free_state (gpointer state)
{
  lm_state_free (state);
}

void
lamina_project_writer_save_state (LaminaProjectWriter *self,
                                  gint64               branch,
                                  LaminaStateRole      role,
                                  LmState             *state)
{
  LaminaJob *job = lamina_job_new (run_save_state, branch, NULL);

  job->is_latest = TRUE;
  job->role = role;
  job->number = role == LAMINA_STATE_KEYFRAME ? state->step : 0;
  job->payload = state;
  job->free_payload = free_state;
  lamina_project_writer_post (self, job);
}

static gboolean
run_remove_state (LaminaJob     *job,
                  LaminaProject *project,
                  GError       **error)
{
  return lamina_project_remove_state (project, job->branch, job->role, job->number, error);
}

void
lamina_project_writer_remove_state (LaminaProjectWriter *self,
                                    gint64               branch,
                                    LaminaStateRole      role,
                                    guint64              step)
{
  LaminaJob *job = lamina_job_new (run_remove_state, branch, NULL);

  job->role = role;
  job->number = step;
  lamina_project_writer_post (self, job);
}

/* --- attachments --- */

static gboolean
run_attach (LaminaJob     *job,
            LaminaProject *project,
            GError       **error)
{
  return lamina_project_attach (project, job->name, job->payload, error);
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

void
lamina_project_writer_attach (LaminaProjectWriter *self,
                              const char          *name,
                              GBytes              *bytes)
{
  LaminaJob *job = lamina_job_new (run_attach, 0, name);

  job->is_latest = TRUE;
  job->payload = g_bytes_ref (bytes);
  job->free_payload = free_bytes;
  lamina_project_writer_post (self, job);
}

static gboolean
run_detach (LaminaJob     *job,
            LaminaProject *project,
            GError       **error)
{
  return lamina_project_detach (project, job->name, error);
}

void
lamina_project_writer_detach (LaminaProjectWriter *self,
                              const char          *name)
{
  lamina_project_writer_post (self, lamina_job_new (run_detach, 0, name));
}
