/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of memory that is needed from one moment to another, both included. */
typedef struct
{
  gsize size;
  gsize first, last;
  gsize offset; /* set by lm_plan() */
} LmPlanItem;

/* Puts the items where no two that are needed at once overlap: each at the lowest
 * place that is free (first fit, in the given order).
 * Returns: the size of the whole; %G_MAXSIZE if that overflows */
gsize lm_plan (LmPlanItem *items,
               gsize       n);

G_END_DECLS
