/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

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

typedef enum
{
  LAMINA_SCALING_NONE,        /* As they are in the source: bytes are 0 … 255. */
  LAMINA_SCALING_RANGE,       /* To 0 … 1: bytes by 255, numbers by the training part's extremes. */
  LAMINA_SCALING_STANDARDISE, /* To mean 0 and deviation 1 of the training part. */
} LaminaDataScaling;

typedef enum
{
  LAMINA_TARGET_OWN,   /* Labels or values, as the source has them. */
  LAMINA_TARGET_INPUT, /* The scaled input itself: for autoencoders. */
} LaminaTargetChoice;

/* What happens to any data after loading: lamina_pipeline_fields. */
typedef struct
{
  int      seed;          /* Of the split, and of data that are generated. */
  double   validation;    /* Of the training data: below 1 a share, from 1 a number of examples. */
  double   test;          /* Likewise; without effect where there are test data of their own. */
  gboolean shuffle;       /* Shuffled before they are split, each class by itself. */
  int      limit;         /* Examples at the most, for training data and test data each; 0: all. */
  int      scaling;       /* LaminaDataScaling */
  gboolean scale_targets; /* Values (not labels) to mean 0 and deviation 1 of the training part. */
  int      target;        /* LaminaTargetChoice */
} LaminaPipeline;

extern const LmField lamina_pipeline_fields[];

/* @fraction: 0 … 1. Called on the loading thread, a few hundred times at most. */
typedef void (*LaminaDataProgress) (double   fraction,
                                    gpointer user_data);

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
