/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-progress.h"

#include <glib/gi18n-lib.h>

#include "lamina-error.h"

gboolean
lamina_data_check_cancelled (GCancellable  *cancellable,
                             GError       **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return TRUE;

  g_set_error_literal (error, LAMINA_ERROR, LAMINA_ERROR_CANCELLED,
                       _("Loading the data was cancelled"));

  return FALSE;
}

void
lamina_data_part_report (const LaminaDataPart *self,
                         double                fraction)
{
  if (self->progress != NULL)
    self->progress (self->from + (self->to - self->from) * CLAMP (fraction, 0, 1), self->user_data);
}

void
lamina_data_part_progress_cb (double   fraction,
                              gpointer part)
{
  lamina_data_part_report (part, fraction);
}

void
lamina_data_part_bytes_cb (goffset  current,
                           goffset  total,
                           gpointer part)
{
  lamina_data_part_report (part, total > 0 ? (double) current / (double) total : 1);
}
