/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample-source.h"

#include <math.h>

#include "lamina-preview.h"

typedef struct
{
  LmSource   parent;
  SampleKind kind;
} SampleSource;

/* A number of example @index that depends on nothing else: -1 … 1. */
static double
get_noise (gsize index,
           gsize which)
{
  return lamina_preview_get_noise (index * 64 + which);
}

static void
make_picture (gsize    index,
              lm_real *x,
              lm_real *y)
{
  const gsize garment = (gsize) ((get_noise (index, 0) + 1) / 2 * 9.999);

  lamina_preview_draw_garment (garment, 2.5 * get_noise (index, 1), 2.5 * get_noise (index, 2),
                               0.85 + 0.15 * get_noise (index, 3), x);
  for (gsize i = 0; i < LAMINA_PREVIEW_PIXELS; i++)
    if (x[i] > 0)
      x[i] = (lm_real) CLAMP ((double) x[i] * (0.8 + 0.2 * get_noise (index, 4)) +
                              0.15 * lamina_preview_get_noise (index * 4096 + i), 0, 1);
  *y = (lm_real) garment;
}

static void
make_point (SampleKind  kind,
            gsize       index,
            lm_real    *x,
            lm_real    *y)
{
  const double a = get_noise (index, 0), b = get_noise (index, 1), c = get_noise (index, 2);

  switch (kind)
    {
    case SAMPLE_SPIRALS:
      {
        const double radius = 0.15 + 0.85 * (a + 1) / 2;
        const double angle = 6 * radius + (b > 0 ? 0 : G_PI) + 0.18 * c;

        x[0] = (lm_real) (radius * cos (angle));
        x[1] = (lm_real) (radius * sin (angle));
        *y = b > 0;
        break;
      }

    case SAMPLE_CLASSES:
    case SAMPLE_FORGED_POINTS:
      {
        const gsize class = index % 4;

        x[0] = (lm_real) (0.6 * sin ((double) class * G_PI / 2) + 0.3 * (a + b));
        x[1] = (lm_real) (0.6 * cos ((double) class * G_PI / 2) + 0.3 * (c + get_noise (index, 3)));
        *y = (lm_real) class;
        break;
      }

    case SAMPLE_SURFACE:
      x[0] = (lm_real) a;
      x[1] = (lm_real) b;
      *y = (lm_real) (sin (3 * a) * cos (2 * b) + 0.1 * c);
      break;

    case SAMPLE_FUNCTION:
      x[0] = (lm_real) a;
      *y = (lm_real) (0.6 * sin (4 * a) + 0.3 * cos (9 * a) + 0.12 * b);
      break;

    default:
      x[0] = (lm_real) a;
      x[1] = (lm_real) b;
      x[2] = (lm_real) c;
      x[3] = (lm_real) get_noise (index, 3);
      *y = kind == SAMPLE_TABLE ? (lm_real) (a + c > 0.4 ? 2 : a - b > 0 ? 1 : 0)
                                : (lm_real) (a * b + 0.5 * c);
      break;
    }
}

/* Two waves and some noise. */
static lm_real
get_wave (gsize time)
{
  const double turn = 2 * G_PI * (double) time / 20;

  return (lm_real) (0.6 * sin (turn) + 0.4 * sin (turn / 2.618) + 0.04 * get_noise (time, 9));
}

static void
make_window (gsize    index,
             lm_real *x,
             lm_real *y)
{
  for (gsize i = 0; i < SAMPLE_WINDOW; i++)
    x[i] = get_wave (index + i);
  *y = get_wave (index + SAMPLE_WINDOW);
}

static void
make_example (SampleKind  kind,
              gsize       index,
              lm_real    *x,
              lm_real    *y)
{
  if (kind == SAMPLE_PICTURES || kind == SAMPLE_DENSE_PICTURES || kind == SAMPLE_FORGED_PICTURES ||
      kind == SAMPLE_FORGED_CLASSES)
    make_picture (index, x, y);
  else if (kind == SAMPLE_SERIES)
    make_window (index, x, y);
  else
    make_point (kind, index, x, y);
}

static gboolean
sample_source_read (LmSource       *source,
                    LmSplit         split,
                    const guint32  *indices,
                    gsize           n,
                    const LmBatch  *batch,
                    GError        **error)
{
  const SampleSource *self = (const SampleSource *) source;
  const gsize n_columns = lm_shape_get_n_columns (&source->input);

  for (gsize i = 0; i < n; i++)
    make_example (self->kind, indices[i] + (split == LM_SPLIT_TRAINING ? 0 : 100000),
                  batch->x + i * n_columns, batch->y + i);

  return TRUE;
}

static void
sample_source_free (LmSource *source)
{
  g_free (source);
}

LmSource *
sample_source_new (SampleKind     kind,
                   const LmShape *input)
{
  static const LmSourceClass klass = { sample_source_read, sample_source_free };
  SampleSource *self = g_new0 (SampleSource, 1);

  self->parent.klass = &klass;
  g_atomic_ref_count_init (&self->parent.ref_count);
  self->parent.input = *input;
  self->parent.target = (LmShape) { 2, { 1, 1 } };
  self->parent.n_examples[LM_SPLIT_TRAINING] = SAMPLE_N_TRAINING;
  self->parent.n_examples[LM_SPLIT_VALIDATION] = SAMPLE_N_VALIDATION;
  self->kind = kind;

  return &self->parent;
}
