/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_spirals_template = {
  .id = "spirals",
  .title = N_("Part two spirals"),
  .family = N_("Dense"),
  .data = N_("600 points"),
  .time = N_("5 s"),
  .filter = "points",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 95 % on points that it has not seen"),
  .n_params = 1218,
  .goal = { "accuracy", 0.95, "test", 0, TRUE },
  .stack = "dense units=32\n"
           "tanh\n"
           "dense units=32\n"
           "tanh\n"
           "dense units=2\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 "
              "batch_size=32 epochs=100",
  .data_config = "kind=spirals",
};
