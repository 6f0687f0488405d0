/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_gan_dense_28_template = {
  .id = "gan-dense-28",
  .title = N_("Forge clothes"),
  .family = N_("Adversarial"),
  .data = N_("28 × 28 pictures"),
  .time = N_("2 min"),
  .filter = "generators",
  .target = N_("A network that has learnt from real pictures tells at least 2 kinds of clothes "
               "apart in what is forged (its score); in real pictures, 7.7. Shoes are seldom made"),
  .n_params = 785937,
  .goal = { "classifier-score", 2, "training", .judge = "cnn-28" },
  .stack = "[generator]\n"
           "latent size=64\n"
           "dense units=256\n"
           "batch-norm\n"
           "relu\n"
           "dense units=512\n"
           "batch-norm\n"
           "relu\n"
           "dense units=784\n"
           "sigmoid\n"
           "reshape dims=28x28x1\n"
           "[discriminator]\n"
           "flatten\n"
           "dense units=256\n"
           "leaky-relu slope=0.2\n"
           "dense units=128\n"
           "leaky-relu slope=0.2\n"
           "dense units=1\n",
  .training = "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam "
              "learning_rate=0.0005 optimizer.beta1=0.5 schedule=cosine batch_size=64 epochs=5",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
