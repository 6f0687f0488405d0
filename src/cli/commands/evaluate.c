/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-cli-session.h"
#include "lamina-cli-train.h"
#include "lamina-command.h"

static struct
{
  char  *split;
  gint64 threads;
} options;

static const GOptionEntry entries[] = {
  { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
    N_("training, validation or test; without it, the last of them that has examples"),
    N_("SPLIT") },
  { "threads", 0, 0, G_OPTION_ARG_INT64, &options.threads,
    N_("Threads that compute; 0: one a processor"), N_("N") },
  { NULL },
};

static gboolean
parse_split (LmSplit  *split,
             GError  **error)
{
  for (*split = 0; *split < LM_N_SPLITS; (*split)++)
    {
      if (g_str_equal (lm_split_ids[*split], options.split))
        return TRUE;
    }

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("There is no split “%s”: it is training, validation or test"), options.split);
  return FALSE;
}

static gboolean
choose_split (LaminaDataSet  *data,
              LmSplit        *split,
              GError        **error)
{
  if (options.split != NULL)
    {
      if (!parse_split (split, error))
        return FALSE;
    }
  else
    {
      for (*split = LM_SPLIT_TEST; *split > LM_SPLIT_TRAINING; (*split)--)
        {
          if (lamina_data_set_get_n_examples (data, *split) > 0)
            break;
        }
    }

  if (lamina_data_set_get_n_examples (data, *split) > 0)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("The data have no examples for “%s”"), lm_split_ids[*split]);
  return FALSE;
}

static gboolean
evaluate (LaminaSession  *session,
          LmSplit         split,
          LmRecord       *record,
          GError        **error)
{
  const LmHistory *history = lamina_session_get_history (session);
  const guint n_before = history->events->len;
  const char *failure;

  lamina_session_evaluate (session, split);
  lamina_cli_run (session, NULL, NULL);

  for (guint i = n_before; i < history->events->len; i++)
    {
      *record = g_array_index (history->events, LmRecord, i);
      if (record->type == LM_RECORD_EVALUATION && record->detail == split)
        return TRUE;
    }

  failure = lamina_session_get_failure (session);
  g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                       failure != NULL ? failure : _("The examples could not be measured"));
  return FALSE;
}

static void
report_evaluation (LaminaReport   *report,
                   LaminaSession  *session,
                   LmSplit         split,
                   const LmRecord *record)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  const gsize n = lamina_data_set_get_n_examples (lamina_session_get_data_set (session), split);

  lamina_report_print (report, _("%s, %zu examples, after step %" PRIu64 ":"),
                       lm_split_ids[split], n, record->step);
  lamina_report_print (report, "loss %.6g", record->loss);
  for (gsize i = 0; i < training->n_metrics; i++)
    lamina_report_print (report, "%s %.6g", training->metrics[i]->id,
                         (double) record->metrics[i]);

  lamina_report_add_text (report, "split", lm_split_ids[split]);
  lamina_report_add_int (report, "examples", (gint64) n);
  lamina_report_add_int (report, "step", (gint64) record->step);
  lamina_report_add_double (report, "loss", record->loss);
  lamina_cli_report_metrics (report, training, record, "");
}

/* What a generator makes has nothing to be compared with. */
static gboolean
check_parts (LaminaSession  *session,
             GError        **error)
{
  if (!lm_network_has_parts (lamina_session_get_network (session)))
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("A generator and a discriminator are not measured on data: how well they do against "
                 "each other is in the history, and what is made has to be looked at"));
  return FALSE;
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  LmSplit split;
  LmRecord record;

  if (options.split != NULL && !parse_split (&split, error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL || !lamina_cli_need_network (session, error) ||
      !check_parts (session, error) ||
      !choose_split (lamina_session_get_data_set (session), &split, error))
    return FALSE;

  lamina_session_set_n_threads (session, (guint) CLAMP (options.threads, 0, 1024));
  if (!evaluate (session, split, &record, error))
    return FALSE;

  report_evaluation (report, session, split, &record);

  return lamina_cli_close (session, error);
}

const LaminaCommand lamina_evaluate_command = {
  .name = "evaluate",
  .arguments = N_("FILE"),
  .summary = N_("Measure a project on examples of its data"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
