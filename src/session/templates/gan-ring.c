/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_gan_ring_template = {
  .id = "gan-ring",
  .title = N_("Forge points on a ring"),
  .family = N_("Adversarial"),
  .data = N_("8 heaps of points"),
  .time = N_("30 s"),
  .filter = "generators",
  .target = N_("Points on all eight heaps of the ring"),
  .n_params = 9283,
  .goal = { "covered", 8, "training", 0, TRUE },
  .stack = "[generator]\n"
           "latent size=8\n"
           "dense units=64\n"
           "relu\n"
           "dense units=64\n"
           "relu\n"
           "dense units=2\n"
           "[discriminator]\n"
           "dense units=64\n"
           "leaky-relu slope=0.2\n"
           "dense units=64\n"
           "leaky-relu slope=0.2\n"
           "dense units=1\n",
  .training = "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam "
              "learning_rate=0.001 optimizer.beta1=0.5 generator.optimizer=adam "
              "generator.learning_rate=0.002 generator.optimizer.beta1=0.5 schedule=cosine "
              "batch_size=128 epochs=300",
  .data_config = "kind=ring",
};
