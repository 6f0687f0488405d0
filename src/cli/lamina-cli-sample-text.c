/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-cli-sample.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lm-free-run.h"

#define DEFAULT_PROMPT "\n"

/* The prompt's tokens, the last of them if there are more than the network reads at once; without a
 * prompt a new line, or whatever is most frequent. Returns: (transfer full) */
static guint32 *
make_prompt (const LaminaSampling   *sampling,
             const LaminaVocabulary *vocabulary,
             gsize                   n_time,
             gsize                  *n)
{
  const char *prompt = sampling->prompt != NULL ? sampling->prompt : DEFAULT_PROMPT;
  gsize n_unknown;
  guint32 *tokens = lamina_vocabulary_encode (vocabulary, prompt, n, &n_unknown);

  if (*n == 0)
    {
      const gboolean has_padding =
        lamina_vocabulary_get_padding (vocabulary) != LAMINA_VOCABULARY_NONE;
      const gboolean has_unknown =
        lamina_vocabulary_get_unknown (vocabulary) != LAMINA_VOCABULARY_NONE;

      g_free (tokens);
      tokens = g_new (guint32, 1);
      tokens[0] = (guint32) has_padding + (guint32) has_unknown;
      *n = 1;
    }

  if (*n > n_time)
    {
      memmove (tokens, tokens + (*n - n_time), n_time * sizeof *tokens);
      *n = n_time;
    }

  return tokens;
}

/* Every sample begins with the prompt. Returns: (transfer full) (nullable) */
static LmFreeRunner *
make_runner (const LaminaSampling   *sampling,
             const LaminaVocabulary *vocabulary,
             LmNetwork              *network,
             LmPool                 *pool)
{
  const gsize n = (gsize) sampling->n, n_time = lm_network_get_input (network)->dim[1];
  const LmShape shape = { 2, { n, n_time } };
  gsize n_prompt;
  g_autofree guint32 *prompt = make_prompt (sampling, vocabulary, n_time, &n_prompt);
  g_autofree guint32 *lengths = g_new (guint32, n);
  g_autofree double *temperatures = g_new (double, n);
  g_autoptr(LmBlob) input = lm_blob_new (&shape);
  LmFreeRun run = { 0, input, lengths, (gsize) sampling->length, temperatures,
                    (guint64) sampling->seed };

  if (input == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    {
      lengths[i] = (guint32) n_prompt;
      temperatures[i] = sampling->temperature;
      for (gsize j = 0; j < n_time; j++)
        input->tensor.data[i * n_time + j] = j < n_prompt ? (lm_real) prompt[j] : 0;
    }

  return lm_free_runner_new (&run, network, pool);
}

/* Sample after sample, with a line of dashes between them. */
static char *
write_samples (const LaminaSampling   *sampling,
               const LaminaVocabulary *vocabulary,
               const LmTensor         *tokens)
{
  const gsize n_steps = (gsize) sampling->length;
  g_autofree guint32 *ids = g_new (guint32, n_steps);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < (gsize) sampling->n; i++)
    {
      g_autofree char *sample = NULL;

      for (gsize j = 0; j < n_steps; j++)
        ids[j] = (guint32) tokens->data[2 * (i * n_steps + j)];
      sample = lamina_vocabulary_decode (vocabulary, ids, n_steps);
      if (i > 0)
        g_string_append (text, "\n--------\n");
      g_string_append_printf (text, "%s%s", sampling->prompt != NULL ? sampling->prompt : "",
                              sample);
    }
  g_string_append_c (text, '\n');

  return g_string_free (text, FALSE);
}

gboolean
lamina_cli_sample_text (LaminaReport          *report,
                        LaminaSession         *session,
                        LmState               *state,
                        const LaminaSampling  *sampling,
                        GError               **error)
{
  LaminaDataSet *set = lamina_session_get_data_set (session);
  LaminaVocabulary *vocabulary = set != NULL ? lamina_data_set_get_vocabulary (set) : NULL;
  const LmTraining *training = lamina_session_get_document (session)->training;
  g_autoptr(LmPool) pool = lm_pool_new (0);
  g_autofree char *text = NULL;
  _Atomic gboolean stop = FALSE;
  LmFreeRunner *runner;
  guint64 step;

  g_return_val_if_fail (vocabulary != NULL, FALSE);

  runner = make_runner (sampling, vocabulary, state->network, pool);
  if (runner == NULL || !lm_free_runner_run (runner, state, training, &stop))
    {
      g_clear_pointer (&runner, lm_free_runner_free);
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                           _("This network does not answer with the next token of a text: "
                             "only such a network can go on with one"));
      return FALSE;
    }

  text = write_samples (sampling, vocabulary, &lm_free_runner_get_result (runner, &step)->tensor);
  lm_free_runner_free (runner);
  if (sampling->output != NULL)
    {
      if (!lamina_cli_write (sampling->output, text, strlen (text), error))
        return FALSE;
      lamina_report_print (report, "%s", sampling->output);
      lamina_report_add_text (report, "output", sampling->output);
    }
  else
    lamina_report_print (report, "%s", text);
  lamina_report_add_text (report, "text", text);

  return TRUE;
}
