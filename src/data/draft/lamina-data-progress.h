/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @fraction: 0 … 1. Called on the loading thread, a few hundred times at most. */
typedef void (*LaminaDataProgress) (double   fraction,
                                    gpointer user_data);

/* Turns a part of the work into a part of the progress. */
typedef struct
{
  LaminaDataProgress progress; /* (nullable) */
  gpointer           user_data;
  double             from, to;
} LaminaDataPart;

void     lamina_data_part_report      (const LaminaDataPart *self,
                                       double                fraction);
/* The same as a #LaminaDataProgress; @part: a #LaminaDataPart */
void     lamina_data_part_progress_cb (double                fraction,
                                       gpointer              part);
/* A #GFileProgressCallback; @part: a #LaminaDataPart */
void     lamina_data_part_bytes_cb    (goffset               current,
                                       goffset               total,
                                       gpointer              part);

gboolean lamina_data_check_cancelled  (GCancellable         *cancellable,
                                       GError              **error);

G_END_DECLS
