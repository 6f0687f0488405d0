/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Works on one random batch, for tests/bench/bench-models:
 *
 *   bench-step WORK STACK TRAINING INPUT TARGET N-CLASSES BATCH THREADS
 *
 * WORK is the id of a kind, see bench-step.h; STACK as a template has it, or "@cnn-28": a
 * template's own; TRAINING "loss=mse optimizer=adam"; shapes of an example and its target
 * "1x28x28"; N-CLASSES 0 where the target is numbers, of a vocabulary where the input
 * is tokens below it. Says "ready PARAMETERS FLOPS", those of a step; then for each number of steps
 * on stdin the seconds they took.
 */

#include "bench-step.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lamina-stack-text.h"
#include "lamina-template.h"
#include "lm-random.h"

static const BenchWork *const works[] = {
  &bench_train, &bench_round, &bench_infer, &bench_token, &bench_sample,
};

enum
{
  ARG_WORK = 1,
  ARG_STACK,
  ARG_TRAINING,
  ARG_INPUT,
  ARG_TARGET,
  ARG_N_CLASSES,
  ARG_BATCH,
  ARG_THREADS,
  N_ARGS,
};

void
bench_stop (const char *what,
            GError     *error)
{
  printf ("failed: %s%s%s\n", what, error != NULL ? ": " : "",
          error != NULL ? error->message : "");
  exit (1);
}

static const BenchWork *
find_work (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    {
      if (g_str_equal (works[i]->id, id))
        return works[i];
    }

  bench_stop ("There is no such work", NULL);
}

static LmStack *
make_stack (const char *text)
{
  const LaminaTemplate *template = *text == '@' ? lamina_template_find (text + 1) : NULL;
  g_autoptr(GError) error = NULL;
  LmStack *stack = lamina_stack_text_parse (template != NULL ? template->stack : text, &error);

  if (stack == NULL)
    bench_stop ("stack", error);

  return stack;
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
        bench_stop (text, error);
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

static gboolean
reads_tokens (const LmStack *stack)
{
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      if (g_str_equal (lm_stack_nth (stack, i)->klass->id, "embedding"))
        return TRUE;
    }

  return FALSE;
}

static void
bench_init (Bench            *self,
            const BenchWork  *work,
            char            **argv)
{
  const LmShape input = parse_shape (argv[ARG_INPUT]), target = parse_shape (argv[ARG_TARGET]);
  const gsize n_classes = (gsize) g_ascii_strtoull (argv[ARG_N_CLASSES], NULL, 10);
  g_autoptr(LmStack) stack = make_stack (argv[ARG_STACK]);
  g_autoptr(GError) error = NULL;

  self->training = parse_training (argv[ARG_TRAINING]);
  self->network = lm_network_new (stack, &input, &target, self->training->loss, NULL, &error);
  if (self->network == NULL)
    bench_stop ("network", error);

  self->batch = (gsize) g_ascii_strtoull (argv[ARG_BATCH], NULL, 10);
  self->pool = lm_pool_new ((gsize) g_ascii_strtoull (argv[ARG_THREADS], NULL, 10));
  self->workspace = lm_workspace_new (self->network, self->pool, self->batch, work->work, &error);
  self->state = lm_state_new (self->network,
                              lm_network_get_n_moments (self->network, self->training), 1, &error);
  if (self->workspace == NULL || self->state == NULL)
    bench_stop ("memory", error);

  /* A row of numbers that an embedding reads is tokens. */
  fill (lm_workspace_get_input (self->workspace), reads_tokens (stack) ? n_classes : 0, "x");
  fill (lm_workspace_get_target (self->workspace), n_classes, "y");
  if (work->start != NULL)
    work->start (self);
}

static void
bench_clear (Bench           *self,
             const BenchWork *work)
{
  if (work->finish != NULL)
    work->finish (self->tools);
  lm_workspace_free (self->workspace);
  lm_state_free (self->state);
  lm_pool_free (self->pool);
  lm_training_free (self->training);
  lm_network_unref (self->network);
}

static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

int
main (int   argc,
      char *argv[])
{
  const BenchWork *work;
  Bench bench = { 0 };
  long n_steps;

  if (argc != N_ARGS)
    {
      fputs ("See the head of bench-step.c\n", stderr);
      return 2;
    }

  work = find_work (argv[ARG_WORK]);
  bench_init (&bench, work, argv);
  printf ("ready %zu %.0f\n", lm_network_get_n_params (bench.network), work->get_flops (&bench));
  fflush (stdout);
  while (scanf ("%ld", &n_steps) == 1)
    {
      const double begin = get_seconds ();

      work->run (&bench, n_steps);
      printf ("%.9f\n", get_seconds () - begin);
      fflush (stdout);
    }
  bench_clear (&bench, work);

  return 0;
}
