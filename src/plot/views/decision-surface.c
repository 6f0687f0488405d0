/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-chart.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The surface keeps away from the ends of colours, so that points stand out: so much of the ground
 * shines through the classes, so much of the diverging map is used. */
#define CLASS_ALPHA 0.5
#define BINARY_REACH 0.72
#define POINT_RADIUS 3.4
#define MAX_POINTS 600
/* Pixels at a text scale of 1. */
#define LEGEND_WIDTH 130
#define LEAST_LEGEND_WIDTH 72
#define LEAST_FOR_LEGEND 330

/* What the surface's colours mean. */
typedef enum
{
  SURFACE_BINARY,  /* between two classes: the diverging map */
  SURFACE_CLASSES, /* more: each class's colour by its probability */
  SURFACE_NUMBER,  /* a value: the map of magnitudes */
} SurfaceKind;

typedef struct
{
  SurfaceKind     kind;
  const LmTensor *answers;
  gsize           n_answers;   /* a place */
  double          low, high;   /* of NUMBER */
} Surface;

static gsize
get_n_answers (const LaminaFrame *frame)
{
  return lm_shape_get_n_columns (lm_network_get_output (frame->network));
}

static gboolean
lamina_decision_surface_view_fits (const LaminaFrame *frame)
{
  return frame->network != NULL && frame->input_kind == LAMINA_INPUT_POINTS &&
         (frame->target_kind == LAMINA_TARGET_CLASS || get_n_answers (frame) == 1);
}

static gboolean
lamina_decision_surface_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);

  return answers != NULL && frame->n_surface_columns > 1 && frame->n_surface_rows > 1 &&
         answers->shape.dim[0] == frame->n_surface_columns * frame->n_surface_rows &&
         frame->x_max > frame->x_min && frame->y_max > frame->y_min;
}

static char *
lamina_decision_surface_view_write_subtitle (const LaminaFrame *frame)
{
  return g_strdup (frame->target_kind == LAMINA_TARGET_NUMBERS ? _("the answer everywhere")
                                                               : _("which answer where"));
}

static void
surface_init (Surface           *self,
              const LaminaFrame *frame)
{
  self->answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  self->n_answers = lm_shape_get_n_columns (&self->answers->shape);
  self->low = frame->target_low;
  self->high = frame->target_high;

  if (frame->target_kind == LAMINA_TARGET_NUMBERS)
    {
      const LaminaMaps all = {
        .data = self->answers->data, .n_rows = self->answers->len, .n_columns = 1, .n_maps = 1,
      };

      self->kind = SURFACE_NUMBER;
      if (!lamina_maps_get_range (&all, &self->low, &self->high))
        self->low = self->high = 0;
    }
  else
    self->kind = self->n_answers <= 2 ? SURFACE_BINARY : SURFACE_CLASSES;
}

/* How far on the way from the first to the second, 0 … 1. */
static double
get_place (const Surface *self,
           gsize          index)
{
  const lm_real *answer = self->answers->data + index * self->n_answers;

  if (self->n_answers == 2)
    return (double) answer[1];
  if (self->high <= self->low)
    return 0.5;

  return ((double) *answer - self->low) / (self->high - self->low);
}

static void
unpack (guint32 pixel,
        double  rgb[3])
{
  for (int i = 0; i < 3; i++)
    rgb[i] = ((pixel >> (16 - 8 * i)) & 0xff) / 255.0;
}

static guint32
mix (const double *color,
     const double *card,
     double        alpha)
{
  guint32 pixel = 0;

  for (int channel = 0; channel < 3; channel++)
    {
      const double value = card[channel] + (color[channel] - card[channel]) * alpha;

      pixel = pixel << 8 | (guint32) (CLAMP (value, 0, 1) * 255 + 0.5);
    }

  return pixel;
}

static double
get_reach (const Surface *self)
{
  return self->kind == SURFACE_BINARY ? BINARY_REACH : 1;
}

static guint32
blend_classes (const Surface     *self,
               const LaminaStyle *style,
               const double      *card,
               gsize              index)
{
  double mixed[3] = { 0, 0, 0 };
  double sum = 0;

  for (gsize i = 0; i < self->n_answers; i++)
    {
      const double share = fmax ((double) self->answers->data[index * self->n_answers + i], 0);
      double rgb[3];

      lamina_style_get_class_color (style, i, rgb);
      for (int channel = 0; channel < 3; channel++)
        mixed[channel] += share * rgb[channel];
      sum += share;
    }

  for (int channel = 0; channel < 3; channel++)
    mixed[channel] = sum > 0 ? mixed[channel] / sum : card[channel];

  return mix (mixed, card, CLASS_ALPHA);
}

static guint32
get_pixel (const Surface     *self,
           const LaminaStyle *style,
           const guint32     *map,
           const double      *card,
           gsize              index)
{
  double place;

  if (self->kind == SURFACE_CLASSES)
    return blend_classes (self, style, card, index);

  place = get_place (self, index);
  if (!isfinite (place))
    return 0x808080;

  return map[lamina_map_get_index (place, get_reach (self))];
}

static LaminaMap
get_map (const Surface     *self,
         const LaminaFrame *frame)
{
  return self->kind == SURFACE_BINARY ? LAMINA_MAP_DIVERGING : frame->options.map;
}

static void
draw_surface (const Surface     *self,
              cairo_t           *cr,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              const LaminaChart *chart)
{
  const gsize n_columns = frame->n_surface_columns, n_rows = frame->n_surface_rows;
  const guint32 *map = lamina_style_get_map (style, get_map (self, frame));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) n_columns,
                                                         (int) n_rows);
  guchar *data = cairo_image_surface_get_data (surface);
  const double step_x = (chart->right - chart->left) / (double) (n_columns - 1);
  const double step_y = (chart->bottom - chart->top) / (double) (n_rows - 1);
  double card[3];

  lamina_style_get_color (style, LAMINA_COLOR_CARD, card);
  for (gsize row = 0; data != NULL && row < n_rows; row++)
    {
      /* The first row is the lowest. */
      guint32 *pixels = (guint32 *) (void *)
                        (data + (n_rows - 1 - row) *
                                (gsize) cairo_image_surface_get_stride (surface));

      for (gsize column = 0; column < n_columns; column++)
        pixels[column] = get_pixel (self, style, map, card, row * n_columns + column);
    }
  cairo_surface_mark_dirty (surface);

  /* The outermost answers are of the very edge: half a pixel of the grid is outside. */
  cairo_save (cr);
  cairo_rectangle (cr, chart->left, chart->top, chart->right - chart->left,
                   chart->bottom - chart->top);
  cairo_clip (cr);
  lamina_paint_surface (cr, surface, TRUE, chart->left - step_x / 2, chart->top - step_y / 2,
                        step_x * (double) n_columns, step_y * (double) n_rows);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The colour of a point that has the right answer @class, or the value @place. */
static void
get_point_color (const Surface     *self,
                 const LaminaStyle *style,
                 const LaminaFrame *frame,
                 gssize             class,
                 double             place,
                 double             rgb[3])
{
  const guint32 *map = lamina_style_get_map (style, get_map (self, frame));

  if (self->kind == SURFACE_CLASSES)
    {
      lamina_style_get_class_color (style, (gsize) MAX (class, 0), rgb);
      return;
    }

  if (self->kind == SURFACE_BINARY)
    place = class > 0 ? 1 : 0;
  unpack (map[lamina_map_get_index (place, 1)], rgb);
}

/* Training points are filled, validation points are rings; the shape tells the class again. */
static void
draw_point (const Surface     *self,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            gssize             class,
            double             value,
            gboolean           is_ring,
            double             x,
            double             y)
{
  const gsize shape = class > 0 ? (gsize) class : 0;
  const double radius = POINT_RADIUS * sqrt (style->text_scale);
  const double place = self->high > self->low ? (value - self->low) / (self->high - self->low)
                                              : 0.5;
  double rgb[3];

  get_point_color (self, style, frame, class, place, rgb);
  lamina_path_mark (cr, shape, x, y, radius);
  if (is_ring)
    {
      /* A light line under the coloured one, so that it is seen on its own colour. */
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.9);
      cairo_set_line_width (cr, 3.4);
      cairo_stroke_preserve (cr);
      cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
      cairo_set_line_width (cr, 1.6);
      cairo_stroke (cr);
      return;
    }

  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_points (const Surface     *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             const LaminaChart *chart,
             int                split)
{
  const LmTensor *points, *targets;
  gsize n, stride;

  if (frame->points[split] == NULL || frame->point_targets[split] == NULL)
    return;

  points = &frame->points[split]->tensor;
  targets = &frame->point_targets[split]->tensor;
  n = MIN (points->shape.dim[0], targets->shape.dim[0]);
  stride = n / MAX_POINTS + 1;
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (gsize i = 0; i < n; i += stride)
    {
      const double x = lamina_scaling_apply (&frame->input_scaling, 0,
                                             (double) points->data[2 * i]);
      const double y = lamina_scaling_apply (&frame->input_scaling, 1,
                                             (double) points->data[2 * i + 1]);

      draw_point (self, cr, frame, style, lamina_frame_get_class (frame, targets, i),
                  (double) targets->data[i * lm_shape_get_n_columns (&targets->shape)], split == 1,
                  lamina_axis_get_pixel (&chart->x, x), lamina_axis_get_pixel (&chart->y, y));
    }
}

/* The field: what stands beside it has room where the picture is wide. */
static void
init_chart (LaminaChart       *chart,
            cairo_t           *cr,
            const LaminaFrame *frame,
            const LaminaStyle *style,
            double             width,
            double             height)
{
  const double x_min = lamina_scaling_apply (&frame->input_scaling, 0, frame->x_min);
  const double x_max = lamina_scaling_apply (&frame->input_scaling, 0, frame->x_max);
  const double y_min = lamina_scaling_apply (&frame->input_scaling, 1, frame->y_min);
  const double y_max = lamina_scaling_apply (&frame->input_scaling, 1, frame->y_max);
  const double ratio = fabs ((y_max - y_min) / (x_max - x_min));
  double spare;

  if (width >= LEAST_FOR_LEGEND * style->text_scale)
    width -= LEGEND_WIDTH * style->text_scale;
  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR, x_min, x_max, y_min, y_max, FALSE, 0,
                     width, height);

  /* Where both directions are alike, a circle is a circle. */
  if (!(ratio > 0.4 && ratio < 2.5))
    return;
  spare = (chart->right - chart->left) - (chart->bottom - chart->top) / ratio;
  if (spare > 0)
    chart->right = floor (chart->right - spare);
  else
    chart->bottom = floor (chart->top + (chart->right - chart->left) * ratio);
  chart->x.to = chart->right;
  chart->y.from = chart->bottom;
}

static void
draw_class_legend (const Surface     *self,
                   cairo_t           *cr,
                   const LaminaFrame *frame,
                   const LaminaStyle *style,
                   double             x,
                   double            *y,
                   double             width,
                   double             height)
{
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 4;
  const gsize n = MIN (self->kind == SURFACE_BINARY ? 2 : self->n_answers,
                       (gsize) fmax (0, (height - *y) / line));
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .max_width = fmax (10, width - 20) };

  for (gsize i = 0; i < n; i++, *y += line)
    {
      g_autofree char *name = lamina_frame_write_class (frame, i);

      draw_point (self, cr, frame, style, (gssize) i, 0, FALSE, x + 6, *y + line / 2);
      lamina_draw_text (cr, style, &text, x + 18,
                        lamina_get_baseline (style, text.font, *y, line), name);
    }
}

static void
draw_legend (const Surface     *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             double             x,
             double             y,
             double             width,
             double             height)
{
  static const char *const names[] = { N_("training"), N_("validation") };
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION) + 4;
  const LaminaText text = {
    .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM, .max_width = fmax (10, width - 20),
  };

  if (self->kind != SURFACE_NUMBER)
    draw_class_legend (self, cr, frame, style, x, &y, width, height - 3 * line);
  y += 6;

  for (int i = 0; i < 2; i++, y += line)
    {
      if (frame->points[i] == NULL || y + line > height)
        continue;
      lamina_draw_mark (cr, style, 0, i == 1, LAMINA_COLOR_DIM, x + 6, y + line / 2, 3);
      lamina_draw_text (cr, style, &text, x + 18,
                        lamina_get_baseline (style, text.font, y, line), _(names[i]));
    }

  if (self->kind != SURFACE_CLASSES && y + line + 6 < height)
    {
      const gboolean is_share = self->kind == SURFACE_BINARY;
      g_autofree char *low =
        is_share
          ? lamina_format_percent (0, 0)
          : lamina_format_number (lamina_scaling_apply (&frame->target_scaling, 0, self->low));
      g_autofree char *high =
        is_share
          ? lamina_format_percent (1, 0)
          : lamina_format_number (lamina_scaling_apply (&frame->target_scaling, 0, self->high));

      lamina_draw_color_bar (cr, style, get_map (self, frame), get_reach (self), low, high,
                             LAMINA_ALIGN_START, x, y + 6, width);
    }
}

/* "x₁ 0.520, x₂ −0.310: class 1, 87.0%". Returns: (nullable) */
static char *
write_hit (const Surface     *self,
           const LaminaFrame *frame,
           const LaminaChart *chart,
           double             x,
           double             y)
{
  const double across = (x - chart->left) / (chart->right - chart->left);
  const double down = (y - chart->top) / (chart->bottom - chart->top);
  g_autofree char *first = NULL, *second = NULL, *first_name = NULL, *second_name = NULL;
  g_autofree char *answer = NULL;
  gsize index;

  if (across < 0 || across > 1 || down < 0 || down > 1)
    return NULL;

  index = (gsize) ((1 - down) * (double) (frame->n_surface_rows - 1) + 0.5) *
            frame->n_surface_columns +
          (gsize) (across * (double) (frame->n_surface_columns - 1) + 0.5);
  first = lamina_format_number (lamina_axis_get_value (&chart->x, x));
  second = lamina_format_number (lamina_axis_get_value (&chart->y, y));
  first_name = lamina_frame_write_column (frame, 0);
  second_name = lamina_frame_write_column (frame, 1);

  if (self->kind == SURFACE_NUMBER)
    answer = lamina_format_exact (lamina_scaling_apply (&frame->target_scaling, 0,
                                                        (double) self->answers->data[index]));
  else
    {
      double share;
      const gssize best = lamina_frame_get_best (frame, self->answers, index, &share);
      g_autofree char *name = lamina_frame_write_class (frame, (gsize) MAX (best, 0));
      g_autofree char *percent = lamina_format_percent (share, 1);

      answer = g_strdup_printf ("%s, %s", name, percent);
    }

  return g_strdup_printf ("%s %s, %s %s: %s", first_name, first, second_name, second, answer);
}

static void
lamina_decision_surface_view_draw (cairo_t           *cr,
                                   const LaminaFrame *frame,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height)
{
  LaminaChart chart;
  Surface surface;

  surface_init (&surface, frame);
  init_chart (&chart, cr, frame, style, width, height);
  draw_surface (&surface, cr, frame, style, &chart);
  lamina_chart_draw_y (&chart, cr, style, FALSE);
  lamina_chart_draw_x (&chart, cr, style, FALSE, NULL);
  lamina_chart_clip (&chart, cr);
  for (int i = 0; i < 2; i++)
    draw_points (&surface, cr, frame, style, &chart, i);
  cairo_restore (cr);

  if (width - chart.right - 18 >= LEAST_LEGEND_WIDTH * style->text_scale)
    draw_legend (&surface, cr, frame, style, chart.right + 18, chart.top,
                 width - chart.right - 18, height);
  if (frame->options.has_hover)
    {
      g_autofree char *text = write_hit (&surface, frame, &chart, frame->options.hover_x,
                                         frame->options.hover_y);

      if (text != NULL)
        lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y,
                            width, height);
    }
}

static char *
lamina_decision_surface_view_get_value_at (const LaminaFrame *frame,
                                           const LaminaStyle *style,
                                           double             width,
                                           double             height,
                                           double             x,
                                           double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaChart chart;
  Surface surface;

  surface_init (&surface, frame);
  init_chart (&chart, cr, frame, style, width, height);
  lamina_measure_end (cr);

  return write_hit (&surface, frame, &chart, x, y);
}

static char *
lamina_decision_surface_view_describe (const LaminaFrame *frame)
{
  const gsize n_places = frame->n_surface_columns * frame->n_surface_rows;
  g_autofree gsize *counts = g_new0 (gsize, MAX (frame->n_classes, 2));
  g_autoptr(GString) text = g_string_new (NULL);
  Surface surface;

  surface_init (&surface, frame);
  if (surface.kind == SURFACE_NUMBER)
    {
      g_autofree char *low = lamina_format_number (surface.low);
      g_autofree char *high = lamina_format_number (surface.high);

      return g_strdup_printf (_("Answers from %s to %s"), low, high);
    }

  for (gsize i = 0; i < n_places; i++)
    {
      const gssize best = lamina_frame_get_best (frame, surface.answers, i, NULL);

      if (best >= 0 && (gsize) best < MAX (frame->n_classes, 2))
        counts[best]++;
    }
  for (gsize i = 0; i < MAX (frame->n_classes, 2); i++)
    {
      g_autofree char *name = lamina_frame_write_class (frame, i);
      g_autofree char *share = lamina_format_percent ((double) counts[i] / (double) n_places, 0);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", name, share);
    }

  return g_strdup_printf (_("Shares of the plane: %s"), text->str);
}

static void
lamina_decision_surface_view_write_numbers (const LaminaFrame *frame,
                                            GString           *csv)
{
  const LmTensor *answers = lamina_frame_get_answers (frame, LAMINA_PROBE_SURFACE);
  const gsize n_answers = lm_shape_get_n_columns (&answers->shape);

  g_string_append (csv, "x1,x2");
  for (gsize i = 0; i < n_answers; i++)
    g_string_append_printf (csv, ",answer_%" G_GSIZE_FORMAT, i);
  g_string_append (csv, "\r\n");

  for (gsize i = 0; i < answers->shape.dim[0]; i++)
    {
      double x, y;

      lamina_frame_get_place (frame, i, &x, &y);
      lamina_csv_append_number (csv, lamina_scaling_apply (&frame->input_scaling, 0, x));
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, lamina_scaling_apply (&frame->input_scaling, 1, y));
      for (gsize j = 0; j < n_answers; j++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) answers->data[i * n_answers + j]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_decision_surface_view = {
  .id = "decision-surface",
  .title = N_("Decision surface"),
  .summary = N_("What the network answers everywhere in the plane, with the examples on it."),
  .empty = N_("The surface comes with the first look at the network."),
  .unfit = N_("Only examples of two numbers lie in a plane."),
  .nearest = "predictions",
  .watches = LAMINA_WATCH_SURFACE,
  .columns = 8,
  .height = 320,
  .takes_map = TRUE,
  .fits = lamina_decision_surface_view_fits,
  .has_content = lamina_decision_surface_view_has_content,
  .write_subtitle = lamina_decision_surface_view_write_subtitle,
  .draw = lamina_decision_surface_view_draw,
  .get_value_at = lamina_decision_surface_view_get_value_at,
  .describe = lamina_decision_surface_view_describe,
  .write_numbers = lamina_decision_surface_view_write_numbers,
};
