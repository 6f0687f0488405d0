/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "session-test.h"

static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_IDLE);
  g_assert_false (lamina_session_has_begun (session));
  lamina_session_play (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_TRAINING);
  while (lamina_session_get_step (session) < 10)
    {
      lamina_session_poll (session);
      g_usleep (1000);
    }
  g_assert_cmpfloat (lamina_session_get_steps_per_second (session), >, 0);
  lamina_session_pause (session);
  run (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);
  g_assert_cmpfloat (lamina_session_get_steps_per_second (session), ==, 0);
  g_assert_cmpuint (lm_history_get_n_steps (lamina_session_get_history (session)), ==,
                    lamina_session_get_step (session));
}

/* A click on pause is answered within 100 ms, a click on play within a frame. */
static void
test_latency (Fixture       *fixture,
              gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  gint64 start = g_get_monotonic_time ();

  lamina_session_play (session);
  g_test_maximized_result ((double) (g_get_monotonic_time () - start) / 1000, "play: %.2f ms",
                           (double) (g_get_monotonic_time () - start) / 1000);
  g_usleep (50000);
  lamina_session_poll (session);

  start = g_get_monotonic_time ();
  lamina_session_pause (session);
  while (lamina_session_get_play_state (session) == LAMINA_PLAY_TRAINING)
    lamina_session_poll (session);
  /* Ten times what is promised: the machine may be busy. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_test_message ("pause: %.2f ms", (double) (g_get_monotonic_time () - start) / 1000);
}

static void
test_step (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  lamina_session_step (session, 1);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 1);
  lamina_session_step (session, 7);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 8);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);

  /* Play afterwards does not stop where the steps did. */
  lamina_session_set_goal (session, 30);
  lamina_session_play (session);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 30);
}

static char *
train_alone (const char *id,
             guint       n_threads,
             guint64     pause,
             guint64     step)
{
  g_autoptr(LaminaSession) session = lamina_session_new (id, NULL);
  char *hash;

  lamina_session_set_n_threads (session, n_threads);
  wait_for_data (session);
  if (pause > 0)
    train_to (session, pause);
  train_to (session, step);
  hash = hash_of (session);
  g_assert_true (lamina_session_close (session, 1000, NULL));

  return hash;
}

/* Same seed, same bits: twice, with a pause, with any number of threads. */
static void
test_same_bits (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *hash = train_alone ("resnet-small", 1, 0, 3);

  for (guint n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autofree char *other = train_alone ("resnet-small", n_threads, n_threads - 1, 3);

      g_assert_cmpstr (hash, ==, other);
    }
}

static void
test_other_seed (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *hash = train_alone ("spirals", 1, 0, 5);
  g_autofree char *other = NULL;

  g_assert_true (lamina_session_set_training (fixture->session, "seed", "2", FALSE, NULL));
  train_to (fixture->session, 5);
  other = hash_of (fixture->session);
  g_assert_cmpstr (hash, !=, other);
}

static void
test_finish (Fixture       *fixture,
             gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const guint64 per_epoch = lamina_session_get_steps_per_epoch (session);

  g_assert_true (lamina_session_set_training (session, "epochs", "2", FALSE, NULL));
  g_assert_cmpuint (lamina_session_get_n_steps (session), ==, 2 * per_epoch);
  lamina_session_play (session);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 2 * per_epoch);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_FINISHED);
  g_assert_cmpuint (lamina_session_get_history (session)->validations->len, ==, 2);
  lamina_session_play (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_FINISHED);

  /* Five more epochs. */
  g_assert_true (lamina_session_set_training (session, "epochs", "7", FALSE, NULL));
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);
  lamina_session_play (session);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 7 * per_epoch);
}

/* A rate that blows up is refused before anything is changed; new settings may try again. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  guint64 step;

  g_assert_true (lamina_session_set_training (session, "learning_rate", "1000", FALSE, NULL));
  lamina_session_play (session);
  run (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_REFUSED);
  g_assert_nonnull (lamina_session_get_failure (session));
  step = lamina_session_get_step (session);
  for (guint64 i = 0; i < step; i++)
    g_assert_true (isfinite (lm_series_nth (lamina_session_get_history (session)->loss, i)));

  g_assert_true (lamina_session_set_training (session, "learning_rate", "1e-30", FALSE, NULL));
  g_assert_null (lamina_session_get_failure (session));
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);

  /* The loss itself is beyond all numbers: no rate helps, and it is refused again. */
  lamina_session_play (session);
  run (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_REFUSED);
  g_assert_cmpuint (lamina_session_get_step (session), ==, step);
}

static void
test_evaluate (Fixture       *fixture,
               gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const LmHistory *history = lamina_session_get_history (session);
  const LmRecord *record;

  lamina_session_evaluate (session, LM_SPLIT_TEST);
  run (session);
  g_assert_cmpuint (history->events->len, ==, 1);
  record = &g_array_index (history->events, LmRecord, 0);
  g_assert_cmpint (record->type, ==, LM_RECORD_EVALUATION);
  g_assert_cmpint (record->detail, ==, LM_SPLIT_TEST);
  g_assert_cmpfloat (record->loss, >, 0);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_IDLE);
}

/* What the views ask for comes at step 0 too, and again after each pause. */
static void
test_watch (Fixture       *fixture,
            gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  LmWatch *watch = lm_watch_new ();

  lm_watch_add_params (watch, 0);
  lamina_session_set_watch (session, watch);
  run (session);
  g_assert_nonnull (lamina_session_get_snapshot (session));
  g_assert_cmpuint (lm_snapshot_get_step (lamina_session_get_snapshot (session)), ==, 0);
  g_assert_nonnull (lm_snapshot_get_param (lamina_session_get_snapshot (session), 0, "weight"));

  train_to (session, 25);
  g_assert_cmpuint (lm_snapshot_get_step (lamina_session_get_snapshot (session)), ==, 25);
}

static void
test_speed (Fixture       *fixture,
            gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  gint64 start;

  lamina_session_set_speed (session, 20);
  g_assert_cmpfloat (lamina_session_get_speed (session), ==, 20);
  start = g_get_monotonic_time ();
  train_to (session, 6);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC / 5);

  /* A copy of the state does not wait for the next slow step. */
  lamina_session_set_speed (session, 0.1);
  lamina_session_set_goal (session, 0);
  lamina_session_play (session);
  g_usleep (10000);
  start = g_get_monotonic_time ();
  lm_state_free (lamina_session_copy_state (session));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/train/states", "spirals", test_states);
  add_test ("/session/train/latency", "resnet-small", test_latency);
  add_test ("/session/train/step", "spirals", test_step);
  add_test ("/session/train/same-bits", NULL, test_same_bits);
  add_test ("/session/train/other-seed", "spirals", test_other_seed);
  add_test ("/session/train/finish", "spirals", test_finish);
  add_test ("/session/train/refused", "xor", test_refused);
  add_test ("/session/train/evaluate", "spirals", test_evaluate);
  add_test ("/session/train/watch", "spirals", test_watch);
  add_test ("/session/train/speed", "spirals", test_speed);

  return g_test_run ();
}
