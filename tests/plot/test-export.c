/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-export.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sample.h"

typedef struct
{
  Sample *sample;
  char   *folder;
  char   *path;
} Fixture;

static void
setup (Fixture       *fix,
       gconstpointer  data)
{
  fix->sample = sample_new (SAMPLE_CLASSES, 30, 0);
  fix->folder = g_dir_make_tmp ("lamina-export-XXXXXX", NULL);
  fix->path = g_build_filename (fix->folder, "picture", NULL);
}

static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  g_chmod (fix->folder, 0700);
  g_remove (fix->path);
  g_assert_cmpint (g_rmdir (fix->folder), ==, 0);
  g_free (fix->folder);
  g_free (fix->path);
  sample_free (fix->sample);
}

/* Writes the view and reads the file. */
static char *
write_and_read (Fixture            *fix,
                const char         *id,
                LaminaExportFormat  format,
                gsize              *length)
{
  const LaminaExportSize size = { 400, 300, 1.5 };
  g_autoptr(GError) error = NULL;
  char *content = NULL;

  lamina_export_view (lamina_view_find (id), &fix->sample->frame, NULL, &size, format, fix->path,
                      &error);
  g_assert_no_error (error);
  g_file_get_contents (fix->path, &content, length, &error);
  g_assert_no_error (error);

  return content;
}

static void
test_png (Fixture       *fix,
          gconstpointer  data)
{
  gsize length;
  g_autofree char *content = write_and_read (fix, "loss", LAMINA_EXPORT_PNG, &length);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (fix->path);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 600);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 450);
  cairo_surface_destroy (surface);
}

static void
test_svg (Fixture       *fix,
          gconstpointer  data)
{
  gsize length;
  g_autofree char *content = write_and_read (fix, "decision-surface", LAMINA_EXPORT_SVG, &length);

  g_assert_nonnull (strstr (content, "<svg"));
  g_assert_nonnull (strstr (content, "</svg>"));
  g_assert_nonnull (strstr (content, "<image"));
}

static void
test_pdf (Fixture       *fix,
          gconstpointer  data)
{
  gsize length;
  g_autofree char *content = write_and_read (fix, "metric", LAMINA_EXPORT_PDF, &length);

  g_assert_true (g_str_has_prefix (content, "%PDF-"));
  /* The letters go along with it. */
  g_assert_nonnull (memmem (content, length, "/FontFile", 9));
  g_assert_nonnull (memmem (content, length, "%%EOF", 5));
}

static void
test_csv (Fixture       *fix,
          gconstpointer  data)
{
  gsize length;
  g_autofree char *content = write_and_read (fix, "loss", LAMINA_EXPORT_CSV, &length);

  g_assert_true (g_str_has_prefix (content, "step,loss"));
  g_assert_nonnull (strstr (content, "\r\n30,"));
}

/* An old file stays as it was, and the sentence names the folder. */
static void
test_folder_is_missing (Fixture       *fix,
                        gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fix->folder, "none", "loss.png", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (lamina_export_view (lamina_view_find ("loss"), &fix->sample->frame, NULL, NULL,
                                      LAMINA_EXPORT_PNG, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, fix->folder));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_folder_is_read_only (Fixture       *fix,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("Nothing is read-only for root");
      return;
    }

  g_assert_true (g_file_set_contents (fix->path, "old", -1, NULL));
  g_chmod (fix->folder, 0500);
  g_assert_false (lamina_export_view (lamina_view_find ("loss"), &fix->sample->frame, NULL, NULL,
                                      LAMINA_EXPORT_PNG, fix->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  g_assert_nonnull (strstr (error->message, fix->folder));
  g_assert_true (g_file_get_contents (fix->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
}

static void
test_disk_is_full (Fixture       *fix,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("There is no /dev/full");
      return;
    }

  /* A name in /dev cannot be replaced by a file; what matters is that there is a sentence. */
  g_assert_false (lamina_export_view (lamina_view_find ("loss"), &fix->sample->frame, NULL, NULL,
                                      LAMINA_EXPORT_PNG, "/dev/full/loss.png", &error));
  g_assert_nonnull (error);
  g_assert_true (strstr (error->message, "was not written") != NULL);
}

static void
test_nothing_to_show (Fixture       *fix,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  LaminaFrame frame = fix->sample->frame;

  frame.snapshot = NULL;
  g_assert_false (lamina_export_view (lamina_view_find ("decision-surface"), &frame, NULL, NULL,
                                      LAMINA_EXPORT_PNG, fix->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_false (g_file_test (fix->path, G_FILE_TEST_EXISTS));
}

/* Any wish is brought within what can be made. */
static void
test_sizes (Fixture       *fix,
            gconstpointer  data)
{
  static const LaminaExportSize sizes[] = {
    { 0, 0, 0 }, { 1, 1, 1 }, { -5, -5, -5 }, { 1e9, 100, 1 }, { 100, 100, 1e9 }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      cairo_surface_t *surface;

      /* The largest one takes a gigabyte: it is not made. */
      if (i == 4)
        continue;
      surface = lamina_export_draw (lamina_view_find ("loss"), &fix->sample->frame, NULL,
                                    &sizes[i]);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_image_surface_get_width (surface), <=, 16384);
      g_assert_cmpint (cairo_image_surface_get_width (surface), >=, 80);
      cairo_surface_destroy (surface);
    }
}

static void
test_names (Fixture       *fix,
            gconstpointer  data)
{
  static const char *const names[][2] = {
    { "Fashion pictures", "fashion-pictures-loss-30" },
    { "../../etc/passwd", "etc-passwd-loss-30" },
    { "服饰图片", "服饰图片-loss-30" },
    { "a/b\\c:d*e", "a-b-c-d-e-loss-30" },
  };
  LaminaExportFormat format;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = lamina_export_suggest_name (lamina_view_find ("loss"),
                                                          &fix->sample->frame, names[i][0]);

      g_assert_cmpstr (name, ==, names[i][1]);
    }

  g_assert_true (lamina_export_find_format ("a.b/x.PDF", &format));
  g_assert_cmpint (format, ==, LAMINA_EXPORT_PDF);
  g_assert_true (lamina_export_find_format ("x.svg", &format));
  g_assert_cmpint (format, ==, LAMINA_EXPORT_SVG);
  g_assert_false (lamina_export_find_format ("x.bmp", &format));
  g_assert_false (lamina_export_find_format ("png", &format));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/export/png", Fixture, NULL, setup, test_png, teardown);
  g_test_add ("/export/svg", Fixture, NULL, setup, test_svg, teardown);
  g_test_add ("/export/pdf", Fixture, NULL, setup, test_pdf, teardown);
  g_test_add ("/export/csv", Fixture, NULL, setup, test_csv, teardown);
  g_test_add ("/export/folder-is-missing", Fixture, NULL, setup, test_folder_is_missing, teardown);
  g_test_add ("/export/folder-is-read-only", Fixture, NULL, setup, test_folder_is_read_only,
              teardown);
  g_test_add ("/export/disk-is-full", Fixture, NULL, setup, test_disk_is_full, teardown);
  g_test_add ("/export/nothing-to-show", Fixture, NULL, setup, test_nothing_to_show, teardown);
  g_test_add ("/export/sizes", Fixture, NULL, setup, test_sizes, teardown);
  g_test_add ("/export/names", Fixture, NULL, setup, test_names, teardown);

  return g_test_run ();
}
