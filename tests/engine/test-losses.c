/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Losses and metrics in examples that were worked out by hand. */

#include <math.h>

#include "lm-training.h"

#define EPSILON 1e-6

/* Both of @n rows; what a loss says of them. */
typedef struct
{
  double  loss, weight;
  lm_real dy[16];
} Verdict;

static LmTensor
view (const lm_real *data,
      gsize          n_rows,
      gsize          n)
{
  return lm_tensor_init ((lm_real *) data, &(LmShape) { 2, { n_rows, n } });
}

static Verdict
judge (const LmLoss   *loss,
       const LmTensor *y,
       const LmTensor *target)
{
  const LmShape one = { 2, { 1, y->shape.dim[1] } };
  Verdict verdict = { 0 };
  LmTensor dy = lm_tensor_init (verdict.dy, &y->shape);

  verdict.weight = lm_loss_get_weight (loss, &one, target);
  verdict.loss = loss->klass->forward (loss, y, target, 1, &dy);
  g_assert_cmpfloat (loss->klass->forward (loss, y, target, 1, NULL), ==, verdict.loss);

  return verdict;
}

static LmLoss *
make_loss (const char *kind,
           const char *field,
           const char *value)
{
  LmLoss *loss = lm_loss_new (lm_loss_class_find (kind));

  if (field != NULL)
    g_assert_true (lm_fields_set (loss->klass->fields, loss, field, value, NULL));

  return loss;
}

static void
test_regression (void)
{
  const lm_real y[] = { 1, 2, 3, 4 }, t[] = { 1, 4, 2, 0 };
  const LmTensor y_view = view (y, 2, 2), t_view = view (t, 2, 2);
  g_autoptr(LmLoss) mse = make_loss ("mse", NULL, NULL);
  g_autoptr(LmLoss) mae = make_loss ("mae", NULL, NULL);
  g_autoptr(LmLoss) huber = make_loss ("huber", "delta", "1.5");
  Verdict verdict;

  /* Errors 0, -2 and 1, 4; a row's loss is the mean over its numbers. */
  verdict = judge (mse, &y_view, &t_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, 4.0 / 2 + 17.0 / 2, EPSILON);
  g_assert_cmpfloat (verdict.weight, ==, 2);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], -2, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[3], 4, EPSILON);

  verdict = judge (mae, &y_view, &t_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, 2.0 / 2 + 5.0 / 2, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], 0, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], -0.5, EPSILON);

  /* 1.5·(2 - 0.75), 1² / 2, 1.5·(4 - 0.75) */
  verdict = judge (huber, &y_view, &t_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, (1.875 + 0.5 + 4.875) / 2, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], -0.75, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], 0.5, EPSILON);
}

static void
test_binary_cross_entropy (void)
{
  const lm_real y[] = { 0, (lm_real) 1.0986122887, 500, -500, 20 }, t[] = { 1, 1, 1, 0, 1 };
  const lm_real wrong[] = { 500, -500, 0, 0, 0 }, no[] = { 0, 1, 0, 0, 0 };
  const LmTensor y_view = view (y, 5, 1), t_view = view (t, 5, 1);
  const LmTensor wrong_view = view (wrong, 5, 1), no_view = view (no, 5, 1);
  g_autoptr(LmLoss) loss = make_loss ("binary-cross-entropy", NULL, NULL);
  lm_real answers[5];
  LmTensor answer = view (answers, 5, 1);
  Verdict verdict = judge (loss, &y_view, &t_view);

  /* Probabilities 1/2, 3/4, 1, 0 and almost 1. */
  g_assert_cmpfloat_with_epsilon (verdict.loss, log (2) + log (4.0 / 3) + 2.061e-9, 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], -0.5, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], -0.25, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], 0, EPSILON);

  verdict = judge (loss, &wrong_view, &no_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, 1000 + 3 * log (2), 1e-3);

  lm_loss_activate (loss, &y_view, &answer);
  g_assert_cmpfloat_with_epsilon ((double) answers[1], 0.75, EPSILON);
}

/* Both parts' losses are one function of the answer and the verdict, 1 or 0. */
static void
test_adversarial (void)
{
  const lm_real y[] = { (lm_real) 1.0986122887, (lm_real) 1.0986122887, -500, 500 };
  const lm_real t[] = { 1, 0, 1, 1 };
  const LmTensor y_view = view (y, 4, 1), t_view = view (t, 4, 1);
  g_autoptr(LmLoss) plain = make_loss ("adversarial", NULL, NULL);
  g_autoptr(LmLoss) squares = make_loss ("least-squares-adversarial", NULL, NULL);
  lm_real answers[4];
  LmTensor answer = view (answers, 4, 1);
  Verdict verdict = judge (plain, &y_view, &t_view);

  /* Probabilities 3/4 and 3/4, and a wrong one with its whole gradient. */
  g_assert_cmpfloat_with_epsilon (verdict.loss, log (4.0 / 3) + log (4) + 500, 1e-4);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], -0.25, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], 0.75, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], -1, EPSILON);
  lm_loss_activate (plain, &y_view, &answer);
  g_assert_cmpfloat_with_epsilon ((double) answers[0], 0.75, EPSILON);

  verdict = judge (squares, &y_view, &t_view);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], 0.0986122887, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], 1.0986122887, EPSILON);
  g_assert_cmpfloat_with_epsilon (verdict.loss, (0.0986122887 * 0.0986122887 +
                                                 1.0986122887 * 1.0986122887 +
                                                 501.0 * 501.0 + 499.0 * 499.0) / 2, 1e-3);
}

static void
test_cross_entropy (void)
{
  const lm_real y[] = { 0, (lm_real) 0.69314718056, (lm_real) 1.6094379124, 1000, 0, 0 };
  const lm_real labels[] = { 2, 0 }, shares[] = { 0, 0, 1, 1, 0, 0 };
  const LmTensor y_view = view (y, 2, 3);
  const LmTensor labels_view = view (labels, 2, 1), shares_view = view (shares, 2, 3);
  g_autoptr(LmLoss) plain = make_loss ("softmax-cross-entropy", NULL, NULL);
  g_autoptr(LmLoss) weighted = make_loss ("softmax-cross-entropy", "class_weights", "5,1,3");

  for (gsize i = 0; i < 2; i++)
    {
      const LmTensor *target = i == 0 ? &labels_view : &shares_view;
      Verdict verdict = judge (plain, &y_view, target);

      /* Probabilities 1/8, 2/8, 5/8, and 1, 0, 0. */
      g_assert_cmpfloat_with_epsilon (verdict.loss, log (8.0 / 5), EPSILON);
      g_assert_cmpfloat (verdict.weight, ==, 2);
      g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], 0.125, EPSILON);
      g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], 0.25, EPSILON);
      g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], -0.375, EPSILON);
      g_assert_cmpfloat_with_epsilon ((double) verdict.dy[3], 0, EPSILON);

      verdict = judge (weighted, &y_view, target);
      g_assert_cmpfloat_with_epsilon (verdict.loss, 3 * log (8.0 / 5), EPSILON);
      g_assert_cmpfloat (verdict.weight, ==, 3 + 5);
      g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], 3 * -0.375, EPSILON);
    }
}

static void
test_log_cosh (void)
{
  const lm_real y[] = { 100, (lm_real) 1e-3, -1, 0 }, t[] = { 0, 0, 1, 0 };
  const LmTensor y_view = view (y, 1, 4), t_view = view (t, 1, 4);
  g_autoptr(LmLoss) loss = make_loss ("log-cosh", "reduction", "sum");
  const Verdict verdict = judge (loss, &y_view, &t_view);

  g_assert_cmpfloat_with_epsilon (verdict.loss, 100 - log (2) + 5e-7 + log (cosh (2)), 1e-5);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], 1, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], 1e-3, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], -tanh (2), EPSILON);
}

static void
test_cosine_similarity (void)
{
  const lm_real y[] = { 3, 4,  3, 4,  3, 4,  0, 0 }, t[] = { 6, 8,  -3, -4,  -4, 3,  1, 1 };
  const double angles[] = { 0, 2, 1, 1 };
  g_autoptr(LmLoss) loss = make_loss ("cosine-similarity", NULL, NULL);

  for (gsize i = 0; i < 4; i++)
    {
      const LmTensor y_view = view (y + 2 * i, 1, 2), t_view = view (t + 2 * i, 1, 2);

      g_assert_cmpfloat_with_epsilon (judge (loss, &y_view, &t_view).loss, angles[i], EPSILON);
    }
}

/* y is log 1, log 2, log 5: probabilities 1/8, 2/8, 5/8. */
static void
test_kl_divergence (void)
{
  const lm_real y[] = { 0, (lm_real) 0.69314718056, (lm_real) 1.6094379124 };
  const lm_real same[] = { 0.125, 0.25, 0.625 }, sure[] = { 0, 1, 0 };
  const LmTensor y_view = view (y, 1, 3);
  const LmTensor same_view = view (same, 1, 3), sure_view = view (sure, 1, 3);
  g_autoptr(LmLoss) loss = make_loss ("kl-divergence", NULL, NULL);
  Verdict verdict = judge (loss, &y_view, &same_view);

  g_assert_cmpfloat_with_epsilon (verdict.loss, 0, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], 0, EPSILON);

  verdict = judge (loss, &y_view, &sure_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, log (4), EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[1], -0.75, EPSILON);
}

static void
test_focal (void)
{
  const lm_real y[] = { 0, (lm_real) 0.69314718056, (lm_real) 1.6094379124,  1000, 0, 0 };
  const lm_real labels[] = { 2, 0 }, yes[] = { 1 }, no[] = { 0 };
  const LmTensor y_view = view (y, 2, 3), labels_view = view (labels, 2, 1);
  const LmTensor one_view = view (y + 1, 1, 1);
  const LmTensor yes_view = view (yes, 1, 1), no_view = view (no, 1, 1);
  g_autoptr(LmLoss) focal = make_loss ("focal", NULL, NULL);
  g_autoptr(LmLoss) blurred = make_loss ("focal", "gamma", "0.5");
  g_autoptr(LmLoss) binary = make_loss ("binary-focal", NULL, NULL);

  /* (3/8)²·-log (5/8), and nothing for what is certain, whose slope is 0 and not 0 / 0. */
  g_assert_cmpfloat_with_epsilon (judge (focal, &y_view, &labels_view).loss, 9.0 / 64 * log (1.6),
                                  EPSILON);
  g_assert_cmpfloat ((double) judge (blurred, &y_view, &labels_view).dy[3], ==, 0);

  /* p = 2/3 */
  g_assert_cmpfloat_with_epsilon (judge (binary, &one_view, &yes_view).loss, 0.25 / 9 * log (1.5),
                                  EPSILON);
  g_assert_cmpfloat_with_epsilon (judge (binary, &one_view, &no_view).loss, 0.75 * 4 / 9 * log (3),
                                  EPSILON);
}

static void
test_hinge (void)
{
  const lm_real y[] = { 0.5, -2, 3 }, t[] = { 1, -1, 0 }, label[] = { 0 }, nan[] = { NAN, 0, 0 };
  const LmTensor y_view = view (y, 1, 3), t_view = view (t, 1, 3), label_view = view (label, 1, 1);
  const LmTensor nan_view = view (nan, 1, 3);
  g_autoptr(LmLoss) hinge = make_loss ("hinge", NULL, NULL);
  Verdict verdict = judge (hinge, &y_view, &t_view);

  /* What is missing: 0.5, nothing, and 4, for minus and for 0 alike. */
  g_assert_cmpfloat_with_epsilon (verdict.loss, 1.5, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], -1.0 / 3, EPSILON);
  g_assert_cmpfloat ((double) verdict.dy[1], ==, 0);
  g_assert_true (isnan (hinge->klass->forward (hinge, &nan_view, &t_view, 1, NULL)));
  g_assert_true (isnan (hinge->klass->forward (hinge, &y_view, &nan_view, 1, NULL)));

  /* Class 0 against the others: 1 - 0.5 - 2 < 0 and 1 - 0.5 + 3. */
  verdict = judge (hinge, &y_view, &label_view);
  g_assert_cmpfloat_with_epsilon (verdict.loss, 3.5 / 3, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[0], -1.0 / 3, EPSILON);
  g_assert_cmpfloat_with_epsilon ((double) verdict.dy[2], 1.0 / 3, EPSILON);
}

/* What means no class makes the loss NaN, so that the step is refused; nothing outside is read. */
static void
test_bad_labels (void)
{
  const lm_real y[3] = { 0 };
  const LmTensor y_view = view (y, 1, 3);
  const double labels[] = { -1, 3, 1e30, 0.5, (double) NAN, (double) INFINITY };
  g_autoptr(LmLoss) plain = make_loss ("softmax-cross-entropy", NULL, NULL);
  g_autoptr(LmLoss) weighted = make_loss ("softmax-cross-entropy", "class_weights", "5,1,3");
  g_autoptr(LmLoss) focal = make_loss ("focal", NULL, NULL);
  g_autoptr(LmLoss) hinge = make_loss ("hinge", NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const lm_real label = (lm_real) labels[i];
      const LmTensor target = view (&label, 1, 1);
      lm_real dy[3];
      LmTensor dy_view = view (dy, 1, 3);

      g_assert_true (isnan (plain->klass->forward (plain, &y_view, &target, 1, &dy_view)));
      g_assert_true (isnan (weighted->klass->forward (weighted, &y_view, &target, 1, NULL)));
      g_assert_true (isnan (focal->klass->forward (focal, &y_view, &target, 1, &dy_view)));
      g_assert_true (isnan (hinge->klass->forward (hinge, &y_view, &target, 1, &dy_view)));
    }
}

static void
assert_refused (LmLoss        *loss,
                const LmShape *y,
                const LmShape *target,
                int            code,
                const char    *sentence)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (loss->klass->check (loss, y, target, &error));
  g_assert_error (error, LM_ERROR, code);
  g_assert_cmpstr (error->message, ==, sentence);
}

static void
test_sentences (void)
{
  const LmShape one = { 2, { 1, 1 } }, ten = { 2, { 1, 10 } }, picture = { 4, { 1, 1, 28, 28 } };
  g_autoptr(LmLoss) mse = make_loss ("mse", NULL, NULL);
  g_autoptr(LmLoss) classes = make_loss ("softmax-cross-entropy", NULL, NULL);
  g_autoptr(LmLoss) weighted = make_loss ("softmax-cross-entropy", "class_weights", "1,2");
  g_autoptr(LmLoss) kl = make_loss ("kl-divergence", NULL, NULL);

  assert_refused (mse, &ten, &picture, LM_ERROR_SHAPE,
                  "The answers are 10 and the targets 28 × 28 × 1: end the stack with a layer that "
                  "gives 28 × 28 × 1");
  assert_refused (classes, &one, &one, LM_ERROR_SHAPE,
                  "One answer is always the most probable: end the stack with a unit for each "
                  "class, or choose binary cross-entropy");
  assert_refused (classes, &picture, &one, LM_ERROR_SHAPE,
                  "The answers are 28 × 28 × 1 and the targets 1: this loss compares a row of "
                  "classes with the index of one, or with a row of the same length");
  assert_refused (weighted, &ten, &one, LM_ERROR_VALUE,
                  "There are 2 class weights for 10 classes: give one for each, or none");
  assert_refused (kl, &ten, &one, LM_ERROR_SHAPE,
                  "The answers are 10 and the targets 1: KL divergence compares two rows of "
                  "probabilities of the same length; for the index of a class choose "
                  "cross-entropy");
  g_assert_true (classes->klass->check (classes, &ten, &one, NULL));
  g_assert_true (classes->klass->check (classes, &ten, &ten, NULL));
}

/* @answer and @target in two batches: sums are added up. */
static double
measure (const char    *id,
         const lm_real *answer,
         gsize          n_answer,
         const lm_real *target,
         gsize          n_target,
         gsize          n_rows)
{
  const LmMetric *metric = lm_metric_find (id);
  const LmShape answer_shape = { 2, { 1, n_answer } }, target_shape = { 2, { 1, n_target } };
  double sums[LM_MAX_METRIC_SUMS] = { 0 };

  g_assert_true (metric->fits (&answer_shape, &target_shape));
  for (gsize i = 0; i < 2; i++)
    {
      const gsize first = i * (n_rows / 2);
      const gsize n = i == 0 ? n_rows / 2 : n_rows - n_rows / 2;
      const LmTensor a = view (answer + first * n_answer, n, n_answer);
      const LmTensor t = view (target + first * n_target, n, n_target);

      metric->add (&a, &t, sums);
    }

  return metric->finish (sums);
}

static void
test_accuracy (void)
{
  const lm_real answers[] = { 0.1f, 0.7f, 0.2f,  0.5f, 0.3f, 0.2f,  0.2f, 0.2f, 0.6f };
  const lm_real labels[] = { 1, 1, 2 };
  const lm_real shares[] = { 0, 1, 0,  1, 0, 0,  0, 0, 1 };
  const lm_real yes[] = { 0.9f, 0.4f, 0.6f }, is[] = { 1, 1, 0 };

  g_assert_cmpfloat_with_epsilon (measure ("accuracy", answers, 3, labels, 1, 3), 2.0 / 3, EPSILON);
  g_assert_cmpfloat_with_epsilon (measure ("accuracy", answers, 3, shares, 3, 3), 1, EPSILON);
  g_assert_cmpfloat_with_epsilon (measure ("accuracy", yes, 1, is, 1, 3), 1.0 / 3, EPSILON);
}

static void
test_top (void)
{
  const lm_real answers[] = { 6, 5, 4, 3, 2, 1,  6, 5, 4, 3, 2, 1,  6, 5, 4, 3, 2, 1,
                              1, 1, 1, 1, 1, 1,  NAN, NAN, NAN, NAN, NAN, NAN };
  const lm_real labels[] = { 2, 4, 5, 3, 0 };
  const LmShape five = { 2, { 1, 5 } }, one = { 2, { 1, 1 } };

  g_assert_cmpfloat_with_epsilon (measure ("top-3", answers, 6, labels, 1, 5), 1.0 / 5, EPSILON);
  g_assert_cmpfloat_with_epsilon (measure ("top-5", answers, 6, labels, 1, 5), 3.0 / 5, EPSILON);
  g_assert_false (lm_metric_find ("top-5")->fits (&five, &one)); /* It would always be right. */
  g_assert_true (lm_metric_find ("top-3")->fits (&five, &one));
}

static void
test_regression_metrics (void)
{
  const lm_real answers[] = { 1, 2, 3, 6 }, targets[] = { 1, 3, 5, 3 };
  const lm_real same[] = { 7, 7, 7, 7 };

  g_assert_cmpfloat_with_epsilon (measure ("mae", answers, 1, targets, 1, 4), 1.5, EPSILON);
  g_assert_cmpfloat_with_epsilon (measure ("rmse", answers, 1, targets, 1, 4), sqrt (3.5), EPSILON);
  /* The mean is 3, the spread 4 + 4. */
  g_assert_cmpfloat_with_epsilon (measure ("r2", answers, 1, targets, 1, 4), 1 - 14.0 / 8, EPSILON);
  g_assert_cmpfloat_with_epsilon (measure ("r2", targets, 1, targets, 1, 4), 1, EPSILON);
  g_assert_true (isnan (measure ("r2", answers, 1, same, 1, 4)));
}

/* Two masks of 2 × 2: one is told with a pixel too few and one too many, the other rightly. */
static void
test_masks (void)
{
  const lm_real answers[] = { 0.9f, 0.2f, 0.6f, 0.5f,  0.1f, 0.1f, 0.1f, 0.8f };
  const lm_real masks[] = { 1, 1, 0, 0,  0, 0, 0, 1 };
  const LmShape shape = { 4, { 2, 1, 2, 2 } }, colour = { 4, { 1, 3, 2, 2 } };
  const char *const ids[] = { "pixel-accuracy", "iou", "mean-iou" };
  const double expected[] = { 6.0 / 8, 2.0 / 4, (2.0 / 4 + 4.0 / 6) / 2 };
  lm_real data[2][8];
  LmTensor answer, mask;

  memcpy (data[0], answers, sizeof answers);
  memcpy (data[1], masks, sizeof masks);
  answer = lm_tensor_init (data[0], &shape);
  mask = lm_tensor_init (data[1], &shape);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const LmMetric *metric = lm_metric_find (ids[i]);
      double sums[LM_MAX_METRIC_SUMS] = { 0 };

      g_assert_true (metric->fits (&shape, &shape));
      g_assert_false (metric->fits (&colour, &colour));
      metric->add (&answer, &mask, sums);
      g_assert_cmpfloat_with_epsilon (metric->finish (sums), expected[i], EPSILON);
    }

  memset (data, 0, sizeof data);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      double sums[LM_MAX_METRIC_SUMS] = { 0 };

      lm_metric_find (ids[i])->add (&answer, &mask, sums);
      g_assert_cmpfloat_with_epsilon (lm_metric_find (ids[i])->finish (sums), 1, EPSILON);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/losses/regression", test_regression);
  g_test_add_func ("/losses/binary-cross-entropy", test_binary_cross_entropy);
  g_test_add_func ("/losses/adversarial", test_adversarial);
  g_test_add_func ("/losses/softmax-cross-entropy", test_cross_entropy);
  g_test_add_func ("/losses/log-cosh", test_log_cosh);
  g_test_add_func ("/losses/cosine-similarity", test_cosine_similarity);
  g_test_add_func ("/losses/kl-divergence", test_kl_divergence);
  g_test_add_func ("/losses/focal", test_focal);
  g_test_add_func ("/losses/hinge", test_hinge);
  g_test_add_func ("/losses/bad-labels", test_bad_labels);
  g_test_add_func ("/losses/sentences", test_sentences);
  g_test_add_func ("/metrics/accuracy", test_accuracy);
  g_test_add_func ("/metrics/top", test_top);
  g_test_add_func ("/metrics/masks", test_masks);
  g_test_add_func ("/metrics/regression", test_regression_metrics);

  return g_test_run ();
}
