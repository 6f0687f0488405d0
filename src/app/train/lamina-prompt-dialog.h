/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view-card.h"

G_BEGIN_DECLS

/* Asks how the text begins that the network goes on with, and says what it does not know of it. */
void lamina_prompt_dialog_show (LaminaViewCard *card);

G_END_DECLS
