/* SPDX-License-Identifier: GPL-3.0-or-later */

/* avg-pool2d.c: y = the mean of each patch of a plane
 *
 *   x [batch, channels, height, width]   y [batch, channels, out, out]
 *
 * Padding counts as zeros, or not at all.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-pooling.h"

typedef struct
{
  LmPooling parent;

  gboolean  includes_padding;
} LmAvgPool2d;

/* What the sum of a patch of @n pixels, its padding left out, is multiplied by. */
static lm_real
lm_avg_pool2d_get_scale (const LmAvgPool2d *self,
                         gsize              n)
{
  const LmWindow *window = &self->parent.window;

  if (self->includes_padding)
    n = window->y.kernel * window->x.kernel;

  return (lm_real) (1 / (double) n);
}

static void
lm_avg_pool2d_forward_plane (const LmAvgPool2d *self,
                             const lm_real     *x,
                             lm_real           *y)
{
  const LmWindow *window = &self->parent.window;
  gsize top, bottom, left, right;

  for (gsize i = 0; i < window->y.out; i++)
    {
      lm_slide_get_patch (&window->y, i, &top, &bottom);
      for (gsize j = 0; j < window->x.out; j++)
        {
          lm_real sum = 0;

          lm_slide_get_patch (&window->x, j, &left, &right);
          for (gsize k = top; k < bottom; k++)
            {
              for (gsize l = left; l < right; l++)
                sum += x[k * window->x.in + l];
            }
          *y++ = sum * lm_avg_pool2d_get_scale (self, (bottom - top) * (right - left));
        }
    }
}

static void
lm_avg_pool2d_backward_plane (const LmAvgPool2d *self,
                              const lm_real     *dy,
                              lm_real           *dx)
{
  const LmWindow *window = &self->parent.window;
  gsize top, bottom, left, right;

  for (gsize i = 0; i < window->y.out; i++)
    {
      lm_slide_get_patch (&window->y, i, &top, &bottom);
      for (gsize j = 0; j < window->x.out; j++)
        {
          lm_real share;

          lm_slide_get_patch (&window->x, j, &left, &right);
          share = *dy++ * lm_avg_pool2d_get_scale (self, (bottom - top) * (right - left));
          for (gsize k = top; k < bottom; k++)
            {
              for (gsize l = left; l < right; l++)
                dx[k * window->x.in + l] += share;
            }
        }
    }
}

static void
lm_avg_pool2d_forward (const LmLayer *layer,
                       LmPass        *pass,
                       LmTensor      *y)
{
  const LmAvgPool2d *self = (const LmAvgPool2d *) layer;
  const LmWindow *window = &self->parent.window;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_in = window->y.in * window->x.in, n_out = window->y.out * window->x.out;

  for (gsize plane = 0; plane < y->len / n_out; plane++)
    lm_avg_pool2d_forward_plane (self, x->data + plane * n_in, y->data + plane * n_out);
}

static void
lm_avg_pool2d_backward (const LmLayer  *layer,
                        LmPass         *pass,
                        const LmTensor *y,
                        const LmTensor *dy)
{
  const LmAvgPool2d *self = (const LmAvgPool2d *) layer;
  const LmWindow *window = &self->parent.window;
  const gsize n_in = window->y.in * window->x.in, n_out = window->y.out * window->x.out;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize plane = 0; plane < y->len / n_out; plane++)
    lm_avg_pool2d_backward_plane (self, dy->data + plane * n_out, dx->data + plane * n_in);
}

static const LmField fields[] = {
  LM_POOLING_FIELDS,
  { "count_include_pad", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmAvgPool2d, includes_padding), 0, 1, TRUE,
    .title = N_("Padding counts"),
    .hint = N_("Takes padding into the mean as zeros. Keras leaves it out."),
    .flags = LM_FIELD_MORE },
  { NULL },
};

const LmLayerClass lm_avg_pool2d_class = {
  .id = "avg-pool2d",
  .stem = "pool",
  .title = N_("Average pool"),
  .summary = N_("Shrinks a picture: each patch becomes its mean."),
  .keywords = N_("mean pooling downsample subsample picture"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 5 L 8 5 L 8 10 L 3 10 Z M 10 5 L 15 5 L 15 10 L 10 10 Z "
           "M 3 12 L 8 12 L 8 17 L 3 17 Z M 10 12 L 15 12 L 15 17 L 10 17 Z "
           "M 19 8 L 24 8 L 24 14 L 19 14 L 19 8",
  .size = sizeof (LmAvgPool2d),
  .fields = fields,
  .configure = lm_pooling_configure,
  .forward = lm_avg_pool2d_forward,
  .backward = lm_avg_pool2d_backward,
  .is_linear = TRUE,
  .describe = lm_pooling_describe,
};
