/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lamina-data-source.h"
#include "lamina-error.h"

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

  fix->folder = g_dir_make_tmp ("lamina-data-XXXXXX", &error);
  g_assert_no_error (error);
}

G_GNUC_UNUSED static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_assert_no_errno (g_remove (path));
    }

  g_assert_no_errno (g_rmdir (folder));
}

G_GNUC_UNUSED static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  remove_folder (fix->folder);
  g_free (fix->folder);
}

/* Returns: (transfer full): the path of a new file */
G_GNUC_UNUSED static char *
put_file (Fixture       *fix,
          const char    *name,
          gconstpointer  data,
          gssize         n_bytes)
{
  char *path = g_build_filename (fix->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, data, n_bytes, &error);
  g_assert_no_error (error);

  return path;
}

/* @settings: "kind=csv;path=…": with semicolons between */
G_GNUC_UNUSED static LaminaDataConfig *
configure (const char *settings)
{
  g_auto(GStrv) list = g_strsplit (settings, ";", -1);
  g_autoptr(GError) error = NULL;
  LaminaDataConfig *config = lamina_data_config_new_from_list ((const char *const *) list, &error);

  g_assert_no_error (error);

  return config;
}

G_GNUC_UNUSED static LaminaDataSet *
load (const char *settings)
{
  g_autoptr(LaminaDataConfig) config = configure (settings);
  g_autoptr(GError) error = NULL;
  LaminaDataSet *set = lamina_data_set_load (config, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (set);

  return set;
}

/* The settings of @kind with @path, and what is added. Returns: (transfer full) */
G_GNUC_UNUSED static char *
with_path (const char *kind,
           const char *path,
           const char *more)
{
  return g_strdup_printf ("kind=%s;path=%s%s%s", kind, path, *more != '\0' ? ";" : "", more);
}

/* Loading fails, and the sentence fits @pattern (glob, over the whole of it). */
G_GNUC_UNUSED static void
assert_fails (const char  *settings,
              LaminaError  code,
              const char  *pattern)
{
  g_autoptr(LaminaDataConfig) config = configure (settings);
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaDataSet) set = lamina_data_set_load (config, NULL, NULL, NULL, &error);

  g_assert_null (set);
  g_assert_error (error, LAMINA_ERROR, (int) code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not say “%s”", error->message, pattern);
}

/* What the network gets of one example's first number. */
G_GNUC_UNUSED static double
get_input (LaminaDataSet *set,
           LmSplit        split,
           gsize          index,
           gsize          element)
{
  const LmShape *shape = lamina_data_set_get_input_shape (set);
  const gsize n = lm_shape_get_n_columns (shape);
  g_autofree lm_real *x = g_new (lm_real, n);
  LmTensor tensor = lm_tensor_init (x, shape);

  lamina_data_set_copy_example (set, split, index, &tensor);

  return (double) x[element];
}
