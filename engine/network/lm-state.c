/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-error.h"

/* What stands before the numbers in a saved state; all little-endian. */
typedef struct
{
  guint32 magic;
  guint32 real_size;
  guint64 n_blocks, block_size, buffers_size;
  guint64 seed, step, validated, best_step, n_worse;
  double  schedule[LM_SCHEDULE_STATE];
  double  best_loss, epoch_loss, epoch_weight;
} LmStateHeader;

#define MAGIC 0x316d616cu /* "lam1" */

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN); /* Saved numbers are copied as they are. */

static gsize
lm_state_get_carried_bytes (const LmState *self)
{
  return self->n_carried * lm_network_get_carried_size (self->network) * sizeof (lm_real);
}

gboolean
lm_state_set_n_carried (LmState  *self,
                        gsize     n_examples,
                        GError  **error)
{
  const gsize size = lm_network_get_carried_size (self->network);
  lm_real *carried = NULL;

  if (size == 0 || n_examples == self->n_carried)
    return TRUE;

  if (n_examples > 0)
    {
      carried = n_examples <= G_MAXSIZE / 64 / size ? lm_alloc (n_examples * size) : NULL;
      if (carried == NULL)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                       _("There is not enough memory for the states of %zu sequences: make the "
                         "batch or the layers smaller"),
                       n_examples);
          return FALSE;
        }
    }

  lm_free (self->carried);
  self->carried = carried;
  self->n_carried = n_examples;
  lm_state_clear_carried (self);

  return TRUE;
}

void
lm_state_clear_carried (LmState *self)
{
  if (self->n_carried > 0)
    memset (self->carried, 0, lm_state_get_carried_bytes (self));
}

static LmState *
lm_state_alloc (LmNetwork *network,
                gsize      n_blocks)
{
  LmState *self = g_new0 (LmState, 1);
  gboolean is_complete;

  self->network = lm_network_ref (network);
  self->n_blocks = n_blocks;
  self->buffers = lm_alloc (lm_network_get_buffers_size (network));
  is_complete = self->buffers != NULL;
  for (gsize i = 0; i < n_blocks; i++)
    {
      self->blocks[i] = lm_alloc (lm_network_get_block_size (network));
      is_complete = is_complete && self->blocks[i] != NULL;
    }

  if (!is_complete)
    g_clear_pointer (&self, lm_state_free);

  return self;
}

static void
lm_state_fill (LmState *self)
{
  const LmNetwork *network = self->network;

  for (gsize i = 0; i < lm_network_get_n_views (network); i++)
    {
      const LmParamView *view = lm_network_get_view (network, i);
      LmTensor value = lm_state_get_view (self, view, 0);

      lm_init_fill (view->param->init, view->param->scale, view->param->fan_in,
                    view->param->fan_out, self->seed, view->name, &value);
      if (view->param->has_zero_row)
        {
          LmTensor row = lm_tensor_rows (&value, view->param->zero_row, 1);

          lm_tensor_fill (&row, 0);
        }
    }
}

LmState *
lm_state_new (LmNetwork  *network,
              gsize       n_moments,
              guint64     seed,
              GError    **error)
{
  LmState *self;

  g_return_val_if_fail (n_moments <= LM_MAX_MOMENTS, NULL);

  self = lm_state_alloc (network, 1 + n_moments);
  if (self == NULL)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                   _("There is not enough memory for %zu parameters: make the layers smaller"),
                   lm_network_get_n_params (network));
      return NULL;
    }

  /* The gaps between parameters are numbers too: they stay 0. */
  memset (self->buffers, 0, lm_network_get_buffers_size (network) * sizeof (lm_real));
  for (gsize i = 0; i < self->n_blocks; i++)
    memset (self->blocks[i], 0, lm_network_get_block_size (network) * sizeof (lm_real));

  self->seed = seed;
  self->best_loss = HUGE_VAL;
  lm_state_fill (self);

  return self;
}

void
lm_state_copy_numbers (LmState       *self,
                       const LmState *from)
{
  const gsize size = lm_network_get_block_size (self->network) * sizeof (lm_real);

  for (gsize i = 0; i < self->n_blocks; i++)
    memcpy (self->blocks[i], from->blocks[i], size);
  lm_state_copy_buffers (self, from);
}

void
lm_state_copy_buffers (LmState       *self,
                       const LmState *from)
{
  memcpy (self->buffers, from->buffers,
          lm_network_get_buffers_size (self->network) * sizeof (lm_real));
}

LmState *
lm_state_copy (const LmState *self)
{
  LmState *copy = lm_state_alloc (self->network, self->n_blocks);

  if (copy == NULL)
    g_error ("Out of memory: a copy of %" G_GSIZE_FORMAT " parameters",
             lm_network_get_n_params (self->network));

  lm_state_copy_numbers (copy, self);
  if (!lm_state_set_n_carried (copy, self->n_carried, NULL))
    g_error ("Out of memory: a copy of the states of %" G_GSIZE_FORMAT " sequences",
             self->n_carried);
  if (self->n_carried > 0)
    memcpy (copy->carried, self->carried, lm_state_get_carried_bytes (self));
  copy->seed = self->seed;
  copy->step = self->step;
  memcpy (copy->n_updates, self->n_updates, sizeof copy->n_updates);
  copy->validated = self->validated;
  copy->best_loss = self->best_loss;
  copy->best_step = self->best_step;
  copy->n_worse = self->n_worse;
  copy->epoch_loss = self->epoch_loss;
  copy->epoch_weight = self->epoch_weight;
  memcpy (copy->schedule, self->schedule, sizeof copy->schedule);

  return copy;
}

void
lm_state_free (LmState *self)
{
  for (gsize i = 0; i < self->n_blocks; i++)
    lm_free (self->blocks[i]);
  lm_free (self->buffers);
  lm_free (self->carried);
  lm_network_unref (self->network);
  g_free (self);
}

LmTensor
lm_state_get_view (const LmState     *self,
                   const LmParamView *view,
                   gsize              block)
{
  lm_real *data = view->is_buffer ? self->buffers : self->blocks[block];

  return lm_tensor_init (data + view->param->offset, &view->param->shape);
}

static LmStateHeader
lm_state_get_header (const LmState *self)
{
  LmStateHeader header = {
    .magic = MAGIC,
    .real_size = sizeof (lm_real),
    .n_blocks = self->n_blocks,
    .block_size = lm_network_get_block_size (self->network),
    .buffers_size = lm_network_get_buffers_size (self->network),
    .seed = self->seed,
    .step = self->step,
    .validated = self->validated,
    .best_step = self->best_step,
    .n_worse = self->n_worse,
    .best_loss = self->best_loss,
    .epoch_loss = self->epoch_loss,
    .epoch_weight = self->epoch_weight,
  };

  memcpy (header.schedule, self->schedule, sizeof header.schedule);

  return header;
}

/* How often each part was updated; of one part that is the step. */
static gsize
lm_state_get_updates_size (const LmState *self)
{
  return lm_network_has_parts (self->network) ? sizeof self->n_updates : 0;
}

/* Header, blocks, buffers, and what stateful layers carry: what is hashed and what is saved are the
 * same bytes. */
static void
lm_state_foreach_part (const LmState *self,
                       void         (*visit) (gpointer data, gconstpointer bytes, gsize size),
                       gpointer       data)
{
  const LmStateHeader header = lm_state_get_header (self);

  visit (data, &header, sizeof header);
  for (gsize i = 0; i < self->n_blocks; i++)
    visit (data, self->blocks[i], header.block_size * sizeof (lm_real));
  visit (data, self->buffers, header.buffers_size * sizeof (lm_real));
  visit (data, self->n_updates, lm_state_get_updates_size (self));
  if (self->n_carried > 0)
    visit (data, self->carried, lm_state_get_carried_bytes (self));
}

static void
lm_state_hash_part (gpointer      data,
                    gconstpointer bytes,
                    gsize         size)
{
  g_checksum_update (data, bytes, (gssize) size);
}

char *
lm_state_hash (const LmState *self)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  lm_state_foreach_part (self, lm_state_hash_part, checksum);

  return g_strdup (g_checksum_get_string (checksum));
}

static void
lm_state_save_part (gpointer      data,
                    gconstpointer bytes,
                    gsize         size)
{
  char **end = data;

  memcpy (*end, bytes, size);
  *end += size;
}

/* All but what is carried. */
static gsize
lm_state_get_fixed_size (const LmState *self)
{
  return sizeof (LmStateHeader) + lm_state_get_updates_size (self) +
         sizeof (lm_real) * (self->n_blocks * lm_network_get_block_size (self->network) +
                             lm_network_get_buffers_size (self->network));
}

GBytes *
lm_state_save (const LmState *self)
{
  const gsize size = lm_state_get_fixed_size (self) + lm_state_get_carried_bytes (self);
  char *bytes = g_malloc (size);
  char *end = bytes;

  lm_state_foreach_part (self, lm_state_save_part, &end);

  return g_bytes_new_take (bytes, size);
}

/* Returns: %FALSE if they are of another network; else for how many examples it carries anything */
static gboolean
lm_state_check_saved (const LmState       *self,
                      const LmStateHeader *header,
                      gsize                size,
                      gsize               *n_carried)
{
  const LmStateHeader own = lm_state_get_header (self);
  const gsize fixed_size = lm_state_get_fixed_size (self);
  const gsize n_bytes = lm_network_get_carried_size (self->network) * sizeof (lm_real);

  if (size < fixed_size || header->magic != MAGIC || header->real_size != own.real_size ||
      header->n_blocks != own.n_blocks || header->block_size != own.block_size ||
      header->buffers_size != own.buffers_size)
    return FALSE;

  *n_carried = n_bytes > 0 ? (size - fixed_size) / n_bytes : 0;

  return size == fixed_size + *n_carried * n_bytes;
}

gboolean
lm_state_load (LmState  *self,
               GBytes   *bytes,
               GError  **error)
{
  const gsize block_bytes = lm_network_get_block_size (self->network) * sizeof (lm_real);
  const gsize buffers_bytes = lm_network_get_buffers_size (self->network) * sizeof (lm_real);
  gsize size, n_carried;
  const char *data = g_bytes_get_data (bytes, &size);
  LmStateHeader header = { 0 };

  if (size >= sizeof header)
    memcpy (&header, data, sizeof header);
  if (!lm_state_check_saved (self, &header, size, &n_carried))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("The saved weights belong to another network: start the run over"));
      return FALSE;
    }
  if (!lm_state_set_n_carried (self, n_carried, error))
    return FALSE;

  data += sizeof header;
  for (gsize i = 0; i < self->n_blocks; i++, data += block_bytes)
    memcpy (self->blocks[i], data, block_bytes);
  memcpy (self->buffers, data, buffers_bytes);
  memcpy (self->n_updates, data + buffers_bytes, lm_state_get_updates_size (self));
  if (n_carried > 0)
    memcpy (self->carried, data + buffers_bytes + lm_state_get_updates_size (self),
            lm_state_get_carried_bytes (self));

  self->seed = header.seed;
  self->step = header.step;
  self->validated = header.validated;
  self->best_step = header.best_step;
  self->n_worse = header.n_worse;
  self->best_loss = header.best_loss;
  self->epoch_loss = header.epoch_loss;
  self->epoch_weight = header.epoch_weight;
  memcpy (self->schedule, header.schedule, sizeof self->schedule);

  return TRUE;
}
