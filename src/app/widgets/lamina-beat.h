/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* The beat to which pictures of a run in progress are drawn: a frame costs less when all that moves
 * moves in it, and the processors are busy training. It comes 6 to 30 times a second: as often as the
 * main thread can keep up with in a small part of the processors' time. What need not move so often
 * takes every second or fourth beat. For the main thread.
 */

/* Measures what the frames of @clock cost, from now on. */
void     lamina_beat_measure  (GdkFrameClock *clock);
/* Whether an @n-th beat has come since @usec of the monotonic clock. */
gboolean lamina_beat_is_due   (gint64         usec,
                               int            n);
/* Calls back at the first @n-th beat after @usec, once. Returns: the source's id */
guint    lamina_beat_add      (gint64         usec,
                               int            n,
                               GSourceFunc    callback,
                               gpointer       data);

G_END_DECLS
