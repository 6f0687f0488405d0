/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-progress.h"
#include "lm-field.h"

G_BEGIN_DECLS

typedef enum
{
  LAMINA_DATA_GROUP_PICTURES,
  LAMINA_DATA_GROUP_POINTS,
  LAMINA_DATA_GROUP_SERIES,
  LAMINA_DATA_GROUP_TEXTS,
  LAMINA_DATA_GROUP_FILES,
  LAMINA_N_DATA_GROUPS,
} LaminaDataGroup;

/* What a kind loads before it is split and scaled: lamina-data-draft.h, for kinds only. */
typedef struct _LaminaDataDraft LaminaDataDraft;

/* What a kind of data provides. */
typedef struct
{
  const char        *id;       /* Written to project files: never renamed. With - for _. */
  const char        *title;    /* Marked with N_(). */
  const char        *summary;  /* One sentence; marked with N_(). */
  LaminaDataGroup    group;
  gboolean           has_heaps; /* Points that lie on heaps, each a class: lamina-data-heaps.h. */
  gsize              size;     /* Of the instance that @fields are of; at least 1. */
  const LmField     *fields;   /* Ends with a nameless row. */
  const char *const *defaults; /* (nullable): "name=value" of pipeline fields that differ; ends with %NULL. */

  /* Blocking, on any thread. @seed is the pipeline's. Errors: %LAMINA_ERROR.
   * Returns: (transfer full) (nullable) */
  LaminaDataDraft *(*load) (gconstpointer instance, int seed, GCancellable *cancellable,
                            LaminaDataProgress progress, gpointer progress_data, GError **error);
  /* Optional: can load() be tried? If not, @error says what is needed. Does not block for long. */
  gboolean         (*check) (gconstpointer instance, GError **error);
} LaminaDataKind;

/* The registry: lamina-data-kinds.inc. */
gsize                 lamina_data_kind_get_n        (void);
const LaminaDataKind *lamina_data_kind_nth          (gsize                  index);
/* Returns: (nullable) */
const LaminaDataKind *lamina_data_kind_find         (const char            *id);
/* Whether it loads with its defaults: Fashion-MNIST may not be installed, a CSV file
 * is not chosen yet. @error: the sentence for the user, with the remedy. */
gboolean              lamina_data_kind_is_available (const LaminaDataKind  *self,
                                                     GError               **error);
/* What templates fall back to: Fashion-MNIST if it is there, else drawn shapes. The caller
 * tells the user which, and why (see lamina_data_kind_is_available()). */
const LaminaDataKind *lamina_data_kind_get_default_pictures (void);
/* "Pictures", "Points", "Series", "Texts", "Files", translated. */
const char           *lamina_data_group_get_title   (LaminaDataGroup        group);

G_END_DECLS
