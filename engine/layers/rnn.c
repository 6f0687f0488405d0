/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rnn.c: h = f (W_ih·x + b_ih + W_hh·h₋₁ + b_hh), f = tanh or relu
 *
 * Elman (1990). Shapes: lm-recurrent.h.
 */

#include "lm-clones.h"
#include "lm-math-inline.h"
#include "lm-recurrent.h"

typedef struct
{
  LmRecurrent parent;

  int function;
} LmRnn;

LM_CLONES static void
lm_rnn_tanh (const LmCellStep *step)
{
  const gsize n = step->n;

  for (gsize row = 0; row < step->n_rows; row++)
    {
      const lm_real *gates = step->gates + row * n;
      lm_real *h = step->h + row * n;

      for (gsize i = 0; i < n; i++)
        h[i] = lm_tanh_1 (gates[i] + step->bias_ih[i] + step->bias_hh[i]);
    }
}

LM_CLONES static void
lm_rnn_relu (const LmCellStep *step)
{
  const gsize n = step->n;

  for (gsize row = 0; row < step->n_rows; row++)
    {
      const lm_real *gates = step->gates + row * n;
      lm_real *h = step->h + row * n;

      for (gsize i = 0; i < n; i++)
        {
          const lm_real sum = gates[i] + step->bias_ih[i] + step->bias_hh[i];

          h[i] = sum < 0 ? 0 : sum; /* NaN stays. */
        }
    }
}

LM_CLONES static void
lm_rnn_tanh_back (const LmCellStep *step)
{
  for (gsize i = 0; i < step->n_rows * step->n; i++)
    step->gates[i] = step->dh[i] * (1 - step->h[i] * step->h[i]);
}

LM_CLONES static void
lm_rnn_relu_back (const LmCellStep *step)
{
  for (gsize i = 0; i < step->n_rows * step->n; i++)
    step->gates[i] = step->h[i] > 0 ? step->dh[i] : 0;
}

/* The choice among clones is made at a call. */
static void
lm_rnn_tanh_forward (const LmCellStep *step)
{
  lm_rnn_tanh (step);
}

static void
lm_rnn_tanh_backward (const LmCellStep *step)
{
  lm_rnn_tanh_back (step);
}

static void
lm_rnn_relu_forward (const LmCellStep *step)
{
  lm_rnn_relu (step);
}

static void
lm_rnn_relu_backward (const LmCellStep *step)
{
  lm_rnn_relu_back (step);
}

static const LmCell cells[] = {
  { .n_gates = 1, .forward = lm_rnn_tanh_forward, .backward = lm_rnn_tanh_backward },
  { .n_gates = 1, .forward = lm_rnn_relu_forward, .backward = lm_rnn_relu_backward },
};

static gboolean
lm_rnn_configure (LmLayer        *layer,
                  const LmShape  *x,
                  gsize           n_inputs,
                  LmShape        *y,
                  GError        **error)
{
  LmRnn *self = (LmRnn *) layer;

  return lm_recurrent_configure (&self->parent, &cells[self->function], x, y, error);
}

static const char *const functions[] = { "tanh", "relu", NULL };
static const char *const function_titles[] = { N_("Tanh"), N_("ReLU"), NULL };

static const LmField fields[] = {
  LM_RECURRENT_FIELDS,
  { "nonlinearity", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmRnn, function), 0, 1, 0,
    .title = N_("Nonlinearity"),
    .hint = N_("What the new state goes through; tanh keeps it within ±1."),
    .choices = functions, .choice_titles = function_titles },
  { NULL },
};

static const LmTrace traces[] = {
  { "h", N_("State"), 0, 0 }, /* not bounded, with ReLU */
  { "reach", N_("Gradient by lag"), 0, 0 },
  { NULL },
};

const LmLayerClass lm_rnn_class = {
  .id = "rnn",
  .stem = "rnn",
  .title = N_("Simple RNN"),
  .summary = N_("Reads a sequence step by step, and mixes each step with what it remembers."),
  .keywords = N_("recurrent elman sequence series text memory"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 13 22 L 13 17 M 13 9 L 13 4 M 9 13 C 9 10.5 10.5 9 13 9 C 15.5 9 17 10.5 17 13 "
           "C 17 15.5 15.5 17 13 17 C 10.5 17 9 15.5 9 13 M 17 13 L 22 13 L 22 19.5 L 4 19.5 "
           "L 4 13 L 9 13",
  .size = sizeof (LmRnn),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .carry = lm_recurrent_carry,
  .configure = lm_rnn_configure,
  .forward = lm_recurrent_forward,
  .backward = lm_recurrent_backward,
  .describe = lm_recurrent_describe,
  .traces = traces,
  .get_trace_shape = lm_recurrent_get_trace_shape,
  .copy_trace = lm_recurrent_copy_trace,
};
