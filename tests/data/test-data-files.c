/* SPDX-License-Identifier: GPL-3.0-or-later */

/* IDX, CIFAR and NPZ as data: what the readers cannot know. */

#include "data-test.h"

#include "lamina-npz.h"

#define ALL "validation=0;test=0;shuffle=false;scaling=none"

/* IDX of bytes: @n pictures of 2 × 3, or @n labels of 0, 1, 2 in turns. */
static char *
put_idx (Fixture    *fix,
         const char *name,
         guint8      rank,
         guint8      n)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  const guint8 sizes[] = { n, 2, 3 };
  const gsize n_items = rank == 3 ? (gsize) n * 6 : n;

  g_byte_array_append (bytes, (const guint8[]) { 0, 0, 8, rank }, 4);
  for (int i = 0; i < rank; i++)
    g_byte_array_append (bytes, (const guint8[]) { 0, 0, 0, sizes[i] }, 4);
  for (gsize i = 0; i < n_items; i++)
    g_byte_array_append (bytes, (const guint8[]) { (guint8) (rank == 3 ? i : i % 3) }, 1);

  return put_file (fix, name, bytes->data, (gssize) bytes->len);
}

static char *
idx_settings (const char *images,
              const char *labels,
              const char *more)
{
  return g_strdup_printf ("kind=idx;images=%s;labels=%s;%s", images, labels, more);
}

static void
test_idx (Fixture       *fix,
          gconstpointer  data)
{
  g_autofree char *images = put_idx (fix, "images", 3, 7), *labels = put_idx (fix, "labels", 1, 7);
  g_autofree char *test_images = put_idx (fix, "test-images", 3, 4);
  g_autofree char *test_labels = put_idx (fix, "test-labels", 1, 4);
  g_autofree char *alone = idx_settings (images, labels, ALL ";class_names=cat, dog");
  g_autofree char *more = g_strdup_printf ("test_images=%s;test_labels=%s;" ALL, test_images,
                                           test_labels);
  g_autofree char *both = idx_settings (images, labels, more);
  g_autoptr(LaminaDataSet) set = load (alone), set_both = load (both);
  g_autofree char *sentence = lamina_data_set_describe (set);

  g_assert_cmpstr (sentence, ==, "images: 7 pictures of 2 × 3, 3 classes");
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 0), ==, "cat");
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 1), ==, "dog");
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 2), ==, "2");
  g_assert_cmpint (lamina_data_set_get_label (set, 0, 5), ==, 2);
  g_assert_cmpint (lamina_data_set_get_picture (set, 0, 5)[5], ==, 35);
  g_assert_false (lamina_data_set_has_own_test (set));

  g_assert_true (lamina_data_set_has_own_test (set_both));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set_both, LM_SPLIT_TEST), ==, 4);
  g_assert_cmpuint (lamina_data_set_get_row (set_both, LM_SPLIT_TEST, 3), ==, 10);
  g_assert_cmpint (lamina_data_set_get_picture (set_both, LM_SPLIT_TEST, 3)[5], ==, 23);
  g_assert_cmpint (lamina_data_set_get_label (set_both, LM_SPLIT_TEST, 3), ==, 0);
}

static void
test_bad_idx (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *images = put_idx (fix, "images", 3, 7), *labels = put_idx (fix, "labels", 1, 6);
  g_autofree char *none = put_idx (fix, "none", 3, 0),
                  *no_labels = put_idx (fix, "no-labels", 1, 0);
  g_autofree char *short_file = put_file (fix, "short",
                                          "\0\0\x08\x03\0\0\0\x09\0\0\0\x09\0\0\0\x09"
                                          "abc",
                                          19);
  g_autofree char *huge =
    put_file (fix, "huge", "\0\0\x08\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16);
  g_autofree char *counts = idx_settings (images, labels, ALL);
  g_autofree char *swapped = idx_settings (labels, images, ALL);
  g_autofree char *empty = idx_settings (none, no_labels, ALL);
  g_autofree char *truncated = idx_settings (short_file, labels, ALL);
  g_autofree char *hostile = idx_settings (huge, labels, ALL);
  g_autofree char *missing = idx_settings (images, "/nowhere/labels", ALL);
  g_autofree char *folder = idx_settings (fix->folder, labels, ALL);

  assert_fails (counts, LAMINA_ERROR_FORMAT, "*images*7*labels*6*");
  assert_fails (swapped, LAMINA_ERROR_FORMAT, "*labels*");
  assert_fails (empty, LAMINA_ERROR_FORMAT, "*none*");
  assert_fails (truncated, LAMINA_ERROR_FORMAT, "*short*");
  assert_fails (hostile, LAMINA_ERROR_FORMAT, "*huge*");
  assert_fails (missing, LAMINA_ERROR_IO, "“/nowhere/labels” is not there*");
  assert_fails (folder, LAMINA_ERROR_IO, "*is a folder*");
}

/* The names are ours, and stay ours when a part of the classes is missing. */
static void
test_fashion_mnist (Fixture       *fix,
                    gconstpointer  data)
{
  g_autofree char *a = put_idx (fix, "train-images-idx3-ubyte.gz", 3, 9);
  g_autofree char *b = put_idx (fix, "train-labels-idx1-ubyte.gz", 1, 9);
  g_autofree char *c = put_idx (fix, "t10k-images-idx3-ubyte.gz", 3, 3);
  g_autofree char *settings = g_strdup_printf ("kind=fashion-mnist;validation=3;folder=%s",
                                               fix->folder);
  g_autofree char *d = NULL;
  g_autoptr(LaminaDataSet) set = NULL;

  assert_fails (settings, LAMINA_ERROR_IO, "*t10k-labels*dataset-fashion-mnist*drawn shapes");

  d = put_idx (fix, "t10k-labels-idx1-ubyte.gz", 1, 3);
  set = load (settings);
  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, 10);
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 9), ==, "Ankle boot");
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 6);
  g_assert_cmpuint (lamina_data_set_get_class_count (set, LM_SPLIT_VALIDATION, 2), ==, 1);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 3);
}

static void
test_cifar (Fixture       *fix,
            gconstpointer  data)
{
  g_autofree guint8 *records = g_malloc0 (4 * 3073);
  g_autofree char *settings = g_strdup_printf ("kind=cifar;folder=%s;" ALL, fix->folder);
  g_autofree char *batch_1 = NULL, *batch_2 = NULL, *test = NULL;
  g_autoptr(LaminaDataSet) set = NULL;

  assert_fails (settings, LAMINA_ERROR_IO, "*holds neither data_batch_1.bin nor train.bin*");

  for (int i = 0; i < 4; i++)
    {
      records[i * 3073] = (guint8) (i + 2);
      records[i * 3073 + 1 + 1024] = (guint8) (i + 100); /* The first green one. */
    }
  batch_1 = put_file (fix, "data_batch_1.bin", records, 2 * 3073);
  batch_2 = put_file (fix, "data_batch_2.bin", records + 2 * 3073, 2 * 3073);
  test = put_file (fix, "test_batch.bin", records, 3073);

  set = load (settings);
  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set), &(LmShape) { 4, { 1, 3, 32, 32 } }));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 4);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 1);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 3, 1024), ==, 103);
  g_assert_cmpint (lamina_data_set_get_label (set, LM_SPLIT_TRAINING, 3), ==, 5);
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 5), ==, "Dog");
}

static void
test_cifar_100 (Fixture       *fix,
                gconstpointer  data)
{
  g_autofree guint8 *records = g_malloc0 (3 * 3074);
  g_autofree char *names = put_file (fix, "coarse_label_names.txt", "fish\nflowers\r\ntrees\n", -1);
  g_autofree char *fine = g_strdup_printf ("kind=cifar;folder=%s;" ALL, fix->folder);
  g_autofree char *coarse = g_strconcat (fine, ";labels=coarse", NULL);
  g_autoptr(LaminaDataSet) set_fine = NULL, set_coarse = NULL;
  g_autofree char *train = NULL;

  for (int i = 0; i < 3; i++)
    {
      records[i * 3074] = (guint8) (2 - i);
      records[i * 3074 + 1] = (guint8) (i + 50);
    }
  train = put_file (fix, "train.bin", records, 3 * 3074);

  set_fine = load (fine);
  g_assert_cmpint (lamina_data_set_get_label (set_fine, 0, 2), ==, 52);
  g_assert_cmpstr (lamina_data_set_get_class_name (set_fine, 52), ==, "52");
  set_coarse = load (coarse);
  g_assert_cmpint (lamina_data_set_get_label (set_coarse, 0, 0), ==, 2);
  g_assert_cmpuint (lamina_data_set_get_n_classes (set_coarse), ==, 3);
  g_assert_cmpstr (lamina_data_set_get_class_name (set_coarse, 1), ==, "flowers");
}

/* @x: [n, 2] floats counting up; @y: of @y_dtype, @y_columns in each row, from @labels. */
static void
add_arrays (GPtrArray   *arrays,
            const char  *suffix,
            gsize        n,
            LaminaDtype  y_dtype,
            gsize        y_columns)
{
  g_autofree char *x_name = g_strconcat ("x", suffix, NULL),
                  *y_name = g_strconcat ("y", suffix, NULL);
  g_autofree float *x = g_new (float, 2 * n);
  g_autofree float *floats = g_new (float, n * y_columns);
  g_autofree int *ints = g_new (int, n * y_columns);

  for (gsize i = 0; i < 2 * n; i++)
    x[i] = (float) i;
  for (gsize i = 0; i < n * y_columns; i++)
    {
      floats[i] = (float) i / 2;
      ints[i] = (int) i % 3;
    }
  g_ptr_array_add (arrays,
                   lamina_array_new_copy (x_name, LAMINA_DTYPE_F32, 2, (gsize[]) { n, 2 }, x));
  g_ptr_array_add (arrays,
                   lamina_array_new_copy (y_name, y_dtype, y_columns > 1 ? 2 : 1,
                                          (gsize[]) { n, y_columns },
                                          y_dtype == LAMINA_DTYPE_F32 ? (gpointer) floats : ints));
}

static char *
write_npz (Fixture         *fix,
           const GPtrArray *arrays,
           const char      *more)
{
  g_autofree char *path = g_build_filename (fix->folder, "a.npz", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_npz_write (path, arrays, NULL, &error));
  g_assert_no_error (error);

  return with_path ("npz", path, more);
}

static void
test_npz (Fixture       *fix,
          gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autofree char *settings = NULL;
  g_autoptr(LaminaDataSet) set = NULL;

  add_arrays (arrays, "_train", 6, LAMINA_DTYPE_I32, 1);
  add_arrays (arrays, "_test", 3, LAMINA_DTYPE_I32, 1);
  settings = write_npz (fix, arrays, ALL);
  set = load (settings);

  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, 3);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING), ==, 6);
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 3);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TRAINING, 5, 1), ==, 11);
  g_assert_cmpfloat (get_input (set, LM_SPLIT_TEST, 2, 1), ==, 5);
  g_assert_cmpint (lamina_data_set_get_label (set, LM_SPLIT_TEST, 2), ==, 2);
}

static void
test_npz_values (Fixture       *fix,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autofree char *settings = NULL, *classify = NULL, *sentence = NULL;
  g_autoptr(LaminaDataSet) set = NULL;

  add_arrays (arrays, "", 4, LAMINA_DTYPE_F32, 3);
  settings = write_npz (fix, arrays, ALL);
  set = load (settings);
  sentence = lamina_data_set_describe (set);

  g_assert_cmpstr (sentence, ==, "a.npz: 4 rows of 2 columns, predicting 3 values");
  g_assert_true (
    lm_shape_equal (lamina_data_set_get_target_shape (set), &(LmShape) { 2, { 1, 3 } }));
  g_assert_cmpfloat (lamina_data_set_get_raw_target (set, 0, 3, 2), ==, 5.5);
  g_assert_cmpstr (lamina_data_set_get_target_column (set, 2)->name, ==, "y_3");

  classify = write_npz (fix, arrays, ALL ";task=classify");
  assert_fails (classify, LAMINA_ERROR_FORMAT, "a.npz: 3 targets an example*");
}

static void
test_npz_layouts (Fixture       *fix,
                  gconstpointer  data)
{
  static const struct
  {
    LaminaDtype dtype;
    gsize rank;
    gsize shape[5];
    const char *more;
    LmShape expected;
  } cases[] = {
    { LAMINA_DTYPE_F32, 2, { 2, 12 }, "", { 2, { 1, 12 } } },
    { LAMINA_DTYPE_F32, 3, { 2, 4, 3 }, "", { 3, { 1, 4, 3 } } },
    { LAMINA_DTYPE_F32, 2, { 2, 12 }, ";layout=series", { 3, { 1, 12, 1 } } },
    { LAMINA_DTYPE_F32, 3, { 2, 4, 3 }, ";layout=channels_first", { 4, { 1, 1, 4, 3 } } },
    { LAMINA_DTYPE_U8, 3, { 2, 4, 3 }, "", { 4, { 1, 1, 4, 3 } } },
    { LAMINA_DTYPE_U8, 4, { 2, 2, 2, 3 }, "", { 4, { 1, 3, 2, 2 } } },
    { LAMINA_DTYPE_F64, 4, { 2, 3, 2, 2 }, "", { 4, { 1, 3, 2, 2 } } },
    { LAMINA_DTYPE_I16, 4, { 2, 3, 2, 2 }, ";layout=channels_last", { 4, { 1, 2, 3, 2 } } },
    { LAMINA_DTYPE_F32, 4, { 2, 3, 2, 2 }, ";layout=table", { 2, { 1, 12 } } },
    { LAMINA_DTYPE_F32, 5, { 2, 3, 2, 2, 1 }, "", { 2, { 1, 12 } } },
  };
  const double zeros[24] = { 0 };
  const int y[2] = { 0, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
      g_autofree char *more = g_strconcat (ALL, cases[i].more, NULL);
      g_autofree char *settings = NULL;
      g_autoptr(LaminaDataSet) set = NULL;

      g_ptr_array_add (arrays, lamina_array_new_copy ("X", cases[i].dtype, cases[i].rank,
                                                      cases[i].shape, zeros));
      g_ptr_array_add (arrays,
                       lamina_array_new_copy ("Y", LAMINA_DTYPE_I32, 1, (gsize[]) { 2 }, y));
      settings = write_npz (fix, arrays, more);
      set = load (settings);
      g_assert_true (lm_shape_equal (lamina_data_set_get_input_shape (set), &cases[i].expected));
    }
}

static void
test_bad_npz (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();
  g_autoptr(GPtrArray) other = lamina_arrays_new ();
  g_autofree char *no_y = NULL, *name = NULL, *layout = NULL, *rows = NULL, *types = NULL,
                  *label = NULL;
  const double doubles[] = { 1, 2, 3, 4 };
  const int labels[] = { 0, 1, -1 };

  add_arrays (arrays, "", 4, LAMINA_DTYPE_I32, 1);
  name = write_npz (fix, arrays, "inputs=pictures");
  assert_fails (name, LAMINA_ERROR_FORMAT, "a.npz: no array is called pictures; there are: x, y*");
  layout = write_npz (fix, arrays, "layout=channels_first");
  assert_fails (layout, LAMINA_ERROR_FORMAT,
                "a.npz: inputs of shape ?4, 2? cannot be read as pictures*");
  g_ptr_array_remove_index (arrays, 1);
  no_y = write_npz (fix, arrays, "");
  assert_fails (no_y, LAMINA_ERROR_FORMAT,
                "a.npz: no array is called y_train, Y_train, y, Y; there are: x*");
  g_ptr_array_add (arrays,
                   lamina_array_new_copy ("y", LAMINA_DTYPE_I32, 1, (gsize[]) { 3 }, labels));
  rows = write_npz (fix, arrays, "");
  assert_fails (rows, LAMINA_ERROR_FORMAT,
                "a.npz: targets of shape ?3? do not fit inputs of shape ?4, 2?*");

  g_ptr_array_add (other,
                   lamina_array_new_copy ("x", LAMINA_DTYPE_F64, 1, (gsize[]) { 3 }, doubles));
  g_ptr_array_add (other,
                   lamina_array_new_copy ("y", LAMINA_DTYPE_I32, 1, (gsize[]) { 3 }, labels));
  label = write_npz (fix, other, "task=classify");
  assert_fails (label, LAMINA_ERROR_FORMAT, "a.npz: *-1*");
  g_ptr_array_add (other, lamina_array_new_copy ("x_test", LAMINA_DTYPE_F64, 2, (gsize[]) { 2, 2 },
                                                 doubles));
  g_ptr_array_add (other,
                   lamina_array_new_copy ("y_test", LAMINA_DTYPE_I32, 1, (gsize[]) { 2 }, labels));
  types = write_npz (fix, other, "");
  assert_fails (types, LAMINA_ERROR_FORMAT, "a.npz: test inputs of shape ?2, 2? do not fit*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)
  ADD ("/data-files/idx", test_idx);
  ADD ("/data-files/bad-idx", test_bad_idx);
  ADD ("/data-files/fashion-mnist", test_fashion_mnist);
  ADD ("/data-files/cifar", test_cifar);
  ADD ("/data-files/cifar-100", test_cifar_100);
  ADD ("/data-files/npz", test_npz);
  ADD ("/data-files/npz-values", test_npz_values);
  ADD ("/data-files/npz-layouts", test_npz_layouts);
  ADD ("/data-files/bad-npz", test_bad_npz);

  return g_test_run ();
}
