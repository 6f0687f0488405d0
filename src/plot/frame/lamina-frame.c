/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-frame.h"

#include "lamina-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

const double lamina_temperatures[] = { 0.8, 0, 0.5, 1, 1.3 };
const char *const lamina_temperature_ids[] = { "0.8", "0", "0.5", "1", "1.3", NULL };

void
lamina_frame_init (LaminaFrame *self)
{
  g_return_if_fail (self != NULL);

  *self = (LaminaFrame) { .layer = -1, .target_high = 1 };
}

const LmLayer *
lamina_frame_get_layer (const LaminaFrame *self)
{
  if (self->network == NULL || self->layer < 0 ||
      (gsize) self->layer >= lm_network_get_n_layers (self->network))
    return NULL;

  return lm_network_get_layer (self->network, (gsize) self->layer);
}

gssize
lamina_frame_get_docked (const LaminaFrame *self,
                         gssize             layer)
{
  const gsize n = self->network != NULL ? lm_network_get_n_layers (self->network) : 0;

  for (gsize next = (gsize) (layer + 1); layer >= 0 && next < n; next++)
    {
      const LmLayer *activation = lm_network_get_layer (self->network, next);

      if (activation->klass->group != LM_GROUP_ACTIVATION ||
          (activation->inputs != NULL && activation->inputs[0] != NULL))
        break;
      layer = (gssize) next;
    }

  return layer;
}

const LmTensor *
lamina_frame_get_weight (const LaminaFrame *self)
{
  if (self->snapshot == NULL || lamina_frame_get_layer (self) == NULL)
    return NULL;

  return lm_snapshot_get_param (self->snapshot, (gsize) self->layer, "weight");
}

const LmTensor *
lamina_frame_get_gradient (const LaminaFrame *self)
{
  if (self->snapshot == NULL || lamina_frame_get_layer (self) == NULL)
    return NULL;

  return lm_snapshot_get_gradient (self->snapshot, (gsize) self->layer, "weight");
}

const LmTensor *
lamina_frame_get_value (const LaminaFrame *self,
                        gssize             layer)
{
  if (layer < 0)
    return self->example_input != NULL ? &self->example_input->tensor : NULL;
  if (self->snapshot == NULL)
    return NULL;

  return lm_snapshot_get_value (self->snapshot, LAMINA_PROBE_EXAMPLE, layer);
}

const LmTensor *
lamina_frame_get_trace (const LaminaFrame *self,
                        const char        *name)
{
  if (self->snapshot == NULL || lamina_frame_get_layer (self) == NULL)
    return NULL;

  return lm_snapshot_get_trace (self->snapshot, LAMINA_PROBE_EXAMPLE, (gsize) self->layer, name);
}

const LmTensor *
lamina_frame_get_answers (const LaminaFrame *self,
                          guint              probe)
{
  return self->snapshot != NULL ? lm_snapshot_get_answer (self->snapshot, probe) : NULL;
}

gssize
lamina_frame_get_forge_class (const LaminaFrame *self)
{
  if (self->forge == NULL || self->forge->n_classes == 0)
    return -1;

  return (gssize) MIN (self->options.index, self->forge->n_classes - 1);
}

const LmTensor *
lamina_frame_get_samples (const LaminaFrame *self)
{
  return lamina_frame_get_made (self, lamina_forge_get_samples_probe (self->options.seed));
}

const LmTensor *
lamina_frame_get_plane (const LaminaFrame *self)
{
  const gssize class = lamina_frame_get_forge_class (self);

  return lamina_frame_get_answers (self, class >= 0 ? LAMINA_PROBE_CLASS_SURFACE + (guint) class
                                                    : LAMINA_PROBE_SURFACE);
}

const LmTensor *
lamina_frame_get_noise_grid (const LaminaFrame *self)
{
  const gssize class = lamina_frame_get_forge_class (self);

  return lamina_frame_get_made (self, class >= 0 ? LAMINA_PROBE_CLASS_GRID + (guint) class
                                                 : LAMINA_PROBE_NOISE_GRID);
}

const LmTensor *
lamina_frame_get_made (const LaminaFrame *self,
                       guint              probe)
{
  if (self->snapshot == NULL || self->forge == NULL)
    return NULL;

  return lm_snapshot_get_value (self->snapshot, probe, (gssize) self->forge->n_generator - 1);
}

const LmHistogram *
lamina_frame_get_histogram (const LaminaFrame *self,
                            LmQuantity         quantity)
{
  if (self->snapshot == NULL || lamina_frame_get_layer (self) == NULL)
    return NULL;
  if (quantity != LM_QUANTITY_VALUES)
    return lm_snapshot_get_histogram (self->snapshot, quantity, (gsize) self->layer, 0);

  return lm_snapshot_get_histogram (self->snapshot, quantity,
                                    (gsize) lamina_frame_get_docked (self, self->layer),
                                    LAMINA_PROBE_BATCH);
}

gboolean
lamina_frame_is_past (const LaminaFrame *self)
{
  return self->step < self->now;
}

guint64
lamina_frame_get_epoch (const LaminaFrame *self,
                        guint64            step)
{
  if (self->steps_per_epoch == 0)
    return 0;

  return step == 0 ? 1 : (step - 1) / self->steps_per_epoch + 1;
}

char *
lamina_frame_write_class (const LaminaFrame *self,
                          gsize              index)
{
  g_autofree char *number = NULL;

  if (self->class_names != NULL && index < self->n_classes)
    return g_strdup (self->class_names[index]);

  number = lamina_format_count (index);

  return g_strdup_printf (_("class %s"), number);
}

char *
lamina_frame_write_column (const LaminaFrame *self,
                           gsize              index)
{
  static const char *const subscripts[] = { "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };

  if (self->column_names != NULL && index < self->n_columns)
    return g_strdup (self->column_names[index]);
  if (index < G_N_ELEMENTS (subscripts))
    return g_strconcat ("x", subscripts[index], NULL);

  return g_strdup_printf ("x_%" G_GSIZE_FORMAT, index + 1);
}

double
lamina_scaling_apply (const LaminaScaling *self,
                      gsize                index,
                      double               value)
{
  if (self->n == 0)
    return value;
  if (index >= self->n)
    index = self->n - 1;

  return value * self->scale[index] + self->offset[index];
}

void
lamina_frame_get_place (const LaminaFrame *self,
                        gsize              index,
                        double            *x,
                        double            *y)
{
  const gsize n = self->n_surface_columns;
  const double across = n > 1 ? (double) (index % n) / (double) (n - 1) : 0;
  const double up = self->n_surface_rows > 1
                      ? (double) (index / n) / (double) (self->n_surface_rows - 1) : 0;

  *x = self->x_min + across * (self->x_max - self->x_min);
  *y = self->y_min + up * (self->y_max - self->y_min);
}

LmBlob *
lamina_frame_make_surface (const LaminaFrame *self)
{
  const gsize n_numbers = self->input_kind == LAMINA_INPUT_NUMBER ? 1 : 2;
  const gsize n = self->n_surface_columns * self->n_surface_rows;
  LmBlob *blob = lm_blob_new (&(LmShape) { 2, { n, n_numbers } });

  for (gsize i = 0; blob != NULL && i < n; i++)
    {
      double place[2];

      lamina_frame_get_place (self, i, &place[0], &place[1]);
      for (gsize j = 0; j < n_numbers; j++)
        blob->tensor.data[i * n_numbers + j] = (lm_real) place[j];
    }

  return blob;
}

gssize
lamina_frame_get_class (const LaminaFrame *self,
                        const LmTensor    *targets,
                        gsize              row)
{
  const gsize n = lm_shape_get_n_columns (&targets->shape);
  const double value = (double) targets->data[row * n];

  switch (self->target_kind)
    {
    case LAMINA_TARGET_CLASS:
      return value >= 0 && value < 1e9 ? (gssize) (value + 0.5) : -1;

    case LAMINA_TARGET_BINARY:
      return value > 0.5 * (self->target_low + self->target_high) ? 1 : 0;

    case LAMINA_TARGET_NUMBERS:
    case LAMINA_TARGET_PICTURE:
    case LAMINA_TARGET_ITSELF:
    case LAMINA_TARGET_TOKENS:
    default:
      return -1;
    }
}

gssize
lamina_frame_get_best (const LaminaFrame *self,
                       const LmTensor    *answers,
                       gsize              row,
                       double            *share)
{
  const gsize n = lm_shape_get_n_columns (&answers->shape);
  const lm_real *answer = answers->data + row * n;
  gsize best = 0;

  if (n == 1 && self->target_kind == LAMINA_TARGET_BINARY)
    {
      const double place = ((double) *answer - self->target_low) /
                           (self->target_high - self->target_low);

      if (share != NULL)
        *share = place > 0.5 ? place : 1 - place;
      return isnan (place) ? -1 : place > 0.5 ? 1 : 0;
    }

  for (gsize i = 1; i < n; i++)
    if (answer[i] > answer[best])
      best = i;
  if (share != NULL)
    *share = (double) answer[best];

  return isnan ((double) answer[best]) ? -1 : (gssize) best;
}
