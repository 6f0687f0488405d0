/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a generator makes of the same noise at every step: pictures, or points in the plane. */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-forge-plane.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels at a text scale of 1. */
#define GAP 2
#define LEAST_SIDE 18
#define LABEL_WIDTH 76

static gboolean
lamina_gan_samples_view_fits (const LaminaFrame *frame)
{
  return frame->forge != NULL &&
         (frame->picture.rank == 4 || frame->input_kind == LAMINA_INPUT_POINTS);
}

static gboolean
lamina_gan_samples_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *made = lamina_frame_get_samples (frame);

  return made != NULL && made->shape.dim[0] == frame->forge->n_samples &&
         lm_shape_get_n_columns (&made->shape) ==
           (frame->picture.rank == 4 ? lm_shape_get_n_columns (&frame->picture) : 2);
}

static char *
lamina_gan_samples_view_write_subtitle (const LaminaFrame *frame)
{
  if (frame->options.seed > 0)
    {
      g_autofree char *seed = lamina_format_count (frame->options.seed);

      /* TRANSLATORS: %s is a number: which noise was chosen */
      return g_strdup_printf (_("of noise %s, the same at every step"), seed);
    }
  if (frame->forge->n_classes > 0 && frame->picture.rank == 4)
    return g_strdup (_("a class in each row, of the same noise at every step"));

  return g_strdup (_("of the same noise at every step"));
}

/* Where the pictures stand; with classes a row is a class. */
typedef struct
{
  gsize  n_across, n_down, n; /* The last row may be shorter. */
  double left, width, height, pitch_x, pitch_y, x, y;
} Grid;

static void
grid_set_side (Grid   *self,
               double  height,
               double  aspect,
               double  gap)
{
  self->height = fmax (floor (height), 1);
  self->width = fmax (floor (self->height * aspect), 1);
  self->pitch_x = self->width + gap;
  self->pitch_y = self->height + gap;
}

/* The height of pictures that stand so. */
static double
get_side (gsize  n_across,
          gsize  n_down,
          double width,
          double height,
          double aspect,
          double gap)
{
  const double across = ((width + gap) / (double) n_across - gap) / aspect;
  const double down = (height + gap) / (double) n_down - gap;

  return fmin (across, down);
}

/* Full rows, which together cover as much as can be; many rather than large ones. */
static void
grid_init_plain (Grid   *self,
                 gsize   n,
                 double  width,
                 double  height,
                 double  aspect,
                 double  gap,
                 double  least)
{
  double best = 0, side = 0;

  self->n_across = self->n_down = 1;
  for (gsize across = 1; across <= n; across++)
    for (gsize down = 1; across * down <= n; down++)
      {
        const double s = get_side (across, down, width, height, aspect, gap);
        const double n_shown = (double) (across * down);
        const double worth = n_shown * s * s * pow (n_shown, 0.25);

        if (s < least || worth <= best)
          continue;
        best = worth;
        side = s;
        self->n_across = across;
        self->n_down = down;
      }

  self->n = self->n_across * self->n_down;
  grid_set_side (self, side > 0 ? side : fmin (width / aspect, height), aspect, gap);
}

/* As many as were asked for, as large as can be. */
static void
grid_init_exact (Grid   *self,
                 gsize   n,
                 double  width,
                 double  height,
                 double  aspect,
                 double  gap)
{
  double best = -HUGE_VAL;

  self->n = n;
  for (gsize across = 1; across <= n; across++)
    {
      const gsize down = (n + across - 1) / across;
      const double side = get_side (across, down, width, height, aspect, gap);

      if (side <= best)
        continue;
      best = side;
      self->n_across = across;
      self->n_down = down;
    }

  grid_set_side (self, best, aspect, gap);
}

static void
grid_init_classes (Grid              *self,
                   const LaminaFrame *frame,
                   const LaminaStyle *style,
                   double             width,
                   double             height,
                   double             aspect,
                   double             gap)
{
  const gsize n_classes = frame->forge->n_classes;
  const gsize wanted = frame->options.n_shown / n_classes;
  const gsize n = MIN (frame->forge->n_samples / n_classes,
                       frame->options.n_shown > 0 ? MAX (wanted, 1) : G_MAXSIZE);
  const double label = LABEL_WIDTH * style->text_scale;
  double side;

  self->left = width > 3 * label ? label : 0;
  self->n_down = MIN (n_classes,
                      (gsize) fmax (1, (height + gap) / (LEAST_SIDE * style->text_scale + gap)));
  side = get_side (1, self->n_down, width - self->left, height, aspect, gap);
  grid_set_side (self, side, aspect, gap);
  self->n_across = CLAMP ((gsize) ((width - self->left + gap) / self->pitch_x), 1, n);
  self->n = self->n_across * self->n_down;
}

static void
grid_init (Grid              *self,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           double             width,
           double             height)
{
  const double aspect = (double) frame->picture.dim[3] / (double) frame->picture.dim[2];
  const double gap = GAP * style->text_scale;

  *self = (Grid) { 0 };
  if (frame->forge->n_classes > 0)
    grid_init_classes (self, frame, style, width, height, aspect, gap);
  else if (frame->options.n_shown > 0)
    grid_init_exact (self, MIN (frame->options.n_shown, frame->forge->n_samples), width, height,
                     aspect, gap);
  else
    grid_init_plain (self, frame->forge->n_samples, width, height, aspect, gap,
                     LEAST_SIDE * style->text_scale);
  self->x = self->left;
}

static gsize
grid_get_row (const Grid        *self,
              const LaminaForge *forge,
              gsize              across,
              gsize              down)
{
  return forge->n_classes > 0 ? lamina_forge_get_row (forge, down, across)
                              : down * self->n_across + across;
}

static void
draw_pictures (cairo_t           *cr,
               const LaminaFrame *frame,
               const LaminaStyle *style,
               double             width,
               double             height)
{
  const LmTensor *made = lamina_frame_get_samples (frame);
  const gsize n_pixels = lm_shape_get_n_columns (&frame->picture);
  const LaminaText label = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                             .max_width = LABEL_WIDTH - 6 };
  Grid grid;

  grid_init (&grid, frame, style, width, height);
  for (gsize down = 0; down < grid.n_down; down++)
    {
      const double y = grid.y + (double) down * grid.pitch_y;

      if (grid.left > 0)
        {
          g_autofree char *name = lamina_frame_write_class (frame, down);

          lamina_draw_text (cr, style, &label, 0,
                            lamina_get_baseline (style, label.font, y, grid.height), name);
        }
      for (gsize across = 0;
           across < grid.n_across && down * grid.n_across + across < grid.n; across++)
        {
          const double x = grid.x + (double) across * grid.pitch_x;
          const gsize row = grid_get_row (&grid, frame->forge, across, down);

          lamina_draw_picture (cr, made->data + row * n_pixels, &frame->picture,
                               &frame->input_scaling, x, y, grid.width, grid.height,
                               fmin (3, grid.height / 10));
          if (lamina_style_is_contrast (style))
            lamina_draw_outline (cr, style, x, y, grid.width, grid.height, 2);
        }
    }
}

static void
lamina_gan_samples_view_draw (cairo_t           *cr,
                              const LaminaFrame *frame,
                              const LaminaStyle *style,
                              double             width,
                              double             height)
{
  LaminaForgePlane plane;

  if (frame->picture.rank == 4)
    {
      draw_pictures (cr, frame, style, width, height);
      return;
    }

  lamina_forge_plane_init (&plane, cr, frame, style, -1, width, height);
  lamina_forge_plane_draw (&plane, cr, frame, style, width);
}

static char *
get_point_at (const LaminaFrame *frame,
              const LaminaStyle *style,
              double             width,
              double             height,
              double             x,
              double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaForgePlane plane;

  lamina_forge_plane_init (&plane, cr, frame, style, -1, width, height);
  lamina_measure_end (cr);

  return lamina_forge_plane_get_value_at (&plane, frame, x, y);
}

/* "sample 12, class Shirt, row 4, column 7: 0.83" */
static char *
write_pixel (const LaminaFrame *frame,
             gsize              sample,
             gsize              row,
             gsize              column)
{
  const LmTensor *made = lamina_frame_get_samples (frame);
  const gsize n_pixels = lm_shape_get_n_columns (&frame->picture);
  const lm_real *pixel = made->data + sample * n_pixels + row * frame->picture.dim[3] + column;
  g_autofree char *value = lamina_format_number (
    lamina_scaling_apply (&frame->input_scaling, 0, (double) *pixel));
  g_autofree char *name = NULL;

  if (frame->forge->n_classes == 0)
    return g_strdup_printf (_("sample %zu, row %zu, column %zu: %s"), sample + 1, row + 1,
                            column + 1, value);

  name = lamina_frame_write_class (frame, sample % frame->forge->n_classes);

  return g_strdup_printf (_("%s, sample %zu, row %zu, column %zu: %s"), name,
                          sample / frame->forge->n_classes + 1, row + 1, column + 1, value);
}

static char *
lamina_gan_samples_view_get_value_at (const LaminaFrame *frame,
                                      const LaminaStyle *style,
                                      double             width,
                                      double             height,
                                      double             x,
                                      double             y)
{
  double across, down;
  Grid grid;

  if (frame->picture.rank != 4)
    return get_point_at (frame, style, width, height, x, y);

  grid_init (&grid, frame, style, width, height);
  across = (x - grid.x) / grid.pitch_x;
  down = (y - grid.y) / grid.pitch_y;
  if (across < 0 || down < 0 || across >= (double) grid.n_across || down >= (double) grid.n_down ||
      (gsize) down * grid.n_across + (gsize) across >= grid.n ||
      (across - floor (across)) * grid.pitch_x >= grid.width ||
      (down - floor (down)) * grid.pitch_y >= grid.height)
    return NULL;

  return write_pixel (frame, grid_get_row (&grid, frame->forge, (gsize) across, (gsize) down),
                      (gsize) ((down - floor (down)) * grid.pitch_y / grid.height *
                               (double) frame->picture.dim[2]),
                      (gsize) ((across - floor (across)) * grid.pitch_x / grid.width *
                               (double) frame->picture.dim[3]));
}

/* How bright the pictures are, and how much they differ: hardly, if all are one. */
static char *
describe_pictures (const LaminaFrame *frame)
{
  const LmTensor *made = lamina_frame_get_samples (frame);
  const gsize n = made->shape.dim[0], n_pixels = lm_shape_get_n_columns (&made->shape);
  double mean = 0, variance = 0;
  g_autofree char *brightness = NULL, *spread = NULL;

  for (gsize i = 0; i < n_pixels; i++)
    {
      double sum = 0, squares = 0;

      for (gsize row = 0; row < n; row++)
        {
          const double value = lamina_scaling_apply (
            &frame->input_scaling, i / (frame->picture.dim[2] * frame->picture.dim[3]),
            (double) made->data[row * n_pixels + i]);

          sum += value / (double) n;
          squares += value * value / (double) n;
        }
      mean += sum / (double) n_pixels;
      variance += fmax (squares - sum * sum, 0) / (double) n_pixels;
    }
  brightness = lamina_format_number (mean);
  spread = lamina_format_number (sqrt (variance));

  return g_strdup_printf (
    ngettext ("%zu picture, %s bright on average", "%zu pictures, %s bright on average; "
              "a pixel differs by %s between them", (gulong) n), n, brightness, spread);
}

static char *
lamina_gan_samples_view_describe (const LaminaFrame *frame)
{
  return frame->picture.rank == 4 ? describe_pictures (frame)
                                  : lamina_forge_plane_describe (frame, -1);
}

static void
lamina_gan_samples_view_write_numbers (const LaminaFrame *frame,
                                       GString           *csv)
{
  const LmTensor *made = lamina_frame_get_samples (frame);
  const gsize n = lm_shape_get_n_columns (&made->shape);
  const gsize n_classes = frame->forge->n_classes;

  g_string_append (csv, "sample,class,number,value\r\n");
  for (gsize i = 0; i < made->len; i++)
    {
      g_string_append_printf (csv, "%zu,", i / n);
      if (n_classes > 0)
        g_string_append_printf (csv, "%zu", i / n % n_classes);
      g_string_append_printf (csv, ",%zu,", i % n);
      lamina_csv_append_number (csv, (double) made->data[i]);
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_gan_samples_view = {
  .id = "gan-samples",
  .title = N_("Samples"),
  .summary = N_("What the generator makes of the same noise at every step."),
  .empty = N_("The samples come with the first look at the network."),
  .unfit = N_("Only a generator and a discriminator make samples, of pictures or of points."),
  .nearest = "reconstructions latent-map predictions text",
  .watches = LAMINA_WATCH_SAMPLES,
  .columns = 7,
  .height = 320,
  .takes_noise = TRUE,
  .fits = lamina_gan_samples_view_fits,
  .has_content = lamina_gan_samples_view_has_content,
  .write_subtitle = lamina_gan_samples_view_write_subtitle,
  .draw = lamina_gan_samples_view_draw,
  .get_value_at = lamina_gan_samples_view_get_value_at,
  .describe = lamina_gan_samples_view_describe,
  .write_numbers = lamina_gan_samples_view_write_numbers,
};
