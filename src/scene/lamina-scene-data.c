/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-generator.h"

#define N_PREDICTIONS 12
/* For histograms; fewer of large examples. */
#define N_BATCH 64
#define MAX_BATCH_NUMBERS 200000
#define MAX_POINTS 400
/* For a discriminator's scores. */
#define N_REALS 256
#define MAX_REAL_NUMBERS 1000000
/* On a latent map. */
#define N_CODES 400
#define SURFACE_SIZE 100
#define N_LINE 200
/* How far the surface reaches beyond the data. */
#define MARGIN 0.15

LmBlob *
lamina_scene_data_copy (const LaminaSceneData *self,
                        LmSplit                split,
                        const guint32         *indices,
                        gsize                  n,
                        gboolean               is_target)
{
  LmShape shape = is_target ? *lamina_data_set_get_target_shape (self->set)
                            : *lamina_data_set_get_input_shape (self->set);
  LmBlob *blob;

  if (n == 0)
    return NULL;

  shape.dim[0] = n;
  blob = lm_blob_new (&shape);
  for (gsize i = 0; blob != NULL && i < n; i++)
    {
      LmTensor row = lm_tensor_rows (&blob->tensor, i, 1);

      if (is_target)
        lamina_data_set_copy_target (self->set, split, indices[i], &row);
      else
        lamina_data_set_copy_example (self->set, split, indices[i], &row);
    }

  return blob;
}

guint32 *
lamina_scene_data_copy_lengths (const LaminaSceneData *self,
                                LmSplit                split,
                                const guint32         *indices,
                                gsize                  n)
{
  guint32 *lengths;

  if (!lamina_data_set_has_lengths (self->set) || n == 0)
    return NULL;

  lengths = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    lengths[i] = (guint32) lamina_data_set_get_length (self->set, split, indices[i]);

  return lengths;
}

static void
lamina_scene_data_find_kind (LaminaSceneData *self)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->set);
  const gboolean is_row = shape->rank == 2;

  switch (lamina_data_set_get_input_kind (self->set))
    {
    case LAMINA_DATA_INPUT_PICTURE:
      self->input_kind = LAMINA_INPUT_PICTURE;
      self->picture = *shape;
      break;
    case LAMINA_DATA_INPUT_SERIES:
      self->input_kind = LAMINA_INPUT_SERIES;
      break;
    case LAMINA_DATA_INPUT_TEXT:
      self->input_kind = LAMINA_INPUT_TEXT;
      break;
    case LAMINA_DATA_INPUT_POINTS:
    case LAMINA_DATA_INPUT_TABLE:
    default:
      self->input_kind = is_row && shape->dim[1] == 2   ? LAMINA_INPUT_POINTS
                         : is_row && shape->dim[1] == 1 ? LAMINA_INPUT_NUMBER
                                                        : LAMINA_INPUT_TABLE;
      break;
    }
}

/* The raw value that is shown as white. */
static double
get_white (LaminaDataSet          *set,
           const LaminaDataColumn *column)
{
  if (lamina_data_set_get_picture (set, LM_SPLIT_TRAINING, 0) != NULL)
    return G_MAXUINT8;

  return column->max > 0 ? column->max : 1;
}

static void
lamina_scene_data_take_names (LaminaSceneData *self)
{
  for (gsize i = 0; i < lamina_data_set_get_n_classes (self->set); i++)
    g_ptr_array_add (self->class_names, g_strdup (lamina_data_set_get_class_name (self->set, i)));
  g_ptr_array_add (self->class_names, NULL);

  for (gsize i = 0; i < lamina_data_set_get_n_columns (self->set); i++)
    {
      const LaminaDataColumn *column = lamina_data_set_get_column (self->set, i);
      const double white = self->input_kind == LAMINA_INPUT_PICTURE ? get_white (self->set, column)
                                                                    : 1;
      const double scale = column->divisor / white;
      const double offset = column->shift / white;

      g_ptr_array_add (self->column_names, g_strdup (column->name));
      g_array_append_val (self->scale, scale);
      g_array_append_val (self->offset, offset);
    }
  g_ptr_array_add (self->column_names, NULL);

  for (gsize i = 0; i < lamina_data_set_get_n_targets (self->set); i++)
    {
      const LaminaDataColumn *target = lamina_data_set_get_target_column (self->set, i);

      g_array_append_val (self->target_scale, target->divisor);
      g_array_append_val (self->target_offset, target->shift);
    }
}

static void
lamina_scene_data_take_tokens (LaminaSceneData *self)
{
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (self->set);
  const gsize n = vocabulary != NULL ? lamina_vocabulary_get_n (vocabulary) : 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint32 id = (guint32) i;

      g_ptr_array_add (self->token_texts, (gpointer) lamina_vocabulary_get_token (vocabulary, id));
      g_ptr_array_add (self->token_signs,
                       (gpointer) lamina_vocabulary_get_printable (vocabulary, id));
    }
  self->tokens = (LaminaTokenNames) {
    .n = n,
    .texts = (const char *const *) self->token_texts->pdata,
    .signs = (const char *const *) self->token_signs->pdata,
  };
  if (n > 0 && lamina_vocabulary_get_unit (vocabulary) == LAMINA_TOKENS_WORDS)
    self->tokens.are_apart = lamina_tokens_are_apart;
}

static void
lamina_scene_data_take_predictions (LaminaSceneData *self)
{
  const gsize n = lamina_data_set_get_n_examples (self->set, self->split);

  self->n_predictions = MIN (N_PREDICTIONS, n);
  self->prediction_indices = g_new (guint32, N_PREDICTIONS);
  for (gsize i = 0; i < self->n_predictions; i++)
    self->prediction_indices[i] = (guint32) i;

  self->prediction_inputs = lamina_scene_data_copy (self, self->split, self->prediction_indices,
                                                    self->n_predictions, FALSE);
  self->prediction_targets = lamina_scene_data_copy (self, self->split, self->prediction_indices,
                                                     self->n_predictions, TRUE);
  self->prediction_lengths = lamina_scene_data_copy_lengths (self, self->split,
                                                             self->prediction_indices,
                                                             self->n_predictions);
}

/* @n examples that are spread evenly over the split, or fewer; (transfer full) */
static guint32 *
lamina_scene_data_spread (const LaminaSceneData *self,
                          LmSplit                split,
                          gsize                 *n)
{
  const gsize n_examples = lamina_data_set_get_n_examples (self->set, split);
  guint32 *indices;

  *n = MIN (*n, n_examples);
  indices = g_new (guint32, *n + 1);
  for (gsize i = 0; i < *n; i++)
    indices[i] = (guint32) (i * n_examples / *n);

  return indices;
}

static void
lamina_scene_data_take_batch (LaminaSceneData *self)
{
  const gsize n_numbers = lm_shape_get_n_columns (lamina_data_set_get_input_shape (self->set));
  gsize n = CLAMP (MAX_BATCH_NUMBERS / MAX (n_numbers, 1), 1, N_BATCH);
  g_autofree guint32 *indices = lamina_scene_data_spread (self, self->split, &n);

  self->batch_inputs = lamina_scene_data_copy (self, self->split, indices, n, FALSE);
  self->batch_lengths = lamina_scene_data_copy_lengths (self, self->split, indices, n);
}

LaminaLatent *
lamina_scene_data_make_latent (const LaminaSceneData *self,
                               LmNetwork             *network)
{
  const gsize n_numbers = lm_shape_get_n_columns (lamina_data_set_get_input_shape (self->set));
  gsize n = CLAMP (MAX_REAL_NUMBERS / MAX (n_numbers, 1), 16, N_CODES);
  g_autofree guint32 *indices = NULL;
  g_autofree int *classes = NULL;
  LmBlob *inputs;

  if (lm_network_find_latent (network) < 0)
    return NULL;

  indices = lamina_scene_data_spread (self, self->split, &n);
  inputs = lamina_scene_data_copy (self, self->split, indices, n, FALSE);
  if (inputs == NULL)
    return NULL;

  classes = g_new (int, n);
  for (gsize i = 0; i < n; i++)
    classes[i] = lamina_data_set_get_label (self->set, self->split, indices[i]);

  return lamina_latent_new (network, inputs, g_steal_pointer (&classes),
                            g_steal_pointer (&indices));
}

LaminaForge *
lamina_scene_data_make_forge (const LaminaSceneData *self,
                              LmNetwork             *network)
{
  const gsize n_numbers = lm_shape_get_n_columns (lamina_data_set_get_input_shape (self->set));
  gsize n = CLAMP (MAX_REAL_NUMBERS / MAX (n_numbers, 1), 16, N_REALS);
  g_autofree guint32 *indices = lamina_scene_data_spread (self, LM_SPLIT_TRAINING, &n);

  return lamina_forge_new (network,
                           lamina_scene_data_copy (self, LM_SPLIT_TRAINING, indices, n, FALSE),
                           lamina_scene_data_copy (self, LM_SPLIT_TRAINING, indices, n, TRUE),
                           self->class_names->len - 1, self->picture.rank == 4);
}

static void
lamina_scene_data_take_points (LaminaSceneData *self,
                               LmSplit          split,
                               gsize            which)
{
  gsize n_points = MAX_POINTS;
  g_autofree guint32 *indices = lamina_scene_data_spread (self, split, &n_points);

  self->points[which] = lamina_scene_data_copy (self, split, indices, n_points, FALSE);
  self->point_targets[which] = lamina_scene_data_copy (self, split, indices, n_points, TRUE);
}

/* The column's range in the network's numbers, with a margin. */
static void
lamina_scene_data_get_range (const LaminaSceneData *self,
                             gsize                  index,
                             double                *min,
                             double                *max)
{
  const LaminaDataColumn *column = lamina_data_set_get_column (self->set, index);
  const double low = (column->min - column->shift) / column->divisor;
  const double high = (column->max - column->shift) / column->divisor;
  const double margin = high > low ? MARGIN * (high - low) : 1;

  *min = low - margin;
  *max = high + margin;
}

static void
lamina_scene_data_take_surface (LaminaSceneData *self)
{
  const gboolean is_line = self->input_kind == LAMINA_INPUT_NUMBER;
  LaminaFrame frame;

  self->n_surface_columns = is_line ? N_LINE : SURFACE_SIZE;
  self->n_surface_rows = is_line ? 1 : SURFACE_SIZE;
  lamina_scene_data_get_range (self, 0, &self->x_min, &self->x_max);
  if (!is_line)
    lamina_scene_data_get_range (self, 1, &self->y_min, &self->y_max);

  lamina_frame_init (&frame);
  lamina_scene_data_fill (self, &frame);
  self->surface = lamina_frame_make_surface (&frame);
}

LaminaSceneData *
lamina_scene_data_new (LaminaDataSet *set)
{
  LaminaSceneData *self = g_new0 (LaminaSceneData, 1);

  self->set = lamina_data_set_ref (set);
  self->split = lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION) > 0 ? LM_SPLIT_VALIDATION
                                                                              : LM_SPLIT_TRAINING;
  self->class_names = g_ptr_array_new_with_free_func (g_free);
  self->column_names = g_ptr_array_new_with_free_func (g_free);
  self->scale = g_array_new (FALSE, FALSE, sizeof (double));
  self->offset = g_array_new (FALSE, FALSE, sizeof (double));
  self->target_scale = g_array_new (FALSE, FALSE, sizeof (double));
  self->target_offset = g_array_new (FALSE, FALSE, sizeof (double));

  self->token_texts = g_ptr_array_new ();
  self->token_signs = g_ptr_array_new ();

  lamina_scene_data_find_kind (self);
  lamina_scene_data_take_names (self);
  lamina_scene_data_take_tokens (self);
  lamina_scene_data_take_predictions (self);
  lamina_scene_data_take_batch (self);
  if (self->input_kind == LAMINA_INPUT_POINTS || self->input_kind == LAMINA_INPUT_NUMBER)
    {
      lamina_scene_data_take_points (self, LM_SPLIT_TRAINING, 0);
      lamina_scene_data_take_points (self, LM_SPLIT_VALIDATION, 1);
      lamina_scene_data_take_surface (self);
    }

  return self;
}

void
lamina_scene_data_free (LaminaSceneData *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->points); i++)
    {
      g_clear_pointer (&self->points[i], lm_blob_unref);
      g_clear_pointer (&self->point_targets[i], lm_blob_unref);
    }
  g_clear_pointer (&self->surface, lm_blob_unref);
  g_clear_pointer (&self->prediction_inputs, lm_blob_unref);
  g_clear_pointer (&self->prediction_targets, lm_blob_unref);
  g_clear_pointer (&self->batch_inputs, lm_blob_unref);
  g_free (self->prediction_indices);
  g_free (self->prediction_lengths);
  g_free (self->batch_lengths);
  g_ptr_array_unref (self->token_texts);
  g_ptr_array_unref (self->token_signs);
  g_array_unref (self->scale);
  g_array_unref (self->offset);
  g_array_unref (self->target_scale);
  g_array_unref (self->target_offset);
  g_ptr_array_unref (self->class_names);
  g_ptr_array_unref (self->column_names);
  lamina_data_set_unref (self->set);
  g_free (self);
}

void
lamina_scene_data_fill (const LaminaSceneData *self,
                        LaminaFrame           *frame)
{
  frame->n_examples = lamina_data_set_get_n_examples (self->set, self->split);
  frame->input_kind = self->input_kind;
  frame->n_classes = self->class_names->len - 1;
  frame->class_names = frame->n_classes > 0 ? (const char *const *) self->class_names->pdata : NULL;
  frame->n_columns = self->column_names->len - 1;
  frame->column_names = (const char *const *) self->column_names->pdata;
  frame->target_name = lamina_data_set_get_n_targets (self->set) > 0
                         ? lamina_data_set_get_target_column (self->set, 0)->name
                         : NULL;
  frame->picture = self->picture;
  frame->input_scaling = (LaminaScaling) { self->scale->len, (const double *) self->scale->data,
                                           (const double *) self->offset->data };
  frame->target_scaling = (LaminaScaling) { self->target_scale->len,
                                            (const double *) self->target_scale->data,
                                            (const double *) self->target_offset->data };

  frame->n_predictions = self->n_predictions;
  frame->prediction_inputs = self->prediction_inputs;
  frame->prediction_targets = self->prediction_targets;
  frame->prediction_indices = self->prediction_indices;
  frame->prediction_lengths = self->prediction_lengths;
  frame->batch_inputs = self->batch_inputs;
  frame->batch_lengths = self->batch_lengths;
  frame->tokens = self->tokens;

  frame->surface_inputs = self->surface;
  frame->n_surface_columns = self->n_surface_columns;
  frame->n_surface_rows = self->n_surface_rows;
  frame->x_min = self->x_min;
  frame->x_max = self->x_max;
  frame->y_min = self->y_min;
  frame->y_max = self->y_max;
  frame->surface_inputs = self->surface;
  for (gsize i = 0; i < G_N_ELEMENTS (self->points); i++)
    {
      frame->points[i] = self->points[i];
      frame->point_targets[i] = self->point_targets[i];
    }
}

/* Two classes and one answer: how far it is from one to the other. */
void
lamina_scene_data_fill_target (const LaminaSceneData *self,
                               LaminaFrame           *frame)
{
  const LaminaDataTarget target = self != NULL ? lamina_data_set_get_target_kind (self->set)
                                               : LAMINA_DATA_TARGET_VALUES;
  const gsize n_outputs = frame->network != NULL
                            ? lm_shape_get_n_columns (lm_network_get_output (frame->network))
                            : 0;

  if (target == LAMINA_DATA_TARGET_INPUT)
    frame->target_kind = LAMINA_TARGET_ITSELF;
  else if (target == LAMINA_DATA_TARGET_PICTURE)
    frame->target_kind = LAMINA_TARGET_PICTURE;
  else if (target == LAMINA_DATA_TARGET_TOKENS)
    frame->target_kind = LAMINA_TARGET_TOKENS;
  else if (frame->n_classes == 2 && n_outputs == 1)
    {
      frame->target_kind = LAMINA_TARGET_BINARY;
      frame->target_low = 0;
      frame->target_high = 1;
    }
  else
    frame->target_kind = frame->n_classes > 0 ? LAMINA_TARGET_CLASS : LAMINA_TARGET_NUMBERS;
}

void
lamina_scene_data_fill_run (LaminaSession *session,
                            LaminaFrame   *frame)
{
  const LmTraining *training = lamina_session_get_document (session)->training;

  frame->network = lamina_session_get_network (session);
  frame->snapshot = lamina_session_get_snapshot (session);
  frame->history = lamina_session_get_history (session);
  frame->now = lamina_session_get_step (session);
  frame->step = frame->now;
  frame->steps_per_epoch = lamina_session_get_steps_per_epoch (session);
  frame->n_steps = lamina_session_get_n_steps (session);
  frame->loss = training->loss;
  frame->loss_title = g_dgettext (GETTEXT_PACKAGE, training->loss->klass->title);
  frame->n_metrics = training->n_metrics;
  memcpy (frame->metrics, training->metrics, sizeof frame->metrics);

  /* A snapshot of the network before an edit says nothing about this one. */
  if (frame->snapshot != NULL && lm_snapshot_get_network (frame->snapshot) != frame->network)
    frame->snapshot = NULL;
}
