/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stacks and networks of two parts: a generator and a discriminator. */

#include <string.h>

#include "lm-error.h"
#include "lm-workspace.h"
#include "toy.h"

#define GAN "latent size=3; dense units=5; relu; dense units=2 | dense units=4; relu; dense units=1"

static const LmShape point = { 2, { 1, 2 } };
static const LmShape label = { 2, { 1, 1 } };

/* "latent_1 dense_1 | dense_2": the stack's layers in their order. */
static void
assert_stack_is (const LmStack *stack,
                 const char    *expected)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      const LmLayer *layer = lm_stack_nth (stack, i);
      const gboolean is_border = layer->part == LM_PART_DISCRIMINATOR &&
                                 (i == 0 || lm_stack_nth (stack, i - 1)->part != layer->part);

      g_string_append_printf (names, "%s%s%s", i > 0 ? " " : "", is_border ? "| " : "",
                              layer->name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_inserting (void)
{
  const LmLayerClass *relu = lm_layer_class_find ("relu");
  g_autoptr(LmStack) stack = toy_stack_new ("latent; dense | flatten; softmax");

  lm_stack_insert (stack, 2, lm_layer_class_find ("tanh")); /* after the generator's last */
  assert_stack_is (stack, "latent_1 dense_1 tanh_1 | flatten_1 softmax_1");
  lm_stack_insert_into (stack, LM_PART_DISCRIMINATOR, 3, relu);
  assert_stack_is (stack, "latent_1 dense_1 tanh_1 | relu_1 flatten_1 softmax_1");
  lm_stack_insert_into (stack, LM_PART_DISCRIMINATOR, 0, relu);
  lm_stack_insert_into (stack, LM_PART_GENERATOR, 100, relu);
  assert_stack_is (stack, "latent_1 dense_1 tanh_1 relu_3 | relu_2 relu_1 flatten_1 softmax_1");
  g_assert_cmpint (lm_stack_duplicate (stack, 3)->part, ==, LM_PART_GENERATOR);
  g_assert_cmpint (lm_stack_duplicate (stack, 5)->part, ==, LM_PART_DISCRIMINATOR);
  lm_stack_insert (stack, 100, relu);
  g_assert_cmpint (lm_stack_nth (stack, 10)->part, ==, LM_PART_DISCRIMINATOR);

  while (lm_stack_get_n (stack) > 0)
    lm_stack_remove (stack, 0);
  g_assert_true (lm_stack_has_parts (stack)); /* An empty one keeps its parts. */
  lm_stack_insert_into (stack, LM_PART_DISCRIMINATOR, 0, relu);
  lm_stack_insert (stack, 0, lm_layer_class_find ("latent"));
  assert_stack_is (stack, "latent_1 | relu_1");
}

static void
assert_stays (LmStack *stack,
              gsize    from,
              gsize    to)
{
  g_autoptr(LmStack) before = lm_stack_copy (stack);
  g_autoptr(GError) error = NULL;

  g_assert_false (lm_stack_move (stack, from, to, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_test_message ("%s", error->message);
  g_assert_true (lm_stack_equal (stack, before));
}

static void
test_moving (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("latent; dense; relu | flatten; tanh; softmax");

  g_assert_true (lm_stack_move (stack, 1, 2, NULL)); /* to the border: it stays in its part */
  assert_stack_is (stack, "latent_1 relu_1 dense_1 | flatten_1 tanh_1 softmax_1");
  g_assert_true (lm_stack_move (stack, 4, 3, NULL));
  assert_stack_is (stack, "latent_1 relu_1 dense_1 | tanh_1 flatten_1 softmax_1");
  g_assert_true (lm_stack_move (stack, 1, 3, NULL)); /* beyond it */
  assert_stack_is (stack, "latent_1 dense_1 | tanh_1 relu_1 flatten_1 softmax_1");
  g_assert_true (lm_stack_move (stack, 4, 1, NULL));
  assert_stack_is (stack, "latent_1 flatten_1 dense_1 | tanh_1 relu_1 softmax_1");
  g_assert_true (lm_stack_move (stack, 2, 0, NULL));
  assert_stack_is (stack, "dense_1 latent_1 flatten_1 | tanh_1 relu_1 softmax_1");

  g_assert_true (lm_stack_set_part (stack, 0, LM_PART_DISCRIMINATOR, NULL));
  assert_stack_is (stack, "latent_1 flatten_1 | dense_1 tanh_1 relu_1 softmax_1");
  g_assert_true (lm_stack_set_part (stack, 5, LM_PART_GENERATOR, NULL));
  assert_stack_is (stack, "latent_1 flatten_1 softmax_1 | dense_1 tanh_1 relu_1");
  g_assert_true (lm_stack_set_part (stack, 1, LM_PART_GENERATOR, NULL));
  assert_stack_is (stack, "latent_1 flatten_1 softmax_1 | dense_1 tanh_1 relu_1");
}

static void
test_block (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("latent; dense; tanh | flatten; dense; relu");

  g_assert_true (lm_stack_move_block (stack, 1, 2, 3, LM_PART_DISCRIMINATOR, NULL));
  assert_stack_is (stack, "latent_1 | flatten_1 dense_2 dense_1 tanh_1 relu_1");
  /* The border has two sides. */
  g_assert_true (lm_stack_move_block (stack, 3, 2, 1, LM_PART_DISCRIMINATOR, NULL));
  assert_stack_is (stack, "latent_1 | dense_1 tanh_1 flatten_1 dense_2 relu_1");
  g_assert_true (lm_stack_move_block (stack, 1, 2, 1, LM_PART_GENERATOR, NULL));
  assert_stack_is (stack, "latent_1 dense_1 tanh_1 | flatten_1 dense_2 relu_1");
  g_assert_true (lm_stack_move_block (stack, 4, 2, 0, LM_PART_GENERATOR, NULL));
  assert_stack_is (stack, "dense_2 relu_1 latent_1 dense_1 tanh_1 | flatten_1");
  /* A place of the other part is moved into the one that is meant. */
  g_assert_true (lm_stack_move_block (stack, 0, 2, 5, LM_PART_GENERATOR, NULL));
  assert_stack_is (stack, "latent_1 dense_1 tanh_1 dense_2 relu_1 | flatten_1");
  g_assert_true (lm_stack_move_block (stack, 0, 5, 0, LM_PART_DISCRIMINATOR, NULL));
  assert_stack_is (stack, "| latent_1 dense_1 tanh_1 dense_2 relu_1 flatten_1");
}

static void
test_links (void)
{
  g_autoptr(LmStack) stack = toy_stack_new (
    "latent; dense; add inputs=previous,latent_1 | dense; add inputs=previous,input; relu");
  g_autoptr(LmStack) crossed = toy_stack_new ("latent; dense | dense; add inputs=previous,dense_1");

  /* The discriminator's input is what the generator gives. */
  g_assert_cmpint (lm_stack_get_input (stack, 3, 0), ==, 2);
  g_assert_cmpint (lm_stack_get_input (stack, 4, 1), ==, 2);
  g_assert_cmpint (lm_stack_get_input (stack, 0, 0), ==, -1);
  g_assert_cmpint (lm_stack_get_input (crossed, 3, 1), ==, G_MINSSIZE);

  assert_stays (stack, 2, 5); /* It reads latent_1. */
  assert_stays (stack, 0, 4);
  g_assert_true (lm_stack_move (stack, 4, 0, NULL)); /* "input" is in every part. */
  assert_stack_is (stack, "add_2 latent_1 dense_1 add_1 | dense_2 relu_1");
}

static void
test_copies (void)
{
  g_autoptr(LmStack) stack = toy_stack_new (GAN);
  g_autoptr(LmStack) copy = lm_stack_copy (stack);
  g_autoptr(LmStack) generator = lm_stack_copy_part (stack, LM_PART_GENERATOR);
  g_autoptr(LmStack) discriminator = lm_stack_copy_part (stack, LM_PART_DISCRIMINATOR);
  g_autoptr(LmStack) again = lm_stack_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (lm_stack_equal (stack, copy));
  g_assert_false (lm_stack_has_parts (generator));
  g_assert_cmpuint (lm_stack_get_n (generator), ==, 4);
  g_assert_cmpuint (lm_stack_get_n (discriminator), ==, 3);

  lm_stack_split (again, 0);
  g_assert_true (lm_stack_add_part (again, LM_PART_DISCRIMINATOR, discriminator, &error));
  g_assert_true (lm_stack_add_part (again, LM_PART_GENERATOR, generator, &error));
  g_assert_true (lm_stack_equal (stack, again));
  g_assert_false (lm_stack_add_part (again, LM_PART_DISCRIMINATOR, generator, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_assert_true (lm_stack_equal (stack, again));

  lm_stack_unite (copy);
  g_assert_false (lm_stack_equal (stack, copy));
  g_assert_false (lm_stack_has_parts (copy));
  lm_stack_split (copy, 4);
  g_assert_true (lm_stack_equal (stack, copy));
  lm_stack_split (copy, 3);
  g_assert_false (lm_stack_equal (stack, copy));
}

static LmNetwork *
compile (const char *text,
         const char *loss_id,
         gssize     *wrong,
         GError    **error)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(LmLoss) loss = lm_loss_new (lm_loss_class_find (loss_id));

  return lm_network_new (stack, &point, &label, loss, wrong, error);
}

static void
test_network (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LmNetwork) network = compile (GAN, "adversarial", NULL, &error);
  g_autoptr(LmNetwork) fused = compile (GAN "; sigmoid", "adversarial", NULL, NULL);
  g_autoptr(LmNetwork) mapped = compile (GAN "; dense units=7", "least-squares-adversarial", NULL,
                                         NULL);
  const char *const names[] = {
    "generator.dense_1.weight", "generator.dense_1.bias", "generator.dense_2.weight",
    "generator.dense_2.bias", "discriminator.dense_3.weight", "discriminator.dense_3.bias",
    "discriminator.dense_4.weight", "discriminator.dense_4.bias",
  };

  g_assert_no_error (error);
  g_assert_true (lm_network_has_parts (network));
  g_assert_cmpuint (lm_network_get_n_generator (network), ==, 4);
  g_assert_cmpuint (lm_network_get_n_views (network), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (lm_network_get_view (network, i)->name, ==, names[i]);
  g_assert_nonnull (lm_network_find_view (network, "generator.dense_2.bias"));
  g_assert_cmpint (lm_network_get_loss_layer (network), ==, 6);
  g_assert_cmpint (lm_network_get_loss_layer (fused), ==, 6);
  g_assert_nonnull (mapped); /* Several answers an example are allowed. */
}

static void
assert_wrong (const char *text,
              const char *loss,
              gssize      expected,
              int         code,
              const char *sentence)
{
  g_autoptr(GError) error = NULL;
  gssize wrong;

  g_assert_null (compile (text, loss, &wrong, &error));
  g_assert_error (error, LM_ERROR, code);
  g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpint (wrong, ==, expected);
}

static void
test_sentences (void)
{
  assert_wrong ("dense units=2", "adversarial", -1, LM_ERROR_SHAPE,
                "This loss trains a generator against a discriminator, and the stack has one part: "
                "choose another loss");
  assert_wrong (GAN, "mse", -1, LM_ERROR_SHAPE,
                "A generator and a discriminator are trained against each other: choose an "
                "adversarial loss");
  assert_wrong (
    "latent; dense units=3 | dense units=1", "adversarial", 1, LM_ERROR_SHAPE,
    "dense_1: The generator makes examples of 3, and the discriminator reads data of 2: "
    "end the generator with a layer that gives 2");
  assert_wrong ("dense units=2 | dense units=1", "adversarial", 0, LM_ERROR_SHAPE,
                "dense_1: A generator begins with random numbers: put a latent layer before it");
  assert_wrong ("latent size=2 | dense units=1", "adversarial", 0, LM_ERROR_SHAPE,
                "Nothing in the generator can be trained: add a dense layer to it");
  assert_wrong ("latent; dense units=2 | relu", "adversarial", 2, LM_ERROR_SHAPE,
                "Nothing in the discriminator can be trained: add a dense layer to it");
  assert_wrong ("latent; dense units=2 | dense units=2; add inputs=previous,dense_1", "adversarial",
                3, LM_ERROR_NAME,
                "add_1: It reads “dense_1”, but no layer above it in its part is called so");
}

/* Links lead past what could be trained, once all the way to the data. */
static void
test_passed_over_parts (void)
{
  static const struct { const char *text, *part; gsize bypassed; } rows[] = {
    { "latent; dense units=1; relu inputs=input | dense units=1", "generator", 2 },
    { "latent; dense units=1 | dense units=1; relu inputs=input", "discriminator", 3 },
    { "latent; relu; dense units=1 | dense units=1; sigmoid inputs=input", "discriminator", 1 },
  };
  const char *const losses[] = { "adversarial", "wasserstein" };
  const LmShape number = { 2, { 1, 1 } };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LmStack) stack = toy_stack_new (rows[i / 2].text);
      g_autoptr(LmLoss) loss = lm_loss_new (lm_loss_class_find (losses[i % 2]));
      g_autofree char *expected = g_strdup_printf ("Nothing in the %s can be trained: add a dense "
                                                   "layer to it", rows[i / 2].part);
      g_autoptr(LmNetwork) network = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s, %s", rows[i / 2].text, losses[i % 2]);
      lm_stack_nth (stack, rows[i / 2].bypassed)->bypassed = TRUE;
      network = lm_network_new (stack, &number, &label, loss, NULL, &error);
      g_assert_null (network);
      g_assert_cmpstr (error->message, ==, expected);
    }
}

static void
test_empty_parts (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("latent; dense units=2");
  g_autoptr(LmLoss) loss = lm_loss_new (lm_loss_class_find ("adversarial"));
  const char *const starts[] = { "The generator is empty", "The discriminator is empty" };

  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      lm_stack_split (stack, 2 * i);
      g_assert_null (lm_network_new (stack, &point, &label, loss, NULL, &error));
      g_assert_true (g_str_has_prefix (error->message, starts[i]));
    }
}

/* Bypassed layers are passed over on both sides of the border. */
static void
test_bypass (void)
{
  g_autoptr(LmStack) stack = toy_stack_new ("latent; latent; dense units=2; relu | relu; "
                                            "dense units=1");
  g_autoptr(LmLoss) loss = lm_loss_new (lm_loss_class_find ("adversarial"));
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;

  lm_stack_nth (stack, 0)->bypassed = TRUE;
  lm_stack_nth (stack, 3)->bypassed = TRUE;
  lm_stack_nth (stack, 4)->bypassed = TRUE;
  g_assert_cmpint (lm_stack_get_input (stack, 5, 0), ==, 2);
  network = lm_network_new (stack, &point, &label, loss, NULL, &error);
  g_assert_no_error (error);

  lm_stack_nth (stack, 1)->bypassed = TRUE;
  g_assert_null (lm_network_new (stack, &point, &label, loss, NULL, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_test_message ("%s", error->message);
}

/* Predicting, the generator's numbers are the same at every step, and each example's its own. */
static void
test_predicts (void)
{
  g_autoptr(LmNetwork) network = compile (GAN, "adversarial", NULL, NULL);
  g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 2, LM_WORK_PROBE, NULL);
  lm_real first[6], later[6];

  lm_workspace_infer (workspace, state, NULL, 2, NULL);
  lm_workspace_copy_values (workspace, 0, 0, 2, first);
  state->step = 7;
  lm_workspace_infer (workspace, state, NULL, 2, NULL);
  lm_workspace_copy_values (workspace, 0, 0, 2, later);
  g_assert_cmpint (memcmp (first, later, sizeof first), ==, 0);
  g_assert_cmpint (memcmp (first, first + 3, 3 * sizeof *first), !=, 0);
}

static LmNetwork *
compile_condition (const LmShape  *target,
                   gboolean        is_alone,
                   GError        **error)
{
  g_autoptr(LmStack) stack = toy_stack_new (is_alone
                                              ? "condition classes=3 alone=true; dense units=1"
                                              : "condition classes=3; dense units=1");

  return lm_network_new (stack, &point, target, NULL, NULL, error);
}

/* Labels become a number for each class; what names none makes the answer no number. */
static void
test_condition (void)
{
  const LmShape shares = { 2, { 1, 3 } }, picture = { 4, { 1, 1, 2, 2 } };
  g_autoptr(LmNetwork) network = compile_condition (&label, FALSE, NULL);
  g_autoptr(LmNetwork) shared = compile_condition (&shares, FALSE, NULL);
  g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 2, LM_WORK_PROBE, NULL);
  g_autoptr(GError) error = NULL;
  const lm_real expected[] = { 8, 9, 0, 0, 1 };
  lm_real values[10];

  g_assert_nonnull (shared);
  memcpy (lm_workspace_get_input (workspace)->data, expected, 2 * sizeof *expected);
  lm_workspace_get_target (workspace)->data[0] = 2;
  lm_workspace_get_target (workspace)->data[1] = 3;
  lm_workspace_infer (workspace, state, NULL, 2, NULL);
  lm_workspace_copy_values (workspace, 0, 0, 2, values);
  g_assert_cmpint (memcmp (values, expected, sizeof expected), ==, 0);
  g_assert_true (values[7] != values[7]);

  g_assert_null (compile_condition (&picture, FALSE, &error));
  g_assert_cmpstr (
    error->message, ==,
    "condition_1: It needs the class of each example, and the targets are 2 × 2 × 1: "
    "choose data with labels");
}

/* Alone, the class is all that is passed on. */
static void
test_condition_alone (void)
{
  g_autoptr(LmNetwork) network = compile_condition (&label, TRUE, NULL);
  g_autoptr(LmState) state = lm_state_new (network, 0, 1, NULL);
  g_autoptr(LmPool) pool = lm_pool_new (1);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, 2, LM_WORK_PROBE, NULL);
  const lm_real x[] = { 8, 9, 7, 6 }, expected[] = { 0, 0, 1, 1, 0, 0 };
  lm_real values[6];

  memcpy (lm_workspace_get_input (workspace)->data, x, sizeof x);
  lm_workspace_get_target (workspace)->data[0] = 2;
  lm_workspace_get_target (workspace)->data[1] = 0;
  lm_workspace_infer (workspace, state, NULL, 2, NULL);
  lm_workspace_copy_values (workspace, 0, 0, 2, values);
  g_assert_cmpint (memcmp (values, expected, sizeof expected), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/stack/inserting", test_inserting);
  g_test_add_func ("/parts/stack/moving", test_moving);
  g_test_add_func ("/parts/stack/block", test_block);
  g_test_add_func ("/parts/stack/links", test_links);
  g_test_add_func ("/parts/stack/copies", test_copies);
  g_test_add_func ("/parts/network", test_network);
  g_test_add_func ("/parts/sentences", test_sentences);
  g_test_add_func ("/parts/passed-over", test_passed_over_parts);
  g_test_add_func ("/parts/empty", test_empty_parts);
  g_test_add_func ("/parts/bypass", test_bypass);
  g_test_add_func ("/parts/predicts", test_predicts);
  g_test_add_func ("/parts/condition", test_condition);
  g_test_add_func ("/parts/condition/alone", test_condition_alone);

  return g_test_run ();
}
