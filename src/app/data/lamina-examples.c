/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-examples.h"

#include "lamina-example-model.h"

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

GtkSingleSelection *
lamina_examples_list (LaminaExamples *self,
                      LaminaDataSet  *set,
                      LmSplit         split)
{
  GtkSingleSelection *selection;

  g_return_val_if_fail (LAMINA_IS_EXAMPLES (self), NULL);

  if (set == NULL)
    return NULL;

  selection = gtk_single_selection_new (G_LIST_MODEL (lamina_example_model_new (set, split)));
  g_signal_connect_object (selection, "notify::selected", G_CALLBACK (lamina_examples_tell_chosen),
                           self, G_CONNECT_SWAPPED);

  return selection;
}

void
lamina_examples_select (LaminaExamples     *self,
                        GtkSingleSelection *selection,
                        gsize               index)
{
  g_return_if_fail (LAMINA_IS_EXAMPLES (self));

  if (selection == NULL)
    return;

  g_signal_handlers_block_by_func (selection, lamina_examples_tell_chosen, self);
  gtk_single_selection_set_selected (selection, (guint) index);
  g_signal_handlers_unblock_by_func (selection, lamina_examples_tell_chosen, self);
}
