/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_dcgan_28_template = {
  .id = "dcgan-28",
  .title = N_("Forge clothes with convolution"),
  .family = N_("Adversarial"),
  .data = N_("28 × 28 pictures"),
  .time = N_("20 min"),
  .filter = "generators",
  .target = N_("A network that has learnt from real pictures tells at least 3.5 kinds of clothes "
               "apart in what is forged (its score); in real pictures, 7.7"),
  .n_params = 679042,
  .goal = { "classifier-score", 3.5, "training", .judge = "cnn-28" },
  .stack = "[generator]\n"
           "latent size=64\n"
           "dense units=6272\n"
           "reshape dims=7x7x128\n"
           "batch-norm\n"
           "relu\n"
           "conv-transpose2d filters=64 kernel_size=4 stride=2 padding=1\n"
           "batch-norm\n"
           "relu\n"
           "conv-transpose2d filters=1 kernel_size=4 stride=2 padding=1\n"
           "sigmoid\n"
           "[discriminator]\n"
           "conv2d filters=64 kernel_size=4 stride=2 padding=same\n"
           "leaky-relu slope=0.2\n"
           "conv2d filters=128 kernel_size=4 stride=2 padding=same\n"
           "batch-norm\n"
           "leaky-relu slope=0.2\n"
           "flatten\n"
           "dense units=1\n",
  .training = "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam "
              "learning_rate=0.0002 optimizer.beta1=0.5 batch_size=64 epochs=5",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
