/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_TIMELINE_BAR (lamina_timeline_bar_get_type ())

/* Transport, scrubber and read-out, under all pages. Properties: "scene"; "compact": a strip
 * with the play button and one sentence. */
G_DECLARE_FINAL_TYPE (LaminaTimelineBar, lamina_timeline_bar, LAMINA, TIMELINE_BAR, GtkWidget)

LaminaScene   *lamina_timeline_bar_get_scene   (LaminaTimelineBar *self);
void           lamina_timeline_bar_set_scene   (LaminaTimelineBar *self,
                                                LaminaScene       *scene);
gboolean       lamina_timeline_bar_is_compact  (LaminaTimelineBar *self);
void           lamina_timeline_bar_set_compact (LaminaTimelineBar *self,
                                                gboolean           compact);
/* Puts the focus on the play button. */
void           lamina_timeline_bar_focus_play  (LaminaTimelineBar *self);

G_END_DECLS
