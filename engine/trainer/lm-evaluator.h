/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-source.h"
#include "lm-workspace.h"

G_BEGIN_DECLS

/* Measures a whole split, one batch at a time, so that whoever asked can be
 * interrupted. The batch's size is fixed: the bits depend on it.
 */
typedef struct _LmEvaluator LmEvaluator;

#define LM_EVALUATION_BATCH 64

/* @source: borrowed. @error: %LM_ERROR_MEMORY */
LmEvaluator *lm_evaluator_new         (LmNetwork         *network,
                                       LmPool            *pool,
                                       LmSource          *source,
                                       gsize              batch_size,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void         lm_evaluator_free        (LmEvaluator       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmEvaluator, lm_evaluator_free)

void         lm_evaluator_begin       (LmEvaluator       *self,
                                       LmSplit            split);
/* One batch; @error is the source's. */
gboolean     lm_evaluator_step        (LmEvaluator       *self,
                                       const LmState     *state,
                                       const LmTraining  *training,
                                       GError           **error);
gboolean     lm_evaluator_is_done     (const LmEvaluator *self);
double       lm_evaluator_get_loss    (const LmEvaluator *self);
double       lm_evaluator_get_metric  (const LmEvaluator *self,
                                       const LmTraining  *training,
                                       gsize              index);

G_END_DECLS
