/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Samples of decoders and generators. */

#include "lamina-cli-sample.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-data-heaps.h"
#include "lm-generator.h"

#define BATCH_SIZE 64

gboolean
lamina_cli_find_class (const char     *text,
                       LaminaDataSet  *data,
                       gsize           n_classes,
                       guint32        *label,
                       GError        **error)
{
  guint64 number;

  if (n_classes == 0)
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                           _("This network cannot be told a class: leave out --class"));
      return FALSE;
    }

  for (*label = 0; *label < MIN (n_classes, lamina_data_set_get_n_classes (data)); (*label)++)
    {
      if (g_strcmp0 (text, lamina_data_set_get_class_name (data, *label)) == 0)
        return TRUE;
    }

  if (g_ascii_string_to_unsigned (text, 10, 0, n_classes - 1, &number, NULL))
    {
      *label = (guint32) number;
      return TRUE;
    }

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("There is no class “%s”: --class is one of the data's classes, or its number from "
                 "0 to %zu"),
               text, n_classes - 1);

  return FALSE;
}

static gboolean
choose_classes (LaminaMade           *made,
                const LaminaSampling *sampling,
                GError              **error)
{
  const gsize n = (gsize) sampling->n;
  guint32 label = 0;

  if (sampling->class_name != NULL &&
      !lamina_cli_find_class (sampling->class_name, made->data, made->n_classes, &label, error))
    return FALSE;
  if (made->n_classes == 0)
    return TRUE;

  made->classes = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    made->classes[i] = sampling->class_name != NULL ? label : (guint32) (i % made->n_classes);

  return TRUE;
}

/* Whether what is made is an example, and not an answer of another kind. */
static gboolean
is_like_data (LaminaDataSet   *data,
              const LmNetwork *network,
              const LmShape   *shape)
{
  return (lm_network_has_parts (network) ||
          lamina_data_set_get_target_kind (data) == LAMINA_DATA_TARGET_INPUT) &&
         lm_shape_get_n_columns (shape) ==
           lm_shape_get_n_columns (lamina_data_set_get_input_shape (data));
}

/* The reverse of what loading does to the data. */
static void
unscale (LaminaMade *made)
{
  const gsize n = lamina_data_set_get_n_columns (made->data);
  const gsize n_row = lm_shape_get_n_columns (&made->shape);
  const gsize n_plane = made->shape.rank == 4 ? made->shape.dim[2] * made->shape.dim[3] : 1;

  for (gsize i = 0; made->is_like_data && i < made->shape.dim[0] * n_row; i++)
    {
      const LaminaDataColumn *column = lamina_data_set_get_column (made->data,
                                                                   i % n_row / n_plane % n);

      made->numbers[i] = (float) ((double) made->numbers[i] * column->divisor + column->shift);
    }
}

static gboolean
check_finite (const LaminaMade  *made,
              GError           **error)
{
  const gsize n = lm_shape_get_n_elements (&made->shape);

  for (gsize i = 0; i < n; i++)
    if (!isfinite (made->numbers[i]))
      {
        g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                             _("The network makes numbers of this noise that are not finite: "
                               "choose a lower --temperature"));
        return FALSE;
      }

  return TRUE;
}

static gboolean
make (LaminaMade           *made,
      LmState              *state,
      const LmTraining     *training,
      const LaminaSampling *sampling,
      GError              **error)
{
  const gsize latent = (gsize) lm_network_find_latent (state->network), n = (gsize) sampling->n;
  g_autoptr(LmPool) pool = lm_pool_new (0);
  g_autoptr(LmGenerator) generator = lm_generator_new (state->network, latent, pool, BATCH_SIZE,
                                                       error);
  lm_real *z;

  if (generator == NULL)
    return FALSE;

  made->shape = *lm_generator_get_made (generator);
  made->is_like_data = is_like_data (made->data, state->network, &made->shape);
  made->shape.dim[0] = n;
  made->n_classes = lm_generator_get_n_classes (generator);
  if (!choose_classes (made, sampling, error))
    return FALSE;

  z = lm_alloc (n * lm_shape_get_n_columns (lm_generator_get_latent (generator)));
  made->numbers = g_try_new (float, lm_shape_get_n_elements (&made->shape));
  if (z != NULL && made->numbers != NULL)
    {
      lm_network_draw_latent (state->network, latent, (guint64) sampling->seed, 0, n,
                              sampling->temperature, z);
      lm_generator_run (generator, state, training, z, made->classes, n, made->numbers);
      unscale (made);
    }
  else
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                 _("There is not enough memory for %zu samples: ask for fewer"), n);
  lm_free (z);

  return z != NULL && made->numbers != NULL && check_finite (made, error);
}

/* Of heaps of points: on how many of them the samples lie. */
static void
tell_heaps (LaminaReport     *report,
            const LaminaMade *made,
            gboolean          is_text)
{
  LaminaHeaps heaps;

  if (!made->is_like_data ||
      !lamina_data_set_measure_heaps (made->data, made->numbers, made->shape.dim[0], &heaps))
    return;

  lamina_report_add_int (report, "heaps", (gint64) heaps.n_heaps);
  lamina_report_add_int (report, "covered", (gint64) heaps.n_covered);
  lamina_report_add_double (report, "near", heaps.share);
  if (is_text)
    lamina_report_print (report,
                         _("%zu of %zu heaps are covered; %.0f %% of the samples lie on one"),
                         heaps.n_covered, heaps.n_heaps, 100 * heaps.share);
}

static gboolean
tell (LaminaReport         *report,
      const LaminaMade     *made,
      guint64               step,
      const LaminaSampling *sampling,
      GError              **error)
{
  const gboolean is_small = lm_shape_get_n_columns (&made->shape) <= 2;
  g_autofree char *csv = NULL;

  lamina_report_begin_array (report, "shape");
  for (gsize i = 0; i < made->shape.rank; i++)
    lamina_report_add_int (report, NULL, (gint64) made->shape.dim[i]);
  lamina_report_end_array (report);

  if (sampling->output != NULL)
    {
      if (!lamina_cli_write_made (made, sampling->output, error))
        return FALSE;
      lamina_report_add_text (report, "output", sampling->output);
      lamina_report_print (report, _("%s: %zu samples, after step %" PRIu64), sampling->output,
                           made->shape.dim[0], step);
      tell_heaps (report, made, TRUE);
      return TRUE;
    }

  if (!is_small && !lamina_report_is_json (report))
    {
      g_set_error_literal (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                           _("Say with --output where to write the samples: FILE.png, FILE.npy or "
                             "FILE.csv"));
      return FALSE;
    }

  tell_heaps (report, made, FALSE);
  csv = lamina_cli_made_to_csv (made);
  g_strchomp (csv);
  lamina_report_print (report, "%s", csv);
  lamina_report_add_text (report, "csv", csv);

  return TRUE;
}

gboolean
lamina_cli_sample_made (LaminaReport          *report,
                        LaminaSession         *session,
                        LmState               *state,
                        const LaminaSampling  *sampling,
                        GError               **error)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  LaminaMade made = { 0 };
  gboolean is_done;

  made.data = lamina_session_get_data_set (session);
  is_done = make (&made, state, training, sampling, error) &&
            tell (report, &made, state->step, sampling, error);
  g_free (made.numbers);
  g_free (made.classes);

  return is_done;
}
