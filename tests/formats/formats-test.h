/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-error.h"
#include "lamina-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* A folder of this test's own, empty at the start. */
typedef struct
{
  char *folder;
} Fixture;

G_GNUC_UNUSED static void
setup (Fixture       *fix,
       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fix->folder = g_dir_make_tmp ("lamina-formats-XXXXXX", &error);
  g_assert_no_error (error);
}

G_GNUC_UNUSED static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (fix->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fix->folder, name, NULL);

      g_assert_no_errno (g_unlink (path));
    }

  g_assert_no_errno (g_rmdir (fix->folder));
  g_free (fix->folder);
}

/* Returns: (transfer full): a path in the folder */
G_GNUC_UNUSED static char *
get_path (Fixture    *fix,
          const char *name)
{
  return g_build_filename (fix->folder, name, NULL);
}

/* Returns: (transfer full): the path of a new file */
G_GNUC_UNUSED static char *
put_file (Fixture       *fix,
          const char    *name,
          gconstpointer  data,
          gsize          n_bytes)
{
  char *path = get_path (fix, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, data, (gssize) n_bytes, &error);
  g_assert_no_error (error);

  return path;
}

/* How many files the folder holds: nothing may be left behind. */
G_GNUC_UNUSED static guint
count_files (Fixture *fix)
{
  g_autoptr(GDir) dir = g_dir_open (fix->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* @pattern: glob, over the whole message */
#define assert_error_says(err, code_, pattern)                                    \
  do                                                                              \
    {                                                                             \
      g_assert_error (err, LAMINA_ERROR, code_);                                  \
      if (!g_pattern_match_simple (pattern, (err)->message))                      \
        g_error ("%s:%d: “%s” does not say “%s”", __FILE__, __LINE__, (err)->message, pattern); \
      g_clear_error (&err);                                                       \
    }                                                                             \
  while (0)

/* Returns: (transfer full): packed as gzip does */
G_GNUC_UNUSED static GBytes *
pack_gzip (gconstpointer data,
           gsize         n_bytes)
{
  g_autoptr(GConverter) packer = NULL;
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = NULL;

  packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  stream = g_converter_output_stream_new (memory, packer);
  g_assert_true (g_output_stream_write_all (stream, data, n_bytes, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* Bytes in an allocation of exactly their size: a sanitizer sees any step beyond. */
G_GNUC_UNUSED static GBytes *
exact_bytes (gconstpointer data,
             gsize         n_bytes)
{
  return g_bytes_new_take (g_memdup2 (data, n_bytes), n_bytes);
}

/* Runs a script by /usr/bin/python3 in @folder, which numpy judges.
 * Returns: FALSE, and the test is skipped, if there is no numpy */
G_GNUC_UNUSED static gboolean
run_python (const char *folder,
            const char *script)
{
  const char *argv[] = { "/usr/bin/python3", "-c", script, NULL };
  const char *probe[] = { "/usr/bin/python3", "-c", "import numpy", NULL };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) probe, NULL,
                     G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, &status, NULL)
      || status != 0)
    {
      g_test_skip ("python3-numpy, the judge, is not installed");
      return FALSE;
    }

  g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status,
                &error);
  g_assert_no_error (error);

  if (status != 0)
    g_error ("the judge says: %s%s", out, err);

  return TRUE;
}
