/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-config.h"
#include "lamina-data-content.h"
#include "lamina-vocabulary.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* Examples in memory, split and scaled. Never changes after it was loaded, so any
 * thread may read it. @index counts the examples of a split from 0.
 *
 * "Raw" is as the source has it: bytes of pictures, cells of a table. What the
 * network gets is (raw - shift) / divisor, by channel or column.
 */
typedef struct _LaminaDataSet LaminaDataSet;

/**
 * lamina_data_set_load:
 * @cancellable: (nullable)
 * @progress: (nullable)
 * @error: %LAMINA_ERROR; the message says what, where and what to do
 *
 * Loads, splits and scales. Blocks; for any thread.
 *
 * Returns: (transfer full) (nullable)
 */
LaminaDataSet *lamina_data_set_load             (const LaminaDataConfig *config,
                                                 GCancellable           *cancellable,
                                                 LaminaDataProgress      progress,
                                                 gpointer                progress_data,
                                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;
LaminaDataSet *lamina_data_set_ref              (LaminaDataSet          *self);
void           lamina_data_set_unref            (LaminaDataSet          *self);

const LaminaDataConfig *lamina_data_set_get_config (const LaminaDataSet *self);
LaminaDataInput lamina_data_set_get_input_kind  (const LaminaDataSet    *self);
LaminaDataTarget lamina_data_set_get_target_kind (const LaminaDataSet   *self);
/* Of one example, with a leading 1. */
const LmShape *lamina_data_set_get_input_shape  (const LaminaDataSet    *self);
const LmShape *lamina_data_set_get_target_shape (const LaminaDataSet    *self);
/* "Fashion-MNIST", "iris.csv"; translated. */
const char    *lamina_data_set_get_title        (const LaminaDataSet    *self);
/* Returns: (transfer full): "Fashion-MNIST: 70 000 pictures of 28 × 28, 10 classes" */
char          *lamina_data_set_describe         (const LaminaDataSet    *self) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 of numbers, names, split and scaling, 64 hexadecimal digits: the same wherever
 * the file lies. */
const char    *lamina_data_set_get_hash         (const LaminaDataSet    *self);
/* Memory held, in bytes. */
gsize          lamina_data_set_get_n_bytes      (const LaminaDataSet    *self);

gsize          lamina_data_set_get_n_examples   (const LaminaDataSet    *self,
                                                 LmSplit                 split);
/* Whether test data were given with the source, rather than taken from the training data. */
gboolean       lamina_data_set_has_own_test     (const LaminaDataSet    *self);
/* Rows of the source that were left out, as cells were missing. */
gsize          lamina_data_set_get_n_dropped    (const LaminaDataSet    *self);
/* The place in the source: rows of the training data from 0, then own test data. */
gsize          lamina_data_set_get_row          (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index);
/* All rows of a split, [n_examples]. */
const guint32 *lamina_data_set_get_rows         (const LaminaDataSet    *self,
                                                 LmSplit                 split);

/* How many classes, or tokens, each target tells apart, and so how many numbers a network must
 * give for it; 0 where targets are numbers. */
gsize          lamina_data_set_get_n_answers    (const LaminaDataSet    *self);

/* Classes of the examples: 0 where they have none. They may be known where they are not the
 * target, for autoencoders. */
gsize          lamina_data_set_get_n_classes    (const LaminaDataSet    *self);
/* Translated where the names are ours. */
const char    *lamina_data_set_get_class_name   (const LaminaDataSet    *self,
                                                 gsize                   label);
gsize          lamina_data_set_get_class_count  (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   label);
/* Returns: the class, or -1 if examples have none */
int            lamina_data_set_get_label        (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index);

/* Whether targets that are numbers may be compared by a loss that takes a class's number, from 0 to
 * @n_classes − 1, or, where that is 0, a probability; %LAMINA_ERROR_FORMAT names the first that may
 * not. */
gboolean       lamina_data_set_check_targets    (const LaminaDataSet    *self,
                                                 gsize                   n_classes,
                                                 GError                **error);

/* Input columns; of a picture its channels, of a series its features, of text one. */
gsize          lamina_data_set_get_n_columns    (const LaminaDataSet    *self);
const LaminaDataColumn *lamina_data_set_get_column (const LaminaDataSet *self,
                                                    gsize                column);
/* Target columns: 1 for labels (the name is "class" or the source's), for tokens and for masks,
 * whose column has a name and no facts. Not scaled unless asked for. */
gsize          lamina_data_set_get_n_targets    (const LaminaDataSet    *self);
const LaminaDataColumn *lamina_data_set_get_target_column (const LaminaDataSet *self,
                                                           gsize         column);

/* Raw numbers: @element counts within the example, as it lies in memory. */
double         lamina_data_set_get_raw          (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index,
                                                 gsize                   element);
/* @element: of the source's own target: a column, a step or a pixel */
double         lamina_data_set_get_raw_target   (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index,
                                                 gsize                   element);
/* Returns: (transfer none) (nullable): the bytes of a picture [channels, height, width];
 * %NULL if it is kept as numbers */
const guint8  *lamina_data_set_get_picture      (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index);

/* Text: all of these are %NULL for other data. */
LaminaVocabulary *lamina_data_set_get_vocabulary (const LaminaDataSet   *self);
const LaminaTextFacts *lamina_data_set_get_text_facts (const LaminaDataSet *self);
/* Returns: (transfer full): an example's input as it can be read, without padding */
char          *lamina_data_set_get_text         (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index) G_GNUC_WARN_UNUSED_RESULT;

/* Whether sequences differ in length: they are padded at the end. */
gboolean       lamina_data_set_has_lengths      (const LaminaDataSet    *self);
/* How many steps of an example count, 1 … time; all of them where lengths are equal; 1 for data
 * without steps. */
gsize          lamina_data_set_get_length       (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index);
/* Of a forecast: how many steps are predicted; else 0. */
gsize          lamina_data_set_get_horizon      (const LaminaDataSet    *self);
/* Of a forecast: whether the example behind @index is the window a step later. Where rows of the
 * source are missing, or the split ends, it is not. */
gboolean       lamina_data_set_is_followed      (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index);
/* Whether a training example goes on where the one before it ends, but for the first of each
 * text: stateful networks want that. */
gboolean       lamina_data_set_is_contiguous    (const LaminaDataSet    *self);

/* What the network gets: @x has as many elements as one example. */
void           lamina_data_set_copy_example     (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index,
                                                 LmTensor               *x);
void           lamina_data_set_copy_target      (const LaminaDataSet    *self,
                                                 LmSplit                 split,
                                                 gsize                   index,
                                                 LmTensor               *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaDataSet, lamina_data_set_unref)

G_END_DECLS
