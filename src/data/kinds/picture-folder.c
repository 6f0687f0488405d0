/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-data-kind.h"
#include "lamina-data-paths.h"
#include "lamina-picture-list.h"
#include "lamina-picture.h"

/* How often progress is told. */
#define STRIDE 16
#define MAX_SIDE 1024

typedef struct
{
  char  *folder;
  LmPair size;
  int    fit;
  int    picture;
} LaminaPictureFolder;

enum { COLOUR, GREY };

static const char *const picture_ids[] = { "colour", "grey", NULL };
static const char *const picture_titles[] = { N_("Colour"), N_("Grey"), NULL };

static const LmField fields[] = {
  { "folder", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaPictureFolder, folder),
    .title = N_("Folder"),
    .hint = N_("With a folder of PNG or JPEG files for each class, or with train and test of such"),
    .flags = LM_FIELD_FILE },
  { "size", LM_FIELD_PAIR, G_STRUCT_OFFSET (LaminaPictureFolder, size), 0, MAX_SIDE, 0,
    N_("Size"), N_("Height and width to which pictures are brought; 0 leaves them as they are") },
  { "fit", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaPictureFolder, fit), 0, 1, LAMINA_FIT_CROP,
    N_("Fit"), N_("What happens to pictures that do not have those of the size"),
    lamina_fit_ids, lamina_fit_titles },
  { "picture", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaPictureFolder, picture), 0, 1, COLOUR,
    N_("Pictures"), NULL, picture_ids, picture_titles },
  { NULL },
};

static const char *const defaults[] = { "scaling=range", NULL };

/* The first picture decides on the size, if the settings do not. */
static gboolean
lamina_pictures_check_size (const LaminaPicture      *picture,
                            const LaminaPictureFile  *file,
                            const LaminaPictureFile  *first,
                            LaminaPictureChoice      *choice,
                            GError                  **error)
{
  if (picture->width > MAX_SIDE || picture->height > MAX_SIDE)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s has %zu × %zu pixels, and networks here take %d × %d at the most: choose a "
                     "size to which all are brought"),
                   file->name, picture->height, picture->width, MAX_SIDE, MAX_SIDE);
      return FALSE;
    }

  if (choice->width == 0)
    {
      choice->height = picture->height;
      choice->width = picture->width;
    }

  if (picture->width == choice->width && picture->height == choice->height)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s has %zu × %zu pixels, and %s %zu × %zu: choose a size to which all are brought"),
               file->name, picture->height, picture->width, first->name, choice->height,
               choice->width);

  return FALSE;
}

typedef struct
{
  const LaminaPictureFile *first;
  LaminaPictureChoice      choice; /* How pictures are read. */
  LaminaPictureChoice      size;   /* What they all have, when one was read. */
  GCancellable            *cancellable;
} LaminaPictureReading;

/* Reads a block. @x: [n, channels, height, width], taken when the size is known */
static gboolean
lamina_pictures_read (LaminaPictureReading  *self,
                      const GArray          *files,
                      const LaminaDataPart  *part,
                      guint8               **x,
                      double                *y,
                      GError               **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const LaminaPictureFile *file = &g_array_index (files, LaminaPictureFile, i);
      g_autoptr(LaminaPicture) picture = NULL;
      gsize n;

      if (i % STRIDE == 0)
        lamina_data_part_report (part, (double) i / files->len);
      if (!lamina_data_check_cancelled (self->cancellable, error)
          || (picture = lamina_picture_read (file->path, file->name, &self->choice,
                                             self->cancellable, error)) == NULL
          || !lamina_pictures_check_size (picture, file, self->first, &self->size, error))
        return FALSE;

      n = picture->n_channels * picture->height * picture->width;
      if (*x == NULL && (*x = lamina_data_alloc_bytes (files->len, n, error)) == NULL)
        return FALSE;
      memcpy (*x + i * n, picture->pixels, n);
      y[i] = (double) file->label;
    }

  return TRUE;
}

static gboolean
lamina_pictures_add_block (LaminaPictureReading     *self,
                           LaminaDataDraft          *draft,
                           const LaminaPictureList  *list,
                           LaminaBlockId             id,
                           const LaminaDataPart     *part,
                           GError                  **error)
{
  const gsize n = list->files[id]->len;
  g_autofree double *y = lamina_data_alloc_doubles (n, 1, error);
  g_autofree guint8 *x = NULL;

  if (y == NULL || !lamina_pictures_read (self, list->files[id], part, &x, y, error))
    return FALSE;

  draft->input.dim[2] = self->size.height;
  draft->input.dim[3] = self->size.width;
  lamina_data_draft_take_block (draft, id, n,
                                g_bytes_new_take (g_steal_pointer (&x),
                                                  n * lamina_data_draft_get_n_elements (draft)),
                                g_steal_pointer (&y));

  return TRUE;
}

static LaminaDataDraft *
lamina_picture_folder_make_draft (const LaminaPictureFolder *self,
                                  const LaminaPictureList   *list)
{
  static const char *const colours[] = { N_("red"), N_("green"), N_("blue") };
  g_autofree char *title = g_filename_display_basename (self->folder);
  const gsize n_channels = self->picture == GREY ? 1 : 3;
  LaminaDataDraft *draft = lamina_data_draft_new (title, LAMINA_DATA_INPUT_PICTURE, 3,
                                                  (gsize[]) { n_channels, 0, 0 });

  draft->store = LAMINA_STORE_BYTES;
  for (gsize c = 0; c < n_channels; c++)
    lamina_data_draft_add_column (draft, n_channels == 1 ? _("grey") : _(colours[c]), NULL);
  lamina_data_draft_add_target (draft, _("class"));
  lamina_data_draft_add_classes (draft, (const char *const *) list->classes->pdata,
                                 list->classes->len, FALSE);

  return draft;
}

static gboolean
lamina_picture_folder_check (gconstpointer   instance,
                             GError        **error)
{
  const LaminaPictureFolder *self = instance;

  if ((self->size.height == 0) != (self->size.width == 0))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("A size of %d × %d leaves one side open: set both, or both to 0"),
                   self->size.height, self->size.width);
      return FALSE;
    }

  return lamina_data_check_folder (self->folder, _("a folder of pictures"), error);
}

static LaminaDataDraft *
lamina_picture_folder_load (gconstpointer        instance,
                            int                  seed,
                            GCancellable        *cancellable,
                            LaminaDataProgress   progress,
                            gpointer             progress_data,
                            GError             **error)
{
  const LaminaPictureFolder *self = instance;
  LaminaPictureReading reading = {
    .choice = { self->picture == GREY ? 1 : 3, (gsize) self->size.height,
                (gsize) self->size.width, (LaminaFit) self->fit },
    .cancellable = cancellable,
  };
  g_auto(LaminaPictureList) list = { NULL };
  g_autoptr(LaminaDataDraft) draft = NULL;
  double from = 0;

  lamina_picture_list_init (&list);
  if (!lamina_picture_list_find (&list, self->folder, error))
    return NULL;

  draft = lamina_picture_folder_make_draft (self, &list);
  reading.first = &g_array_index (list.files[0], LaminaPictureFile, 0);
  reading.size = reading.choice;
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    {
      const double to = from + (double) list.files[id]->len
                                 / (list.files[0]->len + list.files[1]->len);
      const LaminaDataPart part = { progress, progress_data, from, to };

      if (list.files[id]->len > 0
          && !lamina_pictures_add_block (&reading, draft, &list, (LaminaBlockId) id, &part, error))
        return NULL;
      from = to;
    }

  return g_steal_pointer (&draft);
}

const LaminaDataKind lamina_picture_folder_data = {
  .id = "picture-folder",
  .title = N_("Folder of pictures"),
  .summary = N_("PNG and JPEG files in a folder for each class"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaPictureFolder),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_picture_folder_load,
  .check = lamina_picture_folder_check,
};
