/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"
#include "lm-snapshot.h"

G_BEGIN_DECLS

/* What a generator and a discriminator are shown with: the same noise and the same data at every
 * step, so that what changes is the network. Made once a network. */
typedef struct
{
  gsize   n_generator;      /* layers of the generator */
  gsize   first;            /* From this layer on the generator makes samples of @noise; 0: it draws
                             * for itself. */
  gsize   n_latent;         /* numbers of a sample's noise; 0: it draws for itself */
  gsize   n_samples;
  gsize   n_classes;        /* Samples are made for these in turn; 0: it is not told a class. */
  LmBlob *noise;            /* [n_samples, …]; of class c the noises are those of the others */
  LmBlob *classes;          /* (nullable): [n_samples, 1] */

  LmBlob *reals;            /* (nullable): [n, …], examples for the discriminator */
  LmBlob *real_targets;     /* (nullable): [n, …] */
  LmBlob *fakes;            /* (nullable): [n, …]: as many are made, of noise of their own */

  gsize   n_grid;           /* Lines each way of the noise's grid; 0: there is none. */
  double  reach;            /* It goes from -reach to reach: */
  LmBlob *grid;             /* (nullable): [n_grid × n_grid, n_latent], the other numbers being 0 */
} LaminaForge;

/* @network: of two parts; borrowed. @reals, @real_targets: (transfer full) (nullable)
 * @n_classes: of the data. @is_picture: whether samples are pictures.
 * Returns: (transfer full) (nullable): %NULL if there is no memory */
LaminaForge *lamina_forge_new  (LmNetwork *network,
                                LmBlob    *reals,
                                LmBlob    *real_targets,
                                gsize      n_classes,
                                gboolean   is_picture) G_GNUC_WARN_UNUSED_RESULT;
void         lamina_forge_free (LaminaForge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaForge, lamina_forge_free)

/* Other noise in place of @self->noise: as much of it, the same for every class.
 * Returns: (transfer full) (nullable): %NULL if it draws for itself */
LmBlob      *lamina_forge_draw (const LaminaForge *self,
                                LmNetwork         *network,
                                guint              seed) G_GNUC_WARN_UNUSED_RESULT;
/* %LAMINA_PROBE_SAMPLES, or one of other noise. */
guint        lamina_forge_get_samples_probe (guint seed);
/* @n targets of one class. Returns: (transfer full) (nullable) */
LmBlob      *lamina_forge_new_classes (const LaminaForge *self,
                                       gsize              class,
                                       gsize              n) G_GNUC_WARN_UNUSED_RESULT;
/* How many of the first samples are kept as they become: of each class one. @n_numbers: of a sample */
gsize        lamina_forge_get_n_kept (const LaminaForge *self,
                                      gsize              n_numbers);
/* Sample @index is in this row of the noise. */
gsize        lamina_forge_get_row (const LaminaForge *self,
                                   gsize              class,
                                   gsize              index);

G_END_DECLS
