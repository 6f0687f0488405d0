/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-idx.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaArray) array = lamina_idx_parse (bytes, "fuzz.idx", &error);

  check_result (array != NULL, error);

  if (array != NULL)
    check_array (array);

  return 0;
}
