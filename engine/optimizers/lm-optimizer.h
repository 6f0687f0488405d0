/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
#include "lm-real.h"

G_BEGIN_DECLS

typedef struct _LmOptimizer LmOptimizer;

#define LM_MAX_MOMENTS 2

/* One range of the flat block, from the old numbers to the new ones. The old
 * ones stay: an update that is not finite is thrown away.
 */
typedef struct
{
  gsize          n;
  const lm_real *gradient;
  const lm_real *value;
  lm_real       *new_value;
  const lm_real *moment[LM_MAX_MOMENTS];
  lm_real       *new_moment[LM_MAX_MOMENTS];
  double         rate; /* The schedule's learning rate for this step. */
  guint64        step; /* The first update is 1. */
} LmUpdate;

typedef struct
{
  const char    *id;      /* Written to project files: never renamed. */
  const char    *title;   /* Marked with N_(). */
  const char    *summary; /* One sentence; marked with N_(). */
  gsize          size;    /* Of the instance, whose first member is an LmOptimizer. */
  const LmField *fields;  /* The first is the learning rate: LM_OPTIMIZER_RATE(). */
  gsize          n_moments;
  const char    *moment_names[LM_MAX_MOMENTS]; /* "exp_avg", as PyTorch's state calls them. */

  void (*update) (const LmOptimizer *self, const LmUpdate *update);
} LmOptimizerClass;

struct _LmOptimizer
{
  const LmOptimizerClass *klass;
  double                  learning_rate;
};

#define LM_OPTIMIZER_RATE(rate) \
  { "learning_rate", LM_FIELD_REAL, G_STRUCT_OFFSET (LmOptimizer, learning_rate), 0, 1000, rate, \
    .title = N_("Learning rate"), \
    .hint = N_("How far each step goes: too little takes long, too much misses the goal."), \
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_OPEN }

/* Rows that several kinds have; @Type's members are called as the fields are. */
#define LM_OPTIMIZER_MOMENTUM(Type) \
  { "momentum", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, momentum), 0, 1, 0.9, \
    .title = N_("Momentum"), \
    .hint = N_("Share of the speed that each step keeps."), \
    .flags = LM_FIELD_LIVE }

#define LM_OPTIMIZER_BETAS(Type) \
  { "beta1", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, beta1), 0, 0.999999, 0.9, \
    .title = N_("Beta 1"), \
    .hint = N_("Share of the past in the mean of g."), \
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE }, \
  { "beta2", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, beta2), 0, 0.999999, 0.999, \
    .title = N_("Beta 2"), \
    .hint = N_("Share of the past in the mean of g²."), \
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE }

#define LM_OPTIMIZER_EPS(Type, value) \
  { "eps", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, eps), 1e-30, 1, value, \
    .title = N_("Epsilon"), \
    .hint = N_("Added to what is divided by, so that it is never 0. Keras takes 1e-7."), \
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE }

gsize                   lm_optimizer_class_get_n (void);
const LmOptimizerClass *lm_optimizer_class_nth   (gsize                   index);
/* Returns: (nullable) */
const LmOptimizerClass *lm_optimizer_class_find  (const char             *id);

LmOptimizer            *lm_optimizer_new         (const LmOptimizerClass *klass) G_GNUC_WARN_UNUSED_RESULT;
LmOptimizer            *lm_optimizer_copy        (const LmOptimizer      *self) G_GNUC_WARN_UNUSED_RESULT;
void                    lm_optimizer_free        (LmOptimizer            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmOptimizer, lm_optimizer_free)

G_END_DECLS
