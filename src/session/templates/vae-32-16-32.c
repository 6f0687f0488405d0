/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_vae_32_16_32_template = {
  .id = "vae-32-16-32",
  .title = N_("Compress waves"),
  .family = N_("Variational autoencoder"),
  .data = N_("Windows of 32 numbers"),
  .time = N_("10 s"),
  .filter = "generators",
  .target = N_("Mean squared error below 0.004 on waves that it has not seen, divergence left "
               "out"),
  .n_params = 7360,
  .goal = { "reconstruction", 0.004, "test", 0, TRUE },
  .stack = "flatten\n"
           "dense units=64\n"
           "relu\n"
           "dense units=32\n"
           "sampling\n"
           "dense units=64\n"
           "relu\n"
           "dense units=32\n"
           "reshape dims=32x1\n",
  .training = "loss=mse metrics=reconstruction,kl optimizer=adam learning_rate=0.002 "
              "batch_size=64 epochs=40 beta=0.0005",
  .data_config = "kind=waves window=32 target=input",
};
