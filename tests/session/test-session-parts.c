/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projects whose model is a generator and a discriminator. */

#include <math.h>
#include <string.h>

#include "lamina-project.h"
#include "lamina-stack-text.h"
#include "lm-error.h"
#include "session-test.h"

#define SPIRALS "spirals" /* two numbers an example, two classes */

static const LmStack *
get_stack (LaminaSession *session)
{
  return lamina_session_get_document (session)->stack;
}

static const char *
get_problem (LaminaSession *session)
{
  const LaminaProblem *problem = lamina_session_get_problem (session);

  return problem != NULL ? problem->message : NULL;
}

/* A generator of points and its discriminator, made as by hand. */
static void
make_pair (LaminaSession *session)
{
  static const char *const kinds[] = { "latent", "dense", "tanh", "dense" };
  const gsize n = lm_stack_get_n (get_stack (session));

  for (gsize i = 0; i < n; i++)
    g_assert_true (lamina_session_remove_layers (session, &(gsize) { 0 }, 1, NULL));
  g_assert_true (lamina_session_split_stack (session, 0, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_true (lamina_session_insert_layer_into (session, LM_PART_GENERATOR, i, kinds[i],
                                                     NULL));
  for (gsize i = 1; i < G_N_ELEMENTS (kinds); i++)
    g_assert_true (lamina_session_insert_layer_into (session, LM_PART_DISCRIMINATOR, 100, kinds[i],
                                                     NULL));
  g_assert_true (lamina_session_set (session, "dense_2.units", "2", NULL));
  g_assert_true (lamina_session_set (session, "dense_4.units", "1", NULL));
  g_assert_true (lamina_session_set (session, "loss", "adversarial", NULL));
  g_assert_true (lamina_session_set (session, "metrics", "", NULL));
  g_assert_null (get_problem (session));
}

static char *
write_stack (LaminaSession *session)
{
  return lamina_stack_text_write (get_stack (session));
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(LmStack) whole = NULL;

  make_pair (session);
  before = write_stack (session);
  whole = lm_stack_copy (get_stack (session));

  g_assert_true (lamina_session_set_part (session, 3, LM_PART_DISCRIMINATOR, NULL));
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, "move dense_2");
  g_assert_nonnull (strstr (get_problem (session), "The generator makes examples of "));
  g_assert_cmpint (lamina_session_get_problem (session)->layer, ==, 2);
  g_assert_cmpstr (lamina_session_undo (session), ==, "build");
  after = write_stack (session);
  g_assert_cmpstr (before, ==, after);

  /* Two layers at once, across the border and back, are one entry each. */
  g_assert_true (lamina_session_move_layers_into (session, LM_PART_DISCRIMINATOR, 2, 2, 2, NULL));
  g_assert_cmpstr (lamina_session_get_undo_label (session), ==, "move tanh_1");
  g_assert_cmpint (lm_stack_nth (get_stack (session), 2)->part, ==, LM_PART_DISCRIMINATOR);
  lamina_session_undo (session);
  g_assert_true (lm_stack_equal (whole, get_stack (session)));

  g_assert_true (lamina_session_unite_stack (session, NULL));
  g_assert_nonnull (strstr (get_problem (session), "choose another loss"));
  lamina_session_undo (session);
  g_assert_true (lm_stack_equal (whole, get_stack (session)));
  lamina_session_redo (session);
  g_assert_false (lm_stack_has_parts (get_stack (session)));
}

static void
test_make_gan (Fixture       *fixture,
               gconstpointer  template_id)
{
  LaminaSession *session = fixture->session;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize first;

  before = write_stack (session);
  g_assert_true (lamina_session_make_gan (session, NULL));
  g_assert_cmpstr (get_problem (session), ==, NULL);
  g_assert_cmpuint (lm_stack_get_part (get_stack (session), LM_PART_GENERATOR, &first), >=, 4);
  g_assert_cmpstr (lm_stack_nth (get_stack (session), 0)->klass->id, ==, "latent");
  g_assert_cmpstr (lamina_session_get_document (session)->training->loss->klass->id, ==,
                   "adversarial");
  g_assert_cmpuint (lamina_session_get_document (session)->training->n_metrics, ==, 3);
  lamina_session_undo (session);
  after = write_stack (session);
  g_assert_cmpstr (before, ==, after);
}

/* Of an empty stack too, and of text not at all. */
static void
test_make_gan_of_little (Fixture       *fixture,
                         gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autoptr(GError) error = NULL;

  while (lm_stack_get_n (get_stack (session)) > 0)
    g_assert_true (lamina_session_remove_layers (session, &(gsize) { 0 }, 1, NULL));
  g_assert_true (lamina_session_make_gan (session, NULL));
  g_assert_cmpstr (get_problem (session), ==, NULL);
  lamina_session_undo (session);

  g_assert_true (lamina_session_set_data (session, "kind", "sentiment", NULL));
  wait_for_data (session);
  g_assert_false (lamina_session_make_gan (session, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_false (lm_stack_has_parts (get_stack (session)));
}

/* Parts are stacks of their own in the file; each edit leaves only those that there are. */
static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autoptr(LmStack) whole = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *other = NULL;
  LmNetwork *network;

  create (fixture);
  make_pair (session);
  whole = lm_stack_copy (get_stack (session));
  hash = hash_of (session);

  session = reopen (fixture);
  g_assert_true (lm_stack_equal (whole, get_stack (session)));
  g_assert_null (get_problem (session));
  other = hash_of (session);
  g_assert_cmpstr (hash, ==, other);
  network = lamina_session_get_network (session);
  g_assert_nonnull (lm_network_find_view (network, "generator.dense_2.weight"));
  g_assert_nonnull (lm_network_find_view (network, "discriminator.dense_4.bias"));

  g_assert_true (lamina_session_unite_stack (session, NULL));
  session = reopen (fixture);
  g_assert_false (lm_stack_has_parts (get_stack (session)));
  g_assert_cmpuint (lm_stack_get_n (get_stack (session)), ==, 7);
}

/* Two parts with one name for two layers: no program of ours wrote that. */
static void
test_damaged_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(LmStack) layers = lamina_stack_text_parse ("dense", NULL);
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(GError) error = NULL;
  LaminaProject *project;

  create (fixture);
  close_session (fixture);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (lamina_project_remove_stack (project, 1, "main", NULL));
  g_assert_true (lamina_project_set_stack (project, 1, "generator", layers, NULL));
  g_assert_true (lamina_project_set_stack (project, 1, "discriminator", layers, NULL));
  lamina_project_free (project);

  session = lamina_session_open (fixture->path, &error);
  g_assert_null (session);
  g_assert_nonnull (strstr (error->message, "Another layer is called dense_1 already"));
}

static void
test_weights (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "weights.safetensors", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *other = NULL;
  g_autoptr(GError) error = NULL;

  make_pair (fixture->session);
  hash = hash_of (fixture->session);
  g_assert_true (lamina_session_export_weights (fixture->session, "safetensors", path, &error));
  lamina_session_load_weights (fixture->session, path, &error);
  g_assert_no_error (error);
  other = hash_of (fixture->session);
  g_assert_cmpstr (hash, ==, other);

  /* Of one part, the names are others. */
  g_assert_true (lamina_session_unite_stack (fixture->session, NULL));
  g_assert_true (lamina_session_set (fixture->session, "loss", "mse", NULL));
  g_assert_true (lamina_session_set (fixture->session, "dense_4.units", "2", NULL));
  g_assert_true (lamina_session_set (fixture->session, "loss", "softmax-cross-entropy", NULL));
  g_assert_null (get_problem (fixture->session));
  g_assert_false (lamina_session_load_weights (fixture->session, path, &error));
  g_assert_nonnull (strstr (error->message, "“generator.dense_1.weight”"));
}

/* A whole run: trained, closed, opened, trained on with one part, to the same bits as in one go. */
static void
test_training (Fixture       *fixture,
               gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  g_autofree char *expected = NULL;
  g_autofree char *hash = NULL;
  LmHistory *history;

  make_pair (session);
  g_assert_true (lamina_session_set (session, "metrics", "generator-loss,real-score,fake-score",
                                     NULL));
  g_assert_true (lamina_session_set (session, "d_steps", "2", NULL));
  g_assert_true (lamina_session_set (session, "generator.optimizer", "rmsprop", NULL));
  g_assert_true (lamina_session_set (session, "generator.learning_rate", "0.002", NULL));
  g_assert_cmpuint (lamina_session_get_steps_per_epoch (session), ==, 8); /* of 15 batches */
  train_to (session, 10);
  g_assert_true (lamina_session_set_training (session, "trains", "generator", FALSE, NULL));
  train_to (session, 12);
  expected = hash_of (session);
  lamina_session_undo (session);
  lamina_session_start_over (session);

  create (fixture);
  train_to (session, 7);
  session = reopen (fixture);
  train_to (session, 10);
  g_assert_true (lamina_session_set_training (session, "trains", "generator", FALSE, NULL));
  session = reopen (fixture);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 10);
  train_to (session, 12);
  hash = hash_of (session);
  g_assert_cmpstr (hash, ==, expected);

  /* What has no loss is no number in the file, either. */
  session = reopen (fixture);
  history = lamina_session_get_history (session);
  for (gsize i = 0; i < 12; i++)
    {
      g_assert_cmpint (isnan (lm_series_nth (history->loss, i)) != 0, ==, i >= 10);
      g_assert_false (isnan (lm_series_nth (history->metrics[0], i)));
    }

  lamina_session_evaluate (session, LM_SPLIT_TEST); /* There is nothing to measure. */
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, 12);
}

static void
test_conditions (Fixture       *fixture,
                 gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  make_pair (session);
  g_assert_true (lamina_session_insert_layer_into (session, LM_PART_GENERATOR, 1, "condition",
                                                   NULL));
  g_assert_cmpstr (get_problem (session), ==,
                   "condition_1: It is set to 10 classes, and the data have 2: set it to 2");
  g_assert_cmpint (lamina_session_get_problem (session)->layer, ==, 1);
  g_assert_true (lamina_session_set (session, "condition_1.classes", "2", NULL));
  g_assert_null (get_problem (session));

  g_assert_true (lamina_session_set (session, "data.kind", "function", NULL));
  wait_for_data (session);
  g_assert_true (lamina_session_set (session, "dense_2.units", "1", NULL));
  g_assert_nonnull (strstr (get_problem (session), "the data have no classes"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/session-parts/edits", Fixture, SPIRALS, set_up, test_edits, tear_down);
  g_test_add ("/session-parts/make-gan/points", Fixture, SPIRALS, set_up, test_make_gan, tear_down);
  g_test_add ("/session-parts/make-gan/pictures", Fixture, "cnn-32", set_up, test_make_gan,
              tear_down);
  g_test_add ("/session-parts/make-gan/series", Fixture, "rnn-series", set_up, test_make_gan,
              tear_down);
  g_test_add ("/session-parts/make-gan/of-little", Fixture, SPIRALS, set_up,
              test_make_gan_of_little, tear_down);
  g_test_add ("/session-parts/file", Fixture, SPIRALS, set_up, test_file, tear_down);
  g_test_add ("/session-parts/damaged-file", Fixture, SPIRALS, set_up, test_damaged_file,
              tear_down);
  g_test_add ("/session-parts/weights", Fixture, SPIRALS, set_up, test_weights, tear_down);
  g_test_add ("/session-parts/training", Fixture, SPIRALS, set_up, test_training, tear_down);
  g_test_add ("/session-parts/conditions", Fixture, SPIRALS, set_up, test_conditions, tear_down);

  return g_test_run ();
}
