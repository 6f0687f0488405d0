/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-heat.h"
#include "lamina-sequence.h"

G_BEGIN_DECLS

/* A token on a line of text, shaded by how much is taken from it. */
typedef struct
{
  double x, width; /* in the figure */
  gsize  line;
} LaminaAttentionToken;

/* Which steps of a sequence a layer's heads look at: a matrix a head, row after row what a step takes
 * from the others; and below them the text, shaded for one step. Borrows the frame.
 */
typedef struct
{
  LaminaSequence  sequence;
  const LmTensor *weights;          /* [1, heads, time, time] */
  gsize           n_heads, time;    /* that there are */
  gsize           first, n;         /* that are shown */
  gboolean        is_causal;
  gboolean        is_own;           /* Each head has its own scale. */
  double          most;             /* Where colours end: few weights are more. */

  double          cell, gap, caption; /* a step's side; between matrices; the line over each */
  gsize           n_across;
  double          left, top;        /* of the first matrix */
  LaminaSteps     across, down;     /* how their sides are written */
  double          across_height, down_width;
  gboolean        has_footer;

  gsize           focus;            /* the step that the text is shaded for */
  gssize          hover_head;       /* -1: the pointer is over none */
  gsize           hover_from;
  LaminaAttentionToken *tokens;     /* (nullable): owned: by step */
  gsize           first_token, n_tokens; /* that fit */
  double          text_y, line;
} LaminaAttentionFigure;

/* Whether the layer has heads that can be seen. */
gboolean lamina_layer_has_attention      (const LmLayer               *layer);
gsize    lamina_layer_get_n_heads        (const LmLayer               *layer);
/* Numbers alone, for who draws nothing. Returns: %FALSE if the frame has none of this layer */
gboolean lamina_attention_figure_take    (LaminaAttentionFigure       *self,
                                          const LaminaFrame           *frame);
/* If it returns %TRUE: lamina_attention_figure_clear() it. */
gboolean lamina_attention_figure_init    (LaminaAttentionFigure       *self,
                                          cairo_t                     *cr,
                                          const LaminaFrame           *frame,
                                          const LaminaStyle           *style,
                                          double                       width,
                                          double                       height);
void     lamina_attention_figure_clear   (LaminaAttentionFigure       *self);
void     lamina_attention_figure_draw    (const LaminaAttentionFigure *self,
                                          cairo_t                     *cr,
                                          const LaminaStyle           *style,
                                          double                       width,
                                          double                       height);
/* What step @to takes from @from. */
double   lamina_attention_figure_get     (const LaminaAttentionFigure *self,
                                          gsize                        head,
                                          gsize                        to,
                                          gsize                        from);
/* Of all heads that are shown. */
double   lamina_attention_figure_get_mean (const LaminaAttentionFigure *self,
                                           gsize                        to,
                                           gsize                        from);
/* The step that @to takes most from. */
gsize    lamina_attention_figure_find_most (const LaminaAttentionFigure *self,
                                            gsize                        head,
                                            gsize                        to);
/* Where the colours of a head end. */
double   lamina_attention_figure_get_most  (const LaminaAttentionFigure *self,
                                            gsize                        head);
/* Where matrix @index of those shown begins. */
void     lamina_attention_figure_get_place (const LaminaAttentionFigure *self,
                                            gsize                        index,
                                            double                      *x,
                                            double                      *y);
/* "head 2: step 9 “e” takes 0.43 from step 7 “h”". Returns: (transfer full) (nullable) */
char    *lamina_attention_figure_write_hit (const LaminaAttentionFigure *self,
                                            double                       x,
                                            double                       y);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaAttentionFigure, lamina_attention_figure_clear)

G_END_DECLS
