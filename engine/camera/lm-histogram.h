/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-tensor.h"

G_BEGIN_DECLS

#define LM_MAX_BINS 128
/* Of more numbers an evenly spread part is counted. */
#define LM_MAX_COUNTED (1 << 20)

/* How numbers are spread. The bins' edges are multiples of a power of two, chosen so that there are
 * between half of %LM_MAX_BINS and all of them: so bins stay where they are while the
 * numbers move, and two histograms can be laid upon each other.
 */
typedef struct
{
  double  width;     /* of a bin */
  gint64  first;     /* Bin i begins at (first + i) × width. */
  gsize   n_bins;    /* 0: there is no finite number */
  guint64 counts[LM_MAX_BINS];
  guint64 n;         /* numbers that were counted, finite or not */
  guint64 n_zeros;   /* of them, exactly 0: they are in a bin, too */
  guint64 n_bad;     /* of them, not finite */
  double  min, max, mean, deviation; /* of the finite ones */
  guint64 n_all;     /* numbers there are: more than @n where only a part was counted */
} LmHistogram;

/* Of all numbers of @tensors [n]. */
void   lm_histogram_init   (LmHistogram       *self,
                            const LmTensor    *tensors,
                            gsize              n);
/* Where bin @index begins, and bin @index - 1 ends. */
double lm_histogram_get_edge (const LmHistogram *self,
                              gsize              index);

G_END_DECLS
