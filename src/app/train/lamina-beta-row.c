/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-beta-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "lamina-format.h"

/* Decimal logarithms. Left of the least value is 0. */
#define LEAST -5.0
#define MOST 2.0
#define STEP 0.1

struct _LaminaBetaRow
{
  AdwPreferencesRow parent_instance;

  GtkRange *scale;
  GtkLabel *value_label;
  gboolean  is_setting;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaBetaRow, lamina_beta_row, ADW_TYPE_PREFERENCES_ROW)

/* Two digits: the place of a slider is not more exact. */
static double
get_beta (double place)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (place < LEAST - STEP / 2)
    return 0;

  g_ascii_formatd (text, sizeof text, "%.2g", pow (10, place));

  return g_ascii_strtod (text, NULL);
}

static double
get_place (double beta)
{
  return beta > 0 ? CLAMP (log10 (beta), LEAST, MOST) : LEAST - STEP;
}

static void
show (LaminaBetaRow *self,
      double         beta)
{
  g_autofree char *text = lamina_format_setting (beta);

  gtk_label_set_label (self->value_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
}

static void
value_changed_cb (LaminaBetaRow *self)
{
  const double beta = get_beta (gtk_range_get_value (self->scale));
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->is_setting)
    return;

  show (self, beta);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, g_ascii_dtostr (text, sizeof text, beta));
}

static void
lamina_beta_row_class_init (LaminaBetaRowClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LAMINA_TYPE_BETA_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_scale (LaminaBetaRow *self)
{
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, LEAST - STEP, MOST,
                                               STEP);

  gtk_scale_add_mark (GTK_SCALE (scale), 0, GTK_POS_BOTTOM, NULL); /* 1 */
  gtk_range_set_increments (GTK_RANGE (scale), STEP, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Weight of KL (β)"), -1);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return scale;
}

static void
lamina_beta_row_init (LaminaBetaRow *self)
{
  GtkBox *column = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkBox *line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GtkWidget *title = gtk_label_new (_("Weight of KL (β)"));

  self->scale = GTK_RANGE (make_scale (self));
  self->value_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->value_label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (column), "field-column");
  gtk_box_append (line, title);
  gtk_box_append (line, GTK_WIDGET (self->value_label));
  gtk_box_append (column, GTK_WIDGET (line));
  gtk_box_append (column, GTK_WIDGET (self->scale));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (column));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Weight of KL (β)"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               _("How much order in the latent numbers counts beside a faithful "
                                 "picture. 0: a plain autoencoder. It can be turned at any time."));
}

GtkWidget *
lamina_beta_row_new (void)
{
  return g_object_new (LAMINA_TYPE_BETA_ROW, NULL);
}

void
lamina_beta_row_set_value (LaminaBetaRow *self,
                           double         beta)
{
  g_return_if_fail (LAMINA_IS_BETA_ROW (self));

  self->is_setting = TRUE;
  if (get_beta (gtk_range_get_value (self->scale)) != beta)
    gtk_range_set_value (self->scale, get_place (beta));
  self->is_setting = FALSE;
  show (self, beta);
}
