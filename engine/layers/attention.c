/* SPDX-License-Identifier: GPL-3.0-or-later */

/* attention.c: every step looks at every other (Vaswani and others, 2017)
 *
 *   Q, K, V = x·W_inᵀ + b_in   A = softmax (Q·Kᵀ / √d)   O = A·V, each head   y = O·W_outᵀ + b_out
 *
 *   x, y [batch, time, n]   in_proj_weight [3n, n]: Q, K, V   in_proj_bias [3n]
 *   out_proj.weight [n, n]   out_proj.bias [n]   A [heads, time, time]   d = n / heads
 *
 * as PyTorch's MultiheadAttention has it. With "causal" a step sees none after it. What lies beyond
 * a sequence's length is never seen, and gives 0.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-blas.h"
#include "lm-layer.h"
#include "lm-math.h"
#include "lm-packed.h"

typedef struct
{
  LmLayer parent;

  int      n_heads;
  gboolean is_causal;

  gsize    n_steps, n;
  gsize    in_weight, in_bias, out_weight, out_bias;
  gsize    qkv, attention, mixed; /* kept: [time, 3n], [heads, time, time], [time, n] */
} LmAttention;

static void
lm_attention_add_params (LmAttention *self)
{
  LmLayer *layer = &self->parent;
  const gsize n = self->n;

  self->in_weight = lm_layer_add_param (layer, "in_proj_weight", &(LmShape) { 2, { 3 * n, n } },
                                        LM_INIT_GLOROT_UNIFORM, 0, n, 3 * n);
  self->in_bias = lm_layer_add_param (layer, "in_proj_bias", &(LmShape) { 1, { 3 * n } },
                                      LM_INIT_ZEROS, 0, n, 3 * n);
  self->out_weight = lm_layer_add_param (layer, "out_proj.weight", &(LmShape) { 2, { n, n } },
                                         LM_INIT_UNIFORM, 1 / sqrt ((double) n), n, n);
  self->out_bias = lm_layer_add_param (layer, "out_proj.bias", &(LmShape) { 1, { n } },
                                       LM_INIT_ZEROS, 0, n, n);
}

static gboolean
lm_attention_configure (LmLayer        *layer,
                        const LmShape  *x,
                        gsize           n_inputs,
                        LmShape        *y,
                        GError        **error)
{
  LmAttention *self = (LmAttention *) layer;
  const gsize n_steps = x->dim[1], n = x->dim[2], n_heads = (gsize) self->n_heads;
  gsize n_scratch;

  if (x->rank != 3)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Attention takes a sequence of rows, not %s: put an embedding layer before it, "
                     "or a reshape layer to time × features"),
                   shape);
      return FALSE;
    }

  if (n % n_heads != 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%zu features cannot be shared by %zu heads: choose a number of heads that "
                     "divides them"),
                   n, n_heads);
      return FALSE;
    }

  self->n_steps = n_steps;
  self->n = n;
  lm_attention_add_params (self);
  self->qkv = lm_layer_add_kept (layer, n_steps * 3 * n);
  self->attention = lm_layer_add_kept (layer, n_heads * n_steps * n_steps);
  self->mixed = lm_layer_add_kept (layer, n_steps * n);
  n_scratch = MAX (lm_packed_get_size (n, 3 * n), lm_packed_get_size (3 * n, n));
  lm_layer_set_scratch (layer, MAX (n_scratch, n_steps * n_steps + n_steps * n / n_heads));
  lm_layer_set_macs (layer, 4 * (guint64) n_steps * n * n + 2 * (guint64) n_steps * n_steps * n);
  *y = *x;

  return TRUE;
}

/* One head of one sequence at work. */
typedef struct
{
  gsize    n_steps, length; /* time, and how much of it counts */
  gsize    d, row;          /* numbers of the head, and from a step to the next in q, k and v */
  gsize    mixed_row;
  double   scale;
  lm_real *q, *k, *v;       /* [time, d] within [time, 3n] */
  lm_real *attention;       /* [time, time] */
  lm_real *mixed;           /* [time, d] within [time, n] */
} LmHead;

static LmHead
lm_attention_get_head (const LmAttention *self,
                       LmPass            *pass,
                       gsize              row,
                       gsize              head)
{
  const gsize n_steps = self->n_steps, n = self->n, d = n / (gsize) self->n_heads;
  const guint32 *lengths = lm_pass_get_lengths (pass);
  lm_real *qkv = lm_pass_get_kept (pass, self->qkv) + row * n_steps * 3 * n + head * d;

  return (LmHead) {
    .n_steps = n_steps,
    .length = lengths != NULL ? lengths[row] : n_steps,
    .d = d,
    .row = 3 * n,
    .mixed_row = n,
    .scale = 1 / sqrt ((double) d),
    .q = qkv,
    .k = qkv + n,
    .v = qkv + 2 * n,
    .attention = lm_pass_get_kept (pass, self->attention) +
                 (row * (gsize) self->n_heads + head) * n_steps * n_steps,
    .mixed = lm_pass_get_kept (pass, self->mixed) + row * n_steps * n + head * d,
  };
}

/* A = softmax (Q·Kᵀ / √d), 0 where a step must not look; O = A·V */
static void
lm_head_forward (const LmHead *self,
                 gboolean      is_causal)
{
  const gsize n = self->n_steps, length = self->length;

  lm_gemm_raw (LM_KEEP, LM_TRANSPOSE, length, length, self->d, self->scale, self->q, self->row,
               self->k, self->row, 0, self->attention, n);
  for (gsize i = 0; i < n; i++)
    {
      lm_real *row = self->attention + i * n;
      const gsize n_seen = i >= length ? 0 : is_causal ? i + 1 : length;

      if (n_seen > 0)
        lm_softmax (row, row, 1, n_seen);
      memset (row + n_seen, 0, (n - n_seen) * sizeof *row);
    }

  lm_gemm_raw (LM_KEEP, LM_KEEP, length, self->d, length, 1, self->attention, n, self->v, self->row,
               0, self->mixed, self->mixed_row);
}

/* Steps beyond the length become 0. */
static void
lm_attention_clear_padding (const LmAttention *self,
                            LmPass            *pass,
                            lm_real           *x,
                            gsize              n)
{
  const guint32 *lengths = lm_pass_get_lengths (pass);

  for (gsize row = 0; lengths != NULL && row < lm_pass_get_n_rows (pass); row++)
    memset (x + (row * self->n_steps + lengths[row]) * n, 0,
            (self->n_steps - lengths[row]) * n * sizeof *x);
}

static void
lm_attention_forward (const LmLayer *layer,
                      LmPass        *pass,
                      LmTensor      *y)
{
  const LmAttention *self = (const LmAttention *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = self->n, n_rows = lm_pass_get_n_rows (pass), n_all = n_rows * self->n_steps;
  lm_real *qkv = lm_pass_get_kept (pass, self->qkv), *mixed = lm_pass_get_kept (pass, self->mixed);
  LmTensor qkv_rows = lm_tensor_init (qkv, &(LmShape) { 2, { n_all, 3 * n } });
  LmPacked weight = lm_packed_init (n_all, n, 3 * n, 1, LM_TRANSPOSE,
                                    lm_pass_get_value (pass, self->in_weight)->data, n,
                                    lm_pass_get_scratch (pass));

  lm_set_rows (&qkv_rows, lm_pass_get_value (pass, self->in_bias));
  lm_packed_multiply (&weight, n_all, x->data, n, TRUE, qkv, 3 * n);

  for (gsize row = 0; row < n_rows; row++)
    {
      for (gsize i = 0; i < (gsize) self->n_heads; i++)
        {
          const LmHead head = lm_attention_get_head (self, pass, row, i);

          lm_head_forward (&head, self->is_causal);
        }
    }
  lm_attention_clear_padding (self, pass, mixed, n);

  lm_set_rows (y, lm_pass_get_value (pass, self->out_bias));
  weight = lm_packed_init (n_all, n, n, 1, LM_TRANSPOSE,
                           lm_pass_get_value (pass, self->out_weight)->data, n,
                           lm_pass_get_scratch (pass));
  lm_packed_multiply (&weight, n_all, mixed, n, TRUE, y->data, n);
  lm_attention_clear_padding (self, pass, y->data, n);
}

/* dS = A·(dA - Σ A·dA) / √d, row by row; where A is 0, so is dS */
static void
lm_head_softmax_backward (const LmHead *self,
                          lm_real      *dattention)
{
  for (gsize i = 0; i < self->length; i++)
    {
      const lm_real *row = self->attention + i * self->n_steps;
      lm_real *to = dattention + i * self->length;
      const lm_real sum = (lm_real) lm_dot (row, to, self->length);

      for (gsize j = 0; j < self->length; j++)
        to[j] = row[j] * (to[j] - sum) * (lm_real) self->scale;
    }
}

/* The gradient of O has replaced O; those of Q, K and V replace these. @space: time² + time·d */
static void
lm_head_backward (const LmHead *self,
                  lm_real      *space)
{
  const gsize length = self->length, d = self->d, row = self->row;
  lm_real *dattention = space, *dq = space + length * length;

  lm_gemm_raw (LM_KEEP, LM_TRANSPOSE, length, length, d, 1, self->mixed, self->mixed_row, self->v,
               row, 0, dattention, length); /* dA = dO·Vᵀ */
  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, length, d, length, 1, self->attention, self->n_steps,
               self->mixed, self->mixed_row, 0, self->v, row); /* dV = Aᵀ·dO */
  lm_head_softmax_backward (self, dattention);
  lm_gemm_raw (LM_KEEP, LM_KEEP, length, d, length, 1, dattention, length, self->k, row, 0, dq,
               d); /* dQ = dS·K */
  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, length, d, length, 1, dattention, length, self->q, row, 0,
               self->k, row); /* dK = dSᵀ·Q */
  for (gsize i = 0; i < length; i++)
    memcpy (self->q + i * row, dq + i * d, d * sizeof *dq);
}

/* db += Σ dy of the steps that count */
static void
lm_attention_add_out_bias_grad (const LmAttention *self,
                                LmPass            *pass,
                                const LmTensor    *dy)
{
  const guint32 *lengths = lm_pass_get_lengths (pass);
  LmTensor *grad = lm_pass_get_grad (pass, self->out_bias);

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const gsize length = lengths != NULL ? lengths[row] : self->n_steps;
      const LmTensor steps = lm_tensor_init (dy->data + row * self->n_steps * self->n,
                                             &(LmShape) { 2, { length, self->n } });

      lm_add_rows (&steps, grad);
    }
}

static void
lm_attention_backward (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       const LmTensor *dy)
{
  const LmAttention *self = (const LmAttention *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n = self->n, n_rows = lm_pass_get_n_rows (pass), n_all = n_rows * self->n_steps;
  lm_real *qkv = lm_pass_get_kept (pass, self->qkv), *mixed = lm_pass_get_kept (pass, self->mixed);
  const LmTensor qkv_rows = lm_tensor_init (qkv, &(LmShape) { 2, { n_all, 3 * n } });
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);
  LmPacked weight = lm_packed_init (n_all, n, n, 1, LM_KEEP,
                                    lm_pass_get_value (pass, self->out_weight)->data, n,
                                    lm_pass_get_scratch (pass));

  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, n, n, n_all, 1, dy->data, n, mixed, n, 1,
               lm_pass_get_grad (pass, self->out_weight)->data, n); /* dW_out += dyᵀ·O */
  lm_attention_add_out_bias_grad (self, pass, dy);
  lm_packed_multiply (&weight, n_all, dy->data, n, FALSE, mixed, n); /* dO = dy·W_out */

  for (gsize row = 0; row < n_rows; row++)
    {
      for (gsize i = 0; i < (gsize) self->n_heads; i++)
        {
          const LmHead head = lm_attention_get_head (self, pass, row, i);

          lm_head_backward (&head, lm_pass_get_scratch (pass));
        }
    }
  lm_attention_clear_padding (self, pass, qkv, 3 * n);

  lm_gemm_raw (LM_TRANSPOSE, LM_KEEP, 3 * n, n, n_all, 1, qkv, 3 * n, x->data, n, 1,
               lm_pass_get_grad (pass, self->in_weight)->data, n); /* dW_in += dQKVᵀ·x */
  lm_add_rows (&qkv_rows, lm_pass_get_grad (pass, self->in_bias));
  if (dx == NULL)
    return;

  weight = lm_packed_init (n_all, 3 * n, n, 1, LM_KEEP,
                           lm_pass_get_value (pass, self->in_weight)->data, n,
                           lm_pass_get_scratch (pass));
  lm_packed_multiply (&weight, n_all, qkv, 3 * n, FALSE, dx->data, n); /* dx = dQKV·W_in */
}

static char *
lm_attention_describe (const LmLayer *layer)
{
  const LmAttention *self = (const LmAttention *) layer;
  char *heads = g_strdup_printf (ngettext ("%d head", "%d heads", (gulong) self->n_heads),
                                 self->n_heads);
  g_autofree char *plain = heads;

  return self->is_causal ? g_strdup_printf (_("%s, causal"), heads) : g_steal_pointer (&plain);
}

static void
lm_attention_get_trace_shape (const LmLayer *layer,
                              gsize          trace,
                              LmShape       *shape)
{
  const LmAttention *self = (const LmAttention *) layer;

  *shape = (LmShape) { 4, { 1, (gsize) self->n_heads, self->n_steps, self->n_steps } };
}

/* A [rows, heads, time, time]: what step i takes from step j */
static void
lm_attention_copy_trace (const LmLayer *layer,
                         LmPass        *pass,
                         gsize          trace,
                         lm_real       *out)
{
  const LmAttention *self = (const LmAttention *) layer;
  const gsize n = lm_pass_get_n_rows (pass) * (gsize) self->n_heads * self->n_steps * self->n_steps;

  memcpy (out, lm_pass_get_kept (pass, self->attention), n * sizeof *out);
}

static const LmTrace traces[] = {
  { "attention", N_("Attention"), 0, 1 },
  { NULL },
};

static const LmField fields[] = {
  { "heads", LM_FIELD_INT, G_STRUCT_OFFSET (LmAttention, n_heads), 1, 256, 4,
    .title = N_("Heads"),
    .hint = N_("How many ways of looking there are; each has its share of the features.") },
  { "causal", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmAttention, is_causal), 0, 1, FALSE,
    .title = N_("Causal"),
    .hint = N_("A step sees only itself and what came before: needed to tell what comes next.") },
  { NULL },
};

const LmLayerClass lm_attention_class = {
  .id = "attention",
  .stem = "attention",
  .title = N_("Self-attention"),
  .summary = N_("Every step looks at all others, and takes from each as much as it finds there."),
  .keywords = N_("transformer multi head query key value sequence text"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "O 5 20 2.5 O 13 20 2.5 O 21 20 2.5 M 13 7 L 5 20 M 13 7 L 13 20 M 13 7 L 21 20 "
           "M 10 7 C 10 5.3 11.3 4 13 4 C 14.7 4 16 5.3 16 7 C 16 8.7 14.7 10 13 10 "
           "C 11.3 10 10 8.7 10 7",
  .size = sizeof (LmAttention),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_attention_configure,
  .forward = lm_attention_forward,
  .backward = lm_attention_backward,
  .describe = lm_attention_describe,
  .traces = traces,
  .get_trace_shape = lm_attention_get_trace_shape,
  .copy_trace = lm_attention_copy_trace,
};
