/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* Series and rows of numbers, and what the network makes of them: each example as a small plot, the
 * input as a line and what comes back as another. Of %LAMINA_PROBE_PREDICTIONS.
 */

/* Whether a network answers numbers, that are no picture, with themselves. */
gboolean lamina_echo_fits      (const LaminaFrame *frame);
/* Mean distance of an answer's numbers from the right ones, as the network has them. */
double   lamina_echo_get_error (const LaminaFrame *frame,
                                gsize              example);
void     lamina_echo_draw      (cairo_t           *cr,
                                const LaminaFrame *frame,
                                const LaminaStyle *style,
                                double             width,
                                double             height);
/* Returns: the example under a place, or -1 */
gssize   lamina_echo_hit       (const LaminaFrame *frame,
                                const LaminaStyle *style,
                                double             width,
                                double             height,
                                double             x,
                                double             y);

G_END_DECLS
