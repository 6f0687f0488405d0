/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-window-private.h"

static gboolean
say_cb (gpointer data)
{
  LaminaWindow *self = data;

  if (self->unsaid == NULL)
    {
      self->announce_id = 0;
      return G_SOURCE_REMOVE;
    }

  gtk_label_set_label (self->announcement, self->unsaid);
  g_clear_pointer (&self->unsaid, g_free);

  return G_SOURCE_CONTINUE;
}

void
lamina_window_announce (LaminaWindow *self,
                        const char   *sentence)
{
  g_return_if_fail (LAMINA_IS_WINDOW (self));
  g_return_if_fail (sentence != NULL);

  g_free (self->unsaid);
  self->unsaid = g_strdup (sentence);
  if (self->announce_id == 0)
    {
      self->announce_id = g_timeout_add_seconds (1, say_cb, self);
      say_cb (self);
    }
}
