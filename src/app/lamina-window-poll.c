/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-window-private.h"

/* The clock of a window that nobody sees stands still, but the record must be fetched. */
#define UNSEEN_INTERVAL_MSEC 500

static gboolean
poll_session (LaminaWindow *self)
{
  self->polled_usec = g_get_monotonic_time ();

  return self->session != NULL && lamina_session_poll (self->session);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);

  if (!poll_session (self))
    lamina_window_sleep (self);

  return G_SOURCE_CONTINUE; /* Asleep, it has been removed. */
}

static gboolean
timeout_cb (gpointer data)
{
  LaminaWindow *self = data;
  const gint64 unseen_usec = g_get_monotonic_time () - self->polled_usec;

  if (unseen_usec >= UNSEEN_INTERVAL_MSEC * G_TIME_SPAN_MILLISECOND && !poll_session (self))
    lamina_window_sleep (self);

  return self->timeout_id != 0;
}

void
lamina_window_wake (LaminaWindow *self)
{
  g_return_if_fail (LAMINA_IS_WINDOW (self));

  if (self->session == NULL || self->tick_id != 0)
    return;

  self->polled_usec = g_get_monotonic_time ();
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  self->timeout_id = g_timeout_add (UNSEEN_INTERVAL_MSEC, timeout_cb, self);
}

void
lamina_window_sleep (LaminaWindow *self)
{
  if (self->tick_id == 0)
    return;

  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
}
