/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-session.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_TRAINS_SWITCH (lamina_trains_switch_get_type ())

/* D | D + G | G: what one step trains of a model of two parts. It can be turned in mid-run. */
G_DECLARE_FINAL_TYPE (LaminaTrainsSwitch, lamina_trains_switch, LAMINA, TRAINS_SWITCH, GtkWidget)

/* Shows what is set. */
void lamina_trains_switch_update (LaminaTrainsSwitch *self,
                                  LaminaSession      *session);

G_END_DECLS
