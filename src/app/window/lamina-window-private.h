/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-notice.h"
#include "lamina-page.h"
#include "lamina-project-popover.h"
#include "lamina-start-page.h"
#include "lamina-timeline-bar.h"
#include "lamina-window.h"

G_BEGIN_DECLS

struct _LaminaWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay   *toasts;
  GtkStack          *stack; /* "start", "project" */
  LaminaStartPage   *start_page;
  AdwHeaderBar      *header;
  AdwViewSwitcher   *switcher;
  AdwViewStack      *pages;
  LaminaTimelineBar *timeline;
  LaminaNotice      *notice;
  GtkMenuButton     *project_button;
  LaminaProjectPopover *project_popover;
  GtkLabel          *name_label;
  GtkLabel          *state_label;
  GtkButton         *undo_button;
  GtkButton         *redo_button;
  GtkMenuButton     *menu_button;
  GtkMenuButton     *export_button;
  GtkLabel          *announcement;

  LaminaSession *session;
  LaminaScene   *scene;
  GCancellable  *opening;     /* (nullable): while a project is being opened */
  char          *path;        /* (nullable): of the session, as the list of recents knows it */
  LaminaPlayState play_state; /* as it was announced last */
  gboolean       wants_play;  /* The play button takes the focus as soon as it can be pressed. */
  gboolean       is_presenting;
  gboolean       is_closing;  /* As soon as the project is saved, or given up. */

  /* lamina-window-poll.c */
  guint    poll_id;

  /* lamina-window-announce.c */
  char    *unsaid;
  guint    announce_id;
};

/* lamina-window-actions.c */
void lamina_window_install_actions (GtkWidgetClass *widget_class);
/* Which actions can be used now, and what undo and redo say. */
void lamina_window_update_actions  (LaminaWindow   *self);

/* lamina-window-session.c */
/* @session: (nullable): shows the start page */
void lamina_window_set_session     (LaminaWindow   *self,
                                    LaminaSession  *session);
/* After the play state or what undo would do has changed. */
void lamina_window_update_state    (LaminaWindow   *self);
/* Pauses, saves, and shows the start page. Returns: %FALSE if the file does not hold everything: the
 * project is still there, and the user is being asked */
gboolean lamina_window_leave_session (LaminaWindow *self);

/* lamina-window-files.c: actions, and what is chosen or dropped */
void lamina_window_new_empty         (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_new_from_template (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_open_path         (LaminaWindow *self,
                                      const char   *path);
/* @files: GFile; a project, or files of data */
void lamina_window_open_files        (LaminaWindow *self,
                                      GListModel   *files);

/* lamina-window-project.c: actions */
void lamina_window_show_in_folder    (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_show_file         (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_duplicate         (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_save_elsewhere    (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);

/* lamina-window-edit.c: an action, which asks first; the run is kept */
void lamina_window_start_over        (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);

/* lamina-window-export.c: actions */
void lamina_window_export_model      (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
/* Opens the menu of formats. */
void lamina_window_choose_format     (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);

/* lamina-window-dialogs.c */
void lamina_window_show_error        (LaminaWindow *self,
                                      const char   *heading,
                                      const char   *body);
/* Modal, in the folder of projects. Returns: (transfer full) */
GtkFileChooserNative *lamina_window_choose (LaminaWindow         *self,
                                            const char           *title,
                                            GtkFileChooserAction  action,
                                            const char           *accept) G_GNUC_WARN_UNUSED_RESULT;
void lamina_window_choose_project    (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_choose_data       (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
void lamina_window_choose_data_folder (GtkWidget    *widget,
                                      const char   *name,
                                      GVariant     *parameter);
gboolean lamina_window_drop_cb       (GtkDropTarget *target,
                                      const GValue  *value,
                                      double         x,
                                      double         y,
                                      LaminaWindow  *self);

/* lamina-window-poll.c */
void lamina_window_sleep           (LaminaWindow   *self);

/* (nullable) */
LaminaPage *lamina_window_get_page (LaminaWindow   *self);

G_END_DECLS
