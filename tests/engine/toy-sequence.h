/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-source.h"
#include "lm-stack.h"

/* Sequences to train on, and a layer that looks at their lengths. */

typedef struct
{
  gsize    n_training, n_validation;
  gsize    n_steps;
  gsize    n_features;  /* 0: tokens, [n, time] */
  gsize    n_tokens;
  gsize    n_labels;    /* a label for each step; else one a sequence */
  gboolean has_lengths;
  int      wrong_at;    /* the example whose length is wrong; -1: none */
  guint32  wrong_length;
} ToySequences;

/* Of the numbers (or tokens) drawn, a label says whether the sum so far is above average. Lengths
 * are 1 … time in turn. */
LmSource *toy_sequences_new  (const ToySequences *settings);
/* Appends a layer which sets what is padding to -1 and leaves the rest; it reads the layer before.
 * @keeps_time: what it says of itself */
void      toy_add_spy        (LmStack            *stack,
                              gboolean            keeps_time);
