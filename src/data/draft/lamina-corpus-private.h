/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-corpus.h"

G_BEGIN_DECLS

#define LAMINA_N_ASCII 128

/* A running text, or an example, in the tokens of the corpus. */
typedef struct
{
  char  *name;                     /* (nullable): owned */
  gsize  begin, end;
  gsize  split_end[LM_N_SPLITS];   /* Of a running text: where the parts end, one after the other. */
} LaminaCorpusText;

struct _LaminaCorpus
{
  LaminaCorpusOptions options;
  gboolean      has_rows; /* Examples by themselves, not running text. */

  GStringChunk *strings;
  GPtrArray    *words;    /* The different tokens, in the order of their first occurrence. */
  GHashTable   *ids;      /* Their places in it, + 1. */
  guint32       ascii[LAMINA_N_ASCII]; /* The same for one-byte characters. */

  GArray       *texts;    /* LaminaCorpusText */
  guint32      *tokens;   /* [n]: places in @words */
  gsize         n, n_allocated;
};

G_END_DECLS
