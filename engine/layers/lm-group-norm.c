/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-group-norm.h"

#include <string.h>

#include "lm-math.h"

gboolean
lm_group_norm_configure (LmGroupNorm    *self,
                         const LmShape  *x,
                         gsize           n_groups,
                         LmShape        *y,
                         GError        **error)
{
  LmLayer *layer = &self->parent;
  const gsize n_columns = lm_shape_get_n_columns (x);
  LmShape weight;

  self->features = lm_features_of (x);
  self->n_groups = n_groups;
  self->n_steps = n_columns / (self->features.n * self->features.plane);
  if (!lm_norm_check (n_columns / n_groups, x, error))
    return FALSE;

  weight = (LmShape) { 1, { self->features.n } };
  if (self->is_affine)
    {
      self->weight = lm_layer_add_param (layer, "weight", &weight, LM_INIT_CONSTANT, 1, 1, 1);
      self->bias = lm_layer_add_param (layer, "bias", &weight, LM_INIT_ZEROS, 0, 1, 1);
    }
  self->mean = lm_layer_add_kept (layer, n_groups);
  self->scale = lm_layer_add_kept (layer, n_groups);
  lm_layer_set_macs (layer, n_columns);
  *y = *x;

  return TRUE;
}

/* Steps of example @row that count. */
static gsize
lm_group_norm_get_n_steps (const LmGroupNorm *self,
                           const LmPass      *pass,
                           gsize              row)
{
  const guint32 *lengths = self->n_steps > 1 ? lm_pass_get_lengths (pass) : NULL;

  return lengths != NULL ? lengths[row] : self->n_steps;
}

/* A group in one example whose first @n_steps count. */
static LmNormGroup
lm_group_norm_get_group (const LmGroupNorm *self,
                         gsize              n_steps)
{
  const gsize run = self->features.n * self->features.plane;

  return (LmNormGroup) { n_steps, run / self->n_groups, run };
}

static void
lm_group_norm_forward_group (const LmGroupNorm *self,
                             const LmNormGroup *group,
                             const lm_real     *x,
                             lm_real            mean,
                             lm_real            scale,
                             const lm_real     *weight,
                             const lm_real     *bias,
                             lm_real           *y)
{
  const gsize plane = self->features.plane;

  for (gsize i = 0; i < group->n_chunks; i++, x += group->stride, y += group->stride)
    {
      if (weight == NULL || plane == 1)
        {
          lm_norm_apply_row (x, mean, scale, weight, bias, y, group->chunk);
          continue;
        }
      for (gsize j = 0; j < group->chunk; j += plane)
        lm_norm_apply_plane (x + j, mean, scale, weight[j / plane], bias[j / plane], y + j, plane);
    }
}

void
lm_group_norm_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmGroupNorm *self = (const LmGroupNorm *) layer;
  const gsize n_columns = lm_shape_get_n_columns (&y->shape);
  const gsize n_features = self->features.n / self->n_groups;
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  const lm_real *bias = self->is_affine ? lm_pass_get_value (pass, self->bias)->data : NULL;
  lm_real *mean = lm_pass_get_kept (pass, self->mean);
  lm_real *scale = lm_pass_get_kept (pass, self->scale);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize n_steps = lm_group_norm_get_n_steps (self, pass, row);
      const LmNormGroup group = lm_group_norm_get_group (self, n_steps);
      const lm_real *in = lm_pass_get_input (pass, 0)->data + row * n_columns;
      lm_real *out = y->data + row * n_columns;

      for (gsize i = 0; i < self->n_groups; i++, in += group.chunk, out += group.chunk)
        {
          const gsize place = row * self->n_groups + i, feature = i * n_features;

          lm_norm_measure (&group, in, self->eps, &mean[place], &scale[place]);
          lm_group_norm_forward_group (self, &group, in, mean[place], scale[place],
                                       self->is_affine ? weight + feature : NULL,
                                       self->is_affine ? bias + feature : NULL, out);
        }
      memset (y->data + row * n_columns + n_steps * group.stride, 0,
              (self->n_steps - n_steps) * group.stride * sizeof *y->data);
    }
}

/* dW += Σ dy·x̂, db += Σ dy */
static void
lm_group_norm_add (const LmGroupNorm *self,
                   const LmNormGroup *group,
                   const lm_real     *x,
                   lm_real            mean,
                   lm_real            scale,
                   const lm_real     *dy,
                   lm_real           *dweight,
                   lm_real           *dbias)
{
  const gsize plane = self->features.plane;

  for (gsize i = 0; i < group->n_chunks; i++, x += group->stride, dy += group->stride)
    {
      if (plane == 1)
        {
          lm_norm_add_row (x, mean, scale, dy, dweight, dbias, group->chunk);
          continue;
        }
      for (gsize j = 0; j < group->chunk; j += plane)
        {
          const double sum = lm_sum (dy + j, plane);
          const double product = lm_dot (dy + j, x + j, plane);

          dweight[j / plane] += (lm_real) ((product - sum * (double) mean) * (double) scale);
          dbias[j / plane] += (lm_real) sum;
        }
    }
}

static void
lm_group_norm_derive (const LmGroupNorm *self,
                      const LmNormGroup *group,
                      const lm_real     *x,
                      lm_real            mean,
                      lm_real            scale,
                      const lm_real     *weight,
                      const lm_real     *dy,
                      lm_real           *dx)
{
  const gsize plane = self->features.plane;

  for (gsize i = 0; i < group->n_chunks * group->stride; i += group->stride)
    {
      if (weight == NULL || plane == 1)
        {
          lm_norm_weigh_row (dy + i, weight, dx + i, group->chunk);
          continue;
        }
      for (gsize j = 0; j < group->chunk; j += plane)
        lm_norm_weigh_plane (dy + i + j, weight[j / plane], dx + i + j, plane);
    }
  lm_norm_derive (group, x, mean, scale, dx);
}

void
lm_group_norm_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmGroupNorm *self = (const LmGroupNorm *) layer;
  const gsize n_columns = lm_shape_get_n_columns (&y->shape);
  const gsize n_features = self->features.n / self->n_groups;
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const lm_real *mean = lm_pass_get_kept (pass, self->mean);
  const lm_real *scale = lm_pass_get_kept (pass, self->scale);
  const lm_real *weight = self->is_affine ? lm_pass_get_value (pass, self->weight)->data : NULL;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize n_steps = lm_group_norm_get_n_steps (self, pass, row);
      const LmNormGroup group = lm_group_norm_get_group (self, n_steps);

      for (gsize i = 0; i < self->n_groups; i++)
        {
          const gsize at = row * n_columns + i * group.chunk;
          const gsize place = row * self->n_groups + i, feature = i * n_features;

          if (self->is_affine)
            lm_group_norm_add (self, &group, x + at, mean[place], scale[place], dy->data + at,
                               lm_pass_get_grad (pass, self->weight)->data + feature,
                               lm_pass_get_grad (pass, self->bias)->data + feature);
          if (dx != NULL)
            lm_group_norm_derive (self, &group, x + at, mean[place], scale[place],
                                  self->is_affine ? weight + feature : NULL, dy->data + at,
                                  dx->data + at);
        }
      if (dx != NULL)
        memset (dx->data + row * n_columns + n_steps * group.stride, 0,
                (self->n_steps - n_steps) * group.stride * sizeof *dx->data);
    }
}
