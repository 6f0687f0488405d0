/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-histogram.h"
#include "lm-network.h"
#include "lm-source.h"

G_BEGIN_DECLS

/* What the open views want to see. Counted; immutable once it is handed over:
 * a change is a new watch.
 */
typedef struct _LmWatch LmWatch;

/* Numbers that are told in short: by a norm or a histogram rather than a copy. */
typedef enum
{
  LM_QUANTITY_WEIGHTS,   /* the parameters of a layer */
  LM_QUANTITY_GRADIENTS, /* theirs, as lm_watch_add_gradients() has them */
  LM_QUANTITY_VALUES,    /* what a layer made of a probe's examples */
} LmQuantity;

/* A few examples that are sent through the network, as prediction does it, for a snapshot. */
typedef struct
{
  guint    id;         /* Chosen by the caller, to find the result. */
  LmBlob  *input;      /* owned: [n, …] */
  gboolean all_layers; /* The values of every layer, or the answers only. */
  guint32 *lengths;    /* owned, nullable: [n], of sequences with padding */
  LmBlob  *targets;    /* owned, nullable: [n, …], for layers that read them */
  gsize    first, end; /* Layers [first, end) only; @end 0: to the last one. */
  GArray  *layers;     /* owned, nullable: gsize: whose values, beside the answers */
} LmProbe;

/* How an answer becomes an input: scale × answer + offset. */
#define LM_MAX_FEEDS 8
typedef struct
{
  gsize  column; /* of the input */
  double scale, offset;
} LmFeed;

/* Sequences that the network goes on with by itself: what it answers for the last step is the next
 * step, and so on. Of text, a network that can go step by step (lm_network_new_carrying()) remembers
 * all; else it reads as much of the end as it takes. It is done between two steps of training, in a
 * small share of the time, and all of it when training pauses.
 */
typedef struct
{
  guint    id;         /* Chosen by the caller, to find the result. */
  LmBlob  *input;      /* owned: [n, time, features] of numbers, or [n, time] of tokens; n up to 64 */
  guint32 *lengths;    /* owned, nullable: [n]: how many steps there are at first; else all */
  gsize    n_steps;    /* to be added to each, up to 4096 */

  /* Of tokens; NULL for numbers. Owned: [n]: a token is drawn by its probability to the power of
   * 1 / temperature; with 0 it is the most probable one. The same seed draws alike in each step. */
  double  *temperatures;
  guint64  seed;

  /* Of numbers: what is read of each of an answer's first numbers. The other columns stay as they are
   * in the last step. */
  gsize    n_feeds;    /* at least 1 */
  LmFeed   feeds[LM_MAX_FEEDS];
} LmFreeRun;

LmWatch *lm_watch_new        (void) G_GNUC_WARN_UNUSED_RESULT;
LmWatch *lm_watch_ref        (LmWatch *self);
void     lm_watch_unref      (LmWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmWatch, lm_watch_unref)

/* Parameters and buffers of a layer; their gradients of the last step or, before the first one, of the
 * step that would be next. What is asked for twice is copied once. */
void     lm_watch_add_params    (LmWatch *self,
                                 gsize    layer);
void     lm_watch_add_gradients (LmWatch *self,
                                 gsize    layer);
/* Norms of the weights and of the gradients, of all layers: far cheaper than copies. */
void     lm_watch_add_norms     (LmWatch *self);
/* Of weights without biases: parameters of two dimensions or more, where a layer has such; and of their
 * gradients. @probe: for VALUES: of a probe that was added, of whose examples the first 1024 count; else 0 */
void     lm_watch_add_histogram (LmWatch   *self,
                                 LmQuantity quantity,
                                 gsize      layer,
                                 guint      probe);
/* (transfer full) @input */
void     lm_watch_add_probe     (LmWatch *self,
                                 guint    id,
                                 LmBlob  *input,
                                 gboolean all_layers);
/* How many steps count of each sequence in the probe that was added last; @lengths [n] is copied. */
void     lm_watch_set_lengths   (LmWatch       *self,
                                 const guint32 *lengths);
/* The same for the targets of its examples, for layers that read them (a class condition). */
void     lm_watch_set_targets   (LmWatch       *self,
                                 LmBlob        *targets);
/* The probe that was added last goes through layers [@first, @end) only, @end 0 being the last one:
 * what they read of the layers before is the input, a row of which has that shape. There are answers if
 * it goes to the end. */
void     lm_watch_set_stretch   (LmWatch       *self,
                                 gsize          first,
                                 gsize          end);
/* The values of one layer of the probe that was added last, without those of all. */
void     lm_watch_add_values    (LmWatch       *self,
                                 gsize          layer);
/* Numbers inside @layer, by a name of its class' traces, for a probe that is added too. Where the
 * layer has none of that name, or the probe does not go through it, nothing is seen. */
void     lm_watch_add_trace     (LmWatch    *self,
                                 guint       probe,
                                 gsize       layer,
                                 const char *name);
/* Copies @run; references the input. */
void     lm_watch_add_free_run  (LmWatch         *self,
                                 const LmFreeRun *run);
gboolean lm_watch_is_empty      (const LmWatch *self);
gboolean lm_watch_has_gradients (const LmWatch *self);

/* What was seen after one step: immutable, counted, for any thread. */
typedef struct _LmSnapshot LmSnapshot;

LmSnapshot     *lm_snapshot_ref          (LmSnapshot       *self);
void            lm_snapshot_unref        (LmSnapshot       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmSnapshot, lm_snapshot_unref)

guint64         lm_snapshot_get_step     (const LmSnapshot *self);
LmNetwork      *lm_snapshot_get_network  (const LmSnapshot *self);
/* All are borrowed, and %NULL if the watch did not ask. */
const LmTensor *lm_snapshot_get_param    (const LmSnapshot *self,
                                          gsize             layer,
                                          const char       *name);
const LmTensor *lm_snapshot_get_gradient (const LmSnapshot *self,
                                          gsize             layer,
                                          const char       *name);
/* @layer -1 is the input. */
const LmTensor *lm_snapshot_get_value    (const LmSnapshot *self,
                                          guint             probe,
                                          gssize            layer);
/* [n, …]: probabilities where the loss gives such. */
const LmTensor *lm_snapshot_get_answer   (const LmSnapshot *self,
                                          guint             probe);
/* [n, …], n the examples of the probe; see the layer's file. */
const LmTensor *lm_snapshot_get_trace    (const LmSnapshot *self,
                                          guint             probe,
                                          gsize             layer,
                                          const char       *name);
/* Whether there are norms of that: of gradients there are none before a step can be made. */
gboolean        lm_snapshot_has_norms    (const LmSnapshot *self,
                                          LmQuantity        quantity);
/* √Σx² of a layer's parameters, or of their gradients: NaN if there is none, or one is NaN. */
double          lm_snapshot_get_norm     (const LmSnapshot *self,
                                          LmQuantity        quantity,
                                          gsize             layer);
/* [n, n_steps, n_feeds]: the answers; of tokens [n, n_steps, 2]: each one, and the probability that the
 * network gave it. @step: (out) (optional): when: a free run is not repeated for each snapshot */
const LmTensor *lm_snapshot_get_free_run (const LmSnapshot *self,
                                          guint             id,
                                          guint64          *step);
/* Returns: (nullable) */
const LmHistogram *lm_snapshot_get_histogram (const LmSnapshot *self,
                                              LmQuantity        quantity,
                                              gsize             layer,
                                              guint             probe);

G_END_DECLS
