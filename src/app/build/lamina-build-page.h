/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-page.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_BUILD_PAGE (lamina_build_page_get_type ())

/* The palette, the stack of layers, the fields of the chosen one. */
G_DECLARE_FINAL_TYPE (LaminaBuildPage, lamina_build_page, LAMINA, BUILD_PAGE, LaminaPage)

G_END_DECLS
