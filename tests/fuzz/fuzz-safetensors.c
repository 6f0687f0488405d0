/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-safetensors.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, n_bytes);
  g_autoptr(GHashTable) metadata = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = lamina_safetensors_parse (bytes, "fuzz", &metadata, &error);

  check_result (arrays != NULL, error);
  g_assert_true ((arrays != NULL) == (metadata != NULL));

  for (guint i = 0; arrays != NULL && i < arrays->len; i++)
    check_array (g_ptr_array_index (arrays, i));

  g_assert_true (arrays == NULL || lamina_arrays_have_names (arrays));

  return 0;
}
