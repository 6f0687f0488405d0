/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-histogram.h"

#include <math.h>

/* Bins are so much narrower than a value that stands alone. */
#define SINGLE_SHARE 64

/* Sums in the first walk over the numbers. */
typedef struct
{
  double sum, squares; /* of differences from @shift */
  double shift;
} LmMoments;

static void
lm_histogram_measure (LmHistogram    *self,
                      LmMoments      *moments,
                      const LmTensor *tensor,
                      gsize           stride)
{
  for (gsize i = 0; i < tensor->len; i += stride)
    {
      const double value = (double) tensor->data[i];

      self->n++;
      if (!isfinite (value))
        {
          self->n_bad++;
          continue;
        }

      if (self->n - self->n_bad == 1)
        {
          moments->shift = value;
          self->min = self->max = value;
        }
      self->n_zeros += value == 0;
      self->min = fmin (self->min, value);
      self->max = fmax (self->max, value);
      moments->sum += value - moments->shift;
      moments->squares += (value - moments->shift) * (value - moments->shift);
    }
}

static gint64
lm_histogram_get_bin (const LmHistogram *self,
                      double             value)
{
  return (gint64) floor (value / self->width);
}

/* The least power of two of which the numbers' range takes no more than there are bins. */
static void
lm_histogram_choose_bins (LmHistogram *self)
{
  const double range = self->max - self->min;
  const double size = fmax (fabs (self->min), fabs (self->max));

  if (range > 0)
    /* Numbers of this size have no finer steps. */
    self->width = ldexp (1, ilogb (fmax (range / LM_MAX_BINS, ldexp (size, -48))));
  else
    self->width = size > 0 ? ldexp (1, ilogb (size / SINGLE_SHARE)) : 1.0 / SINGLE_SHARE;
  while (lm_histogram_get_bin (self, self->max) - lm_histogram_get_bin (self, self->min) >=
         LM_MAX_BINS)
    self->width *= 2;

  self->first = lm_histogram_get_bin (self, self->min);
  self->n_bins = (gsize) (lm_histogram_get_bin (self, self->max) - self->first) + 1;
}

void
lm_histogram_init (LmHistogram    *self,
                   const LmTensor *tensors,
                   gsize           n)
{
  LmMoments moments = { 0 };
  gsize stride;
  double n_finite;

  *self = (LmHistogram) { .width = 1 };
  for (gsize i = 0; i < n; i++)
    self->n_all += tensors[i].len;
  stride = (gsize) (self->n_all / LM_MAX_COUNTED) + 1;
  for (gsize i = 0; i < n; i++)
    lm_histogram_measure (self, &moments, &tensors[i], stride);

  if (self->n == self->n_bad)
    return;

  n_finite = (double) (self->n - self->n_bad);
  self->mean = moments.shift + moments.sum / n_finite;
  self->deviation = sqrt (fmax (0, moments.squares / n_finite -
                                     moments.sum / n_finite * (moments.sum / n_finite)));

  lm_histogram_choose_bins (self);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < tensors[i].len; j += stride)
      {
        const double value = (double) tensors[i].data[j];

        if (isfinite (value))
          self->counts[lm_histogram_get_bin (self, value) - self->first]++;
      }
}

double
lm_histogram_get_edge (const LmHistogram *self,
                       gsize              index)
{
  return ((double) self->first + (double) index) * self->width;
}
