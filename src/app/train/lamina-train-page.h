/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-page.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_TRAIN_PAGE (lamina_train_page_get_type ())

/* Training as it happens: the stack, the views, the settings. */
G_DECLARE_FINAL_TYPE (LaminaTrainPage, lamina_train_page, LAMINA, TRAIN_PAGE, LaminaPage)

G_END_DECLS
