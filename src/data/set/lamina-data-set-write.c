/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-set-private.h"

#include <math.h>
#include <string.h>

#include "lm-clones.h"

void
lamina_data_set_prepare (LaminaDataSet *self)
{
  const LaminaDataDraft *data = self->data;

  self->n_elements = lamina_data_draft_get_n_elements (data);
  self->n_inner = lamina_data_draft_get_n_inner (data);
  self->n_runs = self->n_elements / self->n_inner;
  self->n_columns = data->columns->len;
  self->n_targets = data->targets->len;
  self->is_identity = TRUE;
  self->shift = g_new (double, self->n_columns);
  self->divisor = g_new (double, self->n_columns);
  self->fill = g_new (double, self->n_columns);

  for (gsize c = 0; c < self->n_columns; c++)
    {
      const LaminaDataColumn *column = &g_array_index (data->columns, LaminaDataColumn, c);

      self->shift[c] = column->shift;
      self->divisor[c] = column->divisor;
      self->fill[c] = column->mean;
      if (column->shift != 0 || column->divisor != 1 || column->n_missing > 0)
        self->is_identity = FALSE;
    }
}

/* Bytes are scaled in the network's type: a quotient is rounded once, so 255 / 255 is 1. */
LM_CLONES static void
lamina_write_bytes (const guint8 *raw,
                    gsize         n,
                    lm_real       shift,
                    lm_real       divisor,
                    lm_real      *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = ((lm_real) raw[i] - shift) / divisor;
}

LM_CLONES static void
lamina_write_tokens (const guint16 *raw,
                     gsize          n,
                     lm_real       *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (lm_real) raw[i];
}

LM_CLONES static void
lamina_write_floats (const float *raw,
                     gsize        n,
                     double       shift,
                     double       divisor,
                     lm_real     *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (lm_real) (((double) raw[i] - shift) / divisor);
}

LM_CLONES static void
lamina_write_doubles (const double *raw,
                      gsize         n,
                      double        shift,
                      double        divisor,
                      double        fill,
                      lm_real      *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (lm_real) (((isnan (raw[i]) ? fill : raw[i]) - shift) / divisor);
}

/* Rows of a table: each number has a column of its own. */
LM_CLONES static void
lamina_write_row (const double *raw,
                  gsize         n,
                  const double *shift,
                  const double *divisor,
                  const double *fill,
                  lm_real      *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (lm_real) (((isnan (raw[i]) ? fill[i] : raw[i]) - shift[i]) / divisor[i]);
}

/* Numbers that lie together and belong to one column. */
static void
lamina_data_set_write_run (const LaminaDataSet *self,
                           gsize                column,
                           gconstpointer        raw,
                           gsize                first,
                           lm_real             *x)
{
  const gsize n = self->n_inner;
  const double shift = self->shift[column], divisor = self->divisor[column];

  switch (self->data->store)
    {
    case LAMINA_STORE_BYTES:
      lamina_write_bytes ((const guint8 *) raw + first, n, (lm_real) shift, (lm_real) divisor, x);
      break;
    case LAMINA_STORE_FLOAT:
      lamina_write_floats ((const float *) raw + first, n, shift, divisor, x);
      break;
    case LAMINA_STORE_DOUBLE:
    case LAMINA_STORE_TOKENS: /* Written as a whole. */
    default:
      lamina_write_doubles ((const double *) raw + first, n, shift, divisor, self->fill[column], x);
    }
}

void
lamina_data_set_write_x (const LaminaDataSet *self,
                         gsize                row,
                         lm_real             *x)
{
  gconstpointer raw = lamina_data_draft_get_x (self->data, row);

  if (self->data->store == LAMINA_STORE_TOKENS)
    {
      lamina_write_tokens (raw, self->n_elements, x);
      return;
    }

  if (self->data->store == LAMINA_STORE_FLOAT && self->is_identity)
    {
      memcpy (x, raw, self->n_elements * sizeof *x);
      return;
    }

  if (self->data->store == LAMINA_STORE_DOUBLE && self->n_runs == self->n_columns
      && self->n_inner == 1)
    {
      lamina_write_row (raw, self->n_columns, self->shift, self->divisor, self->fill, x);
      return;
    }

  for (gsize run = 0, c = 0; run < self->n_runs; run++, c = c + 1 < self->n_columns ? c + 1 : 0)
    lamina_data_set_write_run (self, c, raw, run * self->n_inner, x + run * self->n_inner);
}

void
lamina_data_set_write_y (const LaminaDataSet *self,
                         gsize                row,
                         lm_real             *y)
{
  const double *raw;

  if (self->answers_input)
    {
      lamina_data_set_write_x (self, row, y);
      return;
    }

  if (self->target_kind == LAMINA_DATA_TARGET_TOKENS)
    {
      lamina_write_tokens ((const guint16 *) lamina_data_draft_get_x (self->data, row) + 1,
                           self->n_elements, y);
      return;
    }

  if (self->target_kind == LAMINA_DATA_TARGET_PICTURE)
    {
      lamina_write_bytes (lamina_data_draft_get_mask (self->data, row),
                          lm_shape_get_n_columns (&self->target), 0, 255, y);
      return;
    }

  raw = lamina_data_draft_get_y (self->data, row);
  for (gsize c = 0; c < self->n_targets; c++)
    {
      const LaminaDataColumn *column = &g_array_index (self->data->targets, LaminaDataColumn, c);

      y[c] = (lm_real) ((raw[c] - column->shift) / column->divisor);
    }
}
