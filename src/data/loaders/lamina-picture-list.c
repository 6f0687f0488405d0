/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-picture-list.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* More pictures or folders than this are a mistake. */
#define MAX_FILES 1000000

static void
lamina_picture_file_clear (gpointer data)
{
  LaminaPictureFile *self = data;

  g_free (self->path);
  g_free (self->name);
}

void
lamina_picture_list_init (LaminaPictureList *self)
{
  self->classes = g_ptr_array_new_with_free_func (g_free);
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    {
      self->files[id] = g_array_new (FALSE, FALSE, sizeof (LaminaPictureFile));
      g_array_set_clear_func (self->files[id], lamina_picture_file_clear);
    }
}

void
lamina_picture_list_clear (LaminaPictureList *self)
{
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    g_clear_pointer (&self->files[id], g_array_unref);
}

static gboolean
lamina_is_picture_name (const char *name)
{
  static const char *const ends[] = { ".png", ".jpg", ".jpeg", NULL };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (const char *const *end = ends; *end != NULL; end++)
    if (g_str_has_suffix (lower, *end))
      return TRUE;

  return FALSE;
}

static int
lamina_compare_names (gconstpointer a,
                      gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in a folder, sorted, of folders or of pictures; no links, nothing hidden. */
static GPtrArray *
lamina_folder_list (const char   *folder,
                    gboolean      wants_folders,
                    GError      **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const int saved_errno = errno;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *shown = g_filename_display_name (folder);
  const char *name;

  if (dir == NULL)
    {
      lamina_error_set_unreadable (error, folder, saved_errno);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL && names->len <= MAX_FILES)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (*name != '.' && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)
          && (wants_folders ? g_file_test (path, G_FILE_TEST_IS_DIR)
                            : lamina_is_picture_name (name)
                              && g_file_test (path, G_FILE_TEST_IS_REGULAR)))
        g_ptr_array_add (names, g_strdup (name));
    }

  if (names->len > MAX_FILES)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds more than %d files: choose a smaller folder"), shown, MAX_FILES);
      return NULL;
    }
  g_ptr_array_sort (names, lamina_compare_names);

  return g_steal_pointer (&names);
}

static gboolean
lamina_picture_list_add_files (LaminaPictureList  *self,
                               LaminaBlockId       id,
                               const char         *folder,
                               const char         *class_name,
                               gsize               label,
                               GError            **error)
{
  g_autoptr(GPtrArray) names = lamina_folder_list (folder, FALSE, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *shown = g_filename_display_name (names->pdata[i]);
      const LaminaPictureFile file = { g_build_filename (folder, names->pdata[i], NULL),
                                       g_strdup_printf ("%s/%s", class_name, shown), label };

      g_array_append_val (self->files[id], file);
    }

  if (names == NULL)
    return FALSE;
  if (names->len > 0)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("The folder of the class “%s” holds no PNG or JPEG files: put some in, or take it out"),
               class_name);

  return FALSE;
}

/* Returns: the class, which is new only in training data; -1 with @error */
static gssize
lamina_picture_list_find_class (LaminaPictureList  *self,
                                LaminaBlockId       id,
                                const char         *name,
                                GError            **error)
{
  for (guint i = 0; i < self->classes->len; i++)
    if (strcmp (self->classes->pdata[i], name) == 0)
      return (gssize) i;

  if (id == LAMINA_BLOCK_TRAINING && self->classes->len < LAMINA_MAX_CLASSES)
    {
      g_ptr_array_add (self->classes, g_strdup (name));
      return (gssize) self->classes->len - 1;
    }

  if (id == LAMINA_BLOCK_TEST)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("The test pictures have a class “%s”, which the training pictures lack: "
                   "take it out, or put such pictures into train"), name);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("More than %d folders of classes: choose another folder"), LAMINA_MAX_CLASSES);

  return -1;
}

/* A folder for each class or, where there is none, pictures of one class. */
static gboolean
lamina_picture_list_add (LaminaPictureList  *self,
                         LaminaBlockId       id,
                         const char         *folder,
                         GError            **error)
{
  g_autoptr(GPtrArray) names = lamina_folder_list (folder, TRUE, error);

  for (guint i = 0; names != NULL && i < MAX (names->len, 1); i++)
    {
      g_autofree char *path = names->len > 0 ? g_build_filename (folder, names->pdata[i], NULL)
                                             : g_strdup (folder);
      g_autofree char *class_name = g_filename_display_basename (path);
      const gssize label = lamina_picture_list_find_class (self, id, class_name, error);

      if (label < 0
          || !lamina_picture_list_add_files (self, id, path, class_name, (gsize) label, error))
        return FALSE;
    }

  return names != NULL;
}

gboolean
lamina_picture_list_find (LaminaPictureList  *self,
                          const char         *folder,
                          GError            **error)
{
  g_autofree char *train = g_build_filename (folder, "train", NULL);
  g_autofree char *test = g_build_filename (folder, "test", NULL);

  if (!g_file_test (train, G_FILE_TEST_IS_DIR) || !g_file_test (test, G_FILE_TEST_IS_DIR))
    return lamina_picture_list_add (self, LAMINA_BLOCK_TRAINING, folder, error);

  return lamina_picture_list_add (self, LAMINA_BLOCK_TRAINING, train, error)
         && lamina_picture_list_add (self, LAMINA_BLOCK_TEST, test, error);
}
