/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-page.h"
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
  GtkMenuButton     *project_button;
  GtkLabel          *name_label;
  GtkLabel          *state_label;
  GtkButton         *undo_button;
  GtkButton         *redo_button;
  GtkLabel          *announcement;

  LaminaSession *session;
  GtkWidget     *shown_page; /* borrowed: the page whose panes are followed */
  gboolean       is_presenting;

  /* lamina-window-poll.c */
  guint    tick_id;
  guint    timeout_id;
  gint64   polled_usec;

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
/* Pauses, saves and lets go. Returns: %FALSE if the file does not hold everything: the user is asked */
gboolean lamina_window_close_session (LaminaWindow *self);

/* lamina-window-poll.c */
void lamina_window_sleep           (LaminaWindow   *self);

/* (nullable) */
LaminaPage *lamina_window_get_page (LaminaWindow   *self);

G_END_DECLS
