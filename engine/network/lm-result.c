/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-result.h"

#include <math.h>

void
lm_result_add (LmResult       *self,
               const LmResult *other)
{
  self->loss += other->loss;
  self->fit += other->fit;
  self->term += other->term;
  self->weight += other->weight;
  self->n_rows += other->n_rows;
  self->generator_loss += other->generator_loss;
  self->generator_weight += other->generator_weight;
  self->real_score += other->real_score;
  self->fake_score += other->fake_score;
  self->real_weight += other->real_weight;
  self->fake_weight += other->fake_weight;
  self->gradient_norm += other->gradient_norm;
  self->gradient_weight += other->gradient_weight;
  for (gsize i = 0; i < LM_MAX_METRICS; i++)
    {
      for (gsize j = 0; j < LM_MAX_METRIC_SUMS; j++)
        self->metrics[i][j] += other->metrics[i][j];
    }
}

double
lm_result_get_loss (const LmResult *self)
{
  return self->loss / self->weight;
}

double
lm_result_get_metric (const LmResult   *self,
                      const LmTraining *training,
                      gsize             index)
{
  const LmMetric *metric;

  if (index >= training->n_metrics)
    return (double) NAN;

  metric = training->metrics[index];

  return metric->read != NULL ? metric->read (self) : metric->finish (self->metrics[index]);
}
