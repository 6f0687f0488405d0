/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a variational autoencoder is shown with, and the hand on its map. */

#include <math.h>
#include <string.h>

#include "lamina-view.h"
#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample.h"

/* A snapshot in which latent number @i tells @kl[i] nats of each example, and lies at codes. */
static LmSnapshot *
make_snapshot (Sample        *sample,
               const double  *kl,
               const lm_real *codes)
{
  LaminaLatent *latent = sample->latent;
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  const LmShape shape = { 2, { latent->n, latent->n_latent } };
  lm_real *values = lm_snapshot_add (snapshot,
                                     (LmSeen) { LM_SEEN_VALUE, (gssize) latent->layer, NULL,
                                                LAMINA_PROBE_CODES }, &shape);
  lm_real *told = lm_snapshot_add (snapshot,
                                   (LmSeen) { LM_SEEN_TRACE, (gssize) latent->layer,
                                              g_intern_static_string ("kl"), LAMINA_PROBE_CODES },
                                   &shape);

  for (gsize i = 0; i < latent->n * latent->n_latent; i++)
    {
      values[i] = codes != NULL ? codes[i % latent->n_latent] : 0;
      told[i] = (lm_real) kl[i % latent->n_latent];
    }

  return snapshot;
}

/* The map is of the two numbers that tell most, and does not swing between equals. */
static void
test_dims (void)
{
  static const double first[] = { 0.1, 2, 0.2, 0.1, 3, 0 }, near[] = { 0, 2, 2.1, 0, 3, 0 },
                      far[] = { 0, 2, 4, 0, 3, 0 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL_MANY, 0, -1);
  LaminaLatent *latent = sample->latent;
  g_autoptr(LmSnapshot) a = make_snapshot (sample, first, NULL);
  g_autoptr(LmSnapshot) b = make_snapshot (sample, near, NULL);
  g_autoptr(LmSnapshot) c = make_snapshot (sample, far, NULL);
  g_autofree char *text = NULL;
  LaminaFrame frame = sample->frame;

  lamina_latent_follow (latent, a);
  g_assert_cmpuint (latent->dims[0], ==, 1);
  g_assert_cmpuint (latent->dims[1], ==, 4);
  g_assert_cmpfloat_with_epsilon (latent->kl[1], 3, 1e-6);
  g_assert_false (lamina_latent_follow (latent, a));
  g_assert_false (lamina_latent_follow (latent, b));
  g_assert_cmpuint (latent->dims[0], ==, 1);
  g_assert_true (lamina_latent_follow (latent, c));
  g_assert_cmpuint (latent->dims[0], ==, 2);
  g_assert_cmpuint (latent->dims[1], ==, 4);

  frame.snapshot = b;
  text = lamina_view_describe (lamina_view_find ("latent-kl"), &frame);
  g_assert_cmpstr (text, ==, "7.10 nats an example; 3 of 6 latent numbers are used");
}

/* The grid covers the map: it grows with the examples, and shrinks late. */
static void
test_reach (void)
{
  static const double kl[] = { 1, 1 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL, 0, -1);
  LaminaLatent *latent = sample->latent;
  const lm_real codes[][2] = { { 0.2f, -4.4f }, { 0, 4 }, { 1, 2 }, { 40, 1 }, { NAN, 0 } };
  const double reaches[] = { 5, 5, 2, 8, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (reaches); i++)
    {
      g_autoptr(LmSnapshot) snapshot = make_snapshot (sample, kl, codes[i]);
      const LmTensor *grid;

      lamina_latent_follow (latent, snapshot);
      g_assert_cmpfloat (latent->reach, ==, reaches[i]);
      grid = &latent->grid->tensor;
      g_assert_cmpuint (grid->shape.dim[0], ==, latent->n_grid * latent->n_grid);
      g_assert_cmpfloat_with_epsilon ((double) grid->data[0],
                                      reaches[i] * (1 / (double) latent->n_grid - 1), 1e-5);
      g_assert_cmpfloat_with_epsilon ((double) grid->data[1], (double) grid->data[0], 1e-5);
      g_assert_cmpfloat_with_epsilon ((double) grid->data[grid->len - 1],
                                      (double) -grid->data[0], 1e-5);
    }
}

/* What the map shows is what the network's own encoder and decoder give. */
static void
test_walk (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL, 5, -1);
  LaminaLatent *latent = sample->latent;
  const LmTensor *codes = lamina_latent_get_codes (latent, sample->snapshot);
  const LmTensor *walk = lamina_latent_get_walk (latent, sample->snapshot);
  const LmTensor *answers;

  g_assert_true (lamina_latent_is_current (latent, sample->snapshot, LAMINA_PROBE_WALK));
  g_assert_true (lamina_latent_is_current (latent, sample->snapshot, LAMINA_PROBE_GRID));
  g_assert_cmpuint (codes->shape.dim[0], ==, latent->n);
  g_assert_cmpint (latent->ends[0].example, ==, 0);
  g_assert_cmpint (latent->classes[latent->ends[1].example], !=, latent->classes[0]);
  g_assert_cmpmem (latent->walk->tensor.data, 2 * sizeof (lm_real), codes->data,
                   2 * sizeof (lm_real));

  /* The first example of the predictions is that of the codes: predicting decodes its mean. */
  answers = lamina_frame_get_answers (&sample->frame, LAMINA_PROBE_PREDICTIONS);
  for (gsize i = 0; i < 784; i++)
    g_assert_cmpfloat_with_epsilon ((double) answers->data[i], (double) walk->data[i], 1e-4);

  /* Half of the way is the mean. */
  g_assert_cmpfloat_with_epsilon ((double) latent->walk->tensor.data[2 * (LAMINA_N_WALK / 2)],
                                  (latent->ends[0].x + latent->ends[1].x) / 2, 1e-5);
}

/* The hand takes an example where one is, and any place else; it does not leave the map. */
static void
test_hand (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL, 5, -1);
  LaminaLatent *latent = sample->latent;
  const LmTensor *codes = lamina_latent_get_codes (latent, sample->snapshot);
  const LmBlob *walk = latent->walk;
  g_autofree char *text = NULL;

  lamina_latent_move_end (latent, sample->snapshot, 1, (double) codes->data[2 * 7],
                          (double) codes->data[2 * 7 + 1]);
  g_assert_cmpint (latent->ends[1].example, >=, 0);
  g_assert_cmpfloat_with_epsilon (latent->ends[1].x, (double) codes->data[2 * 7], 0.2);

  lamina_latent_move_end (latent, sample->snapshot, 0, -100, 2.5);
  g_assert_cmpint (latent->ends[0].example, ==, -1);
  g_assert_cmpfloat (latent->ends[0].x, ==, -latent->reach);
  g_assert_cmpfloat (latent->ends[0].y, ==, CLAMP (2.5, -latent->reach, latent->reach));
  g_assert_cmpfloat ((double) latent->walk->tensor.data[0], ==, -latent->reach);
  g_assert_true (latent->walk != walk);
  g_assert_false (lamina_latent_is_current (latent, sample->snapshot, LAMINA_PROBE_WALK));
  g_assert_false (lamina_latent_follow (latent, sample->snapshot));

  sample_look (sample);
  g_assert_true (lamina_latent_is_current (latent, sample->snapshot, LAMINA_PROBE_WALK));
  text = lamina_view_describe (lamina_view_find ("latent-map"), &sample->frame);
  g_assert_nonnull (strstr (text, "A: −"));

  /* Nothing was seen yet. */
  lamina_latent_move_end (latent, NULL, 0, 0, 0);
  g_assert_cmpint (latent->ends[0].example, ==, -1);
}

/* A place that is found is where the map draws it. */
static void
test_places (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL, 0, -1);
  const LaminaViewClass *view = lamina_view_find ("latent-map");
  g_auto(Picture) picture = { 0 };
  double x, y, other_x, other_y;
  gsize n = 0;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 500, 300);
  for (int i = 0; i < 500; i++)
    n += lamina_view_find_place (view, &sample->frame, &picture.style, 500, 300, i, 100, &x, &y);
  g_assert_cmpuint (n, >, 150);
  g_assert_cmpuint (n, <, 300);
  g_assert_true (lamina_view_find_place (view, &sample->frame, &picture.style, 500, 300, 100, 100,
                                         &x, &y));
  g_assert_true (lamina_view_find_place (view, &sample->frame, &picture.style, 500, 300, 110, 90,
                                         &other_x, &other_y));
  g_assert_cmpfloat (other_x, >, x);
  g_assert_cmpfloat (other_y, >, y);
  g_assert_cmpfloat_with_epsilon (other_x - x, other_y - y, 1e-9);
  /* Beside the map there are no places, but the nearest ones can be told. */
  g_assert_false (lamina_view_find_place (view, &sample->frame, &picture.style, 500, 300, 480, 90,
                                          &other_x, &other_y));
  g_assert_cmpfloat (other_x, >, sample->latent->reach);
  g_assert_false (lamina_view_find_place (lamina_view_find ("loss"), &sample->frame,
                                          &picture.style, 500, 300, 100, 100, &x, &y));
}

/* Of one number the map is a line: examples differ above it, and the walk goes along it. */
static void
test_line (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_VARIATIONAL_ONE, 3, -1);
  const LaminaViewClass *view = lamina_view_find ("latent-map");
  LaminaLatent *latent = sample->latent;
  const lm_real *grid;
  g_autofree char *text = NULL;
  double x, y, other_x, other_y;
  lm_real z = 0.5f;

  g_assert_nonnull (latent);
  g_assert_cmpuint (latent->n_latent, ==, 1);
  g_assert_cmpint (lamina_view_get_state (view, &sample->frame, NULL), ==, LAMINA_VIEW_READY);
  grid = latent->grid->tensor.data;
  g_assert_cmpfloat ((double) grid[0], ==, (double) grid[latent->n_grid]);
  g_assert_cmpfloat ((double) grid[0], <, (double) grid[1]);

  lamina_latent_get_place (latent, 0, &z, &x, &y);
  lamina_latent_get_place (latent, 1, &z, &other_x, &other_y);
  g_assert_cmpfloat (x, ==, 0.5);
  g_assert_cmpfloat (other_x, ==, 0.5);
  g_assert_cmpfloat (y, !=, other_y);
  g_assert_cmpfloat (fabs (y), <, latent->reach);

  lamina_latent_move_end (latent, NULL, 0, -1, 2);
  lamina_latent_move_end (latent, NULL, 1, 1, 2);
  g_assert_cmpfloat (latent->ends[1].y, ==, 0);
  g_assert_cmpfloat ((double) latent->walk->tensor.data[0], ==, -1);
  g_assert_cmpfloat_with_epsilon ((double) latent->walk->tensor.data[LAMINA_N_WALK / 2], 0, 1e-6);
  g_assert_cmpfloat ((double) latent->walk->tensor.data[LAMINA_N_WALK - 1], ==, 1);
  text = lamina_view_describe (view, &sample->frame);
  g_assert_true (g_str_has_suffix (text, "; A: −1.00; B: 1.00"));
}

/* Networks that have no such map. */
static void
test_unfit (void)
{
  static const SampleKind kinds[] = { SAMPLE_PICTURES, SAMPLE_FORGED_PICTURES };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(Sample) sample = sample_new (kinds[i], 0, -1);

      g_assert_null (lamina_latent_new (sample->frame.network,
                                        lm_blob_ref (sample->frame.prediction_inputs),
                                        g_new0 (int, 12), g_new0 (guint32, 12)));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/latent/dims", test_dims);
  g_test_add_func ("/latent/reach", test_reach);
  g_test_add_func ("/latent/walk", test_walk);
  g_test_add_func ("/latent/hand", test_hand);
  g_test_add_func ("/latent/places", test_places);
  g_test_add_func ("/latent/line", test_line);
  g_test_add_func ("/latent/unfit", test_unfit);

  return g_test_run ();
}
