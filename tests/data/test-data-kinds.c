/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds for every registered kind that loads with its defaults. */

#include "data-test.h"

static LaminaDataSet *
load_kind (const LaminaDataKind *kind,
           const char           *name,
           const char           *value)
{
  g_autoptr(LaminaDataConfig) config = lamina_data_config_new (kind);
  g_autoptr(GError) error = NULL;
  LaminaDataSet *set;

  if (name != NULL)
    g_assert_true (lamina_data_config_set (config, name, value, NULL));

  set = lamina_data_set_load (config, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return set;
}

/* Files that the user chooses have no defaults: they have tests of their own. */
static gboolean
is_available (const LaminaDataKind *kind)
{
  g_autoptr(GError) error = NULL;

  if (lamina_data_kind_is_available (kind, &error))
    return TRUE;

  g_assert_error (error, LAMINA_ERROR, error->code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  if (error->code != LAMINA_ERROR_FAILED)
    g_test_skip (error->message);

  return FALSE;
}

static void
assert_parts (LaminaDataSet *set)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  gsize n = 0;

  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), >, 0);
  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      const guint32 *rows = lamina_data_set_get_rows (set, split);

      for (gsize i = 0; i < lamina_data_set_get_n_examples (set, split); i++)
        g_assert_true (g_hash_table_add (seen, GUINT_TO_POINTER (rows[i] + 1)));
      n += lamina_data_set_get_n_examples (set, split);
    }

  /* No row twice, none left out. */
  for (gsize row = 0; row < n; row++)
    g_assert_true (g_hash_table_contains (seen, GUINT_TO_POINTER (row + 1)));
}

static void
assert_classes (LaminaDataSet *set)
{
  const gsize n_classes = lamina_data_set_get_n_classes (set);

  for (int split = 0; split < LM_N_SPLITS && n_classes > 0; split++)
    {
      const gsize n = lamina_data_set_get_n_examples (set, split);
      gsize sum = 0;

      for (gsize k = 0; k < n_classes; k++)
        sum += lamina_data_set_get_class_count (set, split, k);
      g_assert_cmpuint (sum, ==, n);

      for (gsize i = 0; i < MIN (n, 100); i++)
        g_assert_cmpuint ((guint) lamina_data_set_get_label (set, split, i), <, n_classes);
    }
}

/* What the source gives is what the data set says, and finite. */
static void
assert_source (LaminaDataSet *set)
{
  g_autoptr(LmSource) source = lamina_data_source_new (set);
  const gsize n_x = lm_shape_get_n_columns (&source->input);
  const gsize n_y = lm_shape_get_n_columns (&source->target);

  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      const gsize n = source->n_examples[split];
      const guint32 indices[3] = { (guint32) n - 1, 0, (guint32) n / 2 };
      g_autofree lm_real *x = g_new (lm_real, 3 * n_x), *y = g_new (lm_real, 3 * n_y);
      g_autofree lm_real *one = g_new (lm_real, n_x), *target = g_new (lm_real, n_y);
      guint32 lengths[3];
      const LmBatch batch = { x, y, source->has_lengths ? lengths : NULL };
      LmTensor one_tensor = lm_tensor_init (one, &source->input);
      LmTensor target_tensor = lm_tensor_init (target, &source->target);

      g_assert_cmpuint (n, ==, lamina_data_set_get_n_examples (set, split));
      if (n == 0)
        continue;

      g_assert_true (lm_source_read (source, split, indices, 3, &batch, NULL));
      for (gsize i = 0; i < 3; i++)
        {
          lamina_data_set_copy_example (set, split, indices[i], &one_tensor);
          lamina_data_set_copy_target (set, split, indices[i], &target_tensor);
          g_assert_cmpmem (x + i * n_x, n_x * sizeof *x, one, n_x * sizeof *one);
          g_assert_cmpmem (y + i * n_y, n_y * sizeof *y, target, n_y * sizeof *target);
          if (source->has_lengths)
            g_assert_cmpuint (lengths[i], ==, lamina_data_set_get_length (set, split, indices[i]));
        }
      for (gsize i = 0; i < 3 * n_x; i++)
        g_assert_true (isfinite (x[i]));
    }
}

static void
test_load (gconstpointer data)
{
  const LaminaDataKind *kind = data;
  g_autoptr(LaminaDataSet) set = NULL;
  g_autofree char *sentence = NULL;

  if (!is_available (kind))
    return;

  set = load_kind (kind, NULL, NULL);
  sentence = lamina_data_set_describe (set);
  g_test_message ("%s", sentence);
  g_assert_true (g_str_has_prefix (sentence, lamina_data_set_get_title (set)));
  g_assert_cmpuint (lamina_data_set_get_n_bytes (set), >, 0);
  assert_parts (set);
  assert_classes (set);
  assert_source (set);
}

static void
test_seed (gconstpointer data)
{
  const LaminaDataKind *kind = data;
  g_autoptr(LaminaDataSet) first = NULL, same = NULL, other = NULL;

  if (!is_available (kind))
    return;

  first = load_kind (kind, "seed", "1");
  same = load_kind (kind, "seed", "1");
  other = load_kind (kind, "seed", "2");

  g_assert_cmpuint (strlen (lamina_data_set_get_hash (first)), ==, 64);
  g_assert_cmpstr (lamina_data_set_get_hash (first), ==, lamina_data_set_get_hash (same));
  if (!g_str_equal (kind->id, "gates") && !g_str_equal (kind->id, "text")) /* Nothing is random. */
    g_assert_cmpstr (lamina_data_set_get_hash (first), !=, lamina_data_set_get_hash (other));
}

typedef struct
{
  GCancellable *cancellable; /* (nullable): cancelled at the first call */
  double        last;
  int           n_calls;
} Progress;

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  Progress *self = user_data;

  g_assert_cmpfloat (fraction, >=, self->last);
  g_assert_cmpfloat (fraction, <=, 1);
  self->last = fraction;
  self->n_calls++;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
test_progress (gconstpointer data)
{
  const LaminaDataKind *kind = data;
  g_autoptr(LaminaDataConfig) config = lamina_data_config_new (kind);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(LaminaDataSet) set = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { NULL, 0, 0 };
  Progress stopping = { cancellable, 0, 0 };

  if (!is_available (kind))
    return;

  set = lamina_data_set_load (config, NULL, progress_cb, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (progress.last, ==, 1);
  g_assert_cmpint (progress.n_calls, <, 2000);

  /* Cancelled while it loads, then before. */
  for (int i = 0; i < 2; i++)
    {
      g_assert_null (lamina_data_set_load (config, cancellable, progress_cb, &stopping, &error));
      g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED);
      g_clear_error (&error);
      stopping.last = 0;
    }
  g_assert_cmpfloat (stopping.last, <, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    {
      const LaminaDataKind *kind = lamina_data_kind_nth (i);
      g_autofree char *loads = g_strdup_printf ("/data-kind/%s/load", kind->id);
      g_autofree char *seed = g_strdup_printf ("/data-kind/%s/seed", kind->id);
      g_autofree char *progress = g_strdup_printf ("/data-kind/%s/progress", kind->id);

      g_test_add_data_func (loads, kind, test_load);
      g_test_add_data_func (seed, kind, test_seed);
      g_test_add_data_func (progress, kind, test_progress);
    }

  return g_test_run ();
}
