/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAMINA_TYPE_CONTINUE (lamina_continue_get_type ())

/* "Continue": the projects that were open last, each as a tile. Not visible while there are none.
 * The files are looked into on a thread. */
G_DECLARE_FINAL_TYPE (LaminaContinue, lamina_continue, LAMINA, CONTINUE, GtkWidget)

void lamina_continue_reload      (LaminaContinue *self);
/* As many projects are shown until the user asks for all. */
void lamina_continue_set_columns (LaminaContinue *self,
                                  guint           n);
/* Only projects with these words in their names, of all there are; "" for the newest. */
void lamina_continue_set_words   (LaminaContinue *self,
                                  const char     *words);

G_END_DECLS
