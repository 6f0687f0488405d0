/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-history.h"

#include <math.h>

/* Each node of a level sums up LM_SERIES_FAN_OUT of the level below, each node of the lowest level
 * as many values, once they are all there: what is left over is taken one by one. Nine levels reach
 * 2^27 values; beyond that the topmost is scanned.
 */
#define N_LEVELS 9

typedef struct
{
  double min, max, sum;
  gsize  n; /* values that are numbers */
} Node;

struct _LmSeries
{
  GArray *values;           /* double */
  GArray *levels[N_LEVELS]; /* Node */
};

static const Node empty_node = { HUGE_VAL, -HUGE_VAL, 0, 0 };

static void
node_add_value (Node   *self,
                double  value)
{
  if (isnan (value))
    return;

  /* Comparisons are compiled to instructions, fmin() to calls. */
  self->min = value < self->min ? value : self->min;
  self->max = value > self->max ? value : self->max;
  self->sum += value;
  self->n++;
}

static void
node_add_node (Node       *self,
               const Node *other)
{
  self->min = other->min < self->min ? other->min : self->min;
  self->max = other->max > self->max ? other->max : self->max;
  self->sum += other->sum;
  self->n += other->n;
}

LmSeries *
lm_series_new (void)
{
  LmSeries *self = g_new (LmSeries, 1);

  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize i = 0; i < N_LEVELS; i++)
    self->levels[i] = g_array_new (FALSE, FALSE, sizeof (Node));

  return self;
}

void
lm_series_free (LmSeries *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->values);
  for (gsize i = 0; i < N_LEVELS; i++)
    g_array_unref (self->levels[i]);
  g_free (self);
}

/* Adds element @index of level @level, where -1 are the values themselves. */
static void
lm_series_collect (const LmSeries *self,
                   int             level,
                   gsize           index,
                   Node           *node)
{
  if (level < 0)
    node_add_value (node, g_array_index (self->values, double, index));
  else
    node_add_node (node, &g_array_index (self->levels[level], Node, index));
}

void
lm_series_append (LmSeries *self,
                  double    value)
{
  gsize n;

  g_return_if_fail (self != NULL);

  g_array_append_val (self->values, value);
  n = self->values->len;
  for (int level = 0; level < N_LEVELS && n % LM_SERIES_FAN_OUT == 0; level++)
    {
      Node node = empty_node;

      for (gsize i = n - LM_SERIES_FAN_OUT; i < n; i++)
        lm_series_collect (self, level - 1, i, &node);
      g_array_append_val (self->levels[level], node);
      n /= LM_SERIES_FAN_OUT;
    }
}

gsize
lm_series_get_n (const LmSeries *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->values->len;
}

double
lm_series_nth (const LmSeries *self,
               gsize           index)
{
  g_return_val_if_fail (self != NULL && index < self->values->len, NAN);

  return g_array_index (self->values, double, index);
}

gboolean
lm_series_get_range (const LmSeries *self,
                     gsize           first,
                     gsize           end,
                     double         *min,
                     double         *max,
                     double         *mean)
{
  Node node = empty_node;

  g_return_val_if_fail (self != NULL && first < end && end <= self->values->len, FALSE);

  /* What stands out at either end of whole nodes is taken one by one; the rest, a level higher. */
  for (int level = -1; first < end; level++)
    {
      const gboolean is_top = level == N_LEVELS - 1;

      while (first < end && (is_top || first % LM_SERIES_FAN_OUT != 0))
        lm_series_collect (self, level, first++, &node);
      while (first < end && end % LM_SERIES_FAN_OUT != 0)
        lm_series_collect (self, level, --end, &node);

      first /= LM_SERIES_FAN_OUT;
      end /= LM_SERIES_FAN_OUT;
    }

  if (node.n == 0)
    return FALSE;

  *min = node.min;
  *max = node.max;
  *mean = node.sum / (double) node.n;

  return TRUE;
}
