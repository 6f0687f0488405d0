/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be watched of a recurrent layer: its gates and states as they were computed, in the
 * order of the sequence whichever way it was read; and how far back a gradient reaches.
 */

#include "lm-recurrent.h"

#include <math.h>
#include <string.h>

#include "lm-blas.h"
#include "lm-math.h"

/* The rows of a kind's table: its gates, the cell state, the state, and the reach. */
typedef enum
{
  LM_RECURRENT_GATE,
  LM_RECURRENT_C,
  LM_RECURRENT_H,
  LM_RECURRENT_REACH,
} LmRecurrentTrace;

static LmRecurrentTrace
lm_recurrent_get_trace (const LmRecurrent *self,
                        gsize              trace)
{
  const LmCell *cell = self->cell;

  if (trace < cell->n_traced_gates)
    return LM_RECURRENT_GATE;
  if (cell->has_c && trace == cell->n_traced_gates)
    return LM_RECURRENT_C;

  return trace == cell->n_traced_gates + (cell->has_c ? 1 : 0) ? LM_RECURRENT_H
                                                               : LM_RECURRENT_REACH;
}

void
lm_recurrent_get_trace_shape (const LmLayer *layer,
                              gsize          trace,
                              LmShape       *shape)
{
  const LmRecurrent *self = (const LmRecurrent *) layer;
  const gsize n = lm_recurrent_get_trace (self, trace) == LM_RECURRENT_REACH
                    ? 1 : (gsize) self->n_units;

  *shape = (LmShape) { 3, { 1, self->n_steps, self->n_directions * n } };
}

/* Where the numbers of a direction lie: the n of a step and row begin at
 * data + (step·rows + row)·width. */
typedef struct
{
  const lm_real *data;
  gsize          width, n;
} LmTraceSource;

static LmTraceSource
lm_recurrent_run_get_source (const LmRecurrentRun *run,
                             gsize                 trace)
{
  const gsize n_states = run->n_rows * run->n;

  switch (lm_recurrent_get_trace (run->self, trace))
    {
    case LM_RECURRENT_GATE:
      return (LmTraceSource) { run->gates + trace * run->n, run->n_gates, run->n };
    case LM_RECURRENT_C:
      return (LmTraceSource) { run->c + n_states, run->n, run->n };
    case LM_RECURRENT_H:
    case LM_RECURRENT_REACH:
    default:
      return (LmTraceSource) { run->h + n_states, run->n, run->n };
    }
}

/* To @out [rows, time, directions·n]; 0 beyond the length. */
static void
lm_recurrent_run_copy (const LmRecurrentRun *run,
                       gsize                 trace,
                       lm_real              *out)
{
  const LmTraceSource source = lm_recurrent_run_get_source (run, trace);
  const gsize n_steps = run->self->n_steps, n_columns = run->self->n_directions * run->n;

  for (gsize row = 0; row < run->n_rows; row++)
    {
      for (gsize step = 0; step < n_steps; step++)
        {
          const gboolean is_padding = lm_recurrent_run_is_padding (run, row, step);
          const gsize place = is_padding ? step : lm_recurrent_run_get_place (run, row, step);
          lm_real *to = out + (row * n_steps + place) * n_columns + run->first_column;

          if (is_padding)
            memset (to, 0, source.n * sizeof *to);
          else
            memcpy (to, source.data + (step * run->n_rows + row) * source.width,
                    source.n * sizeof *to);
        }
    }
}

/* One row of a step, with copies of what backward overwrites. */
static LmCellStep
lm_recurrent_run_get_row (const LmRecurrentRun *run,
                          gsize                 index,
                          gsize                 row,
                          lm_real              *space)
{
  const LmCell *cell = run->self->cell;
  const gsize n = run->n, n_gates = run->n_gates;
  LmCellStep step = lm_recurrent_run_get_step (run, index);

  memcpy (space, step.gates + row * n_gates, n_gates * sizeof *space);
  if (cell->is_split)
    memcpy (space + n_gates, step.recurrent + row * n_gates, n_gates * sizeof *space);

  step.n_rows = 1;
  step.gates = space;
  step.recurrent = space + n_gates;
  step.h_before += row * n;
  step.h += row * n;
  step.dh += row * n;
  if (cell->has_c)
    {
      step.c_before += row * n;
      step.c += row * n;
      step.dc += row * n;
    }
  if (cell->has_extra)
    step.extra += row * n;

  return step;
}

/* ‖∂s/∂h‖ of each step, the last one first, with s = Σh / √n of the last: it begins with 1. The way
 * back is that of lm_recurrent_backward(), without what comes in between. To every
 * @n_columns-th of @out; 0 beyond the length. */
static void
lm_recurrent_run_measure_reach (const LmRecurrentRun *run,
                                gsize                 row,
                                lm_real              *out,
                                gsize                 n_columns)
{
  const LmCell *cell = run->self->cell;
  const gsize n = run->n, n_gates = run->n_gates;
  const gsize length = run->lengths != NULL ? run->lengths[row] : run->n_steps;
  const lm_real *weight_hh = lm_pass_get_value (run->pass, run->direction->weight_hh)->data;
  lm_real *space = lm_pass_get_scratch (run->pass), *dh = run->dh + row * n;

  for (gsize i = 0; i < n; i++)
    dh[i] = (lm_real) (1 / sqrt ((double) n));
  if (cell->has_c)
    memset (run->dc + row * n, 0, n * sizeof *run->dc);

  for (gsize lag = 0; lag < length; lag++)
    {
      const LmCellStep step = lm_recurrent_run_get_row (run, length - 1 - lag, row, space);

      out[lag * n_columns] = (lm_real) sqrt (lm_dot (dh, dh, n));
      cell->backward (&step);
      lm_gemm_raw (LM_KEEP, LM_KEEP, 1, n, n_gates, 1, cell->is_split ? step.recurrent : step.gates,
                   n_gates, weight_hh, n, cell->has_bypass ? 1 : 0, dh, n);
    }
  for (gsize lag = length; lag < run->self->n_steps; lag++)
    out[lag * n_columns] = 0;
}

void
lm_recurrent_copy_trace (const LmLayer *layer,
                         LmPass        *pass,
                         gsize          trace,
                         lm_real       *out)
{
  const LmRecurrent *self = (const LmRecurrent *) layer;
  const gboolean is_reach = lm_recurrent_get_trace (self, trace) == LM_RECURRENT_REACH;

  for (gsize i = 0; i < self->n_directions; i++)
    {
      const LmRecurrentRun run = lm_recurrent_run_new (self, pass, i);

      if (!is_reach)
        lm_recurrent_run_copy (&run, trace, out);
      for (gsize row = 0; is_reach && row < run.n_rows; row++)
        lm_recurrent_run_measure_reach (&run, row,
                                        out + row * self->n_steps * self->n_directions + i,
                                        self->n_directions);
    }
}
