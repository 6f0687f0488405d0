/* SPDX-License-Identifier: GPL-3.0-or-later */

/* condition.c: y = x, followed by 1 for the example's class and 0 for every other
 *
 *   x [batch, features]                 y [batch, features + classes]
 *   x [batch, channels, height, width]  y [batch, channels + classes, height, width]
 *   alone: x of any shape               y [batch, classes]
 *
 * The class is the batch's target: its index, or a number for each class, which is copied.
 * (Mirza and Osindero, 2014)
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-targets.h"

typedef struct
{
  LmLayer parent;

  int   n_classes;
  int   is_alone;

  gsize n, plane; /* numbers of x in an example that are passed on; of each class */
} LmCondition;

static gboolean
lm_condition_configure (LmLayer        *layer,
                        const LmShape  *x,
                        gsize           n_inputs,
                        LmShape        *y,
                        GError        **error)
{
  LmCondition *self = (LmCondition *) layer;

  if (!self->is_alone && x->rank != 2 && x->rank != 4)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A class can be joined to a row of numbers or to a picture, not to %s: put a "
                     "flatten or a reshape layer before it"),
                   shape);
      return FALSE;
    }

  self->n = self->is_alone ? 0 : lm_shape_get_n_columns (x);
  self->plane = self->is_alone ? 1 : self->n / x->dim[1];
  lm_layer_set_n_classes (layer, (gsize) self->n_classes);
  *y = self->is_alone ? (LmShape) { 2, { x->dim[0], 0 } } : *x;
  y->dim[1] += (gsize) self->n_classes;

  return TRUE;
}

/* What stands for class @index in row @row of @target; NaN where that means no class, so that the
 * step is refused. */
static lm_real
lm_condition_get_share (const LmCondition *self,
                        const LmTensor    *target,
                        gsize              row,
                        gsize              index)
{
  const gsize n_classes = (gsize) self->n_classes;
  gsize label;

  if (target == NULL)
    return 0;
  if (n_classes > 1 && lm_shape_get_n_columns (&target->shape) == n_classes)
    return target->data[row * n_classes + index];

  label = lm_targets_get_class (target, row, n_classes);

  return label == n_classes ? (lm_real) NAN : label == index;
}

static void
lm_condition_forward (const LmLayer *layer,
                      LmPass        *pass,
                      LmTensor      *y)
{
  const LmCondition *self = (const LmCondition *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  /* Of a direction, the class has none. */
  const LmTensor *target = lm_pass_is_tangent (pass) ? NULL : lm_pass_get_target (pass);
  lm_real *out = y->data;

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      memcpy (out, x->data + row * self->n, self->n * sizeof *out);
      out += self->n;
      for (gsize i = 0; i < (gsize) self->n_classes; i++)
        {
          const lm_real share = lm_condition_get_share (self, target, row, i);

          for (gsize j = 0; j < self->plane; j++)
            *out++ = share;
        }
    }
}

static void
lm_condition_backward (const LmLayer  *layer,
                       LmPass         *pass,
                       const LmTensor *y,
                       const LmTensor *dy)
{
  const LmCondition *self = (const LmCondition *) layer;
  const gsize n_y = lm_shape_get_n_columns (&y->shape);
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  if (self->is_alone)
    memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    memcpy (dx->data + row * self->n, dy->data + row * n_y, self->n * sizeof *dx->data);
}

static gboolean
lm_condition_check_target (const LmLayer  *layer,
                           const LmShape  *target,
                           GError        **error)
{
  const LmCondition *self = (const LmCondition *) layer;
  const gsize n = lm_shape_get_n_columns (target);
  g_autofree char *shape = NULL;

  if (target->rank == 2 && (n == 1 || n == (gsize) self->n_classes))
    return TRUE;

  shape = lm_shape_to_string (target);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("It needs the class of each example, and the targets are %s: choose data with "
                 "labels"),
               shape);

  return FALSE;
}

static char *
lm_condition_describe (const LmLayer *layer)
{
  const LmCondition *self = (const LmCondition *) layer;

  return g_strdup_printf (ngettext ("%d class", "%d classes", (gulong) self->n_classes),
                          self->n_classes);
}

static const LmField fields[] = {
  { "classes", LM_FIELD_INT, G_STRUCT_OFFSET (LmCondition, n_classes), 1, 4096, 10,
    .title = N_("Classes"),
    .hint = N_("How many classes the data have.") },
  { "alone", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmCondition, is_alone), 0, 1, FALSE,
    .title = N_("Class alone"),
    .hint = N_("Gives the class without the numbers that it reads: a dense layer after it learns "
               "what each class means.") },
  { NULL },
};

const LmLayerClass lm_condition_class = {
  .id = "condition",
  .stem = "condition",
  .title = N_("Class condition"),
  .summary = N_("Joins the example's class to the numbers, so that a generator can be told what to "
                "make."),
  .keywords = N_("conditional gan label one-hot class"),
  .group = LM_GROUP_GENERATIVE,
  .glyph = "M 3 4 L 11 4 L 11 22 L 3 22 Z M 15 4 L 23 4 L 23 9 L 15 9 L 15 4 "
           "M 15 11 L 23 11 L 23 16 L 15 16 Z M 15 18 L 23 18 L 23 22 L 15 22 L 15 18",
  .size = sizeof (LmCondition),
  .fields = fields,
  .configure = lm_condition_configure,
  .check_target = lm_condition_check_target,
  .forward = lm_condition_forward,
  .backward = lm_condition_backward,
  .is_linear = TRUE,
  .describe = lm_condition_describe,
};
