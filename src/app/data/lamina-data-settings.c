/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-settings.h"

#include <glib/gi18n-lib.h>

#include "lamina-window.h"

const char *const lamina_split_field_names[] = { "validation", "test", "shuffle", "seed", NULL };
const char *const lamina_other_field_names[] = { "scaling", "scale_targets", "target", "limit",
                                                 NULL };

const LmField *
lamina_data_settings_get_kind_field (void)
{
  static LmField fields[2];
  static const char **ids, **titles;
  const gsize n = lamina_data_kind_get_n ();

  if (ids != NULL)
    return fields;

  ids = g_new0 (const char *, n + 1);
  titles = g_new0 (const char *, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      ids[i] = lamina_data_kind_nth (i)->id;
      titles[i] = lamina_data_kind_nth (i)->title;
    }
  fields[0] = (LmField) { .name = "kind", .type = LM_FIELD_CHOICE, .title = N_("Source"),
                          .choices = ids, .choice_titles = titles };

  return fields;
}

typedef struct
{
  LaminaFieldRow *row; /* referenced */
  char           *text;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_object_unref (self->row);
  g_free (self->text);
  g_free (self);
}

static gboolean
edit_cb (LaminaSession  *session,
         gpointer        data,
         GError        **error)
{
  const Edit *self = data;

  return lamina_session_set_data (session, lamina_field_row_get_field (self->row)->name,
                                  self->text, error);
}

static void
changed_cb (LaminaFieldList *list,
            LaminaFieldRow  *row,
            const char      *text,
            gboolean         merge)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (list));
  g_autoptr(LaminaFieldRow) kept = g_object_ref (row);
  g_autoptr(GError) error = NULL;
  Edit *edit;

  if (window == NULL || lamina_window_get_session (window) == NULL)
    return;

  edit = g_new (Edit, 1);
  *edit = (Edit) { g_object_ref (row), g_strdup (text) };
  lamina_window_edit (window, edit_cb, edit, edit_free, &error);
  lamina_field_row_set_error (kept, error != NULL ? error->message : NULL);
  if (error != NULL)
    lamina_window_announce (window, error->message);
}

void
lamina_data_settings_connect (LaminaFieldList *list)
{
  g_return_if_fail (LAMINA_IS_FIELD_LIST (list));

  g_signal_connect (list, "changed", G_CALLBACK (changed_cb), NULL);
}
