/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"
#include "lm-window.h"

G_BEGIN_DECLS

/* What the layers share that make one number of each patch of steps, feature by feature. It is
 * the first member of theirs.
 *
 *   x [batch, time, features]   y [batch, out, features]
 */
typedef struct
{
  LmLayer parent;

  int     size;
  int     stride;  /* 0: the size */
  int     padding;

  /* Set by configure(). */
  LmSlide slide;
  gsize   n; /* features */
} LmStepPooling;

#define LM_STEP_POOLING_FIELDS                                                                     \
  { "size", LM_FIELD_INT, G_STRUCT_OFFSET (LmStepPooling, size), 1, 65535, 2,                      \
    .title = N_("Size"),                                                                           \
    .hint = N_("How many steps become one.") },                                                    \
  { "stride", LM_FIELD_INT, G_STRUCT_OFFSET (LmStepPooling, stride), 0, 65535, 0,                  \
    .title = N_("Stride"),                                                                         \
    .hint = N_("How many steps from patch to patch; 0: as many as the size.") },                   \
  { "padding", LM_FIELD_INT, G_STRUCT_OFFSET (LmStepPooling, padding), 0, 32767, 0,                \
    .title = N_("Padding"),                                                                        \
    .hint = N_("Steps added before and after; at most half of the size."),                         \
    .flags = LM_FIELD_MORE }

/* The steps [first, end) that count of what output @out sees in row @row, of which @lengths (nullable)
 * has the length. None: they are equal. */
void     lm_step_pooling_get_patch (const LmStepPooling *self,
                                    const guint32       *lengths,
                                    gsize                row,
                                    gsize                out,
                                    gsize               *first,
                                    gsize               *end);

/* Members of the class. */
gboolean lm_step_pooling_configure (LmLayer        *layer,
                                    const LmShape  *x,
                                    gsize           n_inputs,
                                    LmShape        *y,
                                    GError        **error);
char    *lm_step_pooling_describe  (const LmLayer  *layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
