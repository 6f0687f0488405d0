/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much memory it takes: which rows go through at once, and which shards share a place. */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>

#include "lm-error.h"
#include "lm-memory.h"

/* Pictures go through in slices of about so many elements, without scratch; they stay in the
 * cache. */
#define SLICE_ELEMENTS ((gsize) 1 << 18)

/* Shards of which each goes through the whole program at once may do so in one place, one after the
 * other: it stays in the thread's cache. Nobody sees what is left there. */
static gboolean
lm_workspace_may_share (const LmWorkspace *self)
{
  const LmNetwork *network = self->network;

  if (self->work != LM_WORK_TRAIN || network->has_parts)
    return FALSE;

  for (gsize i = 0; i < network->n_nodes; i++)
    {
      const LmLayerClass *klass = network->nodes[i].layer->klass;

      if (klass->gather != NULL || klass->gather_backward != NULL)
        return FALSE;
    }

  return TRUE;
}

void
lm_workspace_choose_slice (LmWorkspace *self,
                           gsize        n_threads)
{
  const gboolean may_share = lm_workspace_may_share (self);
  const gsize n_rows = (self->capacity + self->n_shards - 1) / self->n_shards;
  gsize n_elements, n_slices, n_results;

  self->is_sharing = may_share && n_threads < self->n_shards;
  self->n_arenas = self->is_sharing ? n_threads : self->n_shards;
  self->slice = n_rows;
  if (!may_share || !lm_network_has_pictures (self->network))
    return;

  n_elements = lm_workspace_measure (self, &n_results) - lm_workspace_get_scratch (self);
  n_slices = CLAMP (n_elements / SLICE_ELEMENTS, 1, n_rows);
  self->slice = (n_rows + n_slices - 1) / n_slices;
}

/* What is not there in all shards, but in the first only. */
static gsize
lm_workspace_get_n_prepared (const LmWorkspace *self)
{
  gsize n = 0;

  for (gsize i = 0; i < self->network->n_nodes; i++)
    n += self->network->nodes[i].layer->prepared;

  return n;
}

gsize
lm_workspace_get_n_elements (const LmWorkspace *self,
                             gsize              n_arena,
                             gsize              n_results)
{
  gsize n_elements, n_all_results;

  if (n_arena >= G_MAXSIZE / 4 || n_results >= G_MAXSIZE / 4 ||
      !g_size_checked_mul (&n_elements, n_arena, self->n_arenas) ||
      !g_size_checked_mul (&n_all_results, n_results - lm_workspace_get_n_prepared (self),
                           self->n_shards) ||
      !g_size_checked_add (&n_elements, n_elements, lm_workspace_get_n_prepared (self)) ||
      !g_size_checked_add (&n_elements, n_elements, n_all_results))
    return G_MAXSIZE;

  return n_elements;
}

gboolean
lm_workspace_check_memory (const LmWorkspace  *self,
                           gsize               n_elements,
                           GError            **error)
{
  const guint64 available = lm_memory_get_available ();
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;
  guint64 needed;

  if (n_elements < G_MAXSIZE / 4 &&
      g_uint64_checked_mul (&needed, n_elements, sizeof (lm_real)) && needed < available)
    return TRUE;

  if (n_elements >= G_MAXSIZE / 4)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                   _("There is not enough memory for this network with batches of %zu: make the "
                     "batch or the layers smaller"),
                   self->capacity);
      return FALSE;
    }

  needed_text = g_format_size_full (needed, G_FORMAT_SIZE_IEC_UNITS);
  available_text = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
               _("This network needs %s of memory with batches of %zu, and %s are free: make the batch or the layers smaller"),
               needed_text, self->capacity, available_text);

  return FALSE;
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
  /* Of two parts, all numbers are copied before a step. */
  const guint64 n_copies = (self->has_parts ? 2 : 1) * (1 + n_moments) + LM_MAX_BLOCKS;
  guint64 n_elements, batch, state, bytes;
  gsize n_arena, n_results;

  lm_workspace_init_passes (&workspace);
  lm_workspace_choose_slice (&workspace, g_get_num_processors ());
  n_arena = lm_workspace_measure (&workspace, &n_results);
  if (n_results < G_MAXSIZE / 4)
    n_results += lm_workspace_get_penalty_size (&workspace);
  n_elements = lm_workspace_get_n_elements (&workspace, n_arena, n_results);
  lm_workspace_clear_plan (&workspace);

  /* Shards, a batch, and the numbers of the state before and after an update. */
  if (n_elements >= G_MAXSIZE / 4 ||
      !g_uint64_checked_mul (&batch, n_columns, batch_size) ||
      !g_uint64_checked_mul (&state, self->block_size, n_copies) ||
      !g_uint64_checked_add (&n_elements, n_elements, batch) ||
      !g_uint64_checked_add (&n_elements, n_elements, state) ||
      !g_uint64_checked_mul (&bytes, n_elements, sizeof (lm_real)))
    return G_MAXUINT64;

  return bytes;
}
