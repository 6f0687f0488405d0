/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-report.h"

G_BEGIN_DECLS

/* @text: (transfer full). Returns: the finding, to be filled in further */
LaminaFinding *lamina_report_add        (GPtrArray           *report,
                                         const char          *id,
                                         LaminaFindingLevel   level,
                                         char                *text,
                                         const char          *remedy);
/* Does nothing for other data. */
void           lamina_report_check_text (GPtrArray           *report,
                                         const LaminaDataSet *set);

void           lamina_report_check_series (GPtrArray         *report,
                                           const LaminaDataSet *set);

G_END_DECLS
