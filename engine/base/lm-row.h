/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-clones.h"
#include "lm-real.h"

/* Short rows of pixels, which do not overlap. Chunks of a fixed length become vectors; the last one
 * goes back as far as it has to, over what was written already, so that nothing beyond a row is
 * touched.
 */

LM_INLINE void
lm_row_move (lm_real       *restrict to,
             const lm_real *restrict from,
             const lm_real          *shift,
             gsize                   n,
             gsize                   chunk)
{
  for (gsize i = 0; i < n; i += chunk)
    {
      const gsize first = MIN (i, n - chunk);

      for (gsize j = first; j < first + chunk; j++)
        to[j] = shift != NULL ? from[j] + *shift : from[j];
    }
}

LM_INLINE void
lm_row_choose (lm_real       *to,
               const lm_real *from,
               const lm_real *shift,
               gsize          n)
{
  if (n >= 16)
    lm_row_move (to, from, shift, n, 16);
  else if (n >= 8)
    lm_row_move (to, from, shift, n, 8);
  else if (n >= 4)
    lm_row_move (to, from, shift, n, 4);
  else
    lm_row_move (to, from, shift, n, 1);
}

/* to = from */
LM_INLINE void
lm_row_copy (lm_real       *to,
             const lm_real *from,
             gsize          n)
{
  lm_row_choose (to, from, NULL, n);
}

/* to = from + shift */
LM_INLINE void
lm_row_shift (lm_real       *to,
              const lm_real *from,
              lm_real        shift,
              gsize          n)
{
  lm_row_choose (to, from, &shift, n);
}
