/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats-test.h"
#include "lamina-cifar.h"

#define N_PIXELS 3072

/* A file of @n records; @labels: n_labels bytes for each */
static char *
put_batch (Fixture      *fix,
           const char   *name,
           gsize         n,
           gsize         n_labels,
           const guint8 *labels,
           gsize         n_extra)
{
  const gsize record = n_labels + N_PIXELS;
  g_autofree guint8 *data = g_malloc0 (n * record + n_extra);

  for (gsize i = 0; i < n; i++)
    {
      memcpy (data + i * record, labels + i * n_labels, n_labels);

      for (gsize k = 0; k < N_PIXELS; k++)
        data[i * record + n_labels + k] = (guint8) (i + k);
    }

  return put_file (fix, name, data, n * record + n_extra);
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat ((double) done / (double) total, >=, *last);
  *last = (double) done / (double) total;
}

static void
test_10 (Fixture       *fix,
         gconstpointer  data)
{
  g_autofree char *first = put_batch (fix, "data_batch_1.bin", 2, 1, (const guint8 *) "\3\11", 0);
  g_autofree char *second = put_batch (fix, "data_batch_2.bin", 1, 1, (const guint8 *) "\0", 0);
  const char *const paths[] = { first, second, NULL };
  g_autoptr(LaminaArray) images = NULL;
  g_autoptr(LaminaArray) labels = NULL;
  LaminaArray *coarse = (gpointer) 1;
  g_autoptr(GError) error = NULL;
  const guint8 *pixels;
  double done = 0.0;

  g_assert_true (lamina_cifar_read (paths, LAMINA_CIFAR_10, &images, &labels, &coarse, NULL,
                                    progress_cb, &done, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (done, ==, 1.0);
  g_assert_null (coarse);
  g_assert_cmpuint (images->rank, ==, 4);
  g_assert_cmpuint (images->shape[0], ==, 3);
  g_assert_cmpuint (images->shape[1], ==, 3);
  g_assert_cmpuint (images->shape[3], ==, 32);
  pixels = lamina_array_get_data (images);
  g_assert_cmpuint (pixels[0], ==, 0);
  g_assert_cmpuint (pixels[N_PIXELS], ==, 1);
  g_assert_cmpuint (pixels[2 * N_PIXELS + 5], ==, 5);
  g_assert_cmpmem (lamina_array_get_data (labels), labels->len, "\3\11\0", 3);
}

static void
test_100 (Fixture       *fix,
          gconstpointer  data)
{
  g_autofree char *path = put_batch (fix, "train.bin", 2, 2, (const guint8 *) "\23\143\1\2", 0);
  const char *const paths[] = { path, NULL };
  g_autoptr(LaminaArray) images = NULL;
  g_autoptr(LaminaArray) labels = NULL;
  g_autoptr(LaminaArray) coarse = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_cifar_read (paths, LAMINA_CIFAR_100, &images, &labels, &coarse, NULL, NULL,
                                    NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (lamina_array_get_data (labels), labels->len, "\143\2", 2);
  g_assert_cmpmem (lamina_array_get_data (coarse), coarse->len, "\23\1", 2);
  g_assert_cmpuint (((const guint8 *) lamina_array_get_data (images))[N_PIXELS], ==, 1);
}

static void
test_guess (Fixture       *fix,
            gconstpointer  data)
{
  g_autofree char *ten = put_batch (fix, "ten", 2, 1, (const guint8 *) "\3\11", 0);
  g_autofree char *hundred = put_batch (fix, "hundred", 2, 2, (const guint8 *) "\1\2\3\4", 0);
  g_autofree char *other = put_batch (fix, "other", 1, 1, (const guint8 *) "\0", 7);
  g_autoptr(GError) error = NULL;
  LaminaCifarKind kind;

  g_assert_true (lamina_cifar_guess (ten, &kind, &error));
  g_assert_cmpint (kind, ==, LAMINA_CIFAR_10);
  g_assert_true (lamina_cifar_guess (hundred, &kind, &error));
  g_assert_cmpint (kind, ==, LAMINA_CIFAR_100);
  g_assert_false (lamina_cifar_guess (other, &kind, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, "“other” (3080 bytes) is not a binary batch*");
}

static void
test_refused (Fixture       *fix,
              gconstpointer  data)
{
  g_autofree char *odd = put_batch (fix, "odd", 1, 1, (const guint8 *) "\0", 1);
  g_autofree char *label = put_batch (fix, "label", 2, 1, (const guint8 *) "\0\12", 0);
  g_autofree char *coarse = put_batch (fix, "coarse", 1, 2, (const guint8 *) "\24\0", 0);
  g_autofree char *empty = put_file (fix, "empty", "", 0);
  const struct
  {
    const char      *path;
    LaminaCifarKind  kind;
    const char      *says;
  } cases[] = {
    { odd, LAMINA_CIFAR_10, "“odd” has 3074 bytes, not a multiple of 3073 as CIFAR-10 has: *" },
    { empty, LAMINA_CIFAR_10, "“empty” has 0 bytes, not a multiple*" },
    { label, LAMINA_CIFAR_10, "“label”, picture 2: label 10, but CIFAR-10 * from 0 to 9: *" },
    { label, LAMINA_CIFAR_100, "“label” has 6146 bytes, not a multiple of 3074*" },
    { coarse, LAMINA_CIFAR_100, "“coarse”, picture 1: label 20, but CIFAR-100 * from 0 to 19: *" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const paths[] = { cases[i].path, NULL };
      LaminaArray *images = NULL;
      LaminaArray *labels = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_false (lamina_cifar_read (paths, cases[i].kind, &images, &labels, NULL, NULL, NULL,
                                         NULL, &error));
      assert_error_says (error, LAMINA_ERROR_FORMAT, cases[i].says);
      g_assert_null (images);
      g_assert_null (labels);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cifar/10", Fixture, NULL, setup, test_10, teardown);
  g_test_add ("/cifar/100", Fixture, NULL, setup, test_100, teardown);
  g_test_add ("/cifar/guess", Fixture, NULL, setup, test_guess, teardown);
  g_test_add ("/cifar/refused", Fixture, NULL, setup, test_refused, teardown);

  return g_test_run ();
}
