/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-real.h"

G_BEGIN_DECLS

/* Made-up data for pictures that have no project behind them: the tiles of the start page. */

#define LAMINA_PREVIEW_SIDE 28
#define LAMINA_PREVIEW_PIXELS (LAMINA_PREVIEW_SIDE * LAMINA_PREVIEW_SIDE)
/* As the classes of Fashion-MNIST: t-shirt, trouser, pullover, dress, coat, sandal, shirt,
 * sneaker, bag, ankle boot. */
#define LAMINA_N_GARMENTS 10
#define LAMINA_GARMENT_BOOT 9

/* A drawn garment, moved by @dx, @dy pixels and scaled: 0 (black) … 1. */
void   lamina_preview_draw_garment (gsize    garment,
                                    double   dx,
                                    double   dy,
                                    double   scale,
                                    lm_real *pixels);
/* A disc and a triangle: red, green and blue, [3, side, side]. */
void   lamina_preview_draw_shapes  (lm_real *pixels);
/* Cross-correlation with a kernel of 3 × 3, zeros around, then ReLU: [side, side]. */
void   lamina_preview_convolve     (const lm_real *pixels,
                                    gsize          side,
                                    const lm_real *kernel,
                                    lm_real       *map);
/* The largest of each 2 × 2: [side / 2, side / 2]. */
void   lamina_preview_pool         (const lm_real *pixels,
                                    gsize          side,
                                    lm_real       *map);
/* A number that depends on @index only: -1 … 1. */
double lamina_preview_get_noise    (guint64 index);

G_END_DECLS
