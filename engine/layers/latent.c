/* SPDX-License-Identifier: GPL-3.0-or-later */

/* latent.c: z, drawn anew in every pass; what it reads is passed over
 *
 *   z [batch, size], normal or uniform in [-1, 1)
 *
 * Predicting draws the same numbers at every step, so that what becomes of them can be watched.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-latent.h"
#include "lm-layer.h"

typedef struct
{
  LmLayer parent;

  int size;
  int distribution; /* LmDistribution */
} LmLatent;

static gboolean
lm_latent_configure (LmLayer        *layer,
                     const LmShape  *x,
                     gsize           n_inputs,
                     LmShape        *y,
                     GError        **error)
{
  const LmLatent *self = (const LmLatent *) layer;

  lm_layer_set_macs (layer, (guint64) self->size);
  *y = (LmShape) { 2, { x->dim[0], (gsize) self->size } };

  return TRUE;
}

static void
lm_latent_draw (const LmLayer  *layer,
                const LmRandom *random,
                lm_real        *z)
{
  const LmLatent *self = (const LmLatent *) layer;

  lm_distribution_draw (self->distribution, random, z, (gsize) self->size);
}

static void
lm_latent_forward (const LmLayer *layer,
                   LmPass        *pass,
                   LmTensor      *y)
{
  const LmLatent *self = (const LmLatent *) layer;
  const gsize n = (gsize) self->size;

  for (gsize row = 0; row < lm_pass_get_n_rows (pass); row++)
    {
      const LmRandom random = lm_pass_get_random (pass, row);

      lm_latent_draw (layer, &random, y->data + row * n);
    }
}

static void
lm_latent_backward (const LmLayer  *layer,
                    LmPass         *pass,
                    const LmTensor *y,
                    const LmTensor *dy)
{
  LmTensor *dx = lm_pass_get_input_grad (pass, 0);

  if (dx != NULL)
    memset (dx->data, 0, dx->len * sizeof *dx->data);
}

static char *
lm_latent_describe (const LmLayer *layer)
{
  const LmLatent *self = (const LmLatent *) layer;

  return g_strdup_printf (ngettext ("%d number", "%d numbers", (gulong) self->size), self->size);
}

static const LmField fields[] = {
  { "size", LM_FIELD_INT, G_STRUCT_OFFSET (LmLatent, size), 1, 65536, 64,
    .title = N_("Size"),
    .hint = N_("How many random numbers an example is made of."),
    .flags = LM_FIELD_LOG },
  { "distribution", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LmLatent, distribution), 0,
    LM_DISTRIBUTION_UNIFORM, LM_DISTRIBUTION_NORMAL,
    .title = N_("Distribution"),
    .hint = N_("Normal: mean 0, deviation 1; uniform: from −1 to 1."),
    .choices = lm_distribution_ids, .choice_titles = lm_distribution_titles },
  { NULL },
};

const LmLayerClass lm_latent_class = {
  .id = "latent",
  .stem = "latent",
  .title = N_("Latent noise"),
  .summary = N_("Begins a generator: random numbers, which the layers after it turn into an "
                "example."),
  .keywords = N_("gan generator random noise normal uniform z"),
  .group = LM_GROUP_GENERATIVE,
  .glyph = "O 6 6 1.8 O 14 4 1.8 O 21 9 1.8 O 9 13 1.8 O 17 15 1.8 O 5 20 1.8 O 13 22 1.8 "
           "O 21 21 1.8",
  .size = sizeof (LmLatent),
  .fields = fields,
  .ignores_input = TRUE,
  .gives_latent = TRUE,
  .draw_latent = lm_latent_draw,
  .configure = lm_latent_configure,
  .forward = lm_latent_forward,
  .backward = lm_latent_backward,
  .describe = lm_latent_describe,
};
