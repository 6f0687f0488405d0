/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-trainer.h"

/* Small things to train, for several tests. */

/* Points of two rings around the origin, told apart by labels: x [n, 2], y [n, 1]; the splits are
 * different points. Fails at example @fails_at of the training set, unless that is negative. */
LmSource   *toy_source_new   (gsize n_training,
                              gsize n_validation,
                              int   fails_at);
/* The same points as pictures: x [n, 1, 8, 8]. */
LmSource   *toy_pictures_new (gsize n_training,
                              gsize n_validation);

/* "dense units=8; relu; dense units=2": kinds and fields by text; "latent; dense | dense": of two
 * parts. */
LmStack    *toy_stack_new    (const char *text);
/* Softmax cross-entropy, Adam, batches of 16; @settings "epochs=3 batch_size=8". */
LmTraining *toy_training_new (const char *settings);
LmState    *toy_state_new    (LmSource         *source,
                              const char       *stack,
                              const LmTraining *training);
/* Trains to the end of the plan or to @goal and takes every record into @history (nullable).
 * Returns: the state's hash */
char       *toy_train        (LmTrainer        *trainer,
                              guint64           goal,
                              LmHistory        *history);
