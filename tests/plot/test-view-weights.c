/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Views of what is told in short: histograms and norms. */

#include <math.h>
#include <string.h>

#include "lamina-view.h"
#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample.h"

static LmSnapshot *
make_histograms (Sample         *sample,
                 const lm_real  *values,
                 gsize           n)
{
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  const LmTensor tensor = lm_tensor_init ((lm_real *) values, &(LmShape) { 2, { 1, n } });
  LmSeenHistogram seen = { .counted = { LM_QUANTITY_WEIGHTS, 0, 0 } };

  lm_histogram_init (&seen.histogram, &tensor, 1);
  g_array_append_val (snapshot->histograms, seen);
  /* The layer's values are those of the activation that follows. */
  seen.counted = (LmCounted) { LM_QUANTITY_VALUES, 1, LAMINA_PROBE_BATCH };
  g_array_append_val (snapshot->histograms, seen);

  return snapshot;
}

/* What the pointer reads of the bars adds up to all numbers but the zeros that stand apart. */
static void
test_histogram_counts (void)
{
  static const lm_real values[] = { -1, -0.5f, 0, 0, 0, 0, 0.25f, 1, 1, 1 };
  const LaminaViewClass *view = lamina_view_find ("histograms");
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_histograms (sample, values, G_N_ELEMENTS (values));
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(Picture) picture = { 0 };
  LaminaFrame frame = sample->frame;
  GHashTableIter iter;
  gpointer text;
  gint64 n_weights = 0, n_values = 0;

  frame.snapshot = snapshot;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 400, 200);
  for (int x = 0; x < 400; x++)
    {
      char *value = lamina_view_get_value_at (view, &frame, &picture.style, 400, 200, x, 100);

      if (value != NULL)
        g_hash_table_add (seen, value);
    }

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    {
      const gint64 count = g_ascii_strtoll (strstr (text, ": ") + 2, NULL, 10);

      if (g_str_has_prefix (text, "weights "))
        n_weights += count;
      else if (g_str_has_prefix (text, "activations "))
        n_values += count;
    }
  g_assert_cmpint (n_weights, ==, 6);
  g_assert_cmpint (n_values, ==, 6);
}

static void
test_histogram_words (void)
{
  static const lm_real values[] = { -1, 0, 0, 0, 1, NAN };
  const LaminaViewClass *view = lamina_view_find ("histograms");
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_histograms (sample, values, G_N_ELEMENTS (values));
  g_autofree char *text = NULL, *csv = NULL;
  g_auto(Picture) picture = { 0 };
  LaminaFrame frame = sample->frame;
  gsize n_wrong = 0;

  frame.snapshot = snapshot;
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==,
                   "dense_1: weights 0 ± 0.632, 50% of them 0, 1 not finite; "
                   "activations 0 ± 0.632, 50% of them 0, 1 not finite");

  csv = lamina_view_write_numbers (view, &frame);
  g_assert_true (g_str_has_prefix (csv, "numbers,from,to,count\r\nweights,-1,-0.96875,1\r\n"));
  g_assert_nonnull (strstr (csv, "\r\nweights,0,0.03125,3\r\n"));
  g_assert_nonnull (strstr (csv, "\r\nactivations,0,0.03125,3\r\n"));

  /* What is not finite is said in the colour of errors. */
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 400, 200);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 400, 200);
  for (int y = 0; y < 20; y++)
    for (int x = 0; x < 400; x++)
      n_wrong += picture_compare (picture_get (&picture, x, y),
                                  picture_color (&picture, LAMINA_COLOR_WRONG)) < 30;
  g_assert_cmpuint (n_wrong, >, 10);
}

/* A logarithmic scale shows what a linear one cannot. */
static void
test_histogram_scale (void)
{
  const LaminaViewClass *view = lamina_view_find ("histograms");
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autofree lm_real *values = g_new0 (lm_real, 10001);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LaminaFrame frame = sample->frame;
  gsize n[2] = { 0 };

  for (int i = 0; i < 10000; i++)
    values[i] = 0.01f;
  values[10000] = 1;
  snapshot = make_histograms (sample, values, 10001);
  frame.snapshot = snapshot;

  for (int i = 0; i < 2; i++)
    {
      g_auto(Picture) picture = { 0 };

      frame.options.scale = i == 0 ? LAMINA_SCALE_LINEAR : LAMINA_SCALE_LOG;
      picture_init (&picture, LAMINA_SCHEME_LIGHT, 400, 200);
      lamina_view_draw (view, picture.cr, &frame, &picture.style, 400, 200);
      /* The single number is at the right end of the weights. */
      for (int y = 0; y < 180; y++)
        for (int x = 160; x < 195; x++)
          if (picture_compare (picture_get (&picture, x, y),
                               picture_color (&picture, LAMINA_COLOR_RUN_A)) < 60)
            n[i]++;
    }
  g_assert_cmpuint (n[0], <, 8);
  g_assert_cmpuint (n[1], >=, 16);
}

static LmSnapshot *
make_norms (Sample       *sample,
            const double *norms)
{
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  const gsize n = 2 * lm_network_get_n_layers (sample->frame.network);

  snapshot->norms = g_memdup2 (norms, n * sizeof *norms);
  snapshot->has_gradient_norms = TRUE;

  return snapshot;
}

static void
test_gradient_flow (void)
{
  const LaminaViewClass *view = lamina_view_find ("gradient-flow");
  const double norms[] = { 4, 0.02, NAN, NAN, 2, 0.5 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autoptr(LmSnapshot) snapshot = make_norms (sample, norms);
  g_autofree char *text = NULL, *value = NULL, *csv = NULL;
  LaminaFrame frame = sample->frame;
  LaminaStyle style;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, NULL);
  frame.snapshot = snapshot;
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==,
                   "Norms of the gradients: least 0.0200 in dense_1, greatest 0.500 in dense_2");
  value = lamina_view_get_value_at (view, &frame, &style, 400, 100, 200, 10);
  g_assert_cmpstr (value, ==, "dense_1: gradient 0.02, weights 4, ratio 0.00500");
  csv = lamina_view_write_numbers (view, &frame);
  g_assert_cmpstr (csv, ==,
                   "layer,gradient_norm,weight_norm,ratio\r\n"
                   "\"dense_1\",0.02,4,0.005\r\n\"dense_2\",0.5,2,0.25\r\n");

  snapshot->norms[5] = INFINITY;
  g_free (text);
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==, "The gradient of dense_2 is not finite");
}

/* The marks stand at the norms: ten times as much is as far, wherever it is. */
static void
test_gradient_flow_marks (void)
{
  const LaminaViewClass *view = lamina_view_find ("gradient-flow");
  const double norms[] = { 1, 0.01, NAN, NAN, 1, 1 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, -1);
  g_autoptr(LmSnapshot) snapshot = make_norms (sample, norms);
  LaminaFrame frame = sample->frame;
  int last[2] = { 0 };

  frame.snapshot = snapshot;
  for (int i = 0; i < 2; i++)
    {
      g_auto(Picture) picture = { 0 };

      snapshot->norms[1] = i == 0 ? 0.01 : 0.1;
      snapshot->norms[5] = i == 0 ? 0.1 : 0.01;
      picture_init (&picture, LAMINA_SCHEME_LIGHT, 240, 120);
      lamina_view_draw (view, picture.cr, &frame, &picture.style, 240, 120);
      for (int x = 0; x < 240; x++)
        if (picture_get (&picture, x, 20) == picture_color (&picture, LAMINA_COLOR_RUN_A))
          last[i] = x;
    }
  /* Of an axis from 0.01 to 1 that is as wide as the picture without the names. */
  g_assert_cmpint (last[0], <, 80);
  g_assert_cmpint (last[1] - last[0], >, 60);
  g_assert_cmpint (last[1] - last[0], <, 100);
}

/* A gradient of 0 has no place on a logarithmic axis, and no gradient is none at all. */
static void
test_gradient_flow_empty (void)
{
  const LaminaViewClass *view = lamina_view_find ("gradient-flow");
  const double norms[] = { 1, 0, NAN, NAN, 1, 0 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, -1);
  g_autoptr(LmSnapshot) snapshot = make_norms (sample, norms);
  g_auto(Picture) picture = { 0 };
  g_autofree char *text = NULL;
  LaminaFrame frame = sample->frame;

  frame.snapshot = snapshot;
  picture_init (&picture, LAMINA_SCHEME_DARK, 240, 120);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 240, 120);
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==,
                   "Norms of the gradients: least 0 in dense_1, greatest 0 in dense_1");

  snapshot->has_gradient_norms = FALSE;
  g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), ==, LAMINA_VIEW_EMPTY);
}

static void
test_watches (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  LmWatch *watch = lm_watch_new ();
  const LmCounted *counted;

  lamina_view_add_to_watch (lamina_view_find ("gradient-flow"), &sample->frame, watch);
  g_assert_true (watch->has_norms);
  g_assert_cmpuint (watch->gradients->len + watch->params->len + watch->counted->len, ==, 0);

  lamina_view_add_to_watch (lamina_view_find ("histograms"), &sample->frame, watch);
  g_assert_cmpuint (watch->gradients->len + watch->params->len, ==, 0);
  g_assert_cmpuint (watch->counted->len, ==, 3);
  counted = &g_array_index (watch->counted, LmCounted, 2);
  g_assert_cmpint (counted->quantity, ==, LM_QUANTITY_VALUES);
  g_assert_cmpuint (counted->layer, ==, 1);
  g_assert_cmpuint (watch->probes->len, ==, 1);
  g_assert_false (g_array_index (watch->probes, LmProbe, 0).all_layers);
  lm_watch_unref (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view/histograms/counts", test_histogram_counts);
  g_test_add_func ("/view/histograms/words", test_histogram_words);
  g_test_add_func ("/view/histograms/scale", test_histogram_scale);
  g_test_add_func ("/view/gradient-flow/words", test_gradient_flow);
  g_test_add_func ("/view/gradient-flow/marks", test_gradient_flow_marks);
  g_test_add_func ("/view/gradient-flow/empty", test_gradient_flow_empty);
  g_test_add_func ("/view/watches-in-short", test_watches);

  return g_test_run ();
}
