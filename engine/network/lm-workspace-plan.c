/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where every tensor lies. */

#include "lm-workspace-private.h"

#include <string.h>

#include "lm-memory.h"
#include "lm-plan.h"

#define ALIGNED_ELEMENTS (LM_ALIGNMENT / sizeof (lm_real))

/* A tensor that waits for its place in memory. */
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

/* Elements of all rows that go through at once; %G_MAXSIZE if that overflows. */
static gsize
lm_workspace_get_size (const LmWorkspace *self,
                       gsize              n_per_example)
{
  gsize size;

  return g_size_checked_mul (&size, self->slice, n_per_example) ? size : G_MAXSIZE;
}

static gsize
lm_workspace_get_tensor_size (const LmWorkspace *self,
                              const LmShape     *shape)
{
  return lm_workspace_get_size (self, lm_shape_get_n_elements (shape));
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
  const gsize end = 2 * network->n_nodes + 1;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;
      LmSlot *slot = &pass->slots[i];
      const gboolean is_kept = self->work != LM_WORK_INFER;

      slot->y.shape = layer->output;
      if (layer->bypassed)
        continue;

      lm_ledger_add (ledger, &slot->y.data, lm_workspace_get_tensor_size (self, &layer->output), i,
                     is_kept ? end : lm_workspace_get_last_reader (self, (gssize) i));
      for (guint j = 0; j < layer->kept->len; j++)
        lm_ledger_add (ledger, &slot->kept[j],
                       lm_workspace_get_size (self, g_array_index (layer->kept, gsize, j)), i,
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
  g_autofree gboolean *is_written = g_new0 (gboolean, network->n_nodes + 1);

  if (network->loss_layer >= 0 && network->nodes[network->loss_layer].has_gradient)
    {
      LmSlot *slot = &pass->slots[network->loss_layer];

      is_written[network->loss_layer] = TRUE;
      slot->dy.shape = network->nodes[network->loss_layer].layer->output;
      lm_ledger_add (ledger, &slot->dy.data, lm_workspace_get_tensor_size (self, &slot->dy.shape),
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
          lm_ledger_add (ledger, &place->data, lm_workspace_get_tensor_size (self, &place->shape),
                         now,
                         is_written[input] ? now
                                           : lm_workspace_get_backward_time (self, (gsize) input));
          is_written[input] = TRUE;
        }
    }
}

gsize
lm_workspace_get_scratch (const LmWorkspace *self)
{
  gsize scratch = 0;

  for (gsize i = 0; i < self->network->n_nodes; i++)
    scratch = MAX (scratch, self->network->nodes[i].layer->scratch);

  return scratch;
}

static void
lm_workspace_plan_scratch (LmWorkspace *self,
                           LmPass      *pass,
                           LmLedger    *ledger)
{
  lm_ledger_add (ledger, &pass->scratch, lm_workspace_get_scratch (self), 0,
                 2 * self->network->n_nodes + 1);
}

/* What the shards have for each other when all are through. */
static void
lm_workspace_plan_results (LmWorkspace *self,
                           LmPass      *pass,
                           LmLedger    *ledger)
{
  const LmNetwork *network = self->network;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayer *layer = network->nodes[i].layer;

      if (pass->index == 0)
        lm_ledger_add (ledger, &pass->slots[i].prepared, layer->prepared, 0, 0);
      lm_ledger_add (ledger, &pass->slots[i].partial, layer->partial, 0, 0);
      lm_ledger_add (ledger, &pass->slots[i].partial_backward, layer->partial_backward, 0, 0);
    }
  if (self->work == LM_WORK_TRAIN)
    lm_ledger_add (ledger, &pass->gradients, network->block_size, 0, 0);
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
  pass->places = g_ptr_array_new ();

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

static void
lm_ledger_clear (LmLedger *ledger)
{
  g_array_unref (ledger->items);
  g_array_unref (ledger->wishes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LmLedger, lm_ledger_clear)

static LmLedger
lm_ledger_init (void)
{
  return (LmLedger) { g_array_new (FALSE, FALSE, sizeof (LmPlanItem)),
                      g_array_new (FALSE, FALSE, sizeof (LmWish)) };
}

/* Returns: the elements that are needed; %G_MAXSIZE if that overflows */
static gsize
lm_ledger_plan (LmLedger *ledger)
{
  return lm_plan ((LmPlanItem *) ledger->items->data, ledger->items->len);
}

/* Everything gets its place from @memory on. */
static void
lm_ledger_place (LmLedger  *ledger,
                 lm_real   *memory,
                 GPtrArray *places)
{
  for (guint i = 0; i < ledger->items->len; i++)
    {
      lm_real **place = g_array_index (ledger->wishes, LmWish, i).place;

      *place = memory + g_array_index (ledger->items, LmPlanItem, i).offset;
      if (places != NULL)
        g_ptr_array_add (places, place);
    }
}

/* The elements of an arena, and of what each pass has for itself. */
static gsize
lm_workspace_plan_pass (LmWorkspace *self,
                        LmPass      *pass,
                        LmLedger    *arena,
                        LmLedger    *results,
                        gsize       *n_results)
{
  *arena = lm_ledger_init ();
  *results = lm_ledger_init ();

  lm_workspace_plan_values (self, pass, arena);
  if (self->work == LM_WORK_TRAIN)
    lm_workspace_plan_gradients (self, pass, arena);
  lm_workspace_plan_scratch (self, pass, arena);
  lm_workspace_plan_results (self, pass, results);

  *n_results = lm_ledger_plan (results);

  return lm_ledger_plan (arena);
}

gsize
lm_workspace_measure (LmWorkspace *self,
                      gsize       *n_results)
{
  g_auto(LmLedger) arena = { NULL };
  g_auto(LmLedger) results = { NULL };

  return lm_workspace_plan_pass (self, &self->passes[0], &arena, &results, n_results);
}

/* Touched now, not in the first step. */
static lm_real *
lm_alloc_zeroed (gsize n)
{
  lm_real *memory = lm_alloc (n);

  if (memory != NULL)
    memset (memory, 0, n * sizeof *memory);

  return memory;
}

/* Allocates the memory of pass @index, and an arena if it is time for one. */
static gboolean
lm_workspace_place (LmWorkspace  *self,
                    gsize         index,
                    GError      **error)
{
  LmPass *pass = &self->passes[index];
  g_auto(LmLedger) arena = { NULL };
  g_auto(LmLedger) results = { NULL };
  gsize n_arena, n_results;

  n_arena = lm_workspace_plan_pass (self, pass, &arena, &results, &n_results);
  if (index == 0 && !lm_workspace_check_memory (
                      self, lm_workspace_get_n_elements (self, n_arena, n_results), error))
    return FALSE;

  if (index < self->n_arenas)
    self->arenas[index] = lm_alloc_zeroed (n_arena);
  pass->arena = self->arenas[index % self->n_arenas];
  pass->memory = lm_alloc_zeroed (n_results);
  if (pass->arena == NULL || pass->memory == NULL)
    return lm_workspace_check_memory (self, G_MAXSIZE, error);

  lm_ledger_place (&arena, pass->arena, pass->places);
  lm_ledger_place (&results, pass->memory, NULL);
  if (self->work == LM_WORK_TRAIN)
    lm_workspace_init_grads (pass);

  return TRUE;
}

void
lm_pass_move (LmPass  *self,
              lm_real *arena)
{
  if (self->arena == arena)
    return;

  for (guint i = 0; i < self->places->len; i++)
    {
      lm_real **place = g_ptr_array_index (self->places, i);

      *place = arena + (*place - self->arena);
    }
  self->arena = arena;
}

void
lm_workspace_init_passes (LmWorkspace *self)
{
  self->passes = g_new0 (LmPass, self->n_shards);
  for (gsize i = 0; i < self->n_shards; i++)
    lm_workspace_init_pass (self, i);
}

gboolean
lm_workspace_plan (LmWorkspace  *self,
                   GError      **error)
{
  lm_workspace_init_passes (self);
  lm_workspace_choose_slice (self, self->pool != NULL ? lm_pool_get_n_threads (self->pool) : 1);
  self->arenas = g_new0 (lm_real *, self->n_arenas);
  for (gsize i = 0; i < self->n_shards; i++)
    {
      if (!lm_workspace_place (self, i, error))
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
      g_ptr_array_unref (pass->places);
      lm_free (pass->memory);
    }
  for (gsize i = 0; self->arenas != NULL && i < self->n_arenas; i++)
    lm_free (self->arenas[i]);

  g_free (self->arenas);
  g_free (self->passes);
}
