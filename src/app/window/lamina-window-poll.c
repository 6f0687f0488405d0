/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-window-private.h"

#include "lamina-beat.h"

/* A timeout and not a tick callback: that would keep the frame clock at sixty frames a second,
 * most of them with nothing to draw; and it stands still while nobody sees the window, but the
 * record must be fetched all the same. */
static gboolean
poll_cb (gpointer data)
{
  LaminaWindow *self = data;

  self->poll_id = 0;
  if (self->session != NULL && lamina_session_poll (self->session))
    lamina_window_wake (self);

  return G_SOURCE_REMOVE;
}

void
lamina_window_wake (LaminaWindow *self)
{
  g_return_if_fail (LAMINA_IS_WINDOW (self));

  if (self->session != NULL && self->poll_id == 0)
    self->poll_id = lamina_beat_add (g_get_monotonic_time (), 1, poll_cb, self);
}

void
lamina_window_sleep (LaminaWindow *self)
{
  g_clear_handle_id (&self->poll_id, g_source_remove);
}
