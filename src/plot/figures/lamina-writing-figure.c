/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-writing-figure.h"

#include <math.h>

#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define COLUMN_GAP 24
#define PART_GAP 10
#define ROW_HEIGHT 19
#define BAR_PITCH 21
/* From here on there are bars beside the texts, or else below them; and a passage. */
#define WIDE 460
#define WIDE_HEIGHT 110
#define TALL 330
#define PASSAGE_HEIGHT 150
/* Shares of the room for texts. */
#define PASSAGE_SHARE 0.32
#define SAMPLE_SHARE 0.66
#define LARGE_SHARE 0.5
#define MAX_SIZE 1.6
#define MAX_PASSAGE_SIZE 1.4
/* Lower ones have it at its own size. */
#define LARGE_HEIGHT 420
/* How much colour there is behind the start. */
#define START_SHADE 0.16

const LaminaSample *
lamina_writing_get_latest (const LaminaFrame *frame)
{
  const LaminaSamples *samples = frame->passage.samples;
  const gsize n = samples != NULL ? lamina_samples_count (samples, frame->step) : 0;

  return n > 0 ? lamina_samples_nth (samples, n - 1) : NULL;
}

const lm_real *
lamina_writing_get_free (const LaminaSample *sample,
                         guint               temperature,
                         gsize              *n)
{
  const LmTensor *tokens = &sample->tokens->tensor;
  const gsize row = MIN (temperature, tokens->shape.dim[0] - 1);

  *n = tokens->shape.dim[1];

  return tokens->data + row * tokens->len / tokens->shape.dim[0];
}

/* The start, marked, and what was written after it. */
static void
fill_sample (LaminaWritingFigure *self,
             const LaminaFrame   *frame,
             const LaminaStyle   *style)
{
  const LaminaTokenLook start = { TRUE, LAMINA_COLOR_RUN_A, START_SHADE };
  const LaminaTokenLook free = { 0 };
  const lm_real *ids;
  gsize n;

  lamina_token_lines_init (&self->sample, &frame->tokens);
  for (gsize i = 0; i < self->writing.n_start; i++)
    lamina_token_lines_add (&self->sample, style, lamina_writing_get_token (&self->writing, i),
                            &start, TRUE);
  if (self->latest == NULL)
    return;

  ids = lamina_writing_get_free (self->latest, self->temperature, &n);
  for (gsize i = 0; i < n; i++)
    lamina_token_lines_add (&self->sample, style, (guint32) ids[2 * i], &free, TRUE);
}

static void
fill_passage (LaminaWritingFigure *self,
              const LaminaFrame   *frame,
              const LaminaStyle   *style)
{
  const double guess = lamina_writing_get_guess_bits (&self->writing);

  lamina_token_lines_init (&self->passage, &frame->tokens);
  for (gsize i = 0; i < self->writing.n_passage; i++)
    {
      const double probability = lamina_writing_get_probability (&self->writing, i);
      const double bits = i > 0 ? lamina_writing_get_bits (probability) : 0;
      const LaminaTokenLook look = {
        FALSE, LAMINA_COLOR_RUN_B,
        LAMINA_SURPRISE_SHADE * (isnan (bits) ? 1 : fmin (bits / guess, 1)),
      };

      lamina_token_lines_add (&self->passage, style, lamina_writing_get_token (&self->writing, i),
                              &look, FALSE);
    }
}

/* The latest one as large as there is room for it. Returns: the y below it */
static double
lay_out_sample (LaminaWritingFigure *self,
                cairo_t             *cr,
                const LaminaStyle   *style,
                gboolean             has_earlier,
                double               room)
{
  const double line = lamina_get_line_height (style, LAMINA_FONT_BODY);
  const double most = has_earlier && room > 4 * line ? SAMPLE_SHARE * room : room;
  double size;

  lamina_token_lines_lay_out (&self->sample, cr, style, LAMINA_FONT_BODY, 1, self->left, most);
  size = fmin (MAX_SIZE, sqrt (LARGE_SHARE * room / fmax (self->sample.height, 1)));
  if (self->latest != NULL && size > 1.05)
    lamina_token_lines_lay_out (&self->sample, cr, style, LAMINA_FONT_BODY, size, self->left, most);

  return self->heading + self->sample.height;
}

/* Earlier ones, the newest first, evenly chosen; the first of all is the last. */
static void
lay_out_earlier (LaminaWritingFigure *self,
                 cairo_t             *cr,
                 const LaminaFrame   *frame,
                 const LaminaStyle   *style,
                 double               y,
                 double               room)
{
  const LaminaText label = { .font = LAMINA_FONT_CAPTION };
  const LaminaTokenLook look = { 0 };
  const gsize n = lamina_samples_count (frame->passage.samples, frame->step) - 1;
  const gsize n_rows = (gsize) fmax (0, room / self->row_height);

  self->n_earlier = MIN (MIN (n, n_rows), LAMINA_MAX_EARLIER);
  for (gsize i = 0; i < self->n_earlier; i++)
    {
      LaminaEarlierRow *row = &self->earlier[i];
      const gsize index = self->n_earlier > 1 ? (n - 1) - i * (n - 1) / (self->n_earlier - 1)
                                              : n - 1;
      g_autofree char *step = NULL;

      row->sample = lamina_samples_nth (frame->passage.samples, index);
      row->y = y + (double) i * self->row_height;
      step = lamina_format_step (row->sample->step);
      self->label_width = fmax (self->label_width,
                                lamina_measure_text (cr, style, &label, step) + 10);
    }

  for (gsize i = 0; i < self->n_earlier; i++)
    {
      LaminaEarlierRow *row = &self->earlier[i];
      const lm_real *ids;
      gsize n_ids;

      lamina_token_lines_init (&row->lines, &frame->tokens);
      ids = lamina_writing_get_free (row->sample, self->temperature, &n_ids);
      for (gsize j = 0; j < n_ids; j++)
        lamina_token_lines_add (&row->lines, style, (guint32) ids[2 * j], &look, FALSE);
      lamina_token_lines_lay_out (&row->lines, cr, style, LAMINA_FONT_CAPTION, 1,
                                  self->left - self->label_width, 1);
    }
}

/* Returns: the height that is left above it */
static double
lay_out_passage (LaminaWritingFigure *self,
                 cairo_t             *cr,
                 const LaminaFrame   *frame,
                 const LaminaStyle   *style,
                 double               height)
{
  const double most = PASSAGE_SHARE * height;
  double size;

  if (height < PASSAGE_HEIGHT * style->text_scale)
    return height;

  self->has_passage = TRUE;
  fill_passage (self, frame, style);
  lamina_token_lines_lay_out (&self->passage, cr, style, LAMINA_FONT_LABEL, 1, self->left, most);
  size = fmin (MAX_PASSAGE_SIZE, sqrt (LARGE_SHARE * most / fmax (self->passage.height, 1)));
  if (size > 1.05 && height > LARGE_HEIGHT * style->text_scale)
    lamina_token_lines_lay_out (&self->passage, cr, style, LAMINA_FONT_LABEL, size, self->left,
                                most);
  self->passage_y = floor (height - self->passage.height - self->heading);

  return self->passage_y - PART_GAP * style->text_scale;
}

/* Returns: the height that is left above them, if they stand below the texts */
static double
lay_out_next (LaminaWritingFigure *self,
              const LaminaStyle   *style,
              double               width,
              double               height)
{
  const double scale = style->text_scale;
  double room = height - self->heading;

  self->next_pitch = BAR_PITCH * scale;
  if (width >= WIDE * scale && height >= WIDE_HEIGHT * scale)
    {
      self->next_width = fmin (fmax (0.33 * width, 150 * scale), 340 * scale);
      self->left = width - self->next_width - COLUMN_GAP * scale;
      self->next_x = width - self->next_width;
    }
  else if (height >= TALL * scale)
    {
      room = 5 * self->next_pitch;
      self->next_width = width;
      self->next_y = height - room - self->heading;
    }
  else
    return height;

  self->n_next = lamina_writing_list_next (&self->writing, self->next,
                                           CLAMP ((gsize) (room / self->next_pitch), 1,
                                                  LAMINA_MAX_NEXT));

  return self->next_y > 0 ? self->next_y - PART_GAP * scale : height;
}

gboolean
lamina_writing_figure_init (LaminaWritingFigure *self,
                            cairo_t             *cr,
                            const LaminaFrame   *frame,
                            const LaminaStyle   *style,
                            double               width,
                            double               height)
{
  gboolean has_earlier;
  double room, y;

  *self = (LaminaWritingFigure) { .left = width };
  if (!lamina_writing_init (&self->writing, frame))
    return FALSE;

  self->heading = ceil (1.15 * lamina_get_line_height (style, LAMINA_FONT_CAPTION));
  self->row_height = ROW_HEIGHT * style->text_scale;
  self->temperature = frame->options.temperature;
  self->latest = lamina_writing_get_latest (frame);
  has_earlier = self->latest != NULL &&
                lamina_samples_count (frame->passage.samples, frame->step) > 1;

  room = lay_out_next (self, style, width, height);
  room = lay_out_passage (self, cr, frame, style, room);
  fill_sample (self, frame, style);
  y = lay_out_sample (self, cr, style, has_earlier, room - self->heading);
  if (has_earlier)
    lay_out_earlier (self, cr, frame, style, y + 6, room - y - 6);

  return TRUE;
}

void
lamina_writing_figure_clear (LaminaWritingFigure *self)
{
  lamina_token_lines_clear (&self->sample);
  lamina_token_lines_clear (&self->passage);
  for (gsize i = 0; i < self->n_earlier; i++)
    lamina_token_lines_clear (&self->earlier[i].lines);
  self->n_earlier = 0;
}
