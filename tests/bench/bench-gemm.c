/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this machine can do at most, for tests/bench/bench-models: bench-gemm THREADS multiplies
 * matrices of 1024 × 1024 with BLAS' own threads, and talks as bench-step does.
 */

#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N 1024

static float a[N * N], b[N * N], c[N * N];

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
  long n_products;

  if (argc != 2)
    {
      fputs ("See the head of bench-gemm.c\n", stderr);
      return 2;
    }

  openblas_set_num_threads ((int) strtol (argv[1], NULL, 10));
  for (int i = 0; i < N * N; i++)
    {
      a[i] = (float) (i % 7);
      b[i] = (float) (i % 5);
    }

  printf ("ready 0 %.0f\n", 2.0 * N * N * N);
  fflush (stdout);
  while (scanf ("%ld", &n_products) == 1)
    {
      const double begin = get_seconds ();

      for (long i = 0; i < n_products; i++)
        cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 0, c, N);
      printf ("%.9f\n", get_seconds () - begin);
      fflush (stdout);
    }

  return 0;
}
