/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-layer.h"

G_BEGIN_DECLS

/* What the layers share that take pictures [batch, channels, height, width] alone. */

/* Whether @x is one, or LM_ERROR_SHAPE. */
gboolean lm_picture_check (const LmShape  *x,
                           GError        **error);

/* Frames that are put around pictures or cut off. It is the first member of such layers. */
typedef struct
{
  LmLayer parent;

  int     top, bottom, left, right;
} LmFrame;

#define LM_FRAME_FIELDS                                                                            \
  { "top", LM_FIELD_INT, G_STRUCT_OFFSET (LmFrame, top), 0, 65535, 1,                              \
    .title = N_("Above"), .hint = N_("Rows of pixels at the top.") },                              \
  { "bottom", LM_FIELD_INT, G_STRUCT_OFFSET (LmFrame, bottom), 0, 65535, 1,                        \
    .title = N_("Below"), .hint = N_("Rows of pixels at the bottom.") },                           \
  { "left", LM_FIELD_INT, G_STRUCT_OFFSET (LmFrame, left), 0, 65535, 1,                            \
    .title = N_("Left"), .hint = N_("Columns of pixels on the left.") },                           \
  { "right", LM_FIELD_INT, G_STRUCT_OFFSET (LmFrame, right), 0, 65535, 1,                          \
    .title = N_("Right"), .hint = N_("Columns of pixels on the right.") }

/* The picture within the frame, and the whole: y = x surrounded by zeros; y = x without its frame. */
void     lm_frame_add      (const LmFrame  *self,
                            const LmTensor *x,
                            LmTensor       *y);
void     lm_frame_remove   (const LmFrame  *self,
                            const LmTensor *x,
                            LmTensor       *y);
/* A member of the class: "1, 1, 2, 2", as CSS orders them. */
char    *lm_frame_describe (const LmLayer  *layer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
