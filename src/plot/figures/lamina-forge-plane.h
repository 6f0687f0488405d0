/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"

G_BEGIN_DECLS

/* The plane in which data of two numbers lie, with what a generator makes of noise. */
typedef struct
{
  LaminaChart chart;
  gssize      class; /* The others are faint; -1: all are alike. */
} LaminaForgePlane;

/* The frame has samples of two numbers; @class as above. */
void  lamina_forge_plane_init         (LaminaForgePlane       *self,
                                       cairo_t                *cr,
                                       const LaminaFrame      *frame,
                                       const LaminaStyle      *style,
                                       gssize                  class,
                                       double                  width,
                                       double                  height);
/* A legend, axes, data and samples. */
void  lamina_forge_plane_draw         (const LaminaForgePlane *self,
                                       cairo_t                *cr,
                                       const LaminaFrame      *frame,
                                       const LaminaStyle      *style,
                                       double                  width);
/* A point that is near. Returns: (transfer full) (nullable) */
char *lamina_forge_plane_get_value_at (const LaminaForgePlane *self,
                                       const LaminaFrame      *frame,
                                       double                  x,
                                       double                  y);
/* Means and deviations of data and samples. (transfer full) */
char *lamina_forge_plane_describe     (const LaminaFrame      *frame,
                                       gssize                  class);

G_END_DECLS
