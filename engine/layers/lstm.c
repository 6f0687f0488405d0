/* SPDX-License-Identifier: GPL-3.0-or-later */

/* lstm.c: long short-term memory
 *
 *   i, f, o = σ (…)   g = tanh (…)   of W_ih·x + b_ih + W_hh·h₋₁ + b_hh, in the order i f g o
 *   c = f·c₋₁ + i·g   h = o·tanh (c)
 *
 * Hochreiter and Schmidhuber (1997); the forget gate is Gers' (2000). Shapes: lm-recurrent.h.
 */

#include "lm-clones.h"
#include "lm-math-inline.h"
#include "lm-recurrent.h"

/* One row: @i, @f, @g and @o lie one after another, @n of each. */
LM_INLINE G_ALWAYS_INLINE void
lm_lstm_row (const LmCellStep *step,
             gsize             row)
{
  const gsize n = step->n;
  const lm_real *restrict b = step->bias_ih, *restrict b2 = step->bias_hh;
  const lm_real *restrict before = step->c_before + row * n;
  lm_real *restrict gates = step->gates + row * 4 * n;
  lm_real *restrict c = step->c + row * n, *restrict h = step->h + row * n;
  lm_real *restrict extra = step->extra + row * n;

  #pragma omp simd
  for (gsize k = 0; k < n; k++)
    {
      const lm_real i = lm_sigmoid_1 (gates[k] + b[k] + b2[k]);
      const lm_real f = lm_sigmoid_1 (gates[n + k] + b[n + k] + b2[n + k]);
      const lm_real g = lm_tanh_1 (gates[2 * n + k] + b[2 * n + k] + b2[2 * n + k]);
      const lm_real o = lm_sigmoid_1 (gates[3 * n + k] + b[3 * n + k] + b2[3 * n + k]);
      const lm_real state = f * before[k] + i * g;
      const lm_real squashed = lm_tanh_1 (state);

      gates[k] = i;
      gates[n + k] = f;
      gates[2 * n + k] = g;
      gates[3 * n + k] = o;
      c[k] = state;
      extra[k] = squashed;
      h[k] = o * squashed;
    }
}

/* With s = tanh (c):   do = dh·s   dc += dh·o·(1 - s²)   di = dc·g   df = dc·c₋₁   dg = dc·i
 * and then through the gates' functions; what reaches c₋₁ is dc·f. */
LM_INLINE G_ALWAYS_INLINE void
lm_lstm_row_back (const LmCellStep *step,
                  gsize             row)
{
  const gsize n = step->n;
  const lm_real *restrict before = step->c_before + row * n;
  const lm_real *restrict extra = step->extra + row * n, *restrict dh = step->dh + row * n;
  lm_real *restrict gates = step->gates + row * 4 * n, *restrict dc = step->dc + row * n;

  #pragma omp simd
  for (gsize k = 0; k < n; k++)
    {
      const lm_real i = gates[k], f = gates[n + k], g = gates[2 * n + k], o = gates[3 * n + k];
      const lm_real s = extra[k];
      const lm_real dstate = dc[k] + dh[k] * o * (1 - s * s);

      gates[k] = dstate * g * i * (1 - i);
      gates[n + k] = dstate * before[k] * f * (1 - f);
      gates[2 * n + k] = dstate * i * (1 - g * g);
      gates[3 * n + k] = dh[k] * s * o * (1 - o);
      dc[k] = dstate * f;
    }
}

LM_CLONES static void
lm_lstm_rows (const LmCellStep *step)
{
  for (gsize row = 0; row < step->n_rows; row++)
    lm_lstm_row (step, row);
}

LM_CLONES static void
lm_lstm_rows_back (const LmCellStep *step)
{
  for (gsize row = 0; row < step->n_rows; row++)
    lm_lstm_row_back (step, row);
}

/* The choice among clones is made at a call. */
static void
lm_lstm_step (const LmCellStep *step)
{
  lm_lstm_rows (step);
}

static void
lm_lstm_step_back (const LmCellStep *step)
{
  lm_lstm_rows_back (step);
}

static const LmCell cell = {
  .n_gates = 4,
  .n_traced_gates = 4,
  .has_c = TRUE,
  .has_extra = TRUE,
  .forward = lm_lstm_step,
  .backward = lm_lstm_step_back,
};

static gboolean
lm_lstm_configure (LmLayer        *layer,
                   const LmShape  *x,
                   gsize           n_inputs,
                   LmShape        *y,
                   GError        **error)
{
  return lm_recurrent_configure ((LmRecurrent *) layer, &cell, x, y, error);
}

static const LmField fields[] = {
  LM_RECURRENT_FIELDS,
  { NULL },
};

static const LmTrace traces[] = {
  { "i", N_("Input gate"), 0, 1 },
  { "f", N_("Forget gate"), 0, 1 },
  { "g", N_("New content"), -1, 1 },
  { "o", N_("Output gate"), 0, 1 },
  { "c", N_("Cell state"), 0, 0 },
  LM_RECURRENT_TRACES,
  { NULL },
};

const LmLayerClass lm_lstm_class = {
  .id = "lstm",
  .stem = "lstm",
  .title = N_("LSTM"),
  .summary = N_("Reads a sequence step by step; gates decide what it takes in, forgets and tells."),
  .keywords = N_("long short-term memory recurrent gate sequence series text"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 7 L 23 7 M 7 21 L 7 15 M 13 21 L 13 15 M 19 21 L 19 15 O 7 12.5 2.5 O 13 12.5 2.5 "
           "O 19 12.5 2.5 M 7 10 L 7 7 M 13 10 L 13 7 M 19 10 L 19 7",
  .size = sizeof (LmRecurrent),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .carry = lm_recurrent_carry,
  .configure = lm_lstm_configure,
  .forward = lm_recurrent_forward,
  .backward = lm_recurrent_backward,
  .describe = lm_recurrent_describe,
  .traces = traces,
  .get_trace_shape = lm_recurrent_get_trace_shape,
  .copy_trace = lm_recurrent_copy_trace,
};
