/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-idx.h"
#include "lamina-data-kind.h"

/* Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017), where Debian's package puts it. */
#define FOLDER "/usr/share/datasets/fashion-mnist"

typedef struct
{
  char *folder;
} LaminaFashionMnistData;

static const LmField fields[] = {
  { "folder", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaFashionMnistData, folder),
    .title = N_("Folder"), .text = FOLDER, .flags = LM_FIELD_FILE | LM_FIELD_MORE },
  { NULL },
};

static const char *const defaults[] = { "validation=5000", "scaling=range", NULL };

static const char *const class_names[] = {
  N_("T-shirt"), N_("Trouser"), N_("Pullover"), N_("Dress"), N_("Coat"),
  N_("Sandal"), N_("Shirt"), N_("Sneaker"), N_("Bag"), N_("Ankle boot"), NULL
};

enum { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, N_FILES };

static const char *const files[] = {
  "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", NULL
};

static gboolean
lamina_fashion_mnist_check (gconstpointer   instance,
                            GError        **error)
{
  const LaminaFashionMnistData *self = instance;

  for (const char *const *file = files; *file != NULL; file++)
    {
      g_autofree char *path = g_build_filename (self->folder, *file, NULL);
      g_autofree char *name = g_filename_display_name (path);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("Fashion-MNIST is not installed: there is no %s. Install the package "
                     "dataset-fashion-mnist, or use the drawn shapes"), name);
      return FALSE;
    }

  return TRUE;
}

static LaminaDataDraft *
lamina_fashion_mnist_load (gconstpointer        instance,
                           int                  seed,
                           GCancellable        *cancellable,
                           LaminaDataProgress   progress,
                           gpointer             progress_data,
                           GError             **error)
{
  const LaminaFashionMnistData *self = instance;
  g_auto(LaminaDataArrays) arrays = { .title = N_("Fashion-MNIST"), .task = LAMINA_TASK_CLASSIFY,
                                      .our_class_names = class_names };
  LaminaDataDraft *draft = NULL;
  char *paths[N_FILES];

  for (int i = 0; i < N_FILES; i++)
    paths[i] = g_build_filename (self->folder, files[i], NULL);

  if (lamina_data_arrays_read_idx (&arrays,
                                   &(LaminaIdxPaths) {
                                     { paths[TRAIN_IMAGES], paths[TEST_IMAGES] },
                                     { paths[TRAIN_LABELS], paths[TEST_LABELS] } },
                                   cancellable, progress, progress_data, error))
    draft = lamina_data_draft_new_from_arrays (&arrays, error);

  for (int i = 0; i < N_FILES; i++)
    g_free (paths[i]);

  return draft;
}

const LaminaDataKind lamina_fashion_mnist_data = {
  .id = "fashion-mnist",
  .title = N_("Fashion-MNIST"),
  .summary = N_("70 000 grey pictures of clothes in ten classes"),
  .group = LAMINA_DATA_GROUP_PICTURES,
  .size = sizeof (LaminaFashionMnistData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_fashion_mnist_load,
  .check = lamina_fashion_mnist_check,
};
