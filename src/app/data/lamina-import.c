/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-error.h"

#define PROJECT_SUFFIX ".lamina"
/* Of a table: so many bytes are looked through for the names of its columns. */
#define HEADER 1024
#define MARK "\xef\xbb\xbf"

/* Kinds by the end of the name, which is in lower case and without ".gz". */
static const struct
{
  const char *suffix;
  const char *kind;
  const char *field;
} formats[] = {
  { ".csv", "csv", "path" },
  { ".tsv", "csv", "path" },
  { ".txt", "csv", "path" },
  { ".data", "csv", "path" },
  { ".npz", "npz", "path" },
  { "-ubyte", "idx", "images" },
  { ".idx", "idx", "images" },
  { ".idx1", "idx", "images" },
  { ".idx3", "idx", "images" },
};

/* Returns: (transfer full): in lower case, without ".gz" */
static char *
get_folded_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *name = g_ascii_strdown (base, -1);

  if (g_str_has_suffix (name, ".gz"))
    name[strlen (name) - 3] = '\0';

  return name;
}

gboolean
lamina_import_is_project (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  return path != NULL && g_str_has_suffix (path, PROJECT_SUFFIX);
}

/* "train-labels-idx1-ubyte" stands beside "train-images-idx3-ubyte"; likewise "t10k-…".
 * Returns: (transfer full) (nullable): the sibling, if it exists */
static char *
find_sibling (const char *path,
              const char *from,
              const char *to)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  const char *found = strstr (base, from);
  g_autofree char *name = NULL;
  g_autofree char *sibling = NULL;

  if (found == NULL)
    return NULL;

  name = g_strdup_printf ("%.*s%s%s", (int) (found - base), base, to, found + strlen (from));
  sibling = g_build_filename (folder, name, NULL);

  return g_file_test (sibling, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&sibling) : NULL;
}

static void
add_pair (GStrvBuilder *list,
          const char   *name,
          const char   *value)
{
  if (value != NULL)
    g_strv_builder_add_many (list, name, value, NULL);
}

/* One of the four files is enough to find the others by their names. */
static void
add_idx (GStrvBuilder *list,
         const char   *path)
{
  g_autofree char *of_labels = find_sibling (path, "labels-idx1", "images-idx3");
  const char *images = of_labels != NULL ? of_labels : path;
  g_autofree char *labels = find_sibling (images, "images-idx3", "labels-idx1");
  g_autofree char *test_images = find_sibling (images, "train-", "t10k-");
  g_autofree char *test_labels = labels != NULL ? find_sibling (labels, "train-", "t10k-") : NULL;

  add_pair (list, "kind", "idx");
  add_pair (list, "images", images);
  add_pair (list, "labels", labels);
  add_pair (list, "test_images", test_labels != NULL ? test_images : NULL);
  add_pair (list, "test_labels", test_images != NULL ? test_labels : NULL);
}

/* Of the files that a folder is known by. Returns: (transfer full) (nullable): the first in it */
static char *
find_in_folder (const char        *folder,
                const char *const *names)
{
  for (const char *const *name = names; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/* Texts lie in the folder itself, pictures mostly in one for each class. */
static gboolean
holds_texts (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean holds_one = FALSE;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (*name == '.' || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (!g_str_has_suffix (name, ".txt") || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return FALSE;
      holds_one = TRUE;
    }

  return holds_one;
}

static void
add_folder (GStrvBuilder *list,
            const char   *path)
{
  static const char *const cifar[] = { "data_batch_1.bin", "train.bin", NULL };
  static const char *const idx[] = { "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz",
                                     NULL };
  g_autofree char *batch = find_in_folder (path, cifar);
  g_autofree char *images = find_in_folder (path, idx);

  if (batch == NULL && images != NULL)
    {
      add_idx (list, images);
      return;
    }

  if (batch == NULL && holds_texts (path))
    {
      add_pair (list, "kind", "text");
      add_pair (list, "path", path);
      return;
    }

  add_pair (list, "kind", batch != NULL ? "cifar" : "picture-folder");
  add_pair (list, "folder", path);
}

static gboolean
is_picture (const char *name)
{
  return g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".jpg")
         || g_str_has_suffix (name, ".jpeg");
}

/* Whether a table that is not packed has a column called "text". */
static gboolean
has_texts (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char line[HEADER + 1] = { 0 };
  g_auto(GStrv) names = NULL;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), line, HEADER, NULL, NULL, NULL))
    return FALSE;

  line[strcspn (line, "\r\n")] = '\0';
  names = g_strsplit_set (g_str_has_prefix (line, MARK) ? line + strlen (MARK) : line, ",;\t", -1);
  for (GStrv name = names; *name != NULL; name++)
    {
      const gsize n = strlen (*name);
      const gboolean is_quoted = n >= 2 && (*name)[0] == '"' && (*name)[n - 1] == '"';

      if (g_ascii_strncasecmp (*name + is_quoted, "text", 4) == 0 && n == (is_quoted ? 6 : 4))
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_file (GStrvBuilder  *list,
          const char    *path,
          GError       **error)
{
  g_autofree char *name = get_folded_name (path);
  g_autofree char *shown = g_filename_display_basename (path);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (!g_str_has_suffix (name, formats[i].suffix))
        continue;

      if (g_str_equal (formats[i].kind, "idx"))
        {
          add_idx (list, path);
          return TRUE;
        }

      add_pair (list, "kind", g_str_equal (formats[i].kind, "csv") && has_texts (path)
                                ? "labelled-text" : formats[i].kind);
      add_pair (list, formats[i].field, path);
      return TRUE;
    }

  if (is_picture (name))
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” is a single picture: import the folder that holds a folder of pictures for "
                   "each class"), shown);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” is neither a Lamina project nor data that Lamina reads: tables in CSV, "
                   "arrays in NPZ, pictures in IDX, or folders of PNG and JPEG files"), shown);

  return FALSE;
}

GStrv
lamina_import_find (GListModel  *files,
                    GError     **error)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr(GFile) file = g_list_model_get_item (files, 0);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                           _("This is no file on this computer: copy it to a folder first"));
      return NULL;
    }

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    add_folder (list, path);
  else if (!add_file (list, path, error))
    return NULL;

  return g_strv_builder_end (list);
}

gboolean
lamina_import_apply (LaminaSession  *session,
                     gpointer        data,
                     GError        **error)
{
  return lamina_session_import_data (session, data, error);
}

char *
lamina_import_get_name (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *shown = NULL;
  char *point;

  if (path == NULL)
    return g_strdup (_("Untitled"));

  shown = g_filename_display_basename (path);
  point = strchr (shown + 1, '.');
  if (point != NULL && !g_file_test (path, G_FILE_TEST_IS_DIR))
    *point = '\0';

  return g_steal_pointer (&shown);
}
