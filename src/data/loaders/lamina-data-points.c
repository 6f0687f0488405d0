/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-points.h"

#include <math.h>

#include "lm-random.h"

/* How often progress is told and cancelling asked for. */
#define STRIDE 4096

const char *const lamina_point_class_names[] = {
  "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", NULL
};

double
lamina_data_round (double value)
{
  return rint (value * 0x1p16) * 0x1p-16;
}

static gboolean
lamina_points_fill (const LaminaPoints    *self,
                    int                    seed,
                    double                *x,
                    double                *y,
                    const LaminaDataPart  *part,
                    GCancellable          *cancellable,
                    GError               **error)
{
  const guint32 stream = lm_random_stream (self->id);
  const LmRandom common = { (guint64) seed, stream, 0, 0 };
  lm_real phase;

  lm_random_uniform (&common, &phase, 1);
  for (gsize i = 0; i < self->n; i++)
    {
      LmRandom random = { (guint64) seed, stream, i, 1 };
      lm_real u, noise[2];

      if (i % STRIDE == 0 && !lamina_data_check_cancelled (cancellable, error))
        return FALSE;
      if (i % STRIDE == 0)
        lamina_data_part_report (part, (double) i / (double) self->n);

      lm_random_uniform (&random, &u, 1);
      random.index = 2;
      lm_random_normal (&random, noise, 2);

      y[i] = (double) (i % self->n_classes);
      self->place (self->instance, i % self->n_classes, (double) u, (double) phase, x + 2 * i);
      for (int k = 0; k < 2; k++)
        x[2 * i + (gsize) k] =
          lamina_data_round (x[2 * i + (gsize) k] + self->noise * (double) noise[k]);
    }

  return TRUE;
}

LaminaDataDraft *
lamina_data_draft_new_from_points (const LaminaPoints  *points,
                                   int                  seed,
                                   GCancellable        *cancellable,
                                   LaminaDataProgress   progress,
                                   gpointer             progress_data,
                                   GError             **error)
{
  const LaminaDataPart part = { progress, progress_data, 0, 1 };
  g_autoptr(LaminaDataDraft) self = lamina_data_draft_new (points->title, LAMINA_DATA_INPUT_POINTS,
                                                           1, (gsize[]) { 2 });
  g_autofree double *x = lamina_data_alloc_doubles (points->n, 2, error);
  g_autofree double *y = x != NULL ? lamina_data_alloc_doubles (points->n, 1, error) : NULL;

  if (y == NULL || !lamina_points_fill (points, seed, x, y, &part, cancellable, error))
    return NULL;

  self->title_is_ours = TRUE;
  self->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (self, "x", NULL);
  lamina_data_draft_add_column (self, "y", NULL);
  lamina_data_draft_add_target (self, "class");
  lamina_data_draft_add_classes (self, points->class_names, points->n_classes, TRUE);
  lamina_data_draft_take_block (self, LAMINA_BLOCK_TRAINING, points->n,
                                g_bytes_new_take (g_steal_pointer (&x),
                                                  2 * points->n * sizeof (double)),
                                g_steal_pointer (&y));

  return g_steal_pointer (&self);
}
