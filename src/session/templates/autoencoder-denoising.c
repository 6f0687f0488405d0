/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_autoencoder_denoising_template = {
  .id = "autoencoder-denoising",
  .title = N_("Clean noisy pictures"),
  .family = N_("Autoencoder"),
  .data = N_("28 × 28 pictures"),
  .time = N_("2 min"),
  .filter = "pictures",
  .target = N_("Mean squared error below 0.008 on pictures that it has not seen, after 3 "
               "epochs"),
  .n_params = 13265,
  .goal = { "loss", 0.008, "test", 3, TRUE },
  .stack = "gaussian-noise deviation=0.3\n"
           "conv2d filters=16 kernel_size=3 stride=2 padding=same\n"
           "relu\n"
           "conv2d filters=32 kernel_size=3 stride=2 padding=same\n"
           "relu\n"
           "conv-transpose2d filters=16 kernel_size=4 stride=2 padding=1\n"
           "relu\n"
           "conv-transpose2d filters=1 kernel_size=4 stride=2 padding=1\n"
           "sigmoid\n",
  .training = "loss=mse optimizer=adam learning_rate=0.001 batch_size=64 epochs=5",
  .data_config = "kind=fashion-mnist target=input",
  .fallback = "kind=shapes target=input",
};
