/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A series, continued: what is answered for one step is read for the next. */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-view.h"
#include "lm-free-run.h"

#define MAX_STEPS 4096

static struct
{
  char  *split, *output;
  gint64 from, steps;
} options = { .steps = 50 };

static const GOptionEntry entries[] = {
  { "steps", 0, 0, G_OPTION_ARG_INT64, &options.steps, N_("How many; 50 by itself"), N_("N") },
  { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
    N_("training, validation or test; test by itself"), N_("SPLIT") },
  { "from", 0, 0, G_OPTION_ARG_INT64, &options.from,
    N_("Which example to go on from; 0, the first, by itself"), N_("N") },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("A CSV file; stdout without it"), N_("FILE") },
  { NULL },
};

/* What is predicted, and how far. */
typedef struct
{
  LaminaDataSet *set;
  LmSplit        split;
  gsize          from, n_steps;
  gsize          n_known;       /* of these are in the data */
  gsize          n_columns;
  gsize          columns[LM_MAX_FEEDS]; /* of the input */
  double        *values, *data;         /* [n_steps, n_columns], owned; NaN: not known */
  double        *last;                  /* [n_columns], owned */
} Forecast;

static void
forecast_clear (Forecast *self)
{
  g_free (self->values);
  g_free (self->data);
  g_free (self->last);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forecast, forecast_clear)

static gboolean
check_options (LmSplit  *split,
               GError  **error)
{
  const char *name = options.split != NULL ? options.split : lm_split_ids[LM_SPLIT_TEST];

  if (options.steps < 1 || options.steps > MAX_STEPS || options.from < 0)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                           options.from < 0 ? _("--from is 0 or more") : _("--steps is 1 to 4096"));
      return FALSE;
    }

  for (*split = 0; *split < LM_N_SPLITS; (*split)++)
    {
      if (strcmp (lm_split_ids[*split], name) == 0)
        return TRUE;
    }

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("There is no split “%s”: it is training, validation or test"), name);

  return FALSE;
}

/* The input whose future target @index is. Returns: -1 if there is none */
static gssize
find_column (const LaminaDataSet *set,
             gsize                index)
{
  const char *source = lamina_data_set_get_target_column (set, index)->source;

  for (gsize i = 0; i < lamina_data_set_get_n_columns (set); i++)
    {
      if (g_strcmp0 (lamina_data_set_get_column (set, i)->name, source) == 0)
        return (gssize) i;
    }

  return -1;
}

/* Only what follows at once, and is read itself, can be gone on with. */
static gboolean
find_columns (Forecast  *self,
              GError   **error)
{
  const gsize horizon = lamina_data_set_get_horizon (self->set);
  g_autofree char *gap = horizon > 0
                           ? lamina_data_config_get (lamina_data_set_get_config (self->set), "gap")
                           : NULL;
  gboolean can = horizon > 0 && g_strcmp0 (gap, "0") == 0 &&
                 lamina_data_set_get_target_kind (self->set) == LAMINA_DATA_TARGET_VALUES;

  self->n_columns = can ? lamina_data_set_get_n_targets (self->set) / horizon : 0;
  can = can && self->n_columns > 0 && self->n_columns <= LM_MAX_FEEDS;
  for (gsize i = 0; can && i < self->n_columns; i++)
    {
      const gssize column = find_column (self->set, i);

      can = column >= 0;
      self->columns[i] = (gsize) MAX (column, 0);
    }

  if (!can)
    g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                         _("This network does not answer with the next step of the series that it "
                           "reads: only such a network can go on with one"));

  return can;
}

static gboolean
check_from (const Forecast *self,
            GError        **error)
{
  const gsize n = lamina_data_set_get_n_examples (self->set, self->split);

  if (self->from < n)
    return TRUE;

  if (n == 0)
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                 _("The data have no examples for “%s”"), lm_split_ids[self->split]);
  else
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                 _("--from is 0 to %zu: there are %zu examples for “%s”"), n - 1, n,
                 lm_split_ids[self->split]);

  return FALSE;
}

/* What really came next, as long as the examples follow each other. */
static void
read_data (Forecast *self)
{
  const LmShape *input = lamina_data_set_get_input_shape (self->set);
  gboolean goes_on = TRUE;

  self->values = g_new (double, self->n_steps * self->n_columns);
  self->data = g_new (double, self->n_steps * self->n_columns);
  self->last = g_new (double, self->n_columns);
  for (gsize i = 0; i < self->n_columns; i++)
    self->last[i] = lamina_data_set_get_raw (self->set, self->split, self->from,
                                             (input->dim[1] - 1) * input->dim[2] +
                                               self->columns[i]);

  for (; goes_on && self->n_known < self->n_steps; self->n_known++)
    {
      const gsize example = self->from + self->n_known;

      for (gsize i = 0; i < self->n_columns; i++)
        self->data[self->n_known * self->n_columns + i] =
          lamina_data_set_get_raw_target (self->set, self->split, example, i);
      goes_on = lamina_data_set_is_followed (self->set, self->split, example);
    }

  for (gsize i = self->n_known * self->n_columns; i < self->n_steps * self->n_columns; i++)
    self->data[i] = (double) NAN;
}

/* Returns: (transfer full) (nullable) */
static LmFreeRunner *
make_runner (const Forecast *self,
             LmNetwork      *network,
             LmPool         *pool)
{
  LmShape shape = *lamina_data_set_get_input_shape (self->set);
  g_autoptr(LmBlob) input = lm_blob_new (&shape);
  LmFreeRun run = { .input = input, .n_steps = self->n_steps, .n_feeds = self->n_columns };

  if (input == NULL)
    return NULL;

  lamina_data_set_copy_example (self->set, self->split, self->from, &input->tensor);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      const LaminaDataColumn *target = lamina_data_set_get_target_column (self->set, i);
      const LaminaDataColumn *column = lamina_data_set_get_column (self->set, self->columns[i]);

      run.feeds[i] = (LmFeed) { self->columns[i], target->divisor / column->divisor,
                                (target->shift - column->shift) / column->divisor };
    }

  return lm_free_runner_new (&run, network, pool);
}

static gboolean
go_on (Forecast          *self,
       const LmState     *state,
       const LmTraining  *training,
       GError           **error)
{
  g_autoptr(LmPool) pool = lm_pool_new (0);
  LmFreeRunner *runner = make_runner (self, state->network, pool);
  const LmBlob *result;
  guint64 step;

  if (runner == NULL)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                           _("The network cannot go on with its series: its input or its answer "
                             "has another shape, or there is not enough memory"));
      return FALSE;
    }

  lm_free_runner_run (runner, state, training, NULL);
  result = lm_free_runner_get_result (runner, &step);
  for (gsize i = 0; result != NULL && i < self->n_steps * self->n_columns; i++)
    {
      const LaminaDataColumn *target = lamina_data_set_get_target_column (self->set,
                                                                          i % self->n_columns);

      self->values[i] = (double) result->tensor.data[i] * target->divisor + target->shift;
    }
  if (result == NULL)
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                 _("There is not enough memory for %zu steps"), self->n_steps);
  lm_free_runner_free (runner);

  return result != NULL;
}

/* "step,value,value_data": the step counts from the one after the example; a cell is empty where
 * the data end. Returns: (transfer full) */
static char *
write_csv (const Forecast *self)
{
  GString *csv = g_string_new ("step");

  for (gsize i = 0; i < self->n_columns; i++)
    {
      const char *name = lamina_data_set_get_column (self->set, self->columns[i])->name;
      g_autofree char *data = g_strconcat (name, "_data", NULL);

      g_string_append_c (csv, ',');
      lamina_csv_append_text (csv, name);
      g_string_append_c (csv, ',');
      lamina_csv_append_text (csv, data);
    }

  for (gsize step = 0; step < self->n_steps; step++)
    {
      g_string_append_printf (csv, "\n%zu", step + 1);
      for (gsize i = 0; i < self->n_columns; i++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, self->values[step * self->n_columns + i]);
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, self->data[step * self->n_columns + i]);
        }
    }

  return g_string_free (csv, FALSE);
}

/* Root of the mean square; NaN where nothing is known. @values: [n_steps, …], or %NULL: always the
 * last value */
static double
get_error (const Forecast *self,
           gsize           column,
           const double   *values)
{
  double sum = 0;

  for (gsize step = 0; step < self->n_known; step++)
    {
      const gsize i = step * self->n_columns + column;
      const double error = (values != NULL ? values[i] : self->last[column]) - self->data[i];

      sum += error * error;
    }

  return sqrt (sum / (double) self->n_known);
}

static void
tell_errors (LaminaReport   *report,
             const Forecast *self)
{
  lamina_report_add_int (report, "steps", (gint64) self->n_steps);
  lamina_report_add_int (report, "known", (gint64) self->n_known);
  lamina_report_begin_array (report, "columns");
  for (gsize i = 0; i < self->n_columns; i++)
    {
      const char *name = lamina_data_set_get_column (self->set, self->columns[i])->name;
      const double error = get_error (self, i, self->values);
      const double last = get_error (self, i, NULL);

      lamina_report_begin_object (report, NULL);
      lamina_report_add_text (report, "name", name);
      lamina_report_add_double (report, "rmse", error);
      lamina_report_add_double (report, "rmse_last", last);
      lamina_report_end_object (report);
      if (options.output != NULL)
        lamina_report_print (report,
                             _("%s: off by %.4g over %zu steps; “same as the last value” by %.4g"),
                             name, error, self->n_known, last);
    }
  lamina_report_end_array (report);
}

static gboolean
tell (LaminaReport    *report,
      const Forecast  *self,
      GError         **error)
{
  g_autofree char *csv = write_csv (self);
  g_autofree char *text = g_strconcat (csv, "\n", NULL);

  if (options.output != NULL && !lamina_cli_write (options.output, text, strlen (text), error))
    return FALSE;

  tell_errors (report, self);
  if (options.output != NULL)
    lamina_report_add_text (report, "output", options.output);
  else
    {
      lamina_report_print (report, "%s", csv);
      lamina_report_add_text (report, "csv", csv);
    }

  return TRUE;
}

static gboolean
forecast (LaminaReport   *report,
          LaminaSession  *session,
          LmSplit         split,
          GError        **error)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  g_autoptr(LmState) state = lamina_cli_need_state (session, error);
  g_auto(Forecast) self = { .set = lamina_session_get_data_set (session), .split = split,
                            .from = (gsize) options.from, .n_steps = (gsize) options.steps };

  if (state == NULL || !find_columns (&self, error) || !check_from (&self, error))
    return FALSE;

  read_data (&self);

  return go_on (&self, state, training, error) && tell (report, &self, error);
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  LmSplit split;

  if (!check_options (&split, error) ||
      !lamina_cli_check_output (arguments[0], options.output, error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);

  return session != NULL && lamina_cli_need_network (session, error) &&
         forecast (report, session, split, error) && lamina_cli_close (session, error);
}

const LaminaCommand lamina_forecast_command = {
  .name = "forecast",
  .arguments = N_("FILE"),
  .summary = N_("Let a network go on with a series"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
