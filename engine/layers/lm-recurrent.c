/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-recurrent.h"

#include <math.h>
#include <string.h>

#include "lm-math.h"
#include "lm-packed.h"

const char *const lm_recurrent_returns[] = { "sequence", "last", NULL };
const char *const lm_recurrent_returns_titles[] = { N_("Every step"), N_("The last step"), NULL };

static gboolean
lm_recurrent_check (const LmRecurrent  *self,
                    const LmShape      *x,
                    GError            **error)
{
  if (x->rank != 3)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   x->rank == 2 ? _("A recurrent layer takes a sequence of rows, not %s: put an "
                                    "embedding layer before it if these are tokens, or a reshape "
                                    "layer to time × features")
                                : _("A recurrent layer takes a sequence of rows, not a picture of "
                                    "%s: put a reshape layer to time × features before it"),
                   shape);
      return FALSE;
    }

  if (self->is_stateful && (self->is_bidirectional || self->is_reverse))
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_VALUE,
                           _("A layer that reads from the end cannot go on where the last batch "
                             "ended: switch off “Stateful”, or read forwards only"));
      return FALSE;
    }

  return TRUE;
}

/* As PyTorch does it, everything starts uniform within ±1 / √n. */
static gsize
lm_recurrent_add_param (LmRecurrent *self,
                        const char  *name,
                        gsize        n_columns)
{
  const gsize n = (gsize) self->n_units;
  const gsize n_gates = self->cell->n_gates * n;
  const LmShape shape = n_columns > 0 ? (LmShape) { 2, { n_gates, n_columns } }
                                      : (LmShape) { 1, { n_gates } };

  return lm_layer_add_param (&self->parent, name, &shape, LM_INIT_UNIFORM, 1 / sqrt ((double) n),
                             MAX (1, n_columns), n);
}

static void
lm_recurrent_add_direction (LmRecurrent *self,
                            gboolean     is_second)
{
  LmLayer *layer = &self->parent;
  const LmCell *cell = self->cell;
  const gsize n = (gsize) self->n_units, n_steps = self->n_steps, n_gates = cell->n_gates * n;
  LmDirection *direction = &self->directions[self->n_directions++];

  direction->weight_ih = lm_recurrent_add_param (self, is_second ? "weight_ih_reverse"
                                                                 : "weight_ih", self->n_in);
  direction->weight_hh = lm_recurrent_add_param (self, is_second ? "weight_hh_reverse"
                                                                 : "weight_hh", n);
  direction->bias_ih = lm_recurrent_add_param (self, is_second ? "bias_ih_reverse" : "bias_ih", 0);
  direction->bias_hh = lm_recurrent_add_param (self, is_second ? "bias_hh_reverse" : "bias_hh", 0);

  direction->x = lm_layer_add_kept (layer, n_steps * self->n_in);
  direction->gates = lm_layer_add_kept (layer, n_steps * n_gates);
  direction->recurrent = lm_layer_add_kept (layer, cell->is_split ? n_steps * n_gates : 0);
  direction->h = lm_layer_add_kept (layer, (n_steps + 1) * n);
  direction->c = lm_layer_add_kept (layer, cell->has_c ? (n_steps + 1) * n : 0);
  direction->extra = lm_layer_add_kept (layer, cell->has_extra ? n_steps * n : 0);
  direction->dh = lm_layer_add_kept (layer, n);
  direction->dc = lm_layer_add_kept (layer, cell->has_c ? n : 0);
}

/* A packed weight; or, for traces, one row of the gates and of the
 * recurrent part. */
static gsize
lm_recurrent_get_scratch_size (const LmRecurrent *self)
{
  const gsize n = (gsize) self->n_units, n_gates = self->cell->n_gates * n;
  const gsize sizes[] = {
    lm_packed_get_size (self->n_in, n_gates),
    lm_packed_get_size (n, n_gates),
    lm_packed_get_size (n_gates, n),
    lm_packed_get_size (n_gates, self->n_in),
  };
  gsize size = 2 * n_gates;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    size = MAX (size, sizes[i]);

  return size;
}

gboolean
lm_recurrent_configure (LmRecurrent    *self,
                        const LmCell   *cell,
                        const LmShape  *x,
                        LmShape        *y,
                        GError        **error)
{
  const gsize n = (gsize) self->n_units;

  if (!lm_recurrent_check (self, x, error))
    return FALSE;

  self->cell = cell;
  self->n_steps = x->dim[1];
  self->n_in = x->dim[2];
  lm_recurrent_add_direction (self, FALSE);
  if (self->is_bidirectional)
    lm_recurrent_add_direction (self, TRUE);
  if (self->is_stateful)
    lm_layer_set_carried (&self->parent, cell->has_c ? 2 * n : n);

  lm_layer_set_scratch (&self->parent, lm_recurrent_get_scratch_size (self));
  lm_layer_set_macs (&self->parent, (guint64) self->n_directions * self->n_steps * cell->n_gates *
                                      n * (self->n_in + n));
  *y = self->returns == LM_RETURNS_LAST
         ? (LmShape) { 2, { 1, self->n_directions * n } }
         : (LmShape) { 3, { 1, self->n_steps, self->n_directions * n } };

  return TRUE;
}

gboolean
lm_recurrent_carry (LmLayer *layer)
{
  LmRecurrent *self = (LmRecurrent *) layer;

  self->is_stateful = !self->is_bidirectional && !self->is_reverse;

  return self->is_stateful;
}

LmRecurrentRun
lm_recurrent_run_new (const LmRecurrent *self,
                      LmPass            *pass,
                      gsize              direction)
{
  const LmDirection *of = &self->directions[direction];
  const gsize n = (gsize) self->n_units;
  LmRecurrentRun run = {
    .self = self,
    .direction = of,
    .pass = pass,
    .first_column = direction * n,
    .is_backwards = direction > 0 || self->is_reverse,
    .n_rows = lm_pass_get_n_rows (pass),
    .n_steps = self->n_steps,
    .n = n,
    .n_gates = self->cell->n_gates * n,
    .lengths = lm_pass_get_lengths (pass),
    .x = lm_pass_get_kept (pass, of->x),
    .gates = lm_pass_get_kept (pass, of->gates),
    .recurrent = lm_pass_get_kept (pass, of->recurrent),
    .h = lm_pass_get_kept (pass, of->h),
    .c = lm_pass_get_kept (pass, of->c),
    .extra = lm_pass_get_kept (pass, of->extra),
    .dh = lm_pass_get_kept (pass, of->dh),
    .dc = lm_pass_get_kept (pass, of->dc),
    .has_start = self->is_stateful && lm_pass_get_carried (pass) != NULL,
  };

  if (run.lengths != NULL)
    {
      run.n_steps = 0;
      for (gsize row = 0; row < run.n_rows; row++)
        run.n_steps = MAX (run.n_steps, run.lengths[row]);
    }

  return run;
}

LmCellStep
lm_recurrent_run_get_step (const LmRecurrentRun *run,
                           gsize                 step)
{
  const gsize n_states = run->n_rows * run->n;
  const gsize gates = step * run->n_rows * run->n_gates;

  return (LmCellStep) {
    .n_rows = run->n_rows,
    .n = run->n,
    .bias_ih = lm_pass_get_value (run->pass, run->direction->bias_ih)->data,
    .bias_hh = lm_pass_get_value (run->pass, run->direction->bias_hh)->data,
    .gates = run->gates + gates,
    .recurrent = run->recurrent + gates,
    .h_before = run->h + step * n_states,
    .c_before = run->c + step * n_states,
    .h = run->h + (step + 1) * n_states,
    .c = run->c + (step + 1) * n_states,
    .extra = run->extra + step * n_states,
    .dh = run->dh,
    .dc = run->dc,
  };
}

/* x [rows, time, in] to [steps, rows, in], in the order in which they are read. */
static void
lm_recurrent_run_read (const LmRecurrentRun *run)
{
  const lm_real *x = lm_pass_get_input (run->pass, 0)->data;
  const gsize n_in = run->self->n_in;
  lm_real *to = run->x;

  for (gsize step = 0; step < run->n_steps; step++)
    {
      for (gsize row = 0; row < run->n_rows; row++, to += n_in)
        {
          const gsize place = lm_recurrent_run_get_place (run, row, step);

          if (lm_recurrent_run_is_padding (run, row, step))
            memset (to, 0, n_in * sizeof *to);
          else
            memcpy (to, x + (row * run->self->n_steps + place) * n_in, n_in * sizeof *to);
        }
    }
}

/* The state before the first step. */
static void
lm_recurrent_run_start (const LmRecurrentRun *run)
{
  const gsize n = run->n, n_carried = run->self->cell->has_c ? 2 * n : n;
  const lm_real *carried = run->has_start ? lm_pass_get_carried (run->pass) : NULL;

  if (carried == NULL)
    {
      memset (run->h, 0, run->n_rows * n * sizeof *run->h);
      if (run->self->cell->has_c)
        memset (run->c, 0, run->n_rows * n * sizeof *run->c);
      return;
    }

  for (gsize row = 0; row < run->n_rows; row++, carried += n_carried)
    {
      memcpy (run->h + row * n, carried, n * sizeof *carried);
      if (run->self->cell->has_c)
        memcpy (run->c + row * n, carried + n, n * sizeof *carried);
    }
}

/* A sequence that has ended keeps its state. */
static void
lm_recurrent_run_freeze (const LmRecurrentRun *run,
                         const LmCellStep     *step,
                         gsize                 index)
{
  const gsize n = run->n;

  for (gsize row = 0; run->lengths != NULL && row < run->n_rows; row++)
    {
      if (!lm_recurrent_run_is_padding (run, row, index))
        continue;
      memcpy (step->h + row * n, step->h_before + row * n, n * sizeof *step->h);
      if (run->self->cell->has_c)
        memcpy (step->c + row * n, step->c_before + row * n, n * sizeof *step->c);
    }
}

/* x·W_ihᵀ of all steps. */
static void
lm_recurrent_run_multiply_input (const LmRecurrentRun *run)
{
  const gsize n_in = run->self->n_in, n_gates = run->n_gates;
  const gsize n_all = run->n_steps * run->n_rows;
  const lm_real *weight_ih = lm_pass_get_value (run->pass, run->direction->weight_ih)->data;
  const LmPacked packed = lm_packed_init (n_all, n_in, n_gates, 1, LM_TRANSPOSE, weight_ih, n_in,
                                          lm_pass_get_scratch (run->pass));

  lm_packed_multiply (&packed, n_all, run->x, n_in, FALSE, run->gates, n_gates);
}

static void
lm_recurrent_run_steps (const LmRecurrentRun *run)
{
  const LmCell *cell = run->self->cell;
  const gsize n = run->n, n_gates = run->n_gates;
  const lm_real *weight_hh = lm_pass_get_value (run->pass, run->direction->weight_hh)->data;
  const LmPacked packed = lm_packed_init (run->n_rows, n, n_gates, run->n_steps, LM_TRANSPOSE,
                                          weight_hh, n, lm_pass_get_scratch (run->pass));

  for (gsize i = 0; i < run->n_steps; i++)
    {
      const LmCellStep step = lm_recurrent_run_get_step (run, i);
      lm_real *product = cell->is_split ? step.recurrent : step.gates;

      if (i > 0 || run->has_start)
        lm_packed_multiply (&packed, run->n_rows, step.h_before, n, !cell->is_split, product,
                            n_gates); /* h·W_hhᵀ */
      else if (cell->is_split)
        memset (product, 0, run->n_rows * n_gates * sizeof *product);
      cell->forward (&step);
      lm_recurrent_run_freeze (run, &step, i);
    }
}

/* The states to where they are read: y, and the next batch. */
static void
lm_recurrent_run_write (const LmRecurrentRun *run,
                        LmTensor             *y)
{
  const gsize n = run->n, n_columns = run->self->n_directions * n;
  const gsize n_bytes = n * sizeof *y->data;
  const lm_real *last = run->h + run->n_steps * run->n_rows * n;
  const LmCell *cell = run->self->cell;
  lm_real *next = run->self->is_stateful ? lm_pass_get_next_carried (run->pass) : NULL;

  for (gsize row = 0; row < run->n_rows; row++)
    {
      lm_real *to = y->data + row * n_columns + run->first_column;

      if (run->self->returns == LM_RETURNS_LAST)
        memcpy (to, last + row * n, n_bytes);
      if (next == NULL)
        continue;
      memcpy (next + row * (cell->has_c ? 2 : 1) * n, last + row * n, n_bytes);
      if (cell->has_c)
        memcpy (next + (2 * row + 1) * n, run->c + (run->n_steps * run->n_rows + row) * n, n_bytes);
    }

  for (gsize row = 0; run->self->returns == LM_RETURNS_SEQUENCE && row < run->n_rows; row++)
    {
      lm_real *to = y->data + row * run->self->n_steps * n_columns + run->first_column;

      for (gsize step = 0; step < run->self->n_steps; step++)
        {
          if (lm_recurrent_run_is_padding (run, row, step))
            memset (to + step * n_columns, 0, n_bytes);
          else
            memcpy (to + lm_recurrent_run_get_place (run, row, step) * n_columns,
                    run->h + ((step + 1) * run->n_rows + row) * n, n_bytes);
        }
    }
}

void
lm_recurrent_forward (const LmLayer *layer,
                      LmPass        *pass,
                      LmTensor      *y)
{
  const LmRecurrent *self = (const LmRecurrent *) layer;

  for (gsize i = 0; i < self->n_directions; i++)
    {
      const LmRecurrentRun run = lm_recurrent_run_new (self, pass, i);

      lm_recurrent_run_read (&run);
      lm_recurrent_run_multiply_input (&run);
      lm_recurrent_run_start (&run);
      lm_recurrent_run_steps (&run);
      lm_recurrent_run_write (&run, y);
    }
}

char *
lm_recurrent_describe (const LmLayer *layer)
{
  const LmRecurrent *self = (const LmRecurrent *) layer;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%d unit", "%d units", (gulong) self->n_units),
                          self->n_units);
  if (self->is_bidirectional)
    g_string_append (text, _(", both ways"));
  else if (self->is_reverse)
    g_string_append (text, _(", from the end"));
  if (self->returns == LM_RETURNS_LAST)
    g_string_append (text, _(", last step"));
  if (self->is_stateful)
    g_string_append (text, _(", stateful"));

  return g_string_free (text, FALSE);
}
