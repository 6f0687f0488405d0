/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are cut off, overwritten, or on a disk that refuses: a sentence or success, never a
 * crash, and never more memory than the file is large.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lamina-project-peek.h"
#include "project-support.h"

#define N_FLIPS 300
#define N_CUTS  60

/* Counter-based, so that a failure can be repeated. */
static guint32
get_random (guint32 i,
            guint32 stream)
{
  guint64 x = ((guint64) stream << 32 | i) * 0x9e3779b97f4a7c15u;

  x = (x ^ x >> 31) * 0xbf58476d1ce4e5b9u;

  return (guint32) (x >> 32);
}

/* Opens, reads and writes all that can be, and does not care what comes of it. */
static gboolean
try_everything (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectPeek) peek = lamina_project_peek (path, NULL);
  g_autoptr(LaminaProject) project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_autoptr(LaminaProjectContent) content = NULL;

  if (project != NULL)
    content = lamina_project_read (project, &error);
  if (content == NULL)
    {
      g_assert_error (error, LAMINA_ERROR, error->code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }

  for (guint i = 0; i < content->states->len; i++)
    {
      const LaminaStateInfo *info = &g_array_index (content->states, LaminaStateInfo, i);
      g_autoptr(GBytes) bytes = NULL;

      bytes = lamina_project_load_state (project, info->branch, info->role, info->step, NULL);
      if (bytes != NULL)
        g_assert_cmpuint (g_bytes_get_size (bytes), ==, info->n_bytes);
    }

  for (guint i = 0; i < content->branches->len; i++)
    {
      const LaminaBranch *branch = g_ptr_array_index (content->branches, i);
      g_autoptr(GBytes) bytes = make_bytes (i, 50000);

      lamina_project_truncate (project, branch->id, branch->fork_step, NULL);
      lamina_project_save_state (project, branch->id, LAMINA_STATE_NOW, 0, bytes, NULL);
    }
  while (lamina_project_shrink (project))
    continue;

  return TRUE;
}

static void
make_larger_project (const char *path)
{
  g_autoptr(LaminaProject) project = NULL;

  make_project (path);
  project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_true (lamina_project_begin (project, NULL));
  for (guint64 step = 7; step < 500; step++)
    {
      const LmRecord record = make_record (step);

      g_assert_true (lamina_project_append (project, 1, &record, 1, NULL));
    }
  g_assert_true (lamina_project_commit (project, NULL));
}

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *content = NULL;
  guint n_good = 0;
  gsize size;

  make_larger_project (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));

  for (guint32 i = 0; i < N_CUTS; i++)
    {
      const gsize length = i < 20 ? (gsize) i * 10 : get_random (i, 1) % size;

      put_file (fixture->path, content, length);
      n_good += try_everything (fixture->path);
    }
  g_assert_cmpuint (n_good, ==, 0);

  put_file (fixture->path, content, size);
  g_assert_true (try_everything (fixture->path));
}

static void
test_flipped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *content = NULL;
  guint n_good = 0;
  gsize size;

  make_larger_project (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));

  for (guint32 i = 0; i < N_FLIPS; i++)
    {
      g_autofree char *copy = g_memdup2 (content, size);
      const guint32 n = 1 + get_random (i, 2) % 20;

      /* Every third time where it hurts: in the header and the first tables. */
      for (guint32 j = 0; j < n; j++)
        copy[get_random (i * 20 + j, 3) % (i % 3 == 0 ? 8192 : size)] ^=
          (char) (1 + get_random (i * 20 + j, 4) % 255);
      put_file (fixture->path, copy, size);
      n_good += try_everything (fixture->path);
    }
  g_test_message ("%u of %d could be opened", n_good, N_FLIPS);
}

/* Each page in turn is overwritten by another: trees that share branches or go in a ring. */
static void
test_knotted (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize size;

  make_larger_project (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));

  for (gsize page = 1; page < size / 4096; page++)
    {
      g_autofree char *copy = g_memdup2 (content, size);
      const gsize other = 1 + get_random ((guint32) page, 5) % (size / 4096 - 1);

      memcpy (copy + page * 4096, copy + other * 4096, 4096);
      put_file (fixture->path, copy, size);
      try_everything (fixture->path);
    }
}

/* Until the limit is lifted every write fails, then everything goes on. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(GBytes) bytes = make_bytes (1, 20 << 20);
  struct rlimit limit, small;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = (struct rlimit) { 1 << 20, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);

  g_assert_false (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 7, bytes, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "larger than a file may be"));
  g_clear_error (&error);

  /* In a transaction that SQLite gave up by itself nothing is written half. */
  lamina_project_begin (project, &error);
  g_assert_no_error (error);
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NOTES, "half", NULL));
  g_assert_false (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 7, bytes, NULL));
  lamina_project_set_info (project, LAMINA_INFO_NAME, "half", NULL);
  g_assert_false (lamina_project_commit (project, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_NAME, "Ein Name ' \" 层", &error));
  g_assert_no_error (error);
  assert_is_made (project);
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 7, bytes, &error));
  g_assert_no_error (error);
}

/* What no read comes across, but a later write would. */
static void
test_free_list (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LaminaProject) project = NULL;
  g_autofree char *content = NULL;
  gsize size;

  make_project (fixture->path);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_true (lamina_project_detach (project, "table.csv", NULL));
  g_clear_pointer (&project, lamina_project_free);
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));
  g_assert_cmpint (content[39], >, 0); /* free pages */
  content[35] = 3;                     /* where their list begins: in the middle of a table */
  put_file (fixture->path, content, size);
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "damaged");
}

/* What stands behind the last page is nobody's; SQLite cuts it off. */
static void
test_sparse (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(GBytes) bytes = make_bytes (1, 40000);

  make_project (fixture->path);
  g_assert_cmpint (truncate (fixture->path, (off_t) 4096 << 20), ==, 0);
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  assert_is_made (project);
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_BEST, 1, bytes, &error));
  g_assert_no_error (error);
}

/* Runs @check as a user who may not write; root could. */
static void
run_as_nobody (void        (*check) (const char *path),
               const char   *path)
{
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (geteuid () == 0 && setuid (65534) != 0)
        _exit (77);
      check (path);
      _exit (0);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
check_folder (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);
  g_autoptr(LaminaProjectPeek) peek = lamina_project_peek (path, NULL);
  g_autofree char *other = g_strconcat (path, "2", NULL);

  g_assert_no_error (error);
  g_assert_nonnull (peek);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_READ_ONLY_FOLDER);
  assert_is_made (project);
  g_assert_false (lamina_project_set_info (project, "a", "b", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (lamina_project_create (other, FALSE, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_clear_error (&error);
  g_assert_false (lamina_project_duplicate (project, other, NULL, NULL, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
}

static void
check_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_open (path, LAMINA_PROJECT_READ_WRITE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_READ_ONLY_FILE);
  assert_is_made (project);
}

static void
check_unreadable (const char *path)
{
  assert_refused (path, LAMINA_ERROR_IO, "permissions");
}

static void
test_permissions (Fixture       *fixture,
                  gconstpointer  data)
{
  make_project (fixture->path);

  g_chmod (fixture->path, 0444);
  g_chmod (fixture->folder, 0555);
  run_as_nobody (check_folder, fixture->path);
  g_chmod (fixture->folder, 0777);
  run_as_nobody (check_file, fixture->path);
  if (geteuid () == 0)
    {
      g_chmod (fixture->path, 0000);
      run_as_nobody (check_unreadable, fixture->path);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-damage/truncated", test_truncated);
  ADD_TEST ("/project-damage/flipped", test_flipped);
  ADD_TEST ("/project-damage/knotted", test_knotted);
  ADD_TEST ("/project-damage/full", test_full);
  ADD_TEST ("/project-damage/free-list", test_free_list);
  ADD_TEST ("/project-damage/sparse", test_sparse);
  ADD_TEST ("/project-damage/permissions", test_permissions);

  return g_test_run ();
}
