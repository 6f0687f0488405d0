/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-cli-sample.h"
#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lm-generator.h"

#define MAX_TEXTS 64
#define MAX_SAMPLES 100000
#define MAX_LENGTH 4096
#define DEFAULT_LENGTH 400
#define UNSET (-G_MAXDOUBLE)

static LaminaSampling options = { .seed = 1, .temperature = UNSET };

static gboolean
parse_number (const char  *value,
              gint64       most,
              gint64      *number,
              const char  *sentence,
              GError     **error)
{
  if (g_ascii_string_to_signed (value, 10, 1, most, number, NULL))
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);

  return FALSE;
}

static gboolean
parse_n (const char  *name,
         const char  *value,
         gpointer     data,
         GError     **error)
{
  return parse_number (value, MAX_SAMPLES, &options.n, _("--n is 1 to 100000"), error);
}

static gboolean
parse_length (const char  *name,
              const char  *value,
              gpointer     data,
              GError     **error)
{
  return parse_number (value, MAX_LENGTH, &options.length, _("--length is 1 to 4096"), error);
}

static const GOptionEntry entries[] = {
  { "n", 0, 0, G_OPTION_ARG_CALLBACK, parse_n,
    N_("How many; by itself 1 of text, 64 of anything else"), N_("N") },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
    N_("Another number draws others; 1 by itself"), N_("N") },
  { "temperature", 0, 0, G_OPTION_ARG_DOUBLE, &options.temperature,
    N_("Of text: below 1 surer, 0 always the most probable, 0.8 by itself; else the noise is multiplied by it, 1 by itself"),
    N_("T") },
  { "class", 0, 0, G_OPTION_ARG_STRING, &options.class_name,
    N_("What to make, if the network can be told: a class or its number; by itself all in turn"),
    N_("CLASS") },
  { "length", 0, 0, G_OPTION_ARG_CALLBACK, parse_length,
    N_("Of text: characters or words; 400 by itself"), N_("N") },
  { "prompt", 0, 0, G_OPTION_ARG_STRING, &options.prompt,
    N_("Of text: what to go on from"), N_("TEXT") },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("Where to write the samples: a text, or by the suffix .png, .npy or .csv; text and points go to stdout without it"),
    N_("FILE") },
  { NULL },
};

static gboolean
check_options (GError **error)
{
  const char *bad = options.temperature != UNSET &&
                          (!isfinite (options.temperature) || options.temperature < 0)
                      ? _("--temperature is 0 or more")
                    : options.seed < 0 ? _("--seed is 0 or more")
                                       : NULL;

  if (bad != NULL)
    g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE, bad);

  return bad == NULL;
}

static gboolean
has_suffix_of_numbers (const char *path)
{
  return path != NULL && (g_str_has_suffix (path, ".png") || g_str_has_suffix (path, ".npy") ||
                          g_str_has_suffix (path, ".csv"));
}

/* Returns: (nullable): what does not go together */
static const char *
find_contradiction (gboolean is_text)
{
  if (!is_text)
    return options.prompt != NULL || options.length > 0
             ? _("--prompt and --length are of text, and this network makes none: leave them out")
             : NULL;

  return options.n > MAX_TEXTS         ? _("Of text, --n is 1 to 64")
         : options.class_name != NULL  ? _("This network cannot be told a class: leave out --class")
         : has_suffix_of_numbers (options.output)
           ? _("Text is written as text: give --output another suffix, such as .txt")
           : NULL;
}

/* What is usual for what is made, where nothing was asked for. */
static gboolean
complete_options (gboolean   is_text,
                  GError   **error)
{
  const char *bad = find_contradiction (is_text);

  if (bad != NULL)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE, bad);
      return FALSE;
    }

  if (options.n == 0)
    options.n = is_text ? 1 : 64;
  if (options.temperature == UNSET)
    options.temperature = is_text ? 0.8 : 1;
  if (options.length == 0)
    options.length = DEFAULT_LENGTH;

  return TRUE;
}

static gboolean
sample (LaminaReport   *report,
        LaminaSession  *session,
        LmState        *state,
        GError        **error)
{
  LaminaDataSet *set = lamina_session_get_data_set (session);
  const gboolean is_text = lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_TOKENS;

  if (!is_text && lm_network_find_latent (state->network) < 0)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                           _("This network answers questions, it invents nothing: “predict” asks it"));
      return FALSE;
    }
  if (!complete_options (is_text, error))
    return FALSE;

  lamina_report_add_int (report, "n", options.n);
  lamina_report_add_int (report, "seed", options.seed);
  lamina_report_add_int (report, "step", (gint64) state->step);

  return is_text ? lamina_cli_sample_text (report, session, state, &options, error)
                 : lamina_cli_sample_made (report, session, state, &options, error);
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LmState) state = NULL;

  if (!check_options (error) || !lamina_cli_check_output (arguments[0], options.output, error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL)
    return FALSE;

  /* Without the data nobody knows their tokens, nor how they were scaled. */
  if (!lamina_cli_need_network (session, error))
    return FALSE;

  state = lamina_cli_need_state (session, error);

  return state != NULL && sample (report, session, state, error) &&
         lamina_cli_close (session, error);
}

const LaminaCommand lamina_sample_command = {
  .name = "sample",
  .arguments = N_("FILE"),
  .summary = N_("Let a network invent: text, pictures, points"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
