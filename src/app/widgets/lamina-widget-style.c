/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-widget-style.h"

#include <pango/pangocairo.h>

/* What LaminaStyle.text_scale 1 means. */
#define BODY_POINTS 11.0
#define DOTS_PER_INCH 96.0

static LaminaScheme
get_scheme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const gboolean is_dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return is_dark ? LAMINA_SCHEME_DARK_CONTRAST : LAMINA_SCHEME_LIGHT_CONTRAST;

  return is_dark ? LAMINA_SCHEME_DARK : LAMINA_SCHEME_LIGHT;
}

void
lamina_widget_get_style (GtkWidget   *widget,
                         LaminaStyle *style)
{
  PangoContext *context;
  const PangoFontDescription *font;
  double dots, size;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  context = gtk_widget_get_pango_context (widget);
  font = pango_context_get_font_description (context);
  dots = pango_cairo_context_get_resolution (context);
  size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  lamina_style_init (style, get_scheme (), pango_font_description_get_family (font));
  style->pixel_scale = gtk_widget_get_scale_factor (widget);
  if (pango_font_description_get_size_is_absolute (font))
    style->text_scale = size * 72 / DOTS_PER_INCH / BODY_POINTS;
  else if (size > 0)
    style->text_scale = size * (dots > 0 ? dots / DOTS_PER_INCH : 1) / BODY_POINTS;
}

static void
update_colors_cb (GtkCssProvider *provider)
{
  g_autofree char *css = lamina_style_write_css (get_scheme ());

  gtk_css_provider_load_from_data (provider, css, -1);
}

void
lamina_widget_style_init (GdkDisplay *display)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  update_colors_cb (provider);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_colors_cb), provider,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_colors_cb),
                           provider, G_CONNECT_SWAPPED);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
