/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-windows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
lamina_forecast_is_whole (const LaminaForecast *self,
                          const LaminaSteps    *steps,
                          gsize                 start)
{
  const gsize last = start + self->window + self->gap + self->horizon - 1;

  return steps->places == NULL || steps->places[last] - steps->places[start] == last - start;
}

static gsize
lamina_forecast_count (const LaminaForecast *self,
                       const LaminaSteps    *steps)
{
  const gsize span = self->window + self->gap + self->horizon;
  gsize n = 0;

  for (gsize start = 0; start + span <= steps->n_steps; start++)
    n += lamina_forecast_is_whole (self, steps, start);

  return n;
}

static gboolean
lamina_forecast_check (const LaminaForecast  *self,
                       const LaminaSteps     *steps,
                       const char            *source,
                       GError               **error)
{
  const gsize span = self->window + self->gap + self->horizon;

  if (steps->n_steps >= span && lamina_forecast_count (self, steps) > 0)
    return TRUE;

  if (steps->n_steps < span)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: %zu rows are too few for a window of %zu, a gap of %zu and %zu predicted: take a smaller window"),
                 source, steps->n_steps, self->window, self->gap, self->horizon);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: no %zu rows in succession are complete, as a window of %zu, a gap of %zu and %zu predicted take: "
                   "take a smaller window, or fill the missing cells"),
                 source, span, self->window, self->gap, self->horizon);

  return FALSE;
}

static void
lamina_forecast_name_targets (const LaminaForecast *self,
                              const LaminaSteps    *steps,
                              LaminaDataDraft      *draft)
{
  for (gsize step = 0; step < self->horizon; step++)
    for (gsize c = 0; c < steps->n_targets; c++)
      {
        g_autofree char *later = g_strdup_printf ("%s + %" G_GSIZE_FORMAT, steps->names[c],
                                                  self->gap + step + 1);

        lamina_data_draft_add_target (draft, self->horizon > 1 ? later : steps->names[c]);
        g_array_index (draft->targets, LaminaDataColumn, draft->targets->len - 1).source =
          g_string_chunk_insert_const (draft->strings, steps->names[c]);
      }
}

/* Which windows there are, and what each is to be answered. */
static gboolean
lamina_forecast_fill (const LaminaForecast  *self,
                      const LaminaSteps     *steps,
                      LaminaBlock           *block,
                      gsize                  n_columns,
                      GError               **error)
{
  const gsize n_row = self->horizon * steps->n_targets;
  const gsize span = self->window + self->gap + self->horizon;
  const gsize n_rows = lamina_forecast_count (self, steps);
  double *y = lamina_data_alloc_doubles (n_rows, n_row, error);

  if (y == NULL)
    return FALSE;

  if (steps->places != NULL)
    block->starts = g_new (guint32, n_rows);
  block->y = y;
  for (gsize start = 0; start + span <= steps->n_steps; start++)
    {
      if (!lamina_forecast_is_whole (self, steps, start))
        continue;
      if (block->starts != NULL)
        block->starts[block->n_rows] = (guint32) (start * n_columns);
      memcpy (y + block->n_rows++ * n_row,
              steps->y + (start + span - self->horizon) * steps->n_targets, n_row * sizeof *y);
    }

  return TRUE;
}

gboolean
lamina_data_draft_take_forecast (LaminaDataDraft       *self,
                                 const LaminaForecast  *forecast,
                                 const LaminaSteps     *steps,
                                 GError               **error)
{
  LaminaBlock *block = &self->blocks[LAMINA_BLOCK_TRAINING];
  const gsize n_columns = self->columns->len;
  const gsize n_numbers = steps->n_steps * n_columns;

  self->store = LAMINA_STORE_DOUBLE;
  self->is_ordered = TRUE;
  self->horizon = forecast->horizon;
  self->input.dim[1] = forecast->window;
  self->input.dim[2] = n_columns;
  block->x = g_bytes_new_take (steps->x, n_numbers * sizeof *steps->x);
  block->data = g_bytes_get_data (block->x, NULL);
  block->stride = n_columns * sizeof *steps->x;

  if (!lamina_forecast_check (forecast, steps, self->title, error)
      || !lamina_forecast_fill (forecast, steps, block, n_columns, error))
    return FALSE;

  lamina_forecast_name_targets (forecast, steps, self);

  return TRUE;
}
