/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-writing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* No token is more of a surprise than this. */
#define MAX_BITS 64

/* Whether all numbers of @inputs are tokens. */
static gboolean
are_tokens (const LaminaWriting *self)
{
  for (gsize i = 0; i < self->inputs->len; i++)
    if (!(self->inputs->data[i] >= 0 && self->inputs->data[i] < (lm_real) self->names->n))
      return FALSE;

  return TRUE;
}

gboolean
lamina_writing_init (LaminaWriting     *self,
                     const LaminaFrame *frame)
{
  const LaminaPassage *passage = &frame->passage;
  gsize n_time;

  *self = (LaminaWriting) {
    .names = &frame->tokens,
    .inputs = frame->snapshot != NULL
                ? lm_snapshot_get_value (frame->snapshot, LAMINA_PROBE_PASSAGE, -1) : NULL,
    .answers = lamina_frame_get_answers (frame, LAMINA_PROBE_PASSAGE),
    .n_passage = passage->lengths[0],
    .n_start = passage->lengths[1],
  };
  if (self->inputs == NULL || self->answers == NULL || self->inputs->shape.rank != 2 ||
      self->answers->shape.rank != 3)
    return FALSE;

  n_time = self->inputs->shape.dim[1];

  return self->inputs->shape.dim[0] == 2 && self->answers->shape.dim[0] == 2 &&
         self->answers->shape.dim[1] == n_time && self->answers->shape.dim[2] == self->names->n &&
         self->n_start > 0 && self->n_start <= self->n_passage && self->n_passage <= n_time &&
         are_tokens (self);
}

guint32
lamina_writing_get_token (const LaminaWriting *self,
                          gsize                index)
{
  return (guint32) self->inputs->data[index];
}

double
lamina_writing_get_probability (const LaminaWriting *self,
                                gsize                index)
{
  if (index == 0)
    return NAN;

  return (double) self->answers->data[(index - 1) * self->names->n +
                                      lamina_writing_get_token (self, index)];
}

double
lamina_writing_get_bits (double probability)
{
  if (isnan (probability))
    return NAN;

  return fmin (MAX_BITS, fmax (0, -log2 (probability)));
}

double
lamina_writing_get_mean_bits (const LaminaWriting *self)
{
  double sum = 0;

  for (gsize i = 1; i < self->n_passage; i++)
    sum += lamina_writing_get_bits (lamina_writing_get_probability (self, i));

  return self->n_passage > 1 ? sum / (double) (self->n_passage - 1) : NAN;
}

double
lamina_writing_get_guess_bits (const LaminaWriting *self)
{
  return log2 ((double) MAX (self->names->n, 2));
}

double
lamina_writing_get_next (const LaminaWriting *self,
                         guint32              id)
{
  const gsize n_time = self->inputs->shape.dim[1];

  return (double) self->answers->data[(n_time + self->n_start - 1) * self->names->n + id];
}

gssize
lamina_writing_get_truth (const LaminaWriting *self)
{
  return self->n_start < self->n_passage ? (gssize) lamina_writing_get_token (self, self->n_start)
                                         : -1;
}

gsize
lamina_writing_list_next (const LaminaWriting *self,
                          guint32             *ids,
                          gsize                n)
{
  const gssize truth = lamina_writing_get_truth (self);
  gboolean has_truth = truth < 0;
  gsize n_ids = 0;

  for (gsize id = 0; n > 0 && id < self->names->n; id++)
    {
      const double probability = lamina_writing_get_next (self, (guint32) id);
      gsize place = n_ids;

      while (place > 0 && probability > lamina_writing_get_next (self, ids[place - 1]))
        place--;
      if (place >= n)
        continue;
      n_ids = MIN (n_ids + 1, n);
      for (gsize i = n_ids - 1; i > place; i--)
        ids[i] = ids[i - 1];
      ids[place] = (guint32) id;
    }

  for (gsize i = 0; i < n_ids; i++)
    has_truth |= ids[i] == (guint32) truth;
  if (!has_truth && n_ids > 0)
    ids[n_ids - 1] = (guint32) truth;

  return n_ids;
}

char *
lamina_writing_write (const LaminaTokenNames *names,
                      const lm_real          *ids,
                      gsize                   n,
                      gsize                   stride)
{
  GString *text = g_string_new (NULL);
  const char *before = NULL;

  for (gsize i = 0; i < n; i++)
    {
      const gsize id = (gsize) ids[i * stride];
      const char *token = id < names->n ? names->texts[id] : "";

      if (names->are_apart != NULL && before != NULL && names->are_apart (before, token))
        g_string_append_c (text, ' ');
      g_string_append (text, token);
      before = token;
    }

  return g_string_free (text, FALSE);
}

char *
lamina_writing_quote (const LaminaTokenNames *names,
                      gsize                   id)
{
  return g_strdup_printf (_("“%s”"), id < names->n ? names->signs[id] : "?");
}
