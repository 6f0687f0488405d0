/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers that act at random while training: what they do, and that shards do not matter. */

#include <math.h>
#include <string.h>

#include "by-hand.h"
#include "lm-warp.h"

#define N_ROWS 400

static const LmShape picture = { 4, { 1, 1, 2, 3 } };

/* @n_rows times the numbers 1 to 6. */
static Rig *
new_rig_of_ramps (const char *kind,
                  const char *fields,
                  gsize       n_rows)
{
  Rig *rig = new_rig (kind, fields, &picture, n_rows);
  LmTensor x = rig_get_input (rig), c = rig_get_target (rig);

  for (gsize i = 0; i < x.len; i++)
    {
      x.data[i] = (lm_real) (1 + i % 6);
      c.data[i] = (lm_real) ((i % 6 == 0) * n_rows); /* dy is 1 at the first pixel. */
    }
  rig_train (rig);

  return rig;
}

static gboolean
is_row (const lm_real *row,
        const char    *numbers)
{
  char *end = (char *) numbers;

  for (gsize i = 0; i < 6; i++)
    {
      if (fabs ((double) row[i] - g_ascii_strtod (numbers, &end)) > 1e-5)
        return FALSE;
      numbers = end;
    }

  return TRUE;
}

/* The share of examples that became one of @rows, of which there are @n; no other may be. */
static void
count_rows (Rig               *rig,
            const char *const *rows,
            gsize              n,
            double            *shares)
{
  const lm_real *y = rig_get_output ()->data;

  memset (shares, 0, n * sizeof *shares);
  for (gsize i = 0; i < rig->n_rows; i++)
    {
      gsize j = 0;

      while (j < n && !is_row (y + 6 * i, rows[j]))
        j++;
      g_assert_cmpuint (j, <, n);
      shares[j] += 1 / (double) rig->n_rows;
    }
}

static void
test_flip (void)
{
  const char *const rows[] = { "1 2 3 4 5 6", "3 2 1 6 5 4", "4 5 6 1 2 3", "6 5 4 3 2 1" };
  const gsize first[] = { 0, 2, 3, 5 }; /* where the gradient of the first pixel goes */
  double shares[4];
  g_autoptr(Rig) sides = new_rig_of_ramps ("random-flip", "", N_ROWS);
  LmTensor grad;

  /* 400 coins: four deviations are 0.1. */
  count_rows (sides, rows, 2, shares);
  g_assert_cmpfloat_with_epsilon (shares[1], 0.5, 0.1);
  grad = rig_get_grad (sides, "input_1.offset");
  for (gsize i = 0; i < N_ROWS; i++)
    g_assert_cmpfloat ((double) grad.data[6 * i + (is_row (rig_get_output ()->data + 6 * i, rows[0])
                                                     ? first[0] : first[1])], ==, 1);

  g_clear_pointer (&sides, rig_free);
  sides = new_rig_of_ramps ("random-flip", "direction=vertical probability=1", N_ROWS);
  count_rows (sides, rows + 2, 1, shares);

  g_clear_pointer (&sides, rig_free);
  sides = new_rig_of_ramps ("random-flip", "direction=both", N_ROWS);
  count_rows (sides, rows, 4, shares);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (shares[i], 0.25, 0.1);
}

static void
test_shift (void)
{
  const char *const rows[] = { "1 2 3 4 5 6", "0 1 2 0 4 5", "2 3 0 5 6 0" };
  const char *const edges[] = { "1 2 3 4 5 6", "1 2 3 1 2 3", "4 5 6 4 5 6" };
  double shares[3];
  g_autoptr(Rig) sideways = new_rig_of_ramps ("random-shift",
                                              "vertical=0 horizontal=0.33 fill=zero", N_ROWS);
  g_autoptr(Rig) upright = NULL;

  count_rows (sideways, rows, 3, shares);
  g_assert_cmpfloat_with_epsilon (shares[1], shares[2], 0.15);
  upright = new_rig_of_ramps ("random-shift", "vertical=0.5 horizontal=0", N_ROWS);
  count_rows (upright, edges, 3, shares);
  g_assert_cmpfloat_with_epsilon (shares[1], shares[2], 0.15);
}

static void
assert_warped (const LmWarp  *warp,
               const LmShape *shape,
               const lm_real *x,
               const char    *numbers)
{
  lm_real y[9];

  lm_warp_apply (warp, shape, x, y);
  assert_is (lm_tensor_init (y, shape), numbers);
}

static void
test_warp (void)
{
  const LmShape square = { 4, { 1, 1, 3, 3 } };
  const lm_real x[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const LmWarp quarter = { G_PI / 2, 1, 0, 0, LM_FILL_ZERO };
  const LmWarp half = { G_PI, 1, 0, 0, LM_FILL_EDGE };
  const LmWarp twice = { 0, 2, 0, 0, LM_FILL_ZERO };
  const LmWarp small = { 0, 0.5, 0, 0, LM_FILL_ZERO };
  const LmWarp between = { 0, 1, 0, 0.5, LM_FILL_EDGE };
  const LmWarp outside = { 0, 1, 10, 0, LM_FILL_ZERO };

  assert_warped (&quarter, &square, x, "3 6 9  2 5 8  1 4 7"); /* counter-clockwise */
  assert_warped (&half, &square, x, "9 8 7  6 5 4  3 2 1");
  assert_warped (&twice, &square, x, "3 3.5 4  4.5 5 5.5  6 6.5 7");
  assert_warped (&small, &square, x, "0 0 0  0 5 0  0 0 0");
  assert_warped (&between, &square, x, "1 1.5 2.5  4 4.5 5.5  7 7.5 8.5");
  assert_warped (&outside, &square, x, "0 0 0  0 0 0  0 0 0");
}

/* What is drawn lies between the limits, reaches near them, and is drawn for each example. */
static void
assert_between (const char *kind,
                const char *fields,
                gsize       place,
                double      min,
                double      max)
{
  g_autoptr(Rig) rig = new_rig_of_ramps (kind, fields, N_ROWS);
  const lm_real *y = rig_get_output ()->data;
  double low = max, high = min;

  g_test_message ("%s", kind);
  for (gsize i = 0; i < N_ROWS; i++)
    {
      low = MIN (low, (double) y[6 * i + place]);
      high = MAX (high, (double) y[6 * i + place]);
    }
  g_assert_cmpfloat (low, >=, min - EPSILON);
  g_assert_cmpfloat (high, <=, max + EPSILON);
  g_assert_cmpfloat (low, <, min + (max - min) / 10);
  g_assert_cmpfloat (high, >, max - (max - min) / 10);
}

static void
test_limits (void)
{
  assert_between ("random-brightness", "amount=0.5", 0, 0.5, 1.5);
  assert_between ("random-contrast", "amount=0.4", 5, 3.5 + 0.6 * 2.5, 3.5 + 1.4 * 2.5);
  /* The corner: 1.25 times as large, it shows row 0.9 and column 1.8; made smaller, the edge. */
  assert_between ("random-zoom", "amount=0.25", 5, 1 + 3 * 0.9 + 1.8, 6);
}

static void
test_erase (void)
{
  g_autoptr(Rig) rig = new_rig_of_ramps ("random-erase", "min_area=0.3 max_area=0.4 value=-1",
                                         N_ROWS);
  const lm_real *y = rig_get_output ()->data;
  const LmTensor grad = rig_get_grad (rig, "input_1.offset");
  gsize n_holes = 0, n_erased[6] = { 0 };

  for (gsize i = 0; i < 6 * N_ROWS; i++)
    {
      g_assert_true (y[i] == -1 || y[i] == (lm_real) (1 + i % 6));
      g_assert_cmpfloat ((double) grad.data[i], ==, i % 6 == 0 && y[i] != -1);
      n_erased[i % 6] += y[i] == -1;
    }
  for (gsize i = 0; i < N_ROWS; i++)
    n_holes += !is_row (y + 6 * i, "1 2 3 4 5 6");

  g_assert_cmpfloat_with_epsilon ((double) n_holes / N_ROWS, 0.5, 0.1);
  for (gsize i = 0; i < 6; i++) /* Nowhere never, nowhere always. */
    {
      g_assert_cmpuint (n_erased[i], >, N_ROWS / 20);
      g_assert_cmpuint (n_erased[i], <, N_ROWS / 2);
    }
}

static void
test_noise (void)
{
  const LmShape input = { 2, { 1, 1000 } };
  g_autoptr(Rig) rig = new_rig ("gaussian-noise", "deviation=0.5", &input, 10);
  LmTensor x = rig_get_input (rig);
  double sum = 0, squares = 0;

  lm_tensor_fill (&x, 3);
  rig_train (rig);
  for (gsize i = 0; i < x.len; i++)
    {
      const double z = ((double) rig_get_output ()->data[i] - 3) / 0.5;

      sum += z;
      squares += z * z;
    }
  g_assert_cmpfloat_with_epsilon (sum / 10000, 0, 0.04); /* four deviations */
  g_assert_cmpfloat_with_epsilon (squares / 10000, 1, 0.06);
}

static void
test_spatial_dropout (void)
{
  const LmShape maps = { 4, { 1, 100, 2, 2 } }, sequence = { 3, { 1, 4, 100 } };

  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr(Rig) rig = new_rig ("spatial-dropout", "rate=0.25", i == 0 ? &maps : &sequence, 20);
      LmTensor x = rig_get_input (rig);
      const lm_real *y;
      gsize n_kept = 0;

      lm_tensor_fill (&x, 3);
      rig_train (rig);
      y = rig_get_output ()->data;
      for (gsize j = 0; j < 2000; j++)
        {
          const gsize first = i == 0 ? 4 * j : j / 100 * 400 + j % 100, step = i == 0 ? 1 : 100;

          g_assert_true (y[first] == 0 || y[first] == 4);
          for (gsize k = 1; k < 4; k++)
            g_assert_cmpfloat ((double) y[first + k * step], ==, (double) y[first]);
          n_kept += y[first] > 0;
        }
      g_assert_cmpfloat_with_epsilon ((double) n_kept / 2000, 0.75, 0.04);
    }
}

static const struct
{
  const char *kind, *fields;
} kinds[] = {
  { "gaussian-noise", "" },    { "spatial-dropout", "" }, { "random-flip", "" },
  { "random-shift", "vertical=0.5" }, { "random-rotation", "" }, { "random-zoom", "" },
  { "random-brightness", "" }, { "random-contrast", "" }, { "random-erase", "" },
};

/* What is drawn depends neither on the shards nor on anything else but the step; predicting leaves
 * everything as it is.
 */
static void
test_shards (void)
{
  const LmShape input = { 4, { 1, 2, 5, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      lm_real *predicted;
      Rig *rigs[2];

      g_test_message ("%s", kinds[i].kind);
      for (gsize j = 0; j < 2; j++)
        {
          LmTensor x, c;

          rigs[j] = rig_new (rig_make_layer (kinds[i].kind, kinds[i].fields), &input, NULL, 1,
                             NULL, NULL, 20, j * 1000000, NULL);
          x = rig_get_input (rigs[j]);
          c = rig_get_target (rigs[j]);
          for (gsize k = 0; k < x.len; k++)
            {
              x.data[k] = (lm_real) (k * 37 % 211) / 211;
              c.data[k] = (lm_real) (k * 41 % 13);
            }
        }

      g_assert_cmpuint (lm_network_get_n_shards (rigs[1]->network, 20), >, 1);
      g_assert_cmpfloat_with_epsilon (rig_train (rigs[0]), rig_train (rigs[1]), 1e-4);
      for (gsize k = 0; k < 20 * 40; k++)
        g_assert_cmpfloat ((double) rig_get_grad (rigs[0], "input_1.offset").data[k], ==,
                           (double) rig_get_grad (rigs[1], "input_1.offset").data[k]);

      predicted = rig_predict (rigs[0]);
      for (gsize k = 0; k < 20 * 40; k++)
        g_assert_cmpfloat ((double) predicted[k], ==, (double) rig_get_input (rigs[0]).data[k]);
      lm_free (predicted);
      rig_free (rigs[0]);
      rig_free (rigs[1]);
    }
}

/* NaN is not hidden, and the next step draws anew. */
static void
test_steps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const LmShape input = { 4, { 1, 2, 5, 4 } };
      const gboolean has_holes = strcmp (kinds[i].kind, "random-erase") == 0;
      g_autoptr(Rig) rig = new_rig (kinds[i].kind, kinds[i].fields, &input, 8);
      LmTensor x = rig_get_input (rig);
      g_autofree lm_real *y = NULL;
      gsize n_nan = 0;

      g_test_message ("%s", kinds[i].kind);
      for (gsize k = 0; k < x.len; k++)
        x.data[k] = (lm_real) (k * 37 % 211) / 211;
      rig_train (rig);
      y = g_memdup2 (rig_get_output ()->data, x.len * sizeof *y);
      rig->state->step++;
      rig_train (rig);
      g_assert_true (memcmp (y, rig_get_output ()->data, x.len * sizeof *y) != 0);

      lm_tensor_fill (&x, (lm_real) NAN);
      rig_train (rig);
      for (gsize k = 0; k < x.len; k++)
        n_nan += isnan (rig_get_output ()->data[k]) != 0;
      g_assert_cmpuint (n_nan, >, 0);
      g_assert_true (n_nan == x.len || has_holes);
    }
}

static void
test_words (void)
{
  const LmShape row = { 2, { 1, 12 } };

  for (gsize i = 2; i < G_N_ELEMENTS (kinds); i++)
    assert_refused (kinds[i].kind, "", &row, NULL, 1,
                    "This layer takes pictures, not 12: put a reshape layer before it");
  assert_refused ("spatial-dropout", "", &row, NULL, 1,
                  "Spatial dropout takes pictures or sequences, not 12: choose dropout");

  assert_described ("gaussian-noise", "deviation=0.5", "deviation 0.5");
  assert_described ("spatial-dropout", "rate=0.2", "rate 0.2");
  assert_described ("random-flip", "direction=both", "Both");
  assert_described ("random-shift", "vertical=0.25", "by 0.25 × 0.1");
  assert_described ("random-rotation", "", "up to 10°");
  assert_described ("random-erase", "", "probability 0.5");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/augmentation/flip", test_flip);
  g_test_add_func ("/augmentation/shift", test_shift);
  g_test_add_func ("/augmentation/warp", test_warp);
  g_test_add_func ("/augmentation/limits", test_limits);
  g_test_add_func ("/augmentation/erase", test_erase);
  g_test_add_func ("/augmentation/noise", test_noise);
  g_test_add_func ("/augmentation/spatial-dropout", test_spatial_dropout);
  g_test_add_func ("/augmentation/shards", test_shards);
  g_test_add_func ("/augmentation/steps", test_steps);
  g_test_add_func ("/augmentation/words", test_words);

  return g_test_run ();
}
