/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_resnet_small_template = {
  .id = "resnet-small",
  .title = N_("Follow a skip link"),
  .family = N_("Residual"),
  .data = N_("32 × 32 colour pictures"),
  .time = N_("2 min"),
  .filter = "pictures",
  /* xgettext:no-c-format */
  .target = N_("Accuracy above 95 % on drawn shapes"),
  .n_params = 19850,
  .goal = { "accuracy", 0.95, "test", 0 },
  .stack = "conv2d filters=16 padding=same\n"
           "relu\n"
           "conv2d filters=16 padding=same\n"
           "relu\n"
           "conv2d filters=16 padding=same\n"
           "add inputs=conv_3,relu_1\n"
           "relu\n"
           "conv2d filters=32 padding=same stride=2\n"
           "relu\n"
           "conv2d filters=32 padding=same\n"
           "conv2d filters=32 kernel_size=1 stride=2 inputs=relu_3\n"
           "add inputs=conv_5,conv_6\n"
           "relu\n"
           "global-avg-pool\n"
           "dense units=10\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.003 "
              "batch_size=32 epochs=8 validations=4",
  .data_config = "kind=shapes picture=colour",
};
