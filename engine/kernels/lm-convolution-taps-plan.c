/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way convolution goes, and what it takes. */

#include "lm-convolution-taps.h"

#include "lm-math.h"

/* Rows that leave few registers empty at the end. */
#define MIN_ROWS 192
#define MAX_TOGETHER 16
/* With fewer terms, loading and storing sums takes longer than a copy with padding. */
#define MIN_TERMS 48

static void
lm_slide_include_padding (LmSlide *self)
{
  self->in += self->before + self->after;
  self->before = self->after = 0;
}

/* Of all places and taps, the share that is not padding. */
static double
lm_slide_get_share (const LmSlide *self)
{
  gsize n = 0;

  for (gsize tap = 0; tap < self->kernel; tap++)
    {
      gsize first, end;

      lm_slide_find_places (self, tap, &first, &end);
      n += end > first ? end - first : 0;
    }

  return (double) MAX (1, n) / (double) (self->kernel * self->out);
}

/* The share of lanes that sums of @n_terms for @n filters or channels make use of; loading and
 * storing them takes as long as four more terms, and what @window has of padding takes no time. */
static double
lm_taps_rate (const LmConvolution *self,
              const LmWindow      *window,
              gsize                n,
              gsize                n_terms)
{
  const double share = lm_slide_get_share (&window->y) * lm_slide_get_share (&window->x);

  return (double) n / (double) lm_round_up (n, self->kernel->n_lanes) * (double) n_terms /
         ((double) n_terms + 4) / share;
}

/* Likewise with places in the lanes, and @n in rows. */
static double
lm_taps_rate_places (const LmConvolution *self,
                     gsize                n)
{
  return (double) self->taps.n_places / (double) self->padded.n_run * (double) n /
         (double) lm_round_up (n, self->kernel->n_rows);
}

static void
lm_taps_measure (LmConvolution *self)
{
  LmTaps *taps = &self->taps;

  *taps = (LmTaps) {
    .n_channels = self->n_channels / self->n_groups,
    .n_filters = self->n_filters / self->n_groups,
    .n_places = self->window.y.out * self->window.x.out,
    .view = self->window,
  };
  /* Half of it would be empty where all filters or channels are in one vector. */
  taps->width = (MAX (taps->n_channels, taps->n_filters) > self->kernel->n_lanes ? 2 : 1) *
                self->kernel->n_lanes;
  taps->wide_channels = lm_round_up (taps->n_channels, taps->width);
  taps->wide_filters = lm_round_up (taps->n_filters, taps->width);
  taps->is_whole = lm_slide_is_whole (&self->window.y) && lm_slide_is_whole (&self->window.x);
  taps->is_copied = !taps->is_whole && taps->n_channels < MIN_TERMS;
  if (taps->is_copied)
    {
      lm_slide_include_padding (&taps->view.y);
      lm_slide_include_padding (&taps->view.x);
      taps->is_whole = TRUE;
    }
  taps->n_together = 1;
  while (taps->n_together < MAX_TOGETHER && taps->n_together * taps->n_places < MIN_ROWS)
    taps->n_together *= 2;
  taps->n_pixels = taps->view.y.in * taps->view.x.in;
}

/* The factors are how fast the second way was measured to be beside the first, with all lanes in
 * use. */
static void
lm_taps_choose (LmConvolution *self)
{
  LmTaps *taps = &self->taps;
  const gsize n_channels = taps->n_channels, n_filters = taps->n_filters;
  const gsize n_terms = taps->is_whole ? self->n_column : n_channels;

  taps->goes_forward = taps->derives = self->way == LM_WAY_FILTERS;
  if (self->way != LM_WAY_FASTEST)
    return;
  taps->goes_forward = 0.84 * lm_taps_rate (self, &taps->view, n_filters, n_terms) >
                       lm_taps_rate_places (self, n_filters);
  taps->derives = 0.88 * lm_taps_rate (self, &self->window, n_channels, n_filters) >
                  lm_taps_rate_places (self, self->n_column);
}

/* Returns: elements of [a, b]; %G_MAXSIZE if that overflows */
static gsize
lm_taps_multiply (gsize a,
                  gsize b)
{
  return lm_shape_get_n_elements (&(LmShape) { 2, { a, b } });
}

static gsize
lm_taps_reserve (gsize begin,
                 gsize n)
{
  return n > G_MAXSIZE / 16 || begin > G_MAXSIZE / 16 ? G_MAXSIZE
                                                      : begin + lm_round_up (n, LM_ALIGNMENT);
}

gsize
lm_taps_plan (LmConvolution *self)
{
  LmTaps *taps = &self->taps;
  gsize n_panels, n_answers, n_copy, n_places, n_pixels;

  lm_taps_measure (self);
  lm_taps_choose (self);
  n_places = taps->n_together * taps->n_places;
  n_pixels = taps->n_together * taps->n_pixels;
  n_panels = lm_taps_multiply (self->n_column, taps->wide_filters);
  n_answers = lm_taps_multiply (n_places, taps->wide_filters);
  if (taps->derives)
    {
      n_panels = MAX (n_panels, lm_taps_multiply (taps->n_filters * self->n_taps,
                                                  taps->wide_channels));
      n_answers = MAX (n_answers, lm_taps_multiply (n_pixels, taps->wide_channels));
    }
  n_copy = taps->is_copied ? lm_taps_multiply (n_pixels, taps->n_channels) : 0;

  taps->n_table = MAX (n_places, MAX (self->n_column, taps->n_filters));
  taps->panels = lm_taps_reserve (0, lm_taps_multiply (taps->n_table, 4 * sizeof (gsize) /
                                                                        sizeof (lm_real)));
  taps->answers = lm_taps_reserve (taps->panels, n_panels);
  taps->copy = lm_taps_reserve (taps->answers, n_answers);

  return lm_taps_reserve (taps->copy, n_copy);
}
