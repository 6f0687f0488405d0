/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene-passage.h"

#include <string.h>

/* How long a start is, and how much is written after it. */
#define CHARACTERS_OF_START 24
#define WORDS_OF_START 8
#define CHARACTERS_OF_SAMPLE 120
#define WORDS_OF_SAMPLE 48
#define LEAST_SAMPLE 16
/* Of all that is written at once: about a second. */
#define MAX_MACS 2e10

struct _LaminaScenePassage
{
  const LaminaSceneData *data;
  LaminaPassage          passage;
  char                  *prompt;  /* (nullable) */
  LmNetwork             *network; /* (nullable): that wrote the samples */
};

LaminaScenePassage *
lamina_scene_passage_new (const LaminaSceneData *data)
{
  LaminaScenePassage *self = g_new0 (LaminaScenePassage, 1);

  self->data = data;

  return self;
}

static void
lamina_scene_passage_clear (LaminaScenePassage *self)
{
  g_clear_pointer (&self->passage.inputs, lm_blob_unref);
  g_clear_pointer (&self->passage.starts, lm_blob_unref);
  g_clear_pointer (&self->passage.samples, lamina_samples_unref);
  self->passage = (LaminaPassage) { 0 };
}

void
lamina_scene_passage_free (LaminaScenePassage *self)
{
  lamina_scene_passage_clear (self);
  g_clear_pointer (&self->network, lm_network_unref);
  g_free (self->prompt);
  g_free (self);
}

/* Rows from @first on that begin as the text does, with @n_tokens of it, and are empty behind. */
static void
fill_rows (LmBlob        *blob,
           gsize          first,
           const LmTensor *text,
           gsize          n_tokens)
{
  for (gsize row = first; row < blob->tensor.shape.dim[0]; row++)
    {
      lm_real *tokens = blob->tensor.data + row * text->len;

      memset (tokens, 0, text->len * sizeof *tokens);
      memcpy (tokens, text->data, n_tokens * sizeof *tokens);
    }
}

void
lamina_scene_passage_set_prompt (LaminaScenePassage *self,
                                 const char         *prompt)
{
  g_free (self->prompt);
  self->prompt = g_strdup (prompt);
}

/* What was typed, as the network reads it: as much of its end as there is room for.
 * Returns: (transfer full) (nullable): %NULL if nothing was that it knows */
static LmBlob *
lamina_scene_passage_encode (const LaminaScenePassage *self,
                             gsize                    *n)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->data->set);
  const gsize n_time = lm_shape_get_n_columns (shape);
  g_autofree guint32 *ids = NULL;
  gsize n_ids, first;
  LmBlob *text;

  if (self->prompt == NULL)
    return NULL;

  ids = lamina_vocabulary_encode (lamina_data_set_get_vocabulary (self->data->set), self->prompt,
                                  &n_ids, NULL);
  text = n_ids > 0 ? lm_blob_new (shape) : NULL;
  if (text == NULL)
    return NULL;

  *n = MIN (n_ids, n_time);
  first = n_ids - *n;
  lm_tensor_fill (&text->tensor, 0);
  for (gsize i = 0; i < *n; i++)
    text->tensor.data[i] = (lm_real) ids[first + i];

  return text;
}

/* @text: [1, time], of which @n count, and @n_start are the start */
static void
lamina_scene_passage_fill (LaminaScenePassage *self,
                           const LmBlob       *text,
                           gsize               n,
                           gsize               n_start)
{
  const gboolean has_words = self->data->tokens.are_apart != NULL;
  LaminaPassage *passage = &self->passage;
  LmShape shape = *lamina_data_set_get_input_shape (self->data->set);

  shape.dim[0] = 2;
  passage->inputs = lm_blob_new (&shape);
  shape.dim[0] = LAMINA_N_TEMPERATURES;
  passage->starts = lm_blob_new (&shape);
  if (passage->inputs == NULL || passage->starts == NULL)
    {
      lamina_scene_passage_clear (self);
      return;
    }

  fill_rows (passage->inputs, 0, &text->tensor, n);
  fill_rows (passage->inputs, 1, &text->tensor, n_start);
  fill_rows (passage->starts, 0, &text->tensor, n_start);
  passage->lengths[0] = (guint32) n;
  passage->lengths[1] = (guint32) n_start;
  passage->n_free = has_words ? WORDS_OF_SAMPLE : CHARACTERS_OF_SAMPLE;
  passage->samples = lamina_samples_new ();
}

void
lamina_scene_passage_choose (LaminaScenePassage *self,
                             gsize               example)
{
  const LaminaSceneData *data = self->data;
  const guint32 index = (guint32) example;
  gsize n_typed = 0;
  g_autoptr(LmBlob) typed = lamina_scene_passage_encode (self, &n_typed);
  g_autoptr(LmBlob) text = NULL;
  gsize n, n_start;

  lamina_scene_passage_clear (self);
  if (typed != NULL)
    {
      lamina_scene_passage_fill (self, typed, n_typed, n_typed);
      self->passage.is_typed = TRUE;
      return;
    }

  n = lamina_data_set_get_length (data->set, data->split, example);
  n_start = MIN (data->tokens.are_apart != NULL ? WORDS_OF_START : CHARACTERS_OF_START, n / 2);
  if (n_start > 0)
    text = lamina_scene_data_copy (data, data->split, &index, 1, FALSE);
  if (text != NULL)
    lamina_scene_passage_fill (self, text, n, n_start);
}

static void
lamina_scene_passage_take_samples (LaminaScenePassage *self,
                                   LaminaSamples      *samples)
{
  lamina_samples_unref (self->passage.samples);
  self->passage.samples = samples;
}

/* Whether a snapshot is of this text, and not of the one before. */
static gboolean
is_of_this (const LaminaScenePassage *self,
            const LmSnapshot         *snapshot)
{
  const LmTensor *seen = lm_snapshot_get_value (snapshot, LAMINA_PROBE_PASSAGE, -1);

  return lm_snapshot_get_network (snapshot) == self->network && seen != NULL &&
         seen->data == self->passage.inputs->tensor.data;
}

void
lamina_scene_passage_take (LaminaScenePassage *self,
                           LmNetwork          *network,
                           const LmSnapshot   *snapshot,
                           guint64             now)
{
  LaminaSamples *samples = self->passage.samples;
  const LmTensor *tokens;
  guint64 step;

  if (samples == NULL)
    return;

  /* Others may hold the old ones: they are never shortened. */
  if (network != self->network)
    {
      lamina_scene_passage_take_samples (self, lamina_samples_new ());
      g_clear_pointer (&self->network, lm_network_unref);
      self->network = network != NULL ? lm_network_ref (network) : NULL;
    }
  else if (lamina_samples_count (samples, now) < lamina_samples_count (samples, G_MAXUINT64))
    lamina_scene_passage_take_samples (self, lamina_samples_copy (samples, now));

  if (snapshot == NULL || !is_of_this (self, snapshot))
    return;

  tokens = lm_snapshot_get_free_run (snapshot, LAMINA_FREE_TEXT, &step);
  if (tokens != NULL && step <= now)
    lamina_samples_add (self->passage.samples, step, tokens);
}

LaminaPassage
lamina_scene_passage_get (const LaminaScenePassage *self,
                          const LmNetwork          *network)
{
  LaminaPassage passage = self->passage;

  if (network != NULL && passage.n_free > 0)
    {
      const double macs = (double) lm_network_get_macs (network) * LAMINA_N_TEMPERATURES + 1;

      passage.n_free = MIN (passage.n_free, MAX (LEAST_SAMPLE, (gsize) (MAX_MACS / macs)));
    }

  return passage;
}
