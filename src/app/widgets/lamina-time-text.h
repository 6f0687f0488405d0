/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When something was, in the time zone of this place: "Today, 14:05", "Yesterday", "17 November",
 * "17 November 2025". Both since 1970. Returns: (transfer full) */
char *lamina_time_text_write (gint64 time_usec,
                              gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
