/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-data-set.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_EXAMPLES (lamina_examples_get_type ())

/* A widget that shows the examples of a split, one of which is chosen.
 *
 * Signal "chosen": another one is, by the user.
 */
G_DECLARE_INTERFACE (LaminaExamples, lamina_examples, LAMINA, EXAMPLES, GtkWidget)

struct _LaminaExamplesInterface
{
  GTypeInterface parent_iface;

  void  (*set_split)  (LaminaExamples *self, LaminaDataSet *set, LmSplit split);
  gsize (*get_chosen) (LaminaExamples *self);
  void  (*choose)     (LaminaExamples *self, gsize index);
};

/* @set: (nullable): referenced */
void  lamina_examples_set_split   (LaminaExamples *self,
                                   LaminaDataSet  *set,
                                   LmSplit         split);
gsize lamina_examples_get_chosen  (LaminaExamples *self);
/* Does not tell. */
void  lamina_examples_choose      (LaminaExamples *self,
                                   gsize           index);
/* For implementations: tells that the user has chosen. */
void  lamina_examples_tell_chosen (LaminaExamples *self);

/* For those that are lists: the rows of a split, as LaminaExample; tells when another is selected.
 * @set: (nullable): referenced
 * Returns: (nullable): transfer full; NULL without a set */
GtkSingleSelection *lamina_examples_list   (LaminaExamples     *self,
                                            LaminaDataSet      *set,
                                            LmSplit             split) G_GNUC_WARN_UNUSED_RESULT;
/* Does not tell. @selection: (nullable): from lamina_examples_list() */
void                lamina_examples_select (LaminaExamples     *self,
                                            GtkSingleSelection *selection,
                                            gsize               index);

G_END_DECLS
