/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-samples.h"

#include <math.h>
#include <string.h>

/* More than any picture shows. */
#define MAX_SAMPLES 40

struct _LaminaSamples
{
  gatomicrefcount ref_count;
  GArray         *rows; /* LaminaSample */
};

static void
lamina_sample_clear (gpointer data)
{
  LaminaSample *sample = data;

  lm_blob_unref (sample->tokens);
}

LaminaSamples *
lamina_samples_new (void)
{
  LaminaSamples *self = g_new0 (LaminaSamples, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_array_new (FALSE, FALSE, sizeof (LaminaSample));
  g_array_set_clear_func (self->rows, lamina_sample_clear);

  return self;
}

LaminaSamples *
lamina_samples_ref (LaminaSamples *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lamina_samples_unref (LaminaSamples *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->rows);
  g_free (self);
}

gsize
lamina_samples_count (const LaminaSamples *self,
                      guint64              step)
{
  gsize n = self->rows->len;

  while (n > 0 && lamina_samples_nth (self, n - 1)->step > step)
    n--;

  return n;
}

const LaminaSample *
lamina_samples_nth (const LaminaSamples *self,
                    gsize                index)
{
  g_return_val_if_fail (index < self->rows->len, NULL);

  return &g_array_index (self->rows, LaminaSample, index);
}

/* Takes out the one whose neighbours are nearest to each other, by the ratio of their steps: a
 * network changes most at first. */
static void
lamina_samples_thin (LaminaSamples *self)
{
  guint worst = 1;
  double least = HUGE_VAL;

  for (guint i = 1; i + 2 < self->rows->len; i++)
    {
      const double before = (double) lamina_samples_nth (self, i - 1)->step + 1;
      const double after = (double) lamina_samples_nth (self, i + 1)->step + 1;

      if (after / before < least)
        {
          least = after / before;
          worst = i;
        }
    }

  g_array_remove_index (self->rows, worst);
}

void
lamina_samples_add (LaminaSamples  *self,
                    guint64         step,
                    const LmTensor *tokens)
{
  const gsize index = lamina_samples_count (self, step);
  LaminaSample sample = { step, NULL };

  if (index > 0 && lamina_samples_nth (self, index - 1)->step == step)
    {
      const LmTensor *old = &lamina_samples_nth (self, index - 1)->tokens->tensor;

      /* Snapshots come faster than samples. */
      if (lm_shape_equal (&old->shape, &tokens->shape) &&
          memcmp (old->data, tokens->data, tokens->len * sizeof *tokens->data) == 0)
        return;
    }

  sample.tokens = lm_blob_new (&tokens->shape);
  if (sample.tokens == NULL)
    return;
  memcpy (sample.tokens->tensor.data, tokens->data, tokens->len * sizeof *tokens->data);

  g_array_insert_val (self->rows, index, sample);
  if (index > 0 && lamina_samples_nth (self, index - 1)->step == step)
    g_array_remove_index (self->rows, (guint) index - 1);
  if (self->rows->len > MAX_SAMPLES)
    lamina_samples_thin (self);
}

LaminaSamples *
lamina_samples_copy (const LaminaSamples *self,
                     guint64              step)
{
  LaminaSamples *copy = lamina_samples_new ();
  const gsize n = lamina_samples_count (self, step);

  for (gsize i = 0; i < n; i++)
    {
      LaminaSample sample = *lamina_samples_nth (self, i);

      lm_blob_ref (sample.tokens);
      g_array_append_val (copy->rows, sample);
    }

  return copy;
}
