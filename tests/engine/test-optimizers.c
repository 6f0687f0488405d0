/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optimizers over three steps and schedules, with the numbers worked out by hand. */

#include <math.h>
#include <string.h>

#include "lm-training.h"

/* Gradients 1, -2 and 0.5, from 10 on, with a learning rate of 0.1. */
static const double gradients[] = { 1, -2, 0.5 };

static void
assert_steps (const char   *kind,
              const char   *settings,
              const double *expected)
{
  g_autoptr(LmTraining) training = lm_training_new ();
  g_auto(GStrv) words = g_strsplit (settings, " ", -1);
  lm_real old[3] = { 10, 0, 0 }, new[3] = { 0 };

  g_assert_true (lm_training_set (training, "optimizer", kind, NULL));
  g_assert_true (lm_training_set (training, "learning_rate", "0.1", NULL));
  for (GStrv word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto(GStrv) parts = g_strsplit (*word, "=", 2);
      g_autofree char *name = g_strconcat ("optimizer.", parts[0], NULL);

      g_assert_true (lm_training_set (training, name, parts[1], NULL));
    }

  for (gsize i = 0; i < 3; i++)
    {
      const lm_real gradient = (lm_real) gradients[i];
      const LmUpdate update = { 1, &gradient, &old[0], &new[0], { &old[1], &old[2] },
                                { &new[1], &new[2] }, training->optimizer->learning_rate, i + 1 };

      training->optimizer->klass->update (training->optimizer, &update);
      g_test_message ("%s: %.9g", kind, (double) new[0]);
      g_assert_cmpfloat_with_epsilon ((double) new[0], expected[i], 2e-6);
      memcpy (old, new, sizeof old);
    }
}

static void
test_sgd (void)
{
  assert_steps ("sgd", "", (double[]) { 9.9, 10.1, 10.05 });
}

/* The speed is 1, 0.5 - 2 = -1.5, -0.75 + 0.5 = -0.25. */
static void
test_momentum (void)
{
  assert_steps ("momentum", "momentum=0.5", (double[]) { 9.9, 10.05, 10.075 });
  assert_steps ("nesterov", "momentum=0.5",
                (double[]) { 10 - 0.15, 9.85 + 0.275, 10.125 - 0.0375 });
}

/* The mean of squares is 0.5, 2.25, 1.25; alpha is 0.5. */
static void
test_rmsprop (void)
{
  const double first = 10 - 0.1 / sqrt (0.5);
  const double second = first + 0.2 / sqrt (2.25);

  assert_steps ("rmsprop", "alpha=0.5", (double[]) { first, second, second - 0.05 / sqrt (1.25) });
}

static void
test_adagrad (void)
{
  const double second = 9.9 + 0.2 / sqrt (5);

  assert_steps ("adagrad", "", (double[]) { 9.9, second, second - 0.05 / sqrt (5.25) });
}

/* Betas of 0.5: m is 0.5, -0.75, -0.125, divided by 1/2, 3/4, 7/8; v is 0.5, 2.25, 1.25. */
static void
test_adam (void)
{
  const double second = 9.9 + 0.1 * 1 / sqrt (3);
  const double third = second + 0.1 * (0.125 / 0.875) / sqrt (1.25 / 0.875);

  assert_steps ("adam", "beta1=0.5 beta2=0.5", (double[]) { 9.9, second, third });
}

/* Before each step the weight loses 0.1·0.2 of itself. */
static void
test_adamw (void)
{
  const double first = 10 * 0.98 - 0.1;
  const double second = first * 0.98 + 0.1 * 1 / sqrt (3);
  const double third = second * 0.98 + 0.1 * (0.125 / 0.875) / sqrt (1.25 / 0.875);

  assert_steps ("adamw", "beta1=0.5 beta2=0.5 weight_decay=0.2",
                (double[]) { first, second, third });
}

/* Every optimizer goes downhill, on a block whose length no vector divides. */
static void
test_downhill (gconstpointer data)
{
  const LmOptimizerClass *klass = data;
  g_autoptr(LmOptimizer) optimizer = lm_optimizer_new (klass);
  enum { N = 1003 };
  g_autofree lm_real *blocks = g_new0 (lm_real, 7 * N);
  lm_real *old[3] = { blocks, blocks + N, blocks + 2 * N };
  lm_real *new[3] = { blocks + 3 * N, blocks + 4 * N, blocks + 5 * N };
  lm_real *gradient = blocks + 6 * N;

  for (gsize i = 0; i < N; i++)
    old[0][i] = (lm_real) (1 + (double) i / N);
  for (guint64 step = 1; step <= 300; step++)
    {
      const LmUpdate update = { N, gradient, old[0], new[0], { old[1], old[2] }, { new[1], new[2] },
                                0.02, step };

      memcpy (gradient, old[0], N * sizeof *gradient); /* of x² / 2 */
      klass->update (optimizer, &update);
      for (gsize i = 0; i < 3; i++)
        {
          lm_real *swapped = old[i];

          old[i] = new[i];
          new[i] = swapped;
        }
    }

  for (gsize i = 0; i < N; i++)
    g_assert_cmpfloat (fabs ((double) old[0][i]), <, 0.7 * (1 + (double) i / N));
}

static double
get_factor (const LmSchedule *schedule,
            guint64           step)
{
  const LmProgress progress = { step, 10, 100 };
  const double state[LM_SCHEDULE_STATE] = { 0 };

  return schedule->klass->get_factor (schedule, &progress, state);
}

static LmSchedule *
make_schedule (const char *kind,
               const char *settings)
{
  LmSchedule *schedule = lm_schedule_new (lm_schedule_class_find (kind));
  g_auto(GStrv) words = g_strsplit (settings, " ", -1);

  for (GStrv word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto(GStrv) parts = g_strsplit (*word, "=", 2);

      g_assert_true (lm_fields_set (schedule->klass->fields, schedule, parts[0], parts[1], NULL));
    }

  return schedule;
}

/* 10 epochs of 10 steps. */
static void
test_schedules (void)
{
  g_autoptr(LmSchedule) constant = make_schedule ("constant", "");
  g_autoptr(LmSchedule) step = make_schedule ("step", "every=2 gamma=0.5");
  g_autoptr(LmSchedule) exponential = make_schedule ("exponential", "gamma=0.9");
  g_autoptr(LmSchedule) cosine = make_schedule ("cosine", "min=0.2");
  g_autoptr(LmSchedule) warmup = make_schedule ("warmup", "steps=4");
  g_autoptr(LmSchedule) wave = make_schedule ("warmup", "steps=20 then=cosine min=0.5");

  g_assert_cmpfloat (get_factor (constant, 99), ==, 1);
  g_assert_cmpfloat (get_factor (step, 19), ==, 1);
  g_assert_cmpfloat (get_factor (step, 20), ==, 0.5);
  g_assert_cmpfloat (get_factor (step, 99), ==, 0.0625);
  g_assert_cmpfloat (get_factor (exponential, 9), ==, 1);
  g_assert_cmpfloat_with_epsilon (get_factor (exponential, 20), 0.81, 1e-12);
  g_assert_cmpfloat (get_factor (cosine, 0), ==, 1);
  g_assert_cmpfloat_with_epsilon (get_factor (cosine, 50), 0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_factor (cosine, 100), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_factor (cosine, 1000), 0.2, 1e-12);
  g_assert_cmpfloat (get_factor (warmup, 0), ==, 0.25);
  g_assert_cmpfloat (get_factor (warmup, 3), ==, 1);
  g_assert_cmpfloat (get_factor (warmup, 99), ==, 1);
  g_assert_cmpfloat (get_factor (wave, 9), ==, 0.5);
  g_assert_cmpfloat (get_factor (wave, 20), ==, 1);
  g_assert_cmpfloat_with_epsilon (get_factor (wave, 60), 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_factor (wave, 100), 0.5, 1e-12);
}

/* Goes down after the third loss in a row that is not better; then one is not counted. */
static void
test_plateau (void)
{
  const double losses[] = { 1, 0.5, 0.5, 0.49999, 0.6, 0.7, 0.5, 0.5, 0.5, 0.4, NAN, NAN, NAN };
  const double factors[] = { 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1,
                             0.01, 0.01, 0.01, 0.01, 0.005 };
  g_autoptr(LmSchedule) plateau = make_schedule ("plateau", "patience=2 cooldown=1 min=0.005");
  const LmProgress progress = { 0, 1, 1 };
  double state[LM_SCHEDULE_STATE] = { 0 };

  g_assert_cmpfloat (plateau->klass->get_factor (plateau, &progress, state), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      plateau->klass->observe (plateau, losses[i], state);
      g_test_message ("%g", losses[i]);
      g_assert_cmpfloat_with_epsilon (plateau->klass->get_factor (plateau, &progress, state),
                                      factors[i], 1e-12);
    }
}

/* However often it goes down, it does not begin again. */
static void
test_long_plateau (void)
{
  g_autoptr(LmSchedule) plateau = make_schedule ("plateau", "patience=0");
  const LmProgress progress = { 0, 1, 1 };
  double state[LM_SCHEDULE_STATE] = { 0 };
  double factor = 1;

  for (gsize i = 0; i < 400; i++)
    {
      const double before = factor;

      plateau->klass->observe (plateau, 1, state);
      factor = plateau->klass->get_factor (plateau, &progress, state);
      g_assert_cmpfloat (factor, <=, before);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/optimizers/sgd", test_sgd);
  g_test_add_func ("/optimizers/momentum", test_momentum);
  g_test_add_func ("/optimizers/rmsprop", test_rmsprop);
  g_test_add_func ("/optimizers/adagrad", test_adagrad);
  g_test_add_func ("/optimizers/adam", test_adam);
  g_test_add_func ("/optimizers/adamw", test_adamw);
  for (gsize i = 0; i < lm_optimizer_class_get_n (); i++)
    {
      const LmOptimizerClass *klass = lm_optimizer_class_nth (i);
      g_autofree char *path = g_strdup_printf ("/optimizers/%s/downhill", klass->id);

      g_test_add_data_func (path, klass, test_downhill);
    }
  g_test_add_func ("/schedules/by-hand", test_schedules);
  g_test_add_func ("/schedules/plateau", test_plateau);
  g_test_add_func ("/schedules/plateau/long", test_long_plateau);

  return g_test_run ();
}
