/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backpropagation through time. What lies after the end of a sequence has no gradient: none comes
 * in there, so that none is found, though the steps are computed with the others.
 */

#include "lm-recurrent.h"

#include <string.h>

#include "lm-math.h"
#include "lm-packed.h"

/* dh += what reaches step @index from the layer's readers */
static void
lm_recurrent_run_add_output_grad (const LmRecurrentRun *run,
                                  const LmTensor       *dy,
                                  gsize                 index)
{
  const gsize n = run->n, n_columns = run->self->n_directions * n;
  const gboolean is_last = run->self->returns == LM_RETURNS_LAST;

  for (gsize row = 0; row < run->n_rows; row++)
    {
      const gsize length = run->lengths != NULL ? run->lengths[row] : run->n_steps;
      const gsize place = is_last ? 0 : lm_recurrent_run_get_place (run, row, index);
      const gsize n_places = is_last ? 1 : run->self->n_steps;

      if (is_last ? index == length - 1 : index < length)
        lm_add (dy->data + (row * n_places + place) * n_columns + run->first_column,
                run->dh + row * n, n);
    }
}

static void
lm_recurrent_run_steps_backward (const LmRecurrentRun *run,
                                 const LmTensor       *dy)
{
  const LmCell *cell = run->self->cell;
  const gsize n = run->n, n_gates = run->n_gates;
  const lm_real *weight_hh = lm_pass_get_value (run->pass, run->direction->weight_hh)->data;
  const LmPacked packed = lm_packed_init (run->n_rows, n_gates, n, run->n_steps, LM_KEEP,
                                          weight_hh, n, lm_pass_get_scratch (run->pass));

  memset (run->dh, 0, run->n_rows * n * sizeof *run->dh);
  if (cell->has_c)
    memset (run->dc, 0, run->n_rows * n * sizeof *run->dc);

  for (gsize i = run->n_steps; i-- > 0;)
    {
      const LmCellStep step = lm_recurrent_run_get_step (run, i);

      lm_recurrent_run_add_output_grad (run, dy, i);
      cell->backward (&step);
      if (i > 0)
        lm_packed_multiply (&packed, run->n_rows, cell->is_split ? step.recurrent : step.gates,
                            n_gates, cell->has_bypass, run->dh, n); /* dh = dgates·W_hh */
    }
}

/* Both biases are added to the same sum, unless the products are split. */
static void
lm_recurrent_run_add_bias_grads (const LmRecurrentRun *run)
{
  const gsize n_sums = run->n_steps * run->n_rows * run->n_gates;
  const LmTensor gates = lm_tensor_init (run->gates, &(LmShape) { 1, { n_sums } });
  const LmTensor recurrent = lm_tensor_init (run->recurrent, &(LmShape) { 1, { n_sums } });
  LmTensor *bias_ih = lm_pass_get_grad (run->pass, run->direction->bias_ih);
  LmTensor *bias_hh = lm_pass_get_grad (run->pass, run->direction->bias_hh);
  LmTensor sum = lm_tensor_init (lm_pass_get_scratch (run->pass), &bias_ih->shape);

  lm_tensor_fill (&sum, 0);
  lm_add_rows (&gates, &sum);
  lm_add (sum.data, bias_ih->data, sum.len);
  if (run->self->cell->is_split)
    {
      lm_tensor_fill (&sum, 0);
      lm_add_rows (&recurrent, &sum);
    }
  lm_add (sum.data, bias_hh->data, sum.len);
}

/* Over all steps at once, now that the gates hold their gradients. */
static void
lm_recurrent_run_add_grads (const LmRecurrentRun *run)
{
  const gsize n = run->n, n_gates = run->n_gates, n_in = run->self->n_in;
  const gsize first = run->has_start ? 0 : run->n_rows; /* Before it h is 0. */
  const gsize n_all = run->n_steps * run->n_rows;
  const lm_real *recurrent = run->self->cell->is_split ? run->recurrent : run->gates;

  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, n_gates, n_in, n_all, 1, run->gates, n_gates, run->x, n_in, 1,
               lm_pass_get_grad (run->pass, run->direction->weight_ih)->data, n_in);
  if (n_all > first)
    lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, n_gates, n, n_all - first, 1, recurrent + first * n_gates,
                 n_gates, run->h + first * n, n, 1,
                 lm_pass_get_grad (run->pass, run->direction->weight_hh)->data, n);
  lm_recurrent_run_add_bias_grads (run);
}

/* dx = dgates·W_ih; x itself is not needed any more and makes room. */
static void
lm_recurrent_run_write_input_grad (const LmRecurrentRun *run,
                                   LmTensor             *dx,
                                   gboolean              is_first)
{
  const gsize n_in = run->self->n_in, n_steps = run->self->n_steps;
  const gsize n_all = run->n_steps * run->n_rows;
  const lm_real *weight_ih = lm_pass_get_value (run->pass, run->direction->weight_ih)->data;
  const LmPacked packed = lm_packed_init (n_all, run->n_gates, n_in, 1, LM_KEEP, weight_ih, n_in,
                                          lm_pass_get_scratch (run->pass));
  const lm_real *from = run->x;

  lm_packed_multiply (&packed, n_all, run->gates, run->n_gates, FALSE, run->x, n_in);

  if (is_first && run->lengths != NULL)
    memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize step = 0; step < run->n_steps; step++)
    {
      for (gsize row = 0; row < run->n_rows; row++, from += n_in)
        {
          const gsize place = lm_recurrent_run_get_place (run, row, step);
          lm_real *to = dx->data + (row * n_steps + place) * n_in;

          if (lm_recurrent_run_is_padding (run, row, step))
            continue;
          if (is_first)
            memcpy (to, from, n_in * sizeof *to);
          else
            lm_add (from, to, n_in);
        }
    }
}

void
lm_recurrent_backward (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       const LmTensor *dy)
{
  const LmRecurrent *self = (const LmRecurrent *) layer;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize i = 0; i < self->n_directions; i++)
    {
      const LmRecurrentRun run = lm_recurrent_run_new (self, pass, i);

      lm_recurrent_run_steps_backward (&run, dy);
      lm_recurrent_run_add_grads (&run);
      if (dx != NULL)
        lm_recurrent_run_write_input_grad (&run, dx, i == 0);
    }
}
