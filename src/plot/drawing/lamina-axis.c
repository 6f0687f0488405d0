/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-axis.h"

#include "lamina-format.h"

#include <math.h>
#include <string.h>

/* No picture shows a wider span of a logarithm. */
#define MAX_DECADES 30

void
lamina_axis_init (LaminaAxis  *self,
                  LaminaScale  scale,
                  double       min,
                  double       max,
                  double       from,
                  double       to)
{
  if (!isfinite (min) || !isfinite (max))
    {
      min = isfinite (min) ? min : 0;
      max = isfinite (max) ? max : min + 1;
    }
  if (min > max)
    {
      const double swapped = min;

      min = max;
      max = swapped;
    }

  if (scale == LAMINA_SCALE_LOG)
    {
      max = max > 0 ? max : 1;
      min = fmax (min > 0 ? min : max * 1e-3, max * pow (10, -MAX_DECADES));
      if (max / min < 1.01)
        {
          min /= 1.5;
          max *= 1.5;
        }
    }
  else if (max - min <= 1e-6 * fmax (fabs (min), fabs (max)))
    {
      const double margin = max == 0 ? 1 : 0.5 * fabs (max);

      min -= margin;
      max += margin;
    }

  *self = (LaminaAxis) {
    .scale = scale == LAMINA_SCALE_LOG ? LAMINA_SCALE_LOG : LAMINA_SCALE_LINEAR,
    .min = min,
    .max = max,
    .from = from,
    .to = to,
  };
}

/* The round step (1, 2, 5 times a power of ten) that cuts @span into @n parts at the most. */
static double
get_round_step (double span,
                double n)
{
  const double least = span / fmax (n, 1);
  const double power = pow (10, floor (log10 (least)));
  const double digit = least / power;

  if (digit <= 1.0000001)
    return power;
  if (digit <= 2.0000001)
    return 2 * power;
  if (digit <= 5.0000001)
    return 5 * power;

  return 10 * power;
}

void
lamina_axis_make_round (LaminaAxis *self,
                        gsize       n_wanted)
{
  if (self->scale == LAMINA_SCALE_LOG)
    {
      const double margin = pow (self->max / self->min, 0.03);

      self->min /= margin;
      self->max *= margin;
    }
  else
    {
      /* Half steps, lest much of the height stays empty. */
      const double step = get_round_step (self->max - self->min, (double) n_wanted) / 2;

      self->min = floor (self->min / step + 1e-9) * step;
      self->max = ceil (self->max / step - 1e-9) * step;
    }
}

double
lamina_axis_get_pixel (const LaminaAxis *self,
                       double            value)
{
  double share;

  if (self->scale == LAMINA_SCALE_LOG)
    share = value > 0 ? log (value / self->min) / log (self->max / self->min) : 0;
  else
    share = (value - self->min) / (self->max - self->min);

  return self->from + share * (self->to - self->from);
}

double
lamina_axis_get_value (const LaminaAxis *self,
                       double            pixel)
{
  const double share = (pixel - self->from) / (self->to - self->from);

  if (self->scale == LAMINA_SCALE_LOG)
    return self->min * pow (self->max / self->min, share);

  return self->min + share * (self->max - self->min);
}

static gsize
get_linear_ticks (const LaminaAxis *self,
                  gsize             n_wanted,
                  double           *ticks)
{
  const double step = get_round_step (self->max - self->min, (double) n_wanted);
  const double first = ceil (self->min / step - 1e-9);
  const double last = floor (self->max / step + 1e-9);
  gsize n = 0;

  /* As multiples, so that errors do not add up, and zero is zero. */
  for (double i = first; i <= last && n < LAMINA_MAX_TICKS; i++)
    ticks[n++] = i == 0 ? 0 : i * step;

  return n;
}

/* Puts the @digits of every @stride-th decade into @ticks. */
static gsize
fill_decades (const LaminaAxis *self,
              const char       *digits,
              int               stride,
              double           *ticks)
{
  const int first = (int) floor (log10 (self->min) + 1e-9);
  const int last = (int) ceil (log10 (self->max) - 1e-9);
  gsize n = 0;

  for (int decade = first; decade <= last; decade++)
    {
      if (decade % stride != 0)
        continue;
      for (const char *digit = digits; *digit != '\0'; digit++)
        {
          const double tick = (*digit - '0') * pow (10, decade);

          if (tick >= self->min * 0.999999 && tick <= self->max * 1.000001 && n < LAMINA_MAX_TICKS)
            ticks[n++] = tick;
        }
    }

  return n;
}

static gsize
get_log_ticks (const LaminaAxis *self,
               gsize             n_wanted,
               double           *ticks)
{
  gsize n = fill_decades (self, "125", 1, ticks);

  if (n < 3)
    return get_linear_ticks (self, n_wanted + 1, ticks);
  if (n > n_wanted + 1)
    n = fill_decades (self, "1", 1, ticks);
  for (int stride = 2; n > n_wanted + 1 && stride < 2 * MAX_DECADES; stride++)
    n = fill_decades (self, "1", stride, ticks);

  return n;
}

gsize
lamina_axis_get_ticks (const LaminaAxis *self,
                       gsize             n_wanted,
                       double           *ticks)
{
  n_wanted = CLAMP (n_wanted, 1, LAMINA_MAX_TICKS / 2);

  return self->scale == LAMINA_SCALE_LOG ? get_log_ticks (self, n_wanted, ticks)
                                         : get_linear_ticks (self, n_wanted, ticks);
}

/* Decimals that @value needs to be told from its neighbours @step away. */
static int
count_decimals (double step)
{
  return CLAMP ((int) ceil (-log10 (step) - 1e-6), 0, 12);
}

char *
lamina_axis_write_tick (const LaminaAxis *self,
                        const double     *ticks,
                        gsize             n_ticks,
                        gsize             index,
                        gboolean          percent)
{
  const double unit = percent ? 100 : 1;
  const double value = ticks[index] * unit;
  const double size = fmax (fabs (ticks[0]), fabs (ticks[n_ticks - 1])) * unit;
  g_autofree char *digits = NULL;

  if (value == 0)
    digits = g_strdup ("0");
  else if (size >= 1e6 || size < 1e-4 || fabs (value) < 1e-4)
    digits = lamina_format_exact (value);
  else if (self->scale == LAMINA_SCALE_LOG && n_ticks > 1 && ticks[n_ticks - 1] / ticks[0] > 3)
    digits = lamina_format_fixed (value, count_decimals (pow (10, floor (log10 (value) + 1e-9))));
  else
    digits = lamina_format_fixed (value, count_decimals (n_ticks > 1
                                                           ? (ticks[1] - ticks[0]) * unit
                                                           : pow (10, floor (log10 (size)) - 1)));

  return percent ? g_strconcat (digits, "%", NULL) : g_steal_pointer (&digits);
}

guint64
lamina_axis_get_epoch_stride (const LaminaAxis *self,
                              guint64           steps_per_epoch,
                              double            min_distance)
{
  const double pixels = fabs (self->to - self->from) / (self->max - self->min) *
                        (double) steps_per_epoch;

  if (!(pixels > 0))
    return 1;

  return (guint64) fmax (1, get_round_step (min_distance / pixels, 1));
}
