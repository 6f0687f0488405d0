/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-table.h"

G_BEGIN_DECLS

/* Which cells of a table are taken. */
typedef struct
{
  const LaminaTable *table;
  gsize              target;   /* column */
  gsize             *targets;  /* [n_targets]: that one, and others of a series */
  gsize              n_targets;
  gboolean          *is_target; /* [n_columns] */
  gboolean          *is_input; /* [n_columns] */
  guint32           *rows;     /* [n_rows] of the table */
  gsize              n_rows;
} LaminaTablePlan;

/* Fills in @column from a name, or a number from 1; a name is meant before a number. */
gboolean lamina_table_look_up     (const LaminaTable      *table,
                                   const char             *name,
                                   gsize                  *column,
                                   GError                **error);
void    lamina_column_sort_levels (const LaminaColumn     *column,
                                   guint32               **order,
                                   guint32               **ranks);
/* Names the target and its classes in @draft. Returns: (transfer full) (nullable): [n_rows] */
double *lamina_plan_make_y        (const LaminaTablePlan  *self,
                                   LaminaDataDraft        *draft,
                                   LaminaTask              task,
                                   GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* Step by step: fills in columns and targets; then rows; then the columns of @draft. */
gboolean lamina_plan_find_columns (LaminaTablePlan          *self,
                                   const LaminaTableChoice  *choice,
                                   GError                  **error);
gboolean lamina_plan_choose_rows  (LaminaTablePlan          *self,
                                   const LaminaTableChoice  *choice,
                                   GError                  **error);
gboolean lamina_plan_add_columns  (LaminaTablePlan          *self,
                                   LaminaDataDraft          *draft,
                                   const LaminaTableChoice  *choice,
                                   GError                  **error);
/* Returns: (transfer full) (nullable): [n_rows, n_columns] */
double  *lamina_plan_make_x       (const LaminaTablePlan    *self,
                                   gsize                     n_columns,
                                   GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
void     lamina_table_plan_clear  (LaminaTablePlan          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaTablePlan, lamina_table_plan_clear)

G_END_DECLS
