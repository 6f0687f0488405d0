/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_cgan_28_template = {
  .id = "cgan-28",
  .title = N_("Forge clothes to order"),
  .family = N_("Adversarial"),
  .data = N_("28 × 28 pictures"),
  .time = N_("3 min"),
  .filter = "generators",
  .target = N_("Pictures of the class that is asked for"),
  .n_params = 424465,
  .stack = "[generator]\n"
           "latent size=64\n"
           "condition classes=10\n"
           "dense units=256\n"
           "relu\n"
           "dense units=784\n"
           "sigmoid\n"
           "reshape dims=28x28x1\n"
           "[discriminator]\n"
           "flatten\n"
           "condition classes=10\n"
           "dense units=256\n"
           "leaky-relu slope=0.2\n"
           "dense units=1\n",
  .training = "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam "
              "learning_rate=0.0002 optimizer.beta1=0.5 batch_size=64 epochs=10",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
