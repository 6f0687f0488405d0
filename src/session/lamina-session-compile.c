/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-source.h"
#include "lamina-session-private.h"
#include "lm-error.h"
#include "lm-memory.h"
#include "lm-targets.h"

/* What stands before the numbers of a saved state, with room to spare. */
#define STATE_HEADER 4096

static void
lamina_remedy_free (LaminaRemedy *self)
{
  g_free (self->label);
  g_free (self);
}

void
lamina_problem_free (LaminaProblem *self)
{
  g_free (self->message);
  g_ptr_array_unref (self->remedies);
  g_free (self);
}

/* (transfer full) @remedies: (nullable) */
static void
lamina_session_set_problem (LaminaSession *self,
                            gssize         layer,
                            const char    *message,
                            GPtrArray     *remedies)
{
  g_clear_pointer (&self->problem, lamina_problem_free);
  self->problem = g_new0 (LaminaProblem, 1);
  self->problem->layer = layer;
  self->problem->message = g_strdup (message);
  self->problem->remedies =
    remedies != NULL ? remedies
                     : g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_remedy_free);
}

GPtrArray *
lamina_remedies_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lamina_remedy_free);
}

/* A loss that is given labels cannot know how many there are: that many answers are needed, or one
 * for two classes. */
static gboolean
check_answers (const LmNetwork  *network,
               gsize             n_classes,
               gssize           *wrong,
               GError          **error)
{
  const gssize last = lm_network_get_loss_layer (network);
  const LmShape *output = last >= 0 ? &lm_network_get_layer (network, (gsize) last)->output
                                    : lm_network_get_input (network);
  const gsize n_targets = lm_shape_get_n_columns (lm_network_get_target (network));
  const gsize n_answers = lm_shape_get_n_columns (output) / n_targets;

  if (lm_network_has_parts (network) || n_classes == 0 || n_answers == n_classes ||
      (n_answers == 1 && n_classes == 2))
    return TRUE;

  *wrong = last;
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("%s: The width of what it gives is %zu, and the data have %zu classes: give it %zu units"),
               last >= 0 ? lm_network_get_layer (network, (gsize) last)->name : _("The input"),
               n_answers, n_classes, n_classes);
  return FALSE;
}

/* Layers that are told the examples' classes have room for as many as there are. */
static gboolean
check_conditions (const LmNetwork  *network,
                  gsize             n_classes,
                  gssize           *wrong,
                  GError          **error)
{
  for (gsize i = 0; i < lm_network_get_n_layers (network); i++)
    {
      const LmLayer *layer = lm_network_get_layer (network, i);
      const LmField *field = lm_fields_find (layer->klass->fields, "classes");
      g_autofree char *known = field != NULL ? lm_field_get (field, layer) : NULL;

      if (layer->klass->check_target == NULL || layer->bypassed || known == NULL ||
          g_ascii_strtoull (known, NULL, 10) == n_classes)
        continue;

      *wrong = (gssize) i;
      if (n_classes == 0)
        g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                     _("%s: It needs the class of each example, and the data have no classes: choose "
                       "other data, or remove it"),
                     layer->name);
      else
        g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                     _("%s: It is set to %s classes, and the data have %zu: set it to %zu"),
                     layer->name, known, n_classes, n_classes);
      return FALSE;
    }

  return TRUE;
}

/* Numbers among the targets that the loss can make nothing of. */
static gboolean
check_targets (const LaminaSession   *self,
               const LmNetwork       *network,
               const LaminaDocument  *document,
               gssize                *wrong,
               GError               **error)
{
  const LmShape *answer = lm_network_get_answer_row (network);
  const LmShape *target = lm_network_get_target_row (network);
  const gboolean are_labels = lm_targets_are_classes (answer, target) && target->dim[1] == 1;

  if (self->data_set == NULL || lm_network_has_parts (network) ||
      (!are_labels && !document->training->loss->klass->takes_shares) ||
      lamina_data_set_check_targets (self->data_set, are_labels ? answer->dim[1] : 0, error))
    return TRUE;

  *wrong = lm_network_get_loss_layer (network);

  return FALSE;
}

/* More numbers than this are read when training starts, not whenever the stack changes. */
#define CHECKED_NUMBERS 4000000

/* What only the data themselves can tell: how many tokens there are, and where sequences end. */
static gboolean
check_examples (const LaminaSession  *self,
                const LmNetwork      *network,
                gssize               *wrong,
                GError              **error)
{
  g_autoptr(LmSource) source = NULL;
  gsize n_numbers = 0;

  if (self->data_set == NULL)
    return TRUE;

  source = lamina_data_source_new (self->data_set);
  for (int split = 0; split < LM_N_SPLITS; split++)
    n_numbers += source->n_examples[split] * lm_shape_get_n_columns (&source->input);

  return (source->n_tokens == 0 && n_numbers > CHECKED_NUMBERS) ||
         lm_network_check_source (network, source, wrong, error);
}

LmNetwork *
lamina_session_try_document (LaminaSession         *self,
                             const LaminaDocument  *document,
                             gssize                *wrong,
                             GError               **error)
{
  g_autoptr(LmNetwork) network =
    lm_network_new (document->stack, &self->shape.input, &self->shape.target,
                    document->training->loss, wrong, error);

  if (network == NULL)
    return NULL;

  if (!check_answers (network, self->shape.n_classes, wrong, error) ||
      !check_conditions (network, self->shape.n_classes, wrong, error) ||
      !check_targets (self, network, document, wrong, error) ||
      !check_examples (self, network, wrong, error))
    return NULL;

  return g_steal_pointer (&network);
}

/* The layers above the first wrong one, so that their shapes can be shown; all where only the loss
 * does not fit. */
static LmNetwork *
lamina_session_compile_upper (LaminaSession *self,
                              gssize         wrong)
{
  const LmShape *input = &self->shape.input;
  LmNetwork *network = lm_network_new (self->document->stack, input, NULL, NULL, NULL, NULL);
  g_autoptr(LmStack) stack = NULL;

  if (network != NULL || wrong < 0)
    return network;

  stack = lm_stack_copy (self->document->stack);
  while (lm_stack_get_n (stack) > (gsize) wrong)
    lm_stack_remove (stack, lm_stack_get_n (stack) - 1);

  return lm_network_new (stack, input, NULL, NULL, NULL, NULL);
}

/* A state that no project file takes would be lost with the first that is saved. */
static gboolean
lamina_session_check_saved_size (const LmNetwork  *network,
                                 gsize             n_moments,
                                 GError          **error)
{
  const gsize most = LAMINA_PROJECT_MAX_BYTES - STATE_HEADER;
  g_autofree char *most_text = NULL;
  gsize n;

  if (g_size_checked_mul (&n, lm_network_get_block_size (network), 1 + n_moments) &&
      g_size_checked_add (&n, n, lm_network_get_buffers_size (network)) &&
      n <= most / sizeof (lm_real))
    return TRUE;

  most_text = g_format_size (LAMINA_PROJECT_MAX_BYTES);
  g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
               _("A project file holds states of %s at the most, too little for %zu parameters and "
                 "what the optimizer remembers of them: make the layers smaller"),
               most_text, lm_network_get_n_params (network));

  return FALSE;
}

gboolean
lamina_session_check_memory (LaminaSession         *self,
                             const LmNetwork       *network,
                             const LaminaDocument  *document,
                             GError               **error)
{
  const gsize n_examples = self->shape.n_training;
  const int batch_size = document->training->batch_size;
  const gsize batch = batch_size > 0 ? MIN ((gsize) batch_size, n_examples) : n_examples;
  const gsize n_moments = lm_network_get_n_moments (network, document->training);
  const guint64 needed = lm_network_get_memory (network, batch, n_moments);
  const guint64 available = lm_memory_get_available ();
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;

  if (needed <= available)
    return lamina_session_check_saved_size (network, n_moments, error);

  needed_text = g_format_size_full (needed, G_FORMAT_SIZE_IEC_UNITS);
  available_text = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);
  if (needed == G_MAXUINT64)
    g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                 _("Training it needs more memory than any machine has: make the layers smaller"));
  else
    g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                 _("Training it with batches of %zu needs %s of memory, and %s are "
                   "free: make the batch or the layers smaller"),
                 batch, needed_text, available_text);

  return FALSE;
}

static void
lamina_session_compile_stack (LaminaSession *self)
{
  g_autoptr(GError) error = NULL;
  gssize wrong = -1;

  self->network = lamina_session_try_document (self, self->document, &wrong, &error);
  if (self->network != NULL &&
      !lamina_session_check_memory (self, self->network, self->document, &error))
    {
      g_clear_pointer (&self->network, lm_network_unref);
      self->upper = lamina_session_compile_upper (self, -1);
      lamina_session_set_problem (self, -1, error->message,
                                  lamina_session_find_remedies (self, -1));
    }
  else if (self->network == NULL)
    {
      self->upper = lamina_session_compile_upper (self, wrong);
      lamina_session_set_problem (self, wrong, error->message,
                                  lamina_session_find_remedies (self, wrong));
    }
}

/* The state belongs to the network that goes: the next one takes its numbers. */
static void
lamina_session_release_state (LaminaSession *self)
{
  LaminaRun *run = self->run;

  if (run->state == NULL)
    return;

  g_clear_pointer (&run->saved, g_bytes_unref);
  run->saved = lm_state_save (run->state);
  g_clear_pointer (&run->state, lm_state_free);
}

/* Shapes are shown, and what was trained can be asked and exported, all the same. */
static void
lamina_session_compile_without_data (LaminaSession *self)
{
  g_autoptr(LmNetwork) network = NULL;
  gssize wrong;

  if (lamina_data_shape_is_known (&self->shape))
    network = lamina_session_try_document (self, self->document, &wrong, NULL);
  if (network != NULL && lamina_session_check_memory (self, network, self->document, NULL))
    self->upper = g_steal_pointer (&network);

  lamina_session_set_problem (self, -1, self->data_error, NULL);
}

void
lamina_session_compile (LaminaSession *self)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->network, lm_network_unref);
  g_clear_pointer (&self->upper, lm_network_unref);
  g_clear_pointer (&self->problem, lamina_problem_free);
  g_clear_pointer (&self->watch, lm_watch_unref);
  g_clear_pointer (&self->snapshot, lm_snapshot_unref);

  lamina_session_release_state (self);
  if (self->data_error != NULL)
    lamina_session_compile_without_data (self);
  else if (self->data_set != NULL && lm_stack_get_n (self->document->stack) == 0)
    lamina_session_set_problem (self, -1,
                                _("An empty stack. Add a layer, or start from an example."), NULL);
  else if (self->data_set != NULL)
    lamina_session_compile_stack (self);

  if (self->network != NULL && self->run->saved != NULL &&
      lamina_session_ensure_state (self, &error) == NULL)
    {
      lamina_session_set_problem (self, -1, error->message, NULL);
      g_clear_pointer (&self->network, lm_network_unref);
    }

  lamina_session_emit (self, LAMINA_SIGNAL_NETWORK);
}
