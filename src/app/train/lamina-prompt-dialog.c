/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-prompt-dialog.h"

#include <glib/gi18n.h>

/* What one dialog is about; goes with it. */
typedef struct
{
  LaminaViewCard   *card;  /* referenced */
  AdwMessageDialog *dialog;
  GtkLabel         *note;
  GtkEntry         *entry;
} LaminaPrompt;

static LaminaScene *
get_scene (const LaminaPrompt *self)
{
  return lamina_plot_get_scene (lamina_view_card_get_plot (self->card));
}

static const LaminaVocabulary *
get_vocabulary (const LaminaPrompt *self)
{
  LaminaDataSet *set = lamina_session_get_data_set (lamina_scene_get_session (get_scene (self)));

  return set != NULL ? lamina_data_set_get_vocabulary (set) : NULL;
}

/* Returns: (transfer full): a sentence, or nothing */
static char *
write_note (const LaminaVocabulary *vocabulary,
            const char             *text)
{
  g_autofree char *unknown = lamina_vocabulary_list_unknown (vocabulary, text);

  if (*unknown == '\0')
    return g_strdup ("");
  if (lamina_vocabulary_get_unknown (vocabulary) != LAMINA_VOCABULARY_NONE)
    return g_strdup_printf (_("Read as “unknown”, as the training text has no such: %s"), unknown);

  return g_strdup_printf (_("Left out, as the training text has no such: %s"), unknown);
}

static void
changed_cb (LaminaPrompt *self)
{
  const LaminaVocabulary *vocabulary = get_vocabulary (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree guint32 *ids = NULL;
  g_autofree char *note = NULL;
  gsize n = 0;

  if (vocabulary != NULL)
    {
      ids = lamina_vocabulary_encode (vocabulary, text, &n, NULL);
      note = write_note (vocabulary, text);
    }
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  note != NULL ? note : "", -1);
  adw_message_dialog_set_response_enabled (self->dialog, "use", n > 0);
}

static void
response_cb (LaminaPrompt *self,
             const char   *response)
{
  if (g_str_equal (response, "use"))
    lamina_scene_set_prompt (get_scene (self), gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  else if (g_str_equal (response, "data"))
    lamina_scene_set_prompt (get_scene (self), NULL);
  else
    return;

  lamina_view_card_change_options (self->card);
}

static void
lamina_prompt_free (gpointer data)
{
  LaminaPrompt *self = data;

  g_object_unref (self->card);
  g_free (self);
}

static GtkWidget *
make_content (LaminaPrompt *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *prompt = lamina_scene_get_prompt (get_scene (self));

  self->entry = GTK_ENTRY (gtk_entry_new ());
  self->note = GTK_LABEL (gtk_label_new (""));
  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Start of the text"), -1);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), prompt != NULL ? prompt : "");
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_wrap_mode (self->note, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->note, 0);
  gtk_label_set_max_width_chars (self->note, 40);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));

  return box;
}

void
lamina_prompt_dialog_show (LaminaViewCard *card)
{
  LaminaPrompt *self = g_new0 (LaminaPrompt, 1);
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (card)));

  self->card = g_object_ref (card);
  self->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    root, _("Start of the Text"), _("The network goes on from what stands here.")));
  adw_message_dialog_set_extra_child (self->dialog, make_content (self));
  adw_message_dialog_add_responses (self->dialog, "cancel", _("_Cancel"), "data",
                                    _("_From the Data"), "use", _("_Go On from Here"), NULL);
  adw_message_dialog_set_response_appearance (self->dialog, "use", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (self->dialog, "data",
                                           lamina_scene_get_prompt (get_scene (self)) != NULL);
  adw_message_dialog_set_default_response (self->dialog, "use");
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  g_object_set_data_full (G_OBJECT (self->dialog), "prompt", self, lamina_prompt_free);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (response_cb), self);
  changed_cb (self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
