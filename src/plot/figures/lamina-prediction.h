/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"

G_BEGIN_DECLS

/* Height of a bar at a text scale of 1, and the radius of the badge beside it. */
#define LAMINA_PREDICTION_BAR 17
#define LAMINA_PREDICTION_BADGE 6.5

/* What is known of one example of %LAMINA_PROBE_PREDICTIONS. */
typedef struct
{
  gssize truth, best, second; /* classes; -1: none */
  double best_share, second_share;
} LaminaPrediction;

/* Whether targets are classes; else they are numbers. */
gboolean lamina_prediction_has_classes (const LaminaFrame *frame);
/* Examples that answers, inputs and targets are there of. */
gsize    lamina_prediction_count       (const LaminaFrame *frame);
/* Of classes. If the best is wrong, the second is the right one. */
LaminaPrediction lamina_prediction_get (const LaminaFrame *frame,
                                        const LmTensor    *answers,
                                        gsize              row);
/* A bar for the best or the second class; the right one's name is bold. */
void     lamina_prediction_draw_bar    (cairo_t                *cr,
                                        const LaminaFrame      *frame,
                                        const LaminaStyle      *style,
                                        const LaminaPrediction *self,
                                        gboolean                is_first,
                                        double                  x,
                                        double                  y,
                                        double                  width);
/* The numbers of a target or an answer. Returns: (transfer full) */
char    *lamina_prediction_write_number (const LaminaFrame *frame,
                                         const LmTensor    *values,
                                         gsize              row);
/* "example 12: truth Shirt, answer Coat 94.0%". Returns: (transfer full) */
char    *lamina_prediction_write       (const LaminaFrame *frame,
                                        gsize              row);

/* The words of an example of text. Returns: (transfer full) (nullable): %NULL if it is none */
char    *lamina_prediction_write_text  (const LaminaFrame *frame,
                                        gsize              row);

/* Whether examples are series, whose answers are classes or numbers. */
gboolean lamina_prediction_has_series  (const LaminaFrame *frame);
/* Each as a small plot: what the network saw, and what it made of it. */
void     lamina_prediction_draw_series (cairo_t           *cr,
                                        const LaminaFrame *frame,
                                        const LaminaStyle *style,
                                        double             width,
                                        double             height);
/* Returns: the example under a place, or -1 */
gssize   lamina_prediction_hit_series  (const LaminaFrame *frame,
                                        const LaminaStyle *style,
                                        double             width,
                                        double             height,
                                        double             x,
                                        double             y);

/* As a table, a line an example: inputs as there is room, truth, answer. */
void     lamina_prediction_draw_table  (cairo_t           *cr,
                                        const LaminaFrame *frame,
                                        const LaminaStyle *style,
                                        double             width,
                                        double             height);
/* Returns: the example under a place, or -1 */
gssize   lamina_prediction_hit_table   (const LaminaFrame *frame,
                                        const LaminaStyle *style,
                                        double             width,
                                        double             height,
                                        double             y);

G_END_DECLS
