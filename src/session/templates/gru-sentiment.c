/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_gru_sentiment_template = {
  .id = "gru-sentiment",
  .title = N_("Tell praise from complaint"),
  .family = N_("Recurrent"),
  .data = N_("Short sentences"),
  .time = N_("10 s"),
  .filter = "sequences",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 70 % on sentences that it has not seen"),
  .n_params = 51202,
  .goal = { "accuracy", 0.70, "test", 0, TRUE },
  .stack = "embedding vocabulary=1200 size=32\n"
           "dropout rate=0.3\n"
           "gru hidden_size=32 returns=sequence bidirectional=true\n"
           "global-max-pool\n"
           "dense units=2\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.003 "
              "batch_size=32 epochs=25 restore_best=true",
  .data_config = "kind=sentiment",
};
