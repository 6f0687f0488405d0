/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is seen of the inside of layers, against the formulas written down once more. */

#include <math.h>
#include <string.h>

#include "lm-camera-private.h"
#include "naive-cell.h"
#include "toy.h"

#define EPSILON 2e-5
#define PROBE 3
#define N_ROWS 3

/* A network and what a camera sees of a probe of numbers that are made up. */
typedef struct
{
  LmTraining *training;
  LmNetwork  *network;
  LmState    *state;
  LmPool     *pool;
  LmBlob     *input;
} Rig;

static void
rig_init (Rig           *self,
          const char    *text,
          const LmShape *input)
{
  g_autoptr(LmStack) stack = toy_stack_new (text);
  g_autoptr(GError) error = NULL;
  LmShape one = *input;

  one.dim[0] = 1;
  self->training = lm_training_new ();
  self->network = lm_network_new (stack, &one, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  self->state = lm_state_new (self->network, 0, 5, NULL);
  self->pool = lm_pool_new (1);
  self->input = lm_blob_new (input);
  for (gsize i = 0; i < self->input->tensor.len; i++)
    self->input->tensor.data[i] = (lm_real) sin ((double) (i * 7 % 101));
}

static void
rig_clear (Rig *self)
{
  lm_blob_unref (self->input);
  lm_pool_free (self->pool);
  lm_state_free (self->state);
  lm_network_unref (self->network);
  lm_training_free (self->training);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

/* @names of layer @layer, separated by spaces. */
static LmSnapshot *
rig_take (Rig           *self,
          gsize          layer,
          const char    *names,
          const guint32 *lengths,
          gboolean       all_layers)
{
  g_autoptr(LmWatch) watch = lm_watch_new ();
  g_autoptr(LmCamera) camera = NULL;
  g_auto(GStrv) each = g_strsplit (names, " ", -1);

  lm_watch_add_probe (watch, PROBE, lm_blob_ref (self->input), all_layers);
  if (lengths != NULL)
    lm_watch_set_lengths (watch, lengths);
  for (gsize i = 0; each[i] != NULL; i++)
    lm_watch_add_trace (watch, PROBE, layer, each[i]);
  camera = lm_camera_new (watch, self->network, self->pool);

  return lm_camera_take (camera, self->state, self->training, NULL);
}

static const lm_real *
rig_get_param (Rig        *self,
               const char *name)
{
  const LmParamView *view = lm_network_find_view (self->network, name);

  g_assert_nonnull (view);

  return lm_state_get_view (self->state, view, 0).data;
}

static Cell
rig_get_cell (Rig        *self,
              const char *kind,
              const char *suffix)
{
  g_autofree char *w = g_strdup_printf ("%s_1.weight_ih%s", kind, suffix);
  g_autofree char *u = g_strdup_printf ("%s_1.weight_hh%s", kind, suffix);
  g_autofree char *b = g_strdup_printf ("%s_1.bias_ih%s", kind, suffix);
  g_autofree char *b2 = g_strdup_printf ("%s_1.bias_hh%s", kind, suffix);

  return (Cell) { kind, rig_get_param (self, w), rig_get_param (self, u), rig_get_param (self, b),
                  rig_get_param (self, b2) };
}

static void
assert_close (lm_real value,
              double  expected)
{
  g_assert_cmpfloat_with_epsilon ((double) value, expected, EPSILON);
}

/* Trace @name of a sequence in direction @direction; @values [step][N], @stride apart. */
static void
assert_trace_is (const LmSnapshot *snapshot,
                 const char       *name,
                 gsize             row,
                 gsize             length,
                 gsize             direction,
                 gboolean          is_backwards,
                 const double     *values,
                 gsize             stride)
{
  const LmTensor *trace = lm_snapshot_get_trace (snapshot, PROBE, 0, name);
  const gsize n_columns = trace->shape.dim[2];

  g_assert_cmpuint (trace->shape.rank, ==, 3);
  g_assert_cmpuint (trace->shape.dim[0], ==, N_ROWS);
  g_assert_cmpuint (trace->shape.dim[1], ==, N_STEPS);
  for (gsize t = 0; t < N_STEPS; t++)
    {
      const gsize step = is_backwards && t < length ? length - 1 - t : t;
      const lm_real *at = trace->data + (row * N_STEPS + t) * n_columns + direction * N;

      for (gsize k = 0; k < N; k++)
        assert_close (at[k], t < length ? values[step * stride + k] : 0);
    }
}

static void
assert_row_is (Rig              *rig,
               const LmSnapshot *snapshot,
               const char       *kind,
               const char       *names,
               gsize             row,
               gsize             length,
               gsize             n_directions,
               gboolean          is_reverse)
{
  const LmTensor *reach = lm_snapshot_get_trace (snapshot, PROBE, 0, "reach");
  const lm_real *at = reach->data + row * N_STEPS * n_directions;

  g_assert_cmpuint (reach->shape.dim[2], ==, n_directions);
  for (gsize direction = 0; direction < n_directions; direction++)
    {
      const Cell cell = rig_get_cell (rig, kind, direction > 0 ? "_reverse" : "");
      const gboolean is_backwards = direction > 0 || is_reverse;
      g_auto(GStrv) each = g_strsplit (names, " ", -1);
      Run run;

      run_init (&run, &cell, rig->input->tensor.data + row * N_STEPS * N_IN, length, is_backwards);
      for (gsize i = 0; each[i] != NULL; i++)
        {
          if (strcmp (each[i], "c") == 0)
            assert_trace_is (snapshot, "c", row, length, direction, is_backwards, run.c[0], N);
          else if (strcmp (each[i], "h") == 0)
            assert_trace_is (snapshot, "h", row, length, direction, is_backwards, run.h[0], N);
          else if (strcmp (each[i], "reach") != 0)
            assert_trace_is (snapshot, each[i], row, length, direction, is_backwards,
                             run.gates[0][i], 4 * N);
        }

      for (gsize lag = 0; lag < N_STEPS; lag++)
        assert_close (at[lag * n_directions + direction],
                      lag < length ? run_get_reach (&run, &cell, length, lag) : 0);
    }
}

static void
test_recurrent (void)
{
  static const struct { const char *kind, *names; } kinds[] = {
    { "lstm", "i f g o c h reach" }, { "gru", "r z n h reach" }, { "rnn", "h reach" },
  };
  static const char *const ways[] = { "", "reverse=true", "bidirectional=true",
                                      "returns=last" };
  const guint32 lengths[N_ROWS] = { N_STEPS, 4, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds) * G_N_ELEMENTS (ways) * 2; i++)
    {
      const char *kind = kinds[i / 2 % 3].kind, *names = kinds[i / 2 % 3].names;
      const gsize way = i / 6;
      g_autofree char *text = g_strdup_printf ("%s hidden_size=%d %s", kind, N, ways[way]);
      const gboolean has_lengths = i % 2 == 1;
      g_auto(Rig) rig = { NULL };
      g_autoptr(LmSnapshot) snapshot = NULL;

      rig_init (&rig, g_strchomp (text), &(LmShape) { 3, { N_ROWS, N_STEPS, N_IN } });
      snapshot = rig_take (&rig, 0, names, has_lengths ? lengths : NULL, FALSE);
      for (gsize row = 0; row < N_ROWS; row++)
        assert_row_is (&rig, snapshot, kind, names, row, has_lengths ? lengths[row] : N_STEPS,
                       way == 2 ? 2 : 1, way == 1);
    }
}

/* The least there can be: one unit that reads one number. */
static void
test_smallest (void)
{
  static const char *const kinds[] = { "rnn", "gru", "lstm" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s hidden_size=1", kinds[i]);
      g_auto(Rig) rig = { NULL };
      g_autoptr(LmSnapshot) snapshot = NULL;

      rig_init (&rig, text, &(LmShape) { 3, { 1, 1, 1 } });
      snapshot = rig_take (&rig, 0, "h reach", NULL, TRUE);
      g_assert_cmpfloat ((double) lm_snapshot_get_trace (snapshot, PROBE, 0, "h")->data[0], ==,
                         (double) lm_snapshot_get_value (snapshot, PROBE, 0)->data[0]);
      g_assert_cmpfloat ((double) lm_snapshot_get_trace (snapshot, PROBE, 0, "reach")->data[0], ==,
                         1);
    }
}

/* softmax (q·k / √d) of step @i of a head, to @weights [N_STEPS]; see attention.c for the rows. */
static void
attend (Rig    *rig,
        gsize   row,
        gsize   head,
        gsize   i,
        gsize   n_seen,
        double *weights)
{
  const lm_real *w = rig_get_param (rig, "attention_1.in_proj_weight");
  const lm_real *b = rig_get_param (rig, "attention_1.in_proj_bias");
  const lm_real *x = rig->input->tensor.data + row * N_STEPS * 4;
  double sum = 0;

  for (gsize j = 0; j < n_seen; j++)
    {
      double product = 0, from[4], to[4];

      for (gsize k = 0; k < 4; k++)
        {
          from[k] = (double) x[i * 4 + k];
          to[k] = (double) x[j * 4 + k];
        }
      for (gsize k = 2 * head; k < 2 * head + 2; k++)
        product += multiply (w, b, from, 4, k) * multiply (w, b, to, 4, 4 + k);
      weights[j] = exp (product / sqrt (2));
      sum += weights[j];
    }
  for (gsize j = 0; j < N_STEPS; j++)
    weights[j] = j < n_seen ? weights[j] / sum : 0;
}

static void
test_attention (void)
{
  const guint32 lengths[N_ROWS] = { N_STEPS, 4, 1 };

  for (int is_causal = 0; is_causal < 2; is_causal++)
    {
      g_auto(Rig) rig = { NULL };
      g_autoptr(LmSnapshot) snapshot = NULL;
      const LmTensor *trace;

      rig_init (&rig, is_causal ? "attention heads=2 causal=true" : "attention heads=2",
                &(LmShape) { 3, { N_ROWS, N_STEPS, 4 } });
      snapshot = rig_take (&rig, 0, "attention", lengths, FALSE);
      trace = lm_snapshot_get_trace (snapshot, PROBE, 0, "attention");
      g_assert_true (lm_shape_equal (&trace->shape,
                                     &(LmShape) { 4, { N_ROWS, 2, N_STEPS, N_STEPS } }));

      for (gsize i = 0; i < N_ROWS * 2 * N_STEPS; i++)
        {
          const gsize row = i / N_STEPS / 2, head = i / N_STEPS % 2, step = i % N_STEPS;
          double weights[N_STEPS] = { 0 };

          attend (&rig, row, head, step,
                  step >= lengths[row] ? 0 : is_causal ? step + 1 : lengths[row], weights);
          for (gsize j = 0; j < N_STEPS; j++)
            assert_close (trace->data[i * N_STEPS + j], weights[j]);
        }
    }
}

/* More examples than go through at once; x is what the layer before gave. */
static void
test_sampling (void)
{
  const gsize n_rows = LM_MAX_PROBE_BATCH + 70;
  g_auto(Rig) rig = { NULL };
  g_autoptr(LmSnapshot) snapshot = NULL;
  const LmTensor *x, *mean, *log_variance, *kl;

  rig_init (&rig, "dense units=6; sampling; dense units=2", &(LmShape) { 2, { n_rows, 2 } });
  snapshot = rig_take (&rig, 1, "mean log_variance kl", NULL, TRUE);
  x = lm_snapshot_get_value (snapshot, PROBE, 0);
  mean = lm_snapshot_get_trace (snapshot, PROBE, 1, "mean");
  log_variance = lm_snapshot_get_trace (snapshot, PROBE, 1, "log_variance");
  kl = lm_snapshot_get_trace (snapshot, PROBE, 1, "kl");
  g_assert_true (lm_shape_equal (&kl->shape, &(LmShape) { 2, { n_rows, 3 } }));

  for (gsize i = 0; i < n_rows * 3; i++)
    {
      const lm_real *row = x->data + i / 3 * 6;
      const double m = (double) row[i % 3], v = (double) row[3 + i % 3];

      assert_close (mean->data[i], m);
      assert_close (log_variance->data[i], v);
      assert_close (kl->data[i], (m * m + exp (v) - 1 - v) / 2);
    }
}

/* What the network has not is not seen, and what nobody asked for is not kept. */
static void
test_nothing (void)
{
  g_auto(Rig) rig = { NULL };
  g_autoptr(LmSnapshot) snapshot = NULL;
  g_autoptr(LmWatch) watch = lm_watch_new ();
  g_autoptr(LmCamera) camera = NULL;

  rig_init (&rig, "lstm hidden_size=5; dense units=2", &(LmShape) { 3, { N_ROWS, N_STEPS, N_IN } });
  snapshot = rig_take (&rig, 0, "r attention i", NULL, FALSE);
  g_assert_null (lm_snapshot_get_trace (snapshot, PROBE, 0, "r"));
  g_assert_null (lm_snapshot_get_trace (snapshot, PROBE, 0, "attention"));
  g_assert_null (lm_snapshot_get_trace (snapshot, PROBE, 0, "f"));
  g_assert_null (lm_snapshot_get_trace (snapshot, PROBE, 1, "i"));
  g_assert_null (lm_snapshot_get_trace (snapshot, PROBE + 1, 0, "i"));
  g_assert_nonnull (lm_snapshot_get_trace (snapshot, PROBE, 0, "i"));

  lm_watch_add_probe (watch, PROBE, lm_blob_ref (rig.input), FALSE);
  lm_watch_add_trace (watch, PROBE, 1, "i");
  lm_watch_add_trace (watch, PROBE, 2, "i");
  lm_watch_add_trace (watch, PROBE + 1, 0, "i");
  g_assert_false (lm_watch_is_empty (watch));
  camera = lm_camera_new (watch, rig.network, rig.pool);
  g_assert_false (lm_camera_is_traced (camera, &g_array_index (watch->probes, LmProbe, 0)));

  /* Twice the same is one copy. */
  lm_watch_add_trace (watch, PROBE, 1, "i");
  g_assert_cmpuint (watch->traces->len, ==, 3);
}

/* Every class that has traces says all that is needed of them. */
static void
test_classes (void)
{
  gsize n = 0;

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);

      g_assert_cmpint (klass->traces != NULL, ==, klass->copy_trace != NULL);
      g_assert_cmpint (klass->traces != NULL, ==, klass->get_trace_shape != NULL);
      for (gsize j = 0; klass->traces != NULL && klass->traces[j].name != NULL; j++)
        {
          const LmTrace *trace = &klass->traces[j];

          g_assert_cmpint (lm_layer_class_find_trace (klass, trace->name), ==, (gssize) j);
          g_assert_cmpstr (trace->title, !=, NULL);
          g_assert_true (trace->low < trace->high || (trace->low == 0 && trace->high == 0));
          n++;
        }
      g_assert_cmpint (lm_layer_class_find_trace (klass, "none"), ==, -1);
    }

  g_assert_cmpuint (n, >=, 18);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/traces/recurrent", test_recurrent);
  g_test_add_func ("/traces/smallest", test_smallest);
  g_test_add_func ("/traces/attention", test_attention);
  g_test_add_func ("/traces/sampling", test_sampling);
  g_test_add_func ("/traces/nothing", test_nothing);
  g_test_add_func ("/traces/classes", test_classes);

  return g_test_run ();
}
