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
  double      temperature; /* of text: 0 always takes the most probable token */
  gint64      length;      /* of text: tokens */
  const char *prompt;      /* (nullable): of text: what it goes on from */
  const char *output;      /* (nullable): a file; without it text goes to stdout */
} LaminaSampling;

/* Text that the network goes on with, token by token. @error: a sentence */
gboolean lamina_cli_sample_text (LaminaReport         *report,
                                 LaminaSession        *session,
                                 LmState              *state,
                                 const LaminaSampling *sampling,
                                 GError              **error);

G_END_DECLS
