/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-latent-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-format.h"

/* Pixels at a text scale of 1. */
#define GAP 8
#define WALK_GAP 3
#define LEAST_FOR_WALK 170
#define LEAST_WALK 22
#define MOST_WALK 88
#define LEAST_PANEL 84
#define LEAST_FOR_NAMES 140
#define RADIUS 2.7
#define RIM 1.45
#define HAND 7.5
#define NEAR 8
/* So much of the decoded pictures behind the examples is covered. */
#define FADE 0.6

/* "z3", with what it tells where there are others: "z3, KL 1.21" */
static char *
write_title (const LaminaLatent *latent,
             gsize               which)
{
  g_autofree char *kl = NULL;

  if (latent->n_latent <= 2 || latent->kl[which] <= 0)
    return g_strdup_printf ("z%zu", latent->dims[which] + 1);

  kl = lamina_format_number (latent->kl[which]);

  /* TRANSLATORS: z is a latent number, KL its Kullback–Leibler divergence: "z3, KL 1.21" */
  return g_strdup_printf (_("z%zu, KL %s"), latent->dims[which] + 1, kl);
}

void
lamina_latent_map_init (LaminaLatentMap   *self,
                        cairo_t           *cr,
                        const LaminaFrame *frame,
                        const LaminaStyle *style,
                        double             width,
                        double             height)
{
  const double scale = style->text_scale, reach = frame->latent->reach;
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const LmTensor *grid = lamina_latent_get_grid (frame->latent, frame->snapshot);
  const double most = grid != NULL ? lm_tensor_max_abs (grid) : 0;
  LaminaChart *chart = &self->chart;
  double side;

  *self = (LaminaLatentMap) { .limit = isfinite (most) && most > 0 ? most : 1 };
  if (height >= LEAST_FOR_WALK * scale)
    {
      self->walk = floor (fmin (CLAMP (0.17 * height, LEAST_WALK * scale, MOST_WALK * scale),
                                (width + WALK_GAP) / LAMINA_N_WALK - WALK_GAP));
      self->walk_y = height - self->walk;
      height -= self->walk + GAP * scale;
    }

  lamina_chart_init (chart, cr, style, LAMINA_SCALE_LINEAR, -reach, reach, -reach, reach, FALSE,
                     line * 0.6, width, height);
  side = floor (fmin (chart->right - chart->left, chart->bottom - chart->top));
  chart->right = chart->x.to = chart->left + side;
  chart->bottom = chart->y.from = chart->top + side;
  self->tile = side / (double) frame->latent->n_grid;

  self->panel_x = chart->right + 2 * GAP * scale;
  self->panel_y = chart->top;
  self->panel = floor (fmin (width - self->panel_x, chart->bottom - chart->top - 3 * line));
  if (self->panel < LEAST_PANEL * scale)
    self->panel = 0;
}

/* What was decoded: a picture, or numbers as a line. */
static void
draw_made (const LaminaLatentMap *self,
           cairo_t               *cr,
           const LaminaFrame     *frame,
           const LaminaStyle     *style,
           const LmTensor        *made,
           gsize                  row,
           double                 x,
           double                 y,
           double                 side,
           double                 radius)
{
  const gsize n = lm_shape_get_n_columns (&made->shape);
  const lm_real *values = made->data + row * n;

  if (made->shape.rank == 4)
    {
      const double aspect = (double) made->shape.dim[3] / (double) made->shape.dim[2];
      const double width = aspect < 1 ? side * aspect : side;
      const double height = aspect > 1 ? side / aspect : side;

      lamina_draw_picture (cr, values, &made->shape, &frame->input_scaling, x + (side - width) / 2,
                           y + (side - height) / 2, width, height, radius);
      return;
    }

  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++)
    {
      const double value = CLAMP ((double) values[i] / self->limit, -1, 1);

      if (isfinite (value))
        cairo_line_to (cr, x + side * (0.06 + 0.88 * (double) i / (double) MAX (n - 1, 1)),
                       y + side * (0.5 - 0.44 * value));
    }
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
  cairo_set_line_width (cr, side > 60 ? 1.8 : 1);
  cairo_stroke (cr);
}

static void
draw_tiles (const LaminaLatentMap *self,
            cairo_t               *cr,
            const LaminaFrame     *frame,
            const LaminaStyle     *style)
{
  const LmTensor *grid = lamina_latent_get_grid (frame->latent, frame->snapshot);
  const LaminaChart *chart = &self->chart;
  const gsize n = frame->latent->n_grid;

  if (grid != NULL && grid->shape.rank == 4)
    lamina_draw_pictures (cr, grid, &frame->input_scaling, n, chart->left,
                          chart->bottom - (double) n * self->tile, self->tile);
  else
    for (gsize i = 0; grid != NULL && i < n * n; i++)
      draw_made (self, cr, frame, style, grid, i, chart->left + (double) (i % n) * self->tile,
                 chart->bottom - (double) (i / n + 1) * self->tile, self->tile, 0);

  cairo_rectangle (cr, chart->left, chart->top, (double) n * self->tile, (double) n * self->tile);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, grid != NULL ? FADE : 0);
  cairo_fill_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_GRID, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
get_place (const LaminaLatentMap *self,
           const LaminaFrame     *frame,
           gsize                  row,
           double                *x,
           double                *y)
{
  const LaminaLatent *latent = frame->latent;
  const LmTensor *codes = lamina_latent_get_codes (latent, frame->snapshot);
  const lm_real *z = codes->data + row * latent->n_latent;

  lamina_latent_get_place (latent, row, z, x, y);
  *x = lamina_axis_get_pixel (&self->chart.x, *x);
  *y = lamina_axis_get_pixel (&self->chart.y, *y);
}

static void
set_class_color (cairo_t           *cr,
                 const LaminaStyle *style,
                 int                class)
{
  double rgb[3];

  if (class >= 0)
    lamina_style_get_class_color (style, (gsize) class, rgb);
  else
    lamina_style_get_color (style, LAMINA_COLOR_RUN_A, rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
}

static void
draw_examples (const LaminaLatentMap *self,
               cairo_t               *cr,
               const LaminaFrame     *frame,
               const LaminaStyle     *style)
{
  const double side = self->chart.right - self->chart.left;
  const double radius = RADIUS * CLAMP (side / 260, 0.55, sqrt (style->text_scale));

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (gsize i = 0; i < frame->latent->n; i++)
    {
      const int class = frame->latent->classes[i];
      double x, y;

      get_place (self, frame, i, &x, &y);
      if (!isfinite (x) || !isfinite (y))
        continue;
      /* To fill a larger mark costs less than to draw a line around one. */
      cairo_new_path (cr);
      lamina_path_mark (cr, (gsize) MAX (class, 0), x, y, RIM * radius);
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.9);
      cairo_fill (cr);
      lamina_path_mark (cr, (gsize) MAX (class, 0), x, y, radius);
      set_class_color (cr, style, class);
      cairo_fill (cr);
    }
}

/* The middle of a class' examples. Returns: %FALSE if there are none */
static gboolean
find_middle (const LaminaLatentMap *self,
             const LaminaFrame     *frame,
             gsize                  class,
             double                *x,
             double                *y)
{
  gsize n = 0;

  *x = *y = 0;
  for (gsize i = 0; i < frame->latent->n; i++)
    {
      double px, py;

      get_place (self, frame, i, &px, &py);
      if (frame->latent->classes[i] != (int) class || !isfinite (px + py))
        continue;
      *x += px;
      *y += py;
      n++;
    }
  *x /= (double) n;
  *y /= (double) n;

  return n > 0;
}

/* Puts a name where no other is, at its place or next to it. Returns: whether there is room */
static gboolean
place_name (const LaminaLatentMap *self,
            cairo_rectangle_int_t *place,
            const cairo_region_t  *taken)
{
  const int y = place->y;

  for (int i = 0; i < 3; i++)
    {
      place->y = y + (i % 2 == 0 ? 1 : -1) * (i + 1) / 2 * (place->height + 1);
      if (place->y >= self->chart.top && place->y + place->height <= self->chart.bottom &&
          cairo_region_contains_rectangle (taken, place) == CAIRO_REGION_OVERLAP_OUT)
        return TRUE;
    }

  return FALSE;
}

/* Each class' name in the middle of its examples. */
static void
draw_names (const LaminaLatentMap *self,
            cairo_t               *cr,
            const LaminaFrame     *frame,
            const LaminaStyle     *style)
{
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .is_bold = TRUE };
  const LaminaChart *chart = &self->chart;
  const double line = lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const double mark = 5 * RADIUS;
  cairo_region_t *taken = cairo_region_create ();

  for (gsize class = 0; class < frame->n_classes; class++)
    {
      g_autofree char *name = lamina_frame_write_class (frame, class);
      const double width = lamina_measure_text (cr, style, &text, name) + 3 + mark;
      cairo_rectangle_int_t place = { 0, 0, (int) ceil (width), (int) ceil (line) };
      double x, y;

      if (!find_middle (self, frame, class, &x, &y))
        continue;
      place.x = (int) CLAMP (x - width / 2, chart->left, fmax (chart->right - width, chart->left));
      place.y = (int) CLAMP (y - line / 2, chart->top, chart->bottom - line);
      if (!place_name (self, &place, taken))
        continue;

      cairo_region_union_rectangle (taken, &place);
      lamina_path_round_rect (cr, place.x, place.y, place.width, place.height, 4);
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.8);
      cairo_fill (cr);
      lamina_path_mark (cr, class, place.x + mark / 2, place.y + place.height / 2.0, RADIUS);
      set_class_color (cr, style, (int) class);
      cairo_fill (cr);
      lamina_draw_text (cr, style, &text, place.x + mark,
                        lamina_get_baseline (style, text.font, place.y, place.height), name);
    }
  cairo_region_destroy (taken);
}

static void
get_end (const LaminaLatentMap *self,
         const LaminaFrame     *frame,
         gsize                  which,
         double                *x,
         double                *y)
{
  const LaminaLatentEnd *end = &frame->latent->ends[which];

  *x = CLAMP (lamina_axis_get_pixel (&self->chart.x, end->x), self->chart.left, self->chart.right);
  *y = CLAMP (lamina_axis_get_pixel (&self->chart.y, end->y), self->chart.top, self->chart.bottom);
}

static void
draw_letter (cairo_t           *cr,
             const LaminaStyle *style,
             gsize              which,
             gboolean           is_lit,
             double             x,
             double             y)
{
  const double radius = HAND * style->text_scale;
  const LaminaText text = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_CARD,
                            .align = LAMINA_ALIGN_MIDDLE, .is_bold = TRUE };

  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, is_lit ? 7 : 3);
  cairo_stroke_preserve (cr);
  lamina_style_set_source (style, cr, is_lit ? LAMINA_COLOR_RUN_A : LAMINA_COLOR_CARD, 1);
  cairo_set_line_width (cr, is_lit ? 4 : 1);
  cairo_stroke_preserve (cr);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
  cairo_fill (cr);
  lamina_draw_text (cr, style, &text, x, lamina_get_baseline (style, text.font, y, 0),
                    which == 0 ? "A" : "B");
}

static void
draw_hands (const LaminaLatentMap *self,
            cairo_t               *cr,
            const LaminaFrame     *frame,
            const LaminaStyle     *style)
{
  static const double dashes[] = { 4, 3 };
  double x[2], y[2];

  for (gsize i = 0; i < 2; i++)
    get_end (self, frame, i, &x[i], &y[i]);

  cairo_save (cr);
  cairo_move_to (cr, x[0], y[0]);
  cairo_line_to (cr, x[1], y[1]);
  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.9);
  cairo_set_line_width (cr, 3.5);
  cairo_stroke_preserve (cr);
  cairo_set_dash (cr, dashes, 2, 0);
  lamina_style_set_source (style, cr, LAMINA_COLOR_TEXT, 1);
  cairo_set_line_width (cr, 1.4);
  cairo_stroke (cr);
  cairo_restore (cr);

  for (gsize i = 2; i-- > 0;)
    draw_letter (cr, style, i, frame->options.has_focus && frame->options.end == i, x[i], y[i]);
}

/* A picture of the walk. For a moment, while the hand moves, it is of the walk before. */
static void
draw_step (const LaminaLatentMap *self,
           cairo_t               *cr,
           const LaminaFrame     *frame,
           const LaminaStyle     *style,
           gsize                  step,
           double                 x,
           double                 y,
           double                 side,
           double                 radius)
{
  const LmTensor *walk = lamina_latent_get_walk (frame->latent, frame->snapshot);

  if (walk != NULL)
    draw_made (self, cr, frame, style, walk, step, x, y, side, radius);
  if (!lamina_latent_is_current (frame->latent, frame->snapshot, LAMINA_PROBE_WALK))
    {
      cairo_rectangle (cr, x, y, side, side);
      lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 0.4);
      cairo_fill (cr);
    }
  if (walk == NULL || walk->shape.rank != 4 || lamina_style_is_contrast (style))
    lamina_draw_outline (cr, style, x, y, side, side, radius);
}

static void
draw_walk (const LaminaLatentMap *self,
           cairo_t               *cr,
           const LaminaFrame     *frame,
           const LaminaStyle     *style,
           double                 width)
{
  const double pitch = fmin ((width - self->walk) / (LAMINA_N_WALK - 1), self->walk * 1.6);
  const double inset = HAND * style->text_scale;

  for (gsize i = 0; i < LAMINA_N_WALK; i++)
    {
      const double x = floor ((double) i * pitch);

      draw_step (self, cr, frame, style, i, x, self->walk_y, self->walk, 4);
      if (i == 0 || i == LAMINA_N_WALK - 1)
        draw_letter (cr, style, i > 0, FALSE, x + inset, self->walk_y + self->walk - inset);
    }
}

/* The picture of the end that the hand moves, and what it is of. */
static void
draw_panel (const LaminaLatentMap *self,
            cairo_t               *cr,
            const LaminaFrame     *frame,
            const LaminaStyle     *style)
{
  const gsize which = MIN (frame->options.end, 1);
  const double line = 1.2 * lamina_get_line_height (style, LAMINA_FONT_CAPTION);
  const double y = self->panel_y + self->panel;
  LaminaText text = { .font = LAMINA_FONT_CAPTION, .max_width = self->panel / style->text_scale };
  g_autofree char *what = lamina_latent_map_write_end (frame, which);
  /* TRANSLATORS: of a place on the map; %s is A or B. */
  g_autofree char *title = g_strdup_printf (_("%s, decoded"), which == 0 ? "A" : "B");

  draw_step (self, cr, frame, style, which > 0 ? LAMINA_N_WALK - 1 : 0, self->panel_x,
             self->panel_y, self->panel, 8);
  lamina_draw_text (cr, style, &text, self->panel_x,
                    lamina_get_baseline (style, text.font, y + 2, line), title);
  text.color = LAMINA_COLOR_DIM;
  lamina_draw_text (cr, style, &text, self->panel_x,
                    lamina_get_baseline (style, text.font, y + line, line), what);
}

gssize
lamina_latent_map_hit (const LaminaLatentMap *self,
                       const LaminaFrame     *frame,
                       double                 x,
                       double                 y)
{
  double best = NEAR;
  gssize row = -1;

  for (gsize i = 0; i < frame->latent->n; i++)
    {
      double px, py;

      get_place (self, frame, i, &px, &py);
      if (hypot (px - x, py - y) < best)
        {
          best = hypot (px - x, py - y);
          row = (gssize) i;
        }
    }

  return row;
}

void
lamina_latent_map_draw (const LaminaLatentMap *self,
                        cairo_t               *cr,
                        const LaminaFrame     *frame,
                        const LaminaStyle     *style,
                        double                 width)
{
  const LaminaText dim = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const LaminaChart *chart = &self->chart;
  g_autofree char *x_title = write_title (frame->latent, 0);
  g_autofree char *y_title = write_title (frame->latent, 1);

  draw_tiles (self, cr, frame, style);
  lamina_chart_draw_x (chart, cr, style, FALSE, x_title);
  if (frame->latent->n_latent > 1)
    {
      lamina_chart_draw_y (chart, cr, style, FALSE);
      lamina_draw_text (cr, style, &dim, chart->left,
                        lamina_get_baseline (style, dim.font, 0, chart->top), y_title);
    }
  cairo_save (cr);
  cairo_rectangle (cr, chart->left, chart->top, chart->right - chart->left,
                   chart->bottom - chart->top);
  cairo_clip (cr);
  draw_examples (self, cr, frame, style);
  if (chart->right - chart->left >= LEAST_FOR_NAMES * style->text_scale)
    draw_names (self, cr, frame, style);
  cairo_restore (cr);
  if (self->walk > 0)
    draw_walk (self, cr, frame, style, width);
  if (self->panel > 0)
    draw_panel (self, cr, frame, style);
  draw_hands (self, cr, frame, style);
}
