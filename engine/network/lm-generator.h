/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-workspace.h"

G_BEGIN_DECLS

/* Makes examples of latent numbers with what comes after a layer of a network: the decoder of a
 * variational autoencoder, the generator of two parts. For one thread at a time.
 *
 *   gsize latent = (gsize) lm_network_find_latent (network);
 *   LmGenerator *generator = lm_generator_new (network, latent, pool, 64, &error);
 *
 *   lm_network_draw_latent (network, latent, seed, 0, n, 1, z);
 *   lm_generator_run (generator, state, training, z, NULL, n, pictures);
 *
 * During training a watch does the same: a probe with lm_watch_set_stretch().
 */
typedef struct _LmGenerator LmGenerator;

/* The first layer of latent numbers (sampling, latent noise) that is not bypassed, or -1. */
gssize         lm_network_find_latent     (const LmNetwork  *network);
/* Latent numbers [first, first + n) of the endless list that @seed stands for, as new examples are
 * made of: @z [n, …] is what such a layer gives, drawn from what it is meant to give and multiplied
 * by @temperature. A latent noise layer predicts from those of the state's own seed. */
void           lm_network_draw_latent     (const LmNetwork  *network,
                                           gsize             layer,
                                           guint64           seed,
                                           gsize             first,
                                           gsize             n,
                                           double            temperature,
                                           lm_real          *z);

/* @layer: whose numbers are given; @capacity: examples that are made at once.
 * @error: %LM_ERROR_SHAPE if a layer after it reads one before it, or there is none;
 * %LM_ERROR_MEMORY */
LmGenerator   *lm_generator_new           (LmNetwork        *network,
                                           gsize             layer,
                                           LmPool           *pool,
                                           gsize             capacity,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void           lm_generator_free          (LmGenerator      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmGenerator, lm_generator_free)

/* The shape of one example's latent numbers, and of what is made of them, with a leading 1. */
const LmShape *lm_generator_get_latent    (const LmGenerator *self);
const LmShape *lm_generator_get_made      (const LmGenerator *self);
/* Classes that it can be asked for; 0: it makes what it likes. */
gsize          lm_generator_get_n_classes (const LmGenerator *self);

/**
 * lm_generator_run:
 * @state: of the network
 * @training: (nullable): its loss says what the answers mean, as in lm_workspace_infer()
 * @z: [n, …], any number of them
 * @classes: (nullable): [n]; without it all are of class 0, as are those that there are not
 * @out: [n, …]
 */
void           lm_generator_run           (LmGenerator       *self,
                                           const LmState     *state,
                                           const LmTraining  *training,
                                           const lm_real     *z,
                                           const guint32     *classes,
                                           gsize              n,
                                           lm_real           *out);

G_END_DECLS
