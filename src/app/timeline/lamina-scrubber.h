/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_SCRUBBER (lamina_scrubber_get_type ())

/* The loss curve of the whole run as a slider over its steps: hover reads a step, the wheel and
 * + − 0 zoom.
 *
 * Signal "seek" (guint64 step): the user wants to be at that step.
 */
G_DECLARE_FINAL_TYPE (LaminaScrubber, lamina_scrubber, LAMINA, SCRUBBER, GtkWidget)

/* (nullable) @scene: referenced */
void lamina_scrubber_set_scene (LaminaScrubber *self,
                                LaminaScene    *scene);
/* Shows the whole run again. */
void lamina_scrubber_zoom_out  (LaminaScrubber *self);

G_END_DECLS
