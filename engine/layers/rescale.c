/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rescale.c: y = scale·x + offset, one scale and offset for all or one for each feature
 *
 *   x, y [batch, features], [batch, time, features] or [batch, channels, height, width]
 */

#include <glib/gi18n-lib.h>

#include "lm-clones.h"
#include "lm-features.h"
#include "lm-layer.h"

typedef struct
{
  LmLayer    parent;

  LmReals    scale, offset; /* none: 1 and 0 */

  LmFeatures features;
} LmRescale;

static gboolean
lm_rescale_check (const LmReals  *numbers,
                  gsize           n,
                  GError        **error)
{
  if (numbers->n <= 1 || numbers->n == n)
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("There are %zu numbers for %zu features or channels: give one for all, or one for each"),
               numbers->n, n);

  return FALSE;
}

static gboolean
lm_rescale_configure (LmLayer        *layer,
                      const LmShape  *x,
                      gsize           n_inputs,
                      LmShape        *y,
                      GError        **error)
{
  LmRescale *self = (LmRescale *) layer;

  self->features = lm_features_of (x);
  if (!lm_rescale_check (&self->scale, self->features.n, error) ||
      !lm_rescale_check (&self->offset, self->features.n, error))
    return FALSE;

  if (self->scale.n <= 1 && self->offset.n <= 1) /* All are alike: the loops get long. */
    self->features = (LmFeatures) { 1, lm_shape_get_n_columns (x) };
  lm_layer_set_macs (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

static lm_real
lm_rescale_get (const LmReals *numbers,
                gsize          feature,
                double         otherwise)
{
  if (numbers->n == 0)
    return (lm_real) otherwise;

  return (lm_real) numbers->values[numbers->n == 1 ? 0 : feature];
}

/* y = scale·x + offset; offset only where @has_offset. */
LM_CLONES static void
lm_rescale_run (const LmRescale *self,
                const lm_real   *x,
                gboolean         has_offset,
                lm_real         *y,
                gsize            len)
{
  const gsize n = self->features.n, plane = self->features.plane;

  for (gsize i = 0, feature = 0; i < len; i += plane, feature = (feature + 1) % n)
    {
      const lm_real scale = lm_rescale_get (&self->scale, feature, 1);
      const lm_real offset = has_offset ? lm_rescale_get (&self->offset, feature, 0) : 0;

      for (gsize j = 0; j < plane; j++)
        y[i + j] = scale * x[i + j] + offset;
    }
}

static void
lm_rescale_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  lm_rescale_run ((const LmRescale *) layer, lm_pass_get_input (pass, 0)->data, TRUE, y->data,
                  y->len);
}

static void
lm_rescale_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    lm_rescale_run ((const LmRescale *) layer, dy->data, FALSE, dx->data, dx->len);
}

static char *
lm_rescale_describe (const LmLayer *layer)
{
  const LmRescale *self = (const LmRescale *) layer;
  const double scale = self->scale.n > 0 ? self->scale.values[0] : 1;
  const double offset = self->offset.n > 0 ? self->offset.values[0] : 0;

  if (self->scale.n > 1 || self->offset.n > 1)
    return g_strdup (_("each by itself"));
  if (offset == 0)
    return g_strdup_printf ("× %g", scale);

  return g_strdup_printf ("× %g %s %g", scale, offset < 0 ? "−" : "+", ABS (offset));
}

static const LmField fields[] = {
  { "scale", LM_FIELD_REALS, G_STRUCT_OFFSET (LmRescale, scale), -1e9, 1e9, 1,
    .title = N_("Scale"),
    .hint = N_("What numbers are multiplied by: one number, or one for each feature or channel."),
    .text = "1" },
  { "offset", LM_FIELD_REALS, G_STRUCT_OFFSET (LmRescale, offset), -1e9, 1e9, 0,
    .title = N_("Offset"),
    .hint = N_("What is added afterwards: one number, or one for each feature or channel."),
    .text = "0" },
  { NULL },
};

const LmLayerClass lm_rescale_class = {
  .id = "rescale",
  .stem = "rescale",
  .title = N_("Rescale"),
  .summary = N_("Multiplies by fixed numbers and adds others: 0 … 255 becomes 0 … 1."),
  .keywords = N_("rescaling normalize normalise standardize offset mean deviation preprocessing"),
  .group = LM_GROUP_NORM,
  .glyph = "M 4 3 L 4 23 M 1.5 6 L 4 3 L 6.5 6 M 10 9 L 16 9 L 16 17 L 10 17 L 10 9 "
           "M 19 11.5 L 22 11.5 L 22 14.5 L 19 14.5 Z",
  .size = sizeof (LmRescale),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_rescale_configure,
  .forward = lm_rescale_forward,
  .backward = lm_rescale_backward,
  .describe = lm_rescale_describe,
};
