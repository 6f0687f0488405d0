/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-snapshot.h"

G_BEGIN_DECLS

/* Examples between two ends of a walk, both counted. */
#define LAMINA_N_WALK 9

/* An end of a walk through the latent numbers: an example's mean, or any place on the map. */
typedef struct
{
  gssize   example; /* a row of the examples; -1: a place */
  double   x, y;    /* on the map */
  lm_real *z;       /* owned: [n_latent] */
} LaminaLatentEnd;

/* What a variational autoencoder is shown with: examples that are encoded, a grid of the two latent
 * numbers that tell most, and a walk from one place to another. Made once a network; which numbers
 * they are and how far they reach follows what was seen.
 */
typedef struct
{
  gsize   layer;      /* the sampling layer */
  gsize   n_latent;
  gsize   n;
  LmBlob *inputs;     /* [n, …]: the examples */
  int    *classes;    /* [n]: -1: it has none */
  guint32 *indices;   /* [n]: numbers in their set, from 0 */
  int     n_classes;
  gsize   dims[2];    /* the numbers on the map: those with the greatest KL divergence; the same
                       * one twice where there is but one: then the map is a line, and what is
                       * above it tells examples apart */
  double  kl[2];      /* theirs, in nats an example; 0: not known */
  double  reach;      /* The map goes from -reach to reach. */
  gsize   n_grid;     /* places each way */
  LmBlob *grid;       /* [n_grid × n_grid, n_latent]: row after row, from the lower left place on;
                       * the other numbers are 0 */
  LaminaLatentEnd ends[2];
  LmBlob *walk;       /* [LAMINA_N_WALK, n_latent], from end 0 to end 1 */
  gboolean has_begun; /* The ends are examples that were seen. */
} LaminaLatent;

/* @inputs, @classes, @indices: (transfer full): of at least one example
 * Returns: (transfer full) (nullable): %NULL if the network has no sampling layer, what comes after it
 * cannot run by itself, or there is no memory */
LaminaLatent *lamina_latent_new  (LmNetwork    *network,
                                  LmBlob       *inputs,
                                  int          *classes,
                                  guint32      *indices) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_latent_free (LaminaLatent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaLatent, lamina_latent_free)

/* Follows a snapshot: its most telling numbers, how far the examples lie, where the ends are.
 * @snapshot: of the same network. Returns: whether another watch is needed */
gboolean      lamina_latent_follow   (LaminaLatent     *self,
                                      const LmSnapshot *snapshot);
/* Moves end @which to a place of the map, or to an example that is there.
 * @snapshot: (nullable): where the examples are */
void          lamina_latent_move_end (LaminaLatent     *self,
                                      const LmSnapshot *snapshot,
                                      gsize             which,
                                      double            x,
                                      double            y);

/* Where an example lies on the map. @z: its latent numbers */
void          lamina_latent_get_place (const LaminaLatent *self,
                                       gsize               row,
                                       const lm_real      *z,
                                       double             *x,
                                       double             *y);

/* What a snapshot tells; borrowed, and %NULL where it does not. Grid and walk may be of those before:
 * see lamina_latent_is_current(). */
const LmTensor *lamina_latent_get_codes  (const LaminaLatent *self,
                                          const LmSnapshot   *snapshot); /* [n, n_latent] */
const LmTensor *lamina_latent_get_kl     (const LaminaLatent *self,
                                          const LmSnapshot   *snapshot); /* [n, n_latent] */
const LmTensor *lamina_latent_get_grid   (const LaminaLatent *self,
                                          const LmSnapshot   *snapshot); /* [n_grid × n_grid, …] */
const LmTensor *lamina_latent_get_walk   (const LaminaLatent *self,
                                          const LmSnapshot   *snapshot); /* [LAMINA_N_WALK, …] */
/* Whether the snapshot is of the grid or walk that there is now. @probe: which of them */
gboolean        lamina_latent_is_current (const LaminaLatent *self,
                                          const LmSnapshot   *snapshot,
                                          guint               probe);
/* The mean of number @index over the examples. */
double          lamina_latent_get_mean_kl (const LmTensor    *kl,
                                           gsize              index);

/* What has to be asked for. */
void          lamina_latent_add_codes (const LaminaLatent *self,
                                       LmWatch            *watch);
void          lamina_latent_add_map   (const LaminaLatent *self,
                                       LmWatch            *watch);

#define LAMINA_PROBE_CODES 30 /* examples, encoded: the values of the sampling layer */
#define LAMINA_PROBE_GRID  31 /* the grid, decoded */
#define LAMINA_PROBE_WALK  32 /* the walk, decoded */

G_END_DECLS
