/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_cnn_28_template = {
  .id = "cnn-28",
  .title = N_("Recognise clothes"),
  .family = N_("Convolutional"),
  .data = N_("28 × 28 pictures"),
  .time = N_("1 min"),
  .filter = "pictures",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 88 % on pictures that it has not seen, after 3 epochs"),
  .n_params = 93322,
  .goal = { "accuracy", 0.88, "test", 3, TRUE },
  .stack = "conv2d filters=32\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=64\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=64\n"
           "relu\n"
           "flatten\n"
           "dense units=64\n"
           "relu\n"
           "dense units=10\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 "
              "batch_size=32 epochs=5 validations=4",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
