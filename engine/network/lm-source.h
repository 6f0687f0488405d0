/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  LM_SPLIT_TRAINING,
  LM_SPLIT_VALIDATION,
  LM_SPLIT_TEST,
  LM_N_SPLITS,
} LmSplit;

/* "training", "validation", "test": for files and the command line. */
extern const char *const lm_split_ids[LM_N_SPLITS + 1];

/* Examples for training. Implemented by who has the data; used by one thread at
 * a time. What it gives depends on the arguments only.
 */
typedef struct _LmSource LmSource;

/* Where a batch is written: x [n, …], y [n, …]. Sequences that are shorter than the others are
 * padded at their end, and @lengths [n] says how many of their steps count, 1 … time.
 */
typedef struct
{
  lm_real *x, *y;
  guint32 *lengths; /* NULL unless the source has them */
} LmBatch;

typedef struct
{
  /* Writes the inputs and targets of examples @indices of @split, and the lengths if it has any.
   * May fail, as a disk can: training then stops between two steps with the error. */
  gboolean (*read) (LmSource *self, LmSplit split, const guint32 *indices, gsize n,
                    const LmBatch *batch, GError **error);
  void     (*free) (LmSource *self);
} LmSourceClass;

struct _LmSource
{
  const LmSourceClass *klass;
  gatomicrefcount      ref_count; /* Set to 1 by the implementation. */
  LmShape input, target;          /* Of one example, with a leading 1. */
  gsize   n_examples[LM_N_SPLITS];
  gboolean has_lengths;           /* Of sequences: input is [1, time, features] or [1, time]. */
  /* Each example of a split goes on where the one before it ended, as in one long text. */
  gboolean is_contiguous;
  gsize   n_tokens;               /* Input is tokens [1, time], 0 … n_tokens - 1; 0: not known. */
};

/* Reads, and refuses a length that is 0 or longer than the input with %LM_ERROR_VALUE. */
gboolean  lm_source_read  (LmSource       *self,
                           LmSplit         split,
                           const guint32  *indices,
                           gsize           n,
                           const LmBatch  *batch,
                           GError        **error);

/* For layers that carry their state from batch to batch: which of @n_examples that go on from one to
 * the next stands at @place of all batches, one after another. Each place of a batch has a
 * stretch of the examples, and goes through it from batch to batch. */
gsize     lm_source_get_contiguous (gsize       n_examples,
                                    gsize       batch_size,
                                    gsize       place);

LmSource *lm_source_ref   (LmSource *self);
void      lm_source_unref (LmSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmSource, lm_source_unref)

G_END_DECLS
