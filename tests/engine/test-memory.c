/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-memory.h"

#include <sys/resource.h>
#include <unistd.h>

#define ROOM ((guint64) 64 << 20)

/* A limit of addresses counts, less what is used already. */
static void
test_limit (void)
{
  g_autofree char *text = NULL;
  struct rlimit before, limit;
  guint64 used, available;

  g_assert_cmpuint (lm_memory_get_available (), >, ROOM);
  g_assert_cmpint (getrlimit (RLIMIT_AS, &before), ==, 0);
  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  used = g_ascii_strtoull (text, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
  if (before.rlim_cur != RLIM_INFINITY)
    {
      g_test_skip ("There is a limit already");
      return;
    }

  limit = before;
  limit.rlim_cur = used + ROOM;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
  available = lm_memory_get_available ();
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
  g_assert_cmpuint (available, >, 0);
  g_assert_cmpuint (available, <=, ROOM);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/limit", test_limit);

  return g_test_run ();
}
