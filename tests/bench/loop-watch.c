/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program with a main loop: tells how long its first thread was away from poll(),
 * which is how long a key or a frame had to wait. The longest times, in milliseconds, are written
 * when the program ends, to the file that LAMINA_LOOP_LOG names. SIGUSR1 forgets what was before.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define N_LONGEST 20

typedef int (*PollFunc) (struct pollfd *fds, nfds_t n, int timeout);

static double longest[N_LONGEST]; /* descending */
static double returned;
static volatile sig_atomic_t is_forgetting;

static double
get_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
note (double ms)
{
  int i = N_LONGEST;

  if (is_forgetting)
    {
      is_forgetting = 0;
      for (int j = 0; j < N_LONGEST; j++)
        longest[j] = 0;
      return;
    }

  if (ms <= longest[N_LONGEST - 1])
    return;

  for (i = N_LONGEST - 1; i > 0 && longest[i - 1] < ms; i--)
    longest[i] = longest[i - 1];
  longest[i] = ms;
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
    note (get_ms () - returned);
  result = next (fds, n, timeout);
  returned = get_ms ();

  return result;
}

static void
forget (int number)
{
  is_forgetting = 1;
}

__attribute__ ((constructor)) static void
begin (void)
{
  if (getenv ("LAMINA_LOOP_LOG") != NULL)
    signal (SIGUSR1, forget);
}

__attribute__ ((destructor)) static void
end (void)
{
  const char *name = getenv ("LAMINA_LOOP_LOG");
  FILE *file = name != NULL ? fopen (name, "w") : NULL;

  if (file == NULL)
    return;

  for (int i = 0; i < N_LONGEST; i++)
    fprintf (file, "%.1f\n", longest[i]);
  fclose (file);
}
