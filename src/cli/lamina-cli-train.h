/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-report.h"
#include "lamina-session.h"

G_BEGIN_DECLS

/* What a run came to: the JSON of "train", and a few lines of text. @seconds: this call's time,
 * @first_step: where it started */
void lamina_cli_report_run     (LaminaReport  *report,
                                LaminaSession *session,
                                guint64        first_step,
                                double         seconds);

/* Metrics of a record by their ids, with @prefix before them. */
void lamina_cli_report_metrics (LaminaReport     *report,
                                const LmTraining *training,
                                const LmRecord   *record,
                                const char       *prefix);

/* @error: if a parameter's gradient is missing in @snapshot */
gboolean lamina_cli_write_gradients (LmSnapshot  *snapshot,
                                     const char  *path,
                                     GError     **error);
/* (transfer full): a watch that sees the gradients of all layers */
LmWatch *lamina_cli_watch_gradients (LmNetwork   *network) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
