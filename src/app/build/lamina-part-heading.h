/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "lamina-session.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_PART_HEADING (lamina_part_heading_get_type ())

/* Above the layers of a generator or a discriminator: its letter, its name, how many parameters it
 * has. While it is empty it says what belongs into it.
 *
 * Signal "add": the button of an empty part was pressed.
 */
G_DECLARE_FINAL_TYPE (LaminaPartHeading, lamina_part_heading, LAMINA, PART_HEADING, GtkWidget)

/* @has_hint: whether it tells, while it is empty */
GtkWidget  *lamina_part_heading_new    (LmPart             part,
                                        gboolean           has_hint);
LmPart      lamina_part_heading_get_part (LaminaPartHeading *self);
void        lamina_part_heading_update (LaminaPartHeading *self,
                                        LaminaSession     *session);

/* "Generator", translated; "G", the same in every language. */
const char *lamina_part_get_title      (LmPart             part);
const char *lamina_part_get_letter     (LmPart             part);

G_END_DECLS
