/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-frame.h"

#include <math.h>

#include "sample.h"

static void
test_empty (void)
{
  LaminaFrame frame;

  lamina_frame_init (&frame);
  g_assert_null (lamina_frame_get_layer (&frame));
  g_assert_null (lamina_frame_get_weight (&frame));
  g_assert_null (lamina_frame_get_gradient (&frame));
  g_assert_null (lamina_frame_get_value (&frame, -1));
  g_assert_null (lamina_frame_get_value (&frame, 3));
  g_assert_null (lamina_frame_get_answers (&frame, LAMINA_PROBE_SURFACE));
  g_assert_false (lamina_frame_is_past (&frame));
  g_assert_cmpuint (lamina_frame_get_epoch (&frame, 5), ==, 0);
}

static void
test_layers (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_PICTURES, 0, 3);
  LaminaFrame frame = sample->frame;

  g_assert_cmpstr (lamina_frame_get_layer (&frame)->name, ==, "conv_2");
  g_assert_cmpuint (lamina_frame_get_weight (&frame)->shape.dim[0], ==, 64);
  /* A ReLU is docked; a pool is not; the last layer has none. */
  g_assert_cmpint (lamina_frame_get_docked (&frame, 0), ==, 1);
  g_assert_cmpint (lamina_frame_get_docked (&frame, 1), ==, 1);
  g_assert_cmpint (lamina_frame_get_docked (&frame, 2), ==, 2);
  g_assert_cmpint (lamina_frame_get_docked (&frame, -1), ==, -1);
  g_assert_cmpint (lamina_frame_get_docked (&frame, 11), ==, 11);
  frame.layer = 99;
  g_assert_null (lamina_frame_get_layer (&frame));
}

static void
test_epochs (void)
{
  LaminaFrame frame;

  lamina_frame_init (&frame);
  frame.steps_per_epoch = 10;
  g_assert_cmpuint (lamina_frame_get_epoch (&frame, 0), ==, 1);
  g_assert_cmpuint (lamina_frame_get_epoch (&frame, 1), ==, 1);
  g_assert_cmpuint (lamina_frame_get_epoch (&frame, 10), ==, 1);
  g_assert_cmpuint (lamina_frame_get_epoch (&frame, 11), ==, 2);
}

static void
test_classes (void)
{
  static const char *const names[] = { "no", "yes", NULL };
  lm_real targets[] = { 1, 0, -1 }, answers[] = { 0.9f, 0.25f, NAN }, shares[] = { 0.2f, 0.8f };
  const LmTensor target = lm_tensor_init (targets, &(LmShape) { 2, { 3, 1 } });
  const LmTensor answer = lm_tensor_init (answers, &(LmShape) { 2, { 3, 1 } });
  const LmTensor share = lm_tensor_init (shares, &(LmShape) { 2, { 1, 2 } });
  g_autofree char *known = NULL, *unknown = NULL;
  LaminaFrame frame;
  double sure;

  lamina_frame_init (&frame);
  frame.target_kind = LAMINA_TARGET_CLASS;
  frame.n_classes = 2;
  frame.class_names = names;
  g_assert_cmpint (lamina_frame_get_class (&frame, &target, 0), ==, 1);
  g_assert_cmpint (lamina_frame_get_class (&frame, &target, 2), ==, -1);
  g_assert_cmpint (lamina_frame_get_best (&frame, &share, 0, &sure), ==, 1);
  g_assert_cmpfloat_with_epsilon (sure, 0.8, 1e-6);

  frame.target_kind = LAMINA_TARGET_BINARY;
  g_assert_cmpint (lamina_frame_get_best (&frame, &answer, 0, &sure), ==, 1);
  g_assert_cmpfloat_with_epsilon (sure, 0.9, 1e-6);
  g_assert_cmpint (lamina_frame_get_best (&frame, &answer, 1, &sure), ==, 0);
  g_assert_cmpfloat_with_epsilon (sure, 0.75, 1e-6);
  /* What is no number is no answer. */
  g_assert_cmpint (lamina_frame_get_best (&frame, &answer, 2, &sure), ==, -1);

  /* Targets of −1 and 1, as tanh gives them. */
  frame.target_low = -1;
  g_assert_cmpint (lamina_frame_get_class (&frame, &target, 0), ==, 1);
  g_assert_cmpint (lamina_frame_get_class (&frame, &target, 2), ==, 0);
  g_assert_cmpint (lamina_frame_get_best (&frame, &answer, 1, &sure), ==, 1);

  known = lamina_frame_write_class (&frame, 1);
  unknown = lamina_frame_write_class (&frame, 7);
  g_assert_cmpstr (known, ==, "yes");
  g_assert_cmpstr (unknown, ==, "class 7");
}

static void
test_scaling (void)
{
  static const double scale[] = { 2, 10 }, offset[] = { 1, -5 };
  const LaminaScaling none = { 0 }, both = { 2, scale, offset };

  g_assert_cmpfloat (lamina_scaling_apply (&none, 3, 0.5), ==, 0.5);
  g_assert_cmpfloat (lamina_scaling_apply (&both, 0, 0.5), ==, 2);
  g_assert_cmpfloat (lamina_scaling_apply (&both, 1, 0.5), ==, 0);
  /* More columns than pairs: the last one is for all. */
  g_assert_cmpfloat (lamina_scaling_apply (&both, 9, 1), ==, 5);
}

static void
test_surface (void)
{
  g_autoptr(LmBlob) plane = NULL;
  g_autoptr(LmBlob) line = NULL;
  LaminaFrame frame;

  lamina_frame_init (&frame);
  frame.input_kind = LAMINA_INPUT_POINTS;
  frame.n_surface_columns = 3;
  frame.n_surface_rows = 2;
  frame.x_min = -1;
  frame.x_max = 1;
  frame.y_min = 10;
  frame.y_max = 20;
  plane = lamina_frame_make_surface (&frame);
  g_assert_cmpuint (plane->tensor.shape.dim[0], ==, 6);
  g_assert_cmpuint (plane->tensor.shape.dim[1], ==, 2);
  g_assert_cmpfloat ((double) plane->tensor.data[0], ==, -1);
  g_assert_cmpfloat ((double) plane->tensor.data[1], ==, 10);
  g_assert_cmpfloat ((double) plane->tensor.data[2], ==, 0);
  g_assert_cmpfloat ((double) plane->tensor.data[11], ==, 20);

  frame.input_kind = LAMINA_INPUT_NUMBER;
  frame.n_surface_rows = 1;
  line = lamina_frame_make_surface (&frame);
  g_assert_cmpuint (line->tensor.len, ==, 3);
  g_assert_cmpfloat ((double) line->tensor.data[2], ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame/empty", test_empty);
  g_test_add_func ("/frame/layers", test_layers);
  g_test_add_func ("/frame/epochs", test_epochs);
  g_test_add_func ("/frame/classes", test_classes);
  g_test_add_func ("/frame/scaling", test_scaling);
  g_test_add_func ("/frame/surface", test_surface);

  return g_test_run ();
}
