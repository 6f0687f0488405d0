/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-cifar.h"
#include "lamina-data-arrays.h"
#include "lamina-data-kind.h"
#include "lamina-data-paths.h"

typedef struct
{
  char *folder;
  int   labels;
} LaminaCifarData;

enum { FINE, COARSE };

static const char *const label_ids[] = { "fine", "coarse", NULL };
static const char *const label_titles[] = { N_("100 fine classes"), N_("20 coarse classes"), NULL };

static const LmField fields[] = {
  { "folder", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaCifarData, folder), .title = N_("Folder"),
    .hint = N_("With the binary version: data_batch_1.bin …, or train.bin and test.bin"),
    .flags = LM_FIELD_FILE },
  { "labels", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaCifarData, labels), 0, 1, FINE,
    N_("Labels"), N_("Of CIFAR-100, which has two for each picture"), label_ids, label_titles },
  { NULL },
};

static const char *const defaults[] = { "scaling=range", NULL };

static const char *const class_names[] = {
  N_("Airplane"), N_("Automobile"), N_("Bird"), N_("Cat"), N_("Deer"),
  N_("Dog"), N_("Frog"), N_("Horse"), N_("Ship"), N_("Truck"), NULL
};

static const char *const training_files[] = {
  "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
  "data_batch_5.bin", "train.bin", NULL
};
static const char *const test_files[] = { "test_batch.bin", "test.bin", NULL };

static GStrv
lamina_cifar_data_find (const char        *folder,
                        const char *const *names)
{
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();

  for (const char *const *name = names; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_strv_builder_add (paths, path);
    }

  return g_strv_builder_end (paths);
}

static gboolean
lamina_cifar_data_check (gconstpointer   instance,
                         GError        **error)
{
  const LaminaCifarData *self = instance;
  g_auto(GStrv) paths = NULL;
  g_autofree char *name = NULL;

  if (!lamina_data_check_folder (self->folder, _("the folder with the CIFAR files"), error))
    return FALSE;

  paths = lamina_cifar_data_find (self->folder, training_files);
  if (*paths != NULL)
    return TRUE;

  name = g_filename_display_name (self->folder);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
               _("“%s” holds neither data_batch_1.bin nor train.bin: choose the folder with the "
                 "binary version of CIFAR-10 or CIFAR-100"), name);

  return FALSE;
}

/* The names that lie beside the pictures, one a line; %NULL where they do not. */
static char *
lamina_cifar_data_read_names (const char *folder,
                              const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr(GBytes) bytes = lamina_file_read (path, 65536, NULL, NULL, NULL, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (bytes == NULL)
    return NULL;

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!g_utf8_validate (text, -1, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);

  return g_strjoinv (",", lines);
}

static gboolean
lamina_cifar_data_read (const LaminaCifarData  *self,
                        LaminaDataArrays       *arrays,
                        LaminaCifarKind         kind,
                        LaminaBlockId           id,
                        LaminaDataPart         *part,
                        GCancellable           *cancellable,
                        GError                **error)
{
  g_auto(GStrv) paths = lamina_cifar_data_find (self->folder,
                                                id == 0 ? training_files : test_files);
  g_autoptr(LaminaArray) coarse = NULL;

  if (*paths == NULL)
    return TRUE;

  if (!lamina_cifar_read ((const char *const *) paths, kind, &arrays->x[id], &arrays->y[id],
                          &coarse, cancellable, lamina_data_part_bytes_cb, part, error))
    return FALSE;

  if (self->labels == COARSE && coarse != NULL)
    {
      lamina_array_unref (arrays->y[id]);
      arrays->y[id] = g_steal_pointer (&coarse);
    }

  return TRUE;
}

static LaminaDataDraft *
lamina_cifar_data_load (gconstpointer        instance,
                        int                  seed,
                        GCancellable        *cancellable,
                        LaminaDataProgress   progress,
                        gpointer             progress_data,
                        GError             **error)
{
  const LaminaCifarData *self = instance;
  LaminaDataPart parts[] = { { progress, progress_data, 0, 0.8 },
                             { progress, progress_data, 0.8, 1 } };
  g_auto(GStrv) paths = lamina_cifar_data_find (self->folder, training_files);
  g_auto(LaminaDataArrays) arrays = { .layout = LAMINA_LAYOUT_CHANNELS_FIRST,
                                      .task = LAMINA_TASK_CLASSIFY };
  g_autofree char *names = NULL;
  LaminaCifarKind kind;

  if (!lamina_cifar_guess (paths[0], &kind, error))
    return NULL;

  arrays.title = kind == LAMINA_CIFAR_10 ? "CIFAR-10" : "CIFAR-100";
  if (!lamina_cifar_data_read (self, &arrays, kind, LAMINA_BLOCK_TRAINING, &parts[0], cancellable,
                               error)
      || !lamina_cifar_data_read (self, &arrays, kind, LAMINA_BLOCK_TEST, &parts[1], cancellable,
                                  error))
    return NULL;

  if (kind == LAMINA_CIFAR_10)
    arrays.our_class_names = class_names;
  else
    names = lamina_cifar_data_read_names (self->folder, self->labels == FINE
                                                          ? "fine_label_names.txt"
                                                          : "coarse_label_names.txt");
  arrays.class_names = names;

  return lamina_data_draft_new_from_arrays (&arrays, error);
}

const LaminaDataKind lamina_cifar_data = {
  .id = "cifar",
  .title = N_("CIFAR"),
  .summary = N_("Coloured pictures of 32 × 32 in the binary format of CIFAR-10 and CIFAR-100"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaCifarData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_cifar_data_load,
  .check = lamina_cifar_data_check,
};
