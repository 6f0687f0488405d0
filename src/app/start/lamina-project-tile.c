/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-project-tile.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"
#include "lamina-picture.h"
#include "lamina-thumbnail.h"
#include "lamina-time-text.h"
#include "lm-metric.h"

#define PICTURE_WIDTH 84
#define PICTURE_HEIGHT 60

static void
draw_curve (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height,
            gpointer           data)
{
  const LaminaProjectPeek *peek = data;

  lamina_thumbnail_draw_sparkline (cr, style, peek->losses, peek->n_losses, width, height);
}

static char *
write_state (const LaminaProjectPeek *peek)
{
  g_autofree char *step = lamina_format_count (peek->step);

  switch (peek->status)
    {
    case LAMINA_STATUS_PAUSED:
      /* Translators: a project's state: the number of a step */
      return g_strdup_printf (_("paused at step %s"), step);
    case LAMINA_STATUS_FINISHED:
      return g_strdup (_("finished"));
    case LAMINA_STATUS_NEW:
    default:
      return g_strdup (_("not trained yet"));
    }
}

/* The last value worth showing. Returns: (transfer full) (nullable) */
static char *
write_value (const LaminaProjectPeek *peek)
{
  const LmMetric *metric = peek->metric_id != NULL ? lm_metric_find (peek->metric_id) : NULL;
  g_autofree char *loss = NULL;

  if (metric != NULL && !isnan (peek->metric))
    return metric->is_share ? lamina_format_percent (peek->metric, 1)
                            : lamina_format_number (peek->metric);
  if (isnan (peek->validation_loss))
    return NULL;

  loss = lamina_format_number (peek->validation_loss);
  /* Translators: the last validation loss of a project */
  return g_strdup_printf (_("loss %s"), loss);
}

static char *
write_summary (const LaminaProjectPeek *peek)
{
  g_autofree char *layers = g_strdup_printf (ngettext ("%d layer", "%d layers", peek->n_layers),
                                             (int) peek->n_layers);
  g_autofree char *state = write_state (peek);
  g_autofree char *value = write_value (peek);
  const char *model = peek->template_id != NULL ? peek->template_id : layers;

  if (value == NULL)
    return g_strjoin (" · ", model, state, NULL);

  return g_strjoin (" · ", model, state, value, NULL);
}

static void
add_line (GtkWidget  *box,
          const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
lamina_project_tile_new (const char        *path,
                         LaminaProjectPeek *peek)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *picture = lamina_picture_new (PICTURE_WIDTH, PICTURE_HEIGHT, draw_curve, peek,
                                           (GDestroyNotify) lamina_project_peek_free);
  g_autofree char *summary = write_summary (peek);
  g_autofree char *time = lamina_time_text_write (peek->changed_usec, g_get_real_time ());
  g_autofree char *description = g_strjoin (_(", "), summary, time, NULL);
  g_autofree char *tooltip = g_strjoin ("\n", peek->name, summary, NULL);

  gtk_widget_add_css_class (picture, "curve");
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  add_line (lines, peek->name, "tile-title");
  add_line (lines, summary, "caption");
  add_line (lines, time, "caption");
  gtk_widget_add_css_class (gtk_widget_get_last_child (lines), "dim-label");
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), lines);

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "project-tile");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, peek->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-path");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button),
                                          g_variant_new_bytestring (path));

  return button;
}
