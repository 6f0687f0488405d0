/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-facts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of one column. The first pass finds all but @sum_squared_differences, the second that. */
typedef struct
{
  double  min, max, sum;
  double  mean;
  double  sum_squared_differences;
  guint64 n;
  guint64 byte_sum, byte_sum_squares;
} LaminaSums;

/* So many squares of bytes fit 32 bits: the loop then runs on narrow numbers. */
#define MAX_BYTES_AT_ONCE 65536

static void
lamina_sums_add_bytes (LaminaSums   *self,
                       const guint8 *values,
                       gsize         n)
{
  guint8 min = 255, max = 0;
  guint32 sum = 0, sum_squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += values[i];
      sum_squares += (guint32) values[i] * values[i];
      min = MIN (min, values[i]);
      max = MAX (max, values[i]);
    }

  self->min = self->n > 0 ? MIN (self->min, min) : min;
  self->max = self->n > 0 ? MAX (self->max, max) : max;
  self->byte_sum += sum;
  self->byte_sum_squares += sum_squares;
  self->n += n;
}

/* Missing cells do not count. */
static void
lamina_sums_add (LaminaSums *self,
                 double      value,
                 int         pass)
{
  if (isnan (value))
    return;

  if (pass == 1)
    {
      self->sum_squared_differences += (value - self->mean) * (value - self->mean);
      return;
    }

  self->min = self->n > 0 ? MIN (self->min, value) : value;
  self->max = self->n > 0 ? MAX (self->max, value) : value;
  self->sum += value;
  self->n++;
}

/* @n numbers that lie together in one column. */
static void
lamina_sums_add_run (LaminaSums    *self,
                     LaminaStore    store,
                     gconstpointer  x,
                     gsize          first,
                     gsize          n,
                     int            pass)
{
  switch (store)
    {
    case LAMINA_STORE_BYTES:
      for (gsize i = 0; i < n; i += MAX_BYTES_AT_ONCE)
        lamina_sums_add_bytes (self, (const guint8 *) x + first + i,
                               MIN (MAX_BYTES_AT_ONCE, n - i));
      break;
    case LAMINA_STORE_FLOAT:
      for (gsize i = first; i < first + n; i++)
        lamina_sums_add (self, (double) ((const float *) x)[i], pass);
      break;
    case LAMINA_STORE_DOUBLE:
    default:
      for (gsize i = first; i < first + n; i++)
        lamina_sums_add (self, ((const double *) x)[i], pass);
    }
}

static void
lamina_measure_pass (const LaminaDataDraft *draft,
                     const LaminaRows      *training,
                     LaminaSums            *all,
                     int                    pass)
{
  const gsize n_inner = lamina_data_draft_get_n_inner (draft);
  const gsize n_runs = lamina_data_draft_get_n_elements (draft) / n_inner;
  const gsize n_columns = draft->columns->len;

  for (gsize i = 0; i < training->n; i++)
    {
      gconstpointer x = lamina_data_draft_get_x (draft, training->rows[i]);

      for (gsize run = 0, c = 0; run < n_runs; run++, c = c + 1 < n_columns ? c + 1 : 0)
        lamina_sums_add_run (&all[c], draft->store, x, run * n_inner, n_inner, pass);
    }
}

static void
lamina_sums_finish (const LaminaSums *self,
                    gboolean          is_bytes,
                    LaminaDataColumn *column)
{
  const double n = (double) MAX (self->n, 1);

  column->min = self->min;
  column->max = self->max;
  column->mean = is_bytes ? (double) self->byte_sum / n : self->mean;
  column->deviation = is_bytes ? sqrt (MAX ((double) self->byte_sum_squares / n
                                            - column->mean * column->mean, 0))
                               : sqrt (self->sum_squared_differences / n);

  /* The mean of equal numbers may miss them by a rounding, and that is no deviation. */
  if (self->min == self->max)
    {
      column->mean = self->min;
      column->deviation = 0;
    }
}

static void
lamina_measure_inputs (LaminaDataDraft  *draft,
                       const LaminaRows *training)
{
  const gsize n_columns = draft->columns->len;
  const gboolean is_bytes = draft->store == LAMINA_STORE_BYTES;
  g_autofree LaminaSums *all = g_new0 (LaminaSums, n_columns);

  lamina_measure_pass (draft, training, all, 0);
  if (!is_bytes)
    {
      for (gsize c = 0; c < n_columns; c++)
        all[c].mean = all[c].n > 0 ? all[c].sum / (double) all[c].n : 0;
      lamina_measure_pass (draft, training, all, 1);
    }

  for (gsize c = 0; c < n_columns; c++)
    lamina_sums_finish (&all[c], is_bytes, &g_array_index (draft->columns, LaminaDataColumn, c));
}

static void
lamina_measure_targets (LaminaDataDraft  *draft,
                        const LaminaRows *training)
{
  for (gsize c = 0; lamina_data_draft_get_y (draft, 0) != NULL && c < draft->targets->len; c++)
    {
      LaminaSums sums = { 0 };

      for (gsize i = 0; i < training->n; i++)
        lamina_sums_add (&sums, lamina_data_draft_get_y (draft, training->rows[i])[c], 0);
      sums.mean = sums.sum / (double) training->n;
      for (gsize i = 0; i < training->n; i++)
        lamina_sums_add (&sums, lamina_data_draft_get_y (draft, training->rows[i])[c], 1);

      lamina_sums_finish (&sums, FALSE, &g_array_index (draft->targets, LaminaDataColumn, c));
    }
}

/* A constant column becomes 0. */
static void
lamina_column_scale (LaminaDataColumn *column,
                     int               scaling,
                     gboolean          is_bytes)
{
  if (scaling == LAMINA_SCALING_NONE || column->category != NULL)
    return;

  if (scaling == LAMINA_SCALING_RANGE)
    {
      column->shift = is_bytes ? 0 : column->min;
      column->divisor = is_bytes ? 255 : column->max - column->min;
    }
  else
    {
      column->shift = column->mean;
      column->divisor = column->deviation;
    }

  if (!(column->divisor > 0))
    column->divisor = 1;
}

static void
lamina_count_missing (LaminaDataDraft *draft)
{
  const gsize n_columns = draft->columns->len;

  if (draft->store != LAMINA_STORE_DOUBLE)
    return;

  for (gsize row = 0; row < lamina_data_draft_get_n_rows (draft); row++)
    {
      const double *x = lamina_data_draft_get_x (draft, row);

      for (gsize e = 0; e < lamina_data_draft_get_n_elements (draft); e++)
        if (isnan (x[e]))
          g_array_index (draft->columns, LaminaDataColumn, e % n_columns).n_missing++;
    }
}

void
lamina_data_measure (LaminaDataDraft      *draft,
                     const LaminaPipeline *pipeline,
                     const LaminaRows     *training)
{
  const gboolean is_bytes = draft->store == LAMINA_STORE_BYTES;

  lamina_measure_targets (draft, training);
  if (draft->store == LAMINA_STORE_TOKENS)
    return; /* Numbers of tokens have no mean, and are not scaled. */

  lamina_measure_inputs (draft, training);
  lamina_count_missing (draft);

  for (gsize c = 0; c < draft->columns->len; c++)
    lamina_column_scale (&g_array_index (draft->columns, LaminaDataColumn, c), pipeline->scaling,
                         is_bytes);
  for (gsize c = 0; pipeline->scale_targets && draft->class_names->len == 0
                    && c < draft->targets->len; c++)
    lamina_column_scale (&g_array_index (draft->targets, LaminaDataColumn, c),
                         LAMINA_SCALING_STANDARDISE, FALSE);
}

static gboolean
lamina_fits_float (double value)
{
  return fabs (value) <= (double) G_MAXFLOAT;
}

/* Returns: the first element that is not finite, or %G_MAXSIZE */
static gsize
lamina_find_misfit (const LaminaDataDraft *draft,
                    gsize                  row)
{
  const gsize n = lamina_data_draft_get_n_elements (draft);
  gconstpointer x;

  if (draft->store == LAMINA_STORE_BYTES || draft->store == LAMINA_STORE_TOKENS)
    return G_MAXSIZE;

  x = lamina_data_draft_get_x (draft, row);
  for (gsize e = 0; draft->store == LAMINA_STORE_FLOAT && e < n; e++)
    if (!lamina_fits_float ((double) ((const float *) x)[e]))
      return e;

  for (gsize e = 0; draft->store == LAMINA_STORE_DOUBLE && e < n; e++)
    if (!lamina_fits_float (((const double *) x)[e]) && !isnan (((const double *) x)[e]))
      return e;

  return G_MAXSIZE;
}

gboolean
lamina_data_check_numbers (const LaminaDataDraft  *draft,
                           GError                **error)
{
  const gsize n_inner = lamina_data_draft_get_n_inner (draft);

  for (gsize row = 0; row < lamina_data_draft_get_n_rows (draft); row++)
    {
      const gsize element = lamina_find_misfit (draft, row);
      const double *y = lamina_data_draft_get_y (draft, row);
      const LaminaDataColumn *column = NULL;

      if (element != G_MAXSIZE)
        column = &g_array_index (draft->columns, LaminaDataColumn,
                                 element / n_inner % draft->columns->len);

      for (gsize c = 0; y != NULL && c < draft->targets->len && column == NULL; c++)
        if (!lamina_fits_float (y[c]))
          column = &g_array_index (draft->targets, LaminaDataColumn, c);

      if (column == NULL)
        continue;

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s, example %zu: a number in %s is not finite, "
                     "or too large for training: correct it or leave the example out"),
                   draft->title, row + 1, column->name);
      return FALSE;
    }

  return TRUE;
}
