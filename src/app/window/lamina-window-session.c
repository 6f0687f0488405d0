/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lamina-format.h"
#include "lamina-project-content.h"
#include "lamina-recents.h"
#include "lamina-window-private.h"

/* Quitting does not keep anybody waiting longer. */
#define CLOSE_MSEC 1000

/* Training is written once a second: that this is under way is no news. Returns: (transfer full) */
static char *
describe_file (LaminaSession *session)
{
  const gint64 run = lamina_session_get_document (session)->run;
  g_autofree char *branch = run == LAMINA_BRANCH_MAIN
                              ? g_strdup (_("main"))
                              : g_strdup_printf (_("Run %" PRId64), run);
  const char *state = _("saved");

  if (lamina_session_is_read_only (session))
    state = _("read-only");
  else if (lamina_session_get_save_error (session) != NULL)
    state = _("not saved");

  return g_strjoin (" · ", branch, state, NULL);
}

static void
update_title (LaminaWindow *self)
{
  const char *name = lamina_session_get_name (self->session);
  /* Translators: a window's title: project, program */
  g_autofree char *title = g_strdup_printf (_("%s – Lamina"), name);
  g_autofree char *state = describe_file (self->session);
  /* The button's name hides what its labels say. */
  g_autofree char *description = g_strjoin (_(", "), name, state, NULL);

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->state_label, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->project_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_notice (LaminaWindow *self)
{
  const char *error = lamina_session_get_save_error (self->session);
  g_autofree char *message = NULL;

  if (lamina_session_is_read_only (self->session))
    {
      message = lamina_session_get_read_only_reason (self->session);
      lamina_notice_set (self->notice, message, "changes-prevent-symbolic", _("Save Elsewhere…"),
                         "win.save-elsewhere");
      return;
    }
  if (error == NULL)
    {
      lamina_notice_set (self->notice, NULL, NULL, NULL, NULL);
      return;
    }

  /* Translators: why it is not saved, a sentence */
  message = g_strdup_printf (_("Not saved, but Lamina keeps trying. %s"), error);
  lamina_notice_set (self->notice, message, "dialog-error-symbolic", _("Save Elsewhere…"),
                     "win.save-elsewhere");
}

/* The file may have another name now. */
static void
update_recents (LaminaWindow *self)
{
  const char *path = lamina_session_get_path (self->session);

  if (g_strcmp0 (path, self->path) == 0)
    return;

  if (self->path != NULL)
    lamina_recents_remove (self->path);
  g_free (self->path);
  self->path = g_strdup (path);
  if (path != NULL)
    lamina_recents_add (path);
}

/* Returns: (transfer full) (nullable): what is worth saying aloud */
static char *
describe_state (LaminaSession *session)
{
  g_autofree char *step = lamina_format_count (lamina_session_get_step (session));

  switch (lamina_session_get_play_state (session))
    {
    case LAMINA_PLAY_TRAINING:
      return g_strdup (_("Training"));
    case LAMINA_PLAY_PAUSED:
      return g_strdup_printf (_("Paused at step %s"), step);
    case LAMINA_PLAY_FINISHED:
      return g_strdup_printf (_("Finished at step %s"), step);
    case LAMINA_PLAY_REFUSED:
      return g_strdup (lamina_session_get_failure (session));
    case LAMINA_PLAY_EMPTY:
    case LAMINA_PLAY_LOADING:
    case LAMINA_PLAY_IDLE:
    default:
      return NULL;
    }
}

void
lamina_window_update_state (LaminaWindow *self)
{
  const LaminaPlayState state = lamina_session_get_play_state (self->session);

  lamina_window_update_actions (self);

  if (state != self->play_state)
    {
      g_autofree char *sentence = describe_state (self->session);

      self->play_state = state;
      if (sentence != NULL)
        lamina_window_announce (self, sentence);
    }

  if (self->wants_play && state != LAMINA_PLAY_LOADING && state != LAMINA_PLAY_EMPTY)
    {
      self->wants_play = FALSE;
      if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
        lamina_timeline_bar_focus_play (self->timeline);
    }
}

static void
changed_cb (LaminaWindow *self)
{
  update_title (self);
  lamina_window_update_state (self);
  lamina_window_wake (self);
}

static void
saved_cb (LaminaWindow *self)
{
  g_autofree char *error = lamina_session_take_rename_error (self->session);

  if (error != NULL)
    lamina_window_show_error (self, _("The Project Was Not Renamed"), error);
  update_title (self);
  update_notice (self);
  update_recents (self);
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
  /* Another layer or example is watched then, which a paused trainer answers too. */
  g_signal_connect_object (self->scene, "chosen", G_CALLBACK (lamina_window_wake), self,
                           G_CONNECT_SWAPPED);
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
  LaminaScene *old_scene = g_steal_pointer (&self->scene);

  lamina_window_sleep (self);
  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_data (old, self);
      g_signal_handlers_disconnect_by_data (old_scene, self);
    }

  g_set_object (&self->session, session);
  if (session != NULL)
    self->scene = lamina_scene_new (session);
  hand_out_scene (self);
  g_clear_object (&old_scene); /* Pages have let go of it now. */
  gtk_stack_set_visible_child_name (self->stack, session != NULL ? "project" : "start");
  lamina_window_update_actions (self);
  lamina_project_popover_set_session (self->project_popover, session);
  g_clear_pointer (&self->path, g_free);
  self->wants_play = FALSE;

  if (session == NULL)
    {
      g_object_set (self, "presenting", FALSE, NULL);
      gtk_window_set_title (GTK_WINDOW (self), "Lamina");
      return;
    }

  self->play_state = lamina_session_get_play_state (session);
  connect_session (self);
  saved_cb (self);
}

/* --- leaving --- */

static gboolean
close_cb (gpointer data)
{
  gtk_window_close (data);

  return G_SOURCE_REMOVE;
}

/* A dialogue's window must outlive its answer: GTK looks at it afterwards. */
static void
close_later (LaminaWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

static void
unsaved_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     LaminaWindow     *self)
{
  if (self->session == NULL)
    return;

  if (g_str_equal (response, "discard"))
    {
      lamina_session_close (self->session, 0, NULL);
      lamina_window_set_session (self, NULL);
    }
  else if (g_str_equal (response, "retry"))
    lamina_window_leave_session (self);
  else
    {
      self->is_closing = FALSE;
      if (g_str_equal (response, "elsewhere"))
        lamina_window_save_elsewhere (GTK_WIDGET (self), NULL, NULL);
    }

  if (self->session == NULL && self->is_closing)
    close_later (self);
}

/* @remedy: what is suggested instead, a response of unsaved_response_cb(), and its label */
static void
ask_about_unsaved (LaminaWindow *self,
                   const char   *why,
                   const char   *remedy,
                   const char   *label)
{
  AdwMessageDialog *dialog;
  g_autofree char *heading = NULL;

  /* Translators: the name of a project */
  heading = g_strdup_printf (_("“%s” Is Not Saved"), lamina_session_get_name (self->session));
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading, why));
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Keep Open"),
                                    "discard", _("Close _Without Saving"),
                                    remedy, label,
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, remedy, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, remedy);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (unsaved_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is being typed is an edit too, which a field makes when the focus leaves it. */
static void
end_typing (LaminaWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!GTK_IS_TEXT (focus))
    return;

  g_object_ref (focus);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (gtk_widget_get_mapped (focus))
    gtk_window_set_focus (GTK_WINDOW (self), focus);
  g_object_unref (focus);
}

gboolean
lamina_window_leave_session (LaminaWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL;

  if (self->session == NULL)
    return TRUE;

  end_typing (self);
  if (lamina_session_has_unsaved (self->session))
    {
      reason = lamina_session_get_read_only_reason (self->session);
      lamina_session_pause (self->session);
      ask_about_unsaved (self, reason, "elsewhere", _("Save Elsewhere…"));
      return FALSE;
    }
  if (!lamina_session_close (self->session, CLOSE_MSEC, &error))
    {
      ask_about_unsaved (self, error->message, "retry", _("_Try Again"));
      return FALSE;
    }

  lamina_window_set_session (self, NULL);
  return TRUE;
}
