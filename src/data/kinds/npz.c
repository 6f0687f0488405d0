/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-arrays.h"
#include "lamina-data-kind.h"
#include "lamina-data-paths.h"
#include "lamina-npz.h"

typedef struct
{
  char *path;
  char *inputs, *targets;
  char *test_inputs, *test_targets;
  int   layout;
  int   task;
  char *class_names;
} LaminaNpzData;

static const LmField fields[] = {
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, path),
    .title = N_("File"),
    .hint = N_("An NPZ file with inputs and targets, one row an example"),
    .flags = LM_FIELD_FILE },
  { "task", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaNpzData, task), 0, 2, LAMINA_TASK_GUESS,
    N_("Targets are"),
    N_("Guessed from their type: whole numbers in one column are classes"), lamina_task_ids,
    lamina_task_titles },
  { "layout", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaNpzData, layout), 0, 4,
    LAMINA_LAYOUT_AUTO,
    N_("Inputs are"),
    N_("Guessed from their type and the number of dimensions"), lamina_layout_ids,
    lamina_layout_titles },
  { "class_names", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, class_names),
    .title = N_("Names of classes"),
    .hint = N_("In the order of the labels, with commas between") },
  { "inputs", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, inputs),
    .title = N_("Array of inputs"),
    .hint = N_("If empty: x_train, x or X"), .flags = LM_FIELD_MORE },
  { "targets", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, targets),
    .title = N_("Array of targets"),
    .hint = N_("If empty: y_train, y or Y"), .flags = LM_FIELD_MORE },
  { "test_inputs", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, test_inputs),
    .title = N_("Array of test inputs"),
    .hint = N_("If empty: x_test or X_test, if there is one"),
    .flags = LM_FIELD_MORE },
  { "test_targets", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaNpzData, test_targets),
    .title = N_("Array of test targets"),
    .hint = N_("If empty: y_test or Y_test"), .flags = LM_FIELD_MORE },
  { NULL },
};

static const char *const input_names[] = { "x_train", "X_train", "x", "X", NULL };
static const char *const target_names[] = { "y_train", "Y_train", "y", "Y", NULL };
static const char *const test_input_names[] = { "x_test", "X_test", NULL };
static const char *const test_target_names[] = { "y_test", "Y_test", NULL };

/* @is_needed: an array that is not there is an error; one that was asked for always is. */
static gboolean
lamina_npz_data_find (const GPtrArray    *arrays,
                      const char         *title,
                      const char         *chosen,
                      const char *const  *names,
                      gboolean            is_needed,
                      LaminaArray       **array,
                      GError            **error)
{
  const char *const only[] = { chosen, NULL };
  g_autofree char *wanted = NULL;
  g_autoptr(GString) there = g_string_new (NULL);

  if (*chosen != '\0')
    names = only;

  for (const char *const *name = names; *name != NULL && *array == NULL; name++)
    if ((*array = lamina_arrays_find (arrays, *name)) != NULL)
      lamina_array_ref (*array);

  if (*array != NULL || (!is_needed && *chosen == '\0'))
    return TRUE;

  for (guint i = 0; i < arrays->len; i++)
    {
      const LaminaArray *other = arrays->pdata[i];

      g_string_append_printf (there, "%s%s", i > 0 ? ", " : "",
                              other->name != NULL ? other->name : "?");
    }
  wanted = g_strjoinv (", ", (GStrv) names);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: no array is called %s; there are: %s. Say which to take"), title, wanted,
               there->str);

  return FALSE;
}

static gboolean
lamina_npz_data_check (gconstpointer   instance,
                       GError        **error)
{
  return lamina_data_check_file (((const LaminaNpzData *) instance)->path, _("an NPZ file"), error);
}

static LaminaDataDraft *
lamina_npz_data_load (gconstpointer        instance,
                      int                  seed,
                      GCancellable        *cancellable,
                      LaminaDataProgress   progress,
                      gpointer             progress_data,
                      GError             **error)
{
  const LaminaNpzData *self = instance;
  LaminaDataPart part = { progress, progress_data, 0, 1 };
  g_autofree char *title = g_filename_display_basename (self->path);
  g_auto(LaminaDataArrays) arrays = { .title = title, .layout = (LaminaLayout) self->layout,
                                      .task = (LaminaTask) self->task,
                                      .class_names = self->class_names };
  g_autoptr(GPtrArray) all = lamina_npz_read (self->path, cancellable, lamina_data_part_bytes_cb,
                                              &part, error);

  if (all == NULL
      || !lamina_npz_data_find (all, title, self->inputs, input_names, TRUE, &arrays.x[0], error)
      || !lamina_npz_data_find (all, title, self->targets, target_names, TRUE, &arrays.y[0], error)
      || !lamina_npz_data_find (all, title, self->test_inputs, test_input_names, FALSE,
                                &arrays.x[1], error)
      || (arrays.x[1] != NULL
          && !lamina_npz_data_find (all, title, self->test_targets, test_target_names, TRUE,
                                    &arrays.y[1], error)))
    return NULL;

  return lamina_data_draft_new_from_arrays (&arrays, error);
}

const LaminaDataKind lamina_npz_data = {
  .id = "npz",
  .title = N_("NumPy arrays"),
  .summary = N_("Pictures, series or rows of numbers as NumPy saves them"),
  .group = LAMINA_DATA_GROUP_FILES,
  .size = sizeof (LaminaNpzData),
  .fields = fields,
  .load = lamina_npz_data_load,
  .check = lamina_npz_data_check,
};
