/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "toy-sequence.h"

#include <string.h>

#include "lm-layer.h"
#include "lm-random.h"

typedef struct
{
  LmSource     source;
  ToySequences settings;
} ToySequenceSource;

static guint32
toy_sequences_get_length (const ToySequences *settings,
                          LmSplit             split,
                          guint32             index)
{
  if (split == LM_SPLIT_TRAINING && (int) index == settings->wrong_at)
    return settings->wrong_length;

  return settings->has_lengths ? 1 + index % (guint32) settings->n_steps
                               : (guint32) settings->n_steps;
}

static void
toy_sequences_draw (const ToySequences *settings,
                    LmSplit             split,
                    guint32             index,
                    lm_real            *x,
                    lm_real            *y)
{
  const LmRandom random = { 77, lm_random_stream ("toy"), (guint32) split, index };
  const gsize n_columns = MAX (1, settings->n_features);
  const guint32 length = MIN (toy_sequences_get_length (settings, split, index),
                              (guint32) settings->n_steps);
  double sum = 0;

  lm_random_uniform (&random, x, settings->n_steps * n_columns);
  for (gsize t = 0; t < settings->n_steps; t++)
    {
      sum += t < length ? (double) x[t * n_columns] - 0.5 : 0;
      if (settings->n_labels > 0)
        y[t] = sum > 0;
      for (gsize i = 0; settings->n_features == 0 && i < n_columns; i++)
        x[t] = (lm_real) (int) ((double) x[t] * (double) settings->n_tokens);
    }
  if (settings->n_labels == 0)
    *y = sum > 0;
}

static gboolean
toy_sequences_read (LmSource       *source,
                    LmSplit         split,
                    const guint32  *indices,
                    gsize           n,
                    const LmBatch  *batch,
                    GError        **error)
{
  const ToySequenceSource *self = (ToySequenceSource *) source;
  const gsize n_x = lm_shape_get_n_columns (&source->input);
  const gsize n_y = lm_shape_get_n_columns (&source->target);

  for (gsize i = 0; i < n; i++)
    {
      toy_sequences_draw (&self->settings, split, indices[i], batch->x + i * n_x,
                          batch->y + i * n_y);
      if (batch->lengths != NULL)
        batch->lengths[i] = toy_sequences_get_length (&self->settings, split, indices[i]);
    }

  return TRUE;
}

static void
toy_sequences_free (LmSource *source)
{
  g_free (source);
}

static const LmSourceClass toy_sequences_class = { toy_sequences_read, toy_sequences_free };

LmSource *
toy_sequences_new (const ToySequences *settings)
{
  ToySequenceSource *self = g_new0 (ToySequenceSource, 1);

  self->settings = *settings;
  self->source = (LmSource) {
    .klass = &toy_sequences_class,
    .input = settings->n_features > 0
               ? (LmShape) { 3, { 1, settings->n_steps, settings->n_features } }
               : (LmShape) { 2, { 1, settings->n_steps } },
    .target = { 2, { 1, settings->n_labels > 0 ? settings->n_steps : 1 } },
    .n_examples = { settings->n_training, settings->n_validation, 0 },
    .has_lengths = settings->has_lengths,
  };
  g_atomic_ref_count_init (&self->source.ref_count);

  return &self->source;
}

static gboolean
spy_configure (LmLayer        *layer,
               const LmShape  *x,
               gsize           n_inputs,
               LmShape        *y,
               GError        **error)
{
  *y = *x;
  lm_layer_set_macs (layer, 1000000);

  return TRUE;
}

static void
spy_forward (const LmLayer *layer,
             LmPass        *pass,
             LmTensor      *y)
{
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const guint32 *lengths = lm_pass_get_lengths (pass);
  const gsize n_columns = lm_shape_get_n_columns (&x->shape);
  const gsize n_features = n_columns / x->shape.dim[1];

  memcpy (y->data, x->data, x->len * sizeof *x->data);
  for (gsize row = 0; lengths != NULL && row < lm_pass_get_n_rows (pass); row++)
    {
      for (gsize i = lengths[row] * n_features; i < n_columns; i++)
        y->data[row * n_columns + i] = -1;
    }
}

static void
spy_backward (const LmLayer  *layer,
              LmPass         *pass,
              const LmTensor *y,
              const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
}

#define SPY(keeps) { .id = "spy", .stem = "spy", .title = "Spy", .size = sizeof (LmLayer), \
                     .keeps_time = keeps, .configure = spy_configure, .forward = spy_forward, \
                     .backward = spy_backward }

static const LmLayerClass spy_classes[] = { SPY (FALSE), SPY (TRUE) };

void
toy_add_spy (LmStack  *stack,
             gboolean  keeps_time)
{
  const gsize n = lm_stack_get_n (stack);
  g_autofree char *name = g_strdup_printf ("spy_%" G_GSIZE_FORMAT, n);

  lm_stack_take (stack, n, lm_layer_new (&spy_classes[keeps_time], name));
}
