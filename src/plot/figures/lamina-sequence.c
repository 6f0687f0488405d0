/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-sequence.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define NUMBER_DISTANCE 34

static const LaminaText label = {
  .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM, .align = LAMINA_ALIGN_MIDDLE,
};

void
lamina_sequence_init (LaminaSequence    *self,
                      const LaminaFrame *frame,
                      gsize              time)
{
  const LmTensor *input = frame->example_input != NULL ? &frame->example_input->tensor : NULL;
  const gboolean is_aligned = input != NULL && input->shape.rank >= 2 && input->shape.rank <= 3 &&
                              input->shape.dim[1] == time;

  *self = (LaminaSequence) { .frame = frame, .n_steps = time };
  if (!is_aligned)
    return;

  self->input = input;
  self->has_tokens = input->shape.rank == 2 && frame->tokens.n > 0;
  if (frame->example_length > 0)
    self->n_steps = MIN (time, frame->example_length);
}

const char *
lamina_sequence_get_sign (const LaminaSequence *self,
                          gsize                 step)
{
  const double token = self->has_tokens && step < self->n_steps
                         ? (double) self->input->data[step] : -1;

  return token >= 0 && token < (double) self->frame->tokens.n
           ? self->frame->tokens.signs[(gsize) token] : NULL;
}

char *
lamina_sequence_write_step (const LaminaSequence *self,
                            gsize                 step)
{
  const char *sign = lamina_sequence_get_sign (self, step);
  g_autofree char *number = lamina_format_count (step + 1);

  /* TRANSLATORS: a step of a sequence and the token there: step 7 “the”. */
  return sign != NULL ? g_strdup_printf (_("step %s “%s”"), number, sign)
                      : g_strdup_printf (_("step %s"), number);
}

double
lamina_sequence_get_widest (const LaminaSequence *self,
                            cairo_t              *cr,
                            const LaminaStyle    *style,
                            double               *mean)
{
  double widest = 0, sum = 0;

  for (gsize i = 0; i < self->n_steps; i++)
    {
      const char *sign = lamina_sequence_get_sign (self, i);
      const double width = sign != NULL ? lamina_measure_text (cr, style, &label, sign) : 0;

      widest = fmax (widest, width);
      sum += width;
    }
  if (mean != NULL)
    *mean = sum / (double) self->n_steps;

  return widest;
}

LaminaSteps
lamina_sequence_choose (const LaminaSequence *self,
                        cairo_t              *cr,
                        const LaminaStyle    *style,
                        double                cell,
                        double                room,
                        double               *height)
{
  const double line = ceil (lamina_get_line_height (style, LAMINA_FONT_CAPTION));
  double widest, mean;

  *height = line;
  if (room < line)
    {
      *height = 0;
      return LAMINA_STEPS_NONE;
    }
  /* What is narrower than any letter needs no measuring. */
  if (!self->has_tokens || cell < line / 4)
    return LAMINA_STEPS_NUMBERS;

  widest = lamina_sequence_get_widest (self, cr, style, &mean);
  /* A broad letter may reach over to its narrow neighbours; a word may not. */
  if (widest <= cell + 1 || (1.05 * mean <= cell && widest <= fmin (1.7 * cell, 1.2 * line)))
    return LAMINA_STEPS_SIGNS;
  if (cell < 0.75 * line || room < 1.5 * line)
    return LAMINA_STEPS_NUMBERS;

  *height = fmin (ceil (widest) + 2, room);

  return LAMINA_STEPS_TURNED;
}

gsize
lamina_get_step_stride (double cell,
                        double distance)
{
  static const gsize strides[] = { 1, 2, 5 };
  gsize ten = 1;

  for (;; ten *= 10)
    for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
      if ((double) (strides[i] * ten) * cell >= distance || ten > G_MAXSIZE / 100)
        return strides[i] * ten;
}

/* Steps are counted from 1; with a stride of 10: 1, 10, 20; of 2: 1, 4, 6. */
static void
draw_numbers (const LaminaSequence *self,
              cairo_t              *cr,
              const LaminaStyle    *style,
              double                x,
              double                y,
              double                width,
              double                height)
{
  const double cell = width / (double) self->n_steps;
  const gsize stride = lamina_get_step_stride (cell, NUMBER_DISTANCE * style->text_scale);
  const double baseline = lamina_get_baseline (style, label.font, y, height);
  double least = -HUGE_VAL;

  for (gsize step = 1; step <= self->n_steps; step += step % stride == 0 ? stride : stride - 1)
    {
      g_autofree char *number = lamina_format_count (step);
      const double wanted = lamina_measure_text (cr, style, &label, number);
      const double center = x + ((double) step - 0.5) * cell;
      const double left = CLAMP (center - wanted / 2, x, fmax (x, x + width - wanted));

      if (left < least || wanted > width || (stride == 2 && step == 2))
        continue;
      lamina_draw_text (cr, style, &label, left + wanted / 2, baseline, number);
      least = left + wanted + 8;
    }
}

static void
draw_turned (cairo_t           *cr,
             const LaminaStyle *style,
             const char        *sign,
             double             x,
             double             y,
             double             height)
{
  const LaminaText text = { .font = label.font, .color = label.color, .align = LAMINA_ALIGN_END,
                            .max_width = height };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, -G_PI / 2);
  lamina_draw_text (cr, style, &text, 0, lamina_get_baseline (style, text.font, 0, 0), sign);
  cairo_restore (cr);
}

void
lamina_sequence_draw (const LaminaSequence *self,
                      cairo_t              *cr,
                      const LaminaStyle    *style,
                      LaminaSteps           steps,
                      double                x,
                      double                y,
                      double                width,
                      double                height)
{
  const double cell = width / (double) self->n_steps;
  const double baseline = lamina_get_baseline (style, label.font, y, height);

  if (steps == LAMINA_STEPS_NUMBERS)
    draw_numbers (self, cr, style, x, y, width, height);
  if (steps < LAMINA_STEPS_SIGNS)
    return;

  for (gsize i = 0; i < self->n_steps; i++)
    {
      const char *sign = lamina_sequence_get_sign (self, i);
      const double center = x + ((double) i + 0.5) * cell;

      if (sign != NULL && steps == LAMINA_STEPS_SIGNS)
        lamina_draw_text (cr, style, &label, center, baseline, sign);
      else if (sign != NULL)
        draw_turned (cr, style, sign, center, y + 1, height - 2);
    }
}
