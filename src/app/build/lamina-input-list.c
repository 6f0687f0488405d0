/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-input-list.h"

#include <glib/gi18n-lib.h>

#include "lamina-layer-text.h"

struct _LaminaInputList
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows;   /* GtkWidget, borrowed */
  GStrv      names;  /* (nullable): as the layer has them */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaInputList, lamina_input_list, ADW_TYPE_PREFERENCES_GROUP)

static void
lamina_input_list_finalize (GObject *object)
{
  LaminaInputList *self = LAMINA_INPUT_LIST (object);

  g_ptr_array_unref (self->rows);
  g_strfreev (self->names);

  G_OBJECT_CLASS (lamina_input_list_parent_class)->finalize (object);
}

static void
lamina_input_list_class_init (LaminaInputListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lamina_input_list_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LAMINA_TYPE_INPUT_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
lamina_input_list_init (LaminaInputList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Inputs"));
}

GtkWidget *
lamina_input_list_new (void)
{
  return g_object_new (LAMINA_TYPE_INPUT_LIST, NULL);
}

/* Without input @index, and with @added at the end. */
static void
tell (LaminaInputList *self,
      gssize           index,
      const char      *added)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  if (self->names[0] == NULL)
    g_strv_builder_add (builder, LM_INPUT_PREVIOUS);
  for (gssize i = 0; self->names[i] != NULL; i++)
    if (i != index)
      g_strv_builder_add (builder, self->names[i]);
  if (added != NULL)
    g_strv_builder_add (builder, added);
  names = g_strv_builder_end (builder);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, names);
}

static void
remove_clicked_cb (GtkWidget       *button,
                   LaminaInputList *self)
{
  tell (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "index")), NULL);
}

static void
chosen_cb (GtkListBox      *list,
           GtkListBoxRow   *row,
           LaminaInputList *self)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (row), "name"));

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (list),
                                                             GTK_TYPE_POPOVER)));
  tell (self, -1, name);
}

/* Whether it is the first of its part, and so reads what the part is given. */
static gboolean
is_first (const LmStack *stack,
          gsize          layer)
{
  return layer == 0 ||
         lm_stack_nth (stack, layer - 1)->part != lm_stack_nth (stack, layer)->part;
}

static char *
write_title (const LmStack *stack,
             gsize          layer,
             const char    *name)
{
  if (g_str_equal (name, LM_INPUT_NETWORK))
    return g_strdup (_("Input"));
  if (!g_str_equal (name, LM_INPUT_PREVIOUS))
    return g_strdup (name);
  if (is_first (stack, layer))
    return g_strdup (_("Input, just above"));

  return g_strdup_printf (_("%s, just above"), lm_stack_nth (stack, layer - 1)->name);
}

static void
add (LaminaInputList *self,
     GtkWidget       *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_input (LaminaInputList *self,
           LaminaSession   *session,
           gsize            layer,
           gsize            i,
           const char      *name)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const gssize source = lm_stack_get_input (stack, layer, i);
  const LmLayer *compiled =
    source >= 0 ? lamina_session_get_compiled_layer (session, (gsize) source) : NULL;
  g_autofree char *title = write_title (stack, layer, name);
  g_autofree char *shape = source >= 0 ? lamina_layer_write_shape (compiled) : NULL;
  g_autofree char *verb = g_strdup_printf (_("Remove %s"), title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (shape != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shape);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, verb);
  gtk_widget_set_sensitive (button, self->names[0] != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, verb, -1);
  g_object_set_data (G_OBJECT (button), "index", GINT_TO_POINTER ((int) i));
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  add (self, row);
}

static void
add_choice (GtkWidget  *list,
            const char *name,
            const char *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_chooser (LaminaInputList *self,
             const LmStack   *stack,
             gsize            layer)
{
  const LmPart part = lm_stack_nth (stack, layer)->part;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  if (part != LM_PART_GENERATOR)
    add_choice (list, LM_INPUT_NETWORK, _("Input"));
  for (gsize i = 0; i < layer; i++)
    if (lm_stack_nth (stack, i)->part == part)
      add_choice (list, lm_stack_nth (stack, i)->name, lm_stack_nth (stack, i)->name);
  g_signal_connect (list, "row-activated", G_CALLBACK (chosen_cb), self);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 300);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_widget_set_tooltip_text (button, _("Add Input"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Another layer"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  add (self, row);
}

void
lamina_input_list_update (LaminaInputList *self,
                          LaminaSession   *session,
                          gsize            layer)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const LmLayer *own = lm_stack_nth (stack, layer);

  g_return_if_fail (LAMINA_IS_INPUT_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_strfreev (self->names);
  self->names = g_strdupv (own->inputs);

  if (self->names[0] == NULL)
    add_input (self, session, layer, 0, LM_INPUT_PREVIOUS);
  for (gsize i = 0; self->names[i] != NULL; i++)
    add_input (self, session, layer, i, self->names[i]);
  if (g_strv_length (self->names) < own->klass->max_inputs)
    add_chooser (self, stack, layer);
}
