/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-session-private.h"
#include "lm-error.h"
#include "session-test.h"

static const LmStack *
stack_of (LaminaSession *session)
{
  return lamina_session_get_document (session)->stack;
}

static const char *
name_of (LaminaSession *session,
         gsize          index)
{
  return lm_stack_nth (stack_of (session), index)->name;
}

/* Each edit is one entry; undo brings back what was, and redo what came. */
static void
assert_one_entry (LaminaSession  *session,
                  LaminaDocument *before,
                  const char     *label,
                  const char     *page)
{
  LaminaDocument *after = lamina_document_copy (lamina_session_get_document (session));

  g_assert_cmpint (lamina_document_compare (before, after), !=, LAMINA_CHANGE_NONE);
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, label);
  g_assert_cmpstr (lamina_session_undo (session), ==, page);
  g_assert_cmpint (lamina_document_compare (before, lamina_session_get_document (session)), ==,
                   LAMINA_CHANGE_NONE);
  g_assert_null (lamina_session_get_undo_label (session));
  g_assert_cmpstr (lamina_session_get_redo_label (session), ==, label);
  g_assert_cmpstr (lamina_session_redo (session), ==, page);
  g_assert_cmpint (lamina_document_compare (after, lamina_session_get_document (session)), ==,
                   LAMINA_CHANGE_NONE);
  g_assert_cmpstr (lamina_session_undo (session), ==, page);

  lamina_document_free (after);
  lamina_document_free (before);
  wait_for_data (session);
}

static void
test_each (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const gsize two[] = { 0, 2 }, one[] = { 1 };
  static const char *const inputs[] = { "dense_1", "dense_2", NULL };
#define BEFORE lamina_document_copy (lamina_session_get_document (session))
  LaminaDocument *before = BEFORE;

  g_assert_true (lamina_session_insert_layer (session, 2, "dropout", NULL));
  g_assert_cmpstr (name_of (session, 2), ==, "dropout_1");
  assert_one_entry (session, before, "insert dropout_1", "build");

  before = BEFORE;
  g_assert_true (lamina_session_remove_layers (session, one, 1, NULL));
  assert_one_entry (session, before, "delete tanh_1", "build");

  before = BEFORE;
  g_assert_true (lamina_session_remove_layers (session, two, 2, NULL));
  g_assert_cmpuint (lm_stack_get_n (stack_of (session)), ==, 3);
  g_assert_cmpstr (name_of (session, 0), ==, "tanh_1");
  assert_one_entry (session, before, "delete 2 layers", "build");

  before = BEFORE;
  g_assert_true (lamina_session_duplicate_layers (session, two, 2, NULL));
  g_assert_cmpuint (lm_stack_get_n (stack_of (session)), ==, 7);
  assert_one_entry (session, before, "duplicate 2 layers", "build");

  before = BEFORE;
  g_assert_true (lamina_session_move_layer (session, 0, 1, NULL));
  assert_one_entry (session, before, "move dense_1", "build");

  before = BEFORE;
  g_assert_true (lamina_session_rename_layer (session, 0, "first", NULL));
  assert_one_entry (session, before, "rename dense_1 to first", "build");

  before = BEFORE;
  g_assert_true (lamina_session_set_bypassed (session, 1, TRUE, NULL));
  assert_one_entry (session, before, "bypass tanh_1", "build");

  before = BEFORE;
  g_assert_true (lamina_session_set_inputs (session, 3, inputs, NULL));
  assert_one_entry (session, before, "change the links of tanh_2", "build");

  before = BEFORE;
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "7", FALSE, NULL));
  assert_one_entry (session, before, "set units of dense_1 to 7", "build");

  before = BEFORE;
  g_assert_true (lamina_session_set_training (session, "epochs", "7", FALSE, NULL));
  assert_one_entry (session, before, "set epochs to 7", "train");

  before = BEFORE;
  g_assert_true (lamina_session_set_data (session, "noise", "0.1", NULL));
  assert_one_entry (session, before, "set noise to 0.1", "data");

  before = BEFORE;
  lamina_session_set_layout (session, "[]", "close Loss");
  assert_one_entry (session, before, "close Loss", "train");
#undef BEFORE
}

static void
test_refuses (Fixture       *fixture,
              gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  static const char *const below[] = { "dense_3", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_false (lamina_session_insert_layer (session, 0, "nothing", &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (lamina_session_rename_layer (session, 0, "tanh_1", &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (lamina_session_set_inputs (session, 0, below, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (lamina_session_set_layer_field (session, 0, "units", "0", FALSE, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (lamina_session_set_training (session, "batch_size", "-3", FALSE, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_assert_null (lamina_session_get_undo_label (session));
}

/* A value that is dragged is one entry; a value that is the same is none. */
static void
test_merge (Fixture       *fixture,
            gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "32", TRUE, NULL));
  g_assert_null (lamina_session_get_undo_label (session));

  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "33", TRUE, NULL));
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "34", TRUE, NULL));
  g_assert_true (lamina_session_set_layer_field (session, 2, "units", "35", TRUE, NULL));
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, "set units of dense_2 to 35");
  lamina_session_undo (session);
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, "set units of dense_1 to 34");
  lamina_session_undo (session);
  g_assert_null (lamina_session_get_undo_label (session));

  /* After undo nothing is joined, and what was undone is gone. */
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "40", TRUE, NULL));
  g_assert_null (lamina_session_get_redo_label (session));
}

/* Undo has no end. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", 100 + i);

      g_assert_true (lamina_session_set_layer_field (session, 0, "units", value, FALSE, NULL));
    }

  for (int i = 0; i < 300; i++)
    g_assert_nonnull (lamina_session_undo (session));
  g_assert_null (lamina_session_undo (session));
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 32);
}

/* What was trained does not fit another stack: the run is asked for, kept, and brought back. */
static void
test_begun (Fixture       *fixture,
            gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(GError) error = NULL;

  train_to (session, 40);
  before = hash_of (session);
  g_assert_true (lamina_session_has_begun (session));
  g_assert_false (lamina_session_set_layer_field (session, 0, "units", "8", FALSE, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_RUN_BEGUN);
  g_clear_error (&error);
  g_assert_false (lamina_session_set_training (session, "batch_size", "8", FALSE, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_RUN_BEGUN);
  g_clear_error (&error);
  g_assert_false (lamina_session_set_data (session, "noise", "0.3", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_RUN_BEGUN);

  lamina_session_start_over (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 0);
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "8", FALSE, NULL));
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_IDLE);
  train_to (session, 10);

  g_assert_cmpstr (lamina_session_undo (session), ==, "build");
  g_assert_cmpuint (lamina_session_get_step (session), ==, 40);
  g_assert_cmpuint (lm_history_get_n_steps (lamina_session_get_history (session)), ==, 40);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_PAUSED);
  after = hash_of (session);
  g_assert_cmpstr (before, ==, after);

  lamina_session_redo (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 10);
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 8);
}

/* An edit before training, undone after it, does not take the trained run with it. */
static void
test_undo_past_training (Fixture       *fixture,
                         gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "8", FALSE, NULL));
  train_to (session, 20);
  lamina_session_undo (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 0);
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 32);
  lamina_session_redo (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 20);
}

/* The step that is under way when training is paused stays with the stack that it was of. */
static void
test_late_step (Fixture       *fixture,
                gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autofree char *hash = NULL, *other_hash = NULL;

  create (fixture);
  lamina_session_set_goal (session, 1);
  lamina_session_play (session);
  while (!lm_trainer_is_idle (session->trainer)) /* Nothing of it is fetched yet. */
    g_usleep (1000);
  lamina_session_pause (session);
  g_assert_true (lamina_session_set_layer_field (session, 0, "units", "8", FALSE, NULL));
  g_assert_cmpuint (lamina_session_get_step (session), ==, 0);
  train_to (session, 3);
  hash = hash_of (session);

  g_assert_cmpstr (lamina_session_undo (session), ==, "build");
  g_assert_cmpuint (lamina_session_get_step (session), ==, 1);
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 32);
  lamina_session_redo (session);
  session = reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 3);
  g_assert_cmpuint (lamina_session_get_compiled_layer (session, 0)->output.dim[1], ==, 8);
  other_hash = hash_of (session);
  g_assert_cmpstr (hash, ==, other_hash);
}

/* Settings that hold in mid-run are changed there, and the history says when. */
static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const LmRecord *record;
  const LmHistory *history;

  train_to (session, 20);
  g_assert_true (lamina_session_set_training (session, "learning_rate", "0.002", FALSE, NULL));
  train_to (session, 30);

  history = lamina_session_get_history (session);
  g_assert_cmpfloat_with_epsilon (lm_series_nth (history->rate, 19), 0.01, 1e-7);
  g_assert_cmpfloat_with_epsilon (lm_series_nth (history->rate, 20), 0.002, 1e-7);
  for (guint i = 0;; i++)
    {
      g_assert_cmpuint (i, <, history->events->len);
      record = &g_array_index (history->events, LmRecord, i);
      if (record->type == LM_RECORD_SETTINGS)
        break;
    }
  g_assert_cmpuint (record->step, ==, 20);
  g_assert_cmpuint (record->detail, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/edit/each", "spirals", test_each);
  add_test ("/session/edit/refuses", "spirals", test_refuses);
  add_test ("/session/edit/merge", "spirals", test_merge);
  add_test ("/session/edit/many", "spirals", test_many);
  add_test ("/session/edit/begun", "spirals", test_begun);
  add_test ("/session/edit/undo-past-training", "spirals", test_undo_past_training);
  add_test ("/session/edit/late-step", "spirals", test_late_step);
  add_test ("/session/edit/live", "spirals", test_live);

  return g_test_run ();
}
