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
#define UNSET (-G_MAXDOUBLE)

static LaminaSampling options = { .seed = 1, .temperature = UNSET, .length = 400 };

static gboolean
parse_n (const char  *name,
         const char  *value,
         gpointer     data,
         GError     **error)
{
  return g_ascii_string_to_signed (value, 10, 1, MAX_SAMPLES, &options.n, error);
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
  { "length", 0, 0, G_OPTION_ARG_INT64, &options.length,
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
  const char *bad = options.length < 1 || options.length > MAX_LENGTH ? _("--length is 1 to 4096")
                    : options.temperature != UNSET &&
                          (!isfinite (options.temperature) || options.temperature < 0)
                      ? _("--temperature is 0 or more")
                    : options.seed < 0 ? _("--seed is 0 or more")
                                       : NULL;

  if (bad != NULL)
    g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE, bad);

  return bad == NULL;
}

/* What is usual for what is made, where nothing was asked for. */
static gboolean
complete_options (gboolean   is_text,
                  GError   **error)
{
  if (options.n == 0)
    options.n = is_text ? 1 : 64;
  if (options.temperature == UNSET)
    options.temperature = is_text ? 0.8 : 1;
  if (!is_text || options.n <= MAX_TEXTS)
    return TRUE;

  g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                       _("Of text, --n is 1 to 64"));

  return FALSE;
}

static gboolean
sample (LaminaReport   *report,
        LaminaSession  *session,
        LmState        *state,
        GError        **error)
{
  LaminaDataSet *set = lamina_session_get_data_set (session);
  const gboolean is_text = set != NULL && lamina_data_set_get_vocabulary (set) != NULL;

  if (!complete_options (is_text, error))
    return FALSE;

  lamina_report_add_int (report, "n", options.n);
  lamina_report_add_int (report, "seed", options.seed);
  lamina_report_add_int (report, "step", (gint64) state->step);
  if (is_text)
    return lamina_cli_sample_text (report, session, state, &options, error);
  if (lm_network_find_latent (state->network) >= 0)
    return lamina_cli_sample_made (report, session, state, &options, error);

  g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                       _("This network answers questions, it invents nothing: “predict” asks it"));
  return FALSE;
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LmState) state = NULL;

  if (!check_options (error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL)
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
