/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-math.h"
#include "lm-result.h"
#include "lm-targets.h"

enum
{
  SUM_RIGHT,
  SUM_ROWS,
  SUM_SURPRISE = SUM_RIGHT,
};

/* Of all numbers of the answers: errors e, targets t. */
enum
{
  SUM_ERRORS, /* Σ |e| or Σ e² */
  SUM_NUMBERS,
  SUM_T,
  SUM_T_SQUARES,
};

static double
lm_metric_finish_share (const double *sums)
{
  return sums[SUM_RIGHT] / sums[SUM_ROWS];
}

static gboolean
lm_accuracy_fits (const LmShape *answer,
                  const LmShape *target)
{
  const gboolean is_single = answer->rank == 2 && answer->dim[1] == 1;

  return lm_targets_are_classes (answer, target) || (is_single && lm_shape_equal (answer, target));
}

static void
lm_accuracy_add (const LmTensor *answer,
                 const LmTensor *target,
                 double         *sums)
{
  const gsize n_rows = answer->shape.dim[0];
  const gsize n = answer->shape.dim[1];

  for (gsize i = 0; i < n_rows; i++)
    {
      const lm_real *y = answer->data + i * n;
      const gboolean is_right =
        n == 1 ? (*y > (lm_real) 0.5) == (target->data[i] > (lm_real) 0.5)
               : lm_targets_find_max (y, n) == lm_targets_get_class (target, i, n);

      sums[SUM_RIGHT] += is_right;
    }
  sums[SUM_ROWS] += (double) n_rows;
}

/* Whether fewer than @k answers are above that of the right class. NaN counts as above, equal
 * ones in their order.
 */
static void
lm_top_add (const LmTensor *answer,
            const LmTensor *target,
            gsize           k,
            double         *sums)
{
  const gsize n_rows = answer->shape.dim[0];
  const gsize n = answer->shape.dim[1];

  for (gsize i = 0; i < n_rows; i++)
    {
      const lm_real *y = answer->data + i * n;
      const gsize right = lm_targets_get_class (target, i, n);
      gsize n_before = right < n ? 0 : k;

      for (gsize j = 0; right < n && j < n; j++)
        n_before += j != right && (!(y[j] <= y[right]) || (y[j] == y[right] && j < right));
      sums[SUM_RIGHT] += n_before < k;
    }
  sums[SUM_ROWS] += (double) n_rows;
}

static gboolean
lm_top_3_fits (const LmShape *answer,
               const LmShape *target)
{
  return lm_targets_are_classes (answer, target) && answer->dim[1] > 3;
}

static void
lm_top_3_add (const LmTensor *answer,
              const LmTensor *target,
              double         *sums)
{
  lm_top_add (answer, target, 3, sums);
}

static gboolean
lm_top_5_fits (const LmShape *answer,
               const LmShape *target)
{
  return lm_targets_are_classes (answer, target) && answer->dim[1] > 5;
}

static void
lm_top_5_add (const LmTensor *answer,
              const LmTensor *target,
              double         *sums)
{
  lm_top_add (answer, target, 5, sums);
}

/* Σ of -log of what the right class got, which is never less than the smallest number. */
static void
lm_surprise_add (const LmTensor *answer,
                 const LmTensor *target,
                 double         *sums)
{
  const gsize n_rows = answer->shape.dim[0];
  const gsize n = answer->shape.dim[1];

  for (gsize i = 0; i < n_rows; i++)
    {
      const gsize right = lm_targets_get_class (target, i, n);
      const double p = right < n ? (double) answer->data[i * n + right] : (double) NAN;

      sums[SUM_SURPRISE] -= log (p < (double) G_MINFLOAT ? (double) G_MINFLOAT : p);
    }
  sums[SUM_ROWS] += (double) n_rows;
}

static double
lm_perplexity_finish (const double *sums)
{
  return exp (sums[SUM_SURPRISE] / sums[SUM_ROWS]);
}

static double
lm_bits_finish (const double *sums)
{
  return sums[SUM_SURPRISE] / sums[SUM_ROWS] / G_LN2;
}

static void
lm_mae_add (const LmTensor *answer,
            const LmTensor *target,
            double         *sums)
{
  for (gsize i = 0; i < answer->len; i++)
    sums[SUM_ERRORS] += fabs ((double) answer->data[i] - (double) target->data[i]);
  sums[SUM_NUMBERS] += (double) answer->len;
}

static double
lm_mae_finish (const double *sums)
{
  return sums[SUM_ERRORS] / sums[SUM_NUMBERS];
}

static void
lm_rmse_add (const LmTensor *answer,
             const LmTensor *target,
             double         *sums)
{
  for (gsize i = 0; i < answer->len; i++)
    {
      const double error = (double) answer->data[i] - (double) target->data[i];

      sums[SUM_ERRORS] += error * error;
    }
  sums[SUM_NUMBERS] += (double) answer->len;
}

static double
lm_rmse_finish (const double *sums)
{
  return sqrt (sums[SUM_ERRORS] / sums[SUM_NUMBERS]);
}

static void
lm_r2_add (const LmTensor *answer,
           const LmTensor *target,
           double         *sums)
{
  lm_rmse_add (answer, target, sums);
  sums[SUM_T] += lm_sum (target->data, target->len);
  sums[SUM_T_SQUARES] += lm_sum_squares (target->data, target->len, 0);
}

/* 1 - Σ e² / Σ (t - mean)²; NaN where all targets are the same. */
static double
lm_r2_finish (const double *sums)
{
  const double spread = sums[SUM_T_SQUARES] - sums[SUM_T] * sums[SUM_T] / sums[SUM_NUMBERS];

  return spread > 0 ? 1 - sums[SUM_ERRORS] / spread : (double) NAN;
}

/* Of masks: what is covered, and what was told so. */
enum
{
  SUM_BOTH,
  SUM_EITHER,
  SUM_SAME,
  SUM_PIXELS,
};

/* A number for each pixel. */
static gboolean
lm_mask_fits (const LmShape *answer,
              const LmShape *target)
{
  return answer->rank == 4 && answer->dim[1] == 1 && lm_shape_equal (answer, target);
}

static void
lm_mask_add (const LmTensor *answer,
             const LmTensor *target,
             double         *sums)
{
  gsize n_both = 0, n_either = 0;

  for (gsize i = 0; i < answer->len; i++)
    {
      const gboolean is_told = answer->data[i] > (lm_real) 0.5;
      const gboolean is_covered = target->data[i] > (lm_real) 0.5;

      n_both += is_told && is_covered;
      n_either += is_told || is_covered;
    }
  sums[SUM_BOTH] += (double) n_both;
  sums[SUM_EITHER] += (double) n_either;
  sums[SUM_SAME] += (double) (answer->len - (n_either - n_both));
  sums[SUM_PIXELS] += (double) answer->len;
}

static double
lm_pixel_accuracy_finish (const double *sums)
{
  return sums[SUM_SAME] / sums[SUM_PIXELS];
}

/* Where nothing is covered, and nothing told so, all is right. */
static double
lm_iou_finish (const double *sums)
{
  return sums[SUM_EITHER] > 0 ? sums[SUM_BOTH] / sums[SUM_EITHER] : 1;
}

/* Of n pixels, what is not covered has n - either in common, of n - both. */
static double
lm_mean_iou_finish (const double *sums)
{
  const double n_other = sums[SUM_PIXELS] - sums[SUM_BOTH];
  const double other = n_other > 0 ? (sums[SUM_PIXELS] - sums[SUM_EITHER]) / n_other : 1;

  return (lm_iou_finish (sums) + other) / 2;
}

static gboolean
lm_result_metric_fits (const LmShape *answer,
                       const LmShape *target)
{
  return TRUE;
}

static double
lm_kl_read (const LmResult *result)
{
  return result->term / result->weight;
}

static double
lm_reconstruction_read (const LmResult *result)
{
  return result->fit / result->weight;
}

static double
lm_generator_loss_read (const LmResult *result)
{
  return result->generator_loss / result->generator_weight;
}

static double
lm_real_score_read (const LmResult *result)
{
  return result->real_score / result->real_weight;
}

static double
lm_fake_score_read (const LmResult *result)
{
  return result->fake_score / result->fake_weight;
}

static double
lm_gradient_norm_read (const LmResult *result)
{
  return result->gradient_norm / result->gradient_weight;
}

static const LmMetric metrics[] = {
  { "accuracy", N_("Accuracy"), N_("Share of right answers."), TRUE, TRUE,
    lm_accuracy_fits, lm_accuracy_add, lm_metric_finish_share },
  { "top-3", N_("Top-3 accuracy"), N_("Share of answers with the right class among the first 3."),
    TRUE, TRUE, lm_top_3_fits, lm_top_3_add, lm_metric_finish_share },
  { "top-5", N_("Top-5 accuracy"), N_("Share of answers with the right class among the first 5."),
    TRUE, TRUE, lm_top_5_fits, lm_top_5_add, lm_metric_finish_share },
  { "perplexity", N_("Perplexity"),
    N_("How many equally likely classes would be as hard to choose from; 1 is perfect."),
    FALSE, FALSE, lm_targets_are_classes, lm_surprise_add, lm_perplexity_finish },
  { "bits", N_("Bits per token"), N_("Mean of −log₂ of what the right class got; 0 is perfect."),
    FALSE, FALSE, lm_targets_are_classes, lm_surprise_add, lm_bits_finish },
  { "mae", N_("Mean absolute error"), N_("Mean of |answer − target|."), FALSE, FALSE,
    lm_shape_equal, lm_mae_add, lm_mae_finish },
  { "rmse", N_("Root mean squared error"), N_("Root of the mean of (answer − target)²."), FALSE,
    FALSE, lm_shape_equal, lm_rmse_add, lm_rmse_finish },
  { "r2", N_("R²"), N_("Share of the targets' spread that the answers explain; 1 is perfect."),
    TRUE, FALSE, lm_shape_equal, lm_r2_add, lm_r2_finish },
  { "pixel-accuracy", N_("Pixel accuracy"),
    N_("Share of pixels that are rightly told to be covered by the mask, or not."), TRUE, TRUE,
    lm_mask_fits, lm_mask_add, lm_pixel_accuracy_finish },
  { "iou", N_("Overlap of masks"),
    N_("Intersection over union: pixels in both masks, as a share of those in either."), TRUE, TRUE,
    lm_mask_fits, lm_mask_add, lm_iou_finish },
  { "mean-iou", N_("Mean overlap"),
    N_("Mean of the intersection over union of what is covered and of what is not."), TRUE, TRUE,
    lm_mask_fits, lm_mask_add, lm_mean_iou_finish },
  { "reconstruction", N_("Reconstruction"), N_("What the loss alone says, without KL divergence."),
    FALSE, FALSE, lm_result_metric_fits, .read = lm_reconstruction_read },
  { "kl", N_("KL divergence"),
    N_("How far the latent numbers of an example are from pure noise, in nats."), FALSE, FALSE,
    lm_result_metric_fits, .read = lm_kl_read },
  { "generator-loss", N_("Generator loss"),
    N_("Loss of the generator; that of the discriminator is the loss."), FALSE, FALSE,
    lm_result_metric_fits, .read = lm_generator_loss_read },
  { "real-score", N_("Score of data"), N_("What the discriminator answers to data, on average."),
    TRUE, FALSE, lm_result_metric_fits, .read = lm_real_score_read },
  { "fake-score", N_("Score of what was made"),
    N_("What the discriminator answers to what the generator makes, on average."), TRUE, FALSE,
    lm_result_metric_fits, .read = lm_fake_score_read },
  { "gradient-norm", N_("Slope of the discriminator"),
    N_("How fast its answer changes between data and what was made; a gradient penalty wants 1."),
    FALSE, FALSE, lm_result_metric_fits, .read = lm_gradient_norm_read },
};

gsize
lm_metric_get_n (void)
{
  return G_N_ELEMENTS (metrics);
}

const LmMetric *
lm_metric_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (metrics), NULL);

  return &metrics[index];
}

const LmMetric *
lm_metric_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      if (strcmp (metrics[i].id, id) == 0)
        return &metrics[i];
    }

  return NULL;
}
