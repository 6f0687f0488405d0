/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-memory.h"

#include <string.h>

guint64
lm_memory_get_available (void)
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
