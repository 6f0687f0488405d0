/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-field-row.h"

#include <glib/gi18n-lib.h>

#include "lamina-field-control.h"
#include "lamina-field-text.h"

struct _LaminaFieldRow
{
  AdwPreferencesRow parent_instance;

  const LmField *field;
  GtkWidget     *control;
  GtkLabel      *locked_value; /* in place of the control */
  GtkWidget     *lock;
  GtkWidget     *error_box;
  GtkLabel      *error_label;
  char          *value;        /* as it is written to files */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaFieldRow, lamina_field_row, ADW_TYPE_PREFERENCES_ROW)

static void
lamina_field_row_finalize (GObject *object)
{
  LaminaFieldRow *self = LAMINA_FIELD_ROW (object);

  g_free (self->value);

  G_OBJECT_CLASS (lamina_field_row_parent_class)->finalize (object);
}

static void
lamina_field_row_class_init (LaminaFieldRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lamina_field_row_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LAMINA_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_BOOLEAN);
}

static void
lamina_field_row_init (LaminaFieldRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field");
}

static void
control_changed_cb (GtkWidget  *control,
                    const char *typed,
                    gboolean    merge,
                    gpointer    data)
{
  LaminaFieldRow *self = LAMINA_FIELD_ROW (data);
  g_autofree char *text = lamina_field_text_read (self->field, typed);

  if (g_strcmp0 (text, self->value) == 0)
    {
      lamina_field_row_set_error (self, NULL);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, text, merge);
}

/* A text needs the row's width, below its title. */
static gboolean
is_wide (const LmField *field)
{
  return field->type == LM_FIELD_TEXT || field->type == LM_FIELD_REALS;
}

static GtkWidget *
make_title (const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* Not wrapped: the row would ask for the height of a title that is as narrow as can be. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);

  return label;
}

static void
add_error (LaminaFieldRow *self,
           GtkBox         *column)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  self->error_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->error_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error_label, TRUE);
  gtk_label_set_wrap_mode (self->error_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->error_label, 0);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (self->error_label), TRUE);
  gtk_widget_add_css_class (self->error_box, "error");
  gtk_widget_add_css_class (self->error_box, "caption");
  gtk_widget_set_visible (self->error_box, FALSE);
  gtk_box_append (GTK_BOX (self->error_box), icon);
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->error_label));
  gtk_box_append (column, self->error_box);
}

static void
add_lock (LaminaFieldRow *self,
          GtkBox         *line)
{
  self->locked_value = GTK_LABEL (gtk_label_new (NULL));
  self->lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  gtk_label_set_ellipsize (self->locked_value, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->locked_value), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->locked_value), "numeric");
  gtk_widget_add_css_class (self->lock, "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->locked_value), FALSE);
  gtk_widget_set_visible (self->lock, FALSE);
  gtk_box_append (line, GTK_WIDGET (self->locked_value));
  gtk_box_append (line, self->lock);
}

GtkWidget *
lamina_field_row_new (const LmField *field)
{
  LaminaFieldRow *self = g_object_new (LAMINA_TYPE_FIELD_ROW, NULL);
  const char *title = field->title != NULL ? g_dgettext (GETTEXT_PACKAGE, field->title)
                                           : field->name;
  GtkBox *column = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  GtkBox *line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));

  self->field = field;
  self->control = lamina_field_control_new (field, title, control_changed_cb, self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_add_css_class (GTK_WIDGET (column), "field-column");
  gtk_widget_set_valign (GTK_WIDGET (column), GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (GTK_WIDGET (line), !is_wide (field));
  gtk_box_append (line, make_title (title));
  add_lock (self, line);
  gtk_box_append (column, GTK_WIDGET (line));
  gtk_box_append (is_wide (field) ? column : line, self->control);
  add_error (self, column);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (column));
  if (field->hint != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), g_dgettext (GETTEXT_PACKAGE, field->hint));

  return GTK_WIDGET (self);
}

const LmField *
lamina_field_row_get_field (LaminaFieldRow *self)
{
  g_return_val_if_fail (LAMINA_IS_FIELD_ROW (self), NULL);

  return self->field;
}

void
lamina_field_row_set_value (LaminaFieldRow *self,
                            const char     *text)
{
  g_autofree char *display = NULL;

  g_return_if_fail (LAMINA_IS_FIELD_ROW (self));
  g_return_if_fail (text != NULL);

  /* What is being typed stays while nothing else has changed. */
  if (g_strcmp0 (self->value, text) == 0)
    return;

  g_free (self->value);
  self->value = g_strdup (text);
  lamina_field_row_set_error (self, NULL);
  display = lamina_field_row_dup_display (self);
  lamina_field_control_set_value (self->control, text, display);
  gtk_label_set_label (self->locked_value, display);
}

char *
lamina_field_row_dup_display (LaminaFieldRow *self)
{
  g_return_val_if_fail (LAMINA_IS_FIELD_ROW (self), NULL);

  return lamina_field_text_show (self->field, self->value != NULL ? self->value : "");
}

void
lamina_field_row_set_error (LaminaFieldRow *self,
                            const char     *sentence)
{
  g_return_if_fail (LAMINA_IS_FIELD_ROW (self));

  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->error_box, sentence != NULL);
  lamina_field_control_set_error (self->control, sentence);
}

void
lamina_field_row_set_locked (LaminaFieldRow *self,
                             const char     *reason)
{
  g_return_if_fail (LAMINA_IS_FIELD_ROW (self));

  gtk_widget_set_visible (self->control, reason == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->locked_value), reason != NULL);
  gtk_widget_set_visible (self->lock, reason != NULL);
  gtk_widget_set_tooltip_text (self->lock, reason);
  if (reason != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->lock),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, reason, -1);
}

void
lamina_field_row_focus (LaminaFieldRow *self)
{
  g_return_if_fail (LAMINA_IS_FIELD_ROW (self));

  gtk_widget_grab_focus (self->control);
}
