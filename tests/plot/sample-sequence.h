/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"
#include "lm-pool.h"
#include "lm-state.h"
#include "lm-training.h"

G_BEGIN_DECLS

/* A network that nobody trained, and one sequence on its way through it. */
typedef struct
{
  const char *stack;     /* "embedding vocabulary=V size=8; gru": V stands for the tokens there are */
  const char *text;      /* its characters, or words between blanks, are the steps; */
  gboolean    has_words;
  gsize       n_features; /* @text %NULL: so many waves instead, */
  gsize       n_steps;
  gsize       n_padding; /* and so many steps after them that do not count */
  gsize       layer;
  double      sharpness; /* the parameters are multiplied by it: more of a difference to be seen */
} SequenceSettings;

typedef struct
{
  LaminaFrame  frame;

  LmTraining  *training;
  LmState     *state;
  LmPool      *pool;
  GPtrArray   *signs; /* char * */
} SequenceSample;

SequenceSample *sequence_sample_new  (const SequenceSettings *settings);
void            sequence_sample_free (SequenceSample         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SequenceSample, sequence_sample_free)

/* An LSTM on waves; a bidirectional GRU on words with padding; an RNN on characters; causal
 * attention on characters; attention on words with padding. */
extern const SequenceSettings sequence_lstm, sequence_gru, sequence_rnn, sequence_causal,
                              sequence_attention;

G_END_DECLS
