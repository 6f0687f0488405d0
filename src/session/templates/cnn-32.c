/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_cnn_32_template = {
  .id = "cnn-32",
  .title = N_("Recognise coloured shapes"),
  .family = N_("Convolutional"),
  .data = N_("32 × 32 colour pictures"),
  .time = N_("1 min"),
  .filter = "pictures",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 95 % on drawn shapes; also takes CIFAR-10, chosen as the data"),
  .n_params = 66570,
  .goal = { "accuracy", 0.95, "test", 0, TRUE },
  .stack = "conv2d filters=32\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=64\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=64\n"
           "relu\n"
           "flatten\n"
           "dense units=10\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 "
              "batch_size=32 epochs=5 validations=4",
  .data_config = "kind=shapes picture=colour",
};
