/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-shape.h"

#include <glib/gi18n-lib.h>
#include <math.h>

const char *const lamina_shape_names[] = {
  N_("Disc"), N_("Ring"), N_("Square"), N_("Triangle"), N_("Star"), N_("Cross"), N_("Crescent"),
  N_("Stripes"), N_("Checks"), N_("Dots"), NULL
};

static double
lamina_mix (double a,
            double b,
            double share)
{
  return a + (b - a) * share;
}

static double
lamina_disc (double x,
             double y,
             double radius)
{
  return sqrt (x * x + y * y) - radius;
}

/* Half its width and height. */
static double
lamina_box (double x,
            double y,
            double width,
            double height)
{
  const double dx = fabs (x) - width, dy = fabs (y) - height;
  const double outer_x = MAX (dx, 0), outer_y = MAX (dy, 0);

  return sqrt (outer_x * outer_x + outer_y * outer_y) + MIN (MAX (dx, dy), 0);
}

/* The farthest outside of the three edges, whose normals are 120° apart. */
static double
lamina_triangle (double x,
                 double y)
{
  static const double normals[3][2] = { { 0, 1 }, { -0.8660254037844386, -0.5 },
                                        { 0.8660254037844386, -0.5 } };
  double distance = -2;

  for (int i = 0; i < 3; i++)
    distance = MAX (distance, normals[i][0] * x + normals[i][1] * y - 0.5);

  return distance;
}

/* All ten half arms lie on one: fold the plane there, then measure from its edge. */
static double
lamina_star (double x,
             double y,
             double waist)
{
  const double sector = G_PI / 5;
  const double radius = sqrt (x * x + y * y);
  const double angle = atan2 (y, x) / (2 * sector);
  const double folded = fabs (angle - rint (angle)) * 2 * sector;
  const double u = radius * cos (folded), v = radius * sin (folded);
  const double edge_x = waist * cos (sector) - 1, edge_y = waist * sin (sector);

  return (v * -edge_x + (u - 1) * edge_y) / sqrt (edge_x * edge_x + edge_y * edge_y);
}

/* Bars as wide as the gaps between them, in direction of x. */
static double
lamina_bars (double x,
             double pitch,
             double slide)
{
  const double place = x / pitch + slide;

  return (fabs (place - floor (place) - 0.5) - 0.25) * pitch;
}

static double
lamina_checks (double x,
               double y,
               double pitch,
               double slide)
{
  const double a = lamina_bars (x, pitch, slide), b = lamina_bars (y, pitch, slide);

  return MAX (MIN (a, b), -MAX (a, b)); /* In one kind of bar, not in both. */
}

static double
lamina_dots (double x,
             double y,
             double pitch,
             double slide)
{
  const double u = x / pitch + slide, v = y / pitch + slide;

  return lamina_disc ((u - floor (u) - 0.5) * pitch, (v - floor (v) - 0.5) * pitch, 0.32 * pitch);
}

static double
lamina_texture (LaminaShape             shape,
                const LaminaShapeStyle *style,
                double                  x,
                double                  y)
{
  const double outline = style->is_square ? lamina_box (x, y, 0.8, 0.8) : lamina_disc (x, y, 0.95);
  double pattern;

  if (shape == LAMINA_SHAPE_STRIPES)
    pattern = lamina_bars (x, lamina_mix (0.45, 0.6, style->pitch), style->slide);
  else if (shape == LAMINA_SHAPE_CHECKS)
    pattern = lamina_checks (x, y, lamina_mix (0.75, 0.95, style->pitch), style->slide);
  else
    pattern = lamina_dots (x, y, lamina_mix (0.5, 0.65, style->pitch), style->slide);

  return MAX (outline, pattern);
}

double
lamina_shape_get_distance (LaminaShape             shape,
                           const LaminaShapeStyle *style,
                           double                  x,
                           double                  y)
{
  const double weight = style->weight;

  switch (shape)
    {
    case LAMINA_SHAPE_DISC:
      return lamina_disc (x, y, 0.85);
    case LAMINA_SHAPE_RING:
      return fabs (lamina_disc (x, y, 0.72)) - lamina_mix (0.12, 0.24, weight);
    case LAMINA_SHAPE_SQUARE:
      return lamina_box (x, y, 0.72, 0.72);
    case LAMINA_SHAPE_TRIANGLE:
      return lamina_triangle (x, y);
    case LAMINA_SHAPE_STAR:
      return lamina_star (x, y, lamina_mix (0.38, 0.5, weight));
    case LAMINA_SHAPE_CROSS:
      return MIN (lamina_box (x, y, 0.92, lamina_mix (0.2, 0.32, weight)),
                  lamina_box (x, y, lamina_mix (0.2, 0.32, weight), 0.92));
    case LAMINA_SHAPE_CRESCENT:
      return MAX (lamina_disc (x, y, 0.92),
                  -lamina_disc (x - lamina_mix (0.36, 0.56, weight), y, 0.74));
    case LAMINA_SHAPE_STRIPES:
    case LAMINA_SHAPE_CHECKS:
    case LAMINA_SHAPE_DOTS:
      return lamina_texture (shape, style, x, y);
    case LAMINA_N_SHAPES:
    default:
      g_return_val_if_reached (1);
    }
}
