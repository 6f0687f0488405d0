/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-npy.h"
#include "lm-workspace.h"

/* The bits of a product depend on its rows: every call works in batches of this size. */
#define BATCH_SIZE 64

static struct
{
  char    *input, *output;
  gboolean is_raw, wants_answers;
} options;

static const GOptionEntry entries[] = {
  { "input", 0, 0, G_OPTION_ARG_FILENAME, &options.input,
    N_("Examples, as the network takes them: [n, …]"), N_("X.npy") },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("Where to write what the last layer makes of them: [n, …]"), N_("Y.npy") },
  { "raw", 0, 0, G_OPTION_ARG_NONE, &options.is_raw,
    N_("The examples are as the project's data are before they are scaled"), NULL },
  { "answers", 0, 0, G_OPTION_ARG_NONE, &options.wants_answers,
    N_("Write what the loss makes of the last layer: probabilities, not logits"), NULL },
  { NULL },
};

/* Whether an array's shape is a batch of @shape, dimensions of 1 aside; rows of numbers do too. */
static gboolean
fits (const LaminaArray *array,
      const LmShape     *shape)
{
  gsize rest[LAMINA_ARRAY_MAX_RANK], wanted[LM_MAX_RANK];
  gsize n_rest = 0, n_wanted = 0, n_columns = 1;

  if (array->rank == 0)
    return FALSE;

  for (gsize i = 1; i < array->rank; i++)
    {
      n_columns *= array->shape[i];
      if (array->shape[i] != 1)
        rest[n_rest++] = array->shape[i];
    }
  for (gsize i = 1; i < shape->rank; i++)
    {
      if (shape->dim[i] != 1)
        wanted[n_wanted++] = shape->dim[i];
    }

  if (array->rank == 2 && n_columns == lm_shape_get_n_columns (shape))
    return TRUE;

  return n_rest == n_wanted && memcmp (rest, wanted, n_rest * sizeof *rest) == 0;
}

static LaminaArray *
read_input (const LmShape  *shape,
            GError        **error)
{
  g_autoptr(LaminaArray) array = lamina_npy_read (options.input, NULL, NULL, NULL, error);
  g_autofree char *theirs = NULL, *ours = NULL;
  gsize bad;

  if (array == NULL)
    return NULL;

  if (!fits (array, shape))
    {
      theirs = lamina_shape_to_string (array->rank, array->shape);
      ours = lamina_shape_to_string (shape->rank - 1, shape->dim + 1);
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("%s: an array of shape %s holds no examples of shape %s"), options.input,
                   theirs, ours);
      return NULL;
    }

  if (!lamina_array_is_finite (array, &bad))
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("%s: item %zu is not a finite number"), options.input, bad);
      return NULL;
    }

  return g_steal_pointer (&array);
}

/* Does to rows of @x what loading does to the project's own data. */
static void
scale (LaminaDataSet *data,
       LmTensor      *x,
       gsize          n_rows)
{
  const gsize n = lamina_data_set_get_n_columns (data);
  const gsize n_row = lm_shape_get_n_columns (&x->shape);
  const gsize n_plane = x->shape.rank == 4 ? x->shape.dim[2] * x->shape.dim[3] : 1;

  for (gsize i = 0; i < n_rows * n_row; i++)
    {
      const LaminaDataColumn *column = lamina_data_set_get_column (data, i % n_row / n_plane % n);

      x->data[i] = (lm_real) (((double) x->data[i] - column->shift) / column->divisor);
    }
}

/* Where examples are padded, they are as long as what comes before the padding. */
static void
find_lengths (LaminaDataSet *data,
              LmWorkspace   *workspace,
              gsize          n_rows)
{
  const gboolean has_lengths = data != NULL && lamina_data_set_has_lengths (data);
  const LmBatch batch = lm_workspace_get_batch (workspace, has_lengths);
  const LmTensor *x = lm_workspace_get_input (workspace);
  const gsize n_steps = has_lengths ? x->shape.dim[1] : 0;
  lm_real padding;

  if (!has_lengths)
    return;

  padding = (lm_real) lamina_vocabulary_get_padding (lamina_data_set_get_vocabulary (data));
  for (gsize i = 0; i < n_rows; i++)
    {
      const lm_real *row = x->data + i * n_steps;
      gsize n = n_steps;

      while (n > 1 && row[n - 1] == padding)
        n--;
      batch.lengths[i] = (guint32) n;
    }
}

/* What is no token has no row in the network's table: all answers to it would be NaN. */
static gboolean
check_tokens (const LmNetwork  *network,
              const LmTensor   *x,
              gsize             n_rows,
              gsize             first,
              GError          **error)
{
  const gsize n_tokens = lm_network_get_n_tokens (network);
  const gsize n_row = lm_shape_get_n_columns (&x->shape);

  for (gsize i = 0; n_tokens > 0 && i < n_rows * n_row; i++)
    {
      const double token = (double) x->data[i];

      if (token >= 0 && token < (double) n_tokens && token == floor (token))
        continue;

      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("%s: example %zu has %g where a token should be, a whole number from 0 to %zu"),
                   options.input, first + i / n_row + 1, token, n_tokens - 1);
      return FALSE;
    }

  return TRUE;
}

static gboolean
predict (LaminaSession  *session,
         LmWorkspace    *workspace,
         LmState        *state,
         LaminaArray    *input,
         float          *output,
         gsize           n_out,
         GError        **error)
{
  const LmTraining *training = lamina_session_get_document (session)->training;
  const gsize last = lm_network_get_n_layers (state->network) - 1;
  LmTensor *x = lm_workspace_get_input (workspace);
  const gsize n_in = lm_shape_get_n_columns (&x->shape);

  for (gsize first = 0; first < input->shape[0]; first += BATCH_SIZE)
    {
      const gsize n = MIN (BATCH_SIZE, input->shape[0] - first);

      /* The rest of a short batch is examples of zeros. */
      memset (x->data, 0, x->len * sizeof *x->data);
      if (!lamina_array_copy_float (input, first * n_in, n * n_in, x->data, error) ||
          !check_tokens (state->network, x, n, first, error))
        return FALSE;

      if (options.is_raw)
        scale (lamina_session_get_data_set (session), x, n);
      find_lengths (lamina_session_get_data_set (session), workspace, BATCH_SIZE);

      lm_workspace_infer (workspace, state, training, BATCH_SIZE, NULL);
      if (options.wants_answers)
        lm_workspace_copy_answers (workspace, 0, n, output + first * n_out);
      else
        lm_workspace_copy_values (workspace, (gssize) last, 0, n, output + first * n_out);
    }

  return TRUE;
}

/* @dim: (out): the shape of the answers */
static float *
allocate_output (const LmShape  *shape,
                 gsize           n,
                 gsize          *dim,
                 GError        **error)
{
  float *output = NULL;
  gsize n_bytes;

  dim[0] = n;
  for (gsize i = 1; i < shape->rank; i++)
    dim[i] = shape->dim[i];

  if (lamina_array_get_size (LAMINA_DTYPE_F32, shape->rank, dim, NULL, &n_bytes))
    output = g_try_malloc0 (MAX (n_bytes, 1));
  if (output == NULL)
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                 _("There is not enough memory for %zu answers"), n);

  return output;
}

static gboolean
write_output (const float    *output,
              gsize           rank,
              const gsize    *dim,
              GError        **error)
{
  g_autoptr(LaminaArray) array = lamina_array_new_copy (NULL, LAMINA_DTYPE_F32, rank, dim, output);

  return lamina_npy_write (options.output, array, error);
}

static gboolean
predict_file (LaminaReport   *report,
              LaminaSession  *session,
              LmState        *state,
              GError        **error)
{
  LmNetwork *network = state->network;
  const LmShape *shape = lm_network_get_output (network);
  g_autoptr(LmPool) pool = lm_pool_new (0);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (network, pool, BATCH_SIZE, LM_WORK_PROBE,
                                                       error);
  g_autoptr(LaminaArray) input = NULL;
  g_autofree float *output = NULL;
  gsize dim[LAMINA_ARRAY_MAX_RANK];

  if (workspace == NULL || (input = read_input (lm_network_get_input (network), error)) == NULL)
    return FALSE;

  output = allocate_output (shape, input->shape[0], dim, error);
  if (output == NULL ||
      !predict (session, workspace, state, input, output, lm_shape_get_n_columns (shape), error) ||
      !write_output (output, shape->rank, dim, error))
    return FALSE;

  lamina_report_add_text (report, "output", options.output);
  lamina_report_add_int (report, "examples", (gint64) input->shape[0]);
  lamina_report_add_int (report, "step", (gint64) lamina_session_get_step (session));
  lamina_report_print (report, _("%s: %zu answers, after step %" PRIu64), options.output,
                       input->shape[0], lamina_session_get_step (session));

  return TRUE;
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LmState) state = NULL;

  if (options.input == NULL || options.output == NULL)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                   _("--input and --output are needed"));
      return FALSE;
    }

  if (!lamina_cli_check_output (arguments[0], options.output, error))
    return FALSE;

  session = lamina_cli_open (arguments[0], error);

  if (session == NULL || (options.is_raw && !lamina_cli_need_network (session, error)))
    return FALSE;

  state = lamina_cli_need_state (session, error);

  return state != NULL && predict_file (report, session, state, error) &&
         lamina_cli_close (session, error);
}

const LaminaCommand lamina_predict_command = {
  .name = "predict",
  .arguments = N_("FILE"),
  .summary = N_("Send examples through a project's network"),
  .options = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
