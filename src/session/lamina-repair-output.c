/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done where the last layer, the loss and the data do not go together. */

#include "lamina-repair.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How many numbers the last layer should give; 0: nothing more to try. */
static gsize
get_n_answers (const LaminaRepair *repair,
               guint               variant)
{
  const LaminaDataShape *shape = &repair->session->shape;

  if (variant == 0)
    return shape->n_classes;

  return variant == 1 ? lm_shape_get_n_columns (&shape->target) : 0;
}

/* The layer whose units are the answers: activations may follow it. */
static LmLayer *
find_answering_layer (LmStack *stack)
{
  for (gsize i = lm_stack_get_n (stack); i-- > 0;)
    {
      LmLayer *layer = lm_stack_nth (stack, i);

      if (lm_fields_find (layer->klass->fields, "units") != NULL)
        return layer;
      if (layer->klass->group != LM_GROUP_ACTIVATION && !layer->bypassed)
        break;
    }

  return NULL;
}

char *
lamina_repair_vocabulary (LaminaRepair *repair,
                          guint         variant)
{
  LaminaDataSet *set = repair->session->data_set;
  LaminaVocabulary *vocabulary = set != NULL ? lamina_data_set_get_vocabulary (set) : NULL;
  LmLayer *layer = lm_stack_nth (repair->stack, (gsize) repair->wrong);
  const gsize n = vocabulary != NULL ? lamina_vocabulary_get_n (vocabulary) : 0;

  if (variant > 0 || n == 0 || !lamina_repair_set_field (layer, "vocabulary", n))
    return NULL;

  return g_strdup_printf (_("Set Vocabulary to %d"), (int) n);
}

char *
lamina_repair_units (LaminaRepair *repair,
                     guint         variant)
{
  LmLayer *layer = find_answering_layer (repair->stack);
  const gsize n = get_n_answers (repair, variant / 2);

  if (layer == NULL || variant / 2 > 1)
    return NULL;

  if (n == 0 || !lamina_repair_set_field (layer, "units", n))
    return g_strdup ("");

  /* An activation behind the answers would squeeze them: with the second variant it goes. */
  if (variant % 2 == 1 && lm_stack_nth (repair->stack, lm_stack_get_n (repair->stack) - 1) != layer)
    lm_stack_remove (repair->stack, lm_stack_get_n (repair->stack) - 1);

  return g_strdup_printf (_("Set Units to %d"), (int) n);
}

/* Both at once, where neither helps by itself: one answer for ten classes. */
char *
lamina_repair_units_and_loss (LaminaRepair *repair,
                              guint         variant)
{
  LmLayer *layer = find_answering_layer (repair->stack);
  const gsize n = get_n_answers (repair, 0);
  const LmLossClass *klass;

  if (layer == NULL || n == 0 || variant >= lm_loss_class_get_n ())
    return NULL;

  klass = lm_loss_class_nth (variant);
  if (!lamina_repair_set_field (layer, "units", n) ||
      !lm_training_set (repair->document->training, "loss", klass->id, NULL))
    return g_strdup ("");

  return g_strdup_printf (_("Set Units to %d and Use %s"), (int) n, _(klass->title));
}

char *
lamina_repair_by_dense (LaminaRepair *repair,
                        guint         variant)
{
  const LmShape *shape = lamina_repair_get_shape (repair,
                                                  (gssize) lm_stack_get_n (repair->stack) - 1);
  const gsize n = get_n_answers (repair, variant);
  LmLayer *dense;

  if (variant > 1 || shape == NULL)
    return NULL;

  if (shape->rank != 2)
    lamina_repair_insert_layer (repair, lm_stack_get_n (repair->stack), "flatten");
  dense = lamina_repair_insert_layer (repair, lm_stack_get_n (repair->stack), "dense");
  if (dense == NULL || n == 0 || !lamina_repair_set_field (dense, "units", n))
    return g_strdup ("");

  return g_strdup_printf (_("Add Dense with %d Units"), (int) n);
}

char *
lamina_repair_loss (LaminaRepair *repair,
                    guint         variant)
{
  const LmLossClass *klass;

  if (variant >= lm_loss_class_get_n ())
    return NULL;

  klass = lm_loss_class_nth (variant);
  if (!lm_training_set (repair->document->training, "loss", klass->id, NULL))
    return g_strdup ("");

  return g_strdup_printf (_("Use %s"), _(klass->title));
}

char *
lamina_repair_batch_size (LaminaRepair *repair,
                          guint         variant)
{
  LmTraining *training = repair->document->training;
  const gsize n = repair->session->shape.n_training;
  const gsize batch = training->batch_size > 0 ? (gsize) training->batch_size : n;

  if (batch >> (variant + 1) == 0)
    return NULL;

  training->batch_size = (int) (batch >> (variant + 1));

  return g_strdup_printf (_("Set Batch Size to %d"), training->batch_size);
}
