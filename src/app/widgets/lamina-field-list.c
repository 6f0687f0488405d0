/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-field-list.h"

#include <glib/gi18n-lib.h>

struct _LaminaFieldList
{
  AdwPreferencesGroup parent_instance;

  GPtrArray       *rows;   /* LaminaFieldRow, borrowed */
  GPtrArray       *others; /* GtkWidget in the group itself, borrowed */
  AdwExpanderRow  *more;   /* (nullable): the last row */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaFieldList, lamina_field_list, ADW_TYPE_PREFERENCES_GROUP)

static void
lamina_field_list_finalize (GObject *object)
{
  LaminaFieldList *self = LAMINA_FIELD_LIST (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->others);

  G_OBJECT_CLASS (lamina_field_list_parent_class)->finalize (object);
}

static void
lamina_field_list_class_init (LaminaFieldListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lamina_field_list_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LAMINA_TYPE_FIELD_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 3,
                                          LAMINA_TYPE_FIELD_ROW, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
lamina_field_list_init (LaminaFieldList *self)
{
  self->rows = g_ptr_array_new ();
  self->others = g_ptr_array_new ();
}

GtkWidget *
lamina_field_list_new (void)
{
  return g_object_new (LAMINA_TYPE_FIELD_LIST, NULL);
}

void
lamina_field_list_clear (LaminaFieldList *self)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (self));

  for (guint i = 0; i < self->others->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->others, i));
  g_ptr_array_set_size (self->others, 0);
  g_ptr_array_set_size (self->rows, 0);
  self->more = NULL;
}

static void
row_changed_cb (LaminaFieldRow  *row,
                const char      *text,
                gboolean         merge,
                LaminaFieldList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, row, text, merge);
}

static void
add_to_more (LaminaFieldList *self,
             GtkWidget       *row)
{
  if (self->more == NULL)
    {
      self->more = ADW_EXPANDER_ROW (adw_expander_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more), _("More"));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->more));
      g_ptr_array_add (self->others, self->more);
    }
  adw_expander_row_add_row (self->more, row);
}

void
lamina_field_list_append_row (LaminaFieldList *self,
                              GtkWidget       *row)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (self));

  /* "More" stays last. */
  if (self->more != NULL)
    {
      g_object_ref (self->more);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->more));
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->others, row);
  if (self->more != NULL)
    {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->more));
      g_object_unref (self->more);
    }
}

void
lamina_field_list_append (LaminaFieldList   *self,
                          const LmField     *fields,
                          const char *const *skip)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (self));

  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      GtkWidget *row;

      if (skip != NULL && g_strv_contains (skip, field->name))
        continue;

      row = lamina_field_row_new (field);
      g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, 0);
      g_ptr_array_add (self->rows, row);
      if (field->flags & LM_FIELD_MORE)
        add_to_more (self, row);
      else
        lamina_field_list_append_row (self, row);
    }
}

void
lamina_field_list_set_values (LaminaFieldList *self,
                              const LmField   *fields,
                              gconstpointer    instance)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      LaminaFieldRow *row = g_ptr_array_index (self->rows, i);
      const LmField *field = lamina_field_row_get_field (row);
      g_autofree char *value = NULL;

      if (lm_fields_find (fields, field->name) != field)
        continue;

      value = lm_field_get (field, instance);
      lamina_field_row_set_value (row, value);
    }
}

void
lamina_field_list_set_locked (LaminaFieldList *self,
                              const char      *reason)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      LaminaFieldRow *row = g_ptr_array_index (self->rows, i);

      if (!(lamina_field_row_get_field (row)->flags & LM_FIELD_LIVE))
        lamina_field_row_set_locked (row, reason);
    }
}

LaminaFieldRow *
lamina_field_list_find (LaminaFieldList *self,
                        const char      *name)
{
  g_return_val_if_fail (LAMINA_IS_FIELD_LIST (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (lamina_field_row_get_field (g_ptr_array_index (self->rows, i))->name, name))
      return g_ptr_array_index (self->rows, i);

  return NULL;
}

guint
lamina_field_list_get_n (LaminaFieldList *self)
{
  g_return_val_if_fail (LAMINA_IS_FIELD_LIST (self), 0);

  return self->others->len;
}
