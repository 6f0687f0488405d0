/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"

static gboolean shows_settings;

static const GOptionEntry entries[] = {
  { "settings", 0, 0, G_OPTION_ARG_NONE, &shows_settings,
    N_("List all settings too, by the names that “new --set” takes"), NULL },
  { NULL },
};

static void
add_shape (LaminaReport  *report,
           const char    *name,
           const LmShape *shape)
{
  lamina_report_begin_array (report, name);
  /* Without the batch. */
  for (gsize i = 1; shape != NULL && i < shape->rank; i++)
    lamina_report_add_int (report, NULL, (gint64) shape->dim[i]);
  lamina_report_end_array (report);
}

/* Right-aligned: printf() counts bytes. Returns: (transfer full) */
static char *
pad (const char *text,
     int         width)
{
  return g_strdup_printf ("%*s%s", MAX (width - (int) g_utf8_strlen (text, -1), 0), "", text);
}

static void
describe_layer (LaminaReport  *report,
                LaminaSession *session,
                gsize          index)
{
  const LmLayer *layer = lm_stack_nth (lamina_session_get_document (session)->stack, index);
  const LmLayer *compiled = lamina_session_get_compiled_layer (session, index);
  g_autofree char *words = lm_layer_describe (layer);
  g_autofree char *shape = compiled != NULL ? lm_shape_to_string (&compiled->output)
                                            : g_strdup ("—");
  g_autofree char *column = pad (shape, 14);
  g_autofree char *settings = g_strjoin (layer->bypassed ? ", " : "", words,
                                         layer->bypassed ? _("bypassed") : "", NULL);

  lamina_report_print (report, "%-16s %-16s %s %12" G_GSIZE_FORMAT "  %s", layer->name,
                       layer->klass->id, column,
                       compiled != NULL ? lm_layer_get_n_params (compiled) : 0, settings);

  lamina_report_begin_object (report, NULL);
  lamina_report_add_text (report, "name", layer->name);
  lamina_report_add_text (report, "kind", layer->klass->id);
  lamina_report_add_text (report, "settings", words);
  if (layer->part != LM_PART_MAIN)
    lamina_report_add_text (report, "part", lm_part_ids[layer->part]);
  lamina_report_add_bool (report, "bypassed", layer->bypassed);
  lamina_report_begin_array (report, "inputs");
  for (GStrv input = layer->inputs; *input != NULL; input++)
    lamina_report_add_text (report, NULL, *input);
  lamina_report_end_array (report);
  if (compiled != NULL)
    {
      add_shape (report, "output", &compiled->output);
      lamina_report_add_int (report, "parameters", (gint64) lm_layer_get_n_params (compiled));
      lamina_report_add_int (report, "multiply_adds", (gint64) compiled->macs);
    }
  lamina_report_end_object (report);
}

/* Of two parts, each has a line of its own before it. */
static void
describe_part (LaminaReport  *report,
               const LmStack *stack,
               gsize          index)
{
  const LmPart part = lm_stack_nth (stack, index)->part;

  if (part != LM_PART_MAIN && (index == 0 || lm_stack_nth (stack, index - 1)->part != part))
    lamina_report_print (report, part == LM_PART_GENERATOR ? _("Generator:") : _("Discriminator:"));
}

static gsize
get_batch_size (LaminaSession *session)
{
  const LmTraining *training = lamina_session_get_document (session)->training;

  return training->batch_size > 0
           ? (gsize) training->batch_size
           : lamina_data_set_get_n_examples (lamina_session_get_data_set (session),
                                             LM_SPLIT_TRAINING);
}

static void
describe_network (LaminaReport  *report,
                  LaminaSession *session)
{
  LmNetwork *network = lamina_session_get_network (session);
  const LmTraining *training = lamina_session_get_document (session)->training;
  const gsize batch_size = get_batch_size (session);
  const guint64 macs = lm_network_get_macs (network);
  const guint64 memory = lm_network_get_memory (network, batch_size,
                                                lm_network_get_n_moments (network, training));
  g_autofree char *memory_text = g_format_size_full (memory, G_FORMAT_SIZE_IEC_UNITS);

  lamina_report_print (report, _("Parameters: %zu"), lm_network_get_n_params (network));
  lamina_report_print (report, _("Multiply-adds an example: %" PRIu64 " forward; "
                                 "FLOPs: %" PRIu64 " forward, about %" PRIu64
                                 " in training"), macs, 2 * macs, 6 * macs);
  lamina_report_print (report, _("Memory to train with batches of %zu: %s"), batch_size,
                       memory_text);

  lamina_report_add_int (report, "parameters", (gint64) lm_network_get_n_params (network));
  lamina_report_add_int (report, "multiply_adds", (gint64) macs);
  lamina_report_add_int (report, "flops", (gint64) (2 * macs));
  lamina_report_add_int (report, "training_flops", (gint64) (6 * macs));
  lamina_report_add_int (report, "memory_bytes", (gint64) memory);
  lamina_report_add_int (report, "batch_size", (gint64) batch_size);
  lamina_report_add_int (report, "shards",
                         (gint64) lm_network_get_n_shards (network, batch_size));
  add_shape (report, "output", lm_network_get_output (network));
}

static void
describe_data (LaminaReport  *report,
               LaminaSession *session)
{
  LaminaDataSet *data = lamina_session_get_data_set (session);
  g_autofree char *text = lamina_data_set_describe (data);

  lamina_report_print (report, _("Data: %s"), text);
  lamina_report_begin_object (report, "data");
  lamina_report_add_text (report, "description", text);
  lamina_report_add_text (report, "sha256", lamina_data_set_get_hash (data));
  add_shape (report, "input", lamina_data_set_get_input_shape (data));
  add_shape (report, "target", lamina_data_set_get_target_shape (data));
  lamina_report_add_int (report, "classes", (gint64) lamina_data_set_get_n_classes (data));
  if (lamina_data_set_get_vocabulary (data) != NULL)
    lamina_report_add_int (report, "vocabulary", (gint64) lamina_vocabulary_get_n (
                             lamina_data_set_get_vocabulary (data)));
  for (LmSplit split = 0; split < LM_N_SPLITS; split++)
    lamina_report_add_int (report, lm_split_ids[split],
                           (gint64) lamina_data_set_get_n_examples (data, split));
  lamina_report_end_object (report);
}

static void
add_setting (LaminaReport *report,
             const char   *prefix,
             const char   *name,
             const char   *value)
{
  g_autofree char *key = g_strconcat (prefix, name, NULL);

  if (shows_settings)
    lamina_report_print (report, "%s=%s", key, value);
  lamina_report_add_text (report, key, value);
}

static void
describe_settings (LaminaReport  *report,
                   LaminaSession *session)
{
  const LaminaDocument *document = lamina_session_get_document (session);
  g_auto(GStrv) names = lm_training_list (document->training);
  g_auto(GStrv) data = lamina_data_config_list (document->data);

  lamina_report_begin_object (report, "settings");
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = lm_training_get (document->training, names[i]);

      add_setting (report, "", names[i], value);
    }

  for (gsize i = 0; data[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (data[i], "=", 2);

      add_setting (report, "data.", pair[0], pair[1]);
    }

  for (gsize i = 0; i < lm_stack_get_n (document->stack); i++)
    {
      const LmLayer *layer = lm_stack_nth (document->stack, i);
      g_autofree char *prefix = g_strconcat (layer->name, ".", NULL);

      for (const LmField *field = layer->klass->fields; field != NULL && field->name != NULL;
           field++)
        {
          g_autofree char *value = lm_field_get (field, layer);

          add_setting (report, prefix, field->name, value);
        }
    }
  lamina_report_end_object (report);
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = lamina_cli_open (arguments[0], error);
  const LaminaProblem *problem;

  if (session == NULL)
    return FALSE;

  lamina_cli_wait_for_data (session);
  problem = lamina_session_get_problem (session);

  lamina_report_add_text (report, "file", arguments[0]);
  lamina_report_add_text (report, "name", lamina_session_get_name (session));
  lamina_report_add_text (report, "template", lamina_session_get_template_id (session));
  lamina_report_add_int (report, "step", (gint64) lamina_session_get_step (session));
  lamina_report_begin_array (report, "layers");
  for (gsize i = 0; i < lm_stack_get_n (lamina_session_get_document (session)->stack); i++)
    {
      describe_part (report, lamina_session_get_document (session)->stack, i);
      describe_layer (report, session, i);
    }
  lamina_report_end_array (report);

  if (lamina_session_get_network (session) != NULL)
    describe_network (report, session);
  if (lamina_session_get_data_set (session) != NULL)
    describe_data (report, session);

  lamina_report_add_text (report, "problem", problem != NULL ? problem->message : NULL);
  if (problem != NULL)
    lamina_report_print (report, _("It cannot be trained yet: %s"), problem->message);
  else
    lamina_report_print (report, _("Trained so far: %" PRIu64 " of %" PRIu64
                                   " steps"), lamina_session_get_step (session),
                         lamina_session_get_n_steps (session));
  describe_settings (report, session);

  return lamina_cli_close (session, error);
}

const LaminaCommand lamina_describe_command = {
  .name = "describe",
  .arguments = N_("FILE"),
  .summary = N_("Tell a project's layers, shapes, parameters, work and memory"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
