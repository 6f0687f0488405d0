/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"

G_BEGIN_DECLS

/* What the timeline says in words and numbers. All texts are (transfer full) and translated. */

/* One word for a chip: "training", "paused", "finished"; "" where there is none. */
const char *lamina_readout_get_chip       (LaminaSession *session);
/* "Step 4 212" */
char       *lamina_readout_write_step     (LaminaSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* "Epoch 3 of 5 · 18 s left" */
char       *lamina_readout_write_epoch    (LaminaSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* "236 steps/s · 7 550 examples/s", or what to do next */
char       *lamina_readout_write_speed    (LaminaSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* What play would do, or why it cannot: "Mend 1 layer, then press play." */
char       *lamina_readout_write_sentence (LaminaSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* The whole state on one line, for the strip. */
char       *lamina_readout_write_strip    (LaminaSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* "Full speed", "10 steps/s" */
char       *lamina_readout_write_limit    (double         steps_per_second) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
