/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-document.h"

G_BEGIN_DECLS

/* What a project can be started from: one table, in lamina-template.c. */
typedef struct
{
  const char *id;      /* "cnn-28": never renamed */
  const char *title;   /* "Recognise clothes": marked with N_() */
  const char *family;  /* "Convolutional": marked with N_() */
  const char *data;    /* "28 × 28 pictures": marked with N_() */
  const char *time;    /* "1 min": marked with N_() */
  const char *filter;  /* "points", "pictures", "sequences", "generators" */
  const char *target;  /* What it should reach: marked with N_() */
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
