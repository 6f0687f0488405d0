/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-points.h"
#include "lm-random.h"

/* Two waves whose periods have no common multiple nearby: what comes next is never quite
 * what was before. */
#define SECOND_PERIOD 2.618
#define SECOND_HEIGHT 0.4

typedef struct
{
  int    n_examples;
  int    window;
  double period;
  double noise;
} LaminaWaves;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, n_examples), 10, 1e6, 2000,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "window", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, window), 1, 1000, 24,
    N_("Window"), N_("Steps of the past that the network sees") },
  { "period", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaWaves, period), 2, 1000, 20,
    N_("Period"), N_("Steps from crest to crest of the faster wave") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaWaves, noise), 0, 1, 0.03,
    N_("Noise"), N_("Deviation that is added to each step") },
  { NULL },
};

static const char *const defaults[] = { "shuffle=false", NULL };

static void
lamina_waves_fill (const LaminaWaves *self,
                   int                seed,
                   double            *values,
                   gsize              n)
{
  const guint32 stream = lm_random_stream ("waves");
  const LmRandom common = { (guint64) seed, stream, 0, 0 };
  lm_real phase[2], noise;

  lm_random_uniform (&common, phase, 2);
  for (gsize i = 0; i < n; i++)
    {
      const LmRandom random = { (guint64) seed, stream, i, 1 };
      const double turn = 2 * G_PI * (double) i / self->period;
      const double fast = sin (turn + 2 * G_PI * (double) phase[0]);
      const double slow = sin (turn / SECOND_PERIOD + 2 * G_PI * (double) phase[1]);

      lm_random_normal (&random, &noise, 1);
      values[i] = lamina_data_round ((1 - SECOND_HEIGHT) * fast + SECOND_HEIGHT * slow
                                     + self->noise * (double) noise);
    }
}

static LaminaDataDraft *
lamina_waves_load (gconstpointer        instance,
                   int                  seed,
                   GCancellable        *cancellable,
                   LaminaDataProgress   progress,
                   gpointer             progress_data,
                   GError             **error)
{
  const LaminaWaves *self = instance;
  const gsize n = (gsize) self->n_examples, window = (gsize) self->window;
  LaminaDataDraft *draft;
  g_autofree double *x = lamina_data_alloc_doubles (n + window, 1, error);
  double *y = x != NULL ? lamina_data_alloc_doubles (n, 1, error) : NULL;

  if (y == NULL)
    return NULL;

  lamina_waves_fill (self, seed, x, n + window);
  for (gsize i = 0; i < n; i++)
    y[i] = x[i + window];

  draft = lamina_data_draft_new (N_("Waves"), LAMINA_DATA_INPUT_SERIES, 2, (gsize[]) { window, 1 });
  draft->title_is_ours = TRUE;
  draft->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (draft, "x", NULL);
  lamina_data_draft_add_target (draft, "x");
  lamina_data_draft_take_windows (draft, n, g_bytes_new (x, (n + window - 1) * sizeof *x), y);

  return draft;
}

const LaminaDataKind lamina_waves_data = {
  .id = "waves",
  .title = N_("Waves"),
  .summary = N_("Two waves on each other: predict the next step from those before"),
  .group = LAMINA_DATA_GROUP_SERIES,
  .size = sizeof (LaminaWaves),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_waves_load,
};
