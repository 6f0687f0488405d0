/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-window.h"

gsize
lm_slide_get_extent (const LmSlide *self)
{
  return self->dilation * (self->kernel - 1) + 1;
}

void
lm_slide_pad_same (LmSlide *self)
{
  const gsize n_out = (self->in - 1) / self->stride + 1;
  const gsize needed = (n_out - 1) * self->stride + lm_slide_get_extent (self);
  const gsize padding = needed > self->in ? needed - self->in : 0;

  self->before = padding / 2;
  self->after = padding - padding / 2;
}

gboolean
lm_slide_fit (LmSlide *self)
{
  const gsize room = self->before + self->in + self->after;
  const gsize extent = lm_slide_get_extent (self);

  if (extent > room)
    return FALSE;

  self->out = (room - extent) / self->stride + 1;

  return TRUE;
}

gboolean
lm_slide_is_whole (const LmSlide *self)
{
  return self->before == 0 &&
         (self->out - 1) * self->stride + lm_slide_get_extent (self) <= self->in;
}

void
lm_slide_find_places (const LmSlide *self,
                      gsize          tap,
                      gsize         *first,
                      gsize         *end)
{
  const gsize from = tap * self->dilation, limit = self->in + self->before;

  *first = from < self->before ? (self->before - from - 1) / self->stride + 1 : 0;
  *end = from < limit ? MIN (self->out, (limit - from - 1) / self->stride + 1) : 0;
}

char *
lm_pair_to_string (const LmPair *self)
{
  return g_strdup_printf ("%d × %d", self->height, self->width);
}

char *
lm_pair_to_short_string (const LmPair *self)
{
  if (self->height != self->width)
    return lm_pair_to_string (self);

  return g_strdup_printf ("%d", self->height);
}
