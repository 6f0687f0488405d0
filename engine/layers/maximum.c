/* SPDX-License-Identifier: GPL-3.0-or-later */

/* maximum.c: y = the largest x of all inputs, which have one shape
 *
 * Of equal numbers that of the first input counts. NaN is larger than all, so that it is seen.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-clones.h"
#include "lm-link.h"

/* y = max (y, x) */
LM_CLONES static void
lm_maximum_with (const lm_real *restrict x,
                 lm_real       *restrict y,
                 gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > y[i] || x[i] != x[i] ? x[i] : y[i];
}

static void
lm_maximum_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
  for (gsize i = 1; i < lm_link_get_n_inputs (layer); i++)
    lm_maximum_with (lm_pass_get_input (pass, i)->data, y->data, y->len);
}

/* dx = 0 where x is not the largest. */
LM_CLONES static void
lm_maximum_clear (const lm_real *restrict x,
                  const lm_real *restrict y,
                  gboolean                is_earlier,
                  lm_real       *restrict dx,
                  gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = (x[i] == y[i]) == is_earlier ? 0 : dx[i];
}

static void
lm_maximum_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  for (gsize i = 0; i < lm_link_get_n_inputs (layer); i++)
    {
      LmTensor *dx = lm_pass_get_input_grad (pass, i);

      if (dx == NULL)
        continue;

      memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
      lm_maximum_clear (lm_pass_get_input (pass, i)->data, y->data, FALSE, dx->data, dx->len);
      for (gsize j = 0; j < i; j++)
        lm_maximum_clear (lm_pass_get_input (pass, j)->data, y->data, TRUE, dx->data, dx->len);
    }
}

static char *
lm_maximum_describe (const LmLayer *layer)
{
  return lm_link_describe_as (layer, "&");
}

const LmLayerClass lm_maximum_class = {
  .id = "maximum",
  .stem = "maximum",
  .title = N_("Maximum"),
  .summary = N_("Takes the largest of what several layers give, number by number."),
  .keywords = N_("max maxout largest link"),
  .group = LM_GROUP_LINK,
  .glyph = "M 4 13 C 4 8 8 4 13 4 C 18 4 22 8 22 13 C 22 18 18 22 13 22 C 8 22 4 18 4 13 "
           "M 8.5 15 L 13 9 L 17.5 15",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .min_inputs = 2,
  .max_inputs = G_MAXSIZE,
  .configure = lm_link_configure,
  .forward = lm_maximum_forward,
  .backward = lm_maximum_backward,
  .describe = lm_maximum_describe,
};
