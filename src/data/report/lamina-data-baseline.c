/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-baseline.h"

#include <math.h>
#include <string.h>

#include "lamina-data-set-private.h"

/* The input column that is the past of a target. Returns: -1 if there is none */
static gssize
lamina_data_set_find_past (const LaminaDataSet *self,
                           gsize                target)
{
  const char *source = lamina_data_set_get_target_column (self, target)->source;

  for (gsize c = 0; c < self->n_columns; c++)
    if (strcmp (lamina_data_set_get_column (self, c)->name, source) == 0)
      return (gssize) c;

  return -1;
}

double
lamina_data_set_get_baseline (const LaminaDataSet *self,
                              LmSplit              split)
{
  const gsize n = self->rows[split].n;
  const gsize last = self->n_elements - self->n_columns;
  double sum = 0;

  if (self->data->horizon == 0 || self->answers_input || n == 0)
    return (double) NAN;

  for (gsize c = 0; c < self->n_targets; c++)
    {
      const gssize past = lamina_data_set_find_past (self, c);
      const double divisor = lamina_data_set_get_target_column (self, c)->divisor;

      if (past < 0)
        return (double) NAN;

      for (gsize i = 0; i < n; i++)
        {
          const double before = lamina_data_set_get_raw (self, split, i, last + (gsize) past);
          const double error = lamina_data_set_get_raw_target (self, split, i, c)
                               - (isnan (before) ? self->fill[past] : before);

          sum += error * error / (divisor * divisor);
        }
    }

  return sqrt (sum / (double) (n * self->n_targets));
}
