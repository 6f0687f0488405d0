/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-fact-list.h"

struct _LaminaFactList
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* AdwActionRow, borrowed */
  guint      n;    /* of them in use */
};

G_DEFINE_FINAL_TYPE (LaminaFactList, lamina_fact_list, ADW_TYPE_PREFERENCES_GROUP)

static void
lamina_fact_list_finalize (GObject *object)
{
  LaminaFactList *self = LAMINA_FACT_LIST (object);

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (lamina_fact_list_parent_class)->finalize (object);
}

static void
lamina_fact_list_class_init (LaminaFactListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lamina_fact_list_finalize;
}

static void
lamina_fact_list_init (LaminaFactList *self)
{
  self->rows = g_ptr_array_new ();
}

GtkWidget *
lamina_fact_list_new (const char *title)
{
  return g_object_new (LAMINA_TYPE_FACT_LIST, "title", title, NULL);
}

void
lamina_fact_list_clear (LaminaFactList *self)
{
  g_return_if_fail (LAMINA_IS_FACT_LIST (self));

  self->n = 0;
}

static GtkWidget *
make_row (LaminaFactList *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data (G_OBJECT (row), "value", label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);

  return row;
}

void
lamina_fact_list_add (LaminaFactList *self,
                      const char     *title,
                      const char     *value)
{
  GtkWidget *row;
  g_autofree char *escaped = NULL;

  g_return_if_fail (LAMINA_IS_FACT_LIST (self));

  row = self->n < self->rows->len ? g_ptr_array_index (self->rows, self->n) : make_row (self);
  self->n++;
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  gtk_label_set_label (g_object_get_data (G_OBJECT (row), "value"), value);
  gtk_widget_set_tooltip_text (row, value);
}

void
lamina_fact_list_end (LaminaFactList *self)
{
  g_return_if_fail (LAMINA_IS_FACT_LIST (self));

  while (self->rows->len > self->n)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_steal_index (self->rows, self->rows->len - 1));
}
