/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample-source.h"

#include <math.h>
#include <string.h>

#include "lamina-preview.h"

/* From here on the examples are none of the training set. */
#define FIRST_HELD_OUT 100000

typedef struct
{
  LmSource          parent;
  SampleKind        kind;
  const SampleText *text;
} SampleSource;

/* What is said, and how it is meant. */
static const char *const openings[] = { "the film was", "I found this lamp",
                                        "our room at the inn was" };
static const char *const verdicts[2][3] = { { "dull", "a waste", "far too loud" },
                                            { "lovely", "a joy", "as quiet as could be" } };
static const char *const endings[] = { "", "and long", "from the first day on" };

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
    case SAMPLE_FORGED_HEAPS:
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
  if (y != NULL)
    *y = get_wave (index + SAMPLE_WINDOW);
}

/* A wave, or one that stands still now and then. */
static void
make_pulse (gsize    index,
            lm_real *x,
            lm_real *y)
{
  const gboolean is_broken = get_noise (index, 1) > 0;

  for (gsize i = 0; i < SAMPLE_WINDOW; i++)
    x[i] = is_broken && i % 8 > 3 ? (lm_real) (0.1 * get_noise (index + i, 2))
                                  : get_wave (index * 7 + i);
  *y = is_broken;
}

/* What it did not train on has other characters now and then. */
static void
make_passage (const SampleText *text,
              gsize             index,
              lm_real          *x,
              lm_real          *y)
{
  for (gsize i = 0; i <= SAMPLE_PASSAGE; i++)
    {
      const gsize place = index * 5 + i;
      const gboolean is_other = index >= FIRST_HELD_OUT && place % 19 == 7;
      const guint32 id = sample_text_get (text, is_other ? place * 3 : place);

      if (i < SAMPLE_PASSAGE)
        x[i] = (lm_real) id;
      if (i > 0)
        y[i - 1] = (lm_real) id;
    }
}

static guint32
make_sentence (const SampleText *text,
               gsize             index,
               lm_real          *x,
               lm_real          *y)
{
  const gsize verdict = get_noise (index, 1) > 0;
  g_autofree char *sentence = g_strjoin (" ", openings[index % 3], verdicts[verdict][index / 3 % 3],
                                         endings[index / 9 % 3], NULL);
  g_auto(GStrv) words = g_strsplit (g_strstrip (sentence), " ", -1);
  const guint32 n = MIN (g_strv_length (words), SAMPLE_SENTENCE);

  for (guint32 i = 0; i < SAMPLE_SENTENCE; i++)
    x[i] = (lm_real) (i < n ? sample_text_find (text, words[i]) : 0);
  *y = (lm_real) verdict;

  return n;
}

/* An autoencoder answers with the picture itself. */
static void
make_garment (const SampleSource *self,
              gsize               index,
              lm_real            *x,
              lm_real            *y)
{
  lm_real garment;

  make_picture (index, x, &garment);
  if (self->parent.target.rank == 2)
    *y = garment;
  else
    memcpy (y, x, LAMINA_PREVIEW_PIXELS * sizeof *x);
}

/* Returns: how many steps it has */
static guint32
make_example (const SampleSource *self,
              gsize               index,
              lm_real            *x,
              lm_real            *y)
{
  if (self->kind == SAMPLE_PICTURES || self->kind == SAMPLE_DENSE_PICTURES ||
      self->kind == SAMPLE_FORGED_PICTURES || self->kind == SAMPLE_FORGED_CLASSES ||
      self->kind == SAMPLE_VARIATIONAL || self->kind == SAMPLE_VARIATIONAL_MANY ||
      self->kind == SAMPLE_VARIATIONAL_ONE)
    make_garment (self, index, x, y);
  else if (self->kind == SAMPLE_SERIES)
    make_window (index, x, y);
  else if (self->kind == SAMPLE_ECHO)
    {
      make_window (7 * index, x, NULL);
      memcpy (y, x, SAMPLE_WINDOW * sizeof *x);
    }
  else if (self->kind == SAMPLE_PULSES)
    make_pulse (index, x, y);
  else if (self->kind == SAMPLE_SENTENCES)
    return make_sentence (self->text, index, x, y);
  else if (self->text != NULL)
    make_passage (self->text, index, x, y);
  else
    make_point (self->kind, index, x, y);

  return 0;
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
  const gsize n_targets = lm_shape_get_n_columns (&source->target);

  for (gsize i = 0; i < n; i++)
    {
      const guint32 length =
        make_example (self, indices[i] + (split == LM_SPLIT_TRAINING ? 0 : FIRST_HELD_OUT),
                      batch->x + i * n_columns, batch->y + i * n_targets);

      if (batch->lengths != NULL)
        batch->lengths[i] = length;
    }

  return TRUE;
}

static void
sample_source_free (LmSource *source)
{
  g_free (source);
}

int
sample_source_get_class (gsize index)
{
  lm_real x[LAMINA_PREVIEW_PIXELS], y;

  make_picture (FIRST_HELD_OUT + index, x, &y);

  return (int) y;
}

SampleText *
sample_source_make_text (SampleKind kind)
{
  g_autoptr(GString) words = NULL;

  switch (kind)
    {
    case SAMPLE_TEXT:
    case SAMPLE_WORDS:
      return sample_text_new (sample_rhyme, kind == SAMPLE_WORDS);
    case SAMPLE_CHINESE:
      return sample_text_new (sample_poem, FALSE);
    case SAMPLE_SENTENCES:
      words = g_string_new (NULL);
      for (int i = 0; i < 3; i++)
        g_string_append_printf (words, "%s %s %s %s ", openings[i], verdicts[0][i], verdicts[1][i],
                                endings[i]);
      return sample_text_new (words->str, TRUE);
    default:
      return NULL;
    }
}

LmSource *
sample_source_new (SampleKind        kind,
                   const LmShape    *input,
                   const SampleText *text)
{
  static const LmSourceClass klass = { sample_source_read, sample_source_free };
  SampleSource *self = g_new0 (SampleSource, 1);
  const gboolean has_steps = text != NULL && kind != SAMPLE_SENTENCES;

  self->parent.klass = &klass;
  g_atomic_ref_count_init (&self->parent.ref_count);
  self->parent.input = *input;
  self->parent.target = (LmShape) { 2, { 1, has_steps ? SAMPLE_PASSAGE : 1 } };
  if (kind == SAMPLE_VARIATIONAL || kind == SAMPLE_VARIATIONAL_MANY ||
      kind == SAMPLE_VARIATIONAL_ONE || kind == SAMPLE_ECHO)
    self->parent.target = *input;
  self->parent.n_examples[LM_SPLIT_TRAINING] = SAMPLE_N_TRAINING;
  self->parent.n_examples[LM_SPLIT_VALIDATION] = SAMPLE_N_VALIDATION;
  self->parent.has_lengths = kind == SAMPLE_SENTENCES;
  self->kind = kind;
  self->text = text;

  return &self->parent;
}
