/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-snapshot.h"

G_BEGIN_DECLS

/* What a histogram is made of. */
typedef struct
{
  LmQuantity quantity;
  gsize      layer;
  guint      probe;
} LmCounted;

/* What is copied of the inside of a layer. */
typedef struct
{
  guint       probe;
  gsize       layer;
  const char *name; /* interned */
} LmTraced;

struct _LmWatch
{
  gatomicrefcount ref_count;
  GArray *params;    /* gsize: layers */
  GArray *gradients; /* gsize: layers */
  GArray *probes;    /* LmProbe */
  guint   last;      /* the probe that was added last */
  GArray *counted;   /* LmCounted */
  GArray *traces;    /* LmTraced */
  GArray *free_runs; /* LmFreeRun */
  gboolean has_norms;
};

typedef enum
{
  LM_SEEN_PARAM,
  LM_SEEN_GRADIENT,
  LM_SEEN_VALUE,
  LM_SEEN_ANSWER,
  LM_SEEN_TRACE,
  LM_SEEN_FREE_RUN,
} LmSeenKind;

typedef struct
{
  LmSeenKind  kind;
  gssize      layer;
  const char *name;  /* of a parameter or trace; not owned, and there as long as the network */
  guint       probe;
  LmBlob     *blob;
  guint64     step;  /* of a free run */
} LmSeen;

typedef struct
{
  LmCounted   counted;
  LmHistogram histogram;
} LmSeenHistogram;

struct _LmSnapshot
{
  gatomicrefcount ref_count;
  LmNetwork *network;
  guint64    step;
  GArray    *seen;       /* LmSeen */
  GArray    *histograms; /* LmSeenHistogram */
  double    *norms;      /* nullable: [layers, 2]: weights, gradients */
  gboolean   has_gradient_norms;
};

/* Layers [first, end) are those that it goes through. */
gsize       lm_probe_get_end   (const LmProbe    *self,
                                const LmNetwork  *network);
/* Whether the layer's values are asked for, and computed. */
gboolean    lm_probe_has_layer (const LmProbe    *self,
                                const LmNetwork  *network,
                                gsize             layer);
/* @self owns nothing before. */
void        lm_free_run_copy  (LmFreeRun       *self,
                               const LmFreeRun *other);
void        lm_free_run_clear (LmFreeRun       *self);

LmSnapshot *lm_snapshot_new (LmNetwork        *network,
                             guint64           step) G_GNUC_WARN_UNUSED_RESULT;
/* Makes a place for a tensor. Returns: (nullable): %NULL if there is no memory for it */
lm_real    *lm_snapshot_add (LmSnapshot       *self,
                             LmSeen            seen,
                             const LmShape    *shape);

G_END_DECLS
