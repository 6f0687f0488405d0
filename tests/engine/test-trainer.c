/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdatomic.h>

#include "lm-error.h"
#include "toy.h"

#define DENSE "dense units=8; relu; dense units=2"
#define CONV "conv2d filters=8; batch-norm; relu; max-pool2d; flatten; dropout; dense units=2"

static LmTrainer *
new_trainer (LmSource   *source,
             const char *stack,
             const char *settings,
             gsize       n_threads)
{
  g_autoptr(LmTraining) training = toy_training_new (settings);
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (toy_state_new (source, stack, training), source, training,
                                       n_threads, &error);

  g_assert_no_error (error);

  return trainer;
}

static void
test_learns (void)
{
  g_autoptr(LmSource) source = toy_source_new (200, 100, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "epochs=40 learning_rate=0.01", 1);
  g_autoptr(LmHistory) history = lm_history_new (1);
  g_autofree char *hash = toy_train (trainer, 0, history);
  const LmRecord *last;

  g_assert_cmpuint (lm_history_get_n_steps (history), ==, 40 * 13);
  g_assert_cmpfloat (lm_series_nth (history->loss, 0), >, 0.4);
  last = &g_array_index (history->validations, LmRecord, history->validations->len - 1);
  g_assert_cmpfloat (last->loss, <, 0.1);
  g_assert_cmpfloat ((double) last->metrics[0], >, 0.97);
  g_assert_cmpuint (last->step, ==, 40 * 13);
}

/* One picture network, trained with several numbers of threads. */
static void
test_same_bits_for_any_number_of_threads (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (150, 40);
  g_autofree char *expected = NULL;

  for (gsize n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autoptr(LmTrainer) trainer = new_trainer (source, CONV, "batch_size=64", n_threads);
      g_autofree char *hash = toy_train (trainer, 0, NULL);

      if (expected == NULL)
        expected = g_steal_pointer (&hash);
      else
        g_assert_cmpstr (hash, ==, expected);
    }
}

static void
test_another_seed_gives_other_bits (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) a = new_trainer (source, DENSE, "seed=1", 1);
  g_autoptr(LmTrainer) b = new_trainer (source, DENSE, "seed=2", 1);
  g_autofree char *hash_a = toy_train (a, 0, NULL);
  g_autofree char *hash_b = toy_train (b, 0, NULL);

  g_assert_cmpstr (hash_a, !=, hash_b);
}

static LmWatch *
new_watch (LmSource *source)
{
  LmWatch *watch = lm_watch_new ();
  LmShape shape = source->input;
  LmBlob *input;

  shape.dim[0] = 5;
  input = lm_blob_new (&shape);
  lm_tensor_fill (&input->tensor, (lm_real) 0.5);
  lm_watch_add_params (watch, 0);
  lm_watch_add_gradients (watch, 0);
  lm_watch_add_probe (watch, 7, input, TRUE);

  return watch;
}

static void
test_same_bits_paused_and_watched (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (150, 40);
  g_autoptr(LmTrainer) plain = new_trainer (source, CONV, "", 2);
  g_autoptr(LmTrainer) disturbed = new_trainer (source, CONV, "", 2);
  g_autofree char *expected = toy_train (plain, 0, NULL);
  g_autofree char *hash = NULL;

  lm_trainer_set_watch (disturbed, new_watch (source));
  for (guint64 goal = 1; goal < 25; goal += 5)
    {
      g_autoptr(LmSnapshot) snapshot = NULL;

      g_free (toy_train (disturbed, goal, NULL));
      lm_trainer_evaluate (disturbed, LM_SPLIT_VALIDATION);
      while ((snapshot = lm_trainer_take_snapshot (disturbed)) == NULL && goal == 1)
        g_usleep (200);
    }
  hash = toy_train (disturbed, 0, NULL);
  g_assert_cmpstr (hash, ==, expected);
}

/* Stopped in the middle of an epoch, saved, and taken up by another trainer. */
static void
test_resumes_to_the_same_bits (void)
{
  const char *const settings = "schedule=plateau validations=3 restore_best=true clip_norm=1";
  g_autoptr(LmSource) source = toy_pictures_new (150, 40);
  g_autoptr(LmTraining) training = toy_training_new (settings);
  g_autoptr(LmTrainer) whole = new_trainer (source, CONV, settings, 2);
  g_autofree char *expected = toy_train (whole, 0, NULL);

  for (guint64 goal = 1; goal < 30; goal += 4)
    {
      g_autoptr(LmTrainer) first = new_trainer (source, CONV, settings, 1);
      g_autoptr(LmTrainer) second = NULL;
      g_autoptr(LmState) state = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;
      LmState *loaded = toy_state_new (source, CONV, training);
      LmState *best;
      g_autofree char *hash = NULL;

      g_free (toy_train (first, goal, NULL));
      lm_trainer_request_state (first);
      while ((state = lm_trainer_take_state (first)) == NULL)
        g_usleep (200);
      bytes = lm_state_save (state);
      g_assert_true (lm_state_load (loaded, bytes, &error));
      second = lm_trainer_new (loaded, source, training, 2, &error);
      g_assert_no_error (error);
      if ((best = lm_trainer_take_best (first)) != NULL)
        lm_trainer_set_best (second, best);
      hash = toy_train (second, 0, NULL);
      g_assert_cmpstr (hash, ==, expected);
    }
}

static void
test_restores_the_best (void)
{
  g_autoptr(LmSource) source = toy_source_new (40, 40, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (
    source, DENSE, "epochs=400 learning_rate=0.3 patience=5 min_delta=0.02 restore_best=true", 1);
  g_autoptr(LmHistory) history = lm_history_new (1);
  g_autoptr(LmState) state = NULL;
  const LmRecord *finished;

  g_free (toy_train (trainer, 0, history));
  finished = &g_array_index (history->events, LmRecord, history->events->len - 1);
  g_assert_cmpint (finished->type, ==, LM_RECORD_FINISHED);
  g_assert_cmpuint (finished->detail, ==, LM_FINISH_PATIENCE);

  lm_trainer_request_state (trainer);
  while ((state = lm_trainer_take_state (trainer)) == NULL)
    g_usleep (200);
  lm_trainer_evaluate (trainer, LM_SPLIT_VALIDATION);
  for (gsize n = 0; n == 0;)
    {
      LmRecord record;

      n = lm_trainer_drain (trainer, &record, 1);
      if (n == 1)
        g_assert_cmpfloat (record.loss, ==, state->best_loss);
    }
}

static void
test_stops_on_a_loss (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE,
                                              "epochs=1000 learning_rate=0.01 stop_loss=0.2", 1);
  g_autoptr(LmHistory) history = lm_history_new (1);

  g_free (toy_train (trainer, 0, history));
  g_assert_cmpuint (lm_history_get_n_steps (history), <, 4000);
  g_assert_cmpuint (lm_history_get_n_steps (history) % 4, ==, 0); /* At an epoch's end. */
}

/* A step whose numbers are not finite changes nothing, and names the tensor. */
static void
test_refuses_what_is_not_finite (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTraining) training = toy_training_new ("optimizer=sgd learning_rate=0.1");
  g_autoptr(GError) failure = NULL;
  g_autoptr(LmTrainer) trainer = NULL;
  g_autoptr(LmHistory) history = lm_history_new (1);
  LmState *state = toy_state_new (source, DENSE, training);
  LmTensor bias = lm_state_get_view (state, lm_network_find_view (state->network, "dense_2.bias"),
                                     0);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  bias.data[1] = INFINITY;
  before = lm_state_hash (state);
  trainer = lm_trainer_new (state, source, training, 1, NULL);
  after = toy_train (trainer, 0, history);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (lm_history_get_n_steps (history), ==, 0);
  failure = lm_trainer_get_failure (trainer);
  g_assert_error (failure, LM_ERROR, LM_ERROR_DIVERGED);
  g_assert_nonnull (g_strrstr (failure->message, "dense_"));
  g_assert_nonnull (g_strrstr (failure->message, "step 1"));
}

static void
test_stops_when_the_source_fails (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, 40);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "shuffle=false", 1);
  g_autoptr(LmHistory) history = lm_history_new (1);
  g_autoptr(GError) failure = NULL;

  g_free (toy_train (trainer, 0, history));
  g_assert_cmpuint (lm_history_get_n_steps (history), ==, 2);
  failure = lm_trainer_get_failure (trainer);
  g_assert_cmpstr (failure->message, ==, "The disk is gone");
}

/* Far more steps than the ring holds, fetched late. */
static void
test_loses_no_record (void)
{
  g_autoptr(LmSource) source = toy_source_new (4, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, "dense units=2", "epochs=50000 batch_size=4",
                                              1);
  g_autoptr(LmHistory) history = lm_history_new (1);
  LmRecord record;

  lm_trainer_set_running (trainer, TRUE);
  g_usleep (200000);
  while (lm_history_get_n_steps (history) < 50000)
    {
      if (lm_trainer_drain (trainer, &record, 1) == 0)
        continue;
      if (record.type == LM_RECORD_STEP)
        g_assert_cmpuint (record.step, ==, lm_history_get_n_steps (history) + 1);
      lm_history_append (history, &record);
    }
}

static void
test_changes_settings_in_mid_run (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "epochs=10", 1);
  g_autoptr(LmTraining) slower = toy_training_new ("epochs=10 learning_rate=0.0001");
  g_autoptr(LmHistory) history = lm_history_new (1);

  g_free (toy_train (trainer, 8, history));
  lm_trainer_set_training (trainer, slower, 3);
  g_free (toy_train (trainer, 0, history));
  g_assert_cmpfloat_with_epsilon (lm_series_nth (history->rate, 7), 0.001, 1e-9);
  g_assert_cmpfloat_with_epsilon (lm_series_nth (history->rate, 8), 0.0001, 1e-9);
  for (guint i = 0; i < history->events->len; i++)
    {
      const LmRecord *event = &g_array_index (history->events, LmRecord, i);

      if (event->type == LM_RECORD_SETTINGS)
        {
          g_assert_cmpuint (event->step, ==, 8);
          g_assert_cmpuint (event->detail, ==, 3);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
test_pauses_soon (void)
{
  g_autoptr(LmSource) source = toy_source_new (1000, 100, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "epochs=100000", 2);
  LmRecord records[256];

  lm_trainer_set_running (trainer, TRUE);
  for (gint64 end = g_get_monotonic_time () + 100000; g_get_monotonic_time () < end;)
    lm_trainer_drain (trainer, records, G_N_ELEMENTS (records));
  g_assert_false (lm_trainer_is_idle (trainer));
  lm_trainer_set_running (trainer, FALSE);
  while (!lm_trainer_is_idle (trainer))
    lm_trainer_drain (trainer, records, G_N_ELEMENTS (records));
}

static void
test_snapshot_shows_what_was_asked_for (void)
{
  g_autoptr(LmSource) source = toy_pictures_new (150, 40);
  g_autoptr(LmTrainer) trainer = new_trainer (source, CONV, "", 1);
  g_autoptr(LmSnapshot) snapshot = NULL;
  const LmTensor *answer;

  g_free (toy_train (trainer, 3, NULL));
  lm_trainer_set_watch (trainer, new_watch (source));
  while ((snapshot = lm_trainer_take_snapshot (trainer)) == NULL)
    g_usleep (200);

  g_assert_cmpuint (lm_snapshot_get_step (snapshot), ==, 3);
  g_assert_cmpuint (lm_snapshot_get_param (snapshot, 0, "weight")->len, ==, 8 * 9);
  g_assert_cmpuint (lm_snapshot_get_gradient (snapshot, 0, "bias")->len, ==, 8);
  g_assert_null (lm_snapshot_get_param (snapshot, 6, "weight"));
  g_assert_cmpuint (lm_snapshot_get_value (snapshot, 7, -1)->len, ==, 5 * 64);
  g_assert_cmpuint (lm_snapshot_get_value (snapshot, 7, 2)->shape.dim[1], ==, 8);
  g_assert_null (lm_snapshot_get_value (snapshot, 8, 2));
  answer = lm_snapshot_get_answer (snapshot, 7);
  g_assert_cmpuint (answer->len, ==, 5 * 2);
  for (gsize i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon ((double) (answer->data[2 * i] + answer->data[2 * i + 1]), 1,
                                    1e-6);
}

static _Atomic gboolean is_held[LM_N_SPLITS];
static _Atomic gboolean is_waiting;
static gboolean (*read_at_once) (LmSource *source, LmSplit split, const guint32 *indices, gsize n,
                                 const LmBatch *batch, GError **error);

/* As slow as a step may be. */
static gboolean
read_late (LmSource       *source,
           LmSplit         split,
           const guint32  *indices,
           gsize           n,
           const LmBatch  *batch,
           GError        **error)
{
  if (split == LM_SPLIT_VALIDATION)
    atomic_store (&is_waiting, TRUE);
  while (atomic_load (&is_held[split]))
    g_usleep (200);

  return read_at_once (source, split, indices, n, batch, error);
}

/* Who looks at once when training starts sees the network before its first step, which waits here
 * for its batch. The measurement before it has both asked for together. */
static void
test_looks_before_a_step (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 16, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "", 1);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmWatch *watch = lm_watch_new ();
  LmSourceClass late = *source->klass;
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  read_at_once = late.read;
  late.read = read_late;
  source->klass = &late;
  atomic_store (&is_held[LM_SPLIT_VALIDATION], TRUE);
  atomic_store (&is_held[LM_SPLIT_TRAINING], TRUE);
  lm_watch_add_params (watch, 0);
  lm_trainer_evaluate (trainer, LM_SPLIT_VALIDATION);
  while (!atomic_load (&is_waiting))
    g_usleep (200);
  lm_trainer_set_running (trainer, TRUE);
  lm_trainer_set_watch (trainer, watch);
  atomic_store (&is_held[LM_SPLIT_VALIDATION], FALSE);
  while ((snapshot = lm_trainer_take_snapshot (trainer)) == NULL &&
         g_get_monotonic_time () < end)
    g_usleep (200);
  atomic_store (&is_held[LM_SPLIT_TRAINING], FALSE);
  g_assert_nonnull (snapshot);
  g_assert_cmpuint (lm_snapshot_get_step (snapshot), ==, 0);
  g_clear_pointer (&trainer, lm_trainer_free);
}

/* Of several batches, it is given up between two of them, and leaves nothing to the next. */
static void
test_forgets_evaluations (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 2000, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, DENSE, "", 1);
  LmSourceClass late = *source->klass;
  LmRecord records[2];

  read_at_once = late.read;
  late.read = read_late;
  source->klass = &late;
  atomic_store (&is_held[LM_SPLIT_VALIDATION], TRUE);
  atomic_store (&is_waiting, FALSE);
  lm_trainer_evaluate (trainer, LM_SPLIT_VALIDATION);
  while (!atomic_load (&is_waiting))
    g_usleep (200);
  lm_trainer_forget_evaluations (trainer);
  atomic_store (&is_held[LM_SPLIT_VALIDATION], FALSE);
  while (!lm_trainer_is_idle (trainer))
    g_usleep (200);
  g_assert_cmpuint (lm_trainer_drain (trainer, records, 2), ==, 0);

  for (int i = 0; i < 2; i++)
    {
      lm_trainer_evaluate (trainer, LM_SPLIT_VALIDATION);
      while (!lm_trainer_is_idle (trainer))
        g_usleep (200);
      g_assert_cmpuint (lm_trainer_drain (trainer, &records[i], 2 - (gsize) i), ==, 1);
    }
  g_assert_cmpfloat (records[0].loss, ==, records[1].loss);
  g_clear_pointer (&trainer, lm_trainer_free);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_func ("/trainer/same-bits/threads", test_same_bits_for_any_number_of_threads);
  g_test_add_func ("/trainer/same-bits/paused-and-watched", test_same_bits_paused_and_watched);
  g_test_add_func ("/trainer/same-bits/resumed", test_resumes_to_the_same_bits);
  g_test_add_func ("/trainer/other-bits/seed", test_another_seed_gives_other_bits);
  g_test_add_func ("/trainer/restores-the-best", test_restores_the_best);
  g_test_add_func ("/trainer/stops-on-a-loss", test_stops_on_a_loss);
  g_test_add_func ("/trainer/refuses-what-is-not-finite", test_refuses_what_is_not_finite);
  g_test_add_func ("/trainer/stops-when-the-source-fails", test_stops_when_the_source_fails);
  g_test_add_func ("/trainer/loses-no-record", test_loses_no_record);
  g_test_add_func ("/trainer/changes-settings-in-mid-run", test_changes_settings_in_mid_run);
  g_test_add_func ("/trainer/pauses-soon", test_pauses_soon);
  g_test_add_func ("/trainer/looks-before-a-step", test_looks_before_a_step);
  g_test_add_func ("/trainer/forgets-evaluations", test_forgets_evaluations);
  g_test_add_func ("/trainer/snapshot", test_snapshot_shows_what_was_asked_for);

  return g_test_run ();
}
