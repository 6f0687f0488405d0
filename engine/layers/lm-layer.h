/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-error.h"
#include "lm-field.h"
#include "lm-initializer.h"
#include "lm-pass.h"
#include "lm-shape.h"

G_BEGIN_DECLS

typedef struct _LmLayer LmLayer;

/* A model is one stack of layers; or two parts that are trained against each other, the generator's
 * layers before the discriminator's. */
typedef enum
{
  LM_PART_MAIN,
  LM_PART_GENERATOR,
  LM_PART_DISCRIMINATOR,
  LM_N_PARTS,
} LmPart;

/* "main", "generator", "discriminator": for files, the command line, and names of parameters. */
extern const char *const lm_part_ids[LM_N_PARTS + 1];

typedef enum
{
  LM_GROUP_COMMON,
  LM_GROUP_ACTIVATION,
  LM_GROUP_LINK,
  LM_GROUP_NORM,
  LM_GROUP_PICTURE,
  LM_GROUP_SEQUENCE,
  LM_GROUP_GENERATIVE,
  LM_GROUP_SHAPE,
  LM_GROUP_AUGMENTATION,
  LM_N_GROUPS,
} LmLayerGroup;

/* Numbers inside a layer that can be watched, beside what it gives: gates, attention. */
typedef struct
{
  const char *name;      /* In code and files: never renamed. */
  const char *title;     /* Marked with N_(). */
  double      low, high; /* between which they always are; both 0: anything */
} LmTrace;

/* What a kind of layer provides. Only configure() may fail; the others run
 * inside the training step, on a layer that several shards share: they change
 * nothing but what @pass hands out, and neither allocate nor log.
 */
typedef struct
{
  const char    *id;       /* Written to project files: never renamed. */
  const char    *stem;     /* Default names are made of it: "conv" gives conv_1. */
  const char    *title;    /* Shown in the palette: marked with N_(). */
  const char    *summary;  /* One sentence for the palette: marked with N_(). */
  const char    *keywords; /* (nullable): more words that a search finds; marked with N_(). */
  LmLayerGroup   group;
  /* Drawn in a square of 26: an SVG path of absolute M, L, C, Z and "O x y r" (a disc). What
   * ends in Z is filled, as discs are; what stays open is a line, 1.6 wide with round ends. */
  const char    *glyph;
  gsize          size;     /* Size of the instance, whose first member is an LmLayer. */
  const LmField *fields;   /* Ends with a nameless row. */
  gsize          min_inputs, max_inputs; /* 0 counts as 1; max G_MAXSIZE: any number. */
  /* Step t of what it gives belongs to step t of what it reads, where both are sequences. Layers
   * after it may then ask lm_pass_get_lengths(). */
  gboolean       keeps_time;
  gboolean       mixes_time; /* It may depend on other steps too. */

  gboolean       ignores_input; /* What it gives depends on nothing before it. */
  gboolean       gives_latent;  /* What comes after it makes an example of few numbers. */
  /* Where it does: draws what it gives for one example, as new examples are made of it. */
  void     (*draw_latent) (const LmLayer *self, const LmRandom *random, lm_real *z);

  /* Sets @y from the inputs' shapes (of one example), declares parameters and memory,
   * or sets LM_ERROR_SHAPE. The fields are within their ranges already. */
  gboolean (*configure) (LmLayer *self, const LmShape *x, gsize n_inputs, LmShape *y, GError **error);
  void     (*forward)   (const LmLayer *self, LmPass *pass, LmTensor *y);
  /* Adds to the gradients of the parameters; overwrites those inputs' gradients that are asked for. */
  void     (*backward)  (const LmLayer *self, LmPass *pass, const LmTensor *y, const LmTensor *dy);

  /* Optional, for layers that ask lm_pass_get_target(): whether they understand such targets (of one
   * example). LM_ERROR_SHAPE. */
  gboolean (*check_target) (const LmLayer *self, const LmShape *target, GError **error);
  /* Optional, where it mixes time: has a layer of a stack carry from batch to batch all of earlier steps
   * that later ones depend on. Returns: whether that is possible as it is set */
  gboolean (*carry)     (LmLayer *self);
  /* Optional: the settings in words for the card, "32 filters 3 × 3".
   * Returns: (transfer full) */
  char *   (*describe)  (const LmLayer *self);

  /* Optional, for layers that need the whole batch (see lm_layer_set_partial). While training,
   * before forward() of any shard, gather() of every shard has filled its partial, and combine()
   * has merged them pairwise in a fixed tree into the total. Without combine() they are added up,
   * as they always are before backward(). A partial is zeroed before it is gathered, and stays so in a
   * shard without examples. */
  void     (*gather)           (const LmLayer *self, LmPass *pass);
  void     (*combine)          (const LmLayer *self, lm_real *into, const lm_real *other);
  void     (*gather_backward)  (const LmLayer *self, LmPass *pass, const LmTensor *y, const LmTensor *dy);

  /* Optional: once a run before the shards, also when predicting (spectral norm); once after an
   * accepted update (running statistics). */
  void     (*prepare)   (const LmLayer *self, LmPass *pass);
  void     (*commit)    (const LmLayer *self, LmPass *pass);

  /* Optional: what can be watched, ending with a nameless row. After a forward pass all that the layer
   * read, gave and kept is there still; copy_trace() writes the shard's rows from it to @out, may use
   * the scratch and overwrite what backward() alone needs. Nothing is computed unless it is watched. */
  const LmTrace *traces;
  void     (*get_trace_shape) (const LmLayer *self, gsize trace, LmShape *shape); /* of one example */
  void     (*copy_trace)      (const LmLayer *self, LmPass *pass, gsize trace, lm_real *out);

  /* Optional, for gradient penalties: the derivative ty of the answer along a direction tx of the
   * inputs (lm_pass_get_input_tangent), and the derivatives of Σ dty·ty. The latter adds to the
   * gradients of the parameters; adds to those of the inputs that are asked for, if ty depends on
   * x (is_curved); and overwrites those of the inputs' directions.
   * Where the answer is linear in what is read, is_linear serves instead: forward() and backward()
   * are then called for ty as they are for y, and leave out a bias if lm_pass_is_tangent(). */
  gboolean   is_linear, is_curved;
  void     (*tangent)          (const LmLayer *self, LmPass *pass, const LmTensor *y, LmTensor *ty);
  void     (*tangent_backward) (const LmLayer *self, LmPass *pass, const LmTensor *y, const LmTensor *dty);
} LmLayerClass;

/* A parameter is a named view of the flat block. */
typedef struct
{
  const char *name;   /* "weight" */
  LmShape     shape;
  LmInit      init;
  double      scale;  /* For lm_init_fill(), as are the fans. */
  gsize       fan_in, fan_out;
  gsize       offset; /* Elements from the block's start: set by lm_network_new(). */
  gboolean    has_zero_row;
  gsize       zero_row; /* starts as 0, whatever @init says */
} LmParam;

struct _LmLayer
{
  const LmLayerClass *klass;
  char    *name;
  GStrv    inputs;    /* Names of earlier layers; empty: the predecessor. See LM_INPUT_*. */
  LmPart   part;      /* Set by the stack only. */
  gboolean bypassed;  /* Its readers read its first input instead. */

  /* Set by configure() through the functions below; empty in a stack. */
  GArray  *params;    /* LmParam, trained */
  GArray  *buffers;   /* LmParam, not trained: running statistics */
  GArray  *kept;      /* gsize elements an example, kept from forward to backward */
  GPtrArray *constants; /* lm_real *, owned: what configure() computed */
  gsize    carried;   /* elements an example that go on from batch to batch */
  gsize    scratch;   /* elements, shared with the other layers of a shard */
  gsize    prepared;  /* elements */
  gsize    partial;   /* likewise, forward */
  gsize    partial_backward;
  guint64  macs;      /* multiply-adds an example, forward */
  gsize    n_tokens;  /* What it reads are tokens, 0 … n_tokens - 1; 0: numbers */
  gsize    n_classes; /* It asks for the example's class, 0 … n_classes - 1; 0: it does not */
  LmShape  output;    /* of one example */
};

/* Reserved names in @inputs: whatever stands before the layer; the network's input. */
#define LM_INPUT_PREVIOUS "previous"
#define LM_INPUT_NETWORK  "input"

/* The registry: lm-layer-kinds.inc. */
gsize               lm_layer_class_get_n (void);
const LmLayerClass *lm_layer_class_nth   (gsize                index);
/* Returns: (nullable) */
const LmLayerClass *lm_layer_class_find  (const char          *id);
/* Returns: the row of its traces, or -1 */
gssize              lm_layer_class_find_trace (const LmLayerClass *self,
                                               const char         *name);
/* "Common", "Activations"…, translated. */
const char         *lm_layer_group_get_title (LmLayerGroup     group);

/* A layer with its defaults. Names are 1-40 of a-z A-Z 0-9 _ -.
 * Returns: (transfer full) */
LmLayer            *lm_layer_new         (const LmLayerClass  *klass,
                                          const char          *name) G_GNUC_WARN_UNUSED_RESULT;
/* Kind, name, links and fields; not what configure() sets. */
LmLayer            *lm_layer_copy        (const LmLayer       *self) G_GNUC_WARN_UNUSED_RESULT;
void                lm_layer_free        (LmLayer             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmLayer, lm_layer_free)

gboolean            lm_layer_is_name     (const char          *name);
/* Returns: (transfer full): "32 filters 3 × 3", or "" */
char               *lm_layer_describe    (const LmLayer       *self) G_GNUC_WARN_UNUSED_RESULT;
gsize               lm_layer_get_n_params (const LmLayer      *self);

/* For configure(). */

/* Declares a parameter of @shape. Returns: its index, for lm_pass_get_value(). */
gsize               lm_layer_add_param   (LmLayer             *self,
                                          const char          *name,
                                          const LmShape       *shape,
                                          LmInit               init,
                                          double               scale,
                                          gsize                fan_in,
                                          gsize                fan_out);
/* One row of it starts as 0. */
void                lm_layer_set_zero_row (LmLayer            *self,
                                           gsize               param,
                                           gsize               row);
/* Numbers that are not trained, starting as @value; for lm_pass_get_buffer(). */
gsize               lm_layer_add_buffer  (LmLayer             *self,
                                          const char          *name,
                                          const LmShape       *shape,
                                          double               value);
/* Numbers that configure() computes once, and the layer owns. Returns: (nullable): %NULL if there is
 * not so much memory */
lm_real            *lm_layer_add_constants (LmLayer           *self,
                                            gsize              n);
/* Memory for each example that lives from forward() to backward(). */
gsize               lm_layer_add_kept    (LmLayer             *self,
                                          gsize                n_per_example);
/* What an example of a batch hands on to the one in its place in the next. */
void                lm_layer_set_carried (LmLayer             *self,
                                          gsize                n_per_example);
/* Memory within one call; the largest wish counts. */
void                lm_layer_set_scratch (LmLayer             *self,
                                          gsize                n);
/* What prepare() leaves to the shards. */
void                lm_layer_set_prepared (LmLayer            *self,
                                           gsize               n);
/* What a shard tells the others, forward and backward. */
void                lm_layer_set_partial (LmLayer             *self,
                                          gsize                n,
                                          gsize                n_backward);
void                lm_layer_set_macs    (LmLayer             *self,
                                          guint64              macs);
/* Its first input are tokens, 0 … @n - 1. */
void                lm_layer_set_n_tokens (LmLayer            *self,
                                           gsize               n);
/* It asks for the class of an example, 0 … @n - 1: lm_pass_get_target(). */
void                lm_layer_set_n_classes (LmLayer           *self,
                                            gsize              n);

G_END_DECLS
