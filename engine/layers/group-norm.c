/* SPDX-License-Identifier: GPL-3.0-or-later */

/* group-norm.c: y = W·x̂ + b, x̂ = (x - mean) / √(variance + eps), mean and variance those of a
 * group of features in one example (Wu and He, 2018)
 */

#include <glib/gi18n-lib.h>

#include "lm-group-norm.h"

typedef struct
{
  LmGroupNorm parent;

  int         n_groups;
} LmGroupNormLayer;

static gboolean
lm_group_norm_layer_configure (LmLayer        *layer,
                               const LmShape  *x,
                               gsize           n_inputs,
                               LmShape        *y,
                               GError        **error)
{
  LmGroupNormLayer *self = (LmGroupNormLayer *) layer;
  const gsize n_features = lm_features_of (x).n;

  if (n_features % (gsize) self->n_groups != 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%zu features cannot be divided into %d groups: choose a number that divides them"),
                   n_features, self->n_groups);
      return FALSE;
    }

  return lm_group_norm_configure (&self->parent, x, (gsize) self->n_groups, y, error);
}

static char *
lm_group_norm_describe (const LmLayer *layer)
{
  const LmGroupNormLayer *self = (const LmGroupNormLayer *) layer;

  return g_strdup_printf (ngettext ("%d group", "%d groups", (gulong) self->n_groups),
                          self->n_groups);
}

static const LmField fields[] = {
  { "groups", LM_FIELD_INT, G_STRUCT_OFFSET (LmGroupNormLayer, n_groups), 1, 65536, 8,
    .title = N_("Groups"),
    .hint = N_("Features or channels are shifted and scaled in as many groups, each by itself.") },
  LM_NORM_FIELDS (LmGroupNorm, TRUE),
  { NULL },
};

const LmLayerClass lm_group_norm_class = {
  .id = "group-norm",
  .stem = "norm",
  .title = N_("Group norm"),
  .summary = N_("Shifts and scales groups of features of each example to mean 0 and deviation 1."),
  .keywords = N_("group normalization normalisation groupnorm channels"),
  .group = LM_GROUP_NORM,
  .glyph = "M 2 20 C 6 20 5 8 7.5 8 C 10 8 9 20 13 20 C 17 20 16 8 18.5 8 C 21 8 20 20 24 20",
  .size = sizeof (LmGroupNormLayer),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_group_norm_layer_configure,
  .forward = lm_group_norm_forward,
  .backward = lm_group_norm_backward,
  .describe = lm_group_norm_describe,
};
