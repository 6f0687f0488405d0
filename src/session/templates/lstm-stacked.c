/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_lstm_stacked_template = {
  .id = "lstm-stacked",
  .title = N_("Tell two kinds of pulses apart"),
  .family = N_("Recurrent"),
  .data = N_("Windows of 10 numbers"),
  .time = N_("10 s"),
  .filter = "sequences",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 90 % on windows that it has not seen"),
  .n_params = 50562,
  .goal = { "accuracy", 0.9, "test", 0, TRUE },
  .stack = "lstm hidden_size=64\n"
           "lstm hidden_size=64 returns=last\n"
           "dense units=2\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 "
              "batch_size=32 epochs=10",
  .data_config = "kind=pulses",
};
