/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdatomic.h>

#include "lm-pool.h"

#define MAX_TASKS 16

typedef struct
{
  _Atomic int n_runs[MAX_TASKS];
  double      results[MAX_TASKS];
  guint       phase;
} Work;

static void
count (gpointer data,
       gsize    index)
{
  Work *work = data;

  atomic_fetch_add (&work->n_runs[index], 1);
  work->results[index] = (double) work->phase * (double) (index + 1);
}

static void
test_runs_each_task_once (gconstpointer data)
{
  const gsize n_threads = GPOINTER_TO_SIZE (data);
  g_autoptr(LmPool) pool = lm_pool_new (n_threads);
  /* Many more under the optimiser than a sanitizer would have the patience for. */
  const guint n_phases = g_test_slow () ? 1000000 : 100000;
  Work work = { 0 };

  g_assert_cmpuint (lm_pool_get_n_threads (pool), ==, n_threads);

  for (guint phase = 0; phase < n_phases; phase++)
    {
      const gsize n = phase * 7919 % (MAX_TASKS + 1);

      work.phase = phase;
      lm_pool_run (pool, count, &work, n);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpint (atomic_exchange (&work.n_runs[i], 0), ==, 1);
          g_assert_cmpfloat (work.results[i], ==, (double) phase * (double) (i + 1));
        }
      for (gsize i = n; i < MAX_TASKS; i++)
        g_assert_cmpint (atomic_load (&work.n_runs[i]), ==, 0);
    }
}

static void
test_sleeps_and_wakes (void)
{
  g_autoptr(LmPool) pool = lm_pool_new (2);
  Work work = { 0 };

  for (int i = 0; i < 20; i++)
    {
      g_usleep (2000); /* Far longer than workers spin. */
      lm_pool_run (pool, count, &work, MAX_TASKS);
    }

  for (gsize i = 0; i < MAX_TASKS; i++)
    g_assert_cmpint (atomic_load (&work.n_runs[i]), ==, 20);
}

#if defined __x86_64__ || defined __aarch64__
static void
halve (gpointer data,
       gsize    index)
{
  volatile float *numbers = data;

  numbers[index] = numbers[index] * 0.5f;
}

/* They would cost a hundred times as much as other numbers, on whatever thread. */
static void
test_denormals_are_zero (void)
{
  g_autoptr(LmPool) pool = lm_pool_new (3);
  volatile float numbers[MAX_TASKS];

  for (gsize i = 0; i < MAX_TASKS; i++)
    numbers[i] = 1.5e-38f;
  lm_pool_run (pool, halve, (gpointer) numbers, MAX_TASKS);
  for (gsize i = 0; i < MAX_TASKS; i++)
    g_assert_cmpfloat (numbers[i], ==, 0);

  /* The caller's own arithmetic is as before. */
  numbers[0] = 1.5e-38f;
  halve ((gpointer) numbers, 0);
  g_assert_cmpfloat (numbers[0], >, 0);
}
#endif

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize n = 1; n <= 4; n++)
    {
      g_autofree char *path = g_strdup_printf ("/pool/runs-each-task-once/%" G_GSIZE_FORMAT, n);

      g_test_add_data_func (path, GSIZE_TO_POINTER (n), test_runs_each_task_once);
    }
  g_test_add_func ("/pool/sleeps-and-wakes", test_sleeps_and_wakes);
#if defined __x86_64__ || defined __aarch64__
  g_test_add_func ("/pool/denormals-are-zero", test_denormals_are_zero);
#endif

  return g_test_run ();
}
