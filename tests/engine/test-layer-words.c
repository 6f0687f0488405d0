/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What layers say: the sentences for wrong shapes, and the settings in words. */

#include "by-hand.h"

static void
test_sentences (void)
{
  const LmShape row = { 2, { 1, 12 } }, picture = { 4, { 1, 3, 4, 5 } };
  const LmShape sequence = { 3, { 1, 4, 5 } };
  const gsize keep[] = { 3, 1 };

  assert_refused ("dense", "", &picture, NULL, 1,
                  "A dense layer takes a row of numbers, not a picture of 4 × 5 × 3: put a flatten "
                  "layer before it");
  assert_refused ("conv2d", "", &row, NULL, 1,
                  "A 2-D convolution takes pictures, not 12: put a reshape layer before it");
  assert_refused ("conv2d", "kernel_size=5", &picture, NULL, 1,
                  "A kernel of 5 × 5 does not fit into 4 × 5: make it smaller, or choose padding "
                  "“same”");
  assert_refused ("conv2d", "kernel_size=3 dilation=4 padding=explicit", &picture, NULL, 1,
                  "A kernel of 9 × 9 does not fit into 6 × 7: make it smaller, or choose padding "
                  "“same”");
  assert_refused ("conv2d", "groups=2", &picture, NULL, 1,
                  "3 channels and 16 filters cannot both be divided into 2 groups: choose a number "
                  "of groups that divides both");
  assert_refused ("max-pool2d", "", &row, NULL, 1,
                  "Pooling takes pictures, not 12: put it before the flatten layer");
  assert_refused ("avg-pool2d", "size=5x2", &picture, NULL, 1,
                  "A patch of 5 × 2 does not fit into 4 × 5: make it smaller, or remove a pooling "
                  "layer above");
  assert_refused ("max-pool2d", "padding=2", &picture, NULL, 1,
                  "A padding of 2 × 2 is more than half of the size 2 × 2: make it smaller");
  assert_refused (
    "batch-norm", "", &sequence, NULL, 1,
    "Batch normalization takes rows of features or pictures, not 4 × 5: put a flatten "
    "layer before it");
  assert_refused ("reshape", "dims=5x-1", &row, NULL, 1,
                  "12 is 12 numbers, which cannot be divided by 5: choose other numbers");
  assert_refused ("reshape", "dims=5x2", &row, NULL, 1,
                  "12 is 12 numbers, and the new shape has 10: choose numbers whose product is the "
                  "same");
  assert_refused ("reshape", "dims=-1x-1", &row, NULL, 1,
                  "Two numbers of the shape are −1: leave one open");
  assert_refused ("reshape", "dims=2147483647x2147483647x2147483647", &row, NULL, 1,
                  "12 is 12 numbers, and the new shape has 18446744073709551615: choose numbers "
                  "whose product is the same");
  assert_refused (
    "sampling", "", &picture, NULL, 1,
    "Sampling takes an even row of numbers, a mean and a log-variance for each latent "
    "number, not 4 × 5 × 3: put a dense layer with twice as many units before it");
  assert_refused ("condition", "", &sequence, NULL, 1,
                  "A class can be joined to a row of numbers or to a picture, not to 4 × 5: put a "
                  "flatten or a reshape layer before it");
  assert_refused ("add", "", &picture, keep, 2,
                  "Cannot add 4 × 5 × 1 to 4 × 5 × 3: the shapes differ. Link layers of one shape");
  assert_refused ("group-norm", "groups=2", &picture, NULL, 1,
                  "3 features cannot be divided into 2 groups: choose a number that divides them");
  assert_refused ("instance-norm", "", &row, NULL, 1,
                  "12 leaves one number to be compared with itself: it would always become 0. Put "
                  "the norm where more numbers are taken together");
  assert_refused ("multiply", "", &picture, keep, 2,
                  "Cannot combine 4 × 5 × 1 with 4 × 5 × 3: the shapes differ. Link layers of one "
                  "shape");
}

static void
test_descriptions (void)
{
  g_autoptr(LmLayer) add = rig_make_layer ("add", "");
  g_autoptr(LmLayer) multiply = rig_make_layer ("multiply", "");
  g_autofree char *description = NULL;
  g_autofree char *product = NULL;

  assert_described ("dense", "units=10", "10 units");
  assert_described ("dense", "units=1", "1 unit");
  assert_described ("dense", "units=2 spectral_norm=true", "2 units, spectral norm");
  assert_described ("conv2d", "filters=32", "32 filters 3 × 3");
  assert_described ("conv2d", "filters=32 stride=2", "32 filters 3 × 3, stride 2");
  assert_described ("conv2d", "filters=1 kernel_size=3x1 stride=2x1 dilation=2 groups=4",
                    "1 filter 3 × 1, stride 2 × 1, dilation 2, 4 groups");
  assert_described ("max-pool2d", "", "size 2 × 2");
  assert_described ("avg-pool2d", "size=3 stride=2", "size 3 × 3, stride 2");
  assert_described ("max-pool2d", "size=3 stride=3", "size 3 × 3");
  assert_described ("dropout", "rate=0.25", "rate 0.25");
  assert_described ("reshape", "dims=7x7x-1", "7 × 7 × −1");
  assert_described ("relu", "", "");
  assert_described ("latent", "size=1", "1 number");
  assert_described ("latent", "", "64 numbers");
  assert_described ("condition", "classes=3", "3 classes");
  assert_described ("add", "", "");

  g_strfreev (add->inputs);
  add->inputs = g_strsplit ("conv_3,conv_1,input", ",", -1);
  description = lm_layer_describe (add);
  g_assert_cmpstr (description, ==, "conv_3 + conv_1 + input");
  g_strfreev (multiply->inputs);
  multiply->inputs = g_strsplit ("previous,conv_1", ",", -1);
  product = lm_layer_describe (multiply);
  g_assert_cmpstr (product, ==, "× conv_1");
}

/* Sizes from a file that no machine can hold are refused, not allocated. */
static void
test_huge (void)
{
  const LmShape input = { 4, { 1, 1 << 20, 1 << 20, 1 << 20 } };
  g_autoptr(GError) error = NULL;
  LmLayer *layer = rig_make_layer ("conv2d", "filters=65536 kernel_size=255 padding=same");

  g_assert_null (rig_new (layer, &input, NULL, 1, NULL, NULL, 1, 0, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_MEMORY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layer-words/sentences", test_sentences);
  g_test_add_func ("/layer-words/descriptions", test_descriptions);
  g_test_add_func ("/layer-words/huge", test_huge);

  return g_test_run ();
}
