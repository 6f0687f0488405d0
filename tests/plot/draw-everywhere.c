/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draw-everywhere.h"

#include "picture.h"

void
draw_everywhere (const LaminaViewClass *view,
                 const LaminaFrame     *frame,
                 LaminaScheme           scheme,
                 double                 width,
                 double                 height)
{
  g_auto(Picture) picture = { 0 };
  LaminaFrame copy = *frame;

  picture_init (&picture, scheme, (int) width + 20, (int) height + 20);
  cairo_translate (picture.cr, 10, 10);
  lamina_view_draw (view, picture.cr, &copy, &picture.style, width, height);
  copy.options.has_hover = TRUE;
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *value = NULL;

      copy.options.hover_x = width * (0.05 + 0.3 * (i % 3));
      copy.options.hover_y = height * (0.1 + 0.4 * (i / 3));
      value = lamina_view_get_value_at (view, &copy, &picture.style, width, height,
                                        copy.options.hover_x, copy.options.hover_y);
      g_assert_true (value == NULL || *value != '\0');
      if (width < 600)
        lamina_view_draw (view, picture.cr, &copy, &picture.style, width, height);
    }

  g_assert_cmpint (cairo_status (picture.cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (picture_count (&picture, 0, 0, (int) width + 20, 9), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 0, 0, 9, (int) height + 20), ==, 0);
  g_assert_cmpuint (picture_count (&picture, (int) width + 11, 0, 9, (int) height + 20), ==, 0);
  if (width >= 40 && height >= 40)
    g_assert_cmpuint (picture_count (&picture, 10, 10, (int) width, (int) height), >, 20);
}
