/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every registered kind says of itself: the window, the files, the command line and the
 * documentation are made of it. A new kind is covered by its row in the registry.
 */

#include <string.h>

#include "lm-training.h"
#include "lm-layer.h"

static void
assert_id (const char *id)
{
  g_assert_cmpuint (strlen (id), >, 0);
  g_assert_cmpuint (strspn (id, G_CSET_a_2_z G_CSET_DIGITS "-"), ==, strlen (id));
}

/* A sentence, or some: it ends with a full stop, and has no blank too many. */
static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "  "));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
assert_title (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_false (g_str_has_suffix (text, "."));
}

static void
assert_field_default (const LmField *field,
                      gpointer       instance)
{
  g_autofree char *text = lm_field_get (field, instance);
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lm_field_set (field, instance, text, &error));
  g_assert_no_error (error);
  again = lm_field_get (field, instance);
  g_assert_cmpstr (again, ==, text);
}

/* @instance has its defaults. */
static void
assert_fields (const LmField *fields,
               gpointer       instance)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_test_message ("%s", field->name);
      g_assert_cmpuint (strspn (field->name, G_CSET_a_2_z G_CSET_DIGITS "_"), ==,
                        strlen (field->name));
      g_assert_true (lm_fields_find (fields, field->name) == field); /* No name twice. */
      assert_title (field->title);
      assert_sentence (field->hint);
      assert_field_default (field, instance);

      for (gsize i = 0; field->type == LM_FIELD_CHOICE && i <= (gsize) field->max; i++)
        {
          g_assert_nonnull (field->choices[i]);
          assert_title (field->choice_titles[i]);
        }
      if (field->type == LM_FIELD_CHOICE)
        g_assert_null (field->choices[(gsize) field->max + 1]);
    }
}

/* Absolute M, L, C, Z and O, with 2, 2, 6, 0 and 3 numbers within the square. */
static void
assert_glyph (const char *glyph)
{
  g_auto(GStrv) words = NULL;
  gsize n_missing = 0;

  g_assert_nonnull (glyph);
  g_assert_cmpint (glyph[0] == 'M' || glyph[0] == 'O', ==, TRUE);
  words = g_strsplit (glyph, " ", -1);
  for (GStrv word = words; *word != NULL; word++)
    {
      char *end;
      const double number = g_ascii_strtod (*word, &end);

      g_test_message ("%s", *word);
      if (n_missing > 0)
        {
          g_assert_true (end > *word && *end == '\0');
          g_assert_cmpfloat (number, >=, 0);
          g_assert_cmpfloat (number, <=, 26);
          n_missing--;
          continue;
        }

      g_assert_cmpuint (strlen (*word), ==, 1);
      g_assert_nonnull (strchr ("MLCZO", **word));
      n_missing = **word == 'C' ? 6 : **word == 'O' ? 3 : **word == 'Z' ? 0 : 2;
    }
  g_assert_cmpuint (n_missing, ==, 0);
}

static void
test_layer (gconstpointer data)
{
  const LmLayerClass *klass = data;
  g_autoptr(LmLayer) layer = lm_layer_new (klass, "layer_1");
  g_autoptr(LmLayer) copy = lm_layer_copy (layer);
  g_autofree char *description = lm_layer_describe (layer);

  assert_id (klass->id);
  g_assert_true (lm_layer_class_find (klass->id) == klass); /* No id twice. */
  g_assert_true (lm_layer_is_name (klass->stem));
  assert_title (klass->title);
  assert_sentence (klass->summary);
  g_assert_nonnull (klass->keywords);
  g_assert_cmpint (klass->group, <, LM_N_GROUPS);
  g_assert_cmpuint (klass->size, >=, sizeof (LmLayer));
  assert_glyph (klass->glyph);
  assert_fields (klass->fields, layer);
  g_assert_true (lm_fields_equal (klass->fields, layer, copy));
  g_assert_true (g_utf8_validate (description, -1, NULL));

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *other = lm_layer_class_nth (i);

      if (other != klass)
        {
          g_assert_cmpstr (other->glyph, !=, klass->glyph);
          g_assert_cmpstr (other->title, !=, klass->title);
        }
    }
}

static void
test_loss (gconstpointer data)
{
  const LmLossClass *klass = data;
  g_autoptr(LmLoss) loss = lm_loss_new (klass);

  assert_id (klass->id);
  g_assert_true (lm_loss_class_find (klass->id) == klass);
  assert_title (klass->title);
  assert_sentence (klass->summary);
  assert_fields (klass->fields, loss);
  if (klass->fuses != NULL)
    {
      g_assert_nonnull (lm_layer_class_find (klass->fuses));
      g_assert_nonnull (klass->activate);
    }
}

static void
test_optimizer (gconstpointer data)
{
  const LmOptimizerClass *klass = data;
  g_autoptr(LmOptimizer) optimizer = lm_optimizer_new (klass);

  assert_id (klass->id);
  g_assert_true (lm_optimizer_class_find (klass->id) == klass);
  assert_title (klass->title);
  assert_sentence (klass->summary);
  assert_fields (klass->fields, optimizer);
  g_assert_cmpstr (klass->fields[0].name, ==, "learning_rate");
  g_assert_cmpfloat (optimizer->learning_rate, >, 0);
  g_assert_cmpuint (klass->n_moments, <=, LM_MAX_MOMENTS);
  for (gsize i = 0; i < LM_MAX_MOMENTS; i++)
    g_assert_cmpint (klass->moment_names[i] != NULL, ==, i < klass->n_moments);
}

static void
test_schedule (gconstpointer data)
{
  const LmScheduleClass *klass = data;
  g_autoptr(LmSchedule) schedule = lm_schedule_new (klass);
  double state[LM_SCHEDULE_STATE] = { 0 };

  assert_id (klass->id);
  g_assert_true (lm_schedule_class_find (klass->id) == klass);
  assert_title (klass->title);
  assert_sentence (klass->summary);
  assert_fields (klass->fields, schedule);

  /* In [0, 1] wherever training is, also where there is nothing to divide by. */
  for (guint64 i = 0; i < 200; i++)
    {
      const LmProgress progress = { i, i % 7, i % 11 * 20 };
      const double factor = klass->get_factor (schedule, &progress, state);

      g_assert_cmpfloat (factor, >=, 0);
      g_assert_cmpfloat (factor, <=, 1);
      if (klass->observe != NULL)
        klass->observe (schedule, (double) (i % 5), state);
    }
}

static void
test_metric (gconstpointer data)
{
  const LmMetric *metric = data;

  assert_id (metric->id);
  g_assert_true (lm_metric_find (metric->id) == metric);
  assert_title (metric->title);
  assert_sentence (metric->summary);
}

static void
add_test (const char    *what,
          const char    *id,
          gconstpointer  klass,
          GTestDataFunc  test)
{
  g_autofree char *path = g_strdup_printf ("/kinds/%s/%s", what, id);

  g_test_add_data_func (path, klass, test);
}

/* The row of a table of docs/layers.md that begins with @id. */
static void
assert_row (const char    *page,
            const char    *id,
            const LmField *fields)
{
  g_autofree char *start = g_strdup_printf ("\n| `%s` |", id);
  const char *begin = strstr (page, start);
  g_autofree char *row = NULL;

  if (begin == NULL)
    g_error ("docs/layers.md has no row for %s", id);

  row = g_strndup (begin + 1, strcspn (begin + 1, "\n"));
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *name = g_strdup_printf ("`%s`", field->name);

      if (strstr (row, name) == NULL)
        g_error ("docs/layers.md does not name “%s” of %s", field->name, id);
    }
}

static void
test_documentation (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "layers.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr(GError) error = NULL;
  const char *penalty;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  penalty = strstr (page, "\nThe **gradient penalty**");
  g_assert_nonnull (penalty);

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      g_autofree char *name = g_strdup_printf ("`%s`", klass->id);

      g_test_message ("%s", klass->id);
      assert_row (page, klass->id, klass->fields);
      g_assert_cmpint (strstr (penalty, name) != NULL, ==,
                       klass->is_linear || klass->tangent != NULL);
    }
  for (gsize i = 0; i < lm_loss_class_get_n (); i++)
    assert_row (page, lm_loss_class_nth (i)->id, lm_loss_class_nth (i)->fields);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    add_test ("layer", lm_layer_class_nth (i)->id, lm_layer_class_nth (i), test_layer);
  for (gsize i = 0; i < lm_loss_class_get_n (); i++)
    add_test ("loss", lm_loss_class_nth (i)->id, lm_loss_class_nth (i), test_loss);
  for (gsize i = 0; i < lm_optimizer_class_get_n (); i++)
    add_test ("optimizer", lm_optimizer_class_nth (i)->id, lm_optimizer_class_nth (i),
              test_optimizer);
  for (gsize i = 0; i < lm_schedule_class_get_n (); i++)
    add_test ("schedule", lm_schedule_class_nth (i)->id, lm_schedule_class_nth (i), test_schedule);
  for (gsize i = 0; i < lm_metric_get_n (); i++)
    add_test ("metric", lm_metric_nth (i)->id, lm_metric_nth (i), test_metric);
  g_test_add_func ("/kinds/documentation", test_documentation);

  return g_test_run ();
}
