/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"
#include "lamina-picture.h"

/* The first byte chooses the size. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         n_bytes)
{
  LaminaPictureChoice choice = { .n_channels = 1 };
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaPicture) picture = NULL;
  guint sum = 0;

  if (n_bytes == 0)
    return 0;

  choice.n_channels = data[0] & 1 ? 3 : 1;
  choice.fit = (LaminaFit) ((data[0] >> 1) & 1);
  choice.width = choice.height = data[0] >> 2;
  bytes = g_bytes_new_static (data + 1, n_bytes - 1);
  picture = lamina_picture_parse (bytes, "fuzz.png", &choice, &error);
  check_result (picture != NULL, error);
  if (picture == NULL)
    return 0;

  g_assert_true (choice.width == 0 || choice.width == picture->width);
  for (gsize i = 0; i < picture->n_channels * picture->width * picture->height; i++)
    sum += picture->pixels[i];
  g_assert_cmpuint (sum, <=, G_MAXUINT);

  return 0;
}
