/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-stack.h"

G_BEGIN_DECLS

struct _LmStack
{
  GPtrArray *layers;    /* LmLayer; those of the generator before those of the discriminator */
  gboolean   has_parts;
};

/* Layer @from comes to stand at @to, in @part. */
gboolean lm_stack_move_into (LmStack  *self,
                             gsize     from,
                             gsize     to,
                             LmPart    part,
                             GError  **error);

G_END_DECLS
