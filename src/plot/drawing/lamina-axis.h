/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where values stand along a line of pixels, and which of them are written. */
typedef enum
{
  LAMINA_SCALE_AUTO,   /* the view's own choice */
  LAMINA_SCALE_LINEAR,
  LAMINA_SCALE_LOG,
} LaminaScale;

#define LAMINA_MAX_TICKS 64

/* @from and @to are pixels of @min and @max; a vertical axis has @from below. */
typedef struct
{
  LaminaScale scale; /* LINEAR or LOG */
  double      min, max;
  double      from, to;
} LaminaAxis;

/* Any range is made usable: empty, reversed or not finite, or with a lower end that no logarithm
 * takes. */
void     lamina_axis_init        (LaminaAxis       *self,
                                  LaminaScale       scale,
                                  double            min,
                                  double            max,
                                  double            from,
                                  double            to);
/* Moves both ends outwards to round numbers, if they are not far. */
void     lamina_axis_make_round  (LaminaAxis       *self,
                                  gsize             n_wanted);
/* Values beyond the ends come out beyond the ends; below 0 on a logarithmic axis, at @from. */
double   lamina_axis_get_pixel   (const LaminaAxis *self,
                                  double            value);
double   lamina_axis_get_value   (const LaminaAxis *self,
                                  double            pixel);
/* Round values (1, 2, 5 times a power of ten), about @n_wanted of them, within the ends.
 * @ticks: (out): at least %LAMINA_MAX_TICKS
 * Returns: how many */
gsize    lamina_axis_get_ticks   (const LaminaAxis *self,
                                  gsize             n_wanted,
                                  double           *ticks);
/* Every tick of an axis with the same number of decimals. With @percent 0.6 is "60%".
 * Returns: (transfer full) */
char    *lamina_axis_write_tick  (const LaminaAxis *self,
                                  const double     *ticks,
                                  gsize             n_ticks,
                                  gsize             index,
                                  gboolean          percent) G_GNUC_WARN_UNUSED_RESULT;

/* Epochs along steps: every @stride-th epoch has a label, so that none is closer than
 * @min_distance pixels to the next. Returns: the stride, 1, 2, 5, 10… */
guint64  lamina_axis_get_epoch_stride (const LaminaAxis *self,
                                       guint64           steps_per_epoch,
                                       double            min_distance);

G_END_DECLS
