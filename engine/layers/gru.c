/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gru.c: gated recurrent unit
 *
 *   r, z = σ (W_ih·x + b_ih + W_hh·h₋₁ + b_hh)   n = tanh (W_ih·x + b_ih + r·(W_hh·h₋₁ + b_hh))
 *   h = (1 - z)·n + z·h₋₁, the gates in the order r z n
 *
 * Cho and others (2014), with the reset gate after the product, as PyTorch has it. Shapes:
 * lm-recurrent.h.
 */

#include "lm-clones.h"
#include "lm-math-inline.h"
#include "lm-recurrent.h"

/* One row. What n is made of besides r stays in the recurrent part. */
LM_INLINE G_ALWAYS_INLINE void
lm_gru_row (const LmCellStep *step,
            gsize             row)
{
  const gsize n = step->n;
  const lm_real *restrict b = step->bias_ih, *restrict b2 = step->bias_hh;
  const lm_real *restrict before = step->h_before + row * n;
  lm_real *restrict gates = step->gates + row * 3 * n;
  lm_real *restrict recurrent = step->recurrent + row * 3 * n;
  lm_real *restrict h = step->h + row * n;

  #pragma omp simd
  for (gsize k = 0; k < n; k++)
    {
      const lm_real r = lm_sigmoid_1 (gates[k] + b[k] + recurrent[k] + b2[k]);
      const lm_real z = lm_sigmoid_1 (gates[n + k] + b[n + k] + recurrent[n + k] + b2[n + k]);
      const lm_real inner = recurrent[2 * n + k] + b2[2 * n + k];
      const lm_real new = lm_tanh_1 (gates[2 * n + k] + b[2 * n + k] + r * inner);

      gates[k] = r;
      gates[n + k] = z;
      gates[2 * n + k] = new;
      recurrent[2 * n + k] = inner;
      h[k] = (1 - z) * new + z * before[k];
    }
}

/* dn = dh·(1 - z)·(1 - n²)   dz = dh·(h₋₁ - n)·z·(1 - z)   dr = dn·inner·r·(1 - r), where dn is
 * what reaches W_ih·x; dn·r reaches W_hh·h₋₁, and dh·z reaches h₋₁ itself. */
LM_INLINE G_ALWAYS_INLINE void
lm_gru_row_back (const LmCellStep *step,
                 gsize             row)
{
  const gsize n = step->n;
  const lm_real *restrict before = step->h_before + row * n;
  lm_real *restrict gates = step->gates + row * 3 * n;
  lm_real *restrict recurrent = step->recurrent + row * 3 * n;
  lm_real *restrict dh = step->dh + row * n;

  #pragma omp simd
  for (gsize k = 0; k < n; k++)
    {
      const lm_real r = gates[k], z = gates[n + k], new = gates[2 * n + k];
      const lm_real dnew = dh[k] * (1 - z) * (1 - new * new);
      const lm_real dz = dh[k] * (before[k] - new) * z * (1 - z);
      const lm_real dr = dnew * recurrent[2 * n + k] * r * (1 - r);

      gates[k] = dr;
      gates[n + k] = dz;
      gates[2 * n + k] = dnew;
      recurrent[k] = dr;
      recurrent[n + k] = dz;
      recurrent[2 * n + k] = dnew * r;
      dh[k] *= z;
    }
}

LM_CLONES static void
lm_gru_rows (const LmCellStep *step)
{
  for (gsize row = 0; row < step->n_rows; row++)
    lm_gru_row (step, row);
}

LM_CLONES static void
lm_gru_rows_back (const LmCellStep *step)
{
  for (gsize row = 0; row < step->n_rows; row++)
    lm_gru_row_back (step, row);
}

/* The choice among clones is made at a call. */
static void
lm_gru_step (const LmCellStep *step)
{
  lm_gru_rows (step);
}

static void
lm_gru_step_back (const LmCellStep *step)
{
  lm_gru_rows_back (step);
}

static const LmCell cell = {
  .n_gates = 3,
  .n_traced_gates = 3,
  .is_split = TRUE,
  .has_bypass = TRUE,
  .forward = lm_gru_step,
  .backward = lm_gru_step_back,
};

static gboolean
lm_gru_configure (LmLayer        *layer,
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
  { "r", N_("Reset gate"), 0, 1 },
  { "z", N_("Update gate"), 0, 1 },
  { "n", N_("New content"), -1, 1 },
  LM_RECURRENT_TRACES,
  { NULL },
};

const LmLayerClass lm_gru_class = {
  .id = "gru",
  .stem = "gru",
  .title = N_("GRU"),
  .summary = N_("Reads a sequence step by step; two gates decide what of its memory stays."),
  .keywords = N_("gated recurrent unit gate sequence series text memory"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 7 L 23 7 M 9 21 L 9 15 M 17 21 L 17 15 O 9 12.5 2.5 O 17 12.5 2.5 M 9 10 L 9 7 "
           "M 17 10 L 17 7",
  .size = sizeof (LmRecurrent),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .carry = lm_recurrent_carry,
  .configure = lm_gru_configure,
  .forward = lm_recurrent_forward,
  .backward = lm_recurrent_backward,
  .describe = lm_recurrent_describe,
  .traces = traces,
  .get_trace_shape = lm_recurrent_get_trace_shape,
  .copy_trace = lm_recurrent_copy_trace,
};
