/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-thumbnail.h"

#include <math.h>

#include "picture.h"
#include "sample.h"

/* Every card has a picture, with numbers and without. */
static void
test_layers (void)
{
  for (int kind = SAMPLE_PICTURES; kind <= SAMPLE_REGRESSION; kind++)
    {
      g_autoptr(Sample) sample = sample_new ((SampleKind) kind, 0, 0);
      LaminaFrame frame = sample->frame;

      for (int pass = 0; pass < 2; pass++)
        {
          for (gssize i = -1; i < (gssize) lm_network_get_n_layers (frame.network); i++)
            {
              g_auto(Picture) picture = { 0 };

              picture_init (&picture, LAMINA_SCHEME_LIGHT, 56, 56);
              cairo_translate (picture.cr, 10, 10);
              lamina_thumbnail_draw_layer (picture.cr, &frame, &picture.style, i, 36, 36);
              g_assert_cmpuint (picture_count (&picture, 10, 10, 36, 36), >, 20);
              g_assert_cmpuint (picture_count (&picture, 0, 0, 56, 9), ==, 0);
              g_assert_cmpuint (picture_count (&picture, 47, 0, 9, 56), ==, 0);
            }
          frame.snapshot = NULL;
          frame.example_input = NULL;
        }
    }
}

static void
test_no_network (void)
{
  g_auto(Picture) picture = { 0 };
  LaminaFrame frame;

  lamina_frame_init (&frame);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 36, 36);
  lamina_thumbnail_draw_layer (picture.cr, &frame, &picture.style, 3, 36, 36);
  g_assert_cmpuint (picture_count (&picture, 0, 0, 36, 36), ==, 0);
  lamina_thumbnail_draw_layer (picture.cr, &frame, &picture.style, -1, 36, 36);
  g_assert_cmpuint (picture_count (&picture, 0, 0, 36, 36), >, 0);
}

static void
test_sparkline (void)
{
  static const double falling[] = { 4, 3, 2, 1, NAN, 0.5 }, flat[] = { 1, 1, 1 };
  g_auto(Picture) picture = { 0 };
  const double *all[] = { falling, flat, falling, NULL };
  const gsize counts[] = { 6, 3, 1, 0 };

  picture_init (&picture, LAMINA_SCHEME_DARK, 84, 60);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    lamina_thumbnail_draw_sparkline (picture.cr, &picture.style, all[i], counts[i], 84, 60);

  lamina_thumbnail_draw_sparkline (picture.cr, &picture.style, falling, 6, 84, 60);
  /* High at the left, low at the right. */
  g_assert_cmphex (picture_get (&picture, 40, 8), ==,
                   picture_color (&picture, LAMINA_COLOR_FUTURE));
  g_assert_cmphex (picture_get (&picture, 10, 40), ==,
                   picture_color (&picture, LAMINA_COLOR_FUTURE));
}

static void
test_templates (void)
{
  static const char *const ids[] = {
    "cnn-28", "cnn-32", "spirals", "xor", "dense-28", "resnet-small", "function", "moons", "rings",
    "iris", "rnn-series", "lstm-stacked", "gru-sentiment", "char-lm", "transformer-mini",
    "gan-ring", "gan-dense-28", "dcgan-28", "cgan-28", "vae-conv-28", "vae-dense-28",
    "vae-32-16-32", "autoencoder-denoising", "unet-small", "something new", "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    for (int scheme = 0; scheme < LAMINA_N_SCHEMES; scheme++)
      {
        g_auto(Picture) picture = { 0 };

        picture_init (&picture, (LaminaScheme) scheme, 286, 138);
        cairo_translate (picture.cr, 10, 10);
        lamina_thumbnail_draw_template (picture.cr, &picture.style, ids[i], 266, 118);
        g_assert_cmpuint (picture_count (&picture, 10, 10, 266, 118), >, 1000);
        g_assert_cmpuint (picture_count (&picture, 0, 0, 286, 9), ==, 0);
        g_assert_cmpuint (picture_count (&picture, 277, 0, 9, 138), ==, 0);
        lamina_thumbnail_draw_template (picture.cr, &picture.style, ids[i], 5, 5);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thumbnail/layers", test_layers);
  g_test_add_func ("/thumbnail/no-network", test_no_network);
  g_test_add_func ("/thumbnail/sparkline", test_sparkline);
  g_test_add_func ("/thumbnail/templates", test_templates);

  return g_test_run ();
}
