/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-training.h"

G_BEGIN_DECLS

/* What a run tells: Σ over the examples, to be added up over shards and batches. */
struct _LmResult
{
  double loss;   /* Σ of what is minimised: @fit and the training's beta × @term */
  double fit;    /* Σ of what the loss says of the examples */
  double term;   /* Σ of what layers add to it: see lm_pass_add_term() */
  double weight; /* Σ of the examples' weights */
  gsize  n_rows;

  /* Of two parts @loss is the discriminator's. */
  double generator_loss, generator_weight;
  double real_score, fake_score; /* Σ of the answers to data, and to what was made */
  double real_weight, fake_weight;
  double gradient_norm;          /* Σ of |g| where it is penalised */
  double gradient_weight;

  double metrics[LM_MAX_METRICS][LM_MAX_METRIC_SUMS];
};

void   lm_result_add        (LmResult         *self,
                             const LmResult   *other);
/* Mean loss. */
double lm_result_get_loss   (const LmResult   *self);
/* Of @training's metrics the one at @index; NaN where there is none, or nothing to say. */
double lm_result_get_metric (const LmResult   *self,
                             const LmTraining *training,
                             gsize             index);

G_END_DECLS
