/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-plot.h"

G_BEGIN_DECLS

/* Lets pointer and keyboard move the ends of a walk on a picture that has a map. */
void lamina_plot_add_hand (LaminaPlot *self);

G_END_DECLS
