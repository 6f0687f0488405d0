/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <signal.h>

#include "lamina-cli-session.h"
#include "lamina-cli-train.h"
#include "lamina-command.h"
#include "lamina-progress-bar.h"

#define UNSET G_MININT64

static struct
{
  gint64   epochs, steps, threads, seed, batch_size;
  gboolean resume, no_shuffle;
  char    *data, *initial_weights, *gradients;
} options = { UNSET, UNSET, UNSET, UNSET, UNSET };

static const GOptionEntry entries[] = {
  { "epochs", 0, 0, G_OPTION_ARG_INT64, &options.epochs,
    N_("Train until so many epochs are done, those before counted"), N_("N") },
  { "steps", 0, 0, G_OPTION_ARG_INT64, &options.steps,
    N_("Train until so many steps are done, those before counted"), N_("N") },
  { "threads", 0, 0, G_OPTION_ARG_INT64, &options.threads,
    N_("Threads that compute; 0: one a processor. The result does not depend on it"), N_("N") },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
    N_("Other initial weights and another order of the examples"), N_("N") },
  { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resume,
    N_("Go on with a run that has begun"), NULL },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
    N_("Train on the arrays x and y of this file, all of them"), N_("ARRAYS.npz") },
  { "batch-size", 0, 0, G_OPTION_ARG_INT64, &options.batch_size,
    N_("Examples a step; 0: all"), N_("N") },
  { "no-shuffle", 0, 0, G_OPTION_ARG_NONE, &options.no_shuffle,
    N_("Take the examples in their order"), NULL },
  { "initial-weights", 0, 0, G_OPTION_ARG_FILENAME, &options.initial_weights,
    N_("Start from these parameters, by name"), N_("W.safetensors") },
  { "dump-gradients", 0, 0, G_OPTION_ARG_FILENAME, &options.gradients,
    N_("Write the gradients of the first step"), N_("G.safetensors") },
  { NULL },
};

typedef struct
{
  LaminaSession     *session;
  LaminaProgressBar *bar;
  guint64            goal;
  gboolean           is_interrupted;
} Run;

/* --- what the options ask for --- */

static gboolean
check_range (const char  *name,
             gint64       value,
             gint64       min,
             gint64       max,
             GError     **error)
{
  if (value == UNSET || (value >= min && value <= max))
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("--%s takes a number from %" PRId64 " to %" PRId64 ", not %" PRId64), name, min, max, value);
  return FALSE;
}

static gboolean
check_options (GError **error)
{
  if (options.epochs != UNSET && options.steps != UNSET)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                   _("--epochs and --steps both say where to stop: give one of them"));
      return FALSE;
    }

  return check_range ("epochs", options.epochs, 1, G_MAXINT, error) &&
         check_range ("steps", options.steps, 1, G_MAXINT64 / 2, error) &&
         check_range ("threads", options.threads, 0, 1024, error) &&
         check_range ("seed", options.seed, 0, G_MAXINT, error) &&
         check_range ("batch-size", options.batch_size, 0, G_MAXINT, error);
}

static gboolean
check_begun (LaminaSession  *session,
             GError        **error)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  const guint64 step = lamina_session_get_step (session);

  if (step == 0)
    return TRUE;

  if (!options.resume)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   ngettext ("This run has trained %" PRIu64 " step: --resume goes on "
                             "from there",
                             "This run has trained %" PRIu64 " steps: --resume goes on "
                             "from there", step), step);
      return FALSE;
    }

  if (options.seed != UNSET && options.seed != training->seed)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("This run began with seed %d: it cannot go on with seed %" PRId64
                     "; make a new project for that"), training->seed, options.seed);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_number (LaminaSession  *session,
            const char     *key,
            gint64          value,
            GError        **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return value == UNSET || lamina_session_set (session, key, text, error);
}

/* Whether there is such a file: a slip of the pen must not cost the project its data. */
static gboolean
check_data (const char  *path,
            GError     **error)
{
  g_autofree char *setting = g_strconcat ("path=", path, NULL);
  const char *const settings[] = { "kind=npz", setting, NULL };
  g_autoptr(LaminaDataConfig) config = lamina_data_config_new_from_list (settings, error);

  return config != NULL && lamina_data_config_check (config, error);
}

/* Arrays are one set: nothing is kept back for validation, and their order is theirs. */
static gboolean
set_data (LaminaSession  *session,
          GError        **error)
{
  g_autofree char *path = lamina_cli_make_absolute (options.data);
  const char *const settings[][2] = {
    { "data.kind", "npz" }, { "data.path", path }, { "data.validation", "0" }, { "data.test", "0" },
    { "data.shuffle", "false" },
  };
  const LaminaDataConfig *data = lamina_session_get_document (session)->data;
  g_autofree char *old = lamina_data_config_get (data, "path");

  if (!check_data (path, error))
    return FALSE;

  /* Setting the kind would set all else back: the same data again are no change. */
  for (gsize i = g_strcmp0 (old, path) == 0 ? 1 : 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (!lamina_session_set (session, settings[i][0], settings[i][1], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
apply_options (LaminaSession  *session,
               GError        **error)
{
  if (options.threads != UNSET)
    lamina_session_set_n_threads (session, (guint) options.threads);

  return (options.data == NULL || set_data (session, error)) &&
         set_number (session, "seed", options.seed, error) &&
         set_number (session, "batch_size", options.batch_size, error) &&
         (!options.no_shuffle || lamina_session_set (session, "shuffle", "false", error));
}

/* @goal: the step to be reached. A plan that ends before it is made longer; one that --epochs
 * makes shorter does not end before what is done. */
static gboolean
apply_plan (LaminaSession  *session,
            guint64        *goal,
            GError        **error)
{
  const guint64 per_epoch = lamina_session_get_steps_per_epoch (session);

  if (options.epochs != UNSET &&
      (guint64) options.epochs * per_epoch >= lamina_session_get_step (session) &&
      !set_number (session, "epochs", options.epochs, error))
    return FALSE;

  *goal = lamina_session_get_n_steps (session);
  if (options.steps == UNSET)
    return TRUE;

  if ((guint64) options.steps > *goal &&
      !set_number (session, "epochs",
                   (options.steps + (gint64) per_epoch - 1) / (gint64) per_epoch, error))
    return FALSE;

  *goal = (guint64) options.steps;
  lamina_session_set_goal (session, *goal);

  return TRUE;
}

/* --- training --- */

static gboolean
interrupt_cb (gpointer data)
{
  Run *run = data;

  run->is_interrupted = TRUE;
  lamina_session_pause (run->session);

  return G_SOURCE_CONTINUE;
}

static gboolean
show_progress (LaminaSession *session,
               gpointer       data)
{
  Run *run = data;

  lamina_progress_bar_update (run->bar, session, run->goal);

  return FALSE;
}

static gboolean
dump_gradients (Run     *run,
                GError **error)
{
  LmSnapshot *snapshot;

  lamina_session_set_watch (run->session,
                            lamina_cli_watch_gradients (lamina_session_get_network (run->session)));
  lamina_session_step (run->session, 1);
  lamina_cli_run (run->session, show_progress, run);
  snapshot = lamina_session_get_snapshot (run->session);
  if (snapshot == NULL || lm_snapshot_get_step (snapshot) != 1)
    return TRUE; /* The step was refused or interrupted: that is told below. */

  lamina_session_set_watch (run->session, NULL);

  return lamina_cli_write_gradients (snapshot, options.gradients, error);
}

static gboolean
train (Run     *run,
       GError **error)
{
  const gboolean is_new = lamina_session_get_step (run->session) == 0;

  if (is_new && options.initial_weights != NULL &&
      !lamina_session_load_weights (run->session, options.initial_weights, error))
    return FALSE;

  if (is_new && options.gradients != NULL && !dump_gradients (run, error))
    return FALSE;

  /* --epochs may name less than there is already. */
  if (options.epochs != UNSET && run->goal > (guint64) options.epochs *
                                               lamina_session_get_steps_per_epoch (run->session))
    return TRUE;

  if (!run->is_interrupted &&
      lamina_session_get_play_state (run->session) != LAMINA_PLAY_FINISHED &&
      lamina_session_get_play_state (run->session) != LAMINA_PLAY_REFUSED)
    {
      lamina_session_play (run->session);
      lamina_cli_run (run->session, show_progress, run);
    }

  return TRUE;
}

static gboolean
check_end (const Run   *run,
           const char  *path,
           GError     **error)
{
  const char *failure = lamina_session_get_failure (run->session);

  if (failure != NULL)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED, failure);
      return FALSE;
    }

  if (run->is_interrupted)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("Interrupted and saved after step %" PRIu64 ": “lamina-cli train %s "
                     "--resume” goes on from there"), lamina_session_get_step (run->session), path);
      return FALSE;
    }

  return TRUE;
}

static gboolean
run_session (LaminaReport   *report,
             LaminaSession  *session,
             const char     *path,
             GError        **error)
{
  g_autoptr(LaminaProgressBar) bar =
    lamina_progress_bar_new (!lamina_report_is_json (report));
  Run run = { session, bar };
  const guint64 first_step = lamina_session_get_step (session);
  const guint signals[] = { g_unix_signal_add (SIGINT, interrupt_cb, &run),
                            g_unix_signal_add (SIGTERM, interrupt_cb, &run) };
  gboolean is_done;
  gint64 start;

  is_done = apply_plan (session, &run.goal, error);
  start = g_get_monotonic_time ();
  is_done = is_done && train (&run, error);
  g_source_remove (signals[0]);
  g_source_remove (signals[1]);
  g_clear_pointer (&bar, lamina_progress_bar_free);

  if (!is_done || !check_end (&run, path, error))
    return FALSE;

  lamina_cli_report_run (report, session, first_step,
                         (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return TRUE;
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  gboolean is_done;

  if (!check_options (error) || !lamina_cli_check_output (arguments[0], options.gradients, error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL)
    return FALSE;

  if (lamina_session_is_read_only (session))
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("%s cannot be written: close the program that has it open, or look at its "
                     "permissions"), arguments[0]);
      return FALSE;
    }

  is_done = check_begun (session, error) && apply_options (session, error) &&
            lamina_cli_need_network (session, error) &&
            run_session (report, session, arguments[0], error);

  /* What was reached is saved whatever came of it; the first sentence is the one to show. */
  return lamina_cli_close (session, is_done ? error : NULL) && is_done;
}

const LaminaCommand lamina_train_command = {
  .name = "train",
  .arguments = N_("FILE"),
  .summary = N_("Train a project, or go on with it"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
