/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

/* The engine's view of a data set. read() scales the examples as it copies them,
 * neither allocates nor fails, and may run on any thread.
 * @set: referenced
 * Returns: (transfer full)
 */
LmSource *lamina_data_source_new (LaminaDataSet *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
