/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-document.h"

G_BEGIN_DECLS

/* What a template has to reach, and a test holds it to. */
typedef struct
{
  /* Its id, or "loss"; of 2000 samples "covered", on how many heaps of points they lie
   * (lamina-data-heaps.h), or what tools/check-templates asks a judge: "recognised", the share that is
   * taken for the class asked for, or "classifier-score", how sure and how varied its answers are. */
  const char *metric;
  double      value;  /* At least this; of a loss, or where less is better, at most. */
  const char *split;  /* "test", "validation" or "training" */
  int         epochs; /* 0: as many as the training has */
  gboolean    is_quick; /* Within a minute: held by every run of the tests; else by tools/check-templates. */
  const char *judge;    /* (nullable): the template whose network, trained to its own goal, looks at samples */
} LaminaGoal;

/* What a project can be started from: a file in templates/ and a row in lamina-template-kinds.inc. */
typedef struct
{
  const char *id;      /* "cnn-28": never renamed */
  const char *title;   /* "Recognise clothes": marked with N_() */
  const char *family;  /* "Convolutional": marked with N_() */
  const char *data;    /* "28 × 28 pictures": marked with N_() */
  const char *time;    /* "1 min": marked with N_() */
  const char *filter;  /* "points", "pictures", "sequences", "generators" */
  const char *target;  /* What it should reach: marked with N_() */
  gsize       n_params; /* With the data that it names. */
  LaminaGoal  goal;
  const char *stack;   /* One layer a line: "conv2d filters=32 kernel_size=3"; see lamina-template.c */
  const char *training; /* "optimizer=adam batch_size=32 …" */
  const char *data_config; /* "kind=fashion-mnist" */
  const char *fallback;    /* (nullable): data where those are not installed */
} LaminaTemplate;

gsize                 lamina_template_get_n (void);
const LaminaTemplate *lamina_template_nth   (gsize       index);
/* Returns: (nullable) */
const LaminaTemplate *lamina_template_find  (const char *id);
LaminaDocument       *lamina_template_make  (const LaminaTemplate *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
