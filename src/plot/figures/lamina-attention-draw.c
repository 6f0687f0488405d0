/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-attention-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"

/* How strongly what no step sees is covered. */
#define DIM 0.86

static const LaminaText caption = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };

/* What comes after a step, which it does not see: a staircase. */
static void
dim_future (const LaminaAttentionFigure *self,
            cairo_t                     *cr,
            const LaminaStyle           *style,
            double                       x,
            double                       y)
{
  const gsize n = self->sequence.n_steps;
  const double side = self->cell * (double) n;

  cairo_new_path (cr);
  cairo_move_to (cr, x + side, y);
  for (gsize i = 0; i < n; i++)
    {
      cairo_line_to (cr, x + (double) (i + 1) * self->cell, y + (double) i * self->cell);
      cairo_line_to (cr, x + (double) (i + 1) * self->cell, y + (double) (i + 1) * self->cell);
    }
  cairo_close_path (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, DIM);
  cairo_fill (cr);
}

static void
draw_rows (const LaminaAttentionFigure *self,
           cairo_t                     *cr,
           const LaminaStyle           *style,
           double                       y)
{
  LaminaText text = caption;

  text.align = LAMINA_ALIGN_END;
  text.max_width = self->down_width - 5;
  for (gsize i = 0; i < self->sequence.n_steps; i++)
    {
      const char *sign = lamina_sequence_get_sign (&self->sequence, i);

      if (sign != NULL)
        lamina_draw_text (cr, style, &text, self->left - 5,
                          lamina_get_baseline (style, text.font, y + (double) i * self->cell,
                                               self->cell), sign);
    }
}

/* The cell under the pointer, and the row that it is of in all heads. */
static void
draw_focus (const LaminaAttentionFigure *self,
            cairo_t                     *cr,
            const LaminaStyle           *style,
            gsize                        index,
            double                       x,
            double                       y)
{
  const double side = self->cell * (double) self->sequence.n_steps;
  const double top = y + (double) self->focus * self->cell;

  if (self->hover_head < 0)
    return;

  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 0.9);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, top + 0.5, fmax (side - 1, 1), fmax (self->cell - 1, 1));
  if (self->hover_head == (gssize) (self->first + index))
    cairo_rectangle (cr, x + (double) self->hover_from * self->cell + 0.5, top + 0.5,
                     fmax (self->cell - 1, 1), fmax (self->cell - 1, 1));
  cairo_stroke (cr);
}

static void
draw_head (const LaminaAttentionFigure *self,
           cairo_t                     *cr,
           const LaminaStyle           *style,
           gsize                        index)
{
  const gsize n = self->sequence.n_steps, n_down = (self->n + self->n_across - 1) / self->n_across;
  const double side = self->cell * (double) n;
  LaminaHeat heat = {
    .data = self->weights->data + (self->first + index) * self->time * self->time,
    .n_rows = n, .n_columns = n, .row_stride = self->time, .column_stride = 1,
    .map = self->sequence.frame->options.map,
    .high = lamina_attention_figure_get_most (self, self->first + index),
  };
  double x, y;

  lamina_attention_figure_get_place (self, index, &x, &y);
  if (heat.map == LAMINA_MAP_DIVERGING)
    heat.low = -heat.high;
  lamina_heat_draw (&heat, cr, style, x, y, side, side);
  if (self->is_causal)
    dim_future (self, cr, style, x, y);
  if (lamina_style_is_contrast (style))
    lamina_draw_outline (cr, style, x, y, side, side, 0);
  draw_focus (self, cr, style, index, x, y);

  if (self->caption > 0)
    {
      g_autofree char *title = g_strdup_printf (_("head %d"), (int) (self->first + index) + 1);
      LaminaText text = caption;

      text.max_width = fmax (side, 10);
      lamina_draw_text (cr, style, &text, x,
                        lamina_get_baseline (style, text.font, y - self->caption, self->caption),
                        title);
    }
  if (self->down >= LAMINA_STEPS_SIGNS && index % self->n_across == 0)
    draw_rows (self, cr, style, y);
  if (index / self->n_across == n_down - 1 && self->across_height > 0)
    lamina_sequence_draw (&self->sequence, cr, style, self->across, x, y + side, side,
                          self->across_height);
}

/* The text, shaded by what the step in focus takes from each token. */
static void
draw_text (const LaminaAttentionFigure *self,
           cairo_t                     *cr,
           const LaminaStyle           *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .align = LAMINA_ALIGN_MIDDLE };
  double most = 0;

  for (gsize i = 0; i < self->sequence.n_steps; i++)
    most = fmax (most, lamina_attention_figure_get_mean (self, self->focus, i));

  for (gsize i = self->first_token; i < self->first_token + self->n_tokens; i++)
    {
      const LaminaAttentionToken *token = &self->tokens[i];
      const double share = lamina_attention_figure_get_mean (self, self->focus, i) / most;
      const double y = self->text_y + (double) token->line * (self->line + 1);
      const char *sign = lamina_sequence_get_sign (&self->sequence, i);

      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, isfinite (share) ? 0.55 * share : 0);
      cairo_rectangle (cr, token->x, y, token->width, self->line);
      cairo_fill (cr);
      if (i == self->focus)
        {
          lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
          cairo_set_line_width (cr, 1);
          cairo_rectangle (cr, token->x + 0.5, y + 0.5, token->width - 1, self->line - 1);
          cairo_stroke (cr);
        }
      if (sign != NULL)
        lamina_draw_text (cr, style, &text, token->x + token->width / 2,
                          lamina_get_baseline (style, text.font, y, self->line), sign);
    }
}

static void
draw_footer (const LaminaAttentionFigure *self,
             cairo_t                     *cr,
             const LaminaStyle           *style,
             double                       width,
             double                       height)
{
  const double y = height - lamina_get_color_bar_height (style);
  const double bar = fmin (150 * style->text_scale, 0.45 * width);
  const LaminaMap map = self->sequence.frame->options.map;
  const gboolean is_signed = map == LAMINA_MAP_DIVERGING;
  g_autofree char *number = lamina_format_number (self->most);
  g_autofree char *most = self->is_own ? g_strdup (_("max")) : g_strconcat ("≥", LAMINA_THIN_SPACE,
                                                                           number, NULL);
  g_autofree char *step = lamina_sequence_write_step (&self->sequence, self->focus);
  g_autofree char *note = self->n_tokens > 0
                            ? g_strdup_printf (_("the text: what %s looks at"), step)
                            : g_strdup (_("each row: what a step looks at"));
  const LaminaText text = caption;

  if (lamina_measure_text (cr, style, &text, note) <= width - bar - 12)
    lamina_draw_text (cr, style, &text, 0,
                      lamina_get_baseline (style, text.font, y,
                                           lamina_get_color_bar_height (style)), note);
  lamina_draw_color_bar (cr, style, map, 1, is_signed ? LAMINA_MINUS : "0", most, LAMINA_ALIGN_END,
                         width - bar, y, bar);
}

void
lamina_attention_figure_draw (const LaminaAttentionFigure *self,
                              cairo_t                     *cr,
                              const LaminaStyle           *style,
                              double                       width,
                              double                       height)
{
  const LaminaOptions *options = &self->sequence.frame->options;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < self->n; i++)
    draw_head (self, cr, style, i);
  if (self->n_tokens > 0)
    draw_text (self, cr, style);
  if (self->has_footer)
    draw_footer (self, cr, style, width, height);

  if (options->has_hover)
    text = lamina_attention_figure_write_hit (self, options->hover_x, options->hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}
