/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a network makes of time: which layers keep the steps of its input, what the loss compares,
 * and whether a source's sequences and tokens suit it.
 */

#include "lm-network-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lm-error.h"

gboolean
lm_network_is_aligned (const LmNetwork *self,
                       gssize           index)
{
  return index < 0 ? self->input.rank == 2 || self->input.rank == 3
                   : self->nodes[index].is_aligned;
}

/* A row of numbers [1, features] has no steps, whatever the layer keeps of a sequence. */
void
lm_network_align (LmNetwork *self,
                  LmNode    *node)
{
  const LmShape *y = &node->layer->output;

  node->is_aligned = node->layer->bypassed ||
                     (node->layer->klass->keeps_time && y->rank == 3 &&
                      y->dim[1] == self->input.dim[1]);
  for (gsize i = 0; i < node->n_inputs; i++)
    node->is_aligned = node->is_aligned && lm_network_is_aligned (self, node->inputs[i]);
}

void
lm_network_find_rows (LmNetwork *self)
{
  const LmShape *y = lm_network_get_shape (self, self->loss_layer);
  const LmShape *target = &self->target;

  /* A fused activation keeps the shape. */
  self->answer_row = *y;
  self->target_row = *target;
  self->rows_per_example = 1;
  if (y->rank != 3 || target->rank < 2 || target->rank > 3 || target->dim[1] != y->dim[1])
    return;

  self->answer_row = (LmShape) { 2, { 1, y->dim[2] } };
  self->target_row = (LmShape) { 2, { 1, target->rank == 3 ? target->dim[2] : 1 } };
  self->rows_per_example = y->dim[1];
}

const LmShape *
lm_network_get_answer_row (const LmNetwork *self)
{
  return &self->answer_row;
}

const LmShape *
lm_network_get_target_row (const LmNetwork *self)
{
  return &self->target_row;
}

static gboolean
lm_network_check_shapes (const LmNetwork  *self,
                         const LmSource   *source,
                         GError          **error)
{
  g_autofree char *data = NULL;
  g_autofree char *network = NULL;

  if (lm_shape_equal (&source->input, &self->input) &&
      lm_shape_equal (&source->target, &self->target))
    return TRUE;

  data = lm_shape_to_string (&source->input);
  network = lm_shape_to_string (&self->input);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("The data have examples of %s, and the network takes %s"), data, network);

  return FALSE;
}

/* Where each step has a target, the loss has to know which steps are padding. */
static gboolean
lm_network_check_lengths (const LmNetwork  *self,
                          const LmSource   *source,
                          gssize           *wrong,
                          GError          **error)
{
  gsize i = 0;

  if (!source->has_lengths || self->rows_per_example == 1 ||
      lm_network_is_aligned (self, self->loss_layer))
    return TRUE;

  while (self->nodes[i].is_aligned)
    i++;
  *wrong = (gssize) i;
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("%s: It mixes the steps of the sequences, so that those which are padding would "
                 "count in the loss: remove it, or use data with one target a sequence"),
               self->nodes[i].layer->name);

  return FALSE;
}

static gboolean
lm_network_check_batch (const LmLayer    *layer,
                        const LmSource   *source,
                        const LmBatch    *batch,
                        LmSplit           split,
                        const guint32    *indices,
                        gsize             n,
                        GError          **error)
{
  const gsize n_columns = lm_shape_get_n_columns (&source->input);

  for (gsize i = 0; i < n * n_columns; i++)
    {
      const double token = (double) batch->x[i];

      if (token >= 0 && token < (double) layer->n_tokens && token == floor (token))
        continue;

      g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                   _("%s: Example %zu of the %s data has %g where a token should be, a whole "
                     "number from 0 to %zu: make the vocabulary larger, or mend the data"),
                   layer->name, (gsize) indices[i / n_columns] + 1, lm_split_ids[split], token,
                   layer->n_tokens - 1);
      return FALSE;
    }

  return TRUE;
}

#define CHECKED_BATCH 64

static gboolean
lm_network_check_examples (const LmNetwork  *self,
                           const LmLayer    *layer,
                           LmSource         *source,
                           GError          **error)
{
  const gsize n_x = lm_shape_get_n_columns (&self->input);
  const gsize n_y = lm_shape_get_n_columns (&self->target);
  g_autofree lm_real *x = g_new (lm_real, CHECKED_BATCH * n_x);
  g_autofree lm_real *y = g_new (lm_real, CHECKED_BATCH * n_y);
  guint32 lengths[CHECKED_BATCH], indices[CHECKED_BATCH];
  const LmBatch batch = { x, y, source->has_lengths ? lengths : NULL };
  gsize n;

  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      for (gsize first = 0; first < source->n_examples[split]; first += n)
        {
          n = MIN (CHECKED_BATCH, source->n_examples[split] - first);
          for (gsize i = 0; i < n; i++)
            indices[i] = (guint32) (first + i);
          if (!lm_source_read (source, split, indices, n, &batch, error) ||
              !lm_network_check_batch (layer, source, &batch, split, indices, n, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
lm_network_check_tokens (const LmNetwork  *self,
                         const LmLayer    *layer,
                         LmSource         *source,
                         GError          **error)
{
  if (source->n_tokens == 0)
    return lm_network_check_examples (self, layer, source, error);

  if (source->n_tokens <= layer->n_tokens)
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
               _("%s: The data have %zu different tokens, and there is room for %zu: make the "
                 "vocabulary larger"),
               layer->name, source->n_tokens, layer->n_tokens);

  return FALSE;
}

/* Whether the tokens are read there. */
static gboolean
lm_node_reads_tokens (const LmNode *node)
{
  return !node->layer->bypassed && node->layer->n_tokens > 0 && node->inputs[0] < 0;
}

gsize
lm_network_get_n_tokens (const LmNetwork *self)
{
  gsize n_tokens = 0;

  for (gsize i = 0; i < self->n_nodes; i++)
    {
      const gsize n = self->nodes[i].layer->n_tokens;

      if (lm_node_reads_tokens (&self->nodes[i]))
        n_tokens = n_tokens > 0 ? MIN (n_tokens, n) : n;
    }

  return n_tokens;
}

gboolean
lm_network_check_source (const LmNetwork  *self,
                         LmSource         *source,
                         gssize           *wrong,
                         GError          **error)
{
  gssize ignored;

  if (wrong == NULL)
    wrong = &ignored;

  *wrong = -1;
  if (!lm_network_check_shapes (self, source, error) ||
      !lm_network_check_lengths (self, source, wrong, error))
    return FALSE;

  for (gsize i = 0; i < self->n_nodes; i++)
    {
      if (!lm_node_reads_tokens (&self->nodes[i]))
        continue;

      *wrong = (gssize) i;
      if (!lm_network_check_tokens (self, self->nodes[i].layer, source, error))
        return FALSE;
    }

  *wrong = -1;

  return TRUE;
}
