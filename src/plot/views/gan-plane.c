/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a discriminator takes points for real, and how a generator bends the plane of its noise. */

#include "lamina-draw.h"
#include "lamina-forge-plane.h"
#include "lamina-format.h"
#include "lamina-surface.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Every so many rows of the grid are a line. */
#define LINE_STRIDE 2
/* Pixels at a text scale of 1: without it there is no colour bar. */
#define LEAST_FOR_BAR 330
#define LEGEND_WIDTH 150

static gboolean
lamina_gan_plane_view_fits (const LaminaFrame *frame)
{
  return frame->forge != NULL && frame->input_kind == LAMINA_INPUT_POINTS &&
         lm_shape_get_n_columns (lm_network_get_output (frame->network)) == 1;
}

static gboolean
lamina_gan_plane_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *answers = lamina_frame_get_plane (frame);
  const LmTensor *made = lamina_frame_get_samples (frame);

  return answers != NULL && made != NULL && frame->n_surface_columns > 1 &&
         frame->n_surface_rows > 1 &&
         answers->shape.dim[0] == frame->n_surface_columns * frame->n_surface_rows;
}

static char *
lamina_gan_plane_view_write_subtitle (const LaminaFrame *frame)
{
  const gssize class = lamina_frame_get_forge_class (frame);
  g_autofree char *name = NULL;

  if (class >= 0)
    {
      name = lamina_frame_write_class (frame, (gsize) class);
      /* TRANSLATORS: D is the discriminator; %s is a class. */
      return g_strdup_printf (_("what D takes for real %s, and the noise that G bends"), name);
    }

  return g_strdup (_("what D takes for real, and the noise that G bends"));
}

static char *
lamina_gan_plane_view_write_choice (const LaminaFrame *frame,
                                    guint              index)
{
  return index < frame->forge->n_classes ? lamina_frame_write_class (frame, index) : NULL;
}

/* Real is the blue end: data are drawn in that colour. */
static void
init_surface (LaminaSurface     *surface,
              const LaminaFrame *frame)
{
  double low = 0, high = 1;

  *surface = (LaminaSurface) {
    .kind = LAMINA_SURFACE_BINARY,
    .answers = lamina_frame_get_plane (frame), .n_answers = 1,
  };
  if (frame->loss == NULL || frame->loss->klass->activate == NULL)
    {
      low = HUGE_VAL;
      high = -HUGE_VAL;
      for (gsize i = 0; i < surface->answers->len; i++)
        {
          low = fmin (low, (double) surface->answers->data[i]);
          high = fmax (high, (double) surface->answers->data[i]);
        }
    }
  surface->low = high;
  surface->high = low;
}

/* Returns: %FALSE if that place is nowhere */
static gboolean
get_place (const LaminaChart *chart,
           const LaminaFrame *frame,
           const LmTensor    *made,
           gsize              row,
           double            *x,
           double            *y)
{
  *x = lamina_axis_get_pixel (&chart->x, lamina_scaling_apply (&frame->input_scaling, 0,
                                                               (double) made->data[2 * row]));
  *y = lamina_axis_get_pixel (&chart->y, lamina_scaling_apply (&frame->input_scaling, 1,
                                                               (double) made->data[2 * row + 1]));

  return isfinite (*x) && isfinite (*y);
}

static void
path_line (cairo_t           *cr,
           const LaminaChart *chart,
           const LaminaFrame *frame,
           const LmTensor    *made,
           gsize              first,
           gsize              stride)
{
  cairo_new_sub_path (cr);
  for (gsize i = 0; i < frame->forge->n_grid; i++)
    {
      double x, y;

      if (get_place (chart, frame, made, first + i * stride, &x, &y))
        cairo_line_to (cr, x, y);
    }
}

static void
draw_grid (cairo_t           *cr,
           const LaminaChart *chart,
           const LaminaFrame *frame,
           const LaminaStyle *style)
{
  const LmTensor *made = lamina_frame_get_noise_grid (frame);
  const gsize n = frame->forge->n_grid;
  const gboolean is_line = frame->forge->n_latent == 1;

  if (made == NULL || n == 0)
    return;

  cairo_new_path (cr);
  for (gsize i = 0; i < (is_line ? 1 : n); i += LINE_STRIDE)
    {
      path_line (cr, chart, frame, made, i * n, 1);
      if (!is_line)
        path_line (cr, chart, frame, made, i, n);
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, is_line ? 0.8 : 0.42);
  cairo_set_line_width (cr, is_line ? 2 : 0.9);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_stroke (cr);
}

/* "x₁ 0.52, x₂ −0.31: D 0.43". Returns: (nullable) */
static char *
write_score (const LaminaChart *chart,
             const LaminaFrame *frame,
             double             x,
             double             y)
{
  const LmTensor *answers = lamina_frame_get_plane (frame);
  const double across = (x - chart->left) / (chart->right - chart->left);
  const double down = (y - chart->top) / (chart->bottom - chart->top);
  g_autofree char *first_name = NULL, *second_name = NULL;
  g_autofree char *first = NULL, *second = NULL, *score = NULL;
  gsize index;

  if (across < 0 || across > 1 || down < 0 || down > 1)
    return NULL;

  index = (gsize) ((1 - down) * (double) (frame->n_surface_rows - 1) + 0.5) *
            frame->n_surface_columns +
          (gsize) (across * (double) (frame->n_surface_columns - 1) + 0.5);
  first_name = lamina_frame_write_column (frame, 0);
  second_name = lamina_frame_write_column (frame, 1);
  first = lamina_format_number (lamina_axis_get_value (&chart->x, x));
  second = lamina_format_number (lamina_axis_get_value (&chart->y, y));
  score = lamina_format_number ((double) answers->data[index]);

  /* TRANSLATORS: D is the discriminator; "x₁ 0.52, x₂ −0.31: D 0.43" */
  return g_strdup_printf (_("%s %s, %s %s: D %s"), first_name, first, second_name, second, score);
}

static char *
write_hit (const LaminaForgePlane *plane,
           const LaminaFrame      *frame,
           double                  x,
           double                  y)
{
  char *point = lamina_forge_plane_get_value_at (plane, frame, x, y);

  return point != NULL ? point : write_score (&plane->chart, frame, x, y);
}

static void
lamina_gan_plane_view_draw (cairo_t           *cr,
                            const LaminaFrame *frame,
                            const LaminaStyle *style,
                            double             width,
                            double             height)
{
  const gboolean has_bar = width >= LEAST_FOR_BAR * style->text_scale;
  const double legend = LEGEND_WIDTH * style->text_scale;
  LaminaForgePlane plane;
  const LaminaChart *chart = &plane.chart;
  LaminaSurface surface;
  g_autofree char *text = NULL;

  init_surface (&surface, frame);
  lamina_forge_plane_init (&plane, cr, frame, style, lamina_frame_get_forge_class (frame), width,
                           height);
  lamina_surface_draw (&surface, cr, frame, style, chart->left, chart->top,
                       chart->right - chart->left, chart->bottom - chart->top);
  lamina_chart_clip (chart, cr);
  draw_grid (cr, chart, frame, style);
  cairo_restore (cr);
  lamina_forge_plane_draw (&plane, cr, frame, style, has_bar ? legend : width);
  if (has_bar)
    /* TRANSLATORS: ends of the colours of a discriminator's answers */
    lamina_draw_color_bar (cr, style, LAMINA_MAP_DIVERGING, lamina_surface_get_reach (&surface),
                           _("D: real"), _("fake"), LAMINA_ALIGN_START, legend, 3, width - legend);

  if (!frame->options.has_hover)
    return;
  text = write_hit (&plane, frame, frame->options.hover_x, frame->options.hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y, width,
                        height);
}

static char *
lamina_gan_plane_view_get_value_at (const LaminaFrame *frame,
                                    const LaminaStyle *style,
                                    double             width,
                                    double             height,
                                    double             x,
                                    double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaForgePlane plane;

  lamina_forge_plane_init (&plane, cr, frame, style, lamina_frame_get_forge_class (frame), width,
                           height);
  lamina_measure_end (cr);

  return write_hit (&plane, frame, x, y);
}

static char *
lamina_gan_plane_view_describe (const LaminaFrame *frame)
{
  const gssize class = lamina_frame_get_forge_class (frame);
  g_autofree char *points = lamina_forge_plane_describe (frame, class);
  g_autofree char *low = NULL, *high = NULL;
  LaminaSurface surface;
  double least = HUGE_VAL, most = -HUGE_VAL;

  init_surface (&surface, frame);
  for (gsize i = 0; i < surface.answers->len; i++)
    {
      least = fmin (least, (double) surface.answers->data[i]);
      most = fmax (most, (double) surface.answers->data[i]);
    }
  low = lamina_format_number (least);
  high = lamina_format_number (most);

  return g_strdup_printf (_("%s; D answers %s to %s over the plane"), points, low, high);
}

static void
append_places (GString        *csv,
               const char     *what,
               const LmTensor *points,
               const LmTensor *answers)
{
  for (gsize i = 0; points != NULL && i < points->shape.dim[0]; i++)
    {
      g_string_append_printf (csv, "%s,", what);
      lamina_csv_append_number (csv, (double) points->data[2 * i]);
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, (double) points->data[2 * i + 1]);
      g_string_append_c (csv, ',');
      if (answers != NULL)
        lamina_csv_append_number (csv, (double) answers->data[i]);
      g_string_append (csv, "\r\n");
    }
}

/* In the network's numbers. */
static void
lamina_gan_plane_view_write_numbers (const LaminaFrame *frame,
                                     GString           *csv)
{
  const LmTensor *real = frame->points[0] != NULL ? &frame->points[0]->tensor : NULL;

  g_string_append (csv, "what,x1,x2,score\r\n");
  append_places (csv, "real", real, NULL);
  append_places (csv, "fake", lamina_frame_get_samples (frame), NULL);
  append_places (csv, "grid", lamina_frame_get_noise_grid (frame), NULL);
  append_places (csv, "surface", &frame->surface_inputs->tensor,
                 lamina_frame_get_plane (frame));
}

const LaminaViewClass lamina_gan_plane_view = {
  .id = "gan-plane",
  .title = N_("Plane of D and G"),
  .summary = N_("Where the discriminator takes points for real, what the generator makes, and how "
                "it bends its noise."),
  .empty = N_("The plane comes with the first look at the network."),
  .unfit = N_("Only a generator and a discriminator of two numbers have such a plane."),
  .nearest = "gan-samples decision-surface latent-map predictions",
  .watches = LAMINA_WATCH_SURFACE | LAMINA_WATCH_SAMPLES | LAMINA_WATCH_NOISE_GRID,
  .columns = 7,
  .height = 320,
  .choices_title = N_("Class"),
  .write_choice = lamina_gan_plane_view_write_choice,
  .fits = lamina_gan_plane_view_fits,
  .has_content = lamina_gan_plane_view_has_content,
  .write_subtitle = lamina_gan_plane_view_write_subtitle,
  .draw = lamina_gan_plane_view_draw,
  .get_value_at = lamina_gan_plane_view_get_value_at,
  .describe = lamina_gan_plane_view_describe,
  .write_numbers = lamina_gan_plane_view_write_numbers,
};
