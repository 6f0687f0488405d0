/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers of pictures, in examples that were worked out by hand. */

#include <math.h>

#include "by-hand.h"

static void
test_conv_transpose2d (void)
{
  const LmShape input = { 4, { 1, 1, 2, 2 } };
  g_autoptr(Rig) rig = new_rig ("conv-transpose2d", "filters=1 kernel_size=3 stride=2 padding=1",
                                &input, 1);
  g_autoptr(Rig) apart = new_rig ("conv-transpose2d",
                                  "filters=1 kernel_size=2 stride=2 padding=0 bias=false", &input,
                                  1);

  /* Four patches of 3 × 3 in 5 × 5, of which the edge is cut off. */
  set (rig_get_input (rig), "1 2  3 4");
  set (rig_get_value (rig, "layer.weight"), "1 10 100  1000 10000 100000  0 0 1");
  set (rig_get_value (rig, "layer.bias"), "0.5");
  set (rig_get_target (rig), "1 0 0  0 0 0  0 0 1");
  assert_output_is (rig, "10000.5 102000.5 20000.5  30.5 305.5 40.5  30000.5 304000.5 40000.5");
  assert_is (rig_get_grad (rig, "layer.bias"), "2");
  assert_is (rig_get_grad (rig, "layer.weight"), "0 0 0  0 5 0  0 0 0");
  assert_is (rig_get_grad (rig, "input_1.offset"), "10000 0  0 10000");

  set (rig_get_input (apart), "1 2  3 4");
  set (rig_get_value (apart, "layer.weight"), "1 10 100 1000");
  assert_output_is (apart, "1 10 2 20  100 1000 200 2000  3 30 4 40  300 3000 400 4000");
}

/* What a convolution makes smaller, the transposed one makes large again, to the pixel. */
static void
test_conv_transpose2d_shapes (void)
{
  for (gsize size = 5; size < 9; size++)
    {
      const LmShape input = { 4, { 1, 2, size, size } };
      g_autofree char *fields = g_strdup_printf ("kernel_size=3 output_padding=%d",
                                                 (int) (size + 1) % 2);
      g_autoptr(Rig) small = new_rig ("conv2d", "padding=explicit stride=2", &input, 1);
      g_autoptr(Rig) large = new_rig ("conv-transpose2d", fields,
                                      lm_network_get_output (small->network), 1);

      g_assert_cmpuint (lm_network_get_output (large->network)->dim[2], ==, size);
      g_assert_cmpuint (lm_network_get_output (large->network)->dim[3], ==, size);
    }
}

static void
test_upsampling2d (void)
{
  const LmShape input = { 4, { 1, 1, 1, 3 } };
  g_autoptr(Rig) nearest = new_rig ("upsampling2d", "factor=2", &input, 1);
  g_autoptr(Rig) smooth = new_rig ("upsampling2d", "factor=1x2 method=bilinear", &input, 1);

  set (rig_get_input (nearest), "1 5 9");
  set (rig_get_target (nearest), "1 2 3 4 5 6  10 20 30 40 50 60");
  assert_output_is (nearest, "1 1 5 5 9 9  1 1 5 5 9 9");
  assert_is (rig_get_grad (nearest, "input_1.offset"), "33 77 121");

  set (rig_get_input (smooth), "1 5 9");
  set (rig_get_target (smooth), "4 4 0 0 0 0");
  assert_output_is (smooth, "1 2 4 6 8 9");
  assert_is (rig_get_grad (smooth, "input_1.offset"), "7 1 0");
}

static void
test_frames (void)
{
  const LmShape input = { 4, { 1, 2, 2, 2 } };
  g_autoptr(Rig) padded = new_rig ("zero-padding2d", "top=1 bottom=0 left=0 right=1", &input, 1);
  g_autoptr(Rig) cropped = new_rig ("cropping2d", "top=1 bottom=0 left=0 right=1", &input, 1);

  set (rig_get_input (padded), "1 2 3 4  5 6 7 8");
  set (rig_get_target (padded), "1 2 3 4 5 6 7 8 9  1 2 3 4 5 6 7 8 9");
  assert_output_is (padded, "0 0 0 1 2 0 3 4 0  0 0 0 5 6 0 7 8 0");
  assert_is (rig_get_grad (padded, "input_1.offset"), "4 5 7 8  4 5 7 8");

  set (rig_get_input (cropped), "1 2 3 4  5 6 7 8");
  set (rig_get_target (cropped), "1 2");
  assert_output_is (cropped, "3 7");
  assert_is (rig_get_grad (cropped, "input_1.offset"), "0 0 1 0  0 0 2 0");
}

static void
test_words (void)
{
  const LmShape row = { 2, { 1, 12 } }, picture = { 4, { 1, 3, 4, 5 } };

  assert_refused ("conv-transpose2d", "", &row, NULL, 1,
                  "A transposed convolution takes pictures, not 12: put a reshape layer before it");
  assert_refused ("conv-transpose2d", "groups=2", &picture, NULL, 1,
                  "3 channels and 16 filters cannot both be divided into 2 groups: choose a number "
                  "of groups that divides both");
  assert_refused ("conv-transpose2d", "output_padding=2", &picture, NULL, 1,
                  "An output padding of 2 × 2 is not smaller than the stride 2 × 2: make it "
                  "smaller");
  assert_refused ("conv-transpose2d", "padding=5", &picture, NULL, 1,
                  "A padding of 5 × 5 leaves nothing of what comes out: make it smaller");
  assert_refused ("depthwise-conv2d", "kernel_size=5", &picture, NULL, 1,
                  "A kernel of 5 × 5 does not fit into 4 × 5: make it smaller, or choose padding "
                  "“same”");
  assert_refused ("separable-conv2d", "", &row, NULL, 1,
                  "A 2-D convolution takes pictures, not 12: put a reshape layer before it");
  assert_refused ("upsampling2d", "", &row, NULL, 1,
                  "This layer takes pictures, not 12: put a reshape layer before it");
  assert_refused ("cropping2d", "top=2 bottom=2", &picture, NULL, 1,
                  "Cutting off 4 rows and 2 columns leaves nothing of 4 × 5: cut off less");

  assert_described ("conv-transpose2d", "filters=1", "1 filter 4 × 4, stride 2");
  assert_described ("depthwise-conv2d", "multiplier=2 stride=2",
                    "2 filters 3 × 3 a channel, stride 2");
  assert_described ("separable-conv2d", "dilation=2", "16 filters 3 × 3, dilation 2");
  assert_described ("upsampling2d", "", "by 2 × 2");
  assert_described ("upsampling2d", "factor=3x1 method=bilinear", "by 3 × 1, bilinear");
  assert_described ("zero-padding2d", "", "1");
  assert_described ("cropping2d", "top=2 left=0", "2, 1, 1, 0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layer/conv-transpose2d/by-hand", test_conv_transpose2d);
  g_test_add_func ("/layer/conv-transpose2d/shapes", test_conv_transpose2d_shapes);
  g_test_add_func ("/layer/upsampling2d/by-hand", test_upsampling2d);
  g_test_add_func ("/layer/frames/by-hand", test_frames);
  g_test_add_func ("/layer/pictures/words", test_words);

  return g_test_run ();
}
