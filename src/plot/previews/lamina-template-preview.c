/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-thumbnail.h"

#include <string.h>

#include "lamina-preview-draw.h"

#define LAMINA_PREVIEW(name) extern const LaminaPreview lamina_##name##_preview;
#include "lamina-preview-kinds.inc"
#undef LAMINA_PREVIEW

static const LaminaPreview *const previews[] = {
#define LAMINA_PREVIEW(name) &lamina_##name##_preview,
#include "lamina-preview-kinds.inc"
#undef LAMINA_PREVIEW
};

/* Returns: (nullable) */
static const LaminaPreview *
find_preview (const char *template_id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (previews); i++)
    for (gsize j = 0; previews[i]->ids[j] != NULL; j++)
      if (strstr (template_id, previews[i]->ids[j]) != NULL)
        return previews[i];

  return NULL;
}

void
lamina_thumbnail_draw_template (cairo_t           *cr,
                                const LaminaStyle *style,
                                const char        *template_id,
                                double             width,
                                double             height)
{
  const LaminaPreview *preview;

  g_return_if_fail (template_id != NULL);

  if (width < 40 || height < 30)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_FUTURE, 1);
  cairo_fill (cr);

  preview = find_preview (template_id);
  if (preview != NULL)
    preview->draw (cr, style, width, height);
  else
    lamina_preview_draw_sheets (cr, style, 3, FALSE, width, height);
  cairo_restore (cr);
}
