/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-npz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) arrays = lamina_npz_parse (bytes, "fuzz.npz", 64 * 1024 * 1024, &error);

  check_result (arrays != NULL, error);

  for (guint i = 0; arrays != NULL && i < arrays->len; i++)
    check_array (g_ptr_array_index (arrays, i));

  g_assert_true (arrays == NULL || lamina_arrays_have_names (arrays));

  return 0;
}
