/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a generator made of the same noise, step by step: time goes to the right. */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define GAP 4
#define LEAST_SIDE 40
#define MOST_SIDE 150
#define LABEL_WIDTH 76

static gsize
count_steps (const LaminaFrame *frame)
{
  return frame->album != NULL ? lamina_samples_count (frame->album, frame->step) : 0;
}

static const LmTensor *
get_made (const LaminaFrame *frame,
          gsize              index)
{
  return &lamina_samples_nth (frame->album, index)->tokens->tensor;
}

static gsize
count_kept (const LaminaFrame *frame)
{
  return get_made (frame, 0)->shape.dim[0];
}

static gboolean
lamina_gan_time_view_fits (const LaminaFrame *frame)
{
  return frame->forge != NULL && frame->picture.rank == 4;
}

static gboolean
lamina_gan_time_view_has_content (const LaminaFrame *frame)
{
  return count_steps (frame) > 0 && lm_shape_get_n_columns (&get_made (frame, 0)->shape) ==
                                      lm_shape_get_n_columns (&frame->picture);
}

static char *
write_sample (const LaminaFrame *frame,
              gsize              row)
{
  if (frame->forge->n_classes > 0)
    return lamina_frame_write_class (frame, row);

  return g_strdup_printf (_("sample %zu"), row + 1);
}

/* All of them, or one. */
static char *
lamina_gan_time_view_write_choice (const LaminaFrame *frame,
                                   guint              index)
{
  const gsize n = lamina_forge_get_n_kept (frame->forge, lm_shape_get_n_columns (&frame->picture));

  if (index == 0)
    return g_strdup (_("All That Fit"));

  return index <= n ? write_sample (frame, index - 1) : NULL;
}

static char *
lamina_gan_time_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (_("the same noise, from the first step that was seen to now"));
}

typedef struct
{
  gsize  n_across, n_down;
  gsize  n_steps, first_row;
  double left, width, height, pitch_x, pitch_y; /* Names of classes stand at the left. */
} Strip;

static void
strip_init (Strip             *self,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const double aspect = (double) frame->picture.dim[3] / (double) frame->picture.dim[2];
  const double gap = GAP * style->text_scale, least = LEAST_SIDE * style->text_scale;
  const double room = height - 1.3 * lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const gsize n_kept = count_kept (frame), chosen = MIN (frame->options.index, n_kept);

  self->left = frame->forge->n_classes > 0 && width > 4 * LABEL_WIDTH * style->text_scale
                 ? LABEL_WIDTH * style->text_scale : 0;
  width -= self->left;
  self->n_steps = count_steps (frame);
  self->first_row = chosen > 0 ? chosen - 1 : 0;
  self->n_down = chosen > 0 ? 1 : CLAMP ((gsize) fmax (1, (room + gap) / (least + gap)), 1, n_kept);
  self->height = floor (fmin ((room + gap) / (double) self->n_down - gap,
                              MOST_SIDE * style->text_scale));
  self->height = fmax (fmin (self->height, width / aspect), 1);
  self->width = fmax (floor (self->height * aspect), 1);
  self->pitch_x = self->width + gap;
  self->pitch_y = self->height + gap;
  self->n_across = CLAMP ((gsize) fmax (1, (width + gap) / self->pitch_x), 1, self->n_steps);
}

/* Which of the steps stands in a column: the first, the last, and some between. */
static gsize
strip_get_index (const Strip *self,
                 gsize        across)
{
  return self->n_across > 1 ? across * (self->n_steps - 1) / (self->n_across - 1)
                            : self->n_steps - 1;
}

static void
draw_column (const Strip       *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             gsize              across)
{
  const gsize index = strip_get_index (self, across);
  const guint64 step = lamina_samples_nth (frame->album, index)->step;
  const LmTensor *made = get_made (frame, index);
  const gsize n_pixels = lm_shape_get_n_columns (&made->shape);
  const double x = self->left + (double) across * self->pitch_x;
  const double y = (double) self->n_down * self->pitch_y;
  g_autofree char *text = step == frame->now ? g_strdup (_("now")) : lamina_format_count (step);
  const LaminaText label = {
    .font = LAMINA_FONT_CAPTION,
    .color = step == frame->now ? LAMINA_COLOR_TEXT : LAMINA_COLOR_DIM,
    .align = LAMINA_ALIGN_MIDDLE, .max_width = self->pitch_x,
  };

  for (gsize down = 0; down < self->n_down; down++)
    {
      const double top = (double) down * self->pitch_y;

      lamina_draw_picture (cr, made->data + (self->first_row + down) * n_pixels, &frame->picture,
                           &frame->input_scaling, x, top, self->width, self->height,
                           fmin (3, self->height / 10));
      if (lamina_style_is_contrast (style))
        lamina_draw_outline (cr, style, x, top, self->width, self->height, 2);
    }
  lamina_draw_text (cr, style, &label, x + self->width / 2,
                    lamina_get_baseline (style, label.font, y,
                                         lamina_get_line_height (style, label.font)), text);
}

/* "sample 3 at step 150". Returns: (nullable) */
static char *
write_hit (const Strip       *self,
           const LaminaFrame *frame,
           double             x,
           double             y)
{
  const double across = (x - self->left) / self->pitch_x, down = y / self->pitch_y;
  g_autofree char *name = NULL, *step = NULL;

  if (across < 0 || down < 0 || across >= (double) self->n_across || down >= (double) self->n_down)
    return NULL;

  name = write_sample (frame, self->first_row + (gsize) down);
  step = lamina_format_count (
    lamina_samples_nth (frame->album, strip_get_index (self, (gsize) across))->step);

  /* TRANSLATORS: "sample 3 at step 150", or "Shirt at step 150" */
  return g_strdup_printf (_("%s at step %s"), name, step);
}

static void
draw_names (const Strip       *self,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style)
{
  const LaminaText label = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                             .max_width = LABEL_WIDTH - 6 };

  for (gsize down = 0; self->left > 0 && down < self->n_down; down++)
    {
      g_autofree char *name = write_sample (frame, self->first_row + down);

      lamina_draw_text (cr, style, &label, 0,
                        lamina_get_baseline (style, label.font, (double) down * self->pitch_y,
                                             self->height), name);
    }
}

static void
lamina_gan_time_view_draw (cairo_t           *cr,
                           const LaminaFrame *frame,
                           const LaminaStyle *style,
                           double             width,
                           double             height)
{
  const LaminaOptions *options = &frame->options;
  g_autofree char *text = NULL;
  Strip strip;

  strip_init (&strip, frame, style, width, height);
  draw_names (&strip, cr, frame, style);
  for (gsize across = 0; across < strip.n_across; across++)
    draw_column (&strip, cr, frame, style, across);

  if (options->has_hover)
    text = write_hit (&strip, frame, options->hover_x, options->hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}

static char *
lamina_gan_time_view_get_value_at (const LaminaFrame *frame,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height,
                                   double             x,
                                   double             y)
{
  Strip strip;

  strip_init (&strip, frame, style, width, height);

  return write_hit (&strip, frame, x, y);
}

static char *
lamina_gan_time_view_describe (const LaminaFrame *frame)
{
  const gsize n = count_steps (frame), n_kept = count_kept (frame);
  const LmTensor *first = get_made (frame, 0), *last = get_made (frame, n - 1);
  g_autofree char *begin = lamina_format_count (lamina_samples_nth (frame->album, 0)->step);
  g_autofree char *end = lamina_format_count (lamina_samples_nth (frame->album, n - 1)->step);
  g_autofree char *change = NULL;
  double sum = 0;

  if (n == 1)
    return g_strdup_printf (ngettext ("%zu sample at step %s: others follow as training goes on",
                                      "%zu samples at step %s: others follow as training goes on",
                                      (gulong) n_kept), n_kept, begin);

  for (gsize i = 0; i < MIN (first->len, last->len); i++)
    sum += fabs (lamina_scaling_apply (&frame->input_scaling, 0, (double) last->data[i]) -
                 lamina_scaling_apply (&frame->input_scaling, 0, (double) first->data[i]));
  change = lamina_format_number (sum / (double) MIN (first->len, last->len));

  return g_strdup_printf (ngettext ("%zu sample from step %s to step %s: "
                                    "a pixel changed by %s on average",
                                    "%zu samples from step %s to step %s: "
                                    "a pixel changed by %s on average",
                                    (gulong) n_kept), n_kept, begin, end, change);
}

static void
lamina_gan_time_view_write_numbers (const LaminaFrame *frame,
                                    GString           *csv)
{
  const gsize n = count_steps (frame);

  g_string_append (csv, "step,sample,number,value\r\n");
  for (gsize i = 0; i < n; i++)
    {
      const LmTensor *made = get_made (frame, i);
      const gsize n_pixels = lm_shape_get_n_columns (&made->shape);

      for (gsize j = 0; j < made->len; j++)
        {
          g_string_append_printf (csv, "%" PRIu64 ",%zu,%zu,",
                                  lamina_samples_nth (frame->album, i)->step, j / n_pixels,
                                  j % n_pixels);
          lamina_csv_append_number (csv, (double) made->data[j]);
          g_string_append (csv, "\r\n");
        }
    }
}

const LaminaViewClass lamina_gan_time_view = {
  .id = "gan-time",
  .title = N_("Samples over time"),
  .summary = N_("What the generator made of the same noise, from its first step to now."),
  .empty = N_("The first samples come with the first look at the network."),
  .unfit = N_("Only a generator of pictures makes samples that can be watched over time."),
  .nearest = "gan-plane reconstructions latent-map predictions text",
  .watches = LAMINA_WATCH_SAMPLES,
  .columns = 12,
  .height = 150,
  .choices_title = N_("Sample"),
  .write_choice = lamina_gan_time_view_write_choice,
  .fits = lamina_gan_time_view_fits,
  .has_content = lamina_gan_time_view_has_content,
  .write_subtitle = lamina_gan_time_view_write_subtitle,
  .draw = lamina_gan_time_view_draw,
  .get_value_at = lamina_gan_time_view_get_value_at,
  .describe = lamina_gan_time_view_describe,
  .write_numbers = lamina_gan_time_view_write_numbers,
};
