/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-source.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lm-error.h"

const char *const lm_split_ids[LM_N_SPLITS + 1] = { "training", "validation", "test", NULL };

LmSource *
lm_source_ref (LmSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lm_source_unref (LmSource *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    self->klass->free (self);
}

gboolean
lm_source_read (LmSource       *self,
                LmSplit         split,
                const guint32  *indices,
                gsize           n,
                const LmBatch  *batch,
                GError        **error)
{
  const gsize n_steps = self->input.dim[1];

  if (!self->klass->read (self, split, indices, n, batch, error))
    return FALSE;

  for (gsize i = 0; self->has_lengths && i < n; i++)
    {
      if (batch->lengths[i] >= 1 && batch->lengths[i] <= n_steps)
        continue;

      g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                   _("Sequence %" PRIu32 " of the data has %" PRIu32 " steps, and may have 1 to "
                     "%zu: leave it out, or cut it"),
                   indices[i] + 1, batch->lengths[i], n_steps);
      return FALSE;
    }

  return TRUE;
}

gsize
lm_source_get_contiguous (gsize n_examples,
                          gsize batch_size,
                          gsize place)
{
  const gsize step = place / batch_size, row = place % batch_size;
  const gsize n_each = n_examples / batch_size, n_longer = n_examples % batch_size;

  return row * n_each + MIN (row, n_longer) + step; /* The first rows have one more. */
}
