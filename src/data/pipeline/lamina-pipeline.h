/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"

G_BEGIN_DECLS

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

G_END_DECLS
