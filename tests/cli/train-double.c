/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trains a network with the engine in double, for judge-torch.py: what differs there is not
 * rounding.
 *
 *   train-double TASK NUMBERS RESULT
 *
 * TASK is a key file: the stack as text, "key=value" of the training, the shapes of input and
 * target, the number of examples, the names of the parameters and buffers, and the steps after
 * which they are written. NUMBERS holds doubles: the values of those names, inputs, targets and,
 * where there are any, lengths. RESULT gets doubles: the gradients of the first step, of the
 * parameters, and the values after each of the steps.
 */

#include <stdio.h>
#include <string.h>

#include "lamina-stack-text.h"
#include "toy.h"

typedef struct
{
  LmSource      source;
  const double *x, *y, *lengths; /* borrowed; lengths: NULL if all are whole */
} Source;

typedef struct
{
  GKeyFile     *task;
  GStrv         names;
  const double *numbers; /* what is left of them */
  gsize         n_numbers;
  FILE         *result;
} Judge;

static gboolean
source_read (LmSource       *source,
             LmSplit         split,
             const guint32  *indices,
             gsize           n,
             const LmBatch  *batch,
             GError        **error)
{
  const Source *self = (Source *) source;
  const gsize n_x = lm_shape_get_n_columns (&source->input);
  const gsize n_y = lm_shape_get_n_columns (&source->target);

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n_x; j++)
        batch->x[i * n_x + j] = (lm_real) self->x[indices[i] * n_x + j];
      for (gsize j = 0; j < n_y; j++)
        batch->y[i * n_y + j] = (lm_real) self->y[indices[i] * n_y + j];
      if (source->has_lengths)
        batch->lengths[i] = (guint32) self->lengths[indices[i]];
    }

  return TRUE;
}

static void
source_free (LmSource *source)
{
  g_free (source);
}

static const LmSourceClass source_class = { source_read, source_free };

static const double *
judge_take (Judge *self,
            gsize  n)
{
  const double *numbers = self->numbers;

  g_assert_cmpuint (n, <=, self->n_numbers);
  self->numbers += n;
  self->n_numbers -= n;

  return numbers;
}

static void
judge_write (Judge          *self,
             const LmTensor *tensor)
{
  g_assert_cmpuint (fwrite (tensor->data, sizeof *tensor->data, tensor->len, self->result), ==,
                    tensor->len);
}

static LmShape
judge_get_shape (Judge      *self,
                 const char *key)
{
  LmShape shape = { 0 };
  g_autofree int *dim = g_key_file_get_integer_list (self->task, "task", key, &shape.rank, NULL);

  g_assert_cmpuint (shape.rank, <=, LM_MAX_RANK);
  for (gsize i = 0; i < shape.rank; i++)
    shape.dim[i] = (gsize) dim[i];

  return shape;
}

static LmTraining *
judge_make_training (Judge *self)
{
  g_auto(GStrv) settings = g_key_file_get_string_list (self->task, "task", "training", NULL, NULL);
  LmTraining *training = lm_training_new ();
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; settings[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (settings[i], "=", 2);

      lm_training_set (training, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }

  return training;
}

/* With the values that the numbers begin with. */
static LmState *
judge_make_state (Judge            *self,
                  const LmTraining *training)
{
  const LmShape input = judge_get_shape (self, "input"), target = judge_get_shape (self, "target");
  g_autofree char *text = g_key_file_get_string (self->task, "task", "stack", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmStack) stack = lamina_stack_text_parse (text, &error);
  g_autoptr(LmNetwork) network = NULL;
  LmState *state;

  g_assert_no_error (error);
  network = lm_network_new (stack, &input, &target, training->loss, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (self->names), ==, lm_network_get_n_views (network));
  state = lm_state_new (network, lm_network_get_n_moments (network, training),
                        (guint64) training->seed, &error);
  g_assert_no_error (error);

  for (gsize i = 0; self->names[i] != NULL; i++)
    {
      const LmParamView *view = lm_network_find_view (network, self->names[i]);
      const LmTensor value = lm_state_get_view (state, view, 0);

      memcpy (value.data, judge_take (self, value.len), value.len * sizeof *value.data);
    }

  return state;
}

static LmSource *
judge_make_source (Judge *self)
{
  const gsize n = (gsize) g_key_file_get_integer (self->task, "task", "examples", NULL);
  Source *source = g_new0 (Source, 1);
  LmSource *parent = &source->source;

  parent->klass = &source_class;
  g_atomic_ref_count_init (&parent->ref_count);
  parent->input = judge_get_shape (self, "input");
  parent->target = judge_get_shape (self, "target");
  parent->n_examples[LM_SPLIT_TRAINING] = n;
  source->x = judge_take (self, n * lm_shape_get_n_columns (&parent->input));
  source->y = judge_take (self, n * lm_shape_get_n_columns (&parent->target));
  parent->has_lengths = self->n_numbers > 0;
  if (parent->has_lengths)
    source->lengths = judge_take (self, n);

  return parent;
}

static void
judge_write_gradients (Judge      *self,
                       LmTrainer  *trainer,
                       LmNetwork  *network)
{
  LmWatch *watch = lm_watch_new ();
  g_autoptr(LmSnapshot) snapshot = NULL;

  for (gsize i = 0; i < lm_network_get_n_layers (network); i++)
    lm_watch_add_gradients (watch, i);
  lm_trainer_set_watch (trainer, watch);
  while ((snapshot = lm_trainer_take_snapshot (trainer)) == NULL)
    g_usleep (200);

  for (gsize i = 0; self->names[i] != NULL; i++)
    {
      const LmParamView *view = lm_network_find_view (network, self->names[i]);

      if (!view->is_buffer)
        judge_write (self, lm_snapshot_get_gradient (snapshot, view->layer, view->param->name));
    }
  lm_trainer_set_watch (trainer, NULL);
}

static void
judge_write_state (Judge     *self,
                   LmTrainer *trainer)
{
  g_autoptr(LmState) state = NULL;

  lm_trainer_request_state (trainer);
  while ((state = lm_trainer_take_state (trainer)) == NULL)
    g_usleep (200);

  for (gsize i = 0; self->names[i] != NULL; i++)
    {
      const LmParamView *view = lm_network_find_view (state->network, self->names[i]);
      const LmTensor value = lm_state_get_view (state, view, 0);

      judge_write (self, &value);
    }
}

static void
judge_run (Judge *self)
{
  gsize n_steps;
  g_autofree int *steps = g_key_file_get_integer_list (self->task, "task", "steps", &n_steps, NULL);
  g_autoptr(LmTraining) training = judge_make_training (self);
  LmState *state = judge_make_state (self, training);
  g_autoptr(LmNetwork) network = lm_network_ref (state->network);
  g_autoptr(LmSource) source = judge_make_source (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmTrainer) trainer = lm_trainer_new (state, source, training, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (self->n_numbers, ==, 0);

  /* Before the first step, they are those of the step that would be next. */
  judge_write_gradients (self, trainer, network);
  for (gsize i = 0; i < n_steps; i++)
    {
      g_free (toy_train (trainer, (guint64) steps[i], NULL));
      judge_write_state (self, trainer);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GKeyFile) task = g_key_file_new ();
  g_autofree char *numbers = NULL;
  g_autoptr(GError) error = NULL;
  Judge judge = { .task = task };
  gsize n_bytes;

  g_assert_cmpint (argc, ==, 4);
  g_key_file_load_from_file (task, argv[1], G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_file_get_contents (argv[2], &numbers, &n_bytes, &error);
  g_assert_no_error (error);

  judge.names = g_key_file_get_string_list (task, "task", "names", NULL, NULL);
  judge.numbers = (const double *) (const void *) numbers;
  judge.n_numbers = n_bytes / sizeof (double);
  judge.result = fopen (argv[3], "wb");
  g_assert_nonnull (judge.result);
  judge_run (&judge);
  g_assert_cmpint (fclose (judge.result), ==, 0);
  g_strfreev (judge.names);

  return 0;
}
