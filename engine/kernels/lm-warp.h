/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* Moves the pixels of a picture: where each pixel of the result is to be found in the original.
 * Between pixels it goes straight (bilinear).
 *
 *   row    = centre + ( cos·(i - centre - shift) + sin·(j - centre - shift)) / zoom
 *   column = centre + (-sin·(i - centre - shift) + cos·(j - centre - shift)) / zoom
 */
typedef struct
{
  double angle;            /* counter-clockwise, radians */
  double zoom;             /* above 1 enlarges */
  double shift_y, shift_x; /* pixels, down and to the right */
  int    fill;             /* LmFill: what comes in from outside */
} LmWarp;

typedef enum
{
  LM_FILL_EDGE, /* the pixels at the edge */
  LM_FILL_ZERO,
} LmFill;

/* For the choices of a field; end with %NULL. */
extern const char *const lm_fill_ids[];
extern const char *const lm_fill_titles[];

/* A row of a kind's fields, for its member int fill. */
#define LM_FILL_FIELD(Type)                                                                        \
  { "fill", LM_FIELD_CHOICE, G_STRUCT_OFFSET (Type, fill), 0, LM_FILL_ZERO, LM_FILL_EDGE,          \
    .title = N_("Outside"),                                                                        \
    .hint = N_("What comes in from beyond the edges."),                                            \
    .choices = lm_fill_ids, .choice_titles = lm_fill_titles,                                       \
    .flags = LM_FIELD_MORE }

/* One picture; @shape is [1, channels, height, width]. Overwrites @y. */
void lm_warp_apply  (const LmWarp  *self,
                     const LmShape *shape,
                     const lm_real *x,
                     lm_real       *y);
/* The gradient at @x of one at @y. Overwrites @dx. */
void lm_warp_derive (const LmWarp  *self,
                     const LmShape *shape,
                     const lm_real *dy,
                     lm_real       *dx);

G_END_DECLS
