/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"
#include "lamina-session.h"

G_BEGIN_DECLS

/* What views need of a data set, in the shapes in which they need it: made once a data set. */
typedef struct
{
  LaminaDataSet   *set;             /* referenced */
  LmSplit          split;           /* where examples are chosen from */
  LaminaInputKind  input_kind;
  LmShape          picture;
  GPtrArray       *class_names;     /* char *, ends with NULL */
  GPtrArray       *column_names;
  GArray          *scale, *offset;  /* double, by input column */
  GArray          *target_scale, *target_offset; /* the same of the targets */
  gsize            n_predictions;
  guint32         *prediction_indices;
  LmBlob          *prediction_inputs, *prediction_targets;
  guint32         *prediction_lengths; /* (nullable), as those of the batch */
  LmBlob          *batch_inputs;    /* (nullable) */
  guint32         *batch_lengths;
  GPtrArray       *token_texts, *token_signs; /* const char *; of text */
  LaminaTokenNames tokens;
  LmBlob          *points[2], *point_targets[2];
  LmBlob          *surface;         /* (nullable): the grid */
  gsize            n_surface_columns, n_surface_rows;
  double           x_min, x_max, y_min, y_max;
} LaminaSceneData;

LaminaSceneData *lamina_scene_data_new  (LaminaDataSet         *set) G_GNUC_WARN_UNUSED_RESULT;
void             lamina_scene_data_free (LaminaSceneData       *self);
/* Sets what a frame has of the data. */
void             lamina_scene_data_fill (const LaminaSceneData *self,
                                         LaminaFrame           *frame);
/* What there is without data: model and run. */
void             lamina_scene_data_fill_run    (LaminaSession         *session,
                                                LaminaFrame           *frame);
/* What the answers are, of a frame that has its network. @self: (nullable) */
void             lamina_scene_data_fill_target (const LaminaSceneData *self,
                                                LaminaFrame           *frame);
/* Examples of a split, [n, …]. Returns: (transfer full) (nullable): %NULL if there are none */
LmBlob          *lamina_scene_data_copy (const LaminaSceneData *self,
                                         LmSplit                split,
                                         const guint32         *indices,
                                         gsize                  n,
                                         gboolean               is_target) G_GNUC_WARN_UNUSED_RESULT;
/* Of a network of two parts. Returns: (transfer full) (nullable) */
LaminaForge     *lamina_scene_data_make_forge (const LaminaSceneData *self,
                                               LmNetwork             *network) G_GNUC_WARN_UNUSED_RESULT;
/* How many steps of each of them count. Returns: (transfer full) (nullable): %NULL where all do */
guint32         *lamina_scene_data_copy_lengths (const LaminaSceneData *self,
                                                 LmSplit                split,
                                                 const guint32         *indices,
                                                 gsize                  n) G_GNUC_WARN_UNUSED_RESULT;
/* Of a network with a sampling layer. Returns: (transfer full) (nullable) */
LaminaLatent    *lamina_scene_data_make_latent (const LaminaSceneData *self,
                                                LmNetwork             *network) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
