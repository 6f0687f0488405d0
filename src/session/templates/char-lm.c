/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-template.h"

const LaminaTemplate lamina_char_lm_template = {
  .id = "char-lm",
  .title = N_("Write like a lawyer"),
  .family = N_("Recurrent"),
  .data = N_("Licence texts, by characters"),
  .time = N_("1 min"),
  .filter = "sequences",
  .target = N_("Below 2.4 bits a character on the last tenth of each text, which it has not "
               "seen; the texts share paragraphs"),
  .n_params = 355729,
  .goal = { "bits", 2.4, "validation", 0, TRUE },
  .stack = "embedding vocabulary=81 size=64\n"
           "lstm hidden_size=256\n"
           "dense units=81\n",
  .training = "loss=softmax-cross-entropy metrics=accuracy,bits optimizer=adam "
              "learning_rate=0.003 batch_size=32 epochs=8 clip_norm=5",
  .data_config = "kind=text vocabulary=80",
};
