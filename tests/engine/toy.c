/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "toy.h"

#include <math.h>
#include <string.h>

#include "lm-error.h"

typedef struct
{
  LmSource source;
  int      fails_at;
} ToySource;

static void
toy_source_draw (LmSplit  split,
                 guint32  index,
                 lm_real *point,
                 lm_real *label)
{
  const LmRandom random = { 99, lm_random_stream ("toy"), (guint32) split, index };
  lm_real numbers[2];
  double radius;

  lm_random_uniform (&random, numbers, 2);
  *label = (lm_real) (index % 2);
  radius = (double) *label + 0.5 + 0.4 * (double) numbers[1];
  point[0] = (lm_real) (radius * cos (2 * G_PI * (double) numbers[0]));
  point[1] = (lm_real) (radius * sin (2 * G_PI * (double) numbers[0]));
}

/* A bright spot where the point is. */
static void
toy_source_paint (const lm_real *point,
                  lm_real       *picture)
{
  for (int row = 0; row < 8; row++)
    {
      for (int column = 0; column < 8; column++)
        {
          const double x = (double) point[0] - (column - 3.5) / 2;
          const double y = (double) point[1] - (row - 3.5) / 2;

          picture[row * 8 + column] = (lm_real) exp (-4 * (x * x + y * y));
        }
    }
}

static gboolean
toy_source_read (LmSource      *source,
                 LmSplit        split,
                 const guint32 *indices,
                 gsize          n,
                 const LmBatch *batch,
                 GError       **error)
{
  const ToySource *self = (ToySource *) source;

  for (gsize i = 0; i < n; i++)
    {
      lm_real point[2];

      if (split == LM_SPLIT_TRAINING && (int) indices[i] == self->fails_at)
        {
          g_set_error_literal (error, LM_ERROR, LM_ERROR_VALUE, "The disk is gone");
          return FALSE;
        }
      toy_source_draw (split, indices[i], point, &batch->y[i]);
      if (source->input.rank == 4)
        toy_source_paint (point, batch->x + 64 * i);
      else
        memcpy (batch->x + 2 * i, point, sizeof point);
    }

  return TRUE;
}

static void
toy_source_free (LmSource *source)
{
  g_free (source);
}

static const LmSourceClass toy_source_class = { toy_source_read, toy_source_free };

LmSource *
toy_source_new (gsize n_training,
                gsize n_validation,
                int   fails_at)
{
  ToySource *self = g_new0 (ToySource, 1);

  self->source = (LmSource) {
    .klass = &toy_source_class,
    .input = { 2, { 1, 2 } },
    .target = { 2, { 1, 1 } },
    .n_examples = { n_training, n_validation, 0 },
  };
  g_atomic_ref_count_init (&self->source.ref_count);
  self->fails_at = fails_at;

  return &self->source;
}

LmSource *
toy_pictures_new (gsize n_training,
                  gsize n_validation)
{
  LmSource *self = toy_source_new (n_training, n_validation, -1);

  self->input = (LmShape) { 4, { 1, 1, 8, 8 } };

  return self;
}

static void
toy_stack_add (LmStack    *stack,
               const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  const LmLayerClass *klass = lm_layer_class_find (words[0]);
  LmLayer *added;

  g_assert_nonnull (klass);
  added = lm_stack_insert (stack, lm_stack_get_n (stack), klass);
  for (GStrv word = words + 1; *word != NULL; word++)
    {
      g_auto(GStrv) pair = g_strsplit (*word, "=", 2);
      g_autoptr(GError) error = NULL;

      if (strcmp (pair[0], "inputs") == 0)
        {
          g_strfreev (added->inputs);
          added->inputs = g_strsplit (pair[1], ",", -1);
          continue;
        }
      lm_fields_set (klass->fields, added, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }
}

LmStack *
toy_stack_new (const char *text)
{
  LmStack *stack = lm_stack_new ();
  g_auto(GStrv) parts = g_strsplit (text, " | ", 2);
  gsize n_generator = 0;

  for (GStrv part = parts; *part != NULL; part++)
    {
      g_auto(GStrv) layers = g_strsplit (*part, "; ", -1);

      if (part == parts + 1)
        n_generator = lm_stack_get_n (stack);
      for (GStrv layer = layers; *layer != NULL; layer++)
        toy_stack_add (stack, *layer);
    }
  if (parts[0] != NULL && parts[1] != NULL)
    lm_stack_split (stack, n_generator);

  return stack;
}

LmTraining *
toy_training_new (const char *settings)
{
  g_autofree char *all = g_strconcat ("loss=softmax-cross-entropy optimizer=adam metrics=accuracy "
                                      "batch_size=16 epochs=3 seed=1 ", settings, NULL);
  g_auto(GStrv) words = g_strsplit (g_strstrip (all), " ", -1);
  LmTraining *training = lm_training_new ();

  for (GStrv word = words; *word != NULL; word++)
    {
      g_auto(GStrv) pair = g_strsplit (*word, "=", 2);
      g_autoptr(GError) error = NULL;

      lm_training_set (training, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }

  return training;
}

LmState *
toy_state_new (LmSource         *source,
               const char       *text,
               const LmTraining *training)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = lm_network_new (stack, &source->input, &source->target,
                                                 training->loss, NULL, &error);
  LmState *state;

  g_assert_no_error (error);
  state = lm_state_new (network, lm_network_get_n_moments (network, training),
                        (guint64) training->seed, &error);
  g_assert_no_error (error);

  return state;
}

static gboolean
toy_drain (LmTrainer *trainer,
           LmHistory *history)
{
  LmRecord records[64];
  gboolean has_ended = FALSE;
  gsize n;

  while ((n = lm_trainer_drain (trainer, records, G_N_ELEMENTS (records))) > 0)
    {
      for (gsize i = 0; i < n; i++)
        {
          has_ended |= records[i].type == LM_RECORD_PAUSED ||
                       records[i].type == LM_RECORD_FINISHED ||
                       records[i].type == LM_RECORD_REFUSED;
          if (history != NULL)
            lm_history_append (history, &records[i]);
        }
    }

  return has_ended;
}

char *
toy_train (LmTrainer *trainer,
           guint64    goal,
           LmHistory *history)
{
  g_autoptr(LmState) state = NULL;

  lm_trainer_set_goal (trainer, goal);
  lm_trainer_set_running (trainer, TRUE);
  while (!toy_drain (trainer, history))
    g_usleep (200);

  lm_trainer_request_state (trainer);
  while ((state = lm_trainer_take_state (trainer)) == NULL)
    g_usleep (200);

  return lm_state_hash (state);
}
