/* SPDX-License-Identifier: GPL-3.0-or-later */

/* upsampling2d.c: y = x enlarged by whole factors
 *
 *   x [batch, channels, height, width]   y [batch, channels, height·factor, width·factor]
 *
 * Nearest: every pixel is repeated. Bilinear: between the centres of pixels it goes straight, as
 * PyTorch's align_corners=False has it; beyond the outermost centres it stays as it is.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-picture.h"
#include "lm-window.h"

typedef enum
{
  METHOD_NEAREST,
  METHOD_BILINEAR,
} Method;

typedef struct
{
  LmLayer parent;

  LmPair  factor;
  int     method;
} LmUpsampling2d;

/* Between which two pixels of a row or column an output lies, and the share of the second. */
typedef struct
{
  gsize   low, high;
  lm_real share;
} Spot;

static Spot
lm_upsampling2d_find (const LmUpsampling2d *self,
                      gsize                 out,
                      int                   factor,
                      gsize                 n_in)
{
  const double place = ((double) out + 0.5) / factor - 0.5;
  Spot spot = { out / (gsize) factor, out / (gsize) factor, 0 };

  if (self->method == METHOD_NEAREST || place <= 0)
    return spot;

  spot.low = (gsize) place;
  spot.high = MIN (spot.low + 1, n_in - 1);
  spot.share = (lm_real) (place - (double) spot.low);

  return spot;
}

static gboolean
lm_upsampling2d_configure (LmLayer        *layer,
                           const LmShape  *x,
                           gsize           n_inputs,
                           LmShape        *y,
                           GError        **error)
{
  const LmUpsampling2d *self = (const LmUpsampling2d *) layer;

  if (!lm_picture_check (x, error))
    return FALSE;

  *y = *x;
  y->dim[2] *= (gsize) self->factor.height;
  y->dim[3] *= (gsize) self->factor.width;
  if (self->method == METHOD_BILINEAR)
    lm_layer_set_macs (layer, 4 * lm_shape_get_n_columns (y));

  return TRUE;
}

/* y = every number of x @factor times */
static void
lm_upsampling2d_repeat (const lm_real *x,
                        gsize          factor,
                        lm_real       *y,
                        gsize          n_in)
{
  for (gsize j = 0; j < n_in; j++)
    {
      for (gsize k = 0; k < factor; k++)
        *y++ = x[j];
    }
}

/* x += Σ of every @factor numbers of y */
static void
lm_upsampling2d_gather (const lm_real *y,
                        gsize          factor,
                        lm_real       *x,
                        gsize          n_in)
{
  for (gsize j = 0; j < n_in; j++)
    {
      for (gsize k = 0; k < factor; k++)
        x[j] += *y++;
    }
}

/* One row of the output, of two rows of the input. */
static void
lm_upsampling2d_forward_row (const LmUpsampling2d *self,
                             const lm_real        *top,
                             const lm_real        *bottom,
                             lm_real               share,
                             lm_real              *y,
                             gsize                 n_in,
                             gsize                 n_out)
{
  for (gsize j = 0; j < n_out; j++)
    {
      const Spot spot = lm_upsampling2d_find (self, j, self->factor.width, n_in);
      const lm_real above = top[spot.low] * (1 - spot.share) + top[spot.high] * spot.share;
      const lm_real below = bottom[spot.low] * (1 - spot.share) + bottom[spot.high] * spot.share;

      y[j] = above * (1 - share) + below * share;
    }
}

static void
lm_upsampling2d_forward (const LmLayer *layer,
                         LmPass        *pass,
                         LmTensor      *y)
{
  const LmUpsampling2d *self = (const LmUpsampling2d *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize height = x->shape.dim[2], width = x->shape.dim[3];
  const gsize n_rows = y->shape.dim[2], n_out = y->shape.dim[3];

  for (gsize i = 0; i < y->len / n_out; i++)
    {
      const Spot spot = lm_upsampling2d_find (self, i % n_rows, self->factor.height, height);
      const lm_real *plane = x->data + i / n_rows * height * width;
      lm_real *out = y->data + i * n_out;

      if (self->method == METHOD_NEAREST)
        lm_upsampling2d_repeat (plane + spot.low * width, (gsize) self->factor.width, out, width);
      else
        lm_upsampling2d_forward_row (self, plane + spot.low * width, plane + spot.high * width,
                                     spot.share, out, width, n_out);
    }
}

static void
lm_upsampling2d_backward_row (const LmUpsampling2d *self,
                              const lm_real        *dy,
                              lm_real               share,
                              lm_real              *top,
                              lm_real              *bottom,
                              gsize                 n_in,
                              gsize                 n_out)
{
  for (gsize j = 0; j < n_out; j++)
    {
      const Spot spot = lm_upsampling2d_find (self, j, self->factor.width, n_in);
      const lm_real above = dy[j] * (1 - share), below = dy[j] * share;

      top[spot.low] += above * (1 - spot.share);
      top[spot.high] += above * spot.share;
      bottom[spot.low] += below * (1 - spot.share);
      bottom[spot.high] += below * spot.share;
    }
}

static void
lm_upsampling2d_backward (const LmLayer  *layer,
                          LmPass         *pass,
                          const LmTensor *y,
                          const LmTensor *dy)
{
  const LmUpsampling2d *self = (const LmUpsampling2d *) layer;
  const gsize n_rows = y->shape.dim[2], n_out = y->shape.dim[3];
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx == NULL)
    return;

  memset (dx->data, 0, dx->len * sizeof *dx->data);
  for (gsize i = 0; i < y->len / n_out; i++)
    {
      const gsize height = dx->shape.dim[2], width = dx->shape.dim[3];
      const Spot spot = lm_upsampling2d_find (self, i % n_rows, self->factor.height, height);
      lm_real *plane = dx->data + i / n_rows * height * width;
      const lm_real *in = dy->data + i * n_out;

      if (self->method == METHOD_NEAREST)
        lm_upsampling2d_gather (in, (gsize) self->factor.width, plane + spot.low * width, width);
      else
        lm_upsampling2d_backward_row (self, in, spot.share, plane + spot.low * width,
                                      plane + spot.high * width, width, n_out);
    }
}

static char *
lm_upsampling2d_describe (const LmLayer *layer)
{
  const LmUpsampling2d *self = (const LmUpsampling2d *) layer;
  g_autofree char *factor = lm_pair_to_string (&self->factor);

  if (self->method == METHOD_NEAREST)
    return g_strdup_printf (_("by %s"), factor);

  return g_strdup_printf (_("by %s, bilinear"), factor);
}

static const char *const method_ids[] = { "nearest", "bilinear", NULL };
static const char *const method_titles[] = { N_("Nearest"), N_("Bilinear"), NULL };

static const LmField fields[] = {
  { "factor", LM_FIELD_PAIR, G_STRUCT_OFFSET (LmUpsampling2d, factor), 1, 255, 2,
    .title = N_("Factor"),
    .hint = N_("How many times as high × wide the picture gets.") },
  { "method", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmUpsampling2d, method), 0, 1, METHOD_NEAREST,
    .title = N_("Method"),
    .hint = N_("“Nearest” repeats pixels; “bilinear” goes smoothly from one to the next."),
    .choices = method_ids, .choice_titles = method_titles },
  { NULL },
};

const LmLayerClass lm_upsampling2d_class = {
  .id = "upsampling2d",
  .stem = "upsample",
  .title = N_("Upsampling"),
  .summary = N_("Enlarges pictures by whole factors; nothing is trained."),
  .keywords = N_("upsample resize interpolate nearest bilinear decoder generator u-net picture"),
  .group = LM_GROUP_PICTURE,
  .glyph = "M 3 16 L 10 16 L 10 23 L 3 23 Z M 3 3 L 23 3 L 23 23 L 13 23 M 3 3 L 3 13 "
           "M 12 14 L 19 7 M 14 7 L 19 7 L 19 12",
  .size = sizeof (LmUpsampling2d),
  .fields = fields,
  .configure = lm_upsampling2d_configure,
  .forward = lm_upsampling2d_forward,
  .backward = lm_upsampling2d_backward,
  .is_linear = TRUE,
  .describe = lm_upsampling2d_describe,
};
