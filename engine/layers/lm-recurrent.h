/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib/gi18n-lib.h>

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the recurrent layers share: sequences in two directions, their lengths, states that are
 * carried from batch to batch, and the matrix products. A kind adds the arithmetic of its cell.
 *
 *   x [batch, time, in]   y [batch, time, directions·n], or [batch, directions·n] of the last step
 *   weight_ih [gates·n, in]   weight_hh [gates·n, n]   bias_ih [gates·n]   bias_hh [gates·n]
 *
 * and the same with "_reverse" for the other direction. Layout and order of the gates are PyTorch's.
 *
 * Inside, time is the slowest dimension, [time, rows, …], so that a step is one matrix. The products
 * with the input are one for the whole sequence; those with the state are one a step. A direction
 * that reads backwards reads the steps in another order and is computed like the other.
 */

/* One step of a direction, of all rows. Gates are [rows, gates·n], states [rows, n]. */
typedef struct
{
  gsize n_rows, n;
  const lm_real *bias_ih, *bias_hh; /* [gates·n] */
  lm_real       *gates;             /* in: W_ih·x, and W_hh·h unless they are split */
  lm_real       *recurrent;         /* in: W_hh·h, if they are split */
  const lm_real *h_before, *c_before;
  lm_real       *h, *c, *extra;

  /* Of backward: in, the gradient of h and of c; out, what of it reaches the h before past the
   * gates (where the cell says that it has_bypass), and the c before. */
  lm_real *dh, *dc;
} LmCellStep;

/* Forward leaves in the gates what backward needs; backward leaves in them (and in @recurrent, if
 * they are split) the gradients of what forward was given there. */
typedef struct
{
  gsize    n_gates;
  gboolean has_c;      /* There is a cell state beside h. */
  gboolean has_extra;  /* [rows, n] a step are kept, beside the gates. */
  gsize    n_traced_gates; /* The first so many of what forward leaves in the gates can be watched. */
  gboolean is_split;   /* W_hh·h and W_ih·x are not simply added. */
  gboolean has_bypass;
  void (*forward)  (const LmCellStep *step);
  void (*backward) (const LmCellStep *step);
} LmCell;

#define LM_N_DIRECTIONS 2

typedef struct
{
  gsize weight_ih, weight_hh, bias_ih, bias_hh;    /* parameters */
  gsize x, gates, recurrent, h, c, extra, dh, dc;  /* kept */
} LmDirection;

/* The first member of the layers' instances. */
typedef struct
{
  LmLayer parent;

  int      n_units;
  int      returns;
  gboolean is_bidirectional, is_reverse, is_stateful;

  const LmCell *cell;
  gsize         n_steps, n_in;
  gsize         n_directions;
  LmDirection   directions[LM_N_DIRECTIONS];
} LmRecurrent;

enum
{
  LM_RETURNS_SEQUENCE,
  LM_RETURNS_LAST,
};

extern const char *const lm_recurrent_returns[];
extern const char *const lm_recurrent_returns_titles[];

#define LM_RECURRENT_FIELDS                                                                        \
  { "hidden_size", LM_FIELD_INT, G_STRUCT_OFFSET (LmRecurrent, n_units), 1, 4096, 64,              \
    .title = N_("Hidden size"),                                                                    \
    .hint = N_("How many numbers it remembers from step to step.") },                              \
  { "returns", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmRecurrent, returns), 0, LM_RETURNS_LAST,        \
    LM_RETURNS_SEQUENCE,                                                                           \
    .title = N_("Returns"),                                                                        \
    .hint = N_("Its state after every step, or only after the last one."),                         \
    .choices = lm_recurrent_returns, .choice_titles = lm_recurrent_returns_titles },               \
  { "bidirectional", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmRecurrent, is_bidirectional), 0, 1, FALSE,  \
    .title = N_("Bidirectional"),                                                                  \
    .hint = N_("A second one reads from the end, and what both give stands side by side.") },      \
  { "reverse", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmRecurrent, is_reverse), 0, 1, FALSE,              \
    .title = N_("Reverse"),                                                                        \
    .hint = N_("Reads from the last step to the first."),                                          \
    .flags = LM_FIELD_MORE },                                                                      \
  { "stateful", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmRecurrent, is_stateful), 0, 1, FALSE,            \
    .title = N_("Stateful"),                                                                       \
    .hint = N_("A batch begins in the state in which the one before it ended; for text or series " \
               "that go on from batch to batch."),                                                 \
    .flags = LM_FIELD_MORE }

/* For configure(): sets @y, parameters and memory for @cell, or %LM_ERROR_SHAPE, %LM_ERROR_VALUE. */
gboolean lm_recurrent_configure (LmRecurrent    *self,
                                 const LmCell   *cell,
                                 const LmShape  *x,
                                 LmShape        *y,
                                 GError        **error);
/* For the class. */
void     lm_recurrent_forward   (const LmLayer  *layer,
                                 LmPass         *pass,
                                 LmTensor       *y);
void     lm_recurrent_backward  (const LmLayer  *layer,
                                 LmPass         *pass,
                                 const LmTensor *y,
                                 const LmTensor *dy);
gboolean lm_recurrent_carry     (LmLayer        *layer);
char    *lm_recurrent_describe  (const LmLayer  *layer);
/* Watched are the gates in the order of the cell, c if there is one, h: [time, directions·n]; and how
 * much of a gradient at the last step that is read reaches the step read so many steps before:
 * [time, directions], see lm-recurrent-trace.c. */
void     lm_recurrent_get_trace_shape (const LmLayer *layer,
                                       gsize          trace,
                                       LmShape       *shape);
void     lm_recurrent_copy_trace (const LmLayer *layer,
                                  LmPass        *pass,
                                  gsize          trace,
                                  lm_real       *out);

#define LM_RECURRENT_TRACES                                                                        \
  { "h", N_("State"), -1, 1 },                                                                     \
  { "reach", N_("Gradient by lag"), 0, 0 }

/* A direction at work on the rows of a shard; for lm-recurrent*.c alone. */
typedef struct
{
  const LmRecurrent *self;
  const LmDirection *direction;
  LmPass            *pass;
  gsize              first_column;  /* of this direction in y */
  gboolean           is_backwards;  /* It reads from the end. */
  gsize              n_rows, n_steps, n, n_gates; /* steps: of the longest; gates·n in all */
  const guint32     *lengths;       /* nullable */
  /* [steps, rows, …]; h and c [steps + 1, …] with the state before the first step in front. */
  lm_real           *x, *gates, *recurrent, *h, *c, *extra;
  lm_real           *dh, *dc;
  gboolean           has_start;     /* The state before the first step is not 0. */
} LmRecurrentRun;

LmRecurrentRun lm_recurrent_run_new      (const LmRecurrent    *self,
                                          LmPass               *pass,
                                          gsize                 direction);
LmCellStep     lm_recurrent_run_get_step (const LmRecurrentRun *run,
                                          gsize                 step);
/* The place in the sequence of what the direction reads as its step @step. */
static inline gsize
lm_recurrent_run_get_place (const LmRecurrentRun *run,
                            gsize                 row,
                            gsize                 step)
{
  const gsize length = run->lengths != NULL ? run->lengths[row] : run->self->n_steps;

  return run->is_backwards ? length - 1 - step : step;
}

static inline gboolean
lm_recurrent_run_is_padding (const LmRecurrentRun *run,
                             gsize                 row,
                             gsize                 step)
{
  return run->lengths != NULL && step >= run->lengths[row];
}

G_END_DECLS
