/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* What a network wrote by itself, or made of the same noise, at one step of its training. */
typedef struct
{
  guint64  step;
  LmBlob  *tokens; /* [n, steps, 2]: see lm_snapshot_get_free_run(); or [n, …]: samples */
} LaminaSample;

/* All of these, in the order of their steps. Counted; for one thread at a time. */
typedef struct _LaminaSamples LaminaSamples;

LaminaSamples      *lamina_samples_new   (void) G_GNUC_WARN_UNUSED_RESULT;
LaminaSamples      *lamina_samples_ref   (LaminaSamples       *self);
void                lamina_samples_unref (LaminaSamples       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaSamples, lamina_samples_unref)

/* Copies @tokens; one of the same step is replaced. Where there are too many, those between go: the
 * first and the last ones stay. */
void                lamina_samples_add   (LaminaSamples       *self,
                                          guint64              step,
                                          const LmTensor      *tokens);
/* How many there are up to @step; these are the first ones. */
gsize               lamina_samples_count (const LaminaSamples *self,
                                          guint64              step);
const LaminaSample *lamina_samples_nth   (const LaminaSamples *self,
                                          gsize                index);
/* Those up to @step. Returns: (transfer full) */
LaminaSamples      *lamina_samples_copy  (const LaminaSamples *self,
                                          guint64              step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
