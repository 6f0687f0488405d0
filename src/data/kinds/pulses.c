/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"
#include "lm-random.h"

/* How often progress is told and cancelling asked for. */
#define STRIDE 4096

typedef struct
{
  int    n_examples;
  int    window;
  double noise;
} LaminaPulses;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaPulses, n_examples), 10, 1e6, 2000,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "window", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaPulses, window), 2, 1000, 10,
    N_("Window"), N_("Steps of a series: the more, the longer a network has to remember") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaPulses, noise), 0, 1, 0.1,
    N_("Noise"), N_("Deviation that is added to each step; the pulses' height is 1") },
  { NULL },
};

static const char *const class_names[] = { N_("Up first"), N_("Down first"), NULL };

/* Two pulses at different places, of which the first one goes up or down as @label says. */
static void
lamina_pulses_draw (const LaminaPulses *self,
                    int                 seed,
                    gsize               index,
                    double             *x)
{
  const guint32 stream = lm_random_stream ("pulses");
  const LmRandom places = { (guint64) seed, stream, index, 0 };
  const LmRandom grain = { (guint64) seed, stream, index, 1 };
  const gsize n = (gsize) self->window, label = index % 2;
  g_autofree lm_real *noise = g_new (lm_real, n);
  lm_real u[2];
  gsize a, b;

  lm_random_uniform (&places, u, 2);
  lm_random_normal (&grain, noise, n);
  a = (gsize) (u[0] * (lm_real) n);
  b = (gsize) (u[1] * (lm_real) (n - 1));
  b += b >= a;

  for (gsize i = 0; i < n; i++)
    x[i] = self->noise * (double) noise[i];
  x[MIN (a, b)] += label == 0 ? 1 : -1;
  x[MAX (a, b)] += label == 0 ? -1 : 1;
  for (gsize i = 0; i < n; i++)
    x[i] = lamina_data_round (x[i]);
}

static LaminaDataDraft *
lamina_pulses_load (gconstpointer        instance,
                    int                  seed,
                    GCancellable        *cancellable,
                    LaminaDataProgress   progress,
                    gpointer             progress_data,
                    GError             **error)
{
  const LaminaPulses *self = instance;
  const LaminaDataPart part = { progress, progress_data, 0, 1 };
  const gsize n = (gsize) self->n_examples, window = (gsize) self->window;
  g_autofree double *x = lamina_data_alloc_doubles (n, window, error);
  g_autofree double *y = x != NULL ? lamina_data_alloc_doubles (n, 1, error) : NULL;
  LaminaDataDraft *draft;

  for (gsize i = 0; y != NULL && i < n; i++)
    {
      if (i % STRIDE == 0)
        lamina_data_part_report (&part, (double) i / (double) n);
      if (i % STRIDE == 0 && !lamina_data_check_cancelled (cancellable, error))
        return NULL;

      lamina_pulses_draw (self, seed, i, x + i * window);
      y[i] = (double) (i % 2);
    }

  if (y == NULL)
    return NULL;

  draft = lamina_data_draft_new (N_("Pulses"), LAMINA_DATA_INPUT_SERIES, 2,
                                 (gsize[]) { window, 1 });
  draft->title_is_ours = TRUE;
  draft->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (draft, "x", NULL);
  lamina_data_draft_add_target (draft, "class");
  lamina_data_draft_add_classes (draft, class_names, 2, TRUE);
  lamina_data_draft_take_block (draft, LAMINA_BLOCK_TRAINING, n,
                                g_bytes_new_take (g_steal_pointer (&x), n * window * sizeof *x),
                                g_steal_pointer (&y));

  return draft;
}

const LaminaDataKind lamina_pulses_data = {
  .id = "pulses",
  .title = N_("Pulses"),
  .summary = N_("One pulse up and one down in noise: which of them comes first?"),
  .group = LAMINA_DATA_GROUP_SERIES,
  .size = sizeof (LaminaPulses),
  .fields = fields,
  .load = lamina_pulses_load,
};
