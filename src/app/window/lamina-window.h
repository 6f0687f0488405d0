/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-application.h"
#include "lamina-session.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_WINDOW (lamina_window_get_type ())

/* The start page, or one open project with its pages and the timeline.
 *
 * Widgets inside reach it by lamina_window_of(), or call its actions by name:
 *
 *   win.play           plays, or pauses          win.undo, win.redo
 *   win.pause          pauses                    win.show-page (s)    "data", "build", "train"
 *   win.step           trains one step           win.show-start-pane  toggles, as the next
 *   win.start-over     after asking              win.show-end-pane    the inspector
 *   win.show-start     back to all projects      win.present          toggles: stage and timeline only
 *   win.new-project    an empty one              win.next-pane
 *   win.open, win.import-data, win.import-folder win.rename, win.duplicate, win.export-model
 */
G_DECLARE_FINAL_TYPE (LaminaWindow, lamina_window, LAMINA, WINDOW, AdwApplicationWindow)

LaminaWindow  *lamina_window_new         (LaminaApplication *app);
/* Returns: (nullable): the window that @widget is in */
LaminaWindow  *lamina_window_of          (GtkWidget         *widget);

/* A project, or data that become a new project; a failure is told in a dialogue. */
void           lamina_window_open        (LaminaWindow      *self,
                                          GFile             *file);
/* (nullable) */
LaminaSession *lamina_window_get_session (LaminaWindow      *self);

/* Polls the session once a frame from now on, until it has no more to tell. Signals of the session
 * do it by themselves; it is needed after lamina_session_set_watch() and the like. */
void           lamina_window_wake        (LaminaWindow      *self);

/* @id: "data", "build", "train" */
void           lamina_window_show_page   (LaminaWindow      *self,
                                          const char        *id);

/* @text: no markup, as it may hold the names of files. Returns: (transfer full) */
AdwToast      *lamina_toast_new          (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
/* @toast: (transfer full) */
void           lamina_window_add_toast   (LaminaWindow      *self,
                                          AdwToast          *toast);
/* Says @sentence to those who do not see the window; once a second at the most, the newest wins. */
void           lamina_window_announce    (LaminaWindow      *self,
                                          const char        *sentence);

/* An edit through the session. @error: as the session's functions */
typedef gboolean (*LaminaEditFunc) (LaminaSession  *session,
                                gpointer        data,
                                GError        **error);

/**
 * lamina_window_edit:
 * @edit: may be called twice
 * @data: (nullable)
 * @destroy: (nullable): frees @data
 *
 * Calls @edit. If what was trained would no longer fit (%LAMINA_ERROR_RUN_BEGUN), asks whether to
 * start over, and calls it again after a yes.
 *
 * Returns: whether it is done; if not, @error is the sentence for the place where the edit was made,
 * and is not set where the user is being asked
 */
gboolean       lamina_window_edit        (LaminaWindow      *self,
                                          LaminaEditFunc         edit,
                                          gpointer           data,
                                          GDestroyNotify     destroy,
                                          GError           **error);

G_END_DECLS
