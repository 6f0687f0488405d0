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

static GtkWidget *
add_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
add_chip (void)
{
  GtkWidget *chip = gtk_label_new (_("start here"));

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "accent");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);

  return chip;
}

GtkWidget *
lamina_template_tile_new (const LaminaTemplate *example,
                          gboolean              is_first)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *facts = g_strjoin (" · ", _(example->family), _(example->data),
                                      _(example->time), NULL);
  GtkWidget *second = add_label (facts, "caption");

  gtk_widget_add_css_class (second, "dim-label");
  gtk_box_append (GTK_BOX (first), add_label (_(example->title), "tile-title"));
  if (is_first)
    gtk_box_append (GTK_BOX (first), add_chip ());
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), second);
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
  gtk_widget_set_tooltip_text (button, _(example->target));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(example->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.new-from-template");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", example->id);

  return button;
}
