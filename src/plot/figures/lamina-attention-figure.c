/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the figure shows and where; lamina-attention-draw.c draws it. */

#include "lamina-attention-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define GAP 12
#define MAX_CELL 36
#define LEAST_FOOTER 130      /* A lower picture goes without a scale, */
#define LEAST_TEXT 170        /* and without the text. */
#define MAX_TEXT_LINES 3
/* So many of the weights are told apart by colour. */
#define USUAL_SHARE 0.985
/* Of long sequences so many weights are looked at, and so many tokens written. */
#define MAX_SAMPLES 4000
#define MAX_TOKENS 300
#define MAX_LABEL_SHARE 0.25  /* Of the picture, for what stands along a side. */

gboolean
lamina_layer_has_attention (const LmLayer *layer)
{
  return layer != NULL && !layer->bypassed &&
         lm_layer_class_find_trace (layer->klass, "attention") >= 0;
}

gsize
lamina_layer_get_n_heads (const LmLayer *layer)
{
  LmShape shape;

  if (!lamina_layer_has_attention (layer) || layer->output.rank == 0)
    return 0;

  layer->klass->get_trace_shape (layer, (gsize) lm_layer_class_find_trace (layer->klass,
                                                                           "attention"), &shape);

  return shape.dim[1];
}

static gboolean
get_causal (const LmLayer *layer)
{
  const LmField *field = lm_fields_find (layer->klass->fields, "causal");
  g_autofree char *value = field != NULL ? lm_field_get (field, layer) : NULL;

  return g_strcmp0 (value, "true") == 0;
}

static int
compare (const void *a,
         const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* All but a few weights are less: the first steps see so little that they take much from it. Those
 * of @n heads from @first on. */
static double
find_most (const LaminaAttentionFigure *self,
           gsize                        first,
           gsize                        n)
{
  const gsize n_steps = self->sequence.n_steps, n_all = n * n_steps * n_steps;
  /* Not a multiple of the steps, so that it meets all columns. */
  const gsize stride = 1 + n_all / MAX_SAMPLES / n_steps * n_steps;
  g_autofree double *weights = g_new (double, n_all / stride + 1);
  gsize n_seen = 0;

  for (gsize i = 0; i < n_all; i += stride)
    {
      const gsize to = i / n_steps % n_steps, from = i % n_steps;
      const double weight = lamina_attention_figure_get (self, first + i / n_steps / n_steps, to,
                                                         from);

      if (isfinite (weight) && (!self->is_causal || from <= to))
        weights[n_seen++] = weight;
    }
  if (n_seen == 0)
    return 0;

  qsort (weights, n_seen, sizeof *weights, compare);

  return weights[(gsize) ((double) (n_seen - 1) * USUAL_SHARE)];
}

double
lamina_attention_figure_get_most (const LaminaAttentionFigure *self,
                                  gsize                        head)
{
  return self->is_own ? find_most (self, head, 1) : self->most;
}

gboolean
lamina_attention_figure_take (LaminaAttentionFigure *self,
                              const LaminaFrame     *frame)
{
  const LmLayer *layer = lamina_frame_get_layer (frame);

  *self = (LaminaAttentionFigure) { .hover_head = -1 };
  self->weights = lamina_layer_has_attention (layer) ? lamina_frame_get_trace (frame, "attention")
                                                     : NULL;
  if (self->weights == NULL || self->weights->shape.rank != 4 || self->weights->len == 0)
    return FALSE;

  self->n_heads = self->weights->shape.dim[1];
  self->time = self->weights->shape.dim[2];
  lamina_sequence_init (&self->sequence, frame, self->time);
  self->is_causal = get_causal (layer);
  self->is_own = frame->options.range == LAMINA_RANGE_OWN;
  self->n = frame->options.index == 0 || frame->options.index > self->n_heads ? self->n_heads : 1;
  self->first = self->n == 1 && self->n_heads > 1 ? frame->options.index - 1 : 0;
  self->focus = self->sequence.n_steps - 1;

  return TRUE;
}

void
lamina_attention_figure_clear (LaminaAttentionFigure *self)
{
  g_clear_pointer (&self->tokens, g_free);
}

double
lamina_attention_figure_get (const LaminaAttentionFigure *self,
                             gsize                        head,
                             gsize                        to,
                             gsize                        from)
{
  return (double) self->weights->data[(head * self->time + to) * self->time + from];
}

double
lamina_attention_figure_get_mean (const LaminaAttentionFigure *self,
                                  gsize                        to,
                                  gsize                        from)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += lamina_attention_figure_get (self, self->first + i, to, from);

  return sum / (double) self->n;
}

gsize
lamina_attention_figure_find_most (const LaminaAttentionFigure *self,
                                   gsize                        head,
                                   gsize                        to)
{
  gsize most = 0;

  for (gsize i = 1; i < self->sequence.n_steps; i++)
    if (lamina_attention_figure_get (self, head, to, i) >
        lamina_attention_figure_get (self, head, to, most))
      most = i;

  return most;
}

static double
get_side (const LaminaAttentionFigure *self)
{
  return self->cell * (double) self->sequence.n_steps;
}

/* Of all matrices with their captions. */
static double
get_height (const LaminaAttentionFigure *self)
{
  const double n_down = (double) ((self->n + self->n_across - 1) / self->n_across);

  return n_down * (get_side (self) + self->caption) + (n_down - 1) * self->gap;
}

void
lamina_attention_figure_get_place (const LaminaAttentionFigure *self,
                                   gsize                        index,
                                   double                      *x,
                                   double                      *y)
{
  *x = self->left + (double) (index % self->n_across) * (get_side (self) + self->gap);
  *y = self->top + self->caption +
       (double) (index / self->n_across) * (get_side (self) + self->gap + self->caption);
}

/* The arrangement with the largest cells in @width × @height. */
static void
arrange (LaminaAttentionFigure *self,
         double                 width,
         double                 height,
         double                 most)
{
  self->cell = 0;
  for (gsize i = 1; i <= self->n; i++)
    {
      const gsize n_down = (self->n + i - 1) / i;
      const double across = (width - self->gap * (double) (i - 1)) / (double) i;
      const double down = (height - self->gap * (double) (n_down - 1)) / (double) n_down -
                          self->caption;
      const double cell = fmin (across, down) / (double) self->sequence.n_steps;

      if (cell > self->cell)
        {
          self->cell = cell;
          self->n_across = i;
        }
    }

  /* Whole pixels, unless too much would be lost. */
  self->cell = fmin (fmax (self->cell, 0.01), most);
  if (self->cell >= 4)
    self->cell = floor (self->cell);
  self->n_across = MAX (self->n_across, 1);
}

/* Tokens along both sides, if they can be read at the size that is left then; else numbers. */
static void
choose_labels (LaminaAttentionFigure *self,
               cairo_t               *cr,
               const LaminaStyle     *style,
               double                 width,
               double                 height,
               double                 most)
{
  const double line = ceil (lamina_get_line_height (style, LAMINA_FONT_CAPTION));

  if (self->sequence.has_tokens &&
      fmin (width, height) / (double) self->sequence.n_steps >= line / 4)
    {
      const double widest = lamina_sequence_get_widest (&self->sequence, cr, style, NULL);

      self->down_width = fmin (ceil (widest), MAX_LABEL_SHARE * width) + 5;
      self->across_height = line;
      arrange (self, width - self->down_width, height - line, most);
      self->across = lamina_sequence_choose (&self->sequence, cr, style, self->cell,
                                             MAX_LABEL_SHARE * height, &self->across_height);
      arrange (self, width - self->down_width, height - self->across_height, most);
      self->down = LAMINA_STEPS_SIGNS;
      if (self->across >= LAMINA_STEPS_SIGNS && self->cell >= 0.55 * line)
        return;
    }

  self->down_width = 0;
  self->across_height = height > 5 * line ? line : 0;
  self->across = self->across_height > 0 ? LAMINA_STEPS_NUMBERS : LAMINA_STEPS_NONE;
  self->down = LAMINA_STEPS_NONE;
  arrange (self, width, height - self->across_height, most);
}

/* Lays the tokens out in lines, as many as there may be, with the step in focus among them. */
static void
flow (LaminaAttentionFigure *self,
      cairo_t               *cr,
      const LaminaStyle     *style,
      double                 width,
      gsize                  n_lines)
{
  const double pad = 2 * style->text_scale;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  const gsize start = self->focus < MAX_TOKENS ? 0 : self->focus + 1 - MAX_TOKENS;
  const gsize n = MIN (self->sequence.n_steps, start + MAX_TOKENS);
  double x = 0;
  gsize line = 0;

  self->tokens = g_new0 (LaminaAttentionToken, n);
  self->first_token = start;
  for (gsize i = start; i < n; i++)
    {
      const char *sign = lamina_sequence_get_sign (&self->sequence, i);
      const double wanted = sign != NULL ? lamina_measure_text (cr, style, &text, sign) + 2 * pad
                                         : 4 * pad;

      if (x > 0 && x + wanted > width)
        {
          x = 0;
          line++;
        }
      self->tokens[i] = (LaminaAttentionToken) { x, fmin (wanted, width), line };
      x += wanted;
    }

  /* From the line on with which the focus is still to be seen. */
  line = self->tokens[self->focus].line;
  line = line + 1 > n_lines ? line + 1 - n_lines : 0;
  for (gsize i = start; i < n; i++)
    {
      if (self->tokens[i].line < line)
        self->first_token++;
      else if (self->tokens[i].line < line + n_lines)
        self->n_tokens++;
      self->tokens[i].line -= MIN (self->tokens[i].line, line);
    }
}

/* Returns: lines that are needed, and at the most may be used */
static gsize
count_lines (const LaminaAttentionFigure *self,
             cairo_t                     *cr,
             const LaminaStyle           *style,
             double                       width,
             double                       height)
{
  LaminaAttentionFigure copy = *self;
  gsize n;

  if (!self->sequence.has_tokens || height < LEAST_TEXT * style->text_scale)
    return 0;

  copy.focus = self->sequence.n_steps - 1;
  flow (&copy, cr, style, width, MAX_TEXT_LINES);
  n = copy.tokens[copy.focus].line + 1;
  lamina_attention_figure_clear (&copy);

  return n;
}

static gboolean
find_cell (const LaminaAttentionFigure *self,
           double                       x,
           double                       y,
           gsize                       *head,
           gsize                       *to,
           gsize                       *from)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double left, top, across, down;

      lamina_attention_figure_get_place (self, i, &left, &top);
      across = (x - left) / self->cell;
      down = (y - top) / self->cell;
      if (across < 0 || down < 0 || across >= (double) self->sequence.n_steps ||
          down >= (double) self->sequence.n_steps)
        continue;

      *head = self->first + i;
      *to = (gsize) down;
      *from = (gsize) across;
      return TRUE;
    }

  return FALSE;
}

/* The row under the pointer; at first the last step. */
static void
find_focus (LaminaAttentionFigure *self,
            const LaminaOptions   *options)
{
  gsize head, to;

  if (!options->has_hover ||
      !find_cell (self, options->hover_x, options->hover_y, &head, &to, &self->hover_from))
    return;

  self->hover_head = (gssize) head;
  self->focus = to;
}

gboolean
lamina_attention_figure_init (LaminaAttentionFigure *self,
                              cairo_t               *cr,
                              const LaminaFrame     *frame,
                              const LaminaStyle     *style,
                              double                 width,
                              double                 height)
{
  const double scale = style->text_scale;
  double bottom = height;
  gsize n_lines;

  if (!lamina_attention_figure_take (self, frame))
    return FALSE;

  self->most = find_most (self, self->first, self->n);
  self->line = ceil (lamina_get_line_height (style, LAMINA_FONT_CAPTION));
  self->gap = fmin (GAP * scale, 0.04 * width);
  self->has_footer = height >= LEAST_FOOTER * scale;
  if (self->has_footer)
    bottom -= lamina_get_color_bar_height (style) + 4;

  n_lines = count_lines (self, cr, style, width, height);
  self->text_y = bottom -= (double) n_lines * (self->line + 1) + (n_lines > 0 ? 4 : 0);
  self->text_y += 4;

  self->caption = self->n > 1 && bottom > 4 * self->line ? self->line : 0;
  choose_labels (self, cr, style, width, bottom, MAX_CELL * scale);
  self->left = self->down_width +
               fmax (0, floor ((width - self->down_width -
                                (double) self->n_across * (get_side (self) + self->gap) +
                                self->gap) / 2));
  self->top = fmax (0, floor ((bottom - self->across_height - get_height (self)) / 2));
  find_focus (self, &frame->options);
  if (n_lines > 0)
    flow (self, cr, style, width, n_lines);

  return TRUE;
}

char *
lamina_attention_figure_write_hit (const LaminaAttentionFigure *self,
                                   double                       x,
                                   double                       y)
{
  g_autofree char *to_text = NULL, *from_text = NULL, *number = NULL;
  gsize head, to, from;

  if (!find_cell (self, x, y, &head, &to, &from))
    return NULL;

  to_text = lamina_sequence_write_step (&self->sequence, to);
  from_text = lamina_sequence_write_step (&self->sequence, from);
  if (self->is_causal && from > to)
    /* TRANSLATORS: head 2: step 7 “h” does not see step 9 “e”. */
    return g_strdup_printf (_("head %d: %s does not see %s"), (int) head + 1, to_text, from_text);

  number = lamina_format_exact (lamina_attention_figure_get (self, head, to, from));

  /* TRANSLATORS: head 2: step 9 “e” takes 0.43 from step 7 “h”. */
  return g_strdup_printf (_("head %d: %s takes %s from %s"), (int) head + 1, to_text, number,
                          from_text);
}
