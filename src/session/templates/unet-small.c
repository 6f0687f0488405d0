/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

/* Down twice and up again: what is fine comes by the links, what is large from below. */
const LaminaTemplate lamina_unet_small_template = {
  .id = "unet-small",
  .title = N_("Find shapes in noise"),
  .family = N_("U-Net"),
  .data = N_("28 × 28 pictures and masks"),
  .time = N_("1 min"),
  .filter = "pictures",
  /* xgettext:no-c-format */
  .target = N_("Overlap with the right masks above 90 % on pictures that it has not seen"),
  .n_params = 14265,
  .goal = { "iou", 0.9, "test", 0, TRUE },
  .stack = "conv2d filters=8 padding=same\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=16 padding=same\n"
           "relu\n"
           "max-pool2d\n"
           "conv2d filters=32 padding=same\n"
           "relu\n"
           "conv-transpose2d filters=16 kernel_size=2 stride=2 padding=0\n"
           "concat inputs=conv_4,relu_2\n"
           "conv2d filters=16 padding=same\n"
           "relu\n"
           "conv-transpose2d filters=8 kernel_size=2 stride=2 padding=0\n"
           "concat inputs=conv_6,relu_1\n"
           "conv2d filters=8 padding=same\n"
           "relu\n"
           "conv2d filters=1 kernel_size=1\n",
  .training = "loss=binary-cross-entropy metrics=iou,pixel-accuracy optimizer=adam "
              "learning_rate=0.002 batch_size=32 epochs=5 validations=4",
  .data_config = "kind=shapes answer=mask examples=8000 noise=0.15",
};
