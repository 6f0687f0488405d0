/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_rnn_series_template = {
  .id = "rnn-series",
  .title = N_("Continue a wave"),
  .family = N_("Recurrent"),
  .data = N_("2 000 windows of a series"),
  .time = N_("5 s"),
  .filter = "sequences",
  .target = N_("Mean squared error below 0.004 on the end of the series; “same as the last "
               "value” has 0.02"),
  .n_params = 1153,
  .goal = { "loss", 0.004, "test", 0, TRUE },
  .stack = "rnn hidden_size=32 returns=last\n"
           "dense units=1\n",
  .training = "loss=mse metrics=mae optimizer=adam learning_rate=0.002 batch_size=32 "
              "epochs=20",
  .data_config = "kind=waves",
};
