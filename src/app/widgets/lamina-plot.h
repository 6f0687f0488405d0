/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-scene.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_PLOT (lamina_plot_get_type ())

/* Shows any view of a scene, live. The picture follows the session's signals, at most 20 times a
 * second, and only while it is on the screen. */
G_DECLARE_FINAL_TYPE (LaminaPlot, lamina_plot, LAMINA, PLOT, GtkWidget)

/* @scene: referenced */
LaminaPlot            *lamina_plot_new         (LaminaScene           *scene,
                                                const LaminaViewClass *klass) G_GNUC_WARN_UNUSED_RESULT;
const LaminaViewClass *lamina_plot_get_view    (LaminaPlot            *self);
LaminaScene           *lamina_plot_get_scene   (LaminaPlot            *self);

/* Borrowed; after a change call lamina_plot_apply_options(). */
LaminaOptions         *lamina_plot_get_options (LaminaPlot            *self);
void                   lamina_plot_apply_options (LaminaPlot          *self);
/* The layer that is shown; -1: the one that is chosen. */
gssize                 lamina_plot_get_layer   (LaminaPlot            *self);
void                   lamina_plot_set_layer   (LaminaPlot            *self,
                                                gssize                 layer);
/* Holds the present step, layer and example while the rest moves on. */
gboolean               lamina_plot_is_pinned   (LaminaPlot            *self);
void                   lamina_plot_set_pinned  (LaminaPlot            *self,
                                                gboolean               pinned);
/* What is drawn now, with its options. */
LaminaFrame            lamina_plot_get_frame   (LaminaPlot            *self);
/* Draws again soon, and tells its content anew. */
void                   lamina_plot_refresh     (LaminaPlot            *self);
/* The same, and tells it at once: whoever chose something wants to hear of it. */
void                   lamina_plot_tell        (LaminaPlot            *self);

G_END_DECLS
