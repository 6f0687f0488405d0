/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>
#include <string.h>

#include "lm-real.h"

G_BEGIN_DECLS

/* Recurrent cells written down once more, number by number and in double. */

#define N_STEPS 7
#define N_IN 3
#define N 5 /* units */

/* A direction of a recurrent layer, in double. */
typedef struct
{
  const char    *kind;
  const lm_real *w, *u, *b, *b2;
} Cell;

/* Row @i of W·x + b. */
static inline double
multiply (const lm_real *w,
          const lm_real *b,
          const double  *x,
          gsize          n,
          gsize          i)
{
  double sum = (double) b[i];

  for (gsize j = 0; j < n; j++)
    sum += (double) w[i * n + j] * x[j];

  return sum;
}

static inline double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

/* One step: @gates [4][N] get what the gates are, @h and @c [N] go on. */
static inline void
cell_step (const Cell   *self,
           const double *x,
           double       *h,
           double       *c,
           double        gates[4][N])
{
  double sums[4][2];
  double before[N];

  memcpy (before, h, sizeof before);
  for (gsize k = 0; k < N; k++)
    {
      const gsize n_gates = strcmp (self->kind, "lstm") == 0 ? 4
                            : strcmp (self->kind, "gru") == 0 ? 3 : 1;

      for (gsize i = 0; i < n_gates; i++)
        {
          sums[i][0] = multiply (self->w, self->b, x, N_IN, i * N + k);
          sums[i][1] = multiply (self->u, self->b2, before, N, i * N + k);
        }

      if (n_gates == 4)
        {
          for (gsize i = 0; i < 4; i++)
            gates[i][k] = i == 2 ? tanh (sums[i][0] + sums[i][1])
                                 : sigmoid (sums[i][0] + sums[i][1]);
          c[k] = gates[1][k] * c[k] + gates[0][k] * gates[2][k];
          h[k] = gates[3][k] * tanh (c[k]);
        }
      else if (n_gates == 3)
        {
          gates[0][k] = sigmoid (sums[0][0] + sums[0][1]);
          gates[1][k] = sigmoid (sums[1][0] + sums[1][1]);
          gates[2][k] = tanh (sums[2][0] + gates[0][k] * sums[2][1]);
          h[k] = (1 - gates[1][k]) * gates[2][k] + gates[1][k] * before[k];
        }
      else
        {
          h[k] = tanh (sums[0][0] + sums[0][1]);
        }
    }
}

/* What a direction does with a sequence [N_STEPS, N_IN]: [step in the order of reading]. */
typedef struct
{
  double x[N_STEPS][N_IN];
  double gates[N_STEPS][4][N], c[N_STEPS][N], h[N_STEPS][N];
} Run;

static inline void
run_init (Run           *self,
          const Cell    *cell,
          const lm_real *x,
          gsize          length,
          gboolean       is_backwards)
{
  double h[N] = { 0 }, c[N] = { 0 };

  for (gsize step = 0; step < length; step++)
    {
      const gsize place = is_backwards ? length - 1 - step : step;

      for (gsize i = 0; i < N_IN; i++)
        self->x[step][i] = (double) x[place * N_IN + i];
      cell_step (cell, self->x[step], h, c, self->gates[step]);
      memcpy (self->h[step], h, sizeof h);
      memcpy (self->c[step], c, sizeof c);
    }
}

/* Σh / √n of the last step, had unit @k of the state at step @from been @change larger. */
static inline double
run_end (const Run  *self,
         const Cell *cell,
         gsize       length,
         gsize       from,
         gsize       k,
         double      change)
{
  double h[N], c[N], gates[4][N], sum = 0;

  memcpy (h, self->h[from], sizeof h);
  memcpy (c, self->c[from], sizeof c);
  h[k] += change;
  for (gsize step = from + 1; step < length; step++)
    cell_step (cell, self->x[step], h, c, gates);
  for (gsize i = 0; i < N; i++)
    sum += h[i] / sqrt (N);

  return sum;
}

/* The gradient's norm, by differences. */
static inline double
run_get_reach (const Run  *self,
               const Cell *cell,
               gsize       length,
               gsize       lag)
{
  double sum = 0;

  for (gsize k = 0; k < N; k++)
    {
      const double difference = run_end (self, cell, length, length - 1 - lag, k, 1e-4) -
                                run_end (self, cell, length, length - 1 - lag, k, -1e-4);

      sum += difference * difference / 4e-8;
    }

  return sqrt (sum);
}

G_END_DECLS
