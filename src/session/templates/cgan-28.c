/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

/* The discriminator compares what it sees with a vector that it learns of each class. */
const LaminaTemplate lamina_cgan_28_template = {
  .id = "cgan-28",
  .title = N_("Forge clothes to order"),
  .family = N_("Adversarial"),
  .data = N_("28 × 28 pictures"),
  .time = N_("3 min"),
  .filter = "generators",
  /* xgettext:no-c-format */
  .target = N_("80 % of the pictures are taken for the class asked for by a network that has "
               "learnt from real ones; of those it takes 89 %"),
  .n_params = 1015569,
  .goal = { "recognised", 0.8, "training", .judge = "cnn-28" },
  .stack = "[generator]\n"
           "latent size=32\n"
           "condition classes=10\n"
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
           "dense units=512\n"
           "leaky-relu slope=0.2\n"
           "dropout rate=0.3\n"
           "dense units=128\n"
           "leaky-relu name=seen slope=0.2\n"
           "condition classes=10 alone=true\n"
           "dense name=meaning units=128\n"
           "multiply name=match inputs=seen,meaning\n"
           "concat inputs=seen,match\n"
           "dense units=1\n",
  .training = "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam "
              "learning_rate=0.0005 optimizer.beta1=0.5 schedule=cosine batch_size=64 epochs=16",
  .data_config = "kind=fashion-mnist",
  .fallback = "kind=shapes",
};
