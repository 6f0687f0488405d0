/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

#define LM_MAX_METRIC_SUMS 4
/* How many metrics one run follows at the most. */
#define LM_MAX_METRICS 4

typedef struct _LmResult LmResult;

/* What a metric provides: one table, in lm-metric.c. It is made of sums over
 * examples, so that shards and batches can be added up.
 */
typedef struct
{
  const char *id;    /* Written to project files: never renamed. */
  const char *title; /* Marked with N_(). */
  const char *summary; /* "share of right answers": marked with N_(). */
  gboolean    higher_is_better;
  gboolean    is_share; /* 0 … 1, shown in per cent. */

  /* Whether it says anything about answers and targets of these shapes (of one example). */
  gboolean (*fits)   (const LmShape *answer, const LmShape *target);
  /* Adds to @sums [LM_MAX_METRIC_SUMS]; @answer is what lm_loss_activate() gave. */
  void     (*add)    (const LmTensor *answer, const LmTensor *target, double *sums);
  double   (*finish) (const double *sums);
  /* Instead of these two: it is one of the numbers that every run adds up (lm-result.h). */
  double   (*read)   (const LmResult *result);
} LmMetric;

gsize           lm_metric_get_n (void);
const LmMetric *lm_metric_nth   (gsize       index);
/* Returns: (nullable) */
const LmMetric *lm_metric_find  (const char *id);

G_END_DECLS
