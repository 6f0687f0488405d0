/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-document.h"
#include "lamina-stack-text.h"
#include "lamina-template.h"
#include "lm-error.h"

static void
assert_set (LaminaDocument *document,
            const char     *key,
            const char     *value)
{
  g_autoptr(GError) error = NULL;

  lamina_document_set (document, key, value, &error);
  g_assert_no_error (error);
}

static void
assert_refused (LaminaDocument *document,
                const char     *key,
                const char     *value,
                int             code)
{
  g_autoptr(LaminaDocument) before = lamina_document_copy (document);
  g_autoptr(GError) error = NULL;

  g_assert_false (lamina_document_set (document, key, value, &error));
  g_assert_error (error, LM_ERROR, code);
  g_assert_cmpint (lamina_document_compare (before, document), ==, LAMINA_CHANGE_NONE);
}

static void
test_set (void)
{
  g_autoptr(LaminaDocument) document = lamina_template_make (lamina_template_find ("cnn-28"));
  g_autofree char *filters = NULL;
  const LmLayer *layer;

  assert_set (document, "conv_1.filters", "16");
  assert_set (document, "epochs", "3");
  assert_set (document, "learning_rate", "0.01");
  assert_set (document, "optimizer.beta1", "0.8");
  assert_set (document, "data.limit", "1000");

  layer = lm_stack_nth (document->stack, 0);
  filters = lm_field_get (lm_fields_find (layer->klass->fields, "filters"), layer);
  g_assert_cmpstr (filters, ==, "16");
  g_assert_cmpint (document->training->epochs, ==, 3);
  g_assert_cmpfloat (document->training->optimizer->learning_rate, ==, 0.01);
  g_assert_cmpint (lamina_data_config_get_pipeline (document->data)->limit, ==, 1000);
}

static void
test_set_refuses (void)
{
  g_autoptr(LaminaDocument) document = lamina_template_make (lamina_template_find ("cnn-28"));

  assert_refused (document, "conv_9.filters", "16", LM_ERROR_NAME);
  assert_refused (document, "conv_1.colour", "16", LM_ERROR_NAME);
  assert_refused (document, "conv_1.filters", "0", LM_ERROR_VALUE);
  assert_refused (document, "conv_1.filters", "many", LM_ERROR_VALUE);
  assert_refused (document, "epoch", "3", LM_ERROR_NAME);
  assert_refused (document, "data.nothing", "3", LM_ERROR_NAME);
  assert_refused (document, "", "3", LM_ERROR_NAME);
  assert_refused (document, ".", "3", LM_ERROR_NAME);
  assert_refused (document, "batch_size", "-1", LM_ERROR_VALUE);
}

static void
assert_changes (const char    *key,
                const char    *value,
                LaminaChanges  changes)
{
  g_autoptr(LaminaDocument) before = lamina_template_make (lamina_template_find ("spirals"));
  g_autoptr(LaminaDocument) after = lamina_document_copy (before);

  assert_set (after, key, value);
  g_assert_cmpint (lamina_document_compare (before, after), ==, changes);
}

static void
test_compare (void)
{
  assert_changes ("dense_1.units", "5", LAMINA_CHANGE_STACK);
  assert_changes ("batch_size", "5", LAMINA_CHANGE_TRAINING);
  assert_changes ("optimizer", "sgd", LAMINA_CHANGE_TRAINING);
  assert_changes ("learning_rate", "0.5", LAMINA_CHANGE_LIVE);
  assert_changes ("epochs", "5", LAMINA_CHANGE_LIVE);
  assert_changes ("data.noise", "0.5", LAMINA_CHANGE_DATA);
}

static void
test_text (void)
{
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      g_autoptr(LaminaDocument) document = lamina_template_make (lamina_template_nth (i));
      g_autoptr(LmStack) again = NULL;
      g_autofree char *text = NULL;

      lm_stack_nth (document->stack, 1)->bypassed = TRUE;
      text = lamina_stack_text_write (document->stack);
      again = lamina_stack_text_parse (text, NULL);
      g_assert_nonnull (again);
      g_assert_true (lm_stack_equal (document->stack, again));
    }
}

static void
test_text_parts (void)
{
  static const char *const texts[] = {
    "[generator]\nlatent\ndense\n[discriminator]\nflatten\ndense\n", "[generator]\nlatent\n",
    "[generator]\n[discriminator]\ndense\n", "[generator]\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(LmStack) stack = lamina_stack_text_parse (texts[i], NULL);
      g_autofree char *text = lamina_stack_text_write (stack);
      g_autoptr(LmStack) again = lamina_stack_text_parse (text, NULL);
      gsize first;

      g_assert_true (lm_stack_has_parts (stack));
      g_assert_true (lm_stack_equal (stack, again));
      if (i == 0)
        {
          g_assert_cmpuint (lm_stack_get_part (stack, LM_PART_DISCRIMINATOR, &first), ==, 2);
          g_assert_cmpuint (first, ==, 2);
        }
    }
}

static void
test_text_refuses (void)
{
  static const char *const texts[] = {
    "dens", "dense units", "dense units=x", "dense colour=3", "dense\ndense name=dense_1",
    "dense units='3", "[discriminator]\ndense", "dense\n[generator]", "[generator]\n[generator]",
    "[generator]\ndense\n[discriminator]\n[discriminator]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (lamina_stack_text_parse (texts[i], &error));
      g_assert_nonnull (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/set", test_set);
  g_test_add_func ("/document/set/refuses", test_set_refuses);
  g_test_add_func ("/document/compare", test_compare);
  g_test_add_func ("/stack-text/round-trip", test_text);
  g_test_add_func ("/stack-text/parts", test_text_parts);
  g_test_add_func ("/stack-text/refuses", test_text_refuses);

  return g_test_run ();
}
