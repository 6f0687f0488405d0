/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-draw.h"
#include "lamina-frame.h"

G_BEGIN_DECLS

/* The chosen example as a sequence of steps, and how they are written along an axis. Borrows. */
typedef struct
{
  const LaminaFrame *frame;
  const LmTensor    *input;   /* (nullable): [1, time] or [1, time, features]; %NULL: the layer has
                               * steps of its own */
  gsize              n_steps; /* that count; the rest is padding */
  gboolean           has_tokens;
} LaminaSequence;

typedef enum
{
  LAMINA_STEPS_NONE,
  LAMINA_STEPS_NUMBERS, /* 1, 10, 20… */
  LAMINA_STEPS_SIGNS,   /* each token under its step */
  LAMINA_STEPS_TURNED,  /* the same, read from below */
} LaminaSteps;

/* @time: steps of the layer that is shown */
void        lamina_sequence_init       (LaminaSequence       *self,
                                        const LaminaFrame    *frame,
                                        gsize                 time);
/* "⏎"; borrowed; %NULL where steps are not tokens. */
const char *lamina_sequence_get_sign   (const LaminaSequence *self,
                                        gsize                 step);
/* "step 7 “w”", "step 7". Returns: (transfer full) */
char       *lamina_sequence_write_step (const LaminaSequence *self,
                                        gsize                 step) G_GNUC_WARN_UNUSED_RESULT;

/* Pixels that the widest token takes; 0 without tokens. @mean: (out) (optional): what one takes */
double      lamina_sequence_get_widest (const LaminaSequence *self,
                                        cairo_t              *cr,
                                        const LaminaStyle    *style,
                                        double               *mean);
/* How steps @cell pixels wide can be written in @room pixels of height; @height: (out): what that
 * takes of it. */
LaminaSteps lamina_sequence_choose     (const LaminaSequence *self,
                                        cairo_t              *cr,
                                        const LaminaStyle    *style,
                                        double                cell,
                                        double                room,
                                        double               *height);
/* Along @width pixels from @x on, in @height pixels below @y. */
void        lamina_sequence_draw       (const LaminaSequence *self,
                                        cairo_t              *cr,
                                        const LaminaStyle    *style,
                                        LaminaSteps           steps,
                                        double                x,
                                        double                y,
                                        double                width,
                                        double                height);
/* Which of the steps are numbered: every so many-th, if none is to be nearer than @distance. */
gsize       lamina_get_step_stride     (double                cell,
                                        double                distance);

G_END_DECLS
