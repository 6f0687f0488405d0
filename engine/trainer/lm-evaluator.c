/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-evaluator.h"

#include "lm-trainer.h"

struct _LmEvaluator
{
  LmWorkspace *workspace;
  LmSource    *source;
  LmSplit      split;
  gsize        n_done;
  guint32     *indices;
  gboolean     reads_on;
  LmResult     result;
};

LmEvaluator *
lm_evaluator_new (LmNetwork  *network,
                  LmPool     *pool,
                  LmSource   *source,
                  gsize       batch_size,
                  GError    **error)
{
  LmWorkspace *workspace = lm_workspace_new (network, pool, batch_size, LM_WORK_INFER, error);
  LmEvaluator *self;

  if (workspace == NULL)
    return NULL;

  self = g_new0 (LmEvaluator, 1);
  self->workspace = workspace;
  self->source = source;
  self->reads_on = source->is_contiguous && lm_network_get_carried_size (network) > 0;
  self->indices = g_new (guint32, batch_size);

  return self;
}

void
lm_evaluator_free (LmEvaluator *self)
{
  lm_workspace_free (self->workspace);
  g_free (self->indices);
  g_free (self);
}

void
lm_evaluator_begin (LmEvaluator *self,
                    LmSplit      split)
{
  self->split = split;
  self->n_done = 0;
  lm_workspace_begin_carrying (self->workspace);
  self->result = (LmResult) { 0 };
}

gboolean
lm_evaluator_is_done (const LmEvaluator *self)
{
  return self->n_done >= self->source->n_examples[self->split];
}

/* The examples of the next batch, in their order unless stateful layers read on. */
static void
lm_evaluator_choose (LmEvaluator *self,
                     gsize        n)
{
  const gsize n_examples = self->source->n_examples[self->split];
  const gsize capacity = lm_workspace_get_capacity (self->workspace);

  for (gsize i = 0; i < n; i++)
    {
      const gsize place = self->n_done + i;

      self->indices[i] = (guint32) (self->reads_on
                                      ? lm_source_get_contiguous (n_examples, capacity, place)
                                      : place);
    }
}

gboolean
lm_evaluator_step (LmEvaluator       *self,
                   const LmState     *state,
                   const LmTraining  *training,
                   GError           **error)
{
  const gsize n = MIN (lm_workspace_get_capacity (self->workspace),
                       self->source->n_examples[self->split] - self->n_done);
  const LmBatch batch = lm_workspace_get_batch (self->workspace, self->source->has_lengths);
  LmResult result;

  lm_evaluator_choose (self, n);

  if (!lm_source_read (self->source, self->split, self->indices, n, &batch, error))
    return FALSE;

  lm_workspace_infer (self->workspace, state, training, n, &result);
  lm_result_add (&self->result, &result);
  self->n_done += n;

  return TRUE;
}

double
lm_evaluator_get_loss (const LmEvaluator *self)
{
  return lm_result_get_loss (&self->result);
}

double
lm_evaluator_get_metric (const LmEvaluator *self,
                         const LmTraining  *training,
                         gsize              index)
{
  return lm_result_get_metric (&self->result, training, index);
}

gboolean
lm_evaluate (const LmState     *state,
             LmSource          *source,
             LmSplit            split,
             const LmTraining  *training,
             gsize              batch_size,
             LmPool            *pool,
             double            *loss,
             double            *metrics,
             GError           **error)
{
  g_autoptr(LmEvaluator) evaluator = lm_evaluator_new (state->network, pool, source, batch_size,
                                                       error);

  if (evaluator == NULL)
    return FALSE;

  lm_evaluator_begin (evaluator, split);
  while (!lm_evaluator_is_done (evaluator))
    {
      if (!lm_evaluator_step (evaluator, state, training, error))
        return FALSE;
    }

  *loss = lm_evaluator_get_loss (evaluator);
  for (gsize i = 0; i < training->n_metrics; i++)
    metrics[i] = lm_evaluator_get_metric (evaluator, training, i);

  return TRUE;
}
