/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-window-private.h"

/* Quitting does not keep anybody waiting longer. */
#define CLOSE_MSEC 1000

static void
update_title (LaminaWindow *self)
{
  const char *name = lamina_session_get_name (self->session);
  const char *state = _("saved");
  g_autofree char *title = NULL;

  if (lamina_session_is_read_only (self->session))
    state = _("read-only");
  else if (lamina_session_get_save_error (self->session) != NULL)
    state = _("not saved");
  else if (!lamina_session_is_saved (self->session))
    state = _("saving…");

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->state_label, state);
  /* Translators: a window's title: project, program */
  title = g_strdup_printf (_("%s – Lamina"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
changed_cb (LaminaWindow *self)
{
  lamina_window_update_actions (self);
  lamina_window_wake (self);
}

static void
saved_cb (LaminaWindow *self)
{
  update_title (self);
  lamina_window_wake (self);
}

static void
connect_session (LaminaWindow *self)
{
  static const char *const signals[] = { "changed", "network", "data", "state" };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->session, signals[i], G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
}

static void
hand_out_scene (LaminaWindow *self)
{
  g_autoptr(GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->pages));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(AdwViewStackPage) page = g_list_model_get_item (pages, i);

      lamina_page_set_scene (LAMINA_PAGE (adw_view_stack_page_get_child (page)), self->scene);
    }
  lamina_timeline_bar_set_scene (self->timeline, self->scene);
}

void
lamina_window_set_session (LaminaWindow  *self,
                           LaminaSession *session)
{
  g_autoptr(LaminaSession) old = g_steal_pointer (&self->session);
  g_autoptr(LaminaScene) old_scene = g_steal_pointer (&self->scene);

  lamina_window_sleep (self);
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);

  g_set_object (&self->session, session);
  if (session != NULL)
    self->scene = lamina_scene_new (session);
  hand_out_scene (self);
  gtk_stack_set_visible_child_name (self->stack, session != NULL ? "project" : "start");
  lamina_window_update_actions (self);

  if (session == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), "Lamina");
      return;
    }

  connect_session (self);
  update_title (self);
  lamina_window_wake (self);
}

/* --- leaving --- */

static void
leave (LaminaWindow *self)
{
  lamina_window_set_session (self, NULL);
  if (self->is_closing)
    gtk_window_close (GTK_WINDOW (self));
}

static void
unsaved_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     LaminaWindow     *self)
{
  if (self->session == NULL)
    return;

  if (g_str_equal (response, "discard"))
    leave (self);
  else if (!g_str_equal (response, "retry"))
    self->is_closing = FALSE;
  else if (lamina_window_leave_session (self) && self->is_closing)
    gtk_window_close (GTK_WINDOW (self));
}

static void
ask_about_unsaved (LaminaWindow *self,
                   const GError *error)
{
  AdwMessageDialog *dialog;
  g_autofree char *heading = NULL;

  /* Translators: the name of a project */
  heading = g_strdup_printf (_("“%s” Is Not Saved"), lamina_session_get_name (self->session));
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading, error->message));
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Keep Open"),
                                    "discard", _("Close _Without Saving"),
                                    "retry", _("_Try Again"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "retry", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "retry");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (unsaved_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
lamina_window_leave_session (LaminaWindow *self)
{
  g_autoptr(GError) error = NULL;

  if (self->session == NULL)
    return TRUE;

  if (!lamina_session_close (self->session, CLOSE_MSEC, &error))
    {
      ask_about_unsaved (self, error);
      return FALSE;
    }

  lamina_window_set_session (self, NULL);
  return TRUE;
}
