/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-random.h"

#include <math.h>
#include <string.h>

#define N_WORDS 4
#define N_ROUNDS 10

/* Philox 4x32-10: ten rounds of two 32 × 32 → 64 bit products over a counter. */
static void
lm_random_block (const LmRandom *self,
                 guint32         block,
                 guint32         out[N_WORDS])
{
  guint32 c[N_WORDS] = { block, self->index, self->step, self->stream };
  guint32 key[2] = { (guint32) self->seed, (guint32) (self->seed >> 32) };

  for (int i = 0; i < N_ROUNDS; i++)
    {
      const guint64 a = (guint64) c[0] * 0xD2511F53u;
      const guint64 b = (guint64) c[2] * 0xCD9E8D57u;
      const guint32 next[N_WORDS] = { (guint32) (b >> 32) ^ c[1] ^ key[0], (guint32) b,
                                      (guint32) (a >> 32) ^ c[3] ^ key[1], (guint32) a };

      memcpy (c, next, sizeof c);
      key[0] += 0x9E3779B9u;
      key[1] += 0xBB67AE85u;
    }

  memcpy (out, c, sizeof c);
}

/* FNV-1a, 32 bits. */
guint32
lm_random_stream (const char *name)
{
  guint32 hash = 2166136261u;

  for (; *name != '\0'; name++)
    hash = (hash ^ (guchar) *name) * 16777619u;

  return hash;
}

void
lm_random_bits (const LmRandom *self,
                guint32        *out,
                gsize           n)
{
  guint32 words[N_WORDS];

  for (gsize i = 0; i < n; i += N_WORDS)
    {
      lm_random_block (self, (guint32) (i / N_WORDS), words);
      memcpy (out + i, words, MIN (N_WORDS, n - i) * sizeof *out);
    }
}

void
lm_random_uniform (const LmRandom *self,
                   lm_real        *out,
                   gsize           n)
{
  guint32 words[N_WORDS];

  for (gsize i = 0; i < n; i += N_WORDS)
    {
      lm_random_block (self, (guint32) (i / N_WORDS), words);
      for (gsize j = 0; j < MIN (N_WORDS, n - i); j++)
        out[i + j] = (lm_real) (words[j] >> 8) * (lm_real) 0x1p-24;
    }
}

void
lm_random_normal (const LmRandom *self,
                  lm_real        *out,
                  gsize           n)
{
  guint32 words[N_WORDS];

  for (gsize i = 0; i < n; i += N_WORDS)
    {
      lm_random_block (self, (guint32) (i / N_WORDS), words);
      for (gsize j = 0; j < MIN (N_WORDS, n - i); j++)
        {
          /* A pair of words gives a pair of numbers; the first is never 0. */
          const double u = (words[j & ~(gsize) 1] + 1.0) * 0x1p-32;
          const double angle = 2 * G_PI * words[j | 1] * 0x1p-32;
          const double radius = sqrt (-2 * log (u));

          out[i + j] = (lm_real) (radius * (j % 2 == 0 ? cos (angle) : sin (angle)));
        }
    }
}

void
lm_random_permute (const LmRandom *self,
                   guint32        *out,
                   gsize           n)
{
  guint32 words[N_WORDS];

  for (gsize i = 0; i < n; i++)
    out[i] = (guint32) i;

  for (gsize i = 0; i + 1 < n; i++)
    {
      guint32 swap;
      gsize j;

      if (i % N_WORDS == 0)
        lm_random_block (self, (guint32) (i / N_WORDS), words);
      /* Uniform enough: the product's bias is below n / 2³². */
      j = i + (gsize) (((guint64) words[i % N_WORDS] * (n - i)) >> 32);
      swap = out[i];
      out[i] = out[j];
      out[j] = swap;
    }
}
