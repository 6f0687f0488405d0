/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-error.h"
#include "lamina-window-private.h"

typedef struct
{
  LaminaWindow   *window; /* borrowed: the dialogue does not outlive it */
  LaminaSession  *session; /* referenced: the window may go on to another one */
  LaminaEditFunc      edit;
  gpointer        data;
  GDestroyNotify  destroy;
} Edit;

static void
edit_free (gpointer  data,
           GClosure *closure)
{
  Edit *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_object_unref (self->session);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Edit             *self)
{
  g_autoptr(GError) error = NULL;

  if (self->session != self->window->session || !g_str_equal (response, "start-over"))
    return;

  lamina_session_start_over (self->session);
  if (!self->edit (self->session, self->data, &error))
    lamina_window_add_toast (self->window, lamina_toast_new (error->message));
}

static void
ask_to_start_over (Edit       *edit,
                   const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (edit->window), _("Start Over?"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "start-over", _("_Start Over"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "start-over",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "start-over");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), edit,
                         edit_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
lamina_window_edit (LaminaWindow    *self,
                    LaminaEditFunc       edit,
                    gpointer         data,
                    GDestroyNotify   destroy,
                    GError         **error)
{
  g_autoptr(GError) local = NULL;
  Edit *waiting;

  g_return_val_if_fail (LAMINA_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (self->session != NULL, FALSE);

  waiting = g_new (Edit, 1);
  *waiting = (Edit) { self, g_object_ref (self->session), edit, data, destroy };

  if (edit (self->session, data, &local))
    {
      edit_free (waiting, NULL);
      return TRUE;
    }

  if (g_error_matches (local, LAMINA_ERROR, LAMINA_ERROR_RUN_BEGUN))
    {
      ask_to_start_over (waiting, _("What was trained does not fit the change. Training starts "
                                    "again at step 0; the run so far is kept, and undo brings it "
                                    "back."));
      return FALSE;
    }

  edit_free (waiting, NULL);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
change_nothing (LaminaSession  *session,
                gpointer        data,
                GError        **error)
{
  return TRUE;
}

void
lamina_window_start_over (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  LaminaWindow *self = LAMINA_WINDOW (widget);
  Edit *edit;

  if (self->session == NULL)
    return;

  edit = g_new (Edit, 1);
  *edit = (Edit) { self, g_object_ref (self->session), change_nothing, NULL, NULL };
  ask_to_start_over (edit, _("Training starts again at step 0; the run so far is kept, and undo "
                             "brings it back."));
}
