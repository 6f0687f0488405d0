/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-table.h"

G_BEGIN_DECLS

/* A date such as 2024-02-29, 2024-02 or 2024/02/29, with or without a time of day such as
 * T13:05 or " 13:05:30", as seconds from some day on. Nothing else, in no locale. */
gboolean lamina_time_parse         (const char         *text,
                                    double             *seconds);
/* Returns: whether every cell of a column is such a date */
gboolean lamina_column_is_time     (const LaminaColumn *column);

/**
 * lamina_table_place_rows:
 * @time: the column that says when each row is
 * @rows: [n], rising
 * @may_have_gaps: whether rows may be missing
 * @error: %LAMINA_ERROR_FORMAT names the line where the time does not rise, or where rows are
 *   missing
 *
 * Counts the steps of time, whose length is the median of what lies between two rows.
 *
 * Returns: (transfer full) (nullable): [n], from 0
 */
guint32 *lamina_table_place_rows   (const LaminaTable  *table,
                                    gsize               time,
                                    const guint32      *rows,
                                    gsize               n,
                                    gboolean            may_have_gaps,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
