/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"

G_BEGIN_DECLS

/* Forecasts: windows over a series, and what comes after each of them. */
typedef struct
{
  gsize window;  /* Steps that the network sees. */
  gsize gap;     /* Steps between them and the first that is predicted. */
  gsize horizon; /* Steps that are predicted. */
} LaminaForecast;

/* A series, step by step. */
typedef struct
{
  gsize          n_steps;
  double        *x;         /* [n_steps, n_columns of the draft]: owned by who has it */
  const double  *y;         /* [n_steps, n_targets] */
  gsize          n_targets;
  const char *const *names; /* [n_targets] */
  const guint32 *places;    /* (nullable): [n_steps], rising: no window spans two that are not next */
} LaminaSteps;

/**
 * lamina_data_draft_take_forecast:
 * @self: a series with its columns named
 * @steps: x is (transfer full), on failure too
 * @source: for messages
 * @error: %LAMINA_ERROR_FORMAT if there are too few steps
 *
 * Makes the windows of a draft, in the order of time, and names its targets: of several steps
 * step by step, "t + 1" first.
 */
gboolean lamina_data_draft_take_forecast (LaminaDataDraft       *self,
                                          const LaminaForecast  *forecast,
                                          const LaminaSteps     *steps,
                                          GError               **error);

G_END_DECLS
