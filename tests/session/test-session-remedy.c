/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-test.h"

static const LaminaRemedy *
find_remedy (LaminaSession *session,
             const char    *id)
{
  const LaminaProblem *problem = lamina_session_get_problem (session);

  for (guint i = 0; problem != NULL && i < problem->remedies->len; i++)
    {
      const LaminaRemedy *remedy = g_ptr_array_index (problem->remedies, i);

      if (g_str_equal (remedy->id, id))
        return remedy;
    }

  return NULL;
}

/* There is a problem at @layer; the remedy mends the stack, and can be undone. */
static void
assert_remedy (LaminaSession *session,
               gssize         layer,
               const char    *id,
               const char    *label)
{
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const LaminaRemedy *remedy;

  g_assert_nonnull (problem);
  g_test_message ("%s", problem->message);
  g_assert_cmpint (problem->layer, ==, layer);
  g_assert_cmpuint (problem->remedies->len, <=, 2);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);

  remedy = find_remedy (session, id);
  g_assert_nonnull (remedy);
  g_assert_cmpstr (remedy->label, ==, label);
  g_assert_true (lamina_session_apply_remedy (session, id, NULL));
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, label);
  g_assert_null (lamina_session_get_problem (session));
  g_assert_nonnull (lamina_session_get_network (session));

  lamina_session_undo (session);
  g_assert_nonnull (lamina_session_get_problem (session));
}

static gsize
index_of (LaminaSession *session,
          const char    *name)
{
  const gssize index = lm_stack_find (lamina_session_get_document (session)->stack, name);

  g_assert_cmpint (index, >=, 0);

  return (gsize) index;
}

static void
remove_layer (LaminaSession *session,
              const char    *name)
{
  const gsize index = index_of (session, name);

  g_assert_true (lamina_session_remove_layers (session, &index, 1, NULL));
}

static void
set_field (LaminaSession *session,
           const char    *layer,
           const char    *field,
           const char    *value)
{
  g_assert_true (lamina_session_set_layer_field (session, index_of (session, layer), field, value,
                                                 FALSE, NULL));
}

static void
test_flatten (Fixture       *fixture,
              gconstpointer  data)
{
  remove_layer (fixture->session, "flatten_1");
  assert_remedy (fixture->session, 8, "flatten", "Put Flatten Before dense_1");
}

/* What stands above the wrong layer keeps its shapes. */
static void
test_upper (Fixture       *fixture,
            gconstpointer  data)
{
  remove_layer (fixture->session, "flatten_1");
  g_assert_null (lamina_session_get_network (fixture->session));
  g_assert_cmpuint (lamina_session_get_compiled_layer (fixture->session, 7)->output.rank, ==, 4);
  g_assert_null (lamina_session_get_compiled_layer (fixture->session, 8));
}

static void
test_padding (Fixture       *fixture,
              gconstpointer  data)
{
  set_field (fixture->session, "conv_3", "kernel_size", "6");
  assert_remedy (fixture->session, 6, "padding", "Use Padding “Same”");
}

/* The picture's own example: stride 2 in the block, and nothing on the link. */
static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  static const char *const inputs[] = { LM_INPUT_PREVIOUS, "relu_3", NULL };

  remove_layer (session, "conv_6");
  g_assert_true (lamina_session_set_inputs (session, index_of (session, "add_2"), inputs, NULL));
  assert_remedy (session, 10, "conv-on-link", "Put Conv 1 × 1, Stride 2, on the Link");
  assert_remedy (session, 10, "remove-link", "Remove the Link");

  g_assert_true (lamina_session_apply_remedy (session, "conv-on-link", NULL));
  g_assert_cmpuint (lm_network_get_n_params (lamina_session_get_network (session)), ==, 19850);
}

static void
test_link_same_size (Fixture       *fixture,
                     gconstpointer  data)
{
  set_field (fixture->session, "conv_3", "filters", "24");
  assert_remedy (fixture->session, 5, "conv-on-link", "Put Conv 1 × 1 on the Link");
}

static void
test_missing_link (Fixture       *fixture,
                   gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_true (lamina_session_set_inputs (session, index_of (session, "add_1"), NULL, NULL));
  assert_remedy (session, 5, "add-link", "Link relu_2 to It");
  assert_remedy (session, 5, "remove-layer", "Remove add_1");
}

static void
test_units (Fixture       *fixture,
            gconstpointer  data)
{
  set_field (fixture->session, "dense_2", "units", "7");
  assert_remedy (fixture->session, 11, "units", "Set Units to 10");
}

static void
test_units_and_loss (Fixture       *fixture,
                     gconstpointer  data)
{
  set_field (fixture->session, "dense_2", "units", "1");
  g_assert_true (lamina_session_set_training (fixture->session, "loss", "binary-cross-entropy",
                                              FALSE, NULL));
  assert_remedy (fixture->session, 11, "units-and-loss",
                 "Set Units to 10 and Use Cross-entropy");
}

static void
test_activation_behind_answers (Fixture       *fixture,
                                gconstpointer  data)
{
  remove_layer (fixture->session, "dense_2");
  assert_remedy (fixture->session, 10, "dense", "Add Dense with 10 Units");
}

static void
test_loss (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (lamina_session_set_training (fixture->session, "loss", "mse", FALSE, NULL));
  assert_remedy (fixture->session, 11, "loss", "Use Cross-entropy");
}

/* It is refused before anything is allocated: 65 536 × 65 536 weights are 16 GiB, and Adam
 * keeps four such blocks. */
static void
test_memory (Fixture       *fixture,
             gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const LaminaProblem *problem;

  set_field (session, "dense_1", "units", "65536");
  g_assert_true (lamina_session_insert_layer (session, 10, "dense", NULL));
  set_field (session, "dense_3", "units", "65536");
  g_assert_true (lamina_session_insert_layer (session, 11, "dense", NULL));
  set_field (session, "dense_4", "units", "65536");

  problem = lamina_session_get_problem (session);
  g_assert_nonnull (problem);
  g_test_message ("%s", problem->message);
  g_assert_true (strstr (problem->message, "memory") != NULL ||
                 strstr (problem->message, "project file") != NULL);
  g_assert_null (lamina_session_get_network (session));
  g_assert_nonnull (lamina_session_get_compiled_layer (session, 9));
  lamina_session_play (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);
}

/* 144 million weights and Adam's two moments of each: memory has room for them, the project's file
 * does not. */
static void
test_saved_size (Fixture       *fixture,
                 gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const LaminaProblem *problem;

  set_field (session, "dense_1", "units", "12000");
  g_assert_true (lamina_session_insert_layer (session, 10, "dense", NULL));
  set_field (session, "dense_3", "units", "12000");
  problem = lamina_session_get_problem (session);
  g_assert_nonnull (problem);
  if (strstr (problem->message, "memory") != NULL)
    {
      g_test_skip ("This machine has no memory for it");
      return;
    }

  g_assert_nonnull (strstr (problem->message, "A project file holds"));
  g_assert_null (lamina_session_get_network (session));

  set_field (session, "dense_3", "units", "100");
  g_assert_null (lamina_session_get_problem (session));
}

/* Pictures and no batch: the whole set does not fit, part of it does. */
static void
test_batch_size (Fixture       *fixture,
                 gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  const LaminaRemedy *remedy;

  set_field (session, "conv_1", "filters", "4096");
  g_assert_true (lamina_session_set_training (session, "batch_size", "4000", FALSE, NULL));
  if (lamina_session_get_problem (session) == NULL)
    {
      g_test_skip ("This machine has memory for it");
      return;
    }

  remedy = find_remedy (session, "batch-size");
  g_assert_nonnull (remedy);
  g_assert_true (lamina_session_apply_remedy (session, "batch-size", NULL));
  g_assert_nonnull (lamina_session_get_network (session));
  g_assert_cmpint (lamina_session_get_document (session)->training->batch_size, <, 4000);
}

/* Only the data know how many tokens there are. */
static void
test_vocabulary (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(LaminaSession) session = lamina_session_new ("gru-sentiment", NULL);

  wait_for_data (session);
  g_assert_null (lamina_session_get_problem (session));
  set_field (session, "embedding_1", "vocabulary", "1111");
  g_assert_nonnull (strstr (lamina_session_get_problem (session)->message,
                            "embedding_1: The data have 1112 different tokens, and there is room "
                            "for 1111"));
  assert_remedy (session, 0, "vocabulary", "Set Vocabulary to 1112");

  /* Numbers are tokens if they are whole. */
  g_assert_true (lamina_session_set_data (session, "kind", "spirals", NULL));
  wait_for_data (session);
  g_assert_nonnull (strstr (lamina_session_get_problem (session)->message,
                            "embedding_1: Example 1 of the training data has "));
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (lamina_session_apply_remedy (fixture->session, "flatten", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(LaminaSession) session = lamina_session_new (NULL, NULL);

  wait_for_data (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);
  g_assert_nonnull (lamina_session_get_problem (session));
  lamina_session_play (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);

  g_assert_true (lamina_session_set_data (session, "kind", "spirals", NULL));
  wait_for_data (session);
  g_assert_cmpstr (lamina_session_get_problem (session)->message, ==,
                   "An empty stack. Add a layer, or start from an example.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/remedy/flatten", "cnn-28", test_flatten);
  add_test ("/session/remedy/upper", "cnn-28", test_upper);
  add_test ("/session/remedy/padding", "cnn-28", test_padding);
  add_test ("/session/remedy/link", "resnet-small", test_link);
  add_test ("/session/remedy/link-same-size", "resnet-small", test_link_same_size);
  add_test ("/session/remedy/missing-link", "resnet-small", test_missing_link);
  add_test ("/session/remedy/units", "cnn-28", test_units);
  add_test ("/session/remedy/units-and-loss", "cnn-28", test_units_and_loss);
  add_test ("/session/remedy/no-answers", "cnn-28", test_activation_behind_answers);
  add_test ("/session/remedy/loss", "cnn-28", test_loss);
  add_test ("/session/remedy/memory", "cnn-28", test_memory);
  add_test ("/session/remedy/saved-size", "cnn-28", test_saved_size);
  add_test ("/session/remedy/batch-size", "cnn-28", test_batch_size);
  add_test ("/session/remedy/vocabulary", NULL, test_vocabulary);
  add_test ("/session/remedy/gone", "cnn-28", test_gone);
  add_test ("/session/remedy/empty", NULL, test_empty);

  return g_test_run ();
}
