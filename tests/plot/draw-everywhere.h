/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view.h"

G_BEGIN_DECLS

/* Draws with the pointer everywhere; nothing may be drawn outside. */
void draw_everywhere (const LaminaViewClass *view,
                      const LaminaFrame     *frame,
                      LaminaScheme           scheme,
                      double                 width,
                      double                 height);

G_END_DECLS
