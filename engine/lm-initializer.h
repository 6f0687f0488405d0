/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

/* How a parameter starts: one table, in lm-initializer.c. */
typedef enum
{
  LM_INIT_ZEROS,
  LM_INIT_CONSTANT,
  LM_INIT_UNIFORM,
  LM_INIT_NORMAL,
  LM_INIT_GLOROT_UNIFORM,
  LM_INIT_GLOROT_NORMAL,
  LM_INIT_HE_UNIFORM,
  LM_INIT_HE_NORMAL,
  LM_INIT_LECUN_UNIFORM,
  LM_INIT_LECUN_NORMAL,
  LM_INIT_ORTHOGONAL,
} LmInit;

/* For the choices of a field; end with %NULL. */
extern const char *const lm_init_ids[];
extern const char *const lm_init_titles[];

/**
 * lm_init_fill:
 * @self: the initializer
 * @scale: value of a constant, half width of uniform, deviation of normal; gain of orthogonal
 * @fan_in: numbers that one output is made of
 * @fan_out: outputs that one number goes to
 *
 * Fills @value as a function of @seed and @name ("conv_1.weight") only.
 */
void lm_init_fill (LmInit      self,
                   double      scale,
                   gsize       fan_in,
                   gsize       fan_out,
                   guint64     seed,
                   const char *name,
                   LmTensor   *value);

G_END_DECLS
