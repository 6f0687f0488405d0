/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_dense_784_10_128_10_template = {
  .id = "dense-784-10-128-10",
  .title = N_("Recognise clothes without convolution"),
  .family = N_("Dense"),
  .data = N_("28 × 28 pictures"),
  .time = N_("10 s"),
  .filter = "pictures",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 83 % on pictures that it has not seen, after 3 epochs"),
  .n_params = 10548,
  .goal = { "accuracy", 0.83, "test", 3, TRUE },
  .stack = "flatten\n"
           "dense units=10\n"
           "relu\n"
           "dense units=128\n"
           "relu\n"
           "dense units=10\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 "
              "batch_size=32 epochs=5 validations=4",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
