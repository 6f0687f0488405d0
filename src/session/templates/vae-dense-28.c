/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_vae_dense_28_template = {
  .id = "vae-dense-28",
  .title = N_("Invent clothes"),
  .family = N_("Variational autoencoder"),
  .data = N_("28 × 28 pictures"),
  .time = N_("1 min"),
  .filter = "generators",
  .target = N_("Reconstruction and divergence together below 246 nats a picture that it has "
               "not seen, after 5 epochs"),
  .n_params = 652824,
  .goal = { "loss", 246, "test", 5, TRUE },
  .stack = "flatten\n"
           "dense units=400\n"
           "relu\n"
           "dense units=40\n"
           "sampling\n"
           "dense units=400\n"
           "relu\n"
           "dense units=784\n"
           "reshape dims=28x28x1\n",
  .training = "loss=binary-cross-entropy loss.reduction=sum metrics=reconstruction,kl "
              "optimizer=adam learning_rate=0.001 batch_size=128 epochs=10",
  .data_config = "kind=fashion-mnist target=input",
  .fallback = "kind=shapes target=input",
};
