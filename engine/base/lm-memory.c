/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-memory.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* What the machine has left. */
static guint64
get_of_machine (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return G_MAXUINT64;

  line = strstr (text, "MemAvailable:");
  if (line == NULL)
    return G_MAXUINT64;

  return g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024;
}

/* What this process is still allowed, as by `ulimit -v`. */
static guint64
get_of_limit (void)
{
  g_autofree char *text = NULL;
  struct rlimit limit;
  guint64 used;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      !g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return G_MAXUINT64;

  used = g_ascii_strtoull (text, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);

  return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

guint64
lm_memory_get_available (void)
{
  return MIN (get_of_machine (), get_of_limit ());
}
