/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan: which operations in which order, and where every tensor lies. */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"
#include "lm-memory.h"
#include "lm-plan.h"

#define ALIGNED_ELEMENTS (LM_ALIGNMENT / sizeof (lm_real))

/* A tensor that waits for its place in a shard's memory. */
typedef struct
{
  lm_real **place;
} LmWish;

typedef struct
{
  GArray *items;  /* LmPlanItem */
  GArray *wishes; /* LmWish, the same length */
} LmLedger;

static void
lm_ledger_add (LmLedger  *ledger,
               lm_real  **place,
               gsize      n_elements,
               gsize      first,
               gsize      last)
{
  const gsize size = n_elements > G_MAXSIZE / 64
                       ? G_MAXSIZE
                       : (n_elements + ALIGNED_ELEMENTS - 1) / ALIGNED_ELEMENTS * ALIGNED_ELEMENTS;
  const LmPlanItem item = { size, first, last, 0 };
  const LmWish wish = { place };

  g_array_append_val (ledger->items, item);
  g_array_append_val (ledger->wishes, wish);
}

static gsize
lm_workspace_get_shard_rows (const LmWorkspace *self)
{
  return (self->capacity + self->n_shards - 1) / self->n_shards;
}

/* Operations are moments: layer i runs forward at i, the loss at n, and layer i
 * runs backward at 2 n - i. */
static gsize
lm_workspace_get_backward_time (const LmWorkspace *self,
                                gsize              layer)
{
  return 2 * self->network->n_nodes - layer;
}

/* Until when what layer @index gives is read in the forward pass; the answers
 * are read by the loss. */
static gsize
lm_workspace_get_last_reader (const LmWorkspace *self,
                              gssize             index)
{
  const LmNetwork *network = self->network;
  gsize last = MAX (index, 0);

  if (index == network->last || index == network->loss_layer)
    return network->n_nodes;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      for (gsize j = 0; j < network->nodes[i].n_inputs; j++)
        {
          if (network->nodes[i].inputs[j] == index)
            last = i;
        }
    }

  return last;
}

static void
lm_workspace_plan_values (LmWorkspace *self,
                          LmPass      *pass,
                          LmLedger    *ledger)
{
  const LmNetwork *network = self->network;
  const gsize n_rows = lm_workspace_get_shard_rows (self);
  const gsize end = 2 * network->n_nodes + 1;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;
      LmSlot *slot = &pass->slots[i];
      const gboolean is_kept = self->work != LM_WORK_INFER;

      slot->y.shape = layer->output;
      if (layer->bypassed)
        continue;

      lm_ledger_add (ledger, &slot->y.data, n_rows * lm_shape_get_n_elements (&layer->output), i,
                     is_kept ? end : lm_workspace_get_last_reader (self, (gssize) i));
      for (guint j = 0; j < layer->kept->len; j++)
        lm_ledger_add (ledger, &slot->kept[j], n_rows * g_array_index (layer->kept, gsize, j), i,
                       self->work >= LM_WORK_TRACE ? end : i);
    }
}

/* A layer's gradient is written first by its last reader, and read by itself.
 * What other readers find goes to a place of their own and is added. */
static void
lm_workspace_plan_gradients (LmWorkspace *self,
                             LmPass      *pass,
                             LmLedger    *ledger)
{
  const LmNetwork *network = self->network;
  const gsize n_rows = lm_workspace_get_shard_rows (self);
  g_autofree gboolean *is_written = g_new0 (gboolean, network->n_nodes + 1);

  if (network->loss_layer >= 0 && network->nodes[network->loss_layer].has_gradient)
    {
      LmSlot *slot = &pass->slots[network->loss_layer];

      is_written[network->loss_layer] = TRUE;
      slot->dy.shape = network->nodes[network->loss_layer].layer->output;
      lm_ledger_add (ledger, &slot->dy.data, n_rows * lm_shape_get_n_elements (&slot->dy.shape),
                     network->n_nodes,
                     lm_workspace_get_backward_time (self, (gsize) network->loss_layer));
    }

  for (gsize i = network->n_nodes; i-- > 0;)
    {
      const LmNode *node = &network->nodes[i];
      const gsize now = lm_workspace_get_backward_time (self, i);

      for (gsize j = 0; node->has_gradient && j < node->n_inputs; j++)
        {
          const gssize input = node->inputs[j];
          LmTensor *place;

          if (input < 0 || !network->nodes[input].has_gradient)
            continue;

          place = is_written[input] ? &pass->slots[i].extra[j] : &pass->slots[input].dy;
          pass->slots[i].dx[j] = place;
          place->shape = network->nodes[input].layer->output;
          lm_ledger_add (ledger, &place->data, n_rows * lm_shape_get_n_elements (&place->shape),
                         now,
                         is_written[input] ? now
                                           : lm_workspace_get_backward_time (self, (gsize) input));
          is_written[input] = TRUE;
        }
    }
}

static void
lm_workspace_plan_scratch (LmWorkspace *self,
                           LmPass      *pass,
                           LmLedger    *ledger)
{
  const LmNetwork *network = self->network;
  const gsize end = 2 * network->n_nodes + 1;
  gsize scratch = 0;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      scratch = MAX (scratch, layer->scratch);
      lm_ledger_add (ledger, &pass->slots[i].partial, layer->partial, 0, end);
      lm_ledger_add (ledger, &pass->slots[i].partial_backward, layer->partial_backward, 0, end);
    }

  lm_ledger_add (ledger, &pass->scratch, scratch, 0, end);
  if (self->work == LM_WORK_TRAIN)
    lm_ledger_add (ledger, &pass->gradients, network->block_size, 0, end);
}

static void
lm_workspace_init_pass (LmWorkspace *self,
                        gsize        index)
{
  const LmNetwork *network = self->network;
  LmPass *pass = &self->passes[index];

  pass->workspace = self;
  pass->index = index;
  pass->slots = g_new0 (LmSlot, network->n_nodes + 1);

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmNode *node = &network->nodes[i];
      LmSlot *slot = &pass->slots[i];

      slot->grads = g_new0 (LmTensor, node->layer->params->len + 1);
      slot->kept = g_new0 (lm_real *, node->layer->kept->len + 1);
      slot->dx = g_new0 (LmTensor *, node->n_inputs);
      slot->extra = g_new0 (LmTensor, node->n_inputs);
    }
}

static void
lm_workspace_init_grads (LmPass *pass)
{
  const LmNetwork *network = pass->workspace->network;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const GArray *params = network->nodes[i].layer->params;

      for (guint j = 0; j < params->len; j++)
        {
          const LmParam *param = &g_array_index (params, LmParam, j);

          pass->slots[i].grads[j] = lm_tensor_init (pass->gradients + param->offset, &param->shape);
        }
    }
}

static gboolean
lm_workspace_check_memory (const LmWorkspace  *self,
                           gsize               n_elements,
                           GError            **error)
{
  const guint64 available = lm_memory_get_available ();
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;
  guint64 needed;

  if (g_uint64_checked_mul (&needed, n_elements, self->n_shards * sizeof (lm_real)) &&
      n_elements < G_MAXSIZE / 4 && needed < available)
    return TRUE;

  if (n_elements >= G_MAXSIZE / 4)
    needed = G_MAXUINT64;
  needed_text = g_format_size_full (needed, G_FORMAT_SIZE_IEC_UNITS);
  available_text = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
               _("This network needs %s of memory with batches of %zu, and %s are free: make the batch or the layers smaller"),
               needed_text, self->capacity, available_text);

  return FALSE;
}

static void
lm_ledger_clear (LmLedger *ledger)
{
  g_array_unref (ledger->items);
  g_array_unref (ledger->wishes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LmLedger, lm_ledger_clear)

/* Returns: the elements that a pass needs; %G_MAXSIZE if that overflows */
static gsize
lm_workspace_fill_ledger (LmWorkspace *self,
                          LmPass      *pass,
                          LmLedger    *ledger)
{
  *ledger = (LmLedger) { g_array_new (FALSE, FALSE, sizeof (LmPlanItem)),
                         g_array_new (FALSE, FALSE, sizeof (LmWish)) };

  lm_workspace_plan_values (self, pass, ledger);
  if (self->work == LM_WORK_TRAIN)
    lm_workspace_plan_gradients (self, pass, ledger);
  lm_workspace_plan_scratch (self, pass, ledger);

  return lm_plan ((LmPlanItem *) ledger->items->data, ledger->items->len);
}

/* Allocates the memory of a pass and hands it out. */
static gboolean
lm_workspace_place (LmWorkspace  *self,
                    LmPass       *pass,
                    GError      **error)
{
  g_auto(LmLedger) ledger = { NULL };
  const gsize size = lm_workspace_fill_ledger (self, pass, &ledger);

  if (!lm_workspace_check_memory (self, size, error))
    return FALSE;

  pass->memory = lm_alloc (size);
  if (pass->memory == NULL)
    return lm_workspace_check_memory (self, G_MAXSIZE, error);

  memset (pass->memory, 0, size * sizeof (lm_real)); /* Touched now, not in the first step. */
  for (guint i = 0; i < ledger.items->len; i++)
    *g_array_index (ledger.wishes, LmWish, i).place =
      pass->memory + g_array_index (ledger.items, LmPlanItem, i).offset;
  if (self->work == LM_WORK_TRAIN)
    lm_workspace_init_grads (pass);

  return TRUE;
}

guint64
lm_network_get_memory (const LmNetwork *self,
                       gsize            batch_size,
                       gsize            n_moments)
{
  LmWorkspace workspace = {
    .network = (LmNetwork *) self,
    .capacity = batch_size,
    .work = LM_WORK_TRAIN,
    .n_shards = lm_network_get_n_shards (self, batch_size),
  };
  const gsize n_columns = lm_shape_get_n_columns (&self->input);
  g_auto(LmLedger) ledger = { NULL };
  /* Of two parts, all numbers are copied before a step. */
  const guint64 n_copies = (self->has_parts ? 2 : 1) * (1 + n_moments) + LM_MAX_BLOCKS;
  guint64 n_elements, batch, state, bytes;

  workspace.passes = g_new0 (LmPass, workspace.n_shards);
  for (gsize i = 0; i < workspace.n_shards; i++)
    lm_workspace_init_pass (&workspace, i);
  n_elements = lm_workspace_fill_ledger (&workspace, &workspace.passes[0], &ledger);
  if (n_elements < G_MAXSIZE / 4)
    n_elements += lm_workspace_get_penalty_size (&workspace);
  lm_workspace_clear_plan (&workspace);

  /* Shards, a batch, and the numbers of the state before and after an update. */
  if (n_elements >= G_MAXSIZE / 4 ||
      !g_uint64_checked_mul (&n_elements, n_elements, workspace.n_shards) ||
      !g_uint64_checked_mul (&batch, n_columns, batch_size) ||
      !g_uint64_checked_mul (&state, self->block_size, n_copies) ||
      !g_uint64_checked_add (&n_elements, n_elements, batch) ||
      !g_uint64_checked_add (&n_elements, n_elements, state) ||
      !g_uint64_checked_mul (&bytes, n_elements, sizeof (lm_real)))
    return G_MAXUINT64;

  return bytes;
}

static void
lm_workspace_add_op (LmWorkspace *self,
                     LmOpKind     kind,
                     gsize        layer,
                     gboolean     ends_segment)
{
  const LmOp op = { kind, layer };
  LmSegment *segment = &g_array_index (self->segments, LmSegment, self->segments->len - 1);

  g_array_append_val (self->ops, op);
  segment->n++;
  if (ends_segment)
    {
      const LmSegment next = { self->ops->len, 0 };

      g_array_append_val (self->segments, next);
    }
}

static void
lm_workspace_list_ops (LmWorkspace *self)
{
  const LmNetwork *network = self->network;
  const gboolean is_training = self->work == LM_WORK_TRAIN;
  const LmSegment first = { 0, 0 };

  g_array_append_val (self->segments, first);

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      if (layer->bypassed)
        continue;
      if (is_training && layer->klass->gather != NULL)
        lm_workspace_add_op (self, LM_OP_GATHER, i, TRUE);
      lm_workspace_add_op (self, LM_OP_FORWARD, i, FALSE);
    }

  lm_workspace_add_op (self, LM_OP_LOSS, 0, FALSE);

  for (gsize i = network->n_nodes; is_training && i-- > 0;)
    {
      if (!network->nodes[i].has_gradient)
        continue;
      if (network->nodes[i].layer->klass->gather_backward != NULL)
        lm_workspace_add_op (self, LM_OP_GATHER_BACKWARD, i, TRUE);
      lm_workspace_add_op (self, LM_OP_BACKWARD, i, FALSE);
    }
}

gboolean
lm_workspace_plan (LmWorkspace  *self,
                   GError      **error)
{
  self->ops = g_array_new (FALSE, FALSE, sizeof (LmOp));
  self->segments = g_array_new (FALSE, FALSE, sizeof (LmSegment));
  lm_workspace_list_ops (self);

  self->passes = g_new0 (LmPass, self->n_shards);
  for (gsize i = 0; i < self->n_shards; i++)
    lm_workspace_init_pass (self, i);
  for (gsize i = 0; i < self->n_shards; i++)
    {
      if (!lm_workspace_place (self, &self->passes[i], error))
        return FALSE;
    }

  return TRUE;
}

void
lm_workspace_clear_plan (LmWorkspace *self)
{
  for (gsize i = 0; self->passes != NULL && i < self->n_shards; i++)
    {
      LmPass *pass = &self->passes[i];

      for (gsize j = 0; j < self->network->n_nodes; j++)
        {
          g_free (pass->slots[j].grads);
          g_free (pass->slots[j].kept);
          g_free (pass->slots[j].dx);
          g_free (pass->slots[j].extra);
        }
      g_free (pass->slots);
      lm_free (pass->memory);
    }

  g_free (self->passes);
  g_clear_pointer (&self->ops, g_array_unref);
  g_clear_pointer (&self->segments, g_array_unref);
}
