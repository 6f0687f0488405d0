/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view.h"

G_BEGIN_DECLS

/* What views of a generator and a discriminator ask for; the frame has a forge. */
void lamina_forge_add_to_watch (const LaminaFrame *frame,
                                LaminaWatch        watches,
                                LmWatch           *watch);

G_END_DECLS
