/* SPDX-License-Identifier: GPL-3.0-or-later */

/* instance-norm.c: y = W·x̂ + b, x̂ = (x - mean) / √(variance + eps), mean and variance those of
 * one feature in one example (Ulyanov, Vedaldi and Lempitsky, 2016)
 */

#include <glib/gi18n-lib.h>

#include "lm-group-norm.h"

static gboolean
lm_instance_norm_configure (LmLayer        *layer,
                            const LmShape  *x,
                            gsize           n_inputs,
                            LmShape        *y,
                            GError        **error)
{
  return lm_group_norm_configure ((LmGroupNorm *) layer, x, lm_features_of (x).n, y, error);
}

static const LmField fields[] = {
  LM_NORM_FIELDS (LmGroupNorm, FALSE),
  { NULL },
};

const LmLayerClass lm_instance_norm_class = {
  .id = "instance-norm",
  .stem = "norm",
  .title = N_("Instance norm"),
  .summary = N_("Shifts and scales each feature map of each example to mean 0 and deviation 1."),
  .keywords = N_("instance normalization normalisation instancenorm style picture"),
  .group = LM_GROUP_NORM,
  .glyph = "M 3 20 C 10 20 9 6 13 6 C 17 6 16 20 23 20 O 13 14 1.8",
  .size = sizeof (LmGroupNorm),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_instance_norm_configure,
  .forward = lm_group_norm_forward,
  .backward = lm_group_norm_backward,
};
