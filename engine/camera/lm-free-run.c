/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each step is read again with as many before it as the network takes; but of text, where the
 * network can carry what it has read, each is read once.
 */

#include "lm-free-run.h"

#include <math.h>
#include <string.h>

#include "lm-random.h"
#include "lm-snapshot-private.h"

/* More is no picture. */
#define MAX_ROWS 64
#define MAX_STEPS 4096

struct _LmFreeRunner
{
  LmFreeRun    run;
  LmNetwork   *network;
  LmNetwork   *reading;             /* (nullable): reads how it begins; then the other, */
  LmWorkspace *workspace, *reader;  /* of one step, goes on */
  gsize        n, time, n_features; /* n_features 0: tokens */
  gboolean     answers_steps;       /* The network answers each step, and not the last one only. */
  gsize        n_answers;           /* of a step */
  lm_real     *window;              /* [n, time, features] or [n, time] */
  guint32     *lengths;             /* [n], of the windows */
  lm_real     *answers, *read;      /* [n, …]; of the reader */
  LmBlob      *result;              /* (nullable) */
  guint64      step;
};

static gboolean
lm_free_runner_can_feed (const LmFreeRunner *self)
{
  const LmFreeRun *run = &self->run;

  for (gsize i = 0; i < MIN (run->n_feeds, LM_MAX_FEEDS); i++)
    {
      if (run->feeds[i].column >= self->n_features)
        return FALSE;
    }

  return run->n_feeds > 0 && run->n_feeds <= MIN (LM_MAX_FEEDS, self->n_answers);
}

/* Where it can be done, goes on with a network that carries. */
static void
lm_free_runner_carry (LmFreeRunner *self)
{
  LmNetwork *reading = lm_network_new_carrying (self->network, self->time);
  LmNetwork *writing = lm_network_new_carrying (self->network, 1);

  if (reading == NULL || writing == NULL)
    {
      g_clear_pointer (&reading, lm_network_unref);
      g_clear_pointer (&writing, lm_network_unref);
      return;
    }

  lm_network_unref (self->network);
  self->network = writing;
  self->reading = reading;
  self->time = 1;
}

static gboolean
lm_free_runner_set_up (LmFreeRunner *self)
{
  const LmShape *input = lm_network_get_input (self->network);
  const LmShape *output = lm_network_get_output (self->network);
  const LmTensor *first = &self->run.input->tensor;
  const gboolean is_text = self->run.temperatures != NULL;
  LmShape shape = first->shape;

  self->n = shape.dim[0];
  shape.dim[0] = 1;
  if (self->n == 0 || self->n > MAX_ROWS || self->run.n_steps == 0 ||
      self->run.n_steps > MAX_STEPS || !lm_shape_equal (&shape, input) ||
      input->rank != (is_text ? 2 : 3))
    return FALSE;

  self->time = input->dim[1];
  self->n_features = is_text ? 0 : input->dim[2];
  self->answers_steps = output->rank == 3 && output->dim[1] == self->time;
  self->n_answers = output->dim[output->rank - 1];
  if (is_text && self->answers_steps)
    lm_free_runner_carry (self);

  return (self->answers_steps || output->rank == 2) && (is_text || lm_free_runner_can_feed (self));
}

static gboolean
lm_free_runner_alloc_reader (LmFreeRunner *self,
                             LmPool       *pool)
{
  if (self->reading == NULL)
    return TRUE;

  self->read = lm_alloc (self->n * lm_shape_get_n_columns (lm_network_get_output (self->reading)));
  self->reader = lm_workspace_new (self->reading, pool, self->n, LM_WORK_INFER, NULL);

  return self->read != NULL && self->reader != NULL;
}

static gboolean
lm_free_runner_alloc (LmFreeRunner *self,
                      LmPool       *pool)
{
  const gsize n_columns = lm_shape_get_n_columns (lm_network_get_output (self->network));

  self->window = lm_alloc (self->n * self->time * MAX (self->n_features, 1));
  self->answers = lm_alloc (self->n * n_columns);
  self->lengths = g_new (guint32, self->n);
  self->workspace = lm_workspace_new (self->network, pool, self->n, LM_WORK_INFER, NULL);

  return self->window != NULL && self->answers != NULL && self->workspace != NULL &&
         lm_free_runner_alloc_reader (self, pool);
}

LmFreeRunner *
lm_free_runner_new (const LmFreeRun *run,
                    LmNetwork       *network,
                    LmPool          *pool)
{
  LmFreeRunner *self = g_new0 (LmFreeRunner, 1);

  lm_free_run_copy (&self->run, run);
  self->network = lm_network_ref (network);
  if (lm_free_runner_set_up (self) && lm_free_runner_alloc (self, pool))
    return self;

  lm_free_runner_free (self);

  return NULL;
}

void
lm_free_runner_free (LmFreeRunner *self)
{
  g_clear_pointer (&self->workspace, lm_workspace_free);
  g_clear_pointer (&self->reader, lm_workspace_free);
  g_clear_pointer (&self->reading, lm_network_unref);
  g_clear_pointer (&self->result, lm_blob_unref);
  lm_free (self->window);
  lm_free (self->answers);
  lm_free (self->read);
  g_free (self->lengths);
  lm_free_run_clear (&self->run);
  lm_network_unref (self->network);
  g_free (self);
}

/* What is answered for the last step of a sequence. */
static const lm_real *
lm_free_runner_get_answer (const LmFreeRunner *self,
                           gsize               row)
{
  const gsize step = self->answers_steps ? row * self->time + self->lengths[row] - 1 : row;

  return self->answers + step * self->n_answers;
}

/* The weight of a token whose probability is @p, where the greatest one is @most. */
static double
get_weight (double p,
            double most,
            double temperature)
{
  return p > 0 ? exp ((log (p) - log (most)) / temperature) : 0;
}

/* Draws a token, by a number of 0 … 1. */
static gsize
draw_token (const lm_real *p,
            gsize          n,
            double         temperature,
            double         place)
{
  gsize best = 0, token = 0;
  double sum = 0;

  for (gsize i = 1; i < n; i++)
    {
      if (p[i] > p[best])
        best = i;
    }
  if (temperature <= 0 || !(p[best] > 0))
    return best;

  for (gsize i = 0; i < n; i++)
    sum += get_weight ((double) p[i], (double) p[best], temperature);
  for (place *= sum; token + 1 < n; token++)
    {
      place -= get_weight ((double) p[token], (double) p[best], temperature);
      if (place < 0)
        break;
    }

  /* Rounding may leave a rest behind the last one. */
  return p[token] > 0 ? token : best;
}

/* Makes room for a step at the sequence's end. Returns: its place */
static lm_real *
lm_free_runner_push (LmFreeRunner *self,
                     gsize         row)
{
  const gsize n = MAX (self->n_features, 1);
  lm_real *window = self->window + row * self->time * n;

  if (self->lengths[row] < self->time)
    self->lengths[row]++;
  else
    memmove (window, window + n, (self->time - 1) * n * sizeof *window);

  return window + (self->lengths[row] - 1) * n;
}

static void
lm_free_runner_add_token (LmFreeRunner *self,
                          gsize         row,
                          gsize         index,
                          lm_real      *out)
{
  const lm_real *answer = lm_free_runner_get_answer (self, row);
  const LmRandom random = { self->run.seed, lm_random_stream ("free-run"), (guint32) index,
                            (guint32) row };
  lm_real place;
  gsize token;

  lm_random_uniform (&random, &place, 1);
  token = draw_token (answer, self->n_answers, self->run.temperatures[row], (double) place);
  out[0] = (lm_real) token;
  out[1] = answer[token];
  *lm_free_runner_push (self, row) = (lm_real) token;
}

static void
lm_free_runner_add_numbers (LmFreeRunner *self,
                            gsize         row,
                            lm_real      *out)
{
  const lm_real *answer = lm_free_runner_get_answer (self, row);
  lm_real *step = lm_free_runner_push (self, row);

  /* What is not predicted stays as it was. */
  if (self->time > 1)
    memcpy (step, step - self->n_features, self->n_features * sizeof *step);
  for (gsize i = 0; i < self->run.n_feeds; i++)
    {
      const LmFeed *feed = &self->run.feeds[i];

      step[feed->column] = (lm_real) (feed->scale * (double) answer[i] + feed->offset);
      out[i] = answer[i];
    }
}

/* How many steps there are of the sequence that goes on. */
static guint32
lm_free_runner_get_start (const LmFreeRunner *self,
                          gsize               row)
{
  const guint32 time = (guint32) self->run.input->tensor.shape.dim[1];

  return self->run.lengths != NULL ? CLAMP (self->run.lengths[row], 1, time) : time;
}

/* The answers to the beginnings, which are remembered. */
static void
lm_free_runner_read (LmFreeRunner     *self,
                     const LmState    *state,
                     const LmTraining *training)
{
  const LmTensor *first = &self->run.input->tensor;
  const LmBatch batch = lm_workspace_get_batch (self->reader, TRUE);
  const gsize n_time = first->shape.dim[1];

  memcpy (batch.x, first->data, first->len * sizeof *first->data);
  for (gsize row = 0; row < self->n; row++)
    batch.lengths[row] = lm_free_runner_get_start (self, row);
  lm_workspace_begin_carrying (self->reader);
  lm_workspace_infer (self->reader, state, training, self->n, NULL);
  lm_workspace_copy_answers (self->reader, 0, self->n, self->read);
  lm_workspace_go_on_from (self->workspace, self->reader);

  for (gsize row = 0; row < self->n; row++)
    {
      const gsize last = row * n_time + lm_free_runner_get_start (self, row) - 1;

      memcpy (self->answers + row * self->n_answers, self->read + last * self->n_answers,
              self->n_answers * sizeof *self->answers);
    }
}

static void
lm_free_runner_start (LmFreeRunner *self)
{
  const LmTensor *first = &self->run.input->tensor;

  if (self->reader == NULL)
    memcpy (self->window, first->data, first->len * sizeof *first->data);
  for (gsize row = 0; row < self->n; row++)
    self->lengths[row] = self->reader != NULL ? 1 : lm_free_runner_get_start (self, row);
}

/* The answers to what the windows show. */
static void
lm_free_runner_answer (LmFreeRunner     *self,
                       const LmState    *state,
                       const LmTraining *training)
{
  const gboolean has_lengths = self->reader == NULL && self->run.lengths != NULL;
  const LmBatch batch = lm_workspace_get_batch (self->workspace, has_lengths);

  memcpy (batch.x, self->window,
          self->n * self->time * MAX (self->n_features, 1) * sizeof *self->window);
  if (has_lengths)
    memcpy (batch.lengths, self->lengths, self->n * sizeof *self->lengths);
  lm_workspace_infer (self->workspace, state, training, self->n, NULL);
  lm_workspace_copy_answers (self->workspace, 0, self->n, self->answers);
}

/* Goes on to step @index of what is made. */
static void
lm_free_runner_add (LmFreeRunner *self,
                    gsize         row,
                    gsize         index,
                    LmTensor     *result)
{
  const gsize n_out = result->shape.dim[2];
  lm_real *out = result->data + (row * self->run.n_steps + index) * n_out;

  if (self->n_features == 0)
    lm_free_runner_add_token (self, row, index, out);
  else
    lm_free_runner_add_numbers (self, row, out);
}

gboolean
lm_free_runner_run (LmFreeRunner           *self,
                    const LmState          *state,
                    const LmTraining       *training,
                    const _Atomic gboolean *stop)
{
  const gsize n_out = self->n_features == 0 ? 2 : self->run.n_feeds;
  const LmShape shape = { 3, { self->n, self->run.n_steps, n_out } };
  g_autoptr(LmBlob) result = lm_blob_new (&shape);

  if (result == NULL)
    return TRUE;

  lm_free_runner_start (self);
  for (gsize i = 0; i < self->run.n_steps; i++)
    {
      if (stop != NULL && atomic_load (stop))
        return FALSE;

      if (i == 0 && self->reader != NULL)
        lm_free_runner_read (self, state, training);
      else
        lm_free_runner_answer (self, state, training);
      for (gsize row = 0; row < self->n; row++)
        lm_free_runner_add (self, row, i, &result->tensor);
    }

  g_clear_pointer (&self->result, lm_blob_unref);
  self->result = g_steal_pointer (&result);
  self->step = state->step;

  return TRUE;
}

LmBlob *
lm_free_runner_get_result (LmFreeRunner *self,
                           guint64      *step)
{
  *step = self->step;

  return self->result;
}
