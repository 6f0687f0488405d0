/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures in folders, masks, and pictures as their own targets. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <unistd.h>

#include "data-test.h"
#include "lamina-data-arrays.h"
#include "lamina-data-masks.h"

#define ALL "validation=0;test=0;shuffle=false;scaling=none"

/* A grey picture of one shade. @name: "train/cats/1.png": folders are made */
static void
put_picture (Fixture    *fix,
             const char *name,
             int         height,
             int         width,
             guint8      shade)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autofree char *path = g_build_filename (fix->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  gdk_pixbuf_fill (pixbuf,
                   (guint32) shade << 24 | (guint32) shade << 16 | (guint32) shade << 8 | 255);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  gdk_pixbuf_save (pixbuf, path, g_str_has_suffix (name, ".jpg") ? "jpeg" : "png", &error, NULL);
  g_assert_no_error (error);
}

static char *
settings_of (Fixture    *fix,
             const char *more)
{
  return g_strdup_printf ("kind=picture-folder;folder=%s;%s", fix->folder, more);
}

static void
assert_folder_fails (Fixture    *fix,
                     const char *more,
                     const char *pattern)
{
  g_autofree char *settings = settings_of (fix, more);
  g_autoptr(LaminaDataConfig) config = configure (settings);
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_data_set_load (config, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not say “%s”", error->message, pattern);
}

static void
test_classes (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *settings = settings_of (fix, ALL), *grey = NULL, *link = NULL, *text = NULL;
  g_autoptr(LaminaDataSet) set = NULL, again = NULL, set_grey = NULL;
  g_autofree char *sentence = NULL;
  const guint8 *picture;

  put_picture (fix, "dogs/2.png", 4, 6, 20);
  put_picture (fix, "dogs/1.PNG", 4, 6, 10);
  put_picture (fix, "cats/a.jpeg", 4, 6, 200); /* PNG, in truth */
  put_picture (fix, ".hidden/a.png", 4, 6, 0);
  put_picture (fix, "cats/.a.png", 9, 9, 0);
  link = g_build_filename (fix->folder, "links", NULL);
  g_assert_no_errno (symlink ("dogs", link));
  text = put_file (fix, "notes.txt", "no picture", -1);

  set = load (settings);
  again = load (settings);
  sentence = lamina_data_set_describe (set);
  g_assert_true (g_str_has_suffix (sentence, ": 3 pictures of [1, 3, 4, 6], 2 classes")
                 || g_pattern_match_simple ("*: 3 pictures of *4*6*, 2 classes", sentence));
  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set), &(LmShape) { 4, { 1, 3, 4, 6 } }));
  g_assert_cmpstr (lamina_data_set_get_class_name (set, 0), ==, "cats");
  g_assert_cmpint (lamina_data_set_get_label (set, 0, 0), ==, 0);
  g_assert_cmpint (lamina_data_set_get_label (set, 0, 2), ==, 1);
  picture = lamina_data_set_get_picture (set, 0, 1);
  for (gsize i = 0; i < 3 * 4 * 6; i++)
    g_assert_cmpuint (picture[i], ==, 10);
  g_assert_cmpstr (lamina_data_set_get_hash (set), ==, lamina_data_set_get_hash (again));

  grey = g_strconcat (settings, ";picture=grey;size=2", NULL);
  set_grey = load (grey);
  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set_grey), &(LmShape) { 4, { 1, 1, 2, 2 } }));
  g_assert_cmpuint (lamina_data_set_get_picture (set_grey, 0, 2)[3], ==, 20);
}

static void
test_own_test (Fixture       *fix,
               gconstpointer  data)
{
  g_autofree char *settings = settings_of (fix, "validation=0");
  g_autoptr(LaminaDataSet) set = NULL;

  put_picture (fix, "train/a/1.png", 2, 2, 1);
  put_picture (fix, "train/b/1.png", 2, 2, 2);
  put_picture (fix, "test/b/1.png", 2, 2, 3);
  set = load (settings);
  g_assert_true (lamina_data_set_has_own_test (set));
  g_assert_cmpuint (lamina_data_set_get_n_examples (set, LM_SPLIT_TEST), ==, 1);
  g_assert_cmpint (lamina_data_set_get_label (set, LM_SPLIT_TEST, 0), ==, 1);

  put_picture (fix, "test/c/1.png", 2, 2, 3);
  assert_folder_fails (fix, "validation=0", "The test pictures have a class “c”*");
}

/* Without folders of classes all are of one: to be answered by themselves. */
static void
test_flat (Fixture       *fix,
           gconstpointer  data)
{
  g_autofree char *settings = settings_of (fix, "validation=0;test=0;target=input;shuffle=false");
  g_autoptr(LaminaDataSet) set = NULL;
  g_autofree char *sentence = NULL;
  lm_real x[27], y[27];
  LmTensor tensor_x = { .data = x }, tensor_y = { .data = y };

  put_picture (fix, "1.png", 3, 3, 51);
  put_picture (fix, "2.png", 3, 3, 255);
  assert_folder_fails (fix, "validation=0;test=0", "*nothing to tell apart*");
  set = load (settings);
  sentence = lamina_data_set_describe (set);

  g_assert_true (g_str_has_suffix (sentence, ", to be answered by themselves"));
  g_assert_cmpint (lamina_data_set_get_target_kind (set), ==, LAMINA_DATA_TARGET_INPUT);
  g_assert_cmpuint (lamina_data_set_get_n_answers (set), ==, 0);
  g_assert_true (lm_shape_equal (lamina_data_set_get_target_shape (set),
                                 lamina_data_set_get_input_shape (set)));
  tensor_x = lm_tensor_init (x, lamina_data_set_get_input_shape (set));
  tensor_y = lm_tensor_init (y, lamina_data_set_get_target_shape (set));
  for (gsize i = 0; i < 2; i++)
    {
      lamina_data_set_copy_example (set, 0, i, &tensor_x);
      lamina_data_set_copy_target (set, 0, i, &tensor_y);
      for (gsize e = 0; e < 27; e++)
        {
          g_assert_cmpfloat ((double) x[e], ==, (double) ((lm_real) (i == 0 ? 51 : 255) / 255));
          g_assert_cmpfloat ((double) y[e], ==, (double) x[e]);
        }
    }
}

static void
test_bad (Fixture       *fix,
          gconstpointer  data)
{
  g_autofree char *path = NULL;

  assert_folder_fails (fix, ALL, "The folder of the class “*” holds no PNG or JPEG files*");
  put_picture (fix, "a/1.png", 2, 3, 1);
  put_picture (fix, "b/1.png", 3, 2, 2);
  assert_folder_fails (fix, ALL, "b/1.png has 3 × 2 pixels, and a/1.png 2 × 3: choose a size*");
  assert_folder_fails (fix, "size=2x0", "A size of 2 × 0 leaves one side open*");

  path = g_build_filename (fix->folder, "b", "2.jpg", NULL);
  g_assert_true (g_file_set_contents (path, "\xff\xd8\xff not really", -1, NULL));
  assert_folder_fails (fix, "size=4", "b/2.jpg: the picture is cut off or damaged*");
  g_assert_true (g_file_set_contents (path, "GIF89a", -1, NULL));
  assert_folder_fails (fix, "size=4", "b/2.jpg is neither PNG nor JPEG*");
  put_picture (fix, "b/2.jpg", 2, 1025, 1);
  put_picture (fix, "a/0.png", 1025, 2, 1);
  assert_folder_fails (fix, ALL, "a/0.png has 1025 × 2 pixels, and networks here take 1024*");
  assert_fails ("kind=picture-folder;folder=/nowhere", LAMINA_ERROR_IO, "*/nowhere*");
}

static void
progress_cb (double   fraction,
             gpointer data)
{
  if (fraction > 0.3)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture       *fix,
             gconstpointer  data)
{
  g_autofree char *settings = settings_of (fix, ALL);
  g_autoptr(LaminaDataConfig) config = configure (settings);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c/%d.png", 'a' + i % 2, i);

      put_picture (fix, name, 2, 2, (guint8) i);
    }
  g_assert_null (lamina_data_set_load (config, cancellable, progress_cb, cancellable, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED);
}

/* A mask is where the picture is lighter than its ground, but for the noise. */
static void
test_masks (Fixture       *fix,
            gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=shapes;answer=mask;noise=0;examples=200");
  g_autoptr(LaminaDataSet) plain = load ("kind=shapes;noise=0;examples=200");
  g_autoptr(LmSource) source = lamina_data_source_new (set);
  g_autofree lm_real *x = g_new (lm_real, 28 * 28), *y = g_new (lm_real, 28 * 28);
  const LmBatch batch = { x, y, NULL };
  gsize n_covered = 0, n_right = 0;

  g_assert_cmpint (lamina_data_set_get_target_kind (set), ==, LAMINA_DATA_TARGET_PICTURE);
  g_assert_true (lm_shape_equal (&source->target, &(LmShape) { 4, { 1, 1, 28, 28 } }));
  g_assert_cmpuint (lamina_data_set_get_n_answers (set), ==, 0);
  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, 10);
  g_assert_cmpstr (lamina_data_set_get_hash (set), !=, lamina_data_set_get_hash (plain));

  for (guint32 i = 0; i < 50; i++)
    {
      g_assert_cmpint (lamina_data_set_get_label (set, 0, i), ==,
                       lamina_data_set_get_label (plain, 0, i));
      g_assert_true (lm_source_read (source, 0, &i, 1, &batch, NULL));
      for (gsize e = 0; e < 28 * 28; e++)
        {
          g_assert_true (y[e] == 0 || y[e] == 1);
          g_assert_cmpfloat (lamina_data_set_get_raw_target (set, 0, i, e), ==,
                             255 * (double) y[e]);
          n_covered += y[e] == 1;
          n_right += (x[e] > 0.45f) == (y[e] == 1);
        }
    }

  g_test_message ("%zu covered, %zu right", n_covered, n_right);
  g_assert_cmpuint (n_covered, >, 50 * 28 * 28 / 20);
  g_assert_cmpuint (n_covered, <, 50 * 28 * 28 / 2);
  g_assert_cmpuint (n_right, >, 50 * 28 * 28 * 95 / 100);
}

/* Masks as arrays: bytes of 0 and 255 or of 0 and 1, with a channel or without. */
static LaminaDataArrays
make_arrays (const guint8 *x,
             const guint8 *masks,
             gsize         rank)
{
  const gsize with_channel[] = { 4, 1, 2, 2 }, without[] = { 4, 2, 2 };
  g_autoptr(GBytes) pixels = g_bytes_new (x, 16), bytes = g_bytes_new (masks, 16);

  return (LaminaDataArrays) {
    .title = "a.npz",
    .x = { lamina_array_new ("x", LAMINA_DTYPE_U8, 3, without, pixels) },
    .y = { lamina_array_new ("y", LAMINA_DTYPE_U8, rank, rank == 4 ? with_channel : without,
                             bytes) },
  };
}

static void
test_mask_arrays (Fixture       *fix,
                  gconstpointer  data)
{
  const guint8 x[16] = { 0 };
  const guint8 masks[2][16] = {
    { 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1 },
    { 0, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 255, 0, 255 },
  };

  for (gsize i = 0; i < 4; i++)
    {
      g_auto(LaminaDataArrays) arrays = make_arrays (x, masks[i / 2], 3 + i % 2);
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaDataDraft) draft = lamina_data_draft_new_from_arrays (&arrays, &error);

      g_assert_no_error (error);
      g_assert_cmpint (draft->target_kind, ==, LAMINA_DATA_TARGET_PICTURE);
      g_assert_cmpuint (draft->class_names->len, ==, 0);
      g_assert_cmpmem (lamina_data_draft_get_mask (draft, 3), 4, masks[1] + 12, 4);
      g_assert_true (lamina_data_check_masks (draft, &error));
    }
}

static void
test_bad_masks (Fixture       *fix,
                gconstpointer  data)
{
  const guint8 x[16] = { 0 }, none[16] = { 0 };
  guint8 all[16], wrong[16] = { 0 };
  const guint8 *cases[] = { none, all };
  const char *patterns[] = {
    "a.npz: no mask covers anything*", "a.npz: the masks cover everything*"
  };
  g_autoptr(GError) error = NULL;

  memset (all, 1, sizeof all);
  wrong[9] = 7;
  for (gsize i = 0; i < 2; i++)
    {
      g_auto(LaminaDataArrays) arrays = make_arrays (x, cases[i], 3);
      g_autoptr(LaminaDataDraft) draft = lamina_data_draft_new_from_arrays (&arrays, NULL);
      g_autoptr(GError) problem = NULL;

      g_assert_false (lamina_data_check_masks (draft, &problem));
      g_assert_error (problem, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
      g_assert_true (g_pattern_match_simple (patterns[i], problem->message));
    }

  {
    g_auto(LaminaDataArrays) arrays = make_arrays (x, wrong, 4);

    g_assert_null (lamina_data_draft_new_from_arrays (&arrays, &error));
    g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
    g_assert_nonnull (strstr (error->message, "a.npz: the mask of example 3 holds 7"));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/data-pictures/" name, Fixture, NULL, setup, test, teardown)
  ADD ("classes", test_classes);
  ADD ("own-test", test_own_test);
  ADD ("flat", test_flat);
  ADD ("bad", test_bad);
  ADD ("cancel", test_cancel);
  ADD ("masks", test_masks);
  ADD ("mask-arrays", test_mask_arrays);
  ADD ("bad-masks", test_bad_masks);
#undef ADD

  return g_test_run ();
}
