/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-error.h"

/* Called by libFuzzer. */
int LLVMFuzzerInitialize   (int          *argc,
                            char       ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         n_bytes);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);

  return 0;
}

/* A failure has a sentence of ours, a success none. */
G_GNUC_UNUSED static void
check_result (gboolean      is_good,
              const GError *error)
{
  g_assert_true (is_good == (error == NULL));

  if (error != NULL)
    {
      g_assert_true (error->domain == LAMINA_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Touches all that an array promises. */
G_GNUC_UNUSED static void
check_array (const LaminaArray *array)
{
  g_autofree double *values = NULL;
  gsize len, n_bytes;

  g_assert_true (lamina_array_get_size (array->dtype, array->rank, array->shape, &len, &n_bytes));
  g_assert_cmpuint (array->len, ==, len);
  g_assert_cmpuint (g_bytes_get_size (array->bytes), ==, n_bytes);
  g_assert_cmpuint ((guintptr) lamina_array_get_data (array)
                      % lamina_dtype_get_size (array->dtype), ==, 0);
  values = lamina_array_to_double (array, NULL);
  g_assert_nonnull (values);
}
