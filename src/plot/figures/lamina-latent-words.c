/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-latent-map.h"

#include <glib/gi18n-lib.h>

#include "lamina-format.h"

char *
lamina_latent_map_write_end (const LaminaFrame *frame,
                             gsize              which)
{
  const LaminaLatent *latent = frame->latent;
  const LaminaLatentEnd *end = &latent->ends[which];
  g_autofree char *x = lamina_format_number (end->x);
  g_autofree char *y = lamina_format_number (end->y);
  g_autofree char *number = NULL, *name = NULL;

  if (end->example < 0)
    return latent->n_latent > 1 ? g_strdup_printf ("%s, %s", x, y) : g_steal_pointer (&x);

  number = lamina_format_count ((guint64) latent->indices[end->example] + 1);
  if (latent->classes[end->example] < 0)
    return g_strdup_printf (_("example %s"), number);

  name = lamina_frame_write_class (frame, (gsize) latent->classes[end->example]);

  return g_strdup_printf (_("%s, example %s"), name, number);
}
