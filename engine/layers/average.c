/* SPDX-License-Identifier: GPL-3.0-or-later */

/* average.c: y = Σ x / n of all n inputs, which have one shape */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-link.h"
#include "lm-math.h"

static void
lm_average_forward (const LmLayer *layer,
                    LmPass        *pass,
                    LmTensor      *y)
{
  const gsize n_inputs = lm_link_get_n_inputs (layer);
  const lm_real share = (lm_real) (1 / (double) n_inputs);

  memcpy (y->data, lm_pass_get_input (pass, 0)->data, y->len * sizeof *y->data);
  for (gsize i = 1; i < n_inputs; i++)
    lm_add (lm_pass_get_input (pass, i)->data, y->data, y->len);
  for (gsize i = 0; i < y->len; i++)
    y->data[i] *= share;
}

static void
lm_average_backward (const LmLayer  *layer,
                     LmPass         *pass,
                     const LmTensor *y,
                     const LmTensor *dy)
{
  const gsize n_inputs = lm_link_get_n_inputs (layer);
  const lm_real share = (lm_real) (1 / (double) n_inputs);

  for (gsize i = 0; i < n_inputs; i++)
    {
      LmTensor *dx = lm_pass_get_input_grad (pass, i);

      for (gsize j = 0; dx != NULL && j < dy->len; j++)
        dx->data[j] = dy->data[j] * share;
    }
}

static char *
lm_average_describe (const LmLayer *layer)
{
  return lm_link_describe_as (layer, "&");
}

const LmLayerClass lm_average_class = {
  .id = "average",
  .stem = "average",
  .title = N_("Average"),
  .summary = N_("Takes the mean of what several layers give, number by number."),
  .keywords = N_("mean ensemble link"),
  .group = LM_GROUP_LINK,
  .glyph = "M 4 13 C 4 8 8 4 13 4 C 18 4 22 8 22 13 C 22 18 18 22 13 22 C 8 22 4 18 4 13 "
           "M 8 13 L 18 13 O 13 9 1.5 O 13 17 1.5",
  .size = sizeof (LmLayer),
  .keeps_time = TRUE,
  .min_inputs = 2,
  .max_inputs = G_MAXSIZE,
  .configure = lm_link_configure,
  .forward = lm_average_forward,
  .backward = lm_average_backward,
  .is_linear = TRUE,
  .describe = lm_average_describe,
};
