/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-examples.h"

G_DEFINE_INTERFACE (LaminaExamples, lamina_examples, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
lamina_examples_default_init (LaminaExamplesInterface *iface)
{
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LAMINA_TYPE_EXAMPLES, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
lamina_examples_set_split (LaminaExamples *self,
                           LaminaDataSet  *set,
                           LmSplit         split)
{
  g_return_if_fail (LAMINA_IS_EXAMPLES (self));

  LAMINA_EXAMPLES_GET_IFACE (self)->set_split (self, set, split);
}

gsize
lamina_examples_get_chosen (LaminaExamples *self)
{
  g_return_val_if_fail (LAMINA_IS_EXAMPLES (self), 0);

  return LAMINA_EXAMPLES_GET_IFACE (self)->get_chosen (self);
}

void
lamina_examples_choose (LaminaExamples *self,
                        gsize           index)
{
  g_return_if_fail (LAMINA_IS_EXAMPLES (self));

  LAMINA_EXAMPLES_GET_IFACE (self)->choose (self, index);
}

void
lamina_examples_tell_chosen (LaminaExamples *self)
{
  g_return_if_fail (LAMINA_IS_EXAMPLES (self));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}
