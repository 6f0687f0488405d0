/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-beat.h"

#include <time.h>

#define MIN_USEC (G_USEC_PER_SEC / 30.0)
#define MAX_USEC (G_USEC_PER_SEC / 6.0)
/* What the main thread may take of all processors' time, which training takes too. */
#define SHARE 0.025
/* and of one's: it does other things as well. */
#define MAX_LOAD 0.3
/* How often the beat is set anew, and how much quicker or slower it can become at once. */
#define INTERVAL_USEC (G_USEC_PER_SEC / 2)
#define MAX_CHANGE 1.5

static double beat_usec = MIN_USEC;
static gint64 cpu_usec, clock_usec; /* when it was set */

/* Time that was computed, not waited. */
static gint64
get_cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
after_paint_cb (GdkFrameClock *clock)
{
  const gint64 now_usec = g_get_monotonic_time ();
  const gint64 now_cpu_usec = get_cpu_usec ();
  const double elapsed_usec = (double) (now_usec - clock_usec);
  double load;

  if (elapsed_usec < INTERVAL_USEC)
    return;

  load = (double) (now_cpu_usec - cpu_usec) / elapsed_usec;
  beat_usec *= CLAMP (load / MIN (SHARE * g_get_num_processors (), MAX_LOAD), 1 / MAX_CHANGE,
                      MAX_CHANGE);
  beat_usec = CLAMP (beat_usec, MIN_USEC, MAX_USEC);
  cpu_usec = now_cpu_usec;
  clock_usec = now_usec;
}

void
lamina_beat_measure (GdkFrameClock *clock)
{
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

static gint64
lamina_beat_get_next (gint64 usec,
                      int    n)
{
  const gint64 interval = n * (gint64) beat_usec;

  return (usec / interval + 1) * interval;
}

gboolean
lamina_beat_is_due (gint64 usec,
                    int    n)
{
  return g_get_monotonic_time () >= lamina_beat_get_next (usec, n);
}

guint
lamina_beat_add (gint64      usec,
                 int         n,
                 GSourceFunc callback,
                 gpointer    data)
{
  const gint64 wait_usec = lamina_beat_get_next (usec, n) - g_get_monotonic_time ();

  return g_timeout_add ((guint) (MAX (wait_usec, 0) / G_TIME_SPAN_MILLISECOND + 1), callback, data);
}
