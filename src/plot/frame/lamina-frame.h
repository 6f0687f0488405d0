/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-axis.h"
#include "lamina-forge.h"
#include "lamina-latent.h"
#include "lamina-samples.h"
#include "lamina-style.h"
#include "lm-history.h"
#include "lm-snapshot.h"

G_BEGIN_DECLS

/* Probes that the views ask the trainer for. */
#define LAMINA_PROBE_EXAMPLE     1 /* one example, [1, …], the values of all layers */
#define LAMINA_PROBE_PREDICTIONS 2 /* n examples of the validation set, answers only */
#define LAMINA_PROBE_SURFACE     3 /* a grid over the plane, or along a line: answers only */
#define LAMINA_PROBE_BATCH       4 /* some dozen examples, whose values are counted */
#define LAMINA_PROBE_WINDOWS     5 /* windows that follow each other: answers only */
#define LAMINA_PROBE_SAMPLES     20 /* what a generator makes of noise: the values of its last layer */
#define LAMINA_PROBE_FAKES       21 /* what a discriminator answers to other such, */
#define LAMINA_PROBE_REALS       22 /* and to data */
#define LAMINA_PROBE_NOISE_GRID  23 /* what a generator makes of a grid of noise */
#define LAMINA_PROBE_PASSAGE     6 /* a text, and the start of it: answers only */
/* Beside those, of what cards may choose: */
#define LAMINA_PROBE_CLASS_SURFACE 100 /* + class: %LAMINA_PROBE_SURFACE of a class */
#define LAMINA_PROBE_CLASS_GRID    200 /* + class: %LAMINA_PROBE_NOISE_GRID of a class */
#define LAMINA_PROBE_OTHER_SAMPLES 1000 /* + seed: %LAMINA_PROBE_SAMPLES of other noise */
#define LAMINA_MAX_SEED 999999
/* Free runs. */
#define LAMINA_FREE_SERIES       1 /* on from one of these windows */
#define LAMINA_FREE_TEXT         2 /* on from the start of the text, at each of the temperatures */

typedef enum
{
  LAMINA_INPUT_TABLE,   /* columns of numbers */
  LAMINA_INPUT_POINTS,  /* two numbers */
  LAMINA_INPUT_NUMBER,  /* one number: a function of it is learnt */
  LAMINA_INPUT_PICTURE, /* also where a dense layer reads it as a row: see @picture */
  LAMINA_INPUT_SERIES,  /* [batch, time, features] */
  LAMINA_INPUT_TEXT,    /* [batch, time]: numbers of tokens */
} LaminaInputKind;

typedef enum
{
  LAMINA_TARGET_CLASS,   /* one column with the index; an answer holds a probability a class */
  LAMINA_TARGET_BINARY,  /* one column with @target_low or @target_high; the answer likewise */
  LAMINA_TARGET_NUMBERS, /* any numbers */
  LAMINA_TARGET_PICTURE, /* a picture of numbers 0 … 1: a mask */
  LAMINA_TARGET_ITSELF,  /* the input itself, of an autoencoder */
  LAMINA_TARGET_TOKENS,  /* at each step the next token; an answer holds a probability a token */
} LaminaTargetKind;

/* From the network's numbers back to those of the data: scale × value + offset; for each column,
 * or each channel of a picture, whose pixels are 0 (black) … 1. @n 0: they are the same; 1: one pair for all. */
typedef struct
{
  gsize         n;
  const double *scale, *offset; /* borrowed */
} LaminaScaling;

/* Windows of a series that follow each other: what %LAMINA_PROBE_WINDOWS is asked with. */
typedef struct
{
  gsize    n;                /* 0: there are none */
  LmBlob  *inputs, *targets; /* [n, time, features], [n, …] */
  guint64  time;             /* of the first target, in steps of the series from 0 */
  gsize    n_columns;        /* of the first predicted step, that are inputs too; 0: none */
  gsize    columns[LM_MAX_FEEDS]; /* which inputs */
  gsize    lag;              /* steps from the last input to the first target; 0: not known */
  gsize    start;            /* the window from which the network goes on by itself: */
  LmBlob  *start_input;      /* (nullable): [1, time, features]; %NULL: it cannot */
  gsize    n_free;           /* so many steps */
} LaminaWindows;

/* What the numbers of tokens stand for. */
typedef struct
{
  gsize              n;
  const char *const *texts; /* [n], UTF-8: "a", " ", "word" */
  const char *const *signs; /* [n]: the same to be shown by itself: "␣" */
  /* Whether a blank belongs between two words; %NULL: tokens are characters, and none does. */
  gboolean         (*are_apart) (const char *before, const char *after);
} LaminaTokenNames;

/* At how many temperatures a text is written, and which; the first is the usual one. */
#define LAMINA_N_TEMPERATURES 5
extern const double lamina_temperatures[LAMINA_N_TEMPERATURES];
/* Ids as they are written to files: "0.8", …; ends with %NULL. */
extern const char *const lamina_temperature_ids[LAMINA_N_TEMPERATURES + 1];

/* A text that the network goes on with: what %LAMINA_PROBE_PASSAGE and %LAMINA_FREE_TEXT are asked
 * with. */
typedef struct
{
  LmBlob        *inputs;     /* (nullable): [2, time]: all of it; its start, padded */
  guint32        lengths[2]; /* tokens of each */
  gboolean       is_typed;   /* It is what the user typed, and ends there. */
  LmBlob        *starts;     /* [LAMINA_N_TEMPERATURES, time]: the same start */
  gsize          n_free;     /* tokens that it writes */
  LaminaSamples *samples;    /* (nullable): what it wrote so far */
} LaminaPassage;

/* What a map's colours span. */
typedef enum
{
  LAMINA_RANGE_AUTO,   /* the view's own choice */
  LAMINA_RANGE_OWN,    /* each map for itself */
  LAMINA_RANGE_SHARED, /* all maps alike */
} LaminaRange;

/* What the user chose for one instance of a view; all zeros are the defaults. */
typedef struct
{
  guint       index;         /* Which metric, where a view is about one of several. */
  LaminaScale scale;
  LaminaRange range;
  LaminaMap   map;
  double      smoothing;     /* 0: as the width allows; else steps that count together */
  guint       temperature;   /* Index of lamina_temperatures. */
  guint       seed;          /* Of the noise: up to %LAMINA_MAX_SEED. */
  guint       n_shown;       /* Samples, at most; 0: as many as fit. */
  gboolean    has_focus;     /* The keyboard moves what the hand moves: */
  guint       end;           /* which end of a walk */
  gboolean    has_hover;     /* The pointer is over the picture, */
  double      hover_x, hover_y; /* there. */
} LaminaOptions;

/* All that a view may draw from, at one moment. A plain struct that borrows everything: the
 * caller fills it before it draws, and may copy it and change @options, @layer or @snapshot for
 * one card. All zeros (with @layer -1) are an empty project.
 */
typedef struct
{
  /* The model. */
  LmNetwork  *network;  /* (nullable): there is no valid stack */
  LmSnapshot *snapshot; /* (nullable): nothing was seen yet */
  LmHistory  *history;  /* (nullable) */

  /* The run. */
  guint64         step;            /* what is shown: the view */
  guint64         now;             /* where the branch ends; @step < @now is the past */
  guint64         steps_per_epoch; /* 0: not known */
  guint64         n_steps;         /* the planned end; 0: not known */
  gsize           n_metrics;
  const LmMetric *metrics[LM_MAX_METRICS]; /* as the columns of @history */
  const LmLoss   *loss;            /* (nullable) */
  const char     *loss_title;      /* (nullable): "cross-entropy", translated */

  /* What was chosen. */
  gssize    layer;          /* -1: none */
  gsize     example;        /* number of the example in its set, from 0 */
  gsize     n_examples;     /* of that set */
  LmBlob   *example_input;  /* (nullable): [1, …], what the probe was asked with */
  LmBlob   *example_target; /* (nullable): [1, …] */
  guint32   example_length; /* steps of it that count; 0: all */

  /* The data. */
  LaminaInputKind    input_kind;
  LaminaTargetKind   target_kind;
  double             target_low, target_high; /* of a BINARY target */
  gsize              n_classes;
  const char *const *class_names;  /* (nullable): at least @n_classes of them */
  gsize              n_columns;
  const char *const *column_names; /* (nullable): at least @n_columns of them */
  const char        *target_name;  /* (nullable) */
  LmShape            picture;      /* [1, channels, height, width]; rank 0: no pictures */
  LaminaScaling      input_scaling, target_scaling;

  /* The examples of %LAMINA_PROBE_PREDICTIONS. */
  gsize          n_predictions;
  LmBlob        *prediction_inputs;  /* (nullable): [n, …] */
  LmBlob        *prediction_targets; /* (nullable): [n, …] */
  const guint32 *prediction_indices; /* (nullable): [n], numbers in the validation set */
  const guint32 *prediction_lengths; /* (nullable): [n], steps that count; %NULL: all */

  /* The examples of %LAMINA_PROBE_BATCH. */
  LmBlob        *batch_inputs;  /* (nullable): [n, …] */
  const guint32 *batch_lengths; /* (nullable): [n], steps that count; %NULL: all */

  LaminaWindows    windows;
  LaminaTokenNames tokens;  /* of text; @n 0: there are none */
  LaminaPassage    passage;

  /* Of a generator and a discriminator. */
  const LaminaForge *forge; /* (nullable) */
  LaminaSamples     *album; /* (nullable): what it made so far of the first of the noise: see
                             * lamina_forge_get_n_kept() */
  /* Of a variational autoencoder. */
  const LaminaLatent *latent; /* (nullable) */

  /* The grid of %LAMINA_PROBE_SURFACE: rows × columns inputs, row after row, the first row at
   * @y_min; in the network's numbers. One row for a NUMBER. */
  gsize   n_surface_columns, n_surface_rows;
  double  x_min, x_max, y_min, y_max;
  LmBlob *surface_inputs; /* (nullable): from lamina_frame_make_surface() */
  /* Examples to draw over it, a few hundred: training and validation. */
  LmBlob *points[2];        /* (nullable): [n, 2] or [n, 1] */
  LmBlob *point_targets[2]; /* (nullable): [n, …] */

  LaminaOptions options;
} LaminaFrame;

void            lamina_frame_init          (LaminaFrame       *self);

/* The last of the activations that follow layer @layer directly: what its card shows is what they
 * make of it. @layer itself, if there are none. */
gssize          lamina_frame_get_docked    (const LaminaFrame *self,
                                            gssize             layer);
/* All of these are borrowed, and %NULL where there is nothing. */
const LmLayer  *lamina_frame_get_layer     (const LaminaFrame *self);
/* "weight" of the chosen layer. */
const LmTensor *lamina_frame_get_weight    (const LaminaFrame *self);
const LmTensor *lamina_frame_get_gradient  (const LaminaFrame *self);
/* What layer @layer made of the example; -1: the example. */
const LmTensor *lamina_frame_get_value     (const LaminaFrame *self,
                                            gssize             layer);
/* A trace of the chosen layer, of the example. */
const LmTensor *lamina_frame_get_trace     (const LaminaFrame *self,
                                            const char        *name);
const LmTensor *lamina_frame_get_answers   (const LaminaFrame *self,
                                            guint              probe);
/* What the generator made: of %LAMINA_PROBE_SAMPLES or %LAMINA_PROBE_NOISE_GRID. */
const LmTensor *lamina_frame_get_made      (const LaminaFrame *self,
                                            guint              probe);
/* Of the noise that the options choose. */
const LmTensor *lamina_frame_get_samples   (const LaminaFrame *self);
/* The class that the options choose, of those that a generator is told; -1: it is told none. */
gssize          lamina_frame_get_forge_class (const LaminaFrame *self);
/* What a discriminator answers over the plane, and what the generator makes of a grid of noise: where
 * they are told a class, of the one that the options choose. */
const LmTensor *lamina_frame_get_plane     (const LaminaFrame *self);
const LmTensor *lamina_frame_get_noise_grid (const LaminaFrame *self);
/* Of the chosen layer; of its values as lamina_frame_get_docked() has them. */
const LmHistogram *lamina_frame_get_histogram (const LaminaFrame *self,
                                               LmQuantity         quantity);

gboolean        lamina_frame_is_past       (const LaminaFrame *self);
/* Epoch of @step, from 1; 0 where it is not known. */
guint64         lamina_frame_get_epoch     (const LaminaFrame *self,
                                            guint64            step);
/* "Ankle boot", or "class 9". Returns: (transfer full) */
char           *lamina_frame_write_class   (const LaminaFrame *self,
                                            gsize              index) G_GNUC_WARN_UNUSED_RESULT;
/* "sepal_length", or "x₁". Returns: (transfer full) */
char           *lamina_frame_write_column  (const LaminaFrame *self,
                                            gsize              index) G_GNUC_WARN_UNUSED_RESULT;
double          lamina_scaling_apply       (const LaminaScaling *self,
                                            gsize              index,
                                            double             value);
/* The grid's inputs, as the fields above say: [rows × columns, 2], or [columns, 1] for a NUMBER.
 * Returns: (transfer full) (nullable): %NULL if there is no memory */
LmBlob         *lamina_frame_make_surface  (const LaminaFrame *self) G_GNUC_WARN_UNUSED_RESULT;
/* Where row @index of the grid lies, in the network's numbers. */
void            lamina_frame_get_place     (const LaminaFrame *self,
                                            gsize              index,
                                            double            *x,
                                            double            *y);
/* The class of a target's row, -1 if it is none. */
gssize          lamina_frame_get_class     (const LaminaFrame *self,
                                            const LmTensor    *targets,
                                            gsize              row);
/* The class that an answer's row gives most to, -1 if that is no number. @share: (out) (optional):
 * how much */
gssize          lamina_frame_get_best      (const LaminaFrame *self,
                                            const LmTensor    *answers,
                                            gsize              row,
                                            double            *share);

G_END_DECLS
