/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"
#include "lamina-data-windows.h"
#include "lm-random.h"

/* Two waves whose periods have no common multiple nearby: what comes next is never quite
 * what was before. */
#define SECOND_PERIOD 2.618
#define SECOND_HEIGHT 0.4
/* The oscillator swings down to a tenth in so many periods, and is struck again after so many. */
#define DAMPED_PERIODS 4
#define STRUCK_PERIODS 5

typedef struct
{
  int    n_examples;
  int    series;
  int    window;
  int    gap;
  int    horizon;
  double period;
  int    delay;
  double noise;
} LaminaWaves;

typedef struct
{
  const LaminaWaves *waves;
  int                seed;
  double            *values;
  gsize              n;
} LaminaWavesWork;

/* Random numbers of a step: their meaning is the caller's. */
static void
lamina_waves_draw (const LaminaWavesWork *self,
                   gsize                  step,
                   guint32                index,
                   lm_real               *uniform,
                   gsize                  n)
{
  const LmRandom random = { (guint64) self->seed, lm_random_stream ("waves"), step, index };

  lm_random_uniform (&random, uniform, n);
}

static void
lamina_waves_fill_sum (const LaminaWavesWork *self)
{
  lm_real phase[2];

  lamina_waves_draw (self, 0, 0, phase, 2);
  for (gsize i = 0; i < self->n; i++)
    {
      const double turn = 2 * G_PI * (double) i / self->waves->period;
      const double fast = sin (turn + 2 * G_PI * (double) phase[0]);
      const double slow = sin (turn / SECOND_PERIOD + 2 * G_PI * (double) phase[1]);

      self->values[i] = (1 - SECOND_HEIGHT) * fast + SECOND_HEIGHT * slow;
    }
}

static void
lamina_waves_fill_sine (const LaminaWavesWork *self)
{
  lm_real phase;

  lamina_waves_draw (self, 0, 0, &phase, 1);
  for (gsize i = 0; i < self->n; i++)
    self->values[i] = sin (2 * G_PI * ((double) i / self->waves->period + (double) phase));
}

/* A swinging that dies away, x = 2 r cos (ω) x₁ - r² x₂, struck again and again. */
static void
lamina_waves_fill_oscillator (const LaminaWavesWork *self)
{
  const double period = self->waves->period;
  const double r = pow (0.1, 1 / (DAMPED_PERIODS * period));
  const double a = 2 * r * cos (2 * G_PI / period), b = r * r;
  const gsize n_rest = (gsize) (STRUCK_PERIODS * period);
  double x1 = 0, x2 = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      double x = a * x1 - b * x2;
      lm_real u[2];

      if (i % n_rest == 0)
        {
          lamina_waves_draw (self, i, 2, u, 2);
          x += (u[0] < 0.5f ? -1 : 1) * (0.5 + 0.5 * (double) u[1]) * sin (2 * G_PI / period);
        }
      self->values[i] = x;
      x2 = x1;
      x1 = x;
    }
}

/* Mackey and Glass (1977): dx/dt = 0.2 x(t - τ) / (1 + x(t - τ)¹⁰) - 0.1 x, a tenth of a step at
 * a time, and from 0.9 to -1 … 1 about. Chaos makes much of a rounding: so there is nothing but
 * sums, products and quotients in it, which are the same on every machine. */
static void
lamina_waves_fill_mackey_glass (const LaminaWavesWork *self)
{
  enum { N_SUB = 10, N_BEFORE = 300 };
  const gsize n_delay = (gsize) self->waves->delay * N_SUB;
  g_autofree double *past = g_new (double, n_delay); /* The last of them, in a ring. */
  double x = 1.2;
  lm_real u;

  lamina_waves_draw (self, 0, 0, &u, 1);
  x += 0.2 * ((double) u - 0.5);
  for (gsize i = 0; i < n_delay; i++)
    past[i] = x;

  for (gsize i = 0; i < (self->n + N_BEFORE) * N_SUB; i++)
    {
      double *delayed = &past[i % n_delay];
      const double squared = *delayed * *delayed, fourth = squared * squared;
      const double tenth = fourth * fourth * squared;
      const double next = x + (0.2 * *delayed / (1 + tenth) - 0.1 * x) / N_SUB;

      if (i % N_SUB == 0 && i / N_SUB >= N_BEFORE)
        self->values[i / N_SUB - N_BEFORE] = 2 * (x - 0.9);
      *delayed = x;
      x = next;
    }
}

/* Its steps are the noise, and there is no other: what comes next is not to be known. */
static void
lamina_waves_fill_walk (const LaminaWavesWork *self)
{
  double x = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const LmRandom random = { (guint64) self->seed, lm_random_stream ("waves"), i, 1 };
      lm_real step;

      lm_random_normal (&random, &step, 1);
      x = lamina_data_round (x + self->waves->noise * (double) step);
      self->values[i] = x;
    }
}

static const char *const series_ids[] = {
  "waves", "sine", "oscillator", "mackey_glass", "random_walk", NULL
};
static const char *const series_titles[] = {
  N_("Waves"), N_("Sine"), N_("Damped oscillator"), N_("Mackey-Glass"), N_("Random walk"), NULL
};
static void (*const fillers[]) (const LaminaWavesWork *) = {
  lamina_waves_fill_sum, lamina_waves_fill_sine, lamina_waves_fill_oscillator,
  lamina_waves_fill_mackey_glass, lamina_waves_fill_walk
};
enum { RANDOM_WALK = G_N_ELEMENTS (fillers) - 1 };

static const LmField fields[] = {
  { "series", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaWaves, series), 0,
    G_N_ELEMENTS (fillers) - 1, 0, N_("Series"), NULL, series_ids, series_titles },
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, n_examples), 10, 1e6, 2000,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "window", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, window), 1, 1000, 24,
    N_("Window"), N_("Steps of the past that the network sees") },
  { "horizon", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, horizon), 1, 100, 1,
    N_("Predicted steps"), N_("How many steps are predicted at once") },
  { "gap", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, gap), 0, 1000, 0,
    N_("Gap"), N_("Steps between the window and the first that is predicted") },
  { "period", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaWaves, period), 2, 1000, 20,
    N_("Period"),
    N_("Steps from crest to crest: of the faster wave, of the sine, of the oscillator") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaWaves, noise), 0, 1, 0.03,
    N_("Noise"), N_("Deviation that is added to each step; of a random walk that of its steps") },
  { "delay", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaWaves, delay), 2, 100, 17,
    N_("Delay"),
    N_("Steps after which the Mackey-Glass series feels its past: from 17 on it is chaotic"),
    .flags = LM_FIELD_MORE },
  { NULL },
};

static const char *const defaults[] = { "shuffle=false", NULL };

static void
lamina_waves_fill (const LaminaWavesWork *self)
{
  const LaminaWaves *waves = self->waves;

  fillers[waves->series] (self);
  for (gsize i = 0; waves->series != RANDOM_WALK && i < self->n; i++)
    {
      const LmRandom random = { (guint64) self->seed, lm_random_stream ("waves"), i, 1 };
      lm_real noise;

      lm_random_normal (&random, &noise, 1);
      self->values[i] = lamina_data_round (self->values[i] + waves->noise * (double) noise);
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
  static const char *const names[] = { "x" };
  const LaminaWaves *self = instance;
  const LaminaForecast forecast = { (gsize) self->window, (gsize) self->gap,
                                    (gsize) self->horizon };
  const gsize n = (gsize) self->n_examples + forecast.window + forecast.gap + forecast.horizon - 1;
  g_autoptr(LaminaDataDraft) draft = lamina_data_draft_new (series_titles[self->series],
                                                            LAMINA_DATA_INPUT_SERIES, 2,
                                                            (gsize[]) { forecast.window, 1 });
  double *x = lamina_data_alloc_doubles (n, 1, error);
  const LaminaSteps steps = { n, x, x, 1, names, NULL };

  if (x == NULL)
    return NULL;

  lamina_waves_fill (&(LaminaWavesWork) { self, seed, x, n });
  draft->title_is_ours = TRUE;
  lamina_data_draft_add_column (draft, "x", NULL);
  if (!lamina_data_draft_take_forecast (draft, &forecast, &steps, error))
    return NULL;

  return g_steal_pointer (&draft);
}

const LaminaDataKind lamina_waves_data = {
  .id = "waves",
  .title = N_("Generated series"),
  .summary = N_("Waves, swings, chaos or a random walk: predict the next step from those before"),
  .group = LAMINA_DATA_GROUP_SERIES,
  .size = sizeof (LaminaWaves),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_waves_load,
};
