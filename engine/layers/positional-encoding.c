/* SPDX-License-Identifier: GPL-3.0-or-later */

/* positional-encoding.c: y = x + P, a row of P for each step
 *
 *   x [batch, time, features]   P [time, features]   y as x
 *
 * P is trained, or that of Vaswani and others (2017), of waves that are longer and longer:
 *
 *   P[t, 2i] = sin (t / 10000^(2i / features))   P[t, 2i + 1] = cos (the same)
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-layer.h"
#include "lm-math.h"

typedef struct
{
  LmLayer parent;

  int      form;

  gsize    weight;
  lm_real *waves; /* [time, features]; NULL if they are trained */
} LmPositionalEncoding;

enum
{
  FORM_SINUSOIDAL,
  FORM_LEARNED,
};

static void
lm_positional_encoding_draw_waves (LmPositionalEncoding *self,
                                   gsize                 n_steps,
                                   gsize                 n)
{
  for (gsize t = 0; t < n_steps; t++)
    {
      for (gsize i = 0; i < n; i++)
        {
          const double exponent = (double) (i - i % 2) / (double) n;
          const double angle = (double) t * pow (10000, -exponent);

          self->waves[t * n + i] = (lm_real) (i % 2 == 0 ? sin (angle) : cos (angle));
        }
    }
}

static gboolean
lm_positional_encoding_configure (LmLayer        *layer,
                                  const LmShape  *x,
                                  gsize           n_inputs,
                                  LmShape        *y,
                                  GError        **error)
{
  LmPositionalEncoding *self = (LmPositionalEncoding *) layer;
  g_autofree char *text = lm_shape_to_string (x);

  if (x->rank != 3)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("Positional encoding takes a sequence of rows, not %s: put an embedding layer "
                     "before it, or a reshape layer to time × features"),
                   text);
      return FALSE;
    }

  if (self->form == FORM_LEARNED)
    self->weight = lm_layer_add_param (layer, "weight", &(LmShape) { 2, { x->dim[1], x->dim[2] } },
                                       LM_INIT_NORMAL, 0.02, 1, x->dim[2]);
  else
    {
      self->waves = lm_layer_add_constants (layer, lm_shape_get_n_columns (x));
      if (self->waves == NULL)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_MEMORY,
                       _("%s is more than there is memory for: make the sequences shorter"), text);
          return FALSE;
        }
      lm_positional_encoding_draw_waves (self, x->dim[1], x->dim[2]);
    }

  lm_layer_set_macs (layer, lm_shape_get_n_columns (x));
  *y = *x;

  return TRUE;
}

static void
lm_positional_encoding_forward (const LmLayer *layer,
                                LmPass        *pass,
                                LmTensor      *y)
{
  const LmPositionalEncoding *self = (const LmPositionalEncoding *) layer;
  const LmTensor *x = lm_pass_get_input (pass, 0);
  const gsize n_columns = lm_shape_get_n_columns (&x->shape);
  const lm_real *waves = self->form == FORM_LEARNED ? lm_pass_get_value (pass, self->weight)->data
                                                    : self->waves;

  memcpy (y->data, x->data, x->len * sizeof *x->data);
  for (gsize i = 0; i < y->len; i += n_columns)
    lm_add (waves, y->data + i, n_columns);
}

static void
lm_positional_encoding_backward (const LmLayer  *layer,
                                 LmPass         *pass,
                                 const LmTensor *y,
                                 const LmTensor *dy)
{
  const LmPositionalEncoding *self = (const LmPositionalEncoding *) layer;
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (self->form == FORM_LEARNED)
    lm_add_rows (dy, lm_pass_get_grad (pass, self->weight));
  if (dx != NULL)
    memcpy (dx->data, dy->data, dy->len * sizeof *dy->data);
}

static const char *const forms[] = { "sinusoidal", "learned", NULL };
static const char *const form_titles[] = { N_("Waves"), N_("Learned"), NULL };

static char *
lm_positional_encoding_describe (const LmLayer *layer)
{
  return g_utf8_strdown (_(form_titles[((const LmPositionalEncoding *) layer)->form]), -1);
}

static const LmField fields[] = {
  { "form", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmPositionalEncoding, form), 0, FORM_LEARNED,
    FORM_SINUSOIDAL,
    .title = N_("Form"),
    .hint = N_("Waves are given; what is learned fits the data, and only as many steps as it saw."),
    .choices = forms, .choice_titles = form_titles },
  { NULL },
};

const LmLayerClass lm_positional_encoding_class = {
  .id = "positional-encoding",
  .stem = "position",
  .title = N_("Positional encoding"),
  .summary = N_("Adds to each step numbers that tell its place: attention does not see it itself."),
  .keywords = N_("position order time transformer sinusoidal wave"),
  .group = LM_GROUP_SEQUENCE,
  .glyph = "M 3 13 C 5 5 8 5 10 13 C 12 21 15 21 17 13 C 18.5 7.5 20.5 5.5 23 7 M 3 23 L 23 23",
  .size = sizeof (LmPositionalEncoding),
  .fields = fields,
  .keeps_time = TRUE,
  .mixes_time = TRUE,
  .configure = lm_positional_encoding_configure,
  .forward = lm_positional_encoding_forward,
  .backward = lm_positional_encoding_backward,
  .describe = lm_positional_encoding_describe,
};
