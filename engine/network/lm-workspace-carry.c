/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stateful layers carry from batch to batch. A run reads what the one before handed on, and
 * writes what it hands on to spare memory; an update, or the next run of an evaluation, makes that
 * the former. So a step that is refused hands nothing on.
 */

#include "lm-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"

/* Numbers of all examples; 0: nothing is carried. */
static gsize
lm_workspace_get_n_carried (const LmWorkspace *self)
{
  return self->network->carried_size * self->capacity;
}

gboolean
lm_workspace_init_carried (LmWorkspace  *self,
                           GError      **error)
{
  const gsize n = lm_workspace_get_n_carried (self);

  if (n == 0)
    return TRUE;

  self->next_carried = lm_alloc (n);
  self->carried = self->work != LM_WORK_TRAIN ? lm_alloc (n) : NULL;
  if (self->next_carried != NULL && (self->work == LM_WORK_TRAIN || self->carried != NULL))
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
               _("There is not enough memory for the states of %zu sequences: make the batch or the "
                 "layers smaller"),
               self->capacity);

  return FALSE;
}

void
lm_workspace_clear_carried (LmWorkspace *self)
{
  lm_free (self->next_carried);
  lm_free (self->carried);
}

void
lm_workspace_begin_carrying (LmWorkspace *self)
{
  g_return_if_fail (self->work != LM_WORK_TRAIN);

  if (self->carried == NULL)
    return;

  self->is_carrying = TRUE;
  memset (self->carried, 0, lm_workspace_get_n_carried (self) * sizeof (lm_real));
}

void
lm_workspace_go_on_from (LmWorkspace       *self,
                         const LmWorkspace *from)
{
  g_return_if_fail (self->capacity == from->capacity);
  g_return_if_fail (self->network->carried_size == from->network->carried_size);

  lm_workspace_begin_carrying (self);
  if (self->carried != NULL)
    memcpy (self->carried, from->carried, lm_workspace_get_n_carried (self) * sizeof (lm_real));
}

void
lm_workspace_hand_on (LmWorkspace *self,
                      lm_real     *to,
                      gsize        n_rows)
{
  const gsize n_run = self->passes[0].batch_size;

  for (gsize i = 0; self->network->carried_size > 0 && i < self->network->n_nodes; i++)
    {
      const LmNode *node = &self->network->nodes[i];

      if (node->layer->carried > 0)
        memcpy (to + node->carried_offset * n_rows,
                self->next_carried + node->carried_offset * self->capacity,
                node->layer->carried * n_run * sizeof *to);
    }
}

const lm_real *
lm_pass_get_carried (const LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const LmNode *node = &workspace->network->nodes[self->layer];
  const LmState *state = self->state;

  if (self->is_training)
    return state->n_carried >= self->batch_size
             ? state->carried + node->carried_offset * state->n_carried +
                 self->first_row * node->layer->carried
             : NULL;

  return workspace->is_carrying ? workspace->carried + node->carried_offset * workspace->capacity +
                                    self->first_row * node->layer->carried
                                : NULL;
}

lm_real *
lm_pass_get_next_carried (LmPass *self)
{
  const LmWorkspace *workspace = self->workspace;
  const LmNode *node = &workspace->network->nodes[self->layer];

  if (!self->is_training && !workspace->is_carrying)
    return NULL;

  return workspace->next_carried + node->carried_offset * workspace->capacity +
         self->first_row * node->layer->carried;
}
