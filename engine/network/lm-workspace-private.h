/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-network-private.h"
#include "lm-workspace.h"

G_BEGIN_DECLS

/* A layer's tensors in one shard. */
typedef struct
{
  LmTensor   y;
  LmTensor   dy;       /* where the layer has a gradient */
  LmTensor  *grads;    /* of the parameters: views of the shard's gradients */
  lm_real  **kept;
  lm_real   *prepared; /* in the first shard, for all */
  lm_real   *partial, *partial_backward;
  LmTensor **dx;       /* where to write the inputs' gradients: NULL, a dy or one of @extra */
  LmTensor  *extra;    /* gradients that are added to a dy which another reader wrote first */
} LmSlot;

/* A layer's directions, where a penalty is on how fast its answer changes; as in LmSlot. */
typedef struct
{
  LmTensor   ty, dty;
  LmTensor **dtx;
  LmTensor  *extra;
} LmTangent;

typedef struct
{
  LmTensor   tx;     /* of what the discriminator reads */
  LmTangent *slots;  /* of each layer; only those of the discriminator have memory */
  lm_real   *memory; /* owned */
} LmTangents;

struct _LmPass
{
  LmWorkspace   *workspace;
  const LmState *state;
  gboolean       is_training;
  gsize          batch_size;
  gsize          first_row, n_rows;
  gsize          index;     /* of the shard */
  gsize          layer;     /* that is running */
  gboolean       is_gathering_backward, is_backward; /* which partial and total it sees */
  LmTensor       input, target, answer, verdict; /* this shard's rows */
  const guint32 *lengths;   /* of this shard's rows; NULL: all are whole */
  LmSlot        *slots;
  lm_real       *scratch;
  lm_real       *gradients; /* flat block */
  LmTangents    *tangents;   /* owned, nullable */
  gboolean       is_tangent; /* Layers read and give directions. */
  LmResult       result;
  lm_real       *memory;    /* owned: gradients of parameters, partials */
  lm_real       *arena;     /* where the rest lies now: values, their gradients, kept, scratch */
  GPtrArray     *places;    /* lm_real **: the pointers into it */
};

typedef enum
{
  LM_OP_GATHER,
  LM_OP_FORWARD,
  LM_OP_LOSS,
  LM_OP_GATHER_BACKWARD,
  LM_OP_BACKWARD,
} LmOpKind;

typedef struct
{
  LmOpKind kind;
  gsize    layer;
} LmOp;

/* Operations that every shard runs without looking at the others. If the last one
 * gathers, the shards' partials of its layer meet afterwards. */
typedef struct
{
  gsize first, n;
} LmSegment;

/* Of the program the stretch that a run goes through: all of it, but where a model of two parts is
 * trained. */
typedef struct
{
  gsize           first, end;     /* layers that run forward; the loss too if they are all to the last */
  const LmTensor *input;          /* what they read in place of layers before @first; NULL: these */
  gsize           first_backward; /* layers from here on run backward */
  gsize           first_held;     /* Of the parameters of layers from here on nobody asks for gradients;
                                     0: of all somebody does. */
  gboolean        adds;           /* gradients are added to those of the run before */
  double          verdict;        /* what the discriminator's answers are compared with */
  guint32         draw;           /* tells the random numbers of one step's runs apart */
} LmStretch;

/* What an update changes, and how. */
typedef struct
{
  gsize              first, end; /* elements of the flat block */
  const LmOptimizer *optimizer;
  double             rate;
  double             clip;       /* of the numbers after it; 0: none */
  guint64            step;       /* which update of these elements it is: the first is 1 */
  gboolean           is_at_once; /* The state takes the new numbers, finite or not, */
  lm_real          **old;        /* (nullable) and those before it are copied here. */
} LmRange;

struct _LmWorkspace
{
  LmNetwork *network;
  LmPool    *pool;
  gsize      capacity;
  LmWork     work;
  gsize      n_shards;
  LmPass    *passes;
  lm_real  **arenas;                /* owned: of each shard; or, if they share, of each thread */
  gsize      n_arenas;
  gboolean   is_sharing;
  gsize      slice;                 /* rows of a shard that go through the program at once */
  LmTensor   input, target, answer; /* [capacity, …], owned */
  LmTensor   verdict;               /* of two parts, while training: likewise */
  LmTensor   mix;                   /* where there is a gradient penalty: likewise */
  guint32   *lengths;               /* [capacity], owned */
  gboolean   has_lengths;
  /* Of each stateful layer [capacity, n_per_example], owned: what the last run handed on, and, where
   * no state carries it, what the next run begins with. */
  lm_real   *next_carried, *carried;
  gboolean   is_carrying;

  GArray    *ops;        /* LmOp */
  GArray    *segments;   /* LmSegment */

  /* Of one run. */
  const LmTraining *training;
  const LmState    *state;
  const LmSegment  *segment;
  LmStretch         stretch;
  gboolean          compares; /* the answers with the targets, */
  double            weight;   /* which count so much */
  LmTensor        **values;  /* of each layer: views of the state's parameters */
  LmTensor        **buffers;

  /* Of an update: the numbers after it, and which chunks came out finite. */
  lm_real   *next[LM_MAX_BLOCKS];
  gsize      n_next;
  lm_real   *old_buffers; /* the state's before it */
  gsize      chunk, n_chunks;
  double    *chunk_sums;
  gboolean  *chunk_is_finite;
  LmState   *updated;
  LmRange    range;
  double     penalty; /* its weight, in a run of it */
  double     clip_scale;
};

/* lm-workspace-run.c */

/* Through the network's whole program. */
LmStretch lm_workspace_get_whole   (const LmWorkspace *self);
/* What comes before and after the program: layers prepare the run; and the shards' results become
 * one, in the first shard's place. */
void      lm_workspace_begin_run   (LmWorkspace       *self,
                                    const LmState     *state,
                                    const LmTraining  *training,
                                    const LmStretch   *stretch,
                                    gsize              n_rows,
                                    gboolean           is_training);
const LmResult *lm_workspace_add_results (LmWorkspace *self);
void      lm_pass_run_op           (LmPass            *self,
                                    const LmOp        *op);
void      lm_workspace_run         (LmWorkspace       *self,
                                    const LmState     *state,
                                    const LmTraining  *training,
                                    const LmStretch   *stretch,
                                    gsize              n_rows,
                                    gboolean           is_training,
                                    LmResult          *result);

/* lm-workspace-ops.c */
void     lm_workspace_list_ops     (LmWorkspace *self);
void     lm_workspace_clear_ops    (LmWorkspace *self);

/* lm-workspace-memory.c */

/* Which rows of a shard go through at once, and how many arenas it takes. The former has nothing to
 * do with the number of threads, since the order of sums depends on it. */
void     lm_workspace_choose_slice (LmWorkspace       *self,
                                    gsize              n_threads);
/* Returns: the elements in all; %G_MAXSIZE if that overflows */
gsize    lm_workspace_get_n_elements (const LmWorkspace *self,
                                      gsize              n_arena,
                                      gsize              n_results);
/* @n_elements: in all; %G_MAXSIZE: more than can be counted. @error: %LM_ERROR_MEMORY */
gboolean lm_workspace_check_memory (const LmWorkspace *self,
                                    gsize              n_elements,
                                    GError           **error);

/* lm-workspace-plan.c */
void     lm_workspace_init_passes  (LmWorkspace *self);
/* Elements of scratch in an arena. */
gsize    lm_workspace_get_scratch  (const LmWorkspace *self);
/* Returns: the elements of an arena; %G_MAXSIZE if that overflows
 * @n_results: the elements that each pass has for itself */
gsize    lm_workspace_measure      (LmWorkspace *self,
                                    gsize       *n_results);
gboolean lm_workspace_plan         (LmWorkspace *self,
                                    GError     **error);
void     lm_workspace_clear_plan   (LmWorkspace *self);
/* The pass works in the arena from here on. */
void     lm_pass_move              (LmPass      *self,
                                    lm_real     *arena);

/* lm-workspace-carry.c */
gboolean lm_workspace_init_carried  (LmWorkspace *self,
                                     GError     **error);
void     lm_workspace_clear_carried (LmWorkspace *self);
/* What the examples of the last run handed on, to @to of each layer [@n_rows, n_per_example]. */
void     lm_workspace_hand_on       (LmWorkspace *self,
                                     lm_real     *to,
                                     gsize        n_rows);

/* lm-workspace-loss.c */

/* Σ of the weights of what the loss compares in the first @n_rows examples. */
double          lm_workspace_get_weight (const LmWorkspace *self,
                                         gsize              n_rows);
/* What @layer gives in this shard; -1: its input. */
const LmTensor *lm_pass_get_output      (const LmPass      *self,
                                         gssize             layer);
/* Answers, loss and metrics; while training the loss' gradient. */
void            lm_pass_run_loss        (LmPass            *self);

/* lm-penalty.c */

/* Memory for it, if the network has a penalty. */
gboolean  lm_workspace_init_penalty  (LmWorkspace      *self,
                                      GError          **error);
void      lm_workspace_clear_penalty (LmWorkspace      *self);
/* Elements that every shard needs for it. */
gsize     lm_workspace_get_penalty_size (const LmWorkspace *self);
/* Of the discriminator at places between the data in the input and what the generator made last:
 * the gradients become those of @weight × mean (|g| - 1)², g the gradient at the place.
 * @result: fit: Σ of that; gradient_norm: Σ |g| */
void      lm_workspace_run_penalty   (LmWorkspace      *self,
                                      const LmState    *state,
                                      const LmTraining *training,
                                      double            weight,
                                      guint32           draw,
                                      gsize             n_rows,
                                      LmResult         *result);

/* lm-workspace-update.c */
typedef enum
{
  LM_HOOK_PREPARE, /* before the shards run */
  LM_HOOK_COMMIT,  /* after an update */
} LmHook;

gboolean lm_workspace_init_update   (LmWorkspace *self,
                                     GError     **error);
void     lm_workspace_clear_update  (LmWorkspace *self);
/* The shards' gradients of some parameters become one, in the first shard's place. */
void     lm_workspace_add_gradients (LmWorkspace   *self,
                                     gsize          first,
                                     gsize          end);
/* Computes what comes after the update of @range, for which gradients were added up, in @next.
 * Returns: %FALSE if any number came out not finite */
gboolean lm_workspace_compute_update (LmWorkspace      *self,
                                      LmState          *state,
                                      const LmTraining *training,
                                      const LmRange    *range,
                                      const char      **bad);
/* The first buffer that is not finite; %NULL: all are. */
const char *lm_workspace_find_bad_buffer (const LmWorkspace *self,
                                          const LmState     *state);
void     lm_workspace_foreach_layer (LmWorkspace *self,
                                     LmHook       hook);

/* lm-pass.c */
/* These rows of the batch are the ones it works on. */
void     lm_pass_set_rows          (LmPass            *self,
                                    gsize              first,
                                    gsize              n);
void     lm_pass_prepare           (LmPass            *self,
                                    const LmState     *state,
                                    gboolean           is_training,
                                    gsize              n_rows);

G_END_DECLS
