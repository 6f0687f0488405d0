/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-number-set.h"

#include <math.h>
#include <string.h>

#define FIRST_N_SLOTS 16

/* Open addressing, at most half full; NaN marks a free slot. */
struct _LaminaNumberSet
{
  double *slots;
  gsize   n_slots; /* A power of two. */
  gsize   size;
  gsize   limit;
};

static double *
lamina_number_set_find (LaminaNumberSet *self,
                        double           value)
{
  guint64 hash;
  gsize i;

  /* Fibonacci hashing: the high bits of the product mix all bits of the number. */
  memcpy (&hash, &value, sizeof hash);
  hash ^= hash >> 32;
  hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (i = hash >> 40 & (self->n_slots - 1); !isnan (self->slots[i]) && self->slots[i] != value;)
    i = (i + 1) & (self->n_slots - 1);

  return &self->slots[i];
}

static void
lamina_number_set_resize (LaminaNumberSet *self,
                          gsize            n_slots)
{
  g_autofree double *old = g_steal_pointer (&self->slots);
  const gsize n_old = self->n_slots;

  self->slots = g_new (double, n_slots);
  self->n_slots = n_slots;

  for (gsize i = 0; i < n_slots; i++)
    self->slots[i] = NAN;

  for (gsize i = 0; i < n_old; i++)
    if (!isnan (old[i]))
      *lamina_number_set_find (self, old[i]) = old[i];
}

LaminaNumberSet *
lamina_number_set_new (gsize limit)
{
  LaminaNumberSet *self = g_new0 (LaminaNumberSet, 1);

  self->limit = limit;
  lamina_number_set_resize (self, FIRST_N_SLOTS);

  return self;
}

void
lamina_number_set_free (LaminaNumberSet *self)
{
  g_free (self->slots);
  g_free (self);
}

void
lamina_number_set_add (LaminaNumberSet *self,
                       double           value)
{
  double *slot;

  if (self->size >= self->limit)
    return;

  slot = lamina_number_set_find (self, value + 0.0); /* -0 + 0 is 0. */

  if (!isnan (*slot))
    return;

  *slot = value + 0.0;
  self->size++;

  if (self->size * 2 > self->n_slots)
    lamina_number_set_resize (self, self->n_slots * 2);
}

gsize
lamina_number_set_get_size (LaminaNumberSet *self)
{
  return self->size;
}
