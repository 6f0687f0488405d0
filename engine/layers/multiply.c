/* SPDX-License-Identifier: GPL-3.0-or-later */

/* multiply.c: y = Π x of all inputs, which have one shape */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-link.h"

/* y = y·x */
LM_CLONES static void
lm_multiply_by (const lm_real *restrict x,
                lm_real       *restrict y,
                gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    y[i] *= x[i];
}

static void
lm_multiply_forward (const LmLayer *layer,
                     LmPass        *pass,
                     LmTensor      *y)
{
  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
  for (gsize i = 1; i < lm_link_get_n_inputs (layer); i++)
    lm_multiply_by (lm_pass_get_input (pass, i)->data, y->data, y->len);
}

/* dx = dy·Π of the other inputs, so that a 0 does no harm. */
static void
lm_multiply_backward (const LmLayer  *layer,
                      LmPass         *pass,
                      const LmTensor *y,
                      const LmTensor *dy)
{
  const gsize n_inputs = lm_link_get_n_inputs (layer);

  for (gsize i = 0; i < n_inputs; i++)
    {
      LmTensor *dx = lm_pass_get_input_grad (pass, i);

      if (dx == NULL)
        continue;

      memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
      for (gsize j = 0; j < n_inputs; j++)
        {
          if (j != i)
            lm_multiply_by (lm_pass_get_input (pass, j)->data, dx->data, dx->len);
        }
    }
}

static char *
lm_multiply_describe (const LmLayer *layer)
{
  return lm_link_describe_as (layer, "×");
}

const LmLayerClass lm_multiply_class = {
  .id = "multiply",
  .stem = "multiply",
  .title = N_("Multiply"),
  .summary = N_("Multiplies what several layers give, number by number: one gates the other."),
  .keywords = N_("product gate attention link times"),
  .group = LM_GROUP_LINK,
  .glyph = "M 4 13 C 4 8 8 4 13 4 C 18 4 22 8 22 13 C 22 18 18 22 13 22 C 8 22 4 18 4 13 "
           "M 9.8 9.8 L 16.2 16.2 M 9.8 16.2 L 16.2 9.8",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .min_inputs = 2,
  .max_inputs = G_MAXSIZE,
  .configure = lm_link_configure,
  .forward = lm_multiply_forward,
  .backward = lm_multiply_backward,
  .describe = lm_multiply_describe,
};
