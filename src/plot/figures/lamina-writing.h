/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* What a network that predicts the next token makes of a passage of text. Borrows from its frame. */
typedef struct
{
  const LaminaTokenNames *names;
  const LmTensor         *inputs;  /* [2, time] */
  const LmTensor         *answers; /* [2, time, n] */
  gsize                   n_passage, n_start;
} LaminaWriting;

/* Returns: %FALSE if there is nothing to show */
gboolean lamina_writing_init            (LaminaWriting       *self,
                                         const LaminaFrame   *frame);
/* Token @index of the passage. */
guint32  lamina_writing_get_token       (const LaminaWriting *self,
                                         gsize                index);
/* What the network gave to token @index after those before it; NaN for the first one. */
double   lamina_writing_get_probability (const LaminaWriting *self,
                                         gsize                index);
/* -log₂ of a probability: how much of a surprise it was. */
double   lamina_writing_get_bits        (double               probability);
/* Of all tokens but the first; NaN if there is but one. */
double   lamina_writing_get_mean_bits   (const LaminaWriting *self);
/* Of one that takes all tokens for equally probable. */
double   lamina_writing_get_guess_bits  (const LaminaWriting *self);
/* What the network gives to token @id after the start. */
double   lamina_writing_get_next        (const LaminaWriting *self,
                                         guint32              id);
/* The token that really follows; -1: the passage ends there. */
gssize   lamina_writing_get_truth       (const LaminaWriting *self);
/* The @n most probable tokens after the start, the most probable one first; the last of them is the
 * true one, if that is not among them. Returns: how many there are */
gsize    lamina_writing_list_next       (const LaminaWriting *self,
                                         guint32             *ids,
                                         gsize                n);
/* As it is read, without signs. @ids: as a network has them. Returns: (transfer full) */
char    *lamina_writing_write           (const LaminaTokenNames *names,
                                         const lm_real       *ids,
                                         gsize                n,
                                         gsize                stride);
/* "“e”", or "“␣”". Returns: (transfer full) */
char    *lamina_writing_quote           (const LaminaTokenNames *names,
                                         gsize                id);

G_END_DECLS
