/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Weights from files and into files, under the names of the parameters. */

#include <glib/gi18n-lib.h>

#include "lamina-npz.h"
#include "lamina-safetensors.h"
#include "lamina-session-private.h"

static char *
write_shape (const LmShape *shape)
{
  return lamina_shape_to_string (shape->rank, shape->dim);
}

static gboolean
load_view (LmState            *state,
           const LmParamView  *view,
           const LaminaArray  *array,
           GError            **error)
{
  LmTensor value = lm_state_get_view (state, view, 0);
  gboolean is_equal = array->rank == value.shape.rank;

  for (gsize i = 0; is_equal && i < array->rank; i++)
    is_equal = array->shape[i] == value.shape.dim[i];

  if (!is_equal)
    {
      g_autofree char *ours = write_shape (&value.shape);
      g_autofree char *theirs = lamina_shape_to_string (array->rank, array->shape);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has the shape %s in the file, and %s in the network"),
                   view->name, theirs, ours);
      return FALSE;
    }

  if (!lamina_array_is_finite (array, NULL))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds numbers that are not finite"), view->name);
      return FALSE;
    }

  return lamina_array_copy_float (array, 0, array->len, value.data, error);
}

/* All parameters must be there; what the file has beside them is a mistake too. Running statistics
 * may be left out. */
static gboolean
load_arrays (LmState          *state,
             const GPtrArray  *arrays,
             GError          **error)
{
  for (guint i = 0; i < arrays->len; i++)
    {
      const LaminaArray *array = g_ptr_array_index (arrays, i);

      if (lm_network_find_view (state->network, array->name) == NULL)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("The network has no parameter “%s”"), array->name);
          return FALSE;
        }
    }

  for (gsize i = 0; i < lm_network_get_n_views (state->network); i++)
    {
      const LmParamView *view = lm_network_get_view (state->network, i);
      const LaminaArray *array = lamina_arrays_find (arrays, view->name);

      if (array == NULL && view->is_buffer)
        continue;

      if (array == NULL)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("The parameter “%s” is missing"), view->name);
          return FALSE;
        }

      if (!load_view (state, view, array, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
lamina_session_load_weights (LaminaSession  *self,
                             const char     *path,
                             GError        **error)
{
  g_autoptr(GPtrArray) arrays = NULL;
  g_autoptr(LmState) loaded = NULL;
  LmState *state;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->network != NULL && self->run->step == 0, FALSE);

  arrays = lamina_safetensors_read (path, NULL, NULL, NULL, NULL, error);
  if (arrays == NULL)
    return FALSE;

  lamina_session_stop_trainer (self);
  state = lamina_session_ensure_state (self, error);
  if (state == NULL)
    return FALSE;

  loaded = lm_state_copy (state);
  if (!load_arrays (loaded, arrays, error))
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_prefix_error (error, _("%s: "), name);
      return FALSE;
    }

  lm_state_free (self->run->state);
  self->run->state = g_steal_pointer (&loaded);

  return TRUE;
}

static GPtrArray *
make_arrays (const LmState *state)
{
  GPtrArray *arrays = lamina_arrays_new ();

  for (gsize i = 0; i < lm_network_get_n_views (state->network); i++)
    {
      const LmParamView *view = lm_network_get_view (state->network, i);
      const LmTensor value = lm_state_get_view (state, view, 0);

      g_ptr_array_add (arrays, lamina_array_new_copy (view->name, LAMINA_DTYPE_F32,
                                                      value.shape.rank, value.shape.dim,
                                                      value.data));
    }

  return arrays;
}

/* Of the state as it is now: (transfer full) (nullable) */
static GPtrArray *
lamina_session_copy_weights (LaminaSession  *self,
                             GError        **error)
{
  g_autoptr(LmState) state = lamina_session_copy_state (self);

  if (state == NULL)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("There is no network to export: mend the stack first"));
      return NULL;
    }

  return make_arrays (state);
}

static gboolean
write_weights (const GPtrArray  *arrays,
               const char       *format,
               const char       *path,
               GError          **error)
{
  if (g_str_equal (format, "npz"))
    return lamina_npz_write (path, arrays, NULL, error);

  if (g_str_equal (format, "safetensors"))
    {
      g_autoptr(GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);

      /* What PyTorch's loader looks for. */
      g_hash_table_insert (metadata, (gpointer) "format", (gpointer) "pt");
      return lamina_safetensors_write (path, arrays, metadata, NULL, error);
    }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("There is no format “%s”: weights are written as safetensors or npz"), format);
  return FALSE;
}

gboolean
lamina_session_export_weights (LaminaSession  *self,
                               const char     *format,
                               const char     *path,
                               GError        **error)
{
  g_autoptr(GPtrArray) arrays = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  arrays = lamina_session_copy_weights (self, error);

  return arrays != NULL && write_weights (arrays, format, path, error);
}

typedef struct
{
  GPtrArray *arrays;
  char      *format;
  char      *path;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_ptr_array_unref (self->arrays);
  g_free (self->format);
  g_free (self->path);
  g_free (self);
}

static void
export_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Export *export = data;
  GError *error = NULL;

  if (write_weights (export->arrays, export->format, export->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lamina_session_export_weights_async (LaminaSession       *self,
                                     const char          *format,
                                     const char          *path,
                                     GAsyncReadyCallback  callback,
                                     gpointer             data)
{
  g_autoptr(GTask) task = NULL;
  GPtrArray *arrays;
  Export *export;
  GError *error = NULL;

  g_return_if_fail (LAMINA_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, lamina_session_export_weights_async);
  arrays = lamina_session_copy_weights (self, &error);
  if (arrays == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  export = g_new (Export, 1);
  *export = (Export) { arrays, g_strdup (format), g_strdup (path) };
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_in_thread);
}

gboolean
lamina_session_export_weights_finish (LaminaSession  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
