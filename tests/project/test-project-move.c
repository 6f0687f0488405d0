/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "project-support.h"

static LaminaProject *
open_made (const Fixture *fixture)
{
  LaminaProject *project;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_nonnull (project);

  return project;
}

static void
assert_files (const Fixture *fixture,
              const char    *expected)
{
  g_autofree char *files = list_folder (fixture->folder);

  g_assert_cmpstr (files, ==, expected);
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = open_made (fixture);
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");
  g_autofree char *taken = fixture_get_path (fixture, "taken");

  g_assert_true (g_file_set_contents (taken, "x", 1, NULL));
  g_assert_false (lamina_project_rename (project, taken, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "already"));
  g_clear_error (&error);
  assert_is_made (project);
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "still", NULL));

  g_assert_true (lamina_project_rename (project, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lamina_project_get_path (project), ==, path);
  assert_files (fixture, ".b.lamina-lock b.lamina taken");
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "more", &error));
  g_assert_no_error (error);
  assert_is_made (project);
  g_clear_pointer (&project, lamina_project_free);
  assert_files (fixture, "b.lamina taken");
}

static gboolean
count_pieces (gint64   done,
              gint64   total,
              gpointer data)
{
  guint *n = data;

  g_assert_cmpint (done, >, 0);
  g_assert_cmpint (done, <=, total);

  return ++*n != 1000;
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = open_made (fixture);
  g_autoptr(LaminaProject) copy = NULL;
  g_autoptr(GBytes) bytes = make_bytes (4, 3 << 20);
  g_autoptr(GBytes) loaded = NULL;
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");
  guint n = 0;

  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_KEYFRAME, 4, bytes, NULL));
  g_assert_true (lamina_project_duplicate (project, path, count_pieces, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 3);
  g_assert_cmpstr (lamina_project_get_path (project), ==, fixture->path);
  assert_files (fixture, ".Täst 层.lamina-lock Täst 层.lamina b.lamina");

  copy = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (copy), ==, LAMINA_WRITABLE);
  loaded = lamina_project_load_state (copy, 1, LAMINA_STATE_KEYFRAME, 4, NULL);
  g_assert_true (g_bytes_equal (loaded, bytes));
  g_assert_true (lamina_project_remove_state (copy, 1, LAMINA_STATE_KEYFRAME, 4, NULL));
  assert_files (fixture, ".Täst 层.lamina-lock .b.lamina-lock Täst 层.lamina b.lamina");

  g_assert_false (lamina_project_duplicate (project, path, NULL, NULL, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
}

static gboolean
stop (gint64   done,
      gint64   total,
      gpointer data)
{
  return FALSE;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = open_made (fixture);
  g_autoptr(GBytes) bytes = make_bytes (4, 3 << 20);
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");

  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_BEST, 4, bytes, NULL));
  g_assert_false (lamina_project_duplicate (project, path, stop, NULL, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED);
  assert_files (fixture, ".Täst 层.lamina-lock Täst 层.lamina");
}

/* By a file manager, while it is open. */
static void
test_moved (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = open_made (fixture);
  g_autoptr(LaminaProject) copy = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autofree char *away = fixture_get_path (fixture, "away");
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");

  g_assert_cmpint (g_rename (fixture->path, away), ==, 0);
  g_assert_false (lamina_project_set_info (project, LAMINA_INFO_NOTES, "lost?", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "moved or deleted"));
  g_clear_error (&error);
  g_assert_false (lamina_project_rename (project, path, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  assert_is_made (project);

  g_assert_cmpint (g_rename (away, fixture->path), ==, 0);
  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "lost?", NULL));
  g_assert_cmpint (g_rename (fixture->path, away), ==, 0);
  g_assert_false (lamina_project_commit (project, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);

  /* Moved back, it goes on. */
  g_assert_cmpint (g_rename (away, fixture->path), ==, 0);
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "kept", &error));
  g_assert_no_error (error);

  /* Another file in its place is not touched. */
  g_assert_cmpint (g_rename (fixture->path, away), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "another", -1, NULL));
  g_assert_false (lamina_project_set_info (project, LAMINA_INFO_NOTES, "lost?", NULL));
  g_assert_cmpint (g_remove (away), ==, 0);
  g_assert_false (lamina_project_set_info (project, LAMINA_INFO_NOTES, "lost?", NULL));

  /* Its file is gone, and nothing is lost. */
  g_assert_true (lamina_project_relocate (project, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lamina_project_get_path (project), ==, path);
  g_assert_true (lamina_project_set_info (project, "after", "1", &error));
  g_assert_no_error (error);
  g_clear_pointer (&project, lamina_project_free);
  copy = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  assert_is_made (copy);
  content = lamina_project_read (copy, NULL);
  g_assert_cmpstr (lamina_pairs_get (content->info, LAMINA_INFO_NOTES), ==, "kept");
  g_assert_cmpstr (lamina_pairs_get (content->info, "after"), ==, "1");
}

/* A copy of a project that is open elsewhere can be changed. */
static void
test_relocate_read_only (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) first = open_made (fixture);
  g_autoptr(LaminaProject) second = NULL;
  g_autofree char *path = fixture_get_path (fixture, "b.lamina");

  second = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_cmpint (lamina_project_get_read_only (second), ==, LAMINA_READ_ONLY_IN_USE);
  g_assert_true (lamina_project_relocate (second, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (second), ==, LAMINA_WRITABLE);
  g_assert_null (lamina_project_get_read_only_reason (second));
  g_assert_true (lamina_project_set_info (second, LAMINA_INFO_NOTES, "a", &error));
  g_assert_true (lamina_project_set_info (first, LAMINA_INFO_NOTES, "b", &error));
  g_assert_no_error (error);
}

/* A link is followed: the journal and the lock stand beside the file, not beside the link. */
static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProject) other = open_made (fixture);
  g_autofree char *path = fixture_get_path (fixture, "link.lamina");
  g_autoptr(GFile) link = g_file_new_for_path (path);

  g_assert_true (g_file_make_symbolic_link (link, fixture->path, NULL, NULL));
  project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lamina_project_get_path (project), ==, fixture->path);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_READ_ONLY_IN_USE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-move/rename", test_rename);
  ADD_TEST ("/project-move/duplicate", test_duplicate);
  ADD_TEST ("/project-move/cancel", test_cancel);
  ADD_TEST ("/project-move/moved", test_moved);
  ADD_TEST ("/project-move/relocate-read-only", test_relocate_read_only);
  ADD_TEST ("/project-move/link", test_link);

  return g_test_run ();
}
