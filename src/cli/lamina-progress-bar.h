/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"

G_BEGIN_DECLS

/* One line on stderr that is written again and again; only on a terminal. */
typedef struct _LaminaProgressBar LaminaProgressBar;

/* @is_wanted: not with --json */
LaminaProgressBar *lamina_progress_bar_new    (gboolean           is_wanted) G_GNUC_WARN_UNUSED_RESULT;
/* Leaves the line as it was last. */
void               lamina_progress_bar_free   (LaminaProgressBar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaProgressBar, lamina_progress_bar_free)
/* As often as one likes: it writes a few times a second. @goal: the last step */
void               lamina_progress_bar_update (LaminaProgressBar *self,
                                               LaminaSession     *session,
                                               guint64            goal);

G_END_DECLS
