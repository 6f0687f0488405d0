/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-loss.h"
#include "lm-metric.h"
#include "lm-optimizer.h"
#include "lm-schedule.h"

G_BEGIN_DECLS

/* Which of two parts a step trains. */
typedef enum
{
  LM_TRAINS_BOTH,
  LM_TRAINS_DISCRIMINATOR,
  LM_TRAINS_GENERATOR,
} LmTrains;

/* How a network is trained: all but the network and the data. */
typedef struct
{
  LmLoss      *loss;      /* owned */
  LmOptimizer *optimizer; /* owned; of two parts the discriminator's, */
  LmOptimizer *generator_optimizer; /* and the generator's (owned, nullable): NULL: the same */
  LmSchedule  *schedule;  /* owned */
  gsize           n_metrics;
  const LmMetric *metrics[LM_MAX_METRICS];

  /* lm_training_fields */
  int      batch_size; /* 0: the whole training set */
  int      epochs;
  int      seed;
  gboolean shuffle;
  int      validations; /* an epoch */
  double   beta;        /* weight of what layers add to the loss: lm_pass_add_term() */
  double   l1, l2;      /* l2 is added to the gradient as PyTorch's weight_decay */
  double   clip_norm, clip_value; /* 0: none */
  int      patience;    /* validations without a better loss before stopping; 0: never */
  double   min_delta;
  gboolean restore_best;
  int      d_steps, g_steps; /* of two parts: updates a step */
  int      trains;      /* LmTrains */
  double   stop_loss;   /* stops when an epoch's mean training loss is below; 0: never */
} LmTraining;

extern const LmField lm_training_fields[];

/* Mean squared error, SGD, constant rate. */
LmTraining *lm_training_new  (void) G_GNUC_WARN_UNUSED_RESULT;
LmTraining *lm_training_copy (const LmTraining *self) G_GNUC_WARN_UNUSED_RESULT;
void        lm_training_free (LmTraining       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmTraining, lm_training_free)

/* Sets anything by name, as files and the command line do: a field ("batch_size"), a kind
 * ("loss", "optimizer", "schedule", with its defaults; "metrics": ids with commas), or a kind's
 * field ("optimizer.learning_rate"; "learning_rate" for short). The generator's are
 * "generator.optimizer" ("": the same as the discriminator's), "generator.optimizer.learning_rate";
 * "generator.learning_rate" for short.
 * @error: %LM_ERROR_NAME or %LM_ERROR_VALUE; nothing is changed then */
gboolean    lm_training_set  (LmTraining       *self,
                              const char       *name,
                              const char       *value,
                              GError          **error);
/* Returns: (transfer full) (nullable): the value; %NULL if there is no such name */
char       *lm_training_get  (const LmTraining *self,
                              const char       *name) G_GNUC_WARN_UNUSED_RESULT;
/* Every name that is set now, in the order to set them in.
 * Returns: (transfer full) */
GStrv       lm_training_list (const LmTraining *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @name can be changed in mid-run. */
gboolean    lm_training_is_live (const LmTraining *self,
                                 const char       *name);

/* Steps in which @n_examples are gone through once, where the network has two parts or one. */
guint64     lm_training_get_steps_per_epoch (const LmTraining *self,
                                             gsize             n_examples,
                                             gboolean          has_parts);

G_END_DECLS
