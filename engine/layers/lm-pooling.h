/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"
#include "lm-window.h"

G_BEGIN_DECLS

/* What the layers share that make one number of each patch of a plane. It is
 * the first member of theirs.
 */
typedef struct
{
  LmLayer  parent;

  LmPair   size;
  LmPair   stride;  /* 0: the size */
  LmPair   padding;

  LmWindow window;  /* Set by configure(). */
} LmPooling;

#define LM_POOLING_FIELDS                                                                          \
  { "size", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmPooling, size), 1, 255, 2,                           \
    .title = N_("Size"),                                                                           \
    .hint = N_("Height × width of the patch that becomes one number.") },                          \
  { "stride", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmPooling, stride), 0, 255, 0,                       \
    .title = N_("Stride"),                                                                         \
    .hint = N_("How many pixels from patch to patch; 0: as many as the size.") },                  \
  { "padding", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmPooling, padding), 0, 127, 0,                     \
    .title = N_("Padding"),                                                                        \
    .hint = N_("Pixels added on either side; at most half of the size."),                          \
    .flags = LM_FIELD_MORE }

/* Members of the class. */
gboolean lm_pooling_configure (LmLayer        *layer,
                               const LmShape  *x,
                               gsize           n_inputs,
                               LmShape        *y,
                               GError        **error);
char    *lm_pooling_describe  (const LmLayer  *layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
