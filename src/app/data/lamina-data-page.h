/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-page.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_DATA_PAGE (lamina_data_page_get_type ())

/* What is learnt from: the source, its pipeline, its examples. */
G_DECLARE_FINAL_TYPE (LaminaDataPage, lamina_data_page, LAMINA, DATA_PAGE, LaminaPage)

G_END_DECLS
