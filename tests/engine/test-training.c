/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-training.h"

#include <string.h>

static void
set (LmTraining *training,
     const char *name,
     const char *value)
{
  g_autoptr(GError) error = NULL;

  lm_training_set (training, name, value, &error);
  g_assert_no_error (error);
}

static void
assert_is (const LmTraining *training,
           const char       *name,
           const char       *expected)
{
  g_autofree char *value = lm_training_get (training, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_defaults (void)
{
  g_autoptr(LmTraining) training = lm_training_new ();

  assert_is (training, "loss", "mse");
  assert_is (training, "optimizer", "sgd");
  assert_is (training, "learning_rate", "0.01");
  assert_is (training, "schedule", "constant");
  assert_is (training, "metrics", "");
  assert_is (training, "batch_size", "32");
  assert_is (training, "shuffle", "true");
  assert_is (training, "nothing", NULL);
  assert_is (training, "optimizer.nothing", NULL);
  assert_is (training, "nothing.learning_rate", NULL);
}

static void
test_set (void)
{
  g_autoptr(LmTraining) training = lm_training_new ();

  set (training, "learning_rate", "0.5");
  assert_is (training, "optimizer.learning_rate", "0.5");
  set (training, "optimizer", "adam"); /* with its own defaults */
  assert_is (training, "learning_rate", "0.001");
  set (training, "optimizer.beta1", "0.8");
  assert_is (training, "optimizer.beta1", "0.8");
  set (training, "loss", "softmax-cross-entropy");
  set (training, "loss.label_smoothing", "0.1");
  set (training, "loss.class_weights", "1,0.5");
  assert_is (training, "loss.class_weights", "1,0.5");
  set (training, "schedule", "warmup");
  set (training, "schedule.then", "cosine");
  set (training, "metrics", "accuracy, top-5,accuracy");
  assert_is (training, "metrics", "accuracy,top-5");
  g_assert_cmpuint (training->n_metrics, ==, 2);
  set (training, "metrics", "");
  g_assert_cmpuint (training->n_metrics, ==, 0);
  set (training, "batch_size", "0");
  g_assert_cmpint (training->batch_size, ==, 0);
}

static void
assert_refused (LmTraining *training,
                const char *name,
                const char *value,
                int         code,
                const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = lm_training_get (training, name);
  g_autofree char *after = NULL;

  g_assert_false (lm_training_set (training, name, value, &error));
  g_assert_error (error, LM_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
  after = lm_training_get (training, name);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refused (void)
{
  const char *const rates[] = { "0", "-1", "nan", "inf", "-inf", "1e9", "0,1", "", "fast", "0.1x" };
  g_autoptr(LmTraining) training = lm_training_new ();

  set (training, "metrics", "mae");
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      assert_refused (training, "learning_rate", rates[i], LM_ERROR_VALUE, "Learning rate");
      assert_refused (training, "optimizer.learning_rate", rates[i], LM_ERROR_VALUE,
                      "Learning rate");
    }
  assert_refused (training, "batch_size", "-1", LM_ERROR_VALUE, "Batch size");
  assert_refused (training, "batch_size", "99999999999999999999", LM_ERROR_VALUE, "Batch size");
  assert_refused (training, "epochs", "1.5", LM_ERROR_VALUE, "Epochs");
  assert_refused (training, "loss", "sum", LM_ERROR_NAME, "mse, mae, huber");
  assert_refused (training, "optimizer", "Adam", LM_ERROR_NAME, "sgd, momentum");
  assert_refused (training, "schedule", "", LM_ERROR_NAME, "constant, step");
  assert_refused (training, "metrics", "accuracy,f1", LM_ERROR_NAME, "There is no metric “f1”");
  assert_refused (training, "metrics", "accuracy,top-3,top-5,mae,rmse", LM_ERROR_VALUE,
                  "4 metrics");
  assert_refused (training, "optimizer.momentum", "0.5", LM_ERROR_NAME, "optimizer.learning_rate");
  assert_refused (training, "loss.", "1", LM_ERROR_NAME, "There is no setting “loss.”");
  assert_refused (training, "lossy", "1", LM_ERROR_NAME, "There is no setting “lossy”");
}

/* Set in the order of the list, names make the same settings again. */
static void
test_list (void)
{
  g_autoptr(LmTraining) training = lm_training_new ();
  g_autoptr(LmTraining) copy = NULL;
  g_autoptr(LmTraining) again = lm_training_new ();
  g_auto(GStrv) names = NULL;

  set (training, "loss", "huber");
  set (training, "loss.delta", "0.25");
  set (training, "optimizer", "adamw");
  set (training, "learning_rate", "0.3");
  set (training, "schedule", "step");
  set (training, "schedule.every", "7");
  set (training, "metrics", "mae,r2");
  set (training, "clip_norm", "1.5");
  copy = lm_training_copy (training);
  set (training, "loss.delta", "0.5");

  names = lm_training_list (copy);
  for (GStrv name = names; *name != NULL; name++)
    {
      g_autofree char *value = lm_training_get (copy, *name);

      g_assert_nonnull (value);
      set (again, *name, value);
    }
  for (GStrv name = names; *name != NULL; name++)
    {
      g_autofree char *value = lm_training_get (copy, *name);

      assert_is (again, *name, value);
    }
  assert_is (again, "loss.delta", "0.25");
  assert_is (again, "learning_rate", "0.3");
  g_assert_true (again->metrics[1] == lm_metric_find ("r2"));
}

static void
test_live (void)
{
  g_autoptr(LmTraining) training = lm_training_new ();

  set (training, "loss", "huber");
  set (training, "optimizer", "adam");
  g_assert_true (lm_training_is_live (training, "learning_rate"));
  g_assert_true (lm_training_is_live (training, "optimizer.beta1"));
  g_assert_true (lm_training_is_live (training, "schedule"));
  g_assert_true (lm_training_is_live (training, "epochs"));
  g_assert_true (lm_training_is_live (training, "clip_norm"));
  g_assert_false (lm_training_is_live (training, "optimizer"));
  g_assert_false (lm_training_is_live (training, "loss"));
  g_assert_false (lm_training_is_live (training, "loss.delta"));
  g_assert_false (lm_training_is_live (training, "batch_size"));
  g_assert_false (lm_training_is_live (training, "seed"));
  g_assert_false (lm_training_is_live (training, "metrics"));
  g_assert_false (lm_training_is_live (training, "nothing"));
}

/* Every setting says what it is, as kinds do. */
static void
test_fields (void)
{
  for (const LmField *field = lm_training_fields; field->name != NULL; field++)
    {
      g_assert_nonnull (field->title);
      g_assert_true (g_str_has_suffix (field->hint, "."));
      g_assert_true (lm_fields_find (lm_training_fields, field->name) == field);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training/defaults", test_defaults);
  g_test_add_func ("/training/set", test_set);
  g_test_add_func ("/training/refused", test_refused);
  g_test_add_func ("/training/list", test_list);
  g_test_add_func ("/training/live", test_live);
  g_test_add_func ("/training/fields", test_fields);

  return g_test_run ();
}
