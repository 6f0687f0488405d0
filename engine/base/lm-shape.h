/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LM_MAX_RANK 5

/* The extent of a tensor, slowest dimension first.
 *
 * Between layers the first dimension is always the batch: [batch, features],
 * [batch, time, features] or [batch, channels, height, width]. While layers
 * are configured it is 1: shapes are then those of one example.
 */
typedef struct
{
  gsize rank;
  gsize dim[LM_MAX_RANK];
} LmShape;

gboolean lm_shape_equal          (const LmShape *a,
                                  const LmShape *b);
/* Elements of the whole tensor; %G_MAXSIZE if that overflows. */
gsize    lm_shape_get_n_elements (const LmShape *self);
/* Elements of one row of the first dimension; %G_MAXSIZE if that overflows. */
gsize    lm_shape_get_n_columns  (const LmShape *self);
/* Of one example, as people write it: "784", "10 × 64" or, for pictures,
 * "28 × 28 × 1" (height × width × channels).
 * Returns: (transfer full)
 */
char    *lm_shape_to_string      (const LmShape *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
