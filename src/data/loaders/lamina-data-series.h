/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-table.h"
#include "lamina-data-windows.h"

G_BEGIN_DECLS

/**
 * lamina_data_draft_new_from_series:
 * @time: a column's name or number from 1; empty: the first that holds dates, if any
 * @error: %LAMINA_ERROR_FORMAT names the cell, the line or the column
 *
 * Like lamina_data_draft_new_from_table() for a table whose rows follow each other in time: the
 * past of the targets, of which there may be several, is among the inputs. Where rows are left
 * out, no window spans the gap; the same where steps are missing in @time.
 */
LaminaDataDraft *lamina_data_draft_new_from_series (const LaminaTable        *table,
                                                    const LaminaTableChoice  *choice,
                                                    const char               *time,
                                                    const LaminaForecast     *forecast,
                                                    GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
