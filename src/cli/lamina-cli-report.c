/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What "train" says about a run. */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lamina-cli-train.h"

void
lamina_cli_report_metrics (LaminaReport     *report,
                           const LmTraining *training,
                           const LmRecord   *record,
                           const char       *prefix)
{
  for (gsize i = 0; i < training->n_metrics; i++)
    {
      g_autofree char *name = g_strconcat (prefix, training->metrics[i]->id, NULL);

      lamina_report_add_double (report, name, record != NULL ? (double) record->metrics[i] : NAN);
    }
}

/* The last validation at or before @step, after @first. */
static const LmRecord *
find_validation (const LmHistory *history,
                 guint64          first,
                 guint64          step)
{
  for (guint i = history->validations->len; i > 0; i--)
    {
      const LmRecord *record = &g_array_index (history->validations, LmRecord, i - 1);

      if (record->step <= step)
        return record->step > first ? record : NULL;
    }

  return NULL;
}

static double
get_mean (const LmSeries *series,
          guint64         first,
          guint64         end)
{
  double min, max, mean;

  return lm_series_get_range (series, (gsize) first, (gsize) end, &min, &max, &mean) ? mean : NAN;
}

static void
report_epoch (LaminaReport     *report,
              const LmTraining *training,
              const LmHistory  *history,
              guint64           first,
              guint64           end,
              guint64           epoch)
{
  const LmRecord *validation = find_validation (history, first, end);

  lamina_report_begin_object (report, NULL);
  lamina_report_add_int (report, "epoch", (gint64) epoch);
  lamina_report_add_int (report, "step", (gint64) end);
  lamina_report_add_double (report, "loss", get_mean (history->loss, first, end));
  for (gsize i = 0; i < training->n_metrics; i++)
    lamina_report_add_double (report, training->metrics[i]->id,
                              get_mean (history->metrics[i], first, end));
  lamina_report_add_double (report, "validation_loss", validation != NULL ? validation->loss : NAN);
  lamina_cli_report_metrics (report, training, validation, "validation_");
  lamina_report_end_object (report);
}

/* Means of the steps of each epoch; of very many, only the last. */
#define MAX_EPOCHS 100

static void
report_epochs (LaminaReport     *report,
               const LmTraining *training,
               const LmHistory  *history,
               guint64           per_epoch)
{
  const guint64 n_steps = lm_history_get_n_steps (history);
  const guint64 n_epochs = per_epoch > 0 ? (n_steps + per_epoch - 1) / per_epoch : 0;

  lamina_report_begin_array (report, "epochs");
  for (guint64 i = n_epochs > MAX_EPOCHS ? n_epochs - MAX_EPOCHS : 0; i < n_epochs; i++)
    report_epoch (report, training, history, i * per_epoch, MIN ((i + 1) * per_epoch, n_steps),
                  i + 1);
  lamina_report_end_array (report);
}

static const char *
get_end (LaminaSession *session)
{
  static const char *const ends[] = { "plan", "patience", "loss" };
  const GArray *events = lamina_session_get_history (session)->events;

  if (lamina_session_get_play_state (session) != LAMINA_PLAY_FINISHED)
    return "goal";

  for (guint i = events->len; i > 0; i--)
    {
      const LmRecord *record = &g_array_index (events, LmRecord, i - 1);

      if (record->type == LM_RECORD_FINISHED && record->detail < G_N_ELEMENTS (ends))
        return ends[record->detail];
    }

  return "plan";
}

static void
report_last (LaminaReport     *report,
             const LmTraining *training,
             const LmHistory  *history,
             guint64           step)
{
  const LmRecord *validation = find_validation (history, 0, step);

  lamina_report_add_double (report, "loss",
                            step > 0 ? lm_series_nth (history->loss, (gsize) step - 1) : NAN);
  for (gsize i = 0; i < training->n_metrics; i++)
    lamina_report_add_double (report, training->metrics[i]->id,
                              step > 0 ? lm_series_nth (history->metrics[i], (gsize) step - 1)
                                       : NAN);
  lamina_report_add_double (report, "validation_loss", validation != NULL ? validation->loss : NAN);
  lamina_cli_report_metrics (report, training, validation, "validation_");
  if (history->best >= 0)
    {
      const LmRecord *best = &g_array_index (history->validations, LmRecord, history->best);

      lamina_report_add_double (report, "best_validation_loss", best->loss);
      lamina_report_add_int (report, "best_step", (gint64) best->step);
    }
}

/* Of two parts, of which one may not have been trained, there is no validation but metrics. */
static void
print_losses (LaminaReport     *report,
              const LmTraining *training,
              const LmHistory  *history,
              guint64           first,
              guint64           step)
{
  const double loss = get_mean (history->loss, first, step);

  if (isfinite (loss) || history->validations->len > 0)
    lamina_report_print (report, _("Step %" PRIu64 ": loss %.6g over the last epoch"), step, loss);
  else
    lamina_report_print (report, _("Step %" PRIu64), step);

  for (gsize i = 0; history->validations->len == 0 && i < training->n_metrics; i++)
    {
      const double mean = get_mean (history->metrics[i], first, step);

      if (isfinite (mean))
        lamina_report_print (report, _("Over the last epoch: %s %.6g"), training->metrics[i]->id,
                             mean);
    }
}

static void
print_run (LaminaReport  *report,
           LaminaSession *session,
           const char    *hash)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  const LmHistory *history = lamina_session_get_history (session);
  const guint64 step = lamina_session_get_step (session);
  const guint64 per_epoch = lamina_session_get_steps_per_epoch (session);
  const LmRecord *validation = find_validation (history, 0, step);
  const guint64 first = step > per_epoch ? step - per_epoch : 0;
  const double loss = get_mean (history->loss, first, step);

  print_losses (report, training, history, first, step);
  if (validation != NULL)
    lamina_report_print (report, _("Validation: loss %.6g"), validation->loss);
  for (gsize i = 0; validation != NULL && i < training->n_metrics; i++)
    lamina_report_print (report, _("Validation: %s %.6g"), training->metrics[i]->id,
                         (double) validation->metrics[i]);
  if (training->stop_loss > 0 && loss >= training->stop_loss &&
      lamina_session_get_play_state (session) == LAMINA_PLAY_FINISHED)
    lamina_report_print (report, _("The loss did not come below %g: another seed, or more epochs, "
                                   "may do better"), training->stop_loss);
  if (!lamina_session_has_same_arithmetic (session))
    lamina_report_print (report,
                         _("The run began on a machine that computes otherwise: its bits do "
                                   "not come again here"));
  lamina_report_print (report, _("State: %s"), hash);
}

void
lamina_cli_report_run (LaminaReport  *report,
                       LaminaSession *session,
                       guint64        first_step,
                       double         seconds)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  const LmHistory *history = lamina_session_get_history (session);
  const guint64 step = lamina_session_get_step (session);
  const guint64 per_epoch = lamina_session_get_steps_per_epoch (session);
  const double rate = seconds > 0 ? (double) (step - first_step) / seconds : NAN;
  const gsize n_examples = lamina_data_set_get_n_examples (lamina_session_get_data_set (session),
                                                           LM_SPLIT_TRAINING);
  g_autoptr(LmState) state = lamina_session_copy_state (session);
  g_autofree char *hash = state != NULL ? lm_state_hash (state) : NULL;
  const char *end = get_end (session);

  lamina_report_add_text (report, "file", lamina_session_get_path (session));
  lamina_report_add_int (report, "step", (gint64) step);
  lamina_report_add_int (report, "epoch", per_epoch > 0 ? (gint64) (step / per_epoch) : 0);
  lamina_report_add_int (report, "steps_per_epoch", (gint64) per_epoch);
  report_last (report, training, history, step);
  lamina_report_add_text (report, "state_sha256", hash);
  lamina_report_add_text (report, "end", end);
  if (training->stop_loss > 0)
    lamina_report_add_bool (report, "stop_loss_reached", g_str_equal (end, "loss"));
  lamina_report_add_int (report, "seed", training->seed);
  lamina_report_add_bool (report, "same_arithmetic",
                          lamina_session_has_same_arithmetic (session));
  lamina_report_add_int (report, "first_step", (gint64) first_step);
  lamina_report_add_double (report, "seconds", seconds);
  lamina_report_add_double (report, "training_seconds",
                            (double) history->time_usec / G_USEC_PER_SEC);
  lamina_report_add_double (report, "steps_per_second", rate);
  lamina_report_add_double (report, "examples_per_second",
                            per_epoch > 0 ? rate * (double) n_examples / (double) per_epoch : NAN);
  report_epochs (report, training, history, per_epoch);
  print_run (report, session, hash);
}
