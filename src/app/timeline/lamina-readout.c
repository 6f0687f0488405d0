/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-readout.h"

#include <glib/gi18n.h>

#include "lamina-format.h"

const char *
lamina_readout_get_chip (LaminaSession *session)
{
  switch (lamina_session_get_play_state (session))
    {
    case LAMINA_PLAY_LOADING:
      return _("loading");
    case LAMINA_PLAY_TRAINING:
      return _("training");
    case LAMINA_PLAY_PAUSED:
      return _("paused");
    case LAMINA_PLAY_FINISHED:
      return _("finished");
    case LAMINA_PLAY_REFUSED:
      return _("stopped");
    case LAMINA_PLAY_EMPTY:
    case LAMINA_PLAY_IDLE:
    default:
      return "";
    }
}

char *
lamina_readout_write_step (LaminaSession *session)
{
  g_autofree char *step = lamina_format_count (lamina_session_get_step (session));

  /* TRANSLATORS: %s is a number. */
  return g_strdup_printf (_("Step %s"), step);
}

static char *
write_time (LaminaSession *session)
{
  const guint64 step = lamina_session_get_step (session);
  const guint64 n_steps = lamina_session_get_n_steps (session);
  const double speed = lamina_session_get_steps_per_second (session);
  const LmHistory *history = lamina_session_get_history (session);

  if (lamina_session_get_play_state (session) == LAMINA_PLAY_FINISHED && history != NULL)
    return lamina_format_duration ((double) history->time_usec / G_USEC_PER_SEC);

  return speed > 0 && n_steps > step ? lamina_format_time_left ((double) (n_steps - step) / speed)
                                     : NULL;
}

char *
lamina_readout_write_epoch (LaminaSession *session)
{
  const guint64 steps_per_epoch = lamina_session_get_steps_per_epoch (session);
  const int n_epochs = lamina_session_get_document (session)->training->epochs;
  const guint64 step = lamina_session_get_step (session);
  g_autofree char *time = write_time (session);
  g_autofree char *epoch = NULL;

  if (steps_per_epoch == 0)
    return g_strdup ("");

  /* The epoch that the last step belonged to. */
  epoch = g_strdup_printf (_("Epoch %d of %d"),
                           (int) MAX (1, (step + steps_per_epoch - 1) / steps_per_epoch), n_epochs);

  return time != NULL ? g_strdup_printf ("%s · %s", epoch, time) : g_steal_pointer (&epoch);
}

char *
lamina_readout_write_speed (LaminaSession *session)
{
  const LaminaPlayState state = lamina_session_get_play_state (session);
  const double speed = lamina_session_get_steps_per_second (session);
  const int batch_size = lamina_session_get_document (session)->training->batch_size;
  g_autofree char *steps = NULL;
  g_autofree char *examples = NULL;

  if (state == LAMINA_PLAY_PAUSED || state == LAMINA_PLAY_IDLE)
    return g_strdup (lamina_session_get_step (session) > 0 ? _("Press Space to train on.")
                                                           : _("Press Space to train."));
  if (state != LAMINA_PLAY_TRAINING || speed <= 0)
    return g_strdup ("");

  steps = lamina_format_steps_per_second (speed);
  if (batch_size == 0)
    return g_steal_pointer (&steps);

  examples = lamina_format_examples_per_second (speed * batch_size);

  return g_strdup_printf ("%s · %s", steps, examples);
}

char *
lamina_readout_write_sentence (LaminaSession *session)
{
  const LaminaProblem *problem = lamina_session_get_problem (session);

  switch (lamina_session_get_play_state (session))
    {
    case LAMINA_PLAY_EMPTY:
      if (problem != NULL && problem->layer >= 0)
        return g_strdup (_("Mend 1 layer, then press play."));
      return g_strdup (problem != NULL ? problem->message : _("There is nothing to train yet."));
    case LAMINA_PLAY_LOADING:
      return g_strdup (_("The data are being loaded."));
    case LAMINA_PLAY_REFUSED:
      return g_strdup (lamina_session_get_failure (session));
    case LAMINA_PLAY_TRAINING:
      return g_strdup (_("Pause"));
    case LAMINA_PLAY_FINISHED:
      return g_strdup (lamina_session_get_step (session) < lamina_session_get_n_steps (session)
                         ? _("Stopped before the last epoch, as the settings ask.")
                         : _("All epochs are done."));
    case LAMINA_PLAY_IDLE:
    case LAMINA_PLAY_PAUSED:
    default:
      return g_strdup (_("Play"));
    }
}

char *
lamina_readout_write_strip (LaminaSession *session)
{
  const char *chip = lamina_readout_get_chip (session);
  g_autofree char *step = NULL;
  g_autofree char *epoch = NULL;

  if (lamina_session_get_step (session) == 0)
    return g_strdup (_("No training yet"));

  step = lamina_readout_write_step (session);
  epoch = lamina_readout_write_epoch (session);

  return g_strdup_printf ("%s · %s%s%s", step, epoch, *chip != '\0' ? " · " : "", chip);
}

char *
lamina_readout_write_limit (double steps_per_second)
{
  return steps_per_second > 0 ? lamina_format_steps_per_second (steps_per_second)
                              : g_strdup (_("Full speed"));
}
