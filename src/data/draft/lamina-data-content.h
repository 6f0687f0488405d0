/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-source.h"

G_BEGIN_DECLS

/* What examples are made of: of a draft, and of the data set that comes of it. */

typedef enum
{
  LAMINA_DATA_INPUT_PICTURE, /* [1, channels, height, width] */
  LAMINA_DATA_INPUT_POINTS,  /* [1, 1] or [1, 2]: generated, worth a scatter plot */
  LAMINA_DATA_INPUT_TABLE,   /* [1, columns] */
  LAMINA_DATA_INPUT_SERIES,  /* [1, time, features] */
  LAMINA_DATA_INPUT_TEXT,    /* [1, time]: numbers of the vocabulary's tokens */
} LaminaDataInput;

/* What the network is to answer. */
typedef enum
{
  LAMINA_DATA_TARGET_LABEL,   /* [1, 1]: the index of a class */
  LAMINA_DATA_TARGET_VALUES,  /* [1, values] */
  LAMINA_DATA_TARGET_TOKENS,  /* [1, time]: at each step the number of the next token */
  LAMINA_DATA_TARGET_PICTURE, /* [1, channels, height, width], each number 0 … 1: a mask */
  LAMINA_DATA_TARGET_INPUT,   /* As the input, and scaled as it is. */
} LaminaDataTarget;

/* A column of a table or of points, a channel of a picture, or a feature of a series.
 * Facts are of the training part, before scaling, without missing cells.
 */
typedef struct
{
  const char *name;      /* "petal_length"; for one of several categories "colour = red" */
  const char *source;    /* The source's column: "colour". */
  const char *category;  /* (nullable): "red": the column is 1 where the source has it, else 0. */
  double      min, max, mean, deviation;
  double      shift, divisor;
  gsize       n_missing; /* In all parts; filled with @mean. */
} LaminaDataColumn;

/* What there is to say about text. */
typedef struct
{
  gsize   n_texts;    /* Running texts, or examples. */
  gsize   n_cut;      /* Examples that were longer than the most tokens: their end is left out. */
  gsize   n_distinct; /* Different tokens in all of it. */
  guint64 n_tokens[LM_N_SPLITS];
  guint64 n_unknown[LM_N_SPLITS]; /* Of these, tokens that are not in the vocabulary. */
} LaminaTextFacts;

G_END_DECLS
