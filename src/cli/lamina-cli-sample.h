/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-report.h"
#include "lamina-session.h"

G_BEGIN_DECLS

/* What `lamina-cli sample` was asked for. */
typedef struct
{
  gint64      n;           /* how many, from 1 */
  gint64      seed;        /* the same draws the same */
  /* Of text: 0 always takes the most probable token; else latent numbers are multiplied by it. */
  double      temperature;
  gint64      length;      /* of text: tokens */
  const char *prompt;      /* (nullable): of text: what it goes on from */
  const char *class_name;  /* (nullable): of a network that is told a class: its name or number */
  const char *output;      /* (nullable): a file; without it text and points go to stdout */
} LaminaSampling;

/* Text that the network goes on with, token by token. @error: a sentence */
gboolean lamina_cli_sample_text (LaminaReport         *report,
                                 LaminaSession        *session,
                                 LmState              *state,
                                 const LaminaSampling *sampling,
                                 GError              **error);
/* What a decoder or a generator makes of noise: pictures, points or other numbers. @error: a
 * sentence */
gboolean lamina_cli_sample_made (LaminaReport         *report,
                                 LaminaSession        *session,
                                 LmState              *state,
                                 const LaminaSampling *sampling,
                                 GError              **error);

/* A class by its name, or by its number from 0 to @n_classes - 1; 0: there is none to be told.
 * @error: a sentence */
gboolean lamina_cli_find_class  (const char           *text,
                                 LaminaDataSet        *data,
                                 gsize                 n_classes,
                                 guint32              *label,
                                 GError              **error);

/* Examples that were made, in the data's own units. */
typedef struct
{
  LaminaDataSet *data;
  LmShape        shape;     /* [n, …] */
  float         *numbers;   /* [n, …] */
  guint32       *classes;   /* (nullable): [n] */
  gsize          n_classes;
  gboolean       is_like_data; /* as the examples; else each number for itself */
} LaminaMade;

/* As PNG (pictures in a grid, each pixel one), NPY or CSV (a row an example), by the suffix. */
gboolean lamina_cli_write_made  (const LaminaMade     *made,
                                 const char           *path,
                                 GError              **error);
/* (transfer full) */
char    *lamina_cli_made_to_csv (const LaminaMade     *made) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
