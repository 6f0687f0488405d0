/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-npy.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) array = lamina_npy_parse (bytes, "x", "fuzz.npy", &error);
  g_autoptr(GBytes) header = NULL;

  check_result (array != NULL, error);

  if (array == NULL)
    return 0;

  check_array (array);
  header = lamina_npy_make_header (array);
  g_assert_cmpuint (g_bytes_get_size (header) % 64, ==, 0);

  return 0;
}
