/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"
#include "lm-random.h"

typedef struct
{
  int    n_examples;
  int    shape;
  double extent;
  double noise;
} LaminaFunction;

static double
lamina_step (double x)
{
  return x < 0 ? 0 : 1;
}

static double
lamina_square (double x)
{
  return x * x;
}

static double
lamina_x_sine (double x)
{
  return x * sin (x);
}

static double
lamina_bump (double x)
{
  return exp (-x * x);
}

static const char *const shape_ids[] = { "sine", "abs", "step", "square", "x_sine", "bump", NULL };
static const char *const shape_titles[] = {
  "sin x", "|x|", N_("Step"), "x²", "x · sin x", "exp −x²", NULL
};
static double (*const shapes[]) (double) = {
  sin, fabs, lamina_step, lamina_square, lamina_x_sine, lamina_bump
};

static const LmField fields[] = {
  { "function", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaFunction, shape), 0,
    G_N_ELEMENTS (shapes) - 1, 0, N_("Function"), NULL, shape_ids, shape_titles },
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaFunction, n_examples), 10, 1e6, 400,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "extent", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaFunction, extent), 0.01, 1000, 3,
    N_("Extent"), N_("Inputs lie between minus this and this") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaFunction, noise), 0, 10, 0.05,
    N_("Noise"), N_("Deviation that is added to the answer") },
  { NULL },
};

static void
lamina_function_fill (const LaminaFunction *self,
                      int                   seed,
                      double               *x,
                      double               *y)
{
  const guint32 stream = lm_random_stream ("function");

  for (gsize i = 0; i < (gsize) self->n_examples; i++)
    {
      LmRandom random = { (guint64) seed, stream, i, 0 };
      lm_real u, noise;

      lm_random_uniform (&random, &u, 1);
      random.index = 1;
      lm_random_normal (&random, &noise, 1);
      x[i] = lamina_data_round ((2 * (double) u - 1) * self->extent);
      y[i] = lamina_data_round (shapes[self->shape] (x[i]) + self->noise * (double) noise);
    }
}

static LaminaDataDraft *
lamina_function_load (gconstpointer        instance,
                      int                  seed,
                      GCancellable        *cancellable,
                      LaminaDataProgress   progress,
                      gpointer             progress_data,
                      GError             **error)
{
  const LaminaFunction *self = instance;
  const gsize n = (gsize) self->n_examples;
  LaminaDataDraft *draft;
  double *x = lamina_data_alloc_doubles (n, 1, error);
  double *y = x != NULL ? lamina_data_alloc_doubles (n, 1, error) : NULL;

  if (y == NULL)
    {
      g_free (x);
      return NULL;
    }

  lamina_function_fill (self, seed, x, y);
  draft = lamina_data_draft_new (shape_titles[self->shape], LAMINA_DATA_INPUT_POINTS, 1,
                                 (gsize[]) { 1 });
  draft->title_is_ours = TRUE;
  draft->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (draft, "x", NULL);
  lamina_data_draft_add_target (draft, "y");
  lamina_data_draft_take_block (draft, LAMINA_BLOCK_TRAINING, n,
                                g_bytes_new_take (x, n * sizeof *x), y);

  return draft;
}

const LaminaDataKind lamina_function_data = {
  .id = "function",
  .title = N_("Function"),
  .summary = N_("A curve to be drawn through noisy points: one number in, one out"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .size = sizeof (LaminaFunction),
  .fields = fields,
  .load = lamina_function_load,
};
