/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A watch that sends numbers through a part of a network. */

#include <string.h>

#include "lm-snapshot-private.h"
#include "toy.h"

#define GAN "latent size=3; condition classes=2; dense units=8; tanh; dense units=2 | " \
            "condition classes=2; dense units=8; tanh; dense units=1"
#define N_GENERATOR 5
#define LINKED "dense units=4; dense units=4; tanh; add inputs=tanh_1,dense_1; dense units=2"

enum
{
  WHOLE,
  MADE,
  FROM_Z,
  JUDGED,
  WRONG,
};

static LmTrainer *
new_trainer (LmSource   *source,
             const char *stack,
             const char *settings)
{
  g_autoptr(LmTraining) training = toy_training_new (settings);
  g_autoptr(GError) error = NULL;
  LmTrainer *trainer = lm_trainer_new (toy_state_new (source, stack, training), source, training, 1,
                                       &error);

  g_assert_no_error (error);

  return trainer;
}

static LmSnapshot *
take (LmTrainer *trainer,
      LmWatch   *watch)
{
  LmSnapshot *snapshot = NULL;

  lm_trainer_set_watch (trainer, watch);
  while ((snapshot = lm_trainer_take_snapshot (trainer)) == NULL)
    g_usleep (200);

  return snapshot;
}

static LmBlob *
new_blob (gsize n_rows,
          gsize n_columns)
{
  return lm_blob_new (&(LmShape) { 2, { n_rows, n_columns } });
}

/* A copy, so that what comes out of one snapshot can go into the next watch. */
static LmBlob *
copy_value (const LmSnapshot *snapshot,
            guint             probe,
            gsize             layer)
{
  const LmTensor *value = lm_snapshot_get_value (snapshot, probe, (gssize) layer);
  LmBlob *blob;

  g_assert_nonnull (value);
  blob = lm_blob_new (&value->shape);
  memcpy (blob->tensor.data, value->data, value->len * sizeof (lm_real));

  return blob;
}

static void
assert_same (const LmTensor *a,
             const LmTensor *b)
{
  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_true (lm_shape_equal (&a->shape, &b->shape));
  for (gsize i = 0; i < a->len; i++)
    g_assert_cmpfloat_with_epsilon ((double) a->data[i], (double) b->data[i], 1e-5);
}

static LmBlob *
new_targets (gsize n)
{
  LmBlob *targets = new_blob (n, 1);

  for (gsize i = 0; i < n; i++)
    targets->tensor.data[i] = (lm_real) (i % 2);

  return targets;
}

/* The generator alone, from its numbers, and the discriminator alone do what they do together. */
static void
test_parts (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer =
    new_trainer (source, GAN, "loss=adversarial metrics=real-score,fake-score epochs=2");
  g_autoptr(LmSnapshot) whole = NULL, parts = NULL;
  LmBlob *targets = new_targets (40);
  LmWatch *watch = lm_watch_new ();

  g_free (toy_train (trainer, 3, NULL));
  lm_watch_add_probe (watch, WHOLE, new_blob (40, 2), TRUE);
  lm_watch_set_targets (watch, targets);
  whole = take (trainer, watch);

  watch = lm_watch_new ();
  lm_watch_add_probe (watch, MADE, new_blob (40, 2), FALSE);
  lm_watch_set_targets (watch, targets);
  lm_watch_set_stretch (watch, 0, N_GENERATOR);
  lm_watch_add_values (watch, N_GENERATOR - 1);
  lm_watch_add_probe (watch, FROM_Z, copy_value (whole, WHOLE, 0), FALSE);
  lm_watch_set_targets (watch, targets);
  lm_watch_set_stretch (watch, 1, 0);
  lm_watch_add_values (watch, N_GENERATOR - 1);
  lm_watch_add_values (watch, N_GENERATOR - 1);
  lm_watch_add_values (watch, 0); /* It is not run. */
  lm_watch_add_probe (watch, JUDGED, copy_value (whole, WHOLE, N_GENERATOR - 1), FALSE);
  lm_watch_set_targets (watch, targets);
  lm_watch_set_stretch (watch, N_GENERATOR, 0);
  parts = take (trainer, watch);

  assert_same (lm_snapshot_get_value (parts, MADE, N_GENERATOR - 1),
               lm_snapshot_get_value (whole, WHOLE, N_GENERATOR - 1));
  assert_same (lm_snapshot_get_value (parts, FROM_Z, N_GENERATOR - 1),
               lm_snapshot_get_value (whole, WHOLE, N_GENERATOR - 1));
  assert_same (lm_snapshot_get_answer (parts, FROM_Z), lm_snapshot_get_answer (whole, WHOLE));
  assert_same (lm_snapshot_get_answer (parts, JUDGED), lm_snapshot_get_answer (whole, WHOLE));
  g_assert_null (lm_snapshot_get_answer (parts, MADE));
  g_assert_null (lm_snapshot_get_value (parts, MADE, 0));
  g_assert_null (lm_snapshot_get_value (parts, FROM_Z, 0));
  lm_blob_unref (targets);
}

/* The class is read from the probe's targets. */
static void
test_targets (void)
{
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, GAN, "loss=adversarial metrics=real-score");
  g_autoptr(LmSnapshot) snapshot = NULL;
  LmBlob *targets = new_targets (4);
  LmWatch *watch = lm_watch_new ();
  const LmTensor *joined;

  lm_watch_add_probe (watch, MADE, new_blob (4, 2), FALSE);
  lm_watch_set_targets (watch, targets);
  lm_watch_add_values (watch, 1);
  snapshot = take (trainer, watch);
  lm_blob_unref (targets);

  joined = lm_snapshot_get_value (snapshot, MADE, 1); /* [4, 3 + 2] */
  for (gsize i = 0; i < 4; i++)
    {
      g_assert_cmpfloat ((double) joined->data[5 * i + 3], ==, i % 2 == 0);
      g_assert_cmpfloat ((double) joined->data[5 * i + 4], ==, i % 2 == 1);
    }
}

/* What cannot run by itself, or gets other numbers than it reads, is left out. */
static void
test_left_out (void)
{
  static const struct
  {
    gsize    first, end, n_columns, n_targets;
    gboolean fits;
  } rows[] = {
    { 0, 0, 2, 1, TRUE },
    { 0, 1, 2, 1, TRUE },
    { 1, 0, 4, 1, TRUE }, /* The link reads what the stretch begins with. */
    { 1, 3, 4, 1, TRUE },
    { 2, 0, 4, 1, FALSE }, /* It comes from before that. */
    { 3, 0, 4, 1, FALSE },
    { 4, 0, 4, 1, TRUE },
    { 4, 5, 4, 1, TRUE },
    { 4, 6, 4, 1, FALSE },
    { 4, 4, 4, 1, FALSE },
    { 9, 0, 4, 1, FALSE },
    { 4, 0, 3, 1, FALSE },
    { 0, 0, 4, 1, FALSE },
    { 4, 0, 4, 2, FALSE },
  };
  g_autoptr(LmSource) source = toy_source_new (64, 0, -1);
  g_autoptr(LmTrainer) trainer = new_trainer (source, LINKED, "epochs=1");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LmSnapshot) snapshot = NULL;
      LmBlob *targets = new_blob (3, rows[i].n_targets);
      LmWatch *watch = lm_watch_new ();

      lm_tensor_fill (&targets->tensor, 0);
      lm_watch_add_probe (watch, WRONG, new_blob (3, rows[i].n_columns), FALSE);
      lm_watch_set_stretch (watch, rows[i].first, rows[i].end);
      lm_watch_set_targets (watch, targets);
      lm_blob_unref (targets);
      snapshot = take (trainer, watch);
      g_test_message ("%zu: [%zu, %zu)", i, rows[i].first, rows[i].end);
      g_assert_cmpint (lm_snapshot_get_value (snapshot, WRONG, -1) != NULL, ==, rows[i].fits);
      g_assert_cmpint (lm_snapshot_get_answer (snapshot, WRONG) != NULL, ==,
                       rows[i].fits && (rows[i].end == 0 || rows[i].end == 5));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stretch/parts", test_parts);
  g_test_add_func ("/stretch/targets", test_targets);
  g_test_add_func ("/stretch/left-out", test_left_out);

  return g_test_run ();
}
