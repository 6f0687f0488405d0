/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
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

/* Two rows of a kind's fields, for its members int init and double init_scale. */
#define LM_INIT_FIELDS(Type)                                                                       \
  { "init", LM_FIELD_CHOICE, G_STRUCT_OFFSET (Type, init), 0, LM_INIT_ORTHOGONAL,                  \
    LM_INIT_HE_UNIFORM, .title = N_("Weights start"),                                              \
    .hint = N_("He suits ReLU, Glorot sigmoid and tanh. Keras takes Glorot uniform unless told."), \
    .choices = lm_init_ids, .choice_titles = lm_init_titles },                                     \
  { "init_scale", LM_FIELD_REAL, G_STRUCT_OFFSET (Type, init_scale), -1000, 1000, 0,               \
    .title = N_("Scale of the start"),                                                             \
    .hint = N_("For constant, uniform, normal and orthogonal; 0: 0.05, or 1 for orthogonal."),     \
    .flags = LM_FIELD_MORE }

/* The scale that such a field stands for. */
double lm_init_get_scale (LmInit self,
                          double field);

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
