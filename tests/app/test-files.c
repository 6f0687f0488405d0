/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window makes of files that it is given, and where it keeps its own. */

#include <glib/gstdio.h>
#include <locale.h>

#include "lamina-error.h"
#include "lamina-import.h"
#include "lamina-project-folder.h"
#include "lamina-recents.h"
#include "lamina-time-text.h"

static char *home;

static char *
touch (const char *name)
{
  char *path = g_build_filename (home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));

  return path;
}

static GStrv
find (const char  *path,
      GError     **error)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  g_list_store_append (files, file);

  return lamina_import_find (G_LIST_MODEL (files), error);
}

static const char *
get (GStrv       list,
     const char *name)
{
  for (gsize i = 0; list[i] != NULL; i += 2)
    {
      if (g_str_equal (list[i], name))
        return list[i + 1];
    }

  return NULL;
}

static void
test_table (void)
{
  static const char *const names[] = { "a.csv", "A.CSV", "b.tsv", "c.txt", "d.csv.gz" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_build_filename ("/data", names[i], NULL);
      g_auto(GStrv) list = find (path, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (list[0], ==, "kind"); /* First: it resets the others. */
      g_assert_cmpstr (list[1], ==, "csv");
      g_assert_cmpstr (get (list, "path"), ==, path);
    }
}

/* A column called "text" is what is to be classified. */
static void
test_texts (void)
{
  static const struct { const char *text, *kind; } cases[] = {
    { "text,label\nhi,x\n", "labelled-text" },
    { "\xef\xbb\xbfText;label\r\n", "labelled-text" },
    { "label\t\"text\"\n", "labelled-text" },
    { "context,texts\ntext,label\n", "csv" },
    { "\"text,label", "csv" },
    { "", "csv" },
  };
  g_autofree char *path = g_build_filename (home, "topics.csv", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) list = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      list = find (path, NULL);
      g_assert_cmpstr (get (list, "kind"), ==, cases[i].kind);
      g_assert_cmpstr (get (list, "path"), ==, path);
    }
}

static void
test_arrays (void)
{
  g_auto(GStrv) list = find ("/data/train.npz", NULL);

  g_assert_cmpstr (get (list, "kind"), ==, "npz");
  g_assert_cmpstr (get (list, "path"), ==, "/data/train.npz");
}

/* Any of the four leads to the others. */
static void
test_pictures_with_labels (void)
{
  g_autofree char *images = touch ("idx/train-images-idx3-ubyte.gz");
  g_autofree char *labels = touch ("idx/train-labels-idx1-ubyte.gz");
  g_autofree char *test_images = touch ("idx/t10k-images-idx3-ubyte.gz");
  g_autofree char *test_labels = touch ("idx/t10k-labels-idx1-ubyte.gz");
  g_auto(GStrv) from_images = find (images, NULL);
  g_auto(GStrv) from_labels = find (labels, NULL);

  for (int i = 0; i < 2; i++)
    {
      const GStrv list = i == 0 ? from_images : from_labels;

      g_assert_cmpstr (get (list, "kind"), ==, "idx");
      g_assert_cmpstr (get (list, "images"), ==, images);
      g_assert_cmpstr (get (list, "labels"), ==, labels);
      g_assert_cmpstr (get (list, "test_images"), ==, test_images);
      g_assert_cmpstr (get (list, "test_labels"), ==, test_labels);
    }
}

static void
test_pictures_alone (void)
{
  g_autofree char *images = touch ("alone/digits-images-idx3-ubyte");
  g_auto(GStrv) list = find (images, NULL);

  g_assert_cmpstr (get (list, "images"), ==, images);
  g_assert_null (get (list, "labels"));
  g_assert_null (get (list, "test_images"));
}

static void
test_folders (void)
{
  static const struct { const char *file, *folder, *kind, *field; } cases[] = {
    { "pets/cats/1.png", "pets", "picture-folder", "folder" },
    { "pets.v2/cats/1.png", "pets.v2", "picture-folder", "folder" },
    { "cifar/data_batch_1.bin", "cifar", "cifar", "folder" },
    { "cifar-100/train.bin", "cifar-100", "cifar", "folder" },
    { "books/emma.txt", "books", "text", "path" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = touch (cases[i].file);
      g_autofree char *folder = g_build_filename (home, cases[i].folder, NULL);
      g_auto(GStrv) list = find (folder, NULL);

      g_assert_cmpstr (get (list, "kind"), ==, cases[i].kind);
      g_assert_cmpstr (get (list, cases[i].field), ==, folder);
    }
}

static void
test_folder_of_idx (void)
{
  g_autofree char *images = touch ("mnist/train-images-idx3-ubyte");
  g_autofree char *labels = touch ("mnist/train-labels-idx1-ubyte");
  g_autofree char *folder = g_path_get_dirname (images);
  g_auto(GStrv) list = find (folder, NULL);

  g_assert_cmpstr (get (list, "kind"), ==, "idx");
  g_assert_cmpstr (get (list, "labels"), ==, labels);
}

static void
test_single_picture (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (find ("/data/cat.JPG", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "single picture"));
}

static void
test_unknown (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (find ("/data/holiday.mp4", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "holiday.mp4"));
}

static void
test_not_local (void)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) file = g_file_new_for_uri ("https://example.org/a.csv");
  g_autoptr(GError) error = NULL;

  g_list_store_append (files, file);
  g_assert_null (lamina_import_find (G_LIST_MODEL (files), &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
}

static void
test_name (void)
{
  g_autoptr(GFile) packed = g_file_new_for_path ("/data/sales 2024.csv.gz");
  g_autoptr(GFile) hidden = g_file_new_for_path ("/data/.csv");
  g_autofree char *name = lamina_import_get_name (packed);
  g_autofree char *hidden_name = lamina_import_get_name (hidden);
  g_autofree char *inside = touch ("pets.v2/cats/1.png");
  g_autofree char *folder = g_build_filename (home, "pets.v2", NULL);
  g_autoptr(GFile) pets = g_file_new_for_path (folder);
  g_autofree char *pets_name = lamina_import_get_name (pets);

  g_assert_cmpstr (name, ==, "sales 2024");
  g_assert_cmpstr (hidden_name, ==, ".csv");
  g_assert_cmpstr (pets_name, ==, "pets.v2");
}

static void
test_free_names (void)
{
  g_autofree char *first = lamina_project_folder_find_free ("Two/Spirals");
  g_autofree char *second = NULL;

  g_assert_true (g_str_has_suffix (first, "/Lamina/Two-Spirals.lamina"));
  g_assert_true (g_file_set_contents (first, "x", 1, NULL));
  second = lamina_project_folder_find_free ("Two/Spirals");
  g_assert_true (g_str_has_suffix (second, "/Lamina/Two-Spirals 2.lamina"));
}

static void
test_suffix (void)
{
  g_autofree char *without = lamina_project_folder_complete ("/a/b.c");
  g_autofree char *with = lamina_project_folder_complete ("/a/b.lamina");

  g_assert_cmpstr (without, ==, "/a/b.c.lamina");
  g_assert_cmpstr (with, ==, "/a/b.lamina");
}

static void
test_recents (void)
{
  g_auto(GStrv) none = lamina_recents_get ();
  g_auto(GStrv) list = NULL;

  g_assert_null (none[0]);
  lamina_recents_add ("/a.lamina");
  lamina_recents_add ("/b c.lamina");
  lamina_recents_add ("/a.lamina");
  lamina_recents_add ("/\xff.lamina"); /* not UTF-8 */
  lamina_recents_remove ("/nobody.lamina");

  list = lamina_recents_get ();
  g_assert_cmpstr (list[0], ==, "/\xff.lamina");
  g_assert_cmpstr (list[1], ==, "/a.lamina");
  g_assert_cmpstr (list[2], ==, "/b c.lamina");
  g_assert_null (list[3]);
}

static void
test_broken_recents (void)
{
  static const char *const texts[] = {
    "", "{", "{}", "[1, null, [\"file:///x\"]]", "[\"no uri\"]",
  };
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lamina", "recent.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(GStrv) list = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      list = lamina_recents_get ();
      g_assert_null (list[0]);
    }

  lamina_recents_add ("/a.lamina");
  {
    g_auto(GStrv) list = lamina_recents_get ();

    g_assert_cmpstr (list[0], ==, "/a.lamina");
  }
}

static void
assert_time (const char *time,
             const char *now,
             const char *expected)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) then_time = g_date_time_new_from_iso8601 (time, zone);
  g_autoptr(GDateTime) now_time = g_date_time_new_from_iso8601 (now, zone);
  g_autofree char *text = lamina_time_text_write (g_date_time_to_unix (then_time) * G_USEC_PER_SEC,
                                                  g_date_time_to_unix (now_time) * G_USEC_PER_SEC);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_times (void)
{
  assert_time ("2026-11-22T14:05:00", "2026-11-22T23:59:59", "Today, 14:05");
  assert_time ("2026-11-21T23:59:59", "2026-11-22T00:00:00", "Yesterday");
  assert_time ("2026-11-17T12:00:00", "2026-11-22T12:00:00", "17 November");
  assert_time ("2025-12-31T23:00:00", "2026-01-01T01:00:00", "Yesterday");
  assert_time ("2025-11-22T12:00:00", "2026-11-22T12:00:00", "22 November 2025");
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *data = NULL;
  int status;

  /* Before anything asks for a folder. */
  home = g_dir_make_tmp ("lamina-files-XXXXXX", NULL);
  data = g_build_filename (home, "data", NULL);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/table", test_table);
  g_test_add_func ("/import/texts", test_texts);
  g_test_add_func ("/import/arrays", test_arrays);
  g_test_add_func ("/import/pictures-with-labels", test_pictures_with_labels);
  g_test_add_func ("/import/pictures-alone", test_pictures_alone);
  g_test_add_func ("/import/folders", test_folders);
  g_test_add_func ("/import/folder-of-idx", test_folder_of_idx);
  g_test_add_func ("/import/single-picture", test_single_picture);
  g_test_add_func ("/import/unknown", test_unknown);
  g_test_add_func ("/import/not-local", test_not_local);
  g_test_add_func ("/import/name", test_name);
  g_test_add_func ("/project-folder/free-names", test_free_names);
  g_test_add_func ("/project-folder/suffix", test_suffix);
  g_test_add_func ("/recents/order", test_recents);
  g_test_add_func ("/recents/broken", test_broken_recents);
  g_test_add_func ("/time-text/all", test_times);

  status = g_test_run ();
  g_spawn_sync (NULL, (char *[]) { (char *) "rm", (char *) "-rf", home, NULL }, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);

  return status;
}
