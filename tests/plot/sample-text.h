/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* A short text by heart: characters, words, or a Chinese one; or sentences with a verdict. */
typedef struct
{
  LaminaTokenNames names;
  GPtrArray       *texts, *signs; /* char * */
  GArray          *ids;           /* guint32 */
} SampleText;

SampleText *sample_text_new  (const char *text,
                              gboolean    has_words) G_GNUC_WARN_UNUSED_RESULT;
void        sample_text_free (SampleText *self);
/* The token at a place, over and over. */
guint32     sample_text_get  (const SampleText *self,
                              gsize             place);

/* Returns: its number, or @n of the names if there is no such token */
guint32     sample_text_find (const SampleText *self,
                              const char       *token);

extern const char sample_rhyme[], sample_poem[];

G_END_DECLS
