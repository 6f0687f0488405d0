/* SPDX-License-Identifier: GPL-3.0-or-later */

/* embedding.c: y = W[x], a trained row for each token
 *
 *   x [batch, time], 0 … vocabulary - 1   W [vocabulary, size]   y [batch, time, size]
 *
 * The padding index' row begins as 0 and has no gradient. What is no token gives NaN, so that it is
 * seen; lm_network_check_source() finds it before.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  int   n_tokens, size;
  int   padding_index; /* -1: none */

  gsize weight;
} LmEmbedding;

static gboolean
lm_embedding_configure (LmLayer        *layer,
                        const LmShape  *x,
                        gsize           n_inputs,
                        LmShape        *y,
                        GError        **error)
{
  LmEmbedding *self = (LmEmbedding *) layer;
  const LmShape weight = { 2, { (gsize) self->n_tokens, (gsize) self->size } };

  if (x->rank != 2)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("An embedding layer takes a row of tokens, not %s: put it first, before text"),
                   shape);
      return FALSE;
    }

  if (self->padding_index >= self->n_tokens)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                   _("The padding index is %d, and tokens go from 0 to %d: set it to one of them, "
                     "or to −1 for none"),
                   self->padding_index, self->n_tokens - 1);
      return FALSE;
    }

  /* As PyTorch starts it. */
  self->weight = lm_layer_add_param (layer, "weight", &weight, LM_INIT_NORMAL, 1, 1, weight.dim[1]);
  if (self->padding_index >= 0)
    lm_layer_set_zero_row (layer, self->weight, (gsize) self->padding_index);
  lm_layer_set_n_tokens (layer, (gsize) self->n_tokens);
  lm_layer_set_macs (layer, x->dim[1] * (guint64) self->size);
  *y = (LmShape) { 3, { 1, x->dim[1], (gsize) self->size } };

  return TRUE;
}

/* Returns: the row of W; n_tokens if there is none */
static gsize
lm_embedding_get_row (const LmEmbedding *self,
                      lm_real            token)
{
  const gboolean is_inside = token >= 0 && token < (lm_real) self->n_tokens;
  const gsize row = is_inside ? (gsize) token : (gsize) self->n_tokens;

  return (lm_real) row == token ? row : (gsize) self->n_tokens;
}

static void
lm_embedding_forward (const LmLayer *layer,
                      LmPass        *pass,
                      LmTensor      *y)
{
  const LmEmbedding *self = (const LmEmbedding *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const lm_real *weight = lm_pass_get_value (pass, self->weight)->data;
  const gsize n = (gsize) self->size;
  lm_real *to = y->data;

  for (gsize i = 0; i < x->len; i++, to += n)
    {
      const gsize row = lm_embedding_get_row (self, x->data[i]);

      if (row < (gsize) self->n_tokens)
        memcpy (to, weight + row * n, n * sizeof *to);
      else
        {
          for (gsize j = 0; j < n; j++)
            to[j] = NAN;
        }
    }
}

static void
lm_embedding_backward (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       const LmTensor *dy)
{
  const LmEmbedding *self = (const LmEmbedding *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = (gsize) self->size;
  lm_real *grad = lm_pass_get_grad (pass, self->weight)->data;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  for (gsize i = 0; i < x->len; i++)
    {
      const gsize row = lm_embedding_get_row (self, x->data[i]);

      if (row < (gsize) self->n_tokens && (int) row != self->padding_index)
        lm_add (dy->data + i * n, grad + row * n, n);
    }

  if (dx != NULL)
    lm_tensor_fill (dx, 0); /* Tokens have no slope. */
}

static char *
lm_embedding_describe (const LmLayer *layer)
{
  const LmEmbedding *self = (const LmEmbedding *) layer;

  /* Translators: tokens × numbers for each */
  return g_strdup_printf (_("%d × %d"), self->n_tokens, self->size);
}

static const LmField fields[] = {
  { "vocabulary", LM_FIELD_INT, G_STRUCT_OFFSET (LmEmbedding, n_tokens), 1, 1000000, 256,
    .title = N_("Vocabulary"),
    .hint = N_("How many different tokens there are.") },
  { "size", LM_FIELD_INT, G_STRUCT_OFFSET (LmEmbedding, size), 1, 4096, 32,
    .title = N_("Size"),
    .hint = N_("How many numbers stand for a token.") },
  { "padding_index", LM_FIELD_INT, G_STRUCT_OFFSET (LmEmbedding, padding_index), -1, 999999, -1,
    .title = N_("Padding index"),
    .hint = N_("The token that fills up short sequences: it stays 0. With −1 there is none."),
    .flags = LM_FIELD_MORE },
  { NULL },
};

const LmLayerClass lm_embedding_class = {
  .id = "embedding",
  .stem = "embedding",
  .title = N_("Embedding"),
  .summary = N_("Looks up a trained row of numbers for each token."),
  .keywords = N_("word token vector lookup text vocabulary"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 4 5 L 9 5 M 4 13 L 9 13 M 4 21 L 9 21 M 9 13 L 13 13 M 13 5 L 22 5 L 22 21 L 13 21 "
           "L 13 5 M 13 10.3 L 22 10.3 M 13 15.7 L 22 15.7 M 17.5 5 L 17.5 21",
  .size = sizeof (LmEmbedding),
  .fields = fields,
  .keeps_time = TRUE,
  .configure = lm_embedding_configure,
  .forward = lm_embedding_forward,
  .backward = lm_embedding_backward,
  .describe = lm_embedding_describe,
};
