/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <zlib.h>

#include "formats-test.h"
#include "lamina-picture.h"

static const LaminaPictureChoice colour = { .n_channels = 3 }, grey = { .n_channels = 1 };

/* A picture as a file holds it: @rgba of each pixel, row by row. */
static GBytes *
make (const char    *format,
      int            width,
      int            height,
      gboolean       has_alpha,
      const guint32 *rgba)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  const int n = has_alpha ? 4 : 3;
  g_autoptr(GError) error = NULL;
  char *data;
  gsize n_bytes;

  for (int i = 0; i < width * height; i++)
    for (int c = 0; c < n; c++)
      pixels[i / width * stride + i % width * n + c] = (guint8) (rgba[i] >> (24 - 8 * c));
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &n_bytes, format, &error, NULL));

  return g_bytes_new_take (data, n_bytes);
}

static LaminaPicture *
parse (GBytes                    *bytes,
       const LaminaPictureChoice *choice)
{
  g_autoptr(GError) error = NULL;
  LaminaPicture *picture = lamina_picture_parse (bytes, "a.png", choice, &error);

  g_assert_no_error (error);

  return picture;
}

static void
test_channels (void)
{
  const guint32 rgba[] = { 0xff0000ff, 0x00ff00ff, 0x0000ffff, 0xffffffff, 0x000000ff, 0x808080ff };
  const guint8 planes[] = {
    255, 0, 0, 255, 0, 128, 0, 255, 0, 255, 0, 128, 0, 0, 255, 255, 0, 128
  };
  const guint8 greys[] = { 77, 149, 29, 255, 0, 128 };
  g_autoptr(GBytes) bytes = make ("png", 3, 2, FALSE, rgba);
  g_autoptr(LaminaPicture) picture = parse (bytes, &colour);
  g_autoptr(LaminaPicture) dim = parse (bytes, &grey);

  g_assert_cmpuint (picture->width, ==, 3);
  g_assert_cmpuint (picture->height, ==, 2);
  g_assert_cmpmem (picture->pixels, 18, planes, sizeof planes);
  g_assert_cmpuint (dim->n_channels, ==, 1);
  g_assert_cmpmem (dim->pixels, 6, greys, sizeof greys);
}

static void
test_transparent (void)
{
  const guint32 rgba[] = { 0x00000000, 0x000000ff, 0x00000080 };
  const guint8 expected[] = { 255, 0, 127 };
  g_autoptr(GBytes) bytes = make ("png", 3, 1, TRUE, rgba);
  g_autoptr(LaminaPicture) picture = parse (bytes, &grey);

  g_assert_cmpmem (picture->pixels, 3, expected, 3);
}

static void
test_jpeg (void)
{
  guint32 rgba[64];
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(LaminaPicture) picture = NULL;

  for (int i = 0; i < 64; i++)
    rgba[i] = 0x646464ff;
  bytes = make ("jpeg", 8, 8, FALSE, rgba);
  picture = parse (bytes, &grey);
  for (int i = 0; i < 64; i++)
    g_assert_cmpint (ABS (picture->pixels[i] - 0x64), <=, 2);
}

/* Left third black, right third white: the middle is grey; cut, it is all there is. */
static void
test_fit (void)
{
  const guint32 rgba[] = { 0x000000ff, 0x000000ff, 0x808080ff, 0x808080ff, 0xffffffff, 0xffffffff,
                           0x000000ff, 0x000000ff, 0x808080ff, 0x808080ff, 0xffffffff, 0xffffffff };
  g_autoptr(GBytes) bytes = make ("png", 6, 2, FALSE, rgba);
  const LaminaPictureChoice cut = { 1, 2, 2, LAMINA_FIT_CROP };
  const LaminaPictureChoice stretch = { 1, 1, 3, LAMINA_FIT_STRETCH };
  const LaminaPictureChoice larger = { 1, 4, 4, LAMINA_FIT_CROP };
  const guint8 middle[] = { 128, 128, 128, 128 }, all[] = { 0, 128, 255 };
  g_autoptr(LaminaPicture) a = parse (bytes, &cut);
  g_autoptr(LaminaPicture) b = parse (bytes, &stretch);
  g_autoptr(LaminaPicture) c = parse (bytes, &larger);

  g_assert_cmpmem (a->pixels, 4, middle, 4);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (ABS (b->pixels[i] - all[i]), <=, 1);
  g_assert_cmpuint (c->width * c->height, ==, 16);
  for (int i = 0; i < 16; i++)
    g_assert_cmpuint (c->pixels[i], ==, 128);
}

static void
assert_bad (gconstpointer data,
            gsize         n_bytes,
            const char   *pattern)
{
  g_autoptr(GBytes) bytes = exact_bytes (data, n_bytes);
  GError *error = NULL;

  g_assert_null (lamina_picture_parse (bytes, "a.png", &colour, &error));
  assert_error_says (error, LAMINA_ERROR_FORMAT, pattern);
}

/* Writes the checksum of the chunk at @at anew. */
static void
sign (guint8 *png,
      gsize   at)
{
  const gsize n = (gsize) png[at + 2] << 8 | png[at + 3];
  const guint32 checksum = GUINT32_TO_BE ((guint32) crc32_z (0, png + at + 4, n + 4));

  memcpy (png + at + 8 + n, &checksum, 4);
}

static void
test_bad (void)
{
  const guint32 rgba[] = { 0xff0000ff, 0x00ff00ff, 0x0000ffff, 0xffffffff };
  g_autoptr(GBytes) png = make ("png", 2, 2, FALSE, rgba);
  g_autoptr(GBytes) jpeg = make ("jpeg", 2, 2, FALSE, rgba);
  gsize n, n_jpeg;
  const guint8 *data = g_bytes_get_data (png, &n);
  const guint8 *jpeg_data = g_bytes_get_data (jpeg, &n_jpeg);
  g_autofree guint8 *lying = g_memdup2 (data, n);
  g_autofree guint8 *damaged = g_memdup2 (data, n);

  assert_bad ("", 0, "a.png is neither PNG nor JPEG*");
  assert_bad ("GIF89a", 6, "a.png is neither PNG nor JPEG*");
  for (gsize cut = 8; cut < n - 8; cut++)
    assert_bad (data, cut, "a.png: the picture is cut off or damaged*");
  for (gsize cut = 3; cut < n_jpeg - 2; cut += 7)
    assert_bad (jpeg_data, cut, "a.png: *");

  for (gsize i = 41; i < 49; i++)
    damaged[i] ^= 0x5a;
  assert_bad (damaged, n, "a.png: the picture is cut off or damaged*");
  sign (damaged, 33);
  assert_bad (damaged, n, "a.png: the picture is cut off or damaged*");

  /* 50 000 pixels in each direction are refused before they are taken, 3 rows are not there. */
  memcpy (lying + 16, "\x00\x00\xc3\x50\x00\x00\xc3\x50", 8);
  sign (lying, 8);
  assert_bad (lying, n, "a.png has 50000 × 50000 pixels*");
  memcpy (lying + 16, "\x00\x00\x00\x02\x00\x00\x00\x03", 8);
  sign (lying, 8);
  assert_bad (lying, n, "a.png: the picture is cut off or damaged*");
}

static void
test_files (Fixture       *fix,
            gconstpointer  data)
{
  const guint32 rgba[] = { 0x102030ff };
  g_autoptr(GBytes) bytes = make ("png", 1, 1, FALSE, rgba);
  g_autofree char *path = put_file (fix, "b.png", g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes));
  g_autofree char *missing = get_path (fix, "missing.png");
  GError *error = NULL;
  g_autoptr(LaminaPicture) picture = lamina_picture_read (path, NULL, &colour, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (picture->pixels[2], ==, 0x30);
  g_assert_null (lamina_picture_read (missing, NULL, &colour, NULL, &error));
  assert_error_says (error, LAMINA_ERROR_IO, "*missing.png*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture/channels", test_channels);
  g_test_add_func ("/picture/transparent", test_transparent);
  g_test_add_func ("/picture/jpeg", test_jpeg);
  g_test_add_func ("/picture/fit", test_fit);
  g_test_add_func ("/picture/bad", test_bad);
  g_test_add ("/picture/files", Fixture, NULL, setup, test_files, teardown);

  return g_test_run ();
}
