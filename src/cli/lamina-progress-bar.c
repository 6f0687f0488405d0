/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-progress-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH 24
#define INTERVAL_USEC (G_USEC_PER_SEC / 10)

struct _LaminaProgressBar
{
  gboolean is_shown;
  gboolean has_written;
  gint64   next_usec;
};

LaminaProgressBar *
lamina_progress_bar_new (gboolean is_wanted)
{
  LaminaProgressBar *self = g_new0 (LaminaProgressBar, 1);

  self->is_shown = is_wanted && isatty (STDERR_FILENO);

  return self;
}

void
lamina_progress_bar_free (LaminaProgressBar *self)
{
  if (self->has_written)
    fputc ('\n', stderr);

  g_free (self);
}

/* "[#####-----]". Returns: (transfer full) */
static char *
lamina_progress_bar_draw (double share,
                          guint  width)
{
  const guint n = (guint) (CLAMP (share, 0, 1) * width);
  GString *bar = g_string_new ("[");

  for (guint i = 0; i < width; i++)
    g_string_append_c (bar, i < n ? '#' : '-');
  g_string_append_c (bar, ']');

  return g_string_free (bar, FALSE);
}

static char *
lamina_progress_bar_write (LaminaSession *session,
                           guint64        goal)
{
  const guint64 step = lamina_session_get_step (session);
  const double rate = lamina_session_get_steps_per_second (session);
  LmHistory *history = lamina_session_get_history (session);
  g_autofree char *bar = lamina_progress_bar_draw ((double) step / (double) goal, WIDTH);
  const double loss = lm_series_nth (history->loss, (gsize) step - 1);
  GString *line = g_string_new ("\r");

  g_string_append_printf (line, _("%s epoch %" PRIu64 "  step %" PRIu64 "/%" PRIu64), bar,
                          (step - 1) / lamina_session_get_steps_per_epoch (session) + 1, step,
                          goal);
  if (isfinite (loss)) /* Of a generator alone there is none. */
    g_string_append_printf (line, _("  loss %.4f"), loss);
  g_string_append_printf (line, _("  %.0f steps/s"), rate);
  if (rate > 0 && goal > step)
    g_string_append_printf (line, _("  %.0f s left"), (double) (goal - step) / rate);
  g_string_append (line, "\033[K"); /* What a longer line left behind it. */

  return g_string_free (line, FALSE);
}

void
lamina_progress_bar_update (LaminaProgressBar *self,
                            LaminaSession     *session,
                            guint64            goal)
{
  const gint64 now = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  if (!self->is_shown || now < self->next_usec || lamina_session_get_step (session) == 0 ||
      goal == 0 || lamina_session_get_steps_per_epoch (session) == 0)
    return;

  self->next_usec = now + INTERVAL_USEC;
  self->has_written = TRUE;
  line = lamina_progress_bar_write (session, goal);
  fputs (line, stderr); /* At once: half a line would flicker. */
}
