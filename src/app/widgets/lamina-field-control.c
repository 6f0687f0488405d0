/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-field-control.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-field-text.h"

#define NUMBER_CHARS 8
#define SPIN_CHARS 4

/* Hangs on the control. */
typedef struct
{
  const LmField          *field;
  LaminaFieldControlFunc  changed;
  gpointer                data;
  GtkWidget              *input;     /* What has the focus: the control or a part of it. */
  char                   *shown;     /* What was set last, or told last. */
  double                  number;    /* Of a spin button: what was set or told last. */
  gboolean                is_wrong;  /* The text of a spin button is not its value. */
  gboolean                is_setting;
} Control;

static G_DEFINE_QUARK (lamina-field-control, control)

static Control *
get_control (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), control_quark ());
}

static void
control_free (gpointer data)
{
  Control *self = data;

  g_free (self->shown);
  g_free (self);
}

static void
tell (GtkWidget  *widget,
      const char *typed,
      gboolean    merge)
{
  Control *self = get_control (widget);

  if (!self->is_setting)
    self->changed (widget, typed, merge, self->data);
}

/* Entries */

static void
commit_entry (GtkWidget *widget)
{
  Control *self = get_control (widget);
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->input)));

  if (g_strcmp0 (text, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_strdup (text);
  tell (widget, text, FALSE);
}

static gboolean
entry_key_cb (GtkEventControllerKey *keys,
              guint                  key,
              guint                  code,
              GdkModifierType        state,
              GtkWidget             *widget)
{
  Control *self = get_control (widget);
  const char *before = g_object_get_data (G_OBJECT (widget), "value");

  if (key != GDK_KEY_Escape || before == NULL ||
      g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->input)), before) == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_editable_set_text (GTK_EDITABLE (self->input), before);
  commit_entry (widget);

  return GDK_EVENT_STOP;
}

static void
watch_entry (GtkWidget *entry,
             GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (entry, "activate", G_CALLBACK (commit_entry), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (commit_entry), widget, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key_cb), widget, 0);
  gtk_widget_add_controller (entry, focus);
  gtk_widget_add_controller (entry, keys);
}

static GtkWidget *
make_entry (const LmField  *field,
            GtkWidget     **input)
{
  GtkWidget *entry = gtk_entry_new ();

  if (field->type != LM_FIELD_TEXT && field->type != LM_FIELD_REALS)
    {
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), NUMBER_CHARS);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), NUMBER_CHARS);
      gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
      gtk_widget_add_css_class (entry, "numeric");
    }
  *input = entry;

  return entry;
}

/* Files */

static void
file_response_cb (GtkNativeDialog *dialog,
                  int              response,
                  GtkWidget       *widget)
{
  Control *self = get_control (widget);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->input), path);
      commit_entry (widget);
    }
  g_object_unref (dialog);
}

static void
choose_file_cb (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  const gboolean is_folder = g_str_equal (get_control (widget)->field->name, "folder");
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (is_folder ? _("Choose a Folder") : _("Choose a File"),
                                        GTK_WINDOW (root),
                                        is_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                  : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static GtkWidget *
make_file (const LmField  *field,
           GtkWidget     **input)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("document-open-symbolic");

  *input = gtk_entry_new ();
  gtk_widget_set_hexpand (*input, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (*input), 6);
  gtk_widget_set_tooltip_text (button, _("Choose a File…"));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), *input);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_file_cb), box, G_CONNECT_SWAPPED);

  return box;
}

/* Spin buttons: the text may be wrong, and then stays as it is, with the error below. */

static int
spin_input_cb (GtkSpinButton *spin,
               double        *value,
               gpointer       data)
{
  Control *self = get_control (GTK_WIDGET (spin));
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autofree char *text = lamina_field_text_read (self->field, typed);
  char *end;
  const double number = g_ascii_strtod (text, &end);
  const gboolean is_right = end != text && *end == '\0' && number >= self->field->min &&
                            number <= self->field->max && floor (number) == number;

  if (is_right)
    {
      *value = number;
      if (self->is_wrong)
        {
          self->is_wrong = FALSE;
          tell (GTK_WIDGET (spin), text, FALSE);
        }
      return TRUE;
    }

  if (!self->is_wrong || g_strcmp0 (self->shown, typed) != 0)
    {
      self->is_wrong = TRUE;
      g_free (self->shown);
      self->shown = g_strdup (typed);
      tell (GTK_WIDGET (spin), typed, FALSE);
    }

  return GTK_INPUT_ERROR;
}

static gboolean
spin_output_cb (GtkSpinButton *spin)
{
  return get_control (GTK_WIDGET (spin))->is_wrong;
}

static void
spin_changed_cb (GtkSpinButton *spin)
{
  Control *self = get_control (GTK_WIDGET (spin));
  g_autofree char *text = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (spin));

  /* It is also emitted after text that was refused. */
  if (gtk_spin_button_get_value (spin) == self->number)
    return;

  self->number = gtk_spin_button_get_value (spin);
  if (self->is_wrong)
    {
      self->is_wrong = FALSE;
      gtk_editable_set_text (GTK_EDITABLE (spin), text);
    }
  tell (GTK_WIDGET (spin), text, TRUE);
}

static GtkWidget *
make_spin (const LmField *field)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (field->value, field->min, field->max, 1, 10, 0);
  GtkWidget *spin = gtk_spin_button_new (adjustment, 1, 0);

  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin), GTK_UPDATE_IF_VALID);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), SPIN_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), SPIN_CHARS);

  return spin;
}

static void
watch_spin (GtkWidget *spin)
{
  g_signal_connect (spin, "input", G_CALLBACK (spin_input_cb), NULL);
  g_signal_connect (spin, "output", G_CALLBACK (spin_output_cb), NULL);
  g_signal_connect (spin, "value-changed", G_CALLBACK (spin_changed_cb), NULL);
}

/* Switches and drop-downs */

static void
switch_changed_cb (GtkSwitch *toggle)
{
  tell (GTK_WIDGET (toggle), gtk_switch_get_active (toggle) ? "true" : "false", FALSE);
}

static void
choice_changed_cb (GtkDropDown *drop_down)
{
  const Control *self = get_control (GTK_WIDGET (drop_down));
  const guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected != GTK_INVALID_LIST_POSITION)
    tell (GTK_WIDGET (drop_down), self->field->choices[selected], FALSE);
}

static void
setup_choice_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_list_item_set_child (item, label);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (string));
}

static GtkWidget *
make_choice (const LmField *field)
{
  g_autoptr(GtkListItemFactory) own = gtk_signal_list_item_factory_new ();
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *drop_down;
  GtkListItemFactory *whole;

  for (int i = 0; field->choices[i] != NULL; i++)
    gtk_string_list_append (titles, field->choice_titles != NULL
                                      ? g_dgettext (GETTEXT_PACKAGE, field->choice_titles[i])
                                      : field->choices[i]);

  /* Cut short in the row, whole in the list. */
  drop_down = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  whole = gtk_drop_down_get_factory (GTK_DROP_DOWN (drop_down));
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (drop_down), whole);
  g_signal_connect (own, "setup", G_CALLBACK (setup_choice_cb), NULL);
  g_signal_connect (own, "bind", G_CALLBACK (bind_choice_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), own);
  gtk_widget_add_css_class (drop_down, "field-choice");

  return drop_down;
}

static GtkWidget *
make_widget (const LmField  *field,
             GtkWidget     **input)
{
  switch (field->type)
    {
    case LM_FIELD_INT:
      return make_spin (field);
    case LM_FIELD_BOOL:
      return gtk_switch_new ();
    case LM_FIELD_CHOICE:
      return make_choice (field);
    case LM_FIELD_REAL:
    case LM_FIELD_PAIR:
    case LM_FIELD_DIMS:
    case LM_FIELD_REALS:
    case LM_FIELD_TEXT:
    default:
      return field->flags & LM_FIELD_FILE ? make_file (field, input) : make_entry (field, input);
    }
}

GtkWidget *
lamina_field_control_new (const LmField          *field,
                          const char             *name,
                          LaminaFieldControlFunc  changed,
                          gpointer                data)
{
  Control *self = g_new0 (Control, 1);
  GtkWidget *input = NULL;
  GtkWidget *widget = make_widget (field, &input);

  self->field = field;
  self->changed = changed;
  self->data = data;
  self->input = input != NULL ? input : widget;
  g_object_set_qdata_full (G_OBJECT (widget), control_quark (), self, control_free);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->input),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  if (input != NULL)
    watch_entry (input, widget);
  else if (GTK_IS_SPIN_BUTTON (widget))
    watch_spin (widget);
  else if (GTK_IS_SWITCH (widget))
    g_signal_connect (widget, "notify::active", G_CALLBACK (switch_changed_cb), NULL);
  else
    g_signal_connect (widget, "notify::selected", G_CALLBACK (choice_changed_cb), NULL);

  return widget;
}

static void
set_choice (GtkDropDown   *drop_down,
            const LmField *field,
            const char    *value)
{
  for (guint i = 0; field->choices[i] != NULL; i++)
    if (g_str_equal (field->choices[i], value))
      gtk_drop_down_set_selected (drop_down, i);
}

void
lamina_field_control_set_value (GtkWidget  *control,
                                const char *value,
                                const char *display)
{
  Control *self = get_control (control);

  self->is_setting = TRUE;
  self->is_wrong = FALSE;
  if (GTK_IS_SPIN_BUTTON (control))
    {
      gtk_editable_set_text (GTK_EDITABLE (control), display);
      self->number = g_ascii_strtod (value, NULL);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), g_ascii_strtod (value, NULL));
    }
  else if (GTK_IS_SWITCH (control))
    gtk_switch_set_active (GTK_SWITCH (control), g_str_equal (value, "true"));
  else if (GTK_IS_DROP_DOWN (control))
    set_choice (GTK_DROP_DOWN (control), self->field, value);
  else
    {
      g_object_set_data_full (G_OBJECT (control), "value", g_strdup (display), g_free);
      g_free (self->shown);
      self->shown = g_strdup (display);
      gtk_editable_set_text (GTK_EDITABLE (self->input), display);
    }
  self->is_setting = FALSE;
}

void
lamina_field_control_set_error (GtkWidget  *control,
                                const char *sentence)
{
  GtkWidget *input = get_control (control)->input;

  if (sentence != NULL)
    gtk_widget_add_css_class (input, "error");
  else
    gtk_widget_remove_css_class (input, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                                : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
}
