/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows the shards: adding up their gradients, and the update. */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-error.h"
#include "lm-math.h"

/* Elements that one task updates, and that fit into the first cache at a time. */
#define MIN_CHUNK 16384
#define MAX_CHUNKS 4096
#define PIECE 2048

gboolean
lm_workspace_init_update (LmWorkspace  *self,
                          GError      **error)
{
  const gsize size = self->network->block_size;
  gboolean is_complete;

  self->n_next = LM_MAX_BLOCKS;
  self->chunk = MAX (MIN_CHUNK, (size / MAX_CHUNKS + PIECE) / PIECE * PIECE);
  self->chunk_sums = g_new0 (double, size / self->chunk + 1);
  self->chunk_is_finite = g_new0 (gboolean, size / self->chunk + 1);

  self->old_buffers = lm_alloc (self->network->buffers_size);
  is_complete = self->old_buffers != NULL;
  for (gsize i = 0; is_complete && i < self->n_next; i++)
    {
      self->next[i] = lm_alloc (size);
      is_complete = self->next[i] != NULL;
      if (is_complete)
        memset (self->next[i], 0, size * sizeof (lm_real));
    }
  if (!is_complete)
    g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                 _("There is not enough memory to train %zu parameters: make the layers smaller"),
                 lm_network_get_n_params (self->network));

  return is_complete;
}

void
lm_workspace_clear_update (LmWorkspace *self)
{
  for (gsize i = 0; i < self->n_next; i++)
    lm_free (self->next[i]);
  lm_free (self->old_buffers);
  g_free (self->chunk_sums);
  g_free (self->chunk_is_finite);
}

static gsize
lm_workspace_get_chunk (const LmWorkspace *self,
                        gsize              index,
                        gsize             *first)
{
  *first = self->range.first + index * self->chunk;

  return MIN (self->chunk, self->range.end - *first);
}

/* A fixed binary tree: the same bits whichever thread comes when. */
static void
lm_workspace_add_chunk (gpointer data,
                        gsize    index)
{
  LmWorkspace *self = data;
  gsize first;
  const gsize n = lm_workspace_get_chunk (self, index, &first);

  for (gsize width = self->n_shards / 2; width > 0; width /= 2)
    {
      for (gsize i = 0; i < width; i++)
        lm_add (self->passes[i + width].gradients + first, self->passes[i].gradients + first, n);
    }

  self->chunk_sums[index] = lm_sum_squares (self->passes[0].gradients + first, n, 0);
}

void
lm_workspace_add_gradients (LmWorkspace *self,
                            gsize        first,
                            gsize        end)
{
  self->range = (LmRange) { .first = first, .end = end };
  self->n_chunks = (end - first + self->chunk - 1) / self->chunk;
  lm_pool_run (self->pool, lm_workspace_add_chunk, self, self->n_chunks);
}

/* @gradient clipped and regularised; in @space if that changes it. */
static const lm_real *
lm_workspace_regularise (const LmWorkspace *self,
                         const lm_real     *gradient,
                         const lm_real     *value,
                         lm_real           *space,
                         gsize              n)
{
  const LmTraining *training = self->training;
  const lm_real scale = (lm_real) self->clip_scale;
  const lm_real limit = (lm_real) (training->clip_value > 0 ? training->clip_value : HUGE_VAL);
  const lm_real l1 = (lm_real) training->l1;
  const lm_real l2 = (lm_real) training->l2;

  if (scale == 1 && training->clip_value <= 0 && l1 == 0 && l2 == 0)
    return gradient;

  for (gsize i = 0; i < n; i++)
    {
      const lm_real clipped = gradient[i] * scale;
      const lm_real sign = (lm_real) ((value[i] > 0) - (value[i] < 0));

      space[i] = (clipped > limit ? limit : clipped < -limit ? -limit : clipped) + l1 * sign +
                 l2 * value[i];
    }

  return space;
}

/* What is not a number stays so. */
static void
lm_workspace_clip (lm_real *values,
                   lm_real  limit,
                   gsize    n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = values[i] > limit ? limit : values[i] < -limit ? -limit : values[i];
}

/* While they are near. */
static void
lm_workspace_take_piece (const LmWorkspace *self,
                         gsize              first,
                         gsize              n)
{
  const gsize n_blocks = 1 + self->range.optimizer->klass->n_moments;
  const gsize n_bytes = n * sizeof (lm_real);

  for (gsize i = 0; i < n_blocks; i++)
    {
      lm_real *numbers = self->updated->blocks[i] + first;

      if (self->range.old != NULL)
        memcpy (self->range.old[i] + first, numbers, n_bytes);
      memcpy (numbers, self->next[i] + first, n_bytes);
    }
}

static gboolean
lm_workspace_update_piece (LmWorkspace *self,
                           gsize        first,
                           gsize        n)
{
  const LmState *state = self->updated;
  const LmOptimizer *optimizer = self->range.optimizer;
  const gsize n_blocks = 1 + optimizer->klass->n_moments;
  const lm_real *gradient = self->passes[0].gradients + first;
  lm_real space[PIECE];
  LmUpdate update = {
    .n = n,
    .gradient = lm_workspace_regularise (self, gradient, state->blocks[0] + first, space, n),
    .value = state->blocks[0] + first,
    .new_value = self->next[0] + first,
    .rate = self->range.rate,
    .step = self->range.step,
  };
  gboolean is_finite;

  for (gsize i = 1; i < n_blocks; i++)
    {
      update.moment[i - 1] = state->blocks[i] + first;
      update.new_moment[i - 1] = self->next[i] + first;
    }

  optimizer->klass->update (optimizer, &update);
  if (self->range.clip > 0)
    lm_workspace_clip (update.new_value, (lm_real) self->range.clip, n);

  is_finite = lm_is_finite (gradient, n);
  for (gsize i = 0; i < n_blocks; i++)
    is_finite = is_finite && lm_is_finite (self->next[i] + first, n);
  if (self->range.is_at_once)
    lm_workspace_take_piece (self, first, n);

  return is_finite;
}

static void
lm_workspace_update_chunk (gpointer data,
                           gsize    index)
{
  LmWorkspace *self = data;
  gsize first;
  const gsize n = lm_workspace_get_chunk (self, index, &first);

  self->chunk_is_finite[index] = TRUE;
  for (gsize i = 0; i < n; i += PIECE)
    self->chunk_is_finite[index] &= lm_workspace_update_piece (self, first + i, MIN (PIECE, n - i));
}

/* The factor of clipping by norm, as PyTorch's clip_grad_norm_ has it. */
static double
lm_workspace_get_clip_scale (const LmWorkspace *self)
{
  const double limit = self->training->clip_norm;
  double sum = 0;

  if (limit <= 0)
    return 1;

  for (gsize i = 0; i < self->n_chunks; i++)
    sum += self->chunk_sums[i];

  return fmin (1, limit / (sqrt (sum) + 1e-6));
}

/* The first parameter whose gradient or update is not finite. */
static const char *
lm_workspace_find_bad (const LmWorkspace *self)
{
  const gsize n_blocks = 1 + self->range.optimizer->klass->n_moments;

  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      const gsize offset = view->param->offset;
      const gsize len = lm_shape_get_n_elements (&view->param->shape);
      gboolean is_finite = TRUE;

      if (view->is_buffer || offset < self->range.first || offset >= self->range.end)
        continue;

      is_finite = lm_is_finite (self->passes[0].gradients + offset, len);
      for (gsize j = 0; j < n_blocks; j++)
        is_finite = is_finite && lm_is_finite (self->next[j] + offset, len);
      if (!is_finite)
        return view->name;
    }

  return "loss";
}

void
lm_workspace_foreach_layer (LmWorkspace *self,
                            LmHook       hook)
{
  LmPass *pass = &self->passes[0];

  pass->is_backward = FALSE;
  for (gsize i = self->stretch.first; i < self->stretch.end; i++)
    {
      const LmLayer *layer = self->network->nodes[i].layer;

      pass->layer = i;
      if (layer->bypassed)
        continue;
      if (hook == LM_HOOK_PREPARE && layer->klass->prepare != NULL)
        layer->klass->prepare (layer, pass);
      if (hook == LM_HOOK_COMMIT && layer->klass->commit != NULL)
        layer->klass->commit (layer, pass);
    }
}

const char *
lm_workspace_find_bad_buffer (const LmWorkspace *self,
                              const LmState     *state)
{
  for (gsize i = 0; i < lm_network_get_n_views (self->network); i++)
    {
      const LmParamView *view = lm_network_get_view (self->network, i);
      const LmTensor value = lm_state_get_view (state, view, 0);

      if (view->is_buffer && !lm_is_finite (value.data, value.len))
        return view->name;
    }

  return NULL;
}

/* What layers learned of the batch becomes the state's. A variance may be infinite where the loss
 * and its gradients are not. Returns: %FALSE then; nothing has changed */
static gboolean
lm_workspace_commit (LmWorkspace  *self,
                     LmState      *state,
                     const char  **bad)
{
  const gsize n_bytes = self->network->buffers_size * sizeof (lm_real);
  const char *name;

  memcpy (self->old_buffers, state->buffers, n_bytes);
  lm_workspace_foreach_layer (self, LM_HOOK_COMMIT);
  name = lm_workspace_find_bad_buffer (self, state);
  if (name == NULL)
    return TRUE;

  memcpy (state->buffers, self->old_buffers, n_bytes);
  if (bad != NULL)
    *bad = name;

  return FALSE;
}

gboolean
lm_workspace_compute_update (LmWorkspace       *self,
                             LmState           *state,
                             const LmTraining  *training,
                             const LmRange     *range,
                             const char       **bad)
{
  gboolean is_finite = isfinite (self->passes[0].result.loss);

  g_return_val_if_fail (state->network == self->network, FALSE);
  g_return_val_if_fail (state->n_blocks > range->optimizer->klass->n_moments, FALSE);

  self->updated = state;
  self->training = training;
  self->range = *range;
  self->clip_scale = lm_workspace_get_clip_scale (self);

  lm_pool_run (self->pool, lm_workspace_update_chunk, self, self->n_chunks);
  for (gsize i = 0; i < self->n_chunks; i++)
    is_finite = is_finite && self->chunk_is_finite[i];

  if (!is_finite && bad != NULL)
    *bad = lm_workspace_find_bad (self);

  return is_finite;
}

gboolean
lm_workspace_update (LmWorkspace       *self,
                     LmState           *state,
                     const LmTraining  *training,
                     double             rate,
                     const char       **bad)
{
  const LmRange whole = { .end = self->network->block_size, .optimizer = training->optimizer,
                          .rate = rate, .step = state->step + 1 };

  if (!lm_workspace_compute_update (self, state, training, &whole, bad) ||
      !lm_workspace_commit (self, state, bad))
    return FALSE;

  for (gsize i = 0; i < state->n_blocks; i++)
    {
      lm_real *old = state->blocks[i];

      state->blocks[i] = self->next[i];
      self->next[i] = old;
    }
  if (state->n_carried >= self->passes[0].batch_size)
    lm_workspace_hand_on (self, state->carried, state->n_carried);
  state->step++;

  return TRUE;
}
