/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-config.h"
#include "lamina-stack-text.h"

#define TOLERANCE 1e-4
#define PROGRAM "lamina-gradcheck"

static struct
{
  gint64 samples, rows, seed;
} options = { 20, 4, 1 };

static const GOptionEntry entries[] = {
  { "samples", 0, 0, G_OPTION_ARG_INT64, &options.samples,
    N_("Numbers to look at in each parameter, about; 20 if not given"), N_("N") },
  { "rows", 0, 0, G_OPTION_ARG_INT64, &options.rows,
    N_("Examples in the batch; 4 if not given"), N_("N") },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
    N_("Of weights and examples; 1 if not given"), N_("N") },
  { NULL },
};

static void
set_shape (GKeyFile      *file,
           const char    *key,
           const LmShape *shape)
{
  int dim[LM_MAX_RANK];

  for (gsize i = 0; i < shape->rank; i++)
    dim[i] = (int) shape->dim[i];

  g_key_file_set_integer_list (file, "check", key, dim, shape->rank);
}

/* What the program is to check: see gradcheck/lamina-gradcheck.c. */
static char *
write_task (LaminaSession *session)
{
  const LaminaDocument *document = lamina_session_get_document (session);
  LmNetwork *network = lamina_session_get_network (session);
  LaminaDataSet *data = lamina_session_get_data_set (session);
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (data);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *stack = lamina_stack_text_write (document->stack);
  g_auto(GStrv) names = lm_training_list (document->training);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = lm_training_get (document->training, names[i]);
      char *item = g_strdup_printf ("%s=%s", names[i], value);

      g_free (names[i]);
      names[i] = item;
    }

  set_shape (file, "input", lm_network_get_input (network));
  set_shape (file, "target", lm_network_get_target (network));
  g_key_file_set_string (file, "check", "stack", stack);
  g_key_file_set_string_list (file, "check", "training", (const char *const *) names,
                              g_strv_length (names));
  g_key_file_set_integer (file, "check", "classes", (int) lamina_data_set_get_n_answers (data));
  g_key_file_set_integer (file, "check", "tokens",
                          vocabulary != NULL ? (int) lamina_vocabulary_get_n (vocabulary) : 0);
  g_key_file_set_integer (file, "check", "rows", (int) options.rows);
  g_key_file_set_integer (file, "check", "samples", (int) options.samples);
  g_key_file_set_integer (file, "check", "seed", (int) options.seed);

  return g_key_file_to_data (file, NULL, NULL);
}

/* Beside us in the build folder; where it was installed otherwise. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : ".");
  g_autofree char *beside = g_build_filename (folder, PROGRAM, NULL);

  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);

  return g_build_filename (LAMINA_LIBEXEC_DIR, PROGRAM, NULL);
}

static GKeyFile *
call_program (const char  *task,
              GError     **error)
{
  g_autofree char *program = find_program ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GKeyFile) result = g_key_file_new ();
  g_autofree char *output = NULL, *message = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                              G_SUBPROCESS_FLAGS_STDERR_PIPE, error, program, NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, task, NULL, &output, &message, error))
    return NULL;

  if (!g_subprocess_get_successful (process))
    {
      g_strchomp (message);
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("The gradients could not be checked: %s"), message);
      return NULL;
    }

  if (!g_key_file_load_from_data (result, output, strlen (output), G_KEY_FILE_NONE, error))
    return NULL;

  return g_steal_pointer (&result);
}

static double
report_parameters (LaminaReport *report,
                   GKeyFile     *result)
{
  g_auto(GStrv) names = g_key_file_get_groups (result, NULL);
  double max = 0;

  lamina_report_begin_array (report, "parameters");
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const double stored = g_key_file_get_double (result, names[i], "error", NULL);
      const double error = stored < 0 ? INFINITY : stored;
      const guint64 n = g_key_file_get_uint64 (result, names[i], "checked", NULL);

      max = MAX (max, error);
      lamina_report_print (report, _("%-24s %4" PRIu64 " checked, relative error %.2e"),
                           names[i], n, error);
      lamina_report_begin_object (report, NULL);
      lamina_report_add_text (report, "name", names[i]);
      lamina_report_add_int (report, "checked", (gint64) n);
      lamina_report_add_double (report, "max_relative_error", error);
      lamina_report_end_object (report);
    }
  lamina_report_end_array (report);

  return max;
}

static gboolean
check_options (GError **error)
{
  if (options.samples >= 1 && options.samples <= G_MAXINT && options.rows >= 1 &&
      options.rows <= 65536 && options.seed >= 0 && options.seed <= G_MAXINT)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("--samples and --rows take numbers from 1, --seed from 0"));
  return FALSE;
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(GKeyFile) result = NULL;
  g_autofree char *task = NULL;
  double max;

  if (!check_options (error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL || !lamina_cli_need_network (session, error))
    return FALSE;

  task = write_task (session);
  result = call_program (task, error);
  if (result == NULL || !lamina_cli_close (session, error))
    return FALSE;

  max = report_parameters (report, result);
  lamina_report_add_double (report, "max_relative_error", max);
  lamina_report_add_double (report, "tolerance", TOLERANCE);
  lamina_report_add_bool (report, "passed", max <= TOLERANCE);
  if (max <= TOLERANCE)
    return TRUE;

  lamina_report_finish (report);
  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("The gradients are wrong: a relative error of %.2e is above %.0e"), max, TOLERANCE);
  return FALSE;
}

const LaminaCommand lamina_gradcheck_command = {
  .name = "gradcheck",
  .arguments = N_("FILE"),
  .summary = N_("Compare a network's gradients with differences of its loss, in double precision"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
