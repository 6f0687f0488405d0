/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program with a main loop: tells how long its first thread was away from poll(),
 * as long as a key or a frame had to wait. When the program ends, the longest times go to the file
 * that LAMINA_LOOP_LOG names: milliseconds, and seconds since the start. SIGUSR1 forgets what was
 * before and starts anew, SIGUSR2 ends it.
 */

#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define N_LONGEST 20

typedef int (*PollFunc) (struct pollfd *fds, nfds_t n, int timeout);

typedef struct
{
  double ms, begin;
} Absence;

static Absence longest[N_LONGEST]; /* descending */
static double start, returned;
static volatile sig_atomic_t is_forgetting, is_over;

static double
get_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
note (double begin,
      double end)
{
  const Absence absence = { end - begin, begin - start };
  int i;

  if (is_forgetting)
    {
      is_forgetting = 0;
      memset (longest, 0, sizeof longest);
      start = end;
      return;
    }

  if (is_over || absence.ms <= longest[N_LONGEST - 1].ms)
    return;

  for (i = N_LONGEST - 1; i > 0 && longest[i - 1].ms < absence.ms; i--)
    longest[i] = longest[i - 1];
  longest[i] = absence;
}

int
poll (struct pollfd *fds,
      nfds_t         n,
      int            timeout)
{
  static PollFunc next;
  int result;

  if (next == NULL)
    next = (PollFunc) dlsym (RTLD_NEXT, "poll");
  if (gettid () != getpid ())
    return next (fds, n, timeout);

  if (returned > 0)
    note (returned, get_ms ());
  result = next (fds, n, timeout);
  returned = get_ms ();

  return result;
}

static void
forget (int number)
{
  is_forgetting = 1;
}

static void
finish (int number)
{
  is_over = 1;
}

__attribute__ ((constructor)) static void
begin (void)
{
  start = get_ms ();
  if (getenv ("LAMINA_LOOP_LOG") == NULL)
    return;

  signal (SIGUSR1, forget);
  signal (SIGUSR2, finish);
}

__attribute__ ((destructor)) static void
end (void)
{
  const char *name = getenv ("LAMINA_LOOP_LOG");
  FILE *file = name != NULL ? fopen (name, "w") : NULL;

  if (file == NULL)
    return;

  for (int i = 0; i < N_LONGEST; i++)
    fprintf (file, "%.1f %.2f\n", longest[i].ms, longest[i].begin / 1e3);
  fclose (file);
}
