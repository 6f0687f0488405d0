/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-arrays.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-data-masks.h"

#define MAX_GUESSED_LABEL 999

const char *const lamina_layout_ids[] = {
  "auto", "table", "series", "channels_first", "channels_last", NULL
};
const char *const lamina_layout_titles[] = {
  N_("Guess"), N_("Table"), N_("Series"), N_("Pictures, channels first"),
  N_("Pictures, channels last"), NULL
};

const char *const lamina_task_ids[] = { "guess", "classify", "regress", NULL };
const char *const lamina_task_titles[] = { N_("Guess"), N_("Classes"), N_("Values"), NULL };

void
lamina_data_arrays_clear (LaminaDataArrays *self)
{
  for (int id = 0; id < LAMINA_N_BLOCKS; id++)
    {
      g_clear_pointer (&self->x[id], lamina_array_unref);
      g_clear_pointer (&self->y[id], lamina_array_unref);
    }
}

static gboolean
lamina_is_channels (gsize n)
{
  return n == 1 || n == 3 || n == 4;
}

static LaminaLayout
lamina_data_arrays_get_layout (const LaminaDataArrays *arrays)
{
  const LaminaArray *x = arrays->x[0];

  if (arrays->layout != LAMINA_LAYOUT_AUTO)
    return arrays->layout;
  if (x->rank <= 2)
    return LAMINA_LAYOUT_TABLE;
  if (x->rank == 3)
    return x->dtype == LAMINA_DTYPE_U8 ? LAMINA_LAYOUT_CHANNELS_FIRST : LAMINA_LAYOUT_SERIES;
  if (x->rank == 4)
    return lamina_is_channels (x->shape[3]) && !lamina_is_channels (x->shape[1])
               ? LAMINA_LAYOUT_CHANNELS_LAST : LAMINA_LAYOUT_CHANNELS_FIRST;

  return LAMINA_LAYOUT_TABLE;
}

/* An empty draft for examples such as those of the arrays. */
static LaminaDataDraft *
lamina_data_arrays_make_draft (const LaminaDataArrays  *arrays,
                               LaminaLayout             layout,
                               GError                 **error)
{
  const LaminaArray *x = arrays->x[0];
  const gsize *d = x->shape;
  g_autofree char *shape = lamina_shape_to_string (x->rank, d);

  if (layout == LAMINA_LAYOUT_TABLE)
    return lamina_data_draft_new (arrays->title, LAMINA_DATA_INPUT_TABLE, 1,
                                  (gsize[]) { x->len / x->shape[0] });
  if (layout == LAMINA_LAYOUT_SERIES && (x->rank == 2 || x->rank == 3))
    return lamina_data_draft_new (arrays->title, LAMINA_DATA_INPUT_SERIES, 2,
                                  (gsize[]) { d[1], x->rank == 3 ? d[2] : 1 });
  if (layout != LAMINA_LAYOUT_SERIES && x->rank == 3)
    return lamina_data_draft_new (arrays->title, LAMINA_DATA_INPUT_PICTURE, 3,
                                  (gsize[]) { 1, d[1], d[2] });
  if (layout == LAMINA_LAYOUT_CHANNELS_FIRST && x->rank == 4)
    return lamina_data_draft_new (arrays->title, LAMINA_DATA_INPUT_PICTURE, 3, d + 1);
  if (layout == LAMINA_LAYOUT_CHANNELS_LAST && x->rank == 4)
    return lamina_data_draft_new (arrays->title, LAMINA_DATA_INPUT_PICTURE, 3,
                                  (gsize[]) { d[3], d[1], d[2] });

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: inputs of shape %s cannot be read as %s: choose another layout"),
               arrays->title, shape,
               layout == LAMINA_LAYOUT_SERIES ? _("series") : _("pictures"));

  return NULL;
}

static gboolean
lamina_data_draft_name_columns (LaminaDataDraft  *self,
                                GError          **error)
{
  static const char *const colours[] = { N_("red"), N_("green"), N_("blue"), N_("opacity") };
  const gboolean is_picture = self->input_kind == LAMINA_DATA_INPUT_PICTURE;
  const gsize n = is_picture ? self->input.dim[1] : self->input.dim[self->input.rank - 1];

  if (n > LAMINA_MAX_COLUMNS)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s: %zu columns are more than %d, the most that are read: "
                     "choose another layout, or take some of them"), self->title, n,
                   LAMINA_MAX_COLUMNS);
      return FALSE;
    }

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("x_%" G_GSIZE_FORMAT, i + 1);

      if (is_picture && n == 1)
        lamina_data_draft_add_column (self, _("grey"), NULL);
      else if (is_picture && (n == 3 || n == 4))
        lamina_data_draft_add_column (self, _(colours[i]), NULL);
      else
        lamina_data_draft_add_column (self, name, NULL);
    }

  return TRUE;
}

/* Whether the targets are a number for each pixel of the inputs. */
static gboolean
lamina_data_arrays_have_masks (const LaminaDataArrays *arrays,
                               int                     id)
{
  const LaminaLayout layout = lamina_data_arrays_get_layout (arrays);
  const LaminaArray *x = arrays->x[id];
  const gsize first = layout == LAMINA_LAYOUT_CHANNELS_FIRST && x->rank == 4 ? 2 : 1;

  return (layout == LAMINA_LAYOUT_CHANNELS_FIRST || layout == LAMINA_LAYOUT_CHANNELS_LAST)
         && (x->rank == 3 || x->rank == 4)
         && lamina_array_is_masks (arrays->y[id], x->shape[first], x->shape[first + 1]);
}

static gboolean
lamina_data_arrays_check_sizes (const LaminaDataArrays  *arrays,
                                int                      id,
                                GError                 **error)
{
  const LaminaArray *x = arrays->x[id], *y = arrays->y[id], *first = arrays->x[0];
  g_autofree char *x_shape = lamina_shape_to_string (x->rank, x->shape);
  g_autofree char *y_shape = lamina_shape_to_string (y->rank, y->shape);
  g_autofree char *first_shape = lamina_shape_to_string (first->rank, first->shape);

  if (x->rank == 0 || x->shape[0] == 0 || x->shape[0] > LAMINA_MAX_ROWS)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: inputs of shape %s hold no examples: the first number must count them"),
                 arrays->title, x_shape);
  else if (x->len == 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: inputs of shape %s are empty: a sequence has at least one step, and each "
                   "step one number"), arrays->title, x_shape);
  else if (y->rank == 0 || (y->rank > 2 && !lamina_data_arrays_have_masks (arrays, id))
           || y->shape[0] != x->shape[0] || y->len == 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: targets of shape %s do not fit inputs of shape %s: "
                   "there must be one target, or one row of them, for each example, or for "
                   "pictures a mask of their height and width"),
                 arrays->title, y_shape, x_shape);
  else if (x->rank != first->rank
           || memcmp (x->shape + 1, first->shape + 1, (x->rank - 1) * sizeof *x->shape) != 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: test inputs of shape %s do not fit training inputs of shape %s: "
                   "all but the first number must be equal"), arrays->title, x_shape, first_shape);
  else if (id > 0 && y->len / y->shape[0] != arrays->y[0]->len / arrays->y[0]->shape[0])
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: the test data have %zu targets an example, "
                   "the training data %zu: they must be equal"), arrays->title,
                 y->len / y->shape[0], arrays->y[0]->len / arrays->y[0]->shape[0]);
  else
    return TRUE;

  return FALSE;
}

static gboolean
lamina_data_arrays_check_finite (const LaminaDataArrays  *arrays,
                                 const LaminaArray       *array,
                                 GError                 **error)
{
  gsize index;

  if (lamina_array_is_finite (array, &index))
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: number %zu of example %zu in “%s” is not finite: fill it or leave the example out"),
               arrays->title, index % (array->len / array->shape[0]) + 1,
               index / (array->len / array->shape[0]) + 1,
               array->name != NULL ? array->name : "?");

  return FALSE;
}

/* [n, inner, channels] becomes [n, channels, inner]. */
static void
lamina_move_channels (const guint8 *from,
                      guint8       *to,
                      gsize         n,
                      gsize         n_inner,
                      gsize         n_channels,
                      gsize         size)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n_inner; j++)
      for (gsize c = 0; c < n_channels; c++)
        memcpy (to + ((i * n_channels + c) * n_inner + j) * size,
                from + ((i * n_inner + j) * n_channels + c) * size, size);
}

/* The numbers in the store's type; shared if they are in it already. */
static GBytes *
lamina_data_draft_convert (LaminaDataDraft    *self,
                           const LaminaArray  *x,
                           GError            **error)
{
  double *values;

  if (self->store != LAMINA_STORE_DOUBLE)
    return g_bytes_ref (x->bytes);

  if ((values = lamina_data_alloc_doubles (x->len, 1, error)) == NULL)
    return NULL;

  lamina_array_copy_double (x, 0, x->len, values);

  return g_bytes_new_take (values, x->len * sizeof *values);
}

static GBytes *
lamina_data_draft_make_x (LaminaDataDraft    *self,
                          const LaminaArray  *x,
                          gboolean            channels_last,
                          GError            **error)
{
  g_autoptr(GBytes) bytes = lamina_data_draft_convert (self, x, error);
  const gsize size = lamina_store_get_size (self->store);
  guint8 *moved;

  if (bytes == NULL || !channels_last || self->input.dim[1] == 1)
    return g_steal_pointer (&bytes);

  if ((moved = lamina_data_alloc_bytes (x->len, size, error)) == NULL)
    return NULL;

  lamina_move_channels (g_bytes_get_data (bytes, NULL), moved, x->shape[0],
                        self->input.dim[2] * self->input.dim[3], self->input.dim[1], size);

  return g_bytes_new_take (moved, x->len * size);
}

static gboolean
lamina_array_is_labels (const LaminaArray *y)
{
  if (y->dtype == LAMINA_DTYPE_F32 || y->dtype == LAMINA_DTYPE_F64 || y->len != y->shape[0])
    return FALSE;

  for (gsize i = 0; i < y->len; i++)
    {
      double value;

      lamina_array_copy_double (y, i, 1, &value);
      if (value < 0 || value > MAX_GUESSED_LABEL)
        return FALSE;
    }

  return TRUE;
}

static double *
lamina_data_draft_make_labels (const LaminaArray  *y,
                               gsize              *n_classes,
                               GError            **error)
{
  g_autofree int *labels = lamina_array_to_labels (y, LAMINA_MAX_CLASSES, error);
  double *values = labels != NULL ? lamina_data_alloc_doubles (y->len, 1, error) : NULL;

  for (gsize i = 0; values != NULL && i < y->len; i++)
    {
      values[i] = labels[i];
      *n_classes = MAX (*n_classes, (gsize) labels[i] + 1);
    }

  return values;
}

static double *
lamina_data_draft_make_y (const LaminaDataArrays  *arrays,
                          int                      id,
                          gboolean                 is_labels,
                          gsize                   *n_classes,
                          GError                 **error)
{
  LaminaArray *y = arrays->y[id];
  double *values;

  if (is_labels && y->len == y->shape[0])
    {
      values = lamina_data_draft_make_labels (y, n_classes, error);
      if (values == NULL)
        g_prefix_error (error, _("%s: "), arrays->title);
      return values;
    }

  if (is_labels)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s: %zu targets an example cannot be one label: "
                     "choose values as targets"), arrays->title, y->len / y->shape[0]);
      return NULL;
    }

  if (!lamina_data_arrays_check_finite (arrays, y, error)
      || (values = lamina_data_alloc_doubles (y->len, 1, error)) == NULL)
    return NULL;

  lamina_array_copy_double (y, 0, y->len, values);

  return values;
}

/* The masks of a block that is there already. */
static gboolean
lamina_data_draft_add_masks (LaminaDataDraft         *self,
                             const LaminaDataArrays  *arrays,
                             int                      id,
                             GError                 **error)
{
  GBytes *masks = lamina_array_to_masks (arrays->y[id], arrays->title, error);

  if (masks != NULL)
    lamina_data_draft_take_masks (self, id, masks);

  return masks != NULL;
}

static gboolean
lamina_data_draft_add_array (LaminaDataDraft         *self,
                             const LaminaDataArrays  *arrays,
                             int                      id,
                             gboolean                 channels_last,
                             gboolean                 is_labels,
                             gsize                   *n_classes,
                             GError                 **error)
{
  const gboolean has_masks = lamina_data_arrays_have_masks (arrays, 0);
  g_autoptr(GBytes) x = NULL;
  double *y = NULL;

  if (!lamina_data_arrays_check_finite (arrays, arrays->x[id], error)
      || (x = lamina_data_draft_make_x (self, arrays->x[id], channels_last, error)) == NULL
      || (!has_masks
          && (y = lamina_data_draft_make_y (arrays, id, is_labels, n_classes, error)) == NULL))
    return FALSE;

  lamina_data_draft_take_block (self, id, arrays->x[id]->shape[0], g_steal_pointer (&x), y);

  return !has_masks || lamina_data_draft_add_masks (self, arrays, id, error);
}

static gboolean
lamina_data_arrays_check_dtype (const LaminaDataArrays  *arrays,
                                int                      id,
                                GError                 **error)
{
  const LaminaDtype dtype = arrays->x[0]->dtype;

  if (arrays->x[id]->dtype == dtype)
    return TRUE;

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s: test inputs are of type %s, training inputs of type %s: "
                 "write both in one type"), arrays->title,
               lamina_dtype_get_name (arrays->x[id]->dtype), lamina_dtype_get_name (dtype));

  return FALSE;
}

static void
lamina_data_draft_name_targets (LaminaDataDraft        *self,
                                const LaminaDataArrays *arrays,
                                gboolean                is_labels,
                                gsize                   n_classes)
{
  const gsize n_targets = arrays->y[0]->len / arrays->y[0]->shape[0];
  const gsize n_ours = arrays->our_class_names != NULL
                           ? g_strv_length ((GStrv) arrays->our_class_names) : 0;

  if (is_labels)
    lamina_data_draft_add_target (self, _("class"));

  for (gsize i = 0; !is_labels && i < n_targets; i++)
    {
      g_autofree char *name = g_strdup_printf ("y_%" G_GSIZE_FORMAT, i + 1);

      lamina_data_draft_add_target (self, n_targets == 1 ? "y" : name);
    }

  if (is_labels && n_ours > 0 && n_classes <= n_ours)
    lamina_data_draft_add_classes (self, arrays->our_class_names, n_ours, TRUE);
  else if (is_labels)
    lamina_data_draft_name_classes (self, n_classes, arrays->class_names);
}

LaminaDataDraft *
lamina_data_draft_new_from_arrays (const LaminaDataArrays  *arrays,
                                   GError                 **error)
{
  const LaminaLayout layout = lamina_data_arrays_get_layout (arrays);
  const LaminaDtype dtype = arrays->x[0]->dtype;
  g_autoptr(LaminaDataDraft) self = NULL;
  gboolean has_masks, is_labels;
  gsize n_classes = 0;

  for (int id = 0; id < LAMINA_N_BLOCKS && arrays->x[id] != NULL; id++)
    if (!lamina_data_arrays_check_sizes (arrays, id, error))
      return NULL;

  if ((self = lamina_data_arrays_make_draft (arrays, layout, error)) == NULL
      || !lamina_data_draft_name_columns (self, error))
    return NULL;

  self->store = dtype == LAMINA_DTYPE_U8 ? LAMINA_STORE_BYTES
                : dtype == LAMINA_DTYPE_F32 ? LAMINA_STORE_FLOAT : LAMINA_STORE_DOUBLE;
  has_masks = lamina_data_arrays_have_masks (arrays, 0);
  is_labels = arrays->task == LAMINA_TASK_CLASSIFY
              || (arrays->task == LAMINA_TASK_GUESS && lamina_array_is_labels (arrays->y[0]));

  for (int id = 0; id < LAMINA_N_BLOCKS && arrays->x[id] != NULL; id++)
    if (!lamina_data_arrays_check_dtype (arrays, id, error)
        || !lamina_data_draft_add_array (self, arrays, id, layout == LAMINA_LAYOUT_CHANNELS_LAST,
                                         is_labels, &n_classes, error))
      return NULL;

  if (!has_masks)
    lamina_data_draft_name_targets (self, arrays, is_labels, n_classes);

  return g_steal_pointer (&self);
}
