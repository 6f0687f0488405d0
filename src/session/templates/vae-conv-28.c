/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_vae_conv_28_template = {
  .id = "vae-conv-28",
  .title = N_("Map clothes on a plane"),
  .family = N_("Variational autoencoder"),
  .data = N_("28 × 28 pictures"),
  .time = N_("5 min"),
  .filter = "generators",
  .target = N_("Reconstruction and divergence together below 272 nats a picture that it has "
               "not seen, after 5 epochs"),
  .n_params = 417269,
  .goal = { "loss", 272, "test", 5 },
  .stack = "conv2d filters=16 kernel_size=3 stride=2 padding=same\n"
           "relu\n"
           "conv2d filters=32 kernel_size=3 stride=2 padding=same\n"
           "relu\n"
           "flatten\n"
           "dense units=128\n"
           "relu\n"
           "dense units=4\n"
           "sampling\n"
           "dense units=128\n"
           "relu\n"
           "dense units=1568\n"
           "relu\n"
           "reshape dims=7x7x32\n"
           "conv-transpose2d filters=16 kernel_size=4 stride=2 padding=1\n"
           "relu\n"
           "conv-transpose2d filters=1 kernel_size=4 stride=2 padding=1\n",
  .training = "loss=binary-cross-entropy loss.reduction=sum metrics=reconstruction,kl "
              "optimizer=adam learning_rate=0.001 batch_size=128 epochs=15",
  .data_config = "kind=fashion-mnist target=input",
  .fallback = "kind=shapes target=input",
};
