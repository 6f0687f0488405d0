/* SPDX-License-Identifier: GPL-3.0-or-later */

/* repeat.c: y = the same row at every step: a vector becomes a sequence
 *
 *   x [batch, features]   y [batch, times, features]
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  int     n_times;
} LmRepeat;

static gboolean
lm_repeat_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  const LmRepeat *self = (const LmRepeat *) layer;

  if (x->rank != 2)
    {
      g_autofree char *shape = lm_shape_to_string (x);

      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("A row of numbers can be repeated, not %s: put a flatten layer before it"),
                   shape);
      return FALSE;
    }

  *y = (LmShape) { 3, { 1, (gsize) self->n_times, x->dim[1] } };

  return TRUE;
}

static void
lm_repeat_forward (const LmLayer *layer,
                   LmPass        *pass,
                   LmTensor      *y)
{
  const lm_real *x = lm_pass_get_input (pass, 0)->data;
  const gsize n_steps = y->shape.dim[1], n = y->shape.dim[2];

  for (gsize i = 0; i < y->len / n; i++)
    memcpy (y->data + i * n, x + i / n_steps * n, n * sizeof *x);
}

static void
lm_repeat_backward (const LmLayer  *layer,
                    LmPass         *pass,
                    const LmTensor *y,
                    const LmTensor *dy)
{
  const gsize n_steps = y->shape.dim[1], n = y->shape.dim[2];
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize i = 0; i < y->len / n; i++)
    lm_add (dy->data + i * n, dx->data + i / n_steps * n, n);
}

static char *
lm_repeat_describe (const LmLayer *layer)
{
  const LmRepeat *self = (const LmRepeat *) layer;

  return g_strdup_printf (ngettext ("%d time", "%d times", (gulong) self->n_times), self->n_times);
}

static const LmField fields[] = {
  { "times", LM_FIELD_INT, G_STRUCT_OFFSET (LmRepeat, n_times), 1, 65536, 10,
    .title = N_("Times"),
    .hint = N_("How many steps the sequence has, all the same.") },
  { NULL },
};

const LmLayerClass lm_repeat_class = {
  .id = "repeat",
  .stem = "repeat",
  .title = N_("Repeat"),
  .summary = N_("Makes a sequence of a row of numbers: the same at every step."),
  .keywords = N_("repeat vector sequence decoder copy tile"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 5 L 7 5 L 7 21 L 3 21 Z M 11 5 L 13 5 L 13 21 L 11 21 Z M 16 5 L 18 5 L 18 21 "
           "L 16 21 Z M 21 5 L 23 5 L 23 21 L 21 21 Z",
  .size = sizeof (LmRepeat),
  .fields = fields,
  .configure = lm_repeat_configure,
  .forward = lm_repeat_forward,
  .backward = lm_repeat_backward,
  .is_linear = TRUE,
  .describe = lm_repeat_describe,
};
