/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trains a stack on one random batch, for tests/bench/bench-models:
 *
 *   bench-step STACK TRAINING INPUT TARGET N-CLASSES BATCH THREADS
 *
 * STACK as a template has it, TRAINING "loss=mse optimizer=adam", shapes of an example "1x28x28",
 * N-CLASSES 0 where the target is numbers, of a vocabulary where the input is tokens below it. Says
 * "ready PARAMETERS MULTIPLY-ADDS"; then for each number of steps on stdin the seconds they took.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lamina-stack-text.h"
#include "lm-random.h"
#include "lm-workspace.h"

typedef struct
{
  LmNetwork   *network;
  LmTraining  *training;
  LmPool      *pool;
  LmWorkspace *workspace;
  LmState     *state;
  gsize        batch;
} Bench;

static void
stop (const char *what,
      GError     *error)
{
  printf ("failed: %s: %s\n", what, error != NULL ? error->message : "wrong");
  exit (1);
}

/* "1x28x28", after the leading 1. */
static LmShape
parse_shape (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "x", LM_MAX_RANK);
  LmShape shape = { 1, { 1 } };

  for (gsize i = 0; parts[i] != NULL; i++)
    shape.dim[shape.rank++] = (gsize) g_ascii_strtoull (parts[i], NULL, 10);

  return shape;
}

static LmTraining *
parse_training (const char *text)
{
  g_auto(GStrv) list = g_strsplit (text, " ", -1);
  LmTraining *training = lm_training_new ();

  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (list[i], "=", 2);
      g_autoptr(GError) error = NULL;

      if (!lm_training_set (training, pair[0], pair[1], &error))
        stop (text, error);
    }

  return training;
}

/* Numbers of 0 … 1, or whole ones below @n_classes. */
static void
fill (LmTensor   *tensor,
      gsize       n_classes,
      const char *stream)
{
  const LmRandom random = { 1, lm_random_stream (stream), 0, 0 };

  lm_random_uniform (&random, tensor->data, tensor->len);
  for (gsize i = 0; n_classes > 0 && i < tensor->len; i++)
    tensor->data[i] = (lm_real) (int) ((double) tensor->data[i] * (double) n_classes);
}

static void
bench_init (Bench  *self,
            char  **argv)
{
  const LmShape input = parse_shape (argv[3]), target = parse_shape (argv[4]);
  const gsize n_classes = (gsize) atoi (argv[5]);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmStack) stack = lamina_stack_text_parse (argv[1], &error);

  if (stack == NULL)
    stop ("stack", error);

  self->training = parse_training (argv[2]);
  self->network = lm_network_new (stack, &input, &target, self->training->loss, NULL, &error);
  if (self->network == NULL)
    stop ("network", error);

  self->batch = (gsize) atoi (argv[6]);
  self->pool = lm_pool_new ((gsize) atoi (argv[7]));
  self->workspace = lm_workspace_new (self->network, self->pool, self->batch, LM_WORK_TRAIN,
                                      &error);
  self->state = lm_state_new (self->network, self->training->optimizer->klass->n_moments, 1,
                              &error);
  if (self->workspace == NULL || self->state == NULL)
    stop ("memory", error);

  /* A row of numbers that an embedding reads is tokens. */
  fill (lm_workspace_get_input (self->workspace),
        strstr (argv[1], "embedding") != NULL ? n_classes : 0, "x");
  fill (lm_workspace_get_target (self->workspace), n_classes, "y");
}

static double
bench_run (Bench *self,
           long   n_steps)
{
  struct timespec begin, end;

  clock_gettime (CLOCK_MONOTONIC, &begin);
  for (long i = 0; i < n_steps; i++)
    {
      LmResult result;

      lm_workspace_compute_gradients (self->workspace, self->state, self->training, self->batch,
                                      &result);
      lm_workspace_update (self->workspace, self->state, self->training, 0.0001, NULL);
    }
  clock_gettime (CLOCK_MONOTONIC, &end);

  return (double) (end.tv_sec - begin.tv_sec) + (double) (end.tv_nsec - begin.tv_nsec) / 1e9;
}

int
main (int   argc,
      char *argv[])
{
  Bench bench;
  long n_steps;

  if (argc != 8)
    {
      fputs ("See the head of bench-step.c\n", stderr);
      return 2;
    }

  bench_init (&bench, argv);
  printf ("ready %zu %" G_GUINT64_FORMAT "\n", lm_network_get_n_params (bench.network),
          lm_network_get_macs (bench.network));
  fflush (stdout);
  while (scanf ("%ld", &n_steps) == 1)
    {
      printf ("%.9f\n", bench_run (&bench, n_steps));
      fflush (stdout);
    }

  return 0;
}
