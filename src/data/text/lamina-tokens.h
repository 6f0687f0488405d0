/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a text is cut into. */
typedef enum
{
  LAMINA_TOKENS_CHARACTERS,
  /* Runs of letters and digits, with an apostrophe, a point or a comma inside them; each other
   * sign by itself, as well as each sign of a writing without blanks (Chinese, Japanese). White
   * space only parts them, but an empty line is a token of its own: "\n". */
  LAMINA_TOKENS_WORDS,
} LaminaTokenUnit;

extern const char *const lamina_token_unit_ids[];
extern const char *const lamina_token_unit_titles[];

/* A longer word is cut. */
#define LAMINA_TOKENS_MAX_WORD 64

/* @token ends with a NUL and lives until the next one. Returns: whether to go on */
typedef gboolean (*LaminaTokenFunc) (const char *token,
                                     gsize       n_bytes,
                                     gpointer    user_data);

/* @text: [n_bytes], UTF-8. Returns: %FALSE if @func stopped it */
gboolean lamina_tokens_walk      (LaminaTokenUnit  unit,
                                  gboolean         lower_case,
                                  const char      *text,
                                  gsize            n_bytes,
                                  LaminaTokenFunc  func,
                                  gpointer         user_data);
/* Whether a blank belongs between two words when they are put together again. */
gboolean lamina_tokens_are_apart (const char      *before,
                                  const char      *after);

G_END_DECLS
