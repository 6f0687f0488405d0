/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-trains-switch.h"

#include <glib/gi18n.h>

#include "lamina-window.h"

#define N_CHOICES 3

typedef struct
{
  LmTrains    trains;
  const char *id;
  const char *label; /* the same in every language */
  const char *name;
} Choice;

static const Choice choices[N_CHOICES] = {
  { LM_TRAINS_DISCRIMINATOR, "discriminator", "D", N_("Train the Discriminator Only") },
  { LM_TRAINS_BOTH, "both", "D + G", N_("Train Both") },
  { LM_TRAINS_GENERATOR, "generator", "G", N_("Train the Generator Only") },
};

struct _LaminaTrainsSwitch
{
  GtkWidget parent_instance;

  GtkToggleButton *buttons[N_CHOICES];
  gboolean         is_updating;
};

G_DEFINE_FINAL_TYPE (LaminaTrainsSwitch, lamina_trains_switch, GTK_TYPE_WIDGET)

static gboolean
apply_choice (LaminaSession  *session,
              gpointer        data,
              GError        **error)
{
  return lamina_session_set_training (session, "trains", data, FALSE, error);
}

static void
toggled_cb (LaminaTrainsSwitch *self,
            GtkToggleButton    *button)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  if (self->is_updating || !gtk_toggle_button_get_active (button))
    return;

  for (gsize i = 0; i < N_CHOICES; i++)
    if (self->buttons[i] == button)
      lamina_window_edit (window, apply_choice, g_strdup (choices[i].id), g_free, NULL);
}

static void
lamina_trains_switch_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_trains_switch_parent_class)->dispose (object);
}

static void
lamina_trains_switch_class_init (LaminaTrainsSwitchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_trains_switch_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "trains");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
lamina_trains_switch_init (LaminaTrainsSwitch *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What a Step Trains"), -1);
  for (gsize i = 0; i < N_CHOICES; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (choices[i].label);

      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->buttons[i], self->buttons[0]);
      gtk_widget_set_tooltip_text (button, _(choices[i].name));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _(choices[i].name), -1);
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
    }
}

void
lamina_trains_switch_update (LaminaTrainsSwitch *self,
                             LaminaSession      *session)
{
  const LmTraining *training = lamina_session_get_document (session)->training;

  g_return_if_fail (LAMINA_IS_TRAINS_SWITCH (self));

  self->is_updating = TRUE;
  for (gsize i = 0; i < N_CHOICES; i++)
    if ((int) choices[i].trains == training->trains)
      gtk_toggle_button_set_active (self->buttons[i], TRUE);
  self->is_updating = FALSE;
}
