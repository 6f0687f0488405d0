/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-pool.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lm-blas.h"
#include "lm-denormals.h"

#define MAX_THREADS 64
#define SPIN_NSEC 20000

/* A phase is claimed task by task. Generation, next index and count live in one
 * word: a worker that comes late, with an old word, claims nothing of a newer
 * phase. A task's index alone, reset for each phase, would be claimed twice.
 */
#define INDEX_BITS 16
#define INDEX_MASK ((G_GUINT64_CONSTANT (1) << INDEX_BITS) - 1)
#define WORD(generation, index, n)                                                                 \
  ((guint64) (generation) << (2 * INDEX_BITS) | (guint64) (index) << INDEX_BITS | (guint64) (n))

struct _LmPool
{
  pthread_t        threads[MAX_THREADS];
  gsize            n_threads;

  LmTask           task;
  gpointer         data;
  guint32          generation;
  _Atomic guint64  word;     /* WORD () of the present phase */
  _Atomic guint32  n_open;   /* tasks that are not done; a futex for the caller */
  _Atomic guint32  wake;     /* changes with each phase; a futex for the workers */
  _Atomic guint32  n_asleep;
  _Atomic gboolean caller_sleeps;
  _Atomic gboolean stopping;
};

static gint64
lm_pool_get_nsec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
lm_futex_wait (_Atomic guint32 *futex,
               guint32          value)
{
  syscall (SYS_futex, futex, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void
lm_futex_wake (_Atomic guint32 *futex,
               int              n)
{
  syscall (SYS_futex, futex, FUTEX_WAKE_PRIVATE, n, NULL, NULL, 0);
}

static inline void
lm_pool_relax (void)
{
#if defined __x86_64__
  __builtin_ia32_pause ();
#endif
}

/* Spins while *@futex is @value, by time: when both processors are busy, endless
 * spinning keeps the peer from running. Returns: whether it changed. */
static gboolean
lm_pool_spin (_Atomic guint32 *futex,
              guint32          value)
{
  const gint64 end = lm_pool_get_nsec () + SPIN_NSEC;

  do
    {
      for (int i = 0; i < 32; i++)
        {
          if (atomic_load_explicit (futex, memory_order_acquire) != value)
            return TRUE;
          lm_pool_relax ();
        }
    }
  while (lm_pool_get_nsec () < end);

  return FALSE;
}

/* Runs tasks of the present phase until none is left to claim. */
static void
lm_pool_work (LmPool *self)
{
  guint64 word = atomic_load (&self->word);

  for (;;)
    {
      const gsize index = (word >> INDEX_BITS) & INDEX_MASK;

      if (index >= (word & INDEX_MASK))
        return;

      if (atomic_compare_exchange_weak (&self->word, &word,
                                        word + (G_GUINT64_CONSTANT (1) << INDEX_BITS)))
        {
          self->task (self->data, index);
          if (atomic_fetch_sub (&self->n_open, 1) == 1 && atomic_load (&self->caller_sleeps))
            lm_futex_wake (&self->n_open, 1);
          word = atomic_load (&self->word);
        }
    }
}

static void *
lm_pool_run_worker (void *data)
{
  LmPool *self = data;
  guint32 seen = 0;

  lm_denormals_flush ();
  while (!atomic_load (&self->stopping))
    {
      if (!lm_pool_spin (&self->wake, seen))
        {
          atomic_fetch_add (&self->n_asleep, 1);
          while (atomic_load (&self->wake) == seen)
            lm_futex_wait (&self->wake, seen);
          atomic_fetch_sub (&self->n_asleep, 1);
        }

      seen = atomic_load (&self->wake);
      lm_pool_work (self);
    }

  return NULL;
}

LmPool *
lm_pool_new (gsize n_threads)
{
  LmPool *self = g_new0 (LmPool, 1);

  lm_blas_init ();

  self->n_threads = CLAMP (n_threads > 0 ? n_threads : g_get_num_processors (), 1, MAX_THREADS);
  for (gsize i = 1; i < self->n_threads; i++)
    {
      if (pthread_create (&self->threads[i], NULL, lm_pool_run_worker, self) != 0)
        {
          self->n_threads = i; /* Fewer threads give the same numbers. */
          break;
        }
    }

  return self;
}

void
lm_pool_free (LmPool *self)
{
  atomic_store (&self->stopping, TRUE);
  atomic_fetch_add (&self->wake, 1);
  lm_futex_wake (&self->wake, MAX_THREADS);

  for (gsize i = 1; i < self->n_threads; i++)
    pthread_join (self->threads[i], NULL);

  g_free (self);
}

gsize
lm_pool_get_n_threads (LmPool *self)
{
  return self->n_threads;
}

gsize
lm_pool_get_worker (LmPool *self)
{
  const pthread_t own = pthread_self ();

  for (gsize i = 1; i < self->n_threads; i++)
    {
      if (pthread_equal (self->threads[i], own))
        return i;
    }

  return 0;
}

static void
lm_pool_wait (LmPool *self)
{
  guint32 n_open;

  while ((n_open = atomic_load (&self->n_open)) > 0)
    {
      if (lm_pool_spin (&self->n_open, n_open))
        continue;

      atomic_store (&self->caller_sleeps, TRUE);
      if ((n_open = atomic_load (&self->n_open)) > 0)
        lm_futex_wait (&self->n_open, n_open);
      atomic_store (&self->caller_sleeps, FALSE);
    }
}

static void
lm_pool_run_alone (LmTask   task,
                   gpointer data,
                   gsize    n)
{
  for (gsize i = 0; i < n; i++)
    task (data, i);
}

static void
lm_pool_run_together (LmPool   *self,
                      LmTask    task,
                      gpointer  data,
                      gsize     n)
{
  self->task = task;
  self->data = data;
  atomic_store (&self->n_open, (guint32) n);
  atomic_store (&self->word, WORD (++self->generation, 0, n));
  atomic_fetch_add (&self->wake, 1);
  if (atomic_load (&self->n_asleep) > 0)
    lm_futex_wake (&self->wake, (int) MIN (n - 1, MAX_THREADS));

  lm_pool_work (self);
  lm_pool_wait (self);
}

void
lm_pool_run (LmPool   *self,
             LmTask    task,
             gpointer  data,
             gsize     n)
{
  guint64 before;

  g_return_if_fail (n <= INDEX_MASK);

  before = lm_denormals_flush ();
  if (n <= 1 || self->n_threads == 1)
    lm_pool_run_alone (task, data, n);
  else
    lm_pool_run_together (self, task, data, n);
  lm_denormals_restore (before);
}
