/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue of what is to be written. */

#include "lamina-project-writer-private.h"

#define MAX_KEYFRAMES 16

LaminaJob *
lamina_job_new (gboolean  (*run) (LaminaJob *, LaminaProject *, GError **),
                gint64      branch,
                const char *name)
{
  LaminaJob *self = g_new0 (LaminaJob, 1);

  self->run = run;
  self->branch = branch;
  self->name = g_strdup (name);

  return self;
}

void
lamina_job_free (LaminaJob *self)
{
  if (self->free_payload != NULL && self->payload != NULL)
    self->free_payload (self->payload);
  g_free (self->texts[0]);
  g_free (self->texts[1]);
  g_free (self->name);
  g_free (self);
}

static gboolean
is_replaced_by (const LaminaJob *older,
                const LaminaJob *newer)
{
  return newer->is_latest && older->run == newer->run && older->branch == newer->branch &&
         older->role == newer->role && older->number == newer->number &&
         g_strcmp0 (older->name, newer->name) == 0;
}

static gboolean
is_keyframe (const LaminaJob *job)
{
  return job->role == LAMINA_STATE_KEYFRAME && job->payload != NULL;
}

/* They are large, and replay makes them again. */
static void
drop_keyframes (GQueue *jobs)
{
  gsize n = 0;

  for (GList *l = jobs->tail, *older; l != NULL; l = older)
    {
      older = l->prev;
      if (is_keyframe (l->data) && ++n > MAX_KEYFRAMES)
        {
          lamina_job_free (l->data);
          g_queue_delete_link (jobs, l);
        }
    }
}

void
lamina_jobs_push (GQueue    *jobs,
                  LaminaJob *job)
{
  for (GList *l = jobs->head, *next; job->is_latest && l != NULL; l = next)
    {
      next = l->next;
      if (is_replaced_by (l->data, job))
        {
          lamina_job_free (l->data);
          g_queue_delete_link (jobs, l);
        }
    }

  g_queue_push_tail (jobs, job);
  if (is_keyframe (job))
    drop_keyframes (jobs);
}

void
lamina_jobs_put_back (GQueue *jobs,
                      GQueue *older)
{
  LaminaJob *job;

  while ((job = g_queue_pop_tail (older)) != NULL)
    {
      gboolean is_needless = FALSE;

      for (GList *l = jobs->head; l != NULL && !is_needless; l = l->next)
        is_needless = is_replaced_by (job, l->data);

      if (is_needless)
        lamina_job_free (job);
      else
        g_queue_push_head (jobs, job);
    }
  drop_keyframes (jobs);
}
