/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-cli-train.h"
#include "lamina-command.h"
#include "lamina-safetensors.h"

LmWatch *
lamina_cli_watch_gradients (LmNetwork *network)
{
  LmWatch *watch = lm_watch_new ();

  for (gsize i = 0; i < lm_network_get_n_layers (network); i++)
    lm_watch_add_gradients (watch, i);

  return watch;
}

gboolean
lamina_cli_write_gradients (LmSnapshot  *snapshot,
                            const char  *path,
                            GError     **error)
{
  LmNetwork *network = lm_snapshot_get_network (snapshot);
  g_autoptr(GPtrArray) arrays = lamina_arrays_new ();

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmParamView *view = lm_network_get_view (network, i);
      const LmTensor *gradient;

      if (view->is_buffer)
        continue;

      gradient = lm_snapshot_get_gradient (snapshot, view->layer, view->param->name);
      if (gradient == NULL)
        {
          g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                       _("There is no gradient of “%s”: the loss does not depend on it"),
                       view->name);
          return FALSE;
        }

      g_ptr_array_add (arrays, lamina_array_new_copy (view->name, LAMINA_DTYPE_F32,
                                                      gradient->shape.rank, gradient->shape.dim,
                                                      gradient->data));
    }

  return lamina_safetensors_write (path, arrays, NULL, NULL, error);
}
