/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-chart.h"
#include "lamina-heat.h"
#include "lamina-sequence.h"

G_BEGIN_DECLS

#define LAMINA_MAX_GATES 6

/* One gate or state over the steps of the sequence: [time, units]. */
typedef struct
{
  const LmTrace *trace;
  LaminaHeat     heat; /* a row a unit, a column a step */
  double         y;
} LaminaGate;

/* What a recurrent layer does with a sequence: its gates and states under each other over the same
 * steps, the sequence itself below, and beside them how far back a gradient reaches. Borrows the
 * frame.
 */
typedef struct
{
  LaminaSequence  sequence;
  LaminaGate      gates[LAMINA_MAX_GATES];
  gsize           n_gates;
  gsize           n_directions;
  const LmTensor *reach;          /* (nullable): [1, time, directions] */

  double          left, right;    /* of the gates */
  double          top, gate_height;
  double          label_width;    /* left of them; 0: there are none */
  gboolean        has_titles, has_ranges, has_curve, has_footer, has_lags;
  double          curve_y, curve_height;
  LaminaSteps     steps;
  double          steps_y, steps_height;
  LaminaChart     lags;
  double          lags_left;      /* of the whole field */
} LaminaGatesFigure;

/* Whether the layer has gates or states that can be seen. */
gboolean lamina_layer_has_gates        (const LmLayer           *layer);
/* Returns: %FALSE if the frame has none of this layer */
gboolean lamina_gates_figure_init      (LaminaGatesFigure       *self,
                                        cairo_t                 *cr,
                                        const LaminaFrame       *frame,
                                        const LaminaStyle       *style,
                                        double                   width,
                                        double                   height);
/* How far its colours go, "±1.2"; %NULL: from 0 to 1. Returns: (transfer full) (nullable) */
char    *lamina_gate_write_range       (const LaminaGate        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Numbers alone, for who draws nothing. */
gboolean lamina_gates_figure_take      (LaminaGatesFigure       *self,
                                        const LaminaFrame       *frame);
void     lamina_gates_figure_draw      (const LaminaGatesFigure *self,
                                        cairo_t                 *cr,
                                        const LaminaStyle       *style,
                                        double                   width,
                                        double                   height);
/* "step 7 “w”, unit 12: forget gate 0.93". Returns: (transfer full) (nullable) */
char    *lamina_gates_figure_write_hit (const LaminaGatesFigure *self,
                                        double                   x,
                                        double                   y);
/* How much of the gradient is left @lag steps before the last. */
double   lamina_gates_figure_get_reach (const LaminaGatesFigure *self,
                                        gsize                    lag,
                                        gsize                    direction);

G_END_DECLS
