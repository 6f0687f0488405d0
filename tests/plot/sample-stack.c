/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample-source.h"

#include <string.h>

static void
add_layer (LmStack          *stack,
           char             *text,
           const SampleText *tokens)
{
  g_autofree char *n_tokens = g_strdup_printf ("%zu", tokens != NULL ? tokens->names.n : 0);
  g_auto(GStrv) words = g_strsplit (g_strstrip (text), " ", -1);
  const LmLayerClass *klass = lm_layer_class_find (words[0]);
  LmLayer *layer;

  g_assert_nonnull (klass);
  layer = lm_stack_insert (stack, lm_stack_get_n (stack), klass);
  for (gsize j = 1; words[j] != NULL; j++)
    {
      g_auto(GStrv) pair = g_strsplit (words[j], "=", 2);

      g_assert_true (lm_fields_set (klass->fields, layer, pair[0],
                                    strcmp (pair[1], "V") == 0 ? n_tokens : pair[1], NULL));
    }
}

/* Two parts have a | between them. */
LmStack *
sample_make_stack (const char       *text,
                   const SampleText *tokens)
{
  LmStack *stack = lm_stack_new ();
  g_auto(GStrv) parts = g_strsplit (text, "|", -1);
  gsize border = 0;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_auto(GStrv) layers = g_strsplit (parts[i], ";", -1);

      border = lm_stack_get_n (stack);
      for (gsize j = 0; layers[j] != NULL; j++)
        add_layer (stack, layers[j], tokens);
    }
  if (border > 0)
    lm_stack_split (stack, border);

  return stack;
}

LmTraining *
sample_make_training (const char *text)
{
  LmTraining *training = lm_training_new ();
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (words[i], "=", 2);
      g_autoptr(GError) error = NULL;

      lm_training_set (training, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }

  return training;
}
