/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-template-tile.h"

#include <glib/gi18n-lib.h>

#include "lamina-picture.h"
#include "lamina-thumbnail.h"

#define PREVIEW_HEIGHT 118
#define PREVIEW_MIN_WIDTH 120

static void
draw_preview (cairo_t           *cr,
              const LaminaStyle *style,
              double             width,
              double             height,
              gpointer           data)
{
  const LaminaTemplate *example = data;

  lamina_thumbnail_draw_template (cr, style, example->id, width, height);
}

static void
add_label (GtkWidget          *line,
           const char         *text,
           const char         *css_class,
           PangoEllipsizeMode  ellipsize)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (line), label);
}

static GtkWidget *
make_title (const LaminaTemplate *example,
            gboolean              is_first)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_label (line, _(example->title), "tile-title", PANGO_ELLIPSIZE_END);
  if (is_first)
    {
      GtkWidget *chip;

      add_label (line, _("start here"), "chip", PANGO_ELLIPSIZE_NONE);
      chip = gtk_widget_get_last_child (line);
      gtk_widget_add_css_class (chip, "accent");
      gtk_widget_set_hexpand (chip, TRUE);
      gtk_widget_set_halign (chip, GTK_ALIGN_END);
      gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
    }

  return line;
}

/* Where there is little room, how long it takes is still told. */
static GtkWidget *
make_facts (const LaminaTemplate *example)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *what = g_strjoin (" · ", _(example->family), _(example->data), NULL);
  g_autofree char *time = g_strconcat (" · ", _(example->time), NULL);

  add_label (line, what, "caption", PANGO_ELLIPSIZE_END);
  add_label (line, time, "caption", PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (line, "dim-label");

  return line;
}

static void
describe (GtkWidget            *button,
          const LaminaTemplate *example)
{
  g_autofree char *facts = g_strjoin (" · ", _(example->family), _(example->data),
                                      _(example->time), NULL);
  g_autofree char *tooltip = g_strjoin ("\n", _(example->title), _(example->target), NULL);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(example->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts,
                                  -1);
}

GtkWidget *
lamina_template_tile_new (const LaminaTemplate *example,
                          gboolean              is_first)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), make_title (example, is_first));
  gtk_box_append (GTK_BOX (lines), make_facts (example));
  gtk_widget_add_css_class (lines, "tile-text");
  gtk_box_append (GTK_BOX (box), lamina_picture_new (PREVIEW_MIN_WIDTH, PREVIEW_HEIGHT,
                                                     draw_preview, (gpointer) example, NULL));
  gtk_box_append (GTK_BOX (box), lines);

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_overflow (button, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "template-tile");
  if (is_first)
    gtk_widget_add_css_class (button, "first");
  describe (button, example);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.new-from-template");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", example->id);

  return button;
}
