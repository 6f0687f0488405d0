/* SPDX-License-Identifier: GPL-3.0-or-later */

/* spatial-dropout.c: y = x·mask, mask = 0 with probability rate, else 1 / (1 - rate), one for each
 * feature map, or for each feature over all time (Tompson and others, 2015)
 *
 *   x, y [batch, time, features] or [batch, channels, height, width]
 *
 * Predicting leaves x as it is. Masks are drawn as dropout draws them.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-features.h"
#include "lm-layer.h"

typedef struct
{
  LmLayer    parent;

  double     rate;

  LmFeatures features;
  gsize      mask; /* index of the kept memory */
} LmSpatialDropout;

static gboolean
lm_spatial_dropout_configure (LmLayer        *layer,
                              const LmShape  *x,
                              gsize           n_inputs,
                              LmShape        *y,
                              GError        **error)
{
  LmSpatialDropout *self = (LmSpatialDropout *) layer;

  if (x->rank != 3 && x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Spatial dropout takes pictures or sequences, not %s: choose dropout"), shape);
      return FALSE;
    }

  self->features = lm_features_of (x);
  self->mask = lm_layer_add_kept (layer, self->features.n);
  *y = *x;

  return TRUE;
}

/* y = x·mask; one example of @len numbers */
LM_CLONES static void
lm_spatial_dropout_mask (const LmFeatures *features,
                         const lm_real    *mask,
                         const lm_real    *x,
                         lm_real          *y,
                         gsize             len)
{
  const gsize n = features->n, plane = features->plane;

  for (gsize i = 0; plane == 1 && i < len; i += n)
    {
      for (gsize j = 0; j < n; j++)
        y[i + j] = x[i + j] * mask[j];
    }
  for (gsize i = 0; plane > 1 && i < len; i += plane)
    {
      const lm_real factor = mask[i / plane];

      for (gsize j = 0; j < plane; j++)
        y[i + j] = x[i + j] * factor;
    }
}

static void
lm_spatial_dropout_forward (const LmLayer *layer,
                            LmPass        *pass,
                            LmTensor      *y)
{
  const LmSpatialDropout *self = (const LmSpatialDropout *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_columns = lm_shape_get_n_columns (&y->shape), n = self->features.n;
  const lm_real rate = (lm_real) self->rate, scale = (lm_real) (1 / (1 - self->rate));

  if (!lm_pass_is_training (pass))
    {
      memcpy (y->data, x->data, x->len * sizeof *x->data);
      return;
    }

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const LmRandom random = lm_pass_get_random (pass, row);
      lm_real *mask = lm_pass_get_kept (pass, self->mask) + row * n;

      lm_random_uniform (&random, mask, n);
      for (gsize i = 0; i < n; i++)
        mask[i] = mask[i] < rate ? 0 : scale;
      lm_spatial_dropout_mask (&self->features, mask, x->data + row * n_columns,
                               y->data + row * n_columns, n_columns);
    }
}

static void
lm_spatial_dropout_backward (const LmLayer  *layer,
                             LmPass         *pass,
                             const LmTensor *y,
                             const LmTensor *dy)
{
  const LmSpatialDropout *self = (const LmSpatialDropout *) layer;
  const gsize n_columns = lm_shape_get_n_columns (&y->shape);
  const lm_real *mask = lm_pass_get_kept (pass, self->mask);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize row = 0; dx != NULL && row < lm_pass_get_n_rows (pass); row++)
    lm_spatial_dropout_mask (&self->features, mask + row * self->features.n,
                             dy->data + row * n_columns, dx->data + row * n_columns, n_columns);
}

static char *
lm_spatial_dropout_describe (const LmLayer *layer)
{
  return g_strdup_printf (_("rate %g"), ((const LmSpatialDropout *) layer)->rate);
}

static const LmField fields[] = {
  { "rate", LM_FIELD_REAL, G_STRUCT_OFFSET (LmSpatialDropout, rate), 0, 0.99, 0.5,
    .title = N_("Rate"),
    .hint = N_("Share of the feature maps that each training step sets to 0.") },
  { NULL },
};

const LmLayerClass lm_spatial_dropout_class = {
  .id = "spatial-dropout",
  .stem = "dropout",
  .title = N_("Spatial dropout"),
  .summary = N_("Sets whole feature maps to 0 while training: neighbours would tell."),
  .keywords = N_("regularization regularisation overfitting random channels maps"),
  .group = LM_GROUP_AUGMENTATION,
  .glyph = "M 3 3 L 11 3 L 11 11 L 3 11 Z M 15 15 L 23 15 L 23 23 L 15 23 Z "
           "M 15 3 L 23 11 M 23 3 L 15 11 M 3 15 L 11 23 M 11 15 L 3 23",
  .size = sizeof (LmSpatialDropout),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_spatial_dropout_configure,
  .forward = lm_spatial_dropout_forward,
  .backward = lm_spatial_dropout_backward,
  .is_linear = TRUE,
  .describe = lm_spatial_dropout_describe,
};
