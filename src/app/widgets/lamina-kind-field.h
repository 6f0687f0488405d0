/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-training.h"

G_BEGIN_DECLS

/* Choices that are no fields of the engine's, as fields, so that their rows are like the others. */

/* The kinds that a training is made of. */
typedef enum
{
  LAMINA_KIND_LOSS,
  LAMINA_KIND_OPTIMIZER,
  LAMINA_KIND_SCHEDULE,
  LAMINA_KIND_GENERATOR, /* the generator's own optimizer, or none */
  LAMINA_N_KINDS,
} LaminaKind;

/* A choice among the kinds of a registry; its name is as lm_training_set() takes it. Static. */
const LmField *lamina_kind_field_get       (LaminaKind     kind);
/* The same field with the letter of its part before its title: "G · Learning rate". Static. */
const LmField *lamina_kind_field_with_part (const LmField *field,
                                            const char    *letter);

G_END_DECLS
