/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"

#include "lamina-shape.h"
#include "lm-random.h"

static const LaminaShapeStyle style = { 0.5, 0.5, 0.25, TRUE };

/* What makes smooth edges: a step changes the distance by no more than its length. */
static void
test_distances (void)
{
  const LmRandom random = { 1, lm_random_stream ("test"), 0, 0 };
  lm_real u[4 * 2000];

  lm_random_uniform (&random, u, G_N_ELEMENTS (u));
  for (int shape = 0; shape < LAMINA_N_SHAPES; shape++)
    for (gsize i = 0; i < G_N_ELEMENTS (u); i += 4)
      {
        const double x = 3 * (double) u[i] - 1.5, y = 3 * (double) u[i + 1] - 1.5;
        const double dx = 0.2 * (double) u[i + 2] - 0.1, dy = 0.2 * (double) u[i + 3] - 0.1;
        const double change = lamina_shape_get_distance (shape, &style, x + dx, y + dy)
                              - lamina_shape_get_distance (shape, &style, x, y);

        g_assert_cmpfloat (fabs (change), <=, sqrt (dx * dx + dy * dy) + 1e-9);
      }
}

/* Each shape fills a good part of its square, and none of what is far outside. */
static void
test_areas (void)
{
  for (int shape = 0; shape < LAMINA_N_SHAPES; shape++)
    {
      int n_inside = 0;

      for (int i = 0; i < 100 * 100; i++)
        n_inside += lamina_shape_get_distance (shape, &style, (i % 100) / 50.0 - 0.99,
                                               (i / 100) / 50.0 - 0.99) < 0;
      g_assert_cmpint (n_inside, >, 1200);
      g_assert_cmpint (n_inside, <, 6500);
      g_assert_cmpfloat (lamina_shape_get_distance (shape, &style, 1.2, 1.2), >, 0);
    }
}

/* A star's tip, its waist and the way between them, by hand. */
static void
test_star (void)
{
  const LaminaShapeStyle thin = { .weight = 0 }; /* Waist 0.38. */
  const double sector = G_PI / 5;

  g_assert_cmpfloat_with_epsilon (lamina_shape_get_distance (LAMINA_SHAPE_STAR, &thin, 1, 0), 0,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (lamina_shape_get_distance (LAMINA_SHAPE_STAR, &thin,
                                                             0.38 * cos (sector),
                                                             0.38 * sin (sector)),
                                  0, 1e-12);
  for (int arm = 0; arm < 5; arm++)
    g_assert_cmpfloat_with_epsilon (lamina_shape_get_distance (LAMINA_SHAPE_STAR, &thin,
                                                               cos (2 * arm * sector),
                                                               sin (2 * arm * sector)),
                                    0, 1e-12);
  g_assert_cmpfloat (lamina_shape_get_distance (LAMINA_SHAPE_STAR, &thin, 0, 0), <, -0.2);
  g_assert_cmpfloat (lamina_shape_get_distance (LAMINA_SHAPE_STAR, &thin, -0.9, 0), >, 0.3);
}

static void
test_balance (void)
{
  g_autoptr(LaminaDataSet) set = load ("kind=shapes;examples=1000");

  g_assert_cmpuint (lamina_data_set_get_n_classes (set), ==, LAMINA_N_SHAPES);
  for (gsize k = 0; k < LAMINA_N_SHAPES; k++)
    {
      g_assert_cmpuint (lamina_data_set_get_class_count (set, LM_SPLIT_TRAINING, k), ==, 75);
      g_assert_cmpuint (lamina_data_set_get_class_count (set, LM_SPLIT_VALIDATION, k), ==, 10);
      g_assert_cmpuint (lamina_data_set_get_class_count (set, LM_SPLIT_TEST, k), ==, 15);
    }
}

static void
test_colour (void)
{
  g_autoptr(LaminaDataSet) set = load ("kind=shapes;examples=1000;picture=colour");
  gsize n_coloured = 0;

  g_assert_true (
    lm_shape_equal (lamina_data_set_get_input_shape (set), &(LmShape) { 4, { 1, 3, 32, 32 } }));
  for (gsize i = 0; i < 100; i++)
    {
      const guint8 *x = lamina_data_set_get_picture (set, 0, i);
      gint64 difference = 0;

      for (gsize p = 0; p < 1024; p++)
        difference += abs (x[p] - x[2048 + p]);
      n_coloured += difference > 1024 * 20;
    }
  g_assert_cmpuint (n_coloured, >, 60);
}

static gint64
get_squared_distance (const guint8 *a,
                      const guint8 *b)
{
  gint64 sum = 0;

  for (int i = 0; i < 784; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);

  return sum;
}

/* How often the nearest of 500 training pictures has the same class. */
static double
get_neighbour_accuracy (LaminaDataSet *set)
{
  gsize n_right = 0;

  for (gsize i = 0; i < 100; i++)
    {
      const guint8 *x = lamina_data_set_get_picture (set, LM_SPLIT_TEST, i);
      gint64 best = G_MAXINT64;
      int answer = -1;

      for (gsize k = 0; k < 500; k++)
        {
          const gint64 distance
            = get_squared_distance (x, lamina_data_set_get_picture (set, LM_SPLIT_TRAINING, k));

          if (distance < best)
            {
              best = distance;
              answer = lamina_data_set_get_label (set, LM_SPLIT_TRAINING, k);
            }
        }
      n_right += answer == lamina_data_set_get_label (set, LM_SPLIT_TEST, i);
    }

  return (double) n_right / 100;
}

/* In one place and size they are easy; as they come, comparing pixels is not enough, and
 * not by chance either. */
static void
test_difficulty (void)
{
  g_autoptr(LaminaDataSet) easy = load ("kind=shapes;examples=1000;variation=0");
  g_autoptr(LaminaDataSet) usual = load ("kind=shapes;examples=1000");
  const double easy_accuracy = get_neighbour_accuracy (easy);
  const double usual_accuracy = get_neighbour_accuracy (usual);

  g_test_message ("nearest neighbour: %.2f easy, %.2f as they come", easy_accuracy, usual_accuracy);
  g_assert_cmpfloat (easy_accuracy, >, 0.9);
  g_assert_cmpfloat (usual_accuracy, >, 0.25);
  g_assert_cmpfloat (usual_accuracy, <, 0.9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shape/distances", test_distances);
  g_test_add_func ("/shape/areas", test_areas);
  g_test_add_func ("/shape/star", test_star);
  g_test_add_func ("/shape/balance", test_balance);
  g_test_add_func ("/shape/colour", test_colour);
  g_test_add_func ("/shape/difficulty", test_difficulty);

  return g_test_run ();
}
