/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers along time, in examples that were worked out by hand, and what they make of padding. */

#include <math.h>
#include <string.h>

#include "by-hand.h"

static void
test_conv1d (void)
{
  const LmShape input = { 3, { 1, 4, 2 } };
  g_autoptr(Rig) valid = new_rig ("conv1d", "filters=1 kernel_size=2", &input, 1);
  g_autoptr(Rig) causal = new_rig ("conv1d", "filters=1 kernel_size=2 padding=causal bias=false",
                                   &input, 1);
  g_autoptr(Rig) halved = new_rig ("conv1d", "filters=1 kernel_size=3 stride=2 padding=same",
                                   &input, 1);

  /* The first channel now and the second one step later. */
  set (rig_get_input (valid), "1 10  2 20  3 30  4 40");
  set (rig_get_value (valid, "layer.weight"), "1 0  0 1");
  set (rig_get_value (valid, "layer.bias"), "100");
  set (rig_get_target (valid), "1 2 3");
  assert_output_is (valid, "121 132 143");
  assert_is (rig_get_grad (valid, "layer.weight"), "14 20  140 200");
  assert_is (rig_get_grad (valid, "layer.bias"), "6");
  assert_is (rig_get_grad (valid, "input_1.offset"), "1 0  2 1  3 2  0 3");

  set (rig_get_input (causal), "1 10  2 20  3 30  4 40");
  set (rig_get_value (causal, "layer.weight"), "1 0  0 1");
  assert_output_is (causal, "10 21 32 43");

  /* What is odd of the padding goes to the end. */
  set (rig_get_input (halved), "1 10  2 20  3 30  4 40");
  set (rig_get_value (halved, "layer.weight"), "1 10 100  0 0 0");
  assert_output_is (halved, "321 43");
}

/* Steps go through in tiles that reach from one example into the next. */
static void
test_conv1d_tiles (void)
{
  const gsize n_steps = 15000, n_rows = 3;
  const LmShape input = { 3, { 1, n_steps, 2 } };
  g_autoptr(Rig) rig = new_rig ("conv1d", "filters=2 kernel_size=3 padding=same groups=2", &input,
                                n_rows);
  const LmTensor x = rig_get_input (rig), w = rig_get_value (rig, "layer.weight");
  const LmTensor c = rig_get_target (rig), *y;
  double dw[6] = { 0 };

  for (gsize i = 0; i < x.len; i++)
    {
      x.data[i] = (lm_real) (i * 37 % 211) / 211;
      c.data[i] = (lm_real) (i * 41 % 13) / 13;
    }
  for (gsize i = 0; i < w.len; i++)
    w.data[i] = (lm_real) (i + 1) / 7;
  rig_train (rig);
  y = rig_get_output ();
  g_assert_cmpuint (y->len, ==, n_rows * n_steps * 2);

  for (gsize i = 0; i < y->len; i++)
    {
      const gsize step = i / 2 % n_steps, feature = i % 2;
      double sum = 0;

      for (gsize k = 0; k < 3; k++)
        {
          if (step + k < 1 || step + k > n_steps)
            continue;
          sum += (double) w.data[feature * 3 + k] * (double) x.data[i + 2 * k - 2];
          dw[feature * 3 + k] += (double) c.data[i] * (double) x.data[i + 2 * k - 2] / n_rows;
        }
      g_assert_cmpfloat_with_epsilon ((double) y->data[i], sum, 1e-5);
    }
  for (gsize i = 0; i < w.len; i++)
    g_assert_cmpfloat_with_epsilon ((double) rig_get_grad (rig, "layer.weight").data[i], dw[i],
                                    1e-4 * dw[i]);
}

static void
test_pools (void)
{
  const LmShape input = { 3, { 1, 4, 2 } };
  g_autoptr(Rig) max = new_rig ("max-pool1d", "", &input, 1);
  g_autoptr(Rig) padded = new_rig ("max-pool1d", "size=3 stride=1 padding=1", &input, 1);
  g_autoptr(Rig) mean = new_rig ("avg-pool1d", "size=2 stride=2 padding=1", &input, 1);
  g_autoptr(Rig) inside = new_rig ("avg-pool1d", "size=2 padding=1 count_include_pad=false", &input,
                                   1);

  /* Of equal numbers the first. */
  set (rig_get_input (max), "1 7  2 7  -3 0  -4 1");
  set (rig_get_target (max), "1 2 3 4");
  assert_output_is (max, "2 7  -3 1");
  assert_is (rig_get_grad (max, "input_1.offset"), "0 2  1 0  3 0  0 4");

  /* Padding never wins, and NaN is not hidden. */
  set (rig_get_input (padded), "-1 -7  -2 -7  -3 -8  -4 -9");
  assert_output_is (padded, "-1 -7  -1 -7  -2 -7  -3 -8");
  set (rig_get_input (padded), "nan -7  -2 nan  -3 -8  -4 -9");
  rig_train (padded);
  g_assert_true (isnan (rig_get_output ()->data[0]) && isnan (rig_get_output ()->data[1]));

  set (rig_get_input (mean), "1 10  2 20  4 40  8 80");
  assert_output_is (mean, "0.5 5  3 30  4 40");
  set (rig_get_input (inside), "1 10  2 20  4 40  8 80");
  assert_output_is (inside, "1 10  3 30  8 80");
}

static void
test_global_pools (void)
{
  const LmShape sequence = { 3, { 1, 3, 2 } }, picture = { 4, { 1, 2, 1, 3 } };
  g_autoptr(Rig) steps = new_rig ("global-max-pool", "", &sequence, 1);
  g_autoptr(Rig) pixels = new_rig ("global-max-pool", "", &picture, 1);
  g_autoptr(Rig) mean = new_rig ("global-avg-pool", "", &sequence, 1);

  set (rig_get_input (steps), "1 9  3 5  3 nan");
  set (rig_get_target (steps), "1 2");
  rig_train (steps);
  g_assert_cmpfloat ((double) rig_get_output ()->data[0], ==, 3);
  g_assert_true (isnan (rig_get_output ()->data[1]));
  assert_is (rig_get_grad (steps, "input_1.offset"), "0 0  1 0  0 2");

  set (rig_get_input (pixels), "1 3 3  -5 -4 -6");
  set (rig_get_target (pixels), "1 2");
  assert_output_is (pixels, "3 -4");
  assert_is (rig_get_grad (pixels, "input_1.offset"), "0 1 0  0 2 0");

  set (rig_get_input (mean), "1 10  2 20  6 60");
  set (rig_get_target (mean), "3 6");
  assert_output_is (mean, "3 30");
  assert_is (rig_get_grad (mean, "input_1.offset"), "1 2  1 2  1 2");
}

/* What a layer gives for a padded sequence is what it gives for the same without padding; what is
 * in the padding does not matter, and gets no gradient.
 */
static void
assert_ignores_padding (const char *kind,
                        const char *fields)
{
  const guint32 lengths[2] = { 4, 7 };
  const LmShape whole = { 3, { 1, 7, 4 } }, part = { 3, { 1, 4, 4 } };
  g_autoptr(Rig) padded = new_rig (kind, fields, &whole, 2);
  g_autoptr(Rig) alone = new_rig (kind, fields, &part, 1);
  LmTensor x = rig_get_input (padded), c = rig_get_target (padded), grad;
  g_autofree lm_real *y = NULL;
  gsize n_y;

  g_test_message ("%s %s", kind, fields);
  for (gsize i = 0; i < x.len; i++)
    x.data[i] = (lm_real) (i * 37 % 211) / 211;
  memcpy (rig_get_input (alone).data, x.data, 16 * sizeof *x.data);
  lm_tensor_fill (&c, 1);
  rig_set_lengths (padded, lengths);

  rig_train (alone);
  n_y = lm_shape_get_n_columns (lm_network_get_output (alone->network));
  y = g_memdup2 (rig_get_output ()->data, n_y * sizeof *y);

  for (gsize i = 0; i < 2; i++)
    {
      lm_real *predicted = rig_predict (padded);

      for (gsize j = 0; j < n_y; j++)
        g_assert_cmpfloat_with_epsilon ((double) predicted[j], (double) y[j], 1e-5);
      lm_free (predicted);
      for (gsize j = 16; j < 28; j++)
        x.data[j] = 1000; /* for the second time */
    }

  rig_train (padded);
  grad = rig_get_grad (padded, "input_1.offset");
  for (gsize i = 16; i < 28; i++)
    g_assert_cmpfloat ((double) grad.data[i], ==, 0);
}

static void
test_padding (void)
{
  assert_ignores_padding ("conv1d", "padding=same");
  assert_ignores_padding ("conv1d", "padding=causal dilation=2");
  assert_ignores_padding ("max-pool1d", "size=2 stride=2");
  assert_ignores_padding ("avg-pool1d", "size=2 stride=2");
  assert_ignores_padding ("avg-pool1d", "size=3 stride=1 padding=1");
  assert_ignores_padding ("global-max-pool", "");
  assert_ignores_padding ("global-avg-pool", "");
  assert_ignores_padding ("group-norm", "groups=2");
  assert_ignores_padding ("instance-norm", "");
}

static void
test_words (void)
{
  const LmShape row = { 2, { 1, 12 } }, sequence = { 3, { 1, 4, 3 } };

  assert_refused ("conv1d", "", &row, NULL, 1,
                  "A 1-D convolution takes sequences of features, not 12: put a reshape layer "
                  "before it");
  assert_refused ("conv1d", "kernel_size=3 dilation=2", &sequence, NULL, 1,
                  "A kernel over 5 steps does not fit into 4: make it smaller, or choose padding "
                  "“same”");
  assert_refused ("conv1d", "groups=2", &sequence, NULL, 1,
                  "3 channels and 16 filters cannot both be divided into 2 groups: choose a number "
                  "of groups that divides both");
  assert_refused ("max-pool1d", "", &row, NULL, 1,
                  "Pooling along time takes sequences of features, not 12: put a reshape layer "
                  "before it");
  assert_refused ("avg-pool1d", "size=5", &sequence, NULL, 1,
                  "A patch of 5 does not fit into 4 steps: make it smaller, or remove a pooling "
                  "layer above");
  assert_refused ("max-pool1d", "padding=2", &sequence, NULL, 1,
                  "A padding of 2 is more than half of the size 2: make it smaller");
  assert_refused ("global-max-pool", "", &row, NULL, 1,
                  "Global pooling takes pictures or sequences, not 12: put it before the flatten "
                  "layer");
  assert_refused ("repeat", "", &sequence, NULL, 1,
                  "A row of numbers can be repeated, not 4 × 3: put a flatten layer before it");
  assert_refused ("permute", "order=2x2", &sequence, NULL, 1,
                  "An order of 2 axes has every number from 1 to 2 once: 2x1 changes two places");
  assert_refused ("permute", "order=2x1x3", &sequence, NULL, 1,
                  "4 × 3 has 2 axes, and the order 3: give every axis a place");
  assert_refused ("rescale", "scale=1,2", &sequence, NULL, 1,
                  "There are 2 numbers for 3 features or channels: give one for all, or one for "
                  "each");

  assert_described ("conv1d", "filters=32", "32 filters over 3");
  assert_described ("conv1d", "filters=1 stride=2 dilation=4 groups=2 padding=causal",
                    "1 filter over 3, stride 2, dilation 4, 2 groups, causal");
  assert_described ("max-pool1d", "", "size 2");
  assert_described ("avg-pool1d", "size=3 stride=2", "size 3, stride 2");
  assert_described ("repeat", "times=1", "1 time");
  assert_described ("permute", "order=3x1x2", "3, 1, 2");
  assert_described ("rescale", "scale=0.5", "× 0.5");
  assert_described ("rescale", "scale=2 offset=-1", "× 2 − 1");
  assert_described ("rescale", "scale=2,3", "each by itself");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layer/conv1d/by-hand", test_conv1d);
  g_test_add_func ("/layer/conv1d/tiles", test_conv1d_tiles);
  g_test_add_func ("/layer/pools-1d/by-hand", test_pools);
  g_test_add_func ("/layer/global-pools/by-hand", test_global_pools);
  g_test_add_func ("/layer/time/padding", test_padding);
  g_test_add_func ("/layer/time/words", test_words);

  return g_test_run ();
}
