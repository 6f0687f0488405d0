/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-time-text.h"

#include <glib/gi18n-lib.h>

char *
lamina_time_text_write (gint64 time_usec,
                        gint64 now_usec)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (time_usec / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (now_usec / G_USEC_PER_SEC);
  g_autoptr(GDateTime) yesterday = NULL;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  yesterday = g_date_time_add_days (now, -1);
  if (g_date_time_get_year (time) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    /* Translators: when a project was changed, see strftime (3) */
    return g_date_time_format (time, _("Today, %H:%M"));
  if (g_date_time_get_year (time) == g_date_time_get_year (yesterday) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (yesterday))
    return g_strdup (_("Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: day and month, see strftime (3) */
    return g_date_time_format (time, _("%-e %B"));

  /* Translators: day, month and year, see strftime (3) */
  return g_date_time_format (time, _("%-e %B %Y"));
}
