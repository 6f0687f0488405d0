/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

typedef enum
{
  LAMINA_FINDING_NOTE,    /* Good to know. */
  LAMINA_FINDING_WARNING, /* Training will work less well, or its numbers mislead. */
} LaminaFindingLevel;

typedef struct
{
  const char        *id;     /* "imbalance", "constant", "overlap"…: for tests and icons. */
  LaminaFindingLevel level;
  char              *text;   /* What, with the numbers; translated. */
  char              *remedy; /* (nullable): what to do; translated. */
  gssize             column; /* The input column or channel it is about, or -1. */
  gssize             label;  /* The class it is about, or -1. */
} LaminaFinding;

/* Examines the whole data set: blocks for up to a second, for any thread.
 * Returns: (transfer full) (nullable): of #LaminaFinding, warnings first, empty if all is
 *   well; %NULL if cancelled
 */
GPtrArray *lamina_data_report_new (LaminaDataSet *set,
                                   GCancellable  *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
