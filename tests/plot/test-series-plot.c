/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-series-plot.h"

#include <math.h>

#include "picture.h"

#define N_STEPS 12

typedef struct
{
  double           values[2 * N_STEPS];
  double           least[2], greatest[2];
  double           targets[3];
  LaminaSeriesPlot plot;
} Series;

static void
series_init (Series *self,
             gsize   n_targets)
{
  *self = (Series) { .least = { 0, 0 }, .greatest = { 1, 1 }, .targets = { 1, 1, 1 } };
  self->plot = (LaminaSeriesPlot) {
    .n_steps = N_STEPS, .n_features = 1, .values = self->values, .least = self->least,
    .greatest = self->greatest, .n_targets = n_targets, .targets = self->targets, .n_ahead = 1,
    .target_least = 0, .target_greatest = 1,
  };
}

static gboolean
is_dark (guint32 rgb)
{
  return (rgb & 0xff) < 0x90 && (rgb >> 8 & 0xff) < 0x90 && (rgb >> 16) < 0x90;
}

static gsize
count_dark (Picture *picture,
            int      x,
            int      y,
            int      width,
            int      height)
{
  gsize n = 0;

  for (int i = y; i < y + height; i++)
    for (int j = x; j < x + width; j++)
      n += is_dark (picture_get (picture, j, i));

  return n;
}

/* An input of zeros lies at the bottom at the left, a target of one at the top at the right. */
static void
test_input_and_target (void)
{
  g_auto(Picture) picture = { 0 };
  Series series;
  gsize n_blue = 0;

  series_init (&series, 1);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 200, 80);
  lamina_series_plot_draw (&series.plot, picture.cr, &picture.style, 0, 0, 200, 80);

  g_assert_cmpuint (count_dark (&picture, 10, 60, 130, 20), >, 100);
  g_assert_cmpuint (count_dark (&picture, 10, 0, 130, 50), ==, 0);
  for (int x = 168; x < 200; x++)
    n_blue += picture_compare (picture_get (&picture, x, 6),
                               picture_color (&picture, LAMINA_COLOR_RUN_A)) < 60;
  g_assert_cmpuint (n_blue, >, 2);
  /* The ground tells which is which. */
  g_assert_cmpint (picture_compare (picture_get (&picture, 20, 30),
                                    picture_get (&picture, 195, 60)), >, 5);
}

/* Without a target the input has the whole width. */
static void
test_no_target (void)
{
  g_auto(Picture) picture = { 0 };
  Series series;

  series_init (&series, 0);
  picture_init (&picture, LAMINA_SCHEME_DARK, 200, 80);
  lamina_series_plot_draw (&series.plot, picture.cr, &picture.style, 0, 0, 200, 80);
  g_assert_cmphex (picture_get (&picture, 20, 30), ==, picture_get (&picture, 195, 30));
  g_assert_cmpint (picture_compare (picture_get (&picture, 180, 74),
                                    picture_get (&picture, 20, 30)), >, 60);
}

/* A short example leaves the room of the steps that it has not. */
static void
test_room (void)
{
  g_auto(Picture) picture = { 0 };
  Series series;

  series_init (&series, 0);
  series.plot.n_room = 2 * N_STEPS;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 200, 80);
  lamina_series_plot_draw (&series.plot, picture.cr, &picture.style, 0, 0, 200, 80);
  g_assert_cmpuint (count_dark (&picture, 10, 60, 80, 20), >, 60);
  g_assert_cmpuint (count_dark (&picture, 110, 60, 80, 20), ==, 0);
}

static void
test_odd_numbers (void)
{
  g_auto(Picture) picture = { 0 };
  Series series;

  series_init (&series, 3);
  series.values[3] = NAN;
  series.values[5] = INFINITY;
  series.values[7] = -1e300;
  series.targets[1] = NAN;
  series.plot.n_ahead = 10000;
  series.greatest[0] = 0; /* a constant */
  picture_init (&picture, LAMINA_SCHEME_DARK_CONTRAST, 60, 30);
  lamina_series_plot_draw (&series.plot, picture.cr, &picture.style, 0, 0, 60, 30);
  series.plot.n_steps = 1;
  series.plot.n_features = 2;
  lamina_series_plot_draw (&series.plot, picture.cr, &picture.style, 0, 0, 60, 30);
  g_assert_cmpuint (picture_count (&picture, 0, 0, 60, 30), >, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series-plot/input-and-target", test_input_and_target);
  g_test_add_func ("/series-plot/no-target", test_no_target);
  g_test_add_func ("/series-plot/room", test_room);
  g_test_add_func ("/series-plot/odd-numbers", test_odd_numbers);

  return g_test_run ();
}
