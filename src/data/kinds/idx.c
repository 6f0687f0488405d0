/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-idx.h"
#include "lamina-data-kind.h"
#include "lamina-data-paths.h"

typedef struct
{
  char *images, *labels;
  char *test_images, *test_labels;
  char *class_names;
} LaminaIdxData;

static const LmField fields[] = {
  { "images", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaIdxData, images),
    .title = N_("Pictures"),
    .hint = N_("An IDX file of pictures, packed by gzip or not"),
    .flags = LM_FIELD_FILE },
  { "labels", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaIdxData, labels),
    .title = N_("Labels"),
    .hint = N_("An IDX file with a whole number for each picture"),
    .flags = LM_FIELD_FILE },
  { "test_images", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaIdxData, test_images),
    .title = N_("Test pictures"),
    .hint = N_("May be empty: the test set is then taken from the others"),
    .flags = LM_FIELD_FILE },
  { "test_labels", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaIdxData, test_labels),
    .title = N_("Test labels"), .flags = LM_FIELD_FILE },
  { "class_names", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaIdxData, class_names),
    .title = N_("Names of classes"),
    .hint = N_("In the order of the labels, with commas between") },
  { NULL },
};

static const char *const defaults[] = { "scaling=range", NULL };

static gboolean
lamina_idx_data_check (gconstpointer   instance,
                       GError        **error)
{
  const LaminaIdxData *self = instance;
  const gboolean has_test = *self->test_images != '\0' || *self->test_labels != '\0';

  return lamina_data_check_file (
    self->images, _("an IDX file with pictures"), error) &&
    lamina_data_check_file (
      self->labels, _("an IDX file with their labels"), error) &&
      (!has_test ||
       (lamina_data_check_file (self->test_images, _("an IDX file with test pictures"), error) &&
                                lamina_data_check_file (self->test_labels,
                                                        _("an IDX file with their labels"),
                                                           error)));
}

static LaminaDataDraft *
lamina_idx_data_load (gconstpointer        instance,
                      int                  seed,
                      GCancellable        *cancellable,
                      LaminaDataProgress   progress,
                      gpointer             progress_data,
                      GError             **error)
{
  const LaminaIdxData *self = instance;
  const LaminaIdxPaths paths = { { self->images, self->test_images },
                                 { self->labels, self->test_labels } };
  g_autofree char *title = g_filename_display_basename (self->images);
  g_auto(LaminaDataArrays) arrays = { .title = title, .task = LAMINA_TASK_CLASSIFY,
                                      .class_names = self->class_names };

  if (!lamina_data_arrays_read_idx (&arrays, &paths, cancellable, progress, progress_data, error))
    return NULL;

  return lamina_data_draft_new_from_arrays (&arrays, error);
}

const LaminaDataKind lamina_idx_data = {
  .id = "idx",
  .title = N_("IDX pictures"),
  .summary = N_("Labelled pictures in the format of MNIST"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaIdxData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_idx_data_load,
  .check = lamina_idx_data_check,
};
