/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-layer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LM_LAYER(kind) extern const LmLayerClass lm_##kind##_class;
#include "lm-layer-kinds.inc"
#undef LM_LAYER

static const LmLayerClass *const classes[] = {
#define LM_LAYER(kind) &lm_##kind##_class,
#include "lm-layer-kinds.inc"
#undef LM_LAYER
};

gsize
lm_layer_class_get_n (void)
{
  return G_N_ELEMENTS (classes);
}

const LmLayerClass *
lm_layer_class_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (classes), NULL);

  return classes[index];
}

const LmLayerClass *
lm_layer_class_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (strcmp (classes[i]->id, id) == 0)
        return classes[i];
    }

  return NULL;
}

const char *
lm_layer_group_get_title (LmLayerGroup group)
{
  static const char *const titles[LM_N_GROUPS] = {
    [LM_GROUP_COMMON] = N_("Common"),
    [LM_GROUP_ACTIVATION] = N_("Activations"),
    [LM_GROUP_LINK] = N_("Links"),
    [LM_GROUP_NORM] = N_("Norms"),
    [LM_GROUP_PICTURE] = N_("Pictures"),
    [LM_GROUP_SEQUENCE] = N_("Sequences"),
    [LM_GROUP_GENERATIVE] = N_("Generative"),
    [LM_GROUP_SHAPE] = N_("Shape"),
    [LM_GROUP_AUGMENTATION] = N_("Noise and augmentation"),
  };

  g_return_val_if_fail (group < LM_N_GROUPS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, titles[group]);
}

LmLayer *
lm_layer_new (const LmLayerClass *klass,
              const char         *name)
{
  LmLayer *self = g_malloc0 (klass->size);

  self->klass = klass;
  self->name = g_strdup (name);
  self->inputs = g_new0 (char *, 1);
  self->params = g_array_new (FALSE, TRUE, sizeof (LmParam));
  self->buffers = g_array_new (FALSE, TRUE, sizeof (LmParam));
  self->kept = g_array_new (FALSE, TRUE, sizeof (gsize));
  self->constants = g_ptr_array_new_with_free_func (lm_free);
  lm_fields_init (klass->fields, self);

  return self;
}

LmLayer *
lm_layer_copy (const LmLayer *self)
{
  LmLayer *copy = lm_layer_new (self->klass, self->name);

  g_strfreev (copy->inputs);
  copy->inputs = g_strdupv (self->inputs);
  copy->part = self->part;
  copy->bypassed = self->bypassed;
  lm_fields_copy (self->klass->fields, copy, self);

  return copy;
}

void
lm_layer_free (LmLayer *self)
{
  lm_fields_clear (self->klass->fields, self);
  g_array_unref (self->params);
  g_array_unref (self->buffers);
  g_array_unref (self->kept);
  g_ptr_array_unref (self->constants);
  g_strfreev (self->inputs);
  g_free (self->name);
  g_free (self);
}

gboolean
lm_layer_is_name (const char *name)
{
  const gsize length = strlen (name);

  return length >= 1 && length <= 40 &&
         strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-") == length &&
         strcmp (name, LM_INPUT_PREVIOUS) != 0 && strcmp (name, LM_INPUT_NETWORK) != 0;
}

char *
lm_layer_describe (const LmLayer *self)
{
  return self->klass->describe != NULL ? self->klass->describe (self) : g_strdup ("");
}

gsize
lm_layer_get_n_params (const LmLayer *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->params->len; i++)
    n += lm_shape_get_n_elements (&g_array_index (self->params, LmParam, i).shape);

  return n;
}

gsize
lm_layer_add_param (LmLayer       *self,
                    const char    *name,
                    const LmShape *shape,
                    LmInit         init,
                    double         scale,
                    gsize          fan_in,
                    gsize          fan_out)
{
  const LmParam param = { name, *shape, init, scale, fan_in, fan_out, 0, FALSE, 0 };

  g_array_append_val (self->params, param);

  return self->params->len - 1;
}

gsize
lm_layer_add_buffer (LmLayer       *self,
                     const char    *name,
                     const LmShape *shape,
                     double         value)
{
  const LmParam buffer = { name, *shape, LM_INIT_CONSTANT, value, 1, 1, 0, FALSE, 0 };

  g_array_append_val (self->buffers, buffer);

  return self->buffers->len - 1;
}

gsize
lm_layer_add_kept (LmLayer *self,
                   gsize    n_per_example)
{
  g_array_append_val (self->kept, n_per_example);

  return self->kept->len - 1;
}

void
lm_layer_set_scratch (LmLayer *self,
                      gsize    n)
{
  self->scratch = MAX (self->scratch, n);
}

void
lm_layer_set_prepared (LmLayer *self,
                       gsize    n)
{
  self->prepared = n;
}

void
lm_layer_set_partial (LmLayer *self,
                      gsize    n,
                      gsize    n_backward)
{
  self->partial = n;
  self->partial_backward = n_backward;
}

void
lm_layer_set_macs (LmLayer *self,
                   guint64  macs)
{
  self->macs = macs;
}

void
lm_layer_set_n_tokens (LmLayer *self,
                       gsize    n)
{
  self->n_tokens = n;
}

void
lm_layer_set_n_classes (LmLayer *self,
                        gsize    n)
{
  self->n_classes = n;
}

void
lm_layer_set_carried (LmLayer *self,
                      gsize    n_per_example)
{
  self->carried = n_per_example;
}

void
lm_layer_set_zero_row (LmLayer *self,
                       gsize    param,
                       gsize    row)
{
  LmParam *of = &g_array_index (self->params, LmParam, param);

  of->has_zero_row = TRUE;
  of->zero_row = row;
}

lm_real *
lm_layer_add_constants (LmLayer *self,
                        gsize    n)
{
  lm_real *constants = n <= G_MAXSIZE / 64 ? lm_alloc (n) : NULL;

  if (constants != NULL)
    g_ptr_array_add (self->constants, constants);

  return constants;
}
