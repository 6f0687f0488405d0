/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_transformer_mini_template = {
  .id = "transformer-mini",
  .title = N_("Pay attention to a text"),
  .family = N_("Transformer"),
  .data = N_("Licence texts, by characters"),
  .time = N_("1 min"),
  .filter = "sequences",
  .target = N_("Below 2.8 bits a character on the last tenth of each text, which it has not seen; "
               "the texts share paragraphs"),
  .n_params = 190097,
  .goal = { "bits", 2.8, "validation", 0, TRUE },
  .stack = "embedding vocabulary=81 size=96\n"
           "positional-encoding name=places\n"
           "layer-norm\n"
           "attention heads=4 causal=true\n"
           "add name=seen inputs=attention_1,places\n"
           "layer-norm\n"
           "dense units=256\n"
           "gelu\n"
           "dense units=96\n"
           "add name=thought inputs=dense_2,seen\n"
           "layer-norm\n"
           "attention heads=4 causal=true\n"
           "add name=seen_again inputs=attention_2,thought\n"
           "layer-norm\n"
           "dense units=256\n"
           "gelu\n"
           "dense units=96\n"
           "add name=thought_again inputs=dense_4,seen_again\n"
           "layer-norm\n"
           "dense units=81\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy,bits optimizer=adam learning_rate=0.002 "
              "batch_size=32 epochs=10 clip_norm=5",
  .data_config = "kind=text vocabulary=80",
};
