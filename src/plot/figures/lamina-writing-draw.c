/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-writing-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define BAR_HEIGHT 17
#define BADGE 6.5
#define SHADE_BAR_WIDTH 80
#define SHADE_BAR_HEIGHT 7
#define HEADING_GAP 12

static void
draw_heading (cairo_t           *cr,
              const LaminaStyle *style,
              const char        *string,
              double             x,
              double             y,
              double             width)
{
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM, .max_width = fmax (width, 8),
  };
  const double line = lamina_get_line_height (style, text.font);

  lamina_draw_text (cr, style, &text, x, lamina_get_baseline (style, text.font, y, line), string);
}

static void
draw_sample (const LaminaWritingFigure *self,
             cairo_t                   *cr,
             const LaminaStyle         *style)
{
  const char *temperature = lamina_temperature_ids[self->temperature];
  g_autofree char *step = NULL, *heading = NULL;

  if (self->latest != NULL)
    {
      step = lamina_format_step (self->latest->step);
      /* TRANSLATORS: the first is "step 4 212". */
      heading = g_strdup_printf (_("%s, temperature %s"), step, temperature);
    }
  draw_heading (cr, style, heading != NULL ? heading : _("The first sample is being written."),
                0, 0, self->left);
  lamina_token_lines_draw (&self->sample, cr, style, LAMINA_COLOR_TEXT, 0, self->heading);
}

static void
draw_earlier (const LaminaWritingFigure *self,
              cairo_t                   *cr,
              const LaminaStyle         *style)
{
  for (gsize i = 0; i < self->n_earlier; i++)
    {
      const LaminaEarlierRow *row = &self->earlier[i];
      const double y = row->y + (self->row_height - row->lines.height) / 2;
      g_autofree char *step = lamina_format_step (row->sample->step);

      draw_heading (cr, style, step, 0, y, self->label_width - 6);
      lamina_token_lines_draw (&row->lines, cr, style, LAMINA_COLOR_TEXT, self->label_width, y);
    }
}

/* From nothing to the colour of the greatest surprise. */
static void
draw_shades (cairo_t           *cr,
             const LaminaStyle *style,
             double             x,
             double             y,
             double             width,
             double             height)
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, 0, x + width, 0);
  double rgb[3];

  lamina_style_get_color (style, LAMINA_COLOR_RUN_B, rgb);
  cairo_pattern_add_color_stop_rgba (pattern, 0, rgb[0], rgb[1], rgb[2], 0);
  cairo_pattern_add_color_stop_rgba (pattern, 1, rgb[0], rgb[1], rgb[2],
                                     LAMINA_SURPRISE_SHADE);
  lamina_path_round_rect (cr, x, y, width, height, 1.5);
  cairo_set_source (cr, pattern);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (pattern);
  lamina_style_set_source (style, cr, LAMINA_COLOR_GRID, 1);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* Between its ends in words. */
typedef struct
{
  const char *low, *high;
  double      low_width, high_width, bar, whole;
} ShadeBar;

static ShadeBar
measure_shade_bar (cairo_t           *cr,
                   const LaminaStyle *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  /* TRANSLATORS: ends of a scale of colours: how sure the network was of a character of a text. */
  ShadeBar self = { .low = _("certain"), .high = _("a guess") };

  self.low_width = lamina_measure_text (cr, style, &text, self.low) + 6;
  self.high_width = lamina_measure_text (cr, style, &text, self.high) + 6;
  self.bar = SHADE_BAR_WIDTH * style->text_scale;
  self.whole = self.low_width + self.bar + self.high_width;

  return self;
}

static void
draw_shade_bar (const ShadeBar    *self,
                cairo_t           *cr,
                const LaminaStyle *style,
                double             x,
                double             y)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const double line = lamina_get_line_height (style, text.font);
  const double baseline = lamina_get_baseline (style, text.font, y, line);

  lamina_draw_text (cr, style, &text, x, baseline, self->low);
  draw_shades (cr, style, x + self->low_width, y + (line - SHADE_BAR_HEIGHT) / 2, self->bar,
               SHADE_BAR_HEIGHT);
  lamina_draw_text (cr, style, &text, x + self->low_width + self->bar + 6, baseline, self->high);
}

/* Returns: (transfer full) */
static char *
write_bits (const LaminaWriting *writing,
            gboolean             is_short)
{
  const gboolean has_words = writing->names->are_apart != NULL;
  g_autofree char *bits = lamina_format_number (lamina_writing_get_mean_bits (writing));

  if (is_short)
    return has_words ? g_strdup_printf (_("%s bits a word"), bits)
                     : g_strdup_printf (_("%s bits a character"), bits);

  return has_words ? g_strdup_printf (_("the text itself: %s bits a word"), bits)
                   : g_strdup_printf (_("the text itself: %s bits a character"), bits);
}

/* As much of the heading as there is room for. */
static void
draw_passage (const LaminaWritingFigure *self,
              cairo_t                   *cr,
              const LaminaStyle         *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  const ShadeBar bar = measure_shade_bar (cr, style);
  const double room = self->left - bar.whole - HEADING_GAP;
  g_autofree char *full = write_bits (&self->writing, FALSE);
  g_autofree char *brief = write_bits (&self->writing, TRUE);
  const gboolean has_bar = lamina_measure_text (cr, style, &text, brief) <= room;
  const gboolean is_full = lamina_measure_text (cr, style, &text, full) <=
                           (has_bar ? room : self->left);

  draw_heading (cr, style, is_full ? full : brief, 0, self->passage_y, self->left);
  if (has_bar)
    draw_shade_bar (&bar, cr, style, self->left - bar.whole, self->passage_y);
  lamina_token_lines_draw (&self->passage, cr, style, LAMINA_COLOR_TEXT, 0,
                           self->passage_y + self->heading);
}

static void
draw_next (const LaminaWritingFigure *self,
           cairo_t                   *cr,
           const LaminaStyle         *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION };
  const LaminaWriting *writing = &self->writing;
  const gssize truth = lamina_writing_get_truth (writing);
  const char *heading = truth >= 0 ? _("next after the start; ✓ is what follows")
                                   : _("next after the start");
  const double badge = BADGE * sqrt (style->text_scale);
  const double height = BAR_HEIGHT * style->text_scale;

  draw_heading (cr, style,
                lamina_measure_text (cr, style, &text, heading) <= self->next_width
                  ? heading : _("next; ✓ is right"),
                self->next_x, self->next_y, self->next_width);
  for (gsize i = 0; i < self->n_next; i++)
    {
      const guint32 id = self->next[i];
      const double share = lamina_writing_get_next (writing, id);
      const double y = self->next_y + self->heading + (double) i * self->next_pitch;
      g_autofree char *value = lamina_format_percent (share, 1);
      const LaminaBar bar = {
        writing->names->signs[id], value, isfinite (share) ? share : 0, i == 0,
        (gssize) id == truth,
      };

      lamina_draw_bar (cr, style, &bar, self->next_x, floor (y),
                       self->next_width - 2 * badge - 8, height);
      if ((gssize) id == truth)
        lamina_draw_badge (cr, style, TRUE, self->next_x + self->next_width - badge - 2,
                           floor (y) + height / 2, badge);
    }
}

void
lamina_writing_figure_draw (const LaminaWritingFigure *self,
                            cairo_t                   *cr,
                            const LaminaStyle         *style)
{
  draw_sample (self, cr, style);
  draw_earlier (self, cr, style);
  if (self->has_passage)
    draw_passage (self, cr, style);
  if (self->n_next > 0)
    draw_next (self, cr, style);
}

static char *
read_token (const LaminaWritingFigure *self,
            gsize                      id,
            double                     probability)
{
  g_autofree char *name = lamina_writing_quote (self->writing.names, id);
  g_autofree char *share = lamina_format_percent (probability, 1);

  return g_strdup_printf ("%s %s", name, share);
}

static char *
read_free (const LaminaWritingFigure *self,
           const LaminaSample        *sample,
           gsize                      index)
{
  gsize n;
  const lm_real *ids = lamina_writing_get_free (sample, self->temperature, &n);

  return index < n ? read_token (self, (gsize) ids[2 * index], (double) ids[2 * index + 1]) : NULL;
}

static char *
read_passage (const LaminaWritingFigure *self,
              gsize                      index)
{
  const double probability = lamina_writing_get_probability (&self->writing, index);
  const guint32 id = lamina_writing_get_token (&self->writing, index);
  g_autofree char *token = NULL, *bits = NULL;

  if (index == 0)
    return lamina_writing_quote (self->writing.names, id);

  token = read_token (self, id, probability);
  bits = lamina_format_number (lamina_writing_get_bits (probability));

  return g_strdup_printf (_("%s, %s bits"), token, bits);
}

char *
lamina_writing_figure_read (const LaminaWritingFigure *self,
                            double                     x,
                            double                     y)
{
  const double bar = (y - self->next_y - self->heading) / self->next_pitch;
  gssize token;

  if (self->n_next > 0 && x >= self->next_x && bar >= 0 && bar < (double) self->n_next)
    return read_token (self, self->next[(gsize) bar],
                       lamina_writing_get_next (&self->writing, self->next[(gsize) bar]));

  if (self->has_passage &&
      (token = lamina_token_lines_hit (&self->passage, x,
                                       y - self->passage_y - self->heading)) >= 0)
    return read_passage (self, (gsize) token);

  for (gsize i = 0; i < self->n_earlier; i++)
    {
      const LaminaEarlierRow *row = &self->earlier[i];

      token = lamina_token_lines_hit (&row->lines, x - self->label_width,
                                      y - row->y - (self->row_height - row->lines.height) / 2);
      if (token >= 0)
        return read_free (self, row->sample, (gsize) token);
    }

  token = lamina_token_lines_hit (&self->sample, x, y - self->heading);
  if (token < 0 || self->latest == NULL || (gsize) token < self->writing.n_start)
    return NULL;

  return read_free (self, self->latest, (gsize) token - self->writing.n_start);
}
