/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of the forward pass: what the network answers, and how far that is from the targets.
 *
 * The loss and the metrics compare rows. A row is an example or, where each step has a target, a
 * step: of a sequence [time, features] the first "length" rows count, and the others have no
 * gradient.
 */

#include "lm-workspace-private.h"

#include <string.h>

const LmTensor *
lm_pass_get_output (const LmPass *self,
                    gssize        layer)
{
  return layer < 0 ? &self->input : &self->slots[layer].y;
}

/* Rows [first, first + n) of @tensor, each of the shape of @row. */
static LmTensor
lm_tensor_compared (const LmTensor *tensor,
                    const LmShape  *row,
                    gsize           first,
                    gsize           n)
{
  LmShape shape = *row;

  shape.dim[0] = n;

  return lm_tensor_init (tensor->data + first * lm_shape_get_n_columns (row), &shape);
}

/* The lengths of all examples from @first, or NULL where every row counts. */
static const guint32 *
lm_workspace_get_compared_lengths (const LmWorkspace *self,
                                   gsize              first)
{
  const LmNetwork *network = self->network;

  return self->has_lengths && network->rows_per_example > 1 &&
         lm_network_is_aligned (network, network->loss_layer) ? self->lengths + first : NULL;
}

double
lm_workspace_get_weight (const LmWorkspace *self,
                         gsize              n_rows)
{
  const LmNetwork *network = self->network;
  const LmLoss *loss = self->training->loss;
  const gsize n_steps = network->rows_per_example;
  const guint32 *lengths = lm_workspace_get_compared_lengths (self, 0);
  LmTensor target;
  double sum = 0;

  if (lengths == NULL)
    {
      target = lm_tensor_compared (&self->target, &network->target_row, 0, n_rows * n_steps);
      return lm_loss_get_weight (loss, &network->answer_row, &target);
    }

  for (gsize i = 0; i < n_rows; i++)
    {
      target = lm_tensor_compared (&self->target, &network->target_row, i * n_steps, lengths[i]);
      sum += lm_loss_get_weight (loss, &network->answer_row, &target);
    }

  return sum;
}

/* Losses that activate along classes find them along the last axis. */
static void
lm_pass_answer (LmPass           *self,
                const LmTraining *training)
{
  const LmNetwork *network = self->workspace->network;
  const LmTensor *y = lm_pass_get_output (self, network->last);
  LmShape row = y->shape;
  LmTensor rows, answers;
  gsize n = self->n_rows;

  if (training == NULL || network->loss_layer != network->last)
    {
      memcpy (self->answer.data, y->data, y->len * sizeof (lm_real));
      return;
    }

  if (row.rank == 3)
    {
      n *= row.dim[1];
      row = (LmShape) { 2, { 1, row.dim[2] } };
    }
  rows = lm_tensor_compared (y, &row, 0, n);
  answers = lm_tensor_compared (&self->answer, &row, 0, n);
  lm_loss_activate (training->loss, &rows, &answers);
}

static void
lm_pass_compare (LmPass   *self,
                 gsize     first,
                 gsize     n,
                 LmTensor *dy)
{
  const LmWorkspace *workspace = self->workspace;
  const LmNetwork *network = workspace->network;
  const LmTraining *training = workspace->training;
  const LmShape *row = &network->answer_row, *target_row = &network->target_row;
  const LmTensor y = lm_tensor_compared (lm_pass_get_output (self, network->loss_layer), row, first,
                                         n);
  const LmTensor answer = lm_tensor_compared (&self->answer, row, first, n);
  const LmTensor target = lm_tensor_compared (network->has_parts ? &self->verdict : &self->target,
                                              target_row, first, n);
  /* What counts nothing has no gradient. */
  const double scale = workspace->weight > 0 ? 1 / workspace->weight : 0;
  LmTensor part = { 0 };

  if (dy != NULL)
    part = lm_tensor_compared (dy, row, first, n);
  self->result.fit += training->loss->klass->forward (training->loss, &y, &target,
                                                      scale, dy != NULL ? &part : NULL);
  for (gsize i = 0; i < training->n_metrics; i++)
    {
      const LmMetric *metric = training->metrics[i];

      if (metric->add != NULL && metric->fits (row, target_row))
        metric->add (&answer, &target, self->result.metrics[i]);
    }
}

/* Only the steps that count; the others have no gradient. */
static void
lm_pass_compare_steps (LmPass        *self,
                       const guint32 *lengths,
                       LmTensor      *dy)
{
  const LmNetwork *network = self->workspace->network;
  const gsize n_steps = network->rows_per_example;
  const gsize n_columns = lm_shape_get_n_columns (&network->answer_row);

  for (gsize i = 0; i < self->n_rows; i++)
    {
      const gsize first = i * n_steps;

      lm_pass_compare (self, first, lengths[i], dy);
      if (dy != NULL)
        memset (dy->data + (first + lengths[i]) * n_columns, 0,
                (n_steps - lengths[i]) * n_columns * sizeof *dy->data);
    }
}

void
lm_pass_run_loss (LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const gssize layer = workspace->network->loss_layer;
  const guint32 *lengths = lm_workspace_get_compared_lengths (workspace, self->first_row);
  LmTensor *dy = NULL;

  if (self->is_training && layer >= 0 && self->slots[layer].dy.data != NULL)
    dy = &self->slots[layer].dy;

  lm_pass_answer (self, workspace->training);
  if (!workspace->compares)
    return;

  self->result.n_rows += self->n_rows;
  if (lengths != NULL)
    lm_pass_compare_steps (self, lengths, dy);
  else
    lm_pass_compare (self, 0, self->n_rows * workspace->network->rows_per_example, dy);
}
