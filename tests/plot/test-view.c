/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view.h"

#include <math.h>
#include <string.h>

#include "lm-snapshot-private.h"
#include "draw-everywhere.h"
#include "picture.h"
#include "sample.h"

/* Which views say something about which data. */
static void
test_fits (void)
{
  static const struct
  {
    SampleKind  kind;
    const char *ready;
  } rows[] = {
    { SAMPLE_PICTURES, "loss metric predictions kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_SPIRALS,
      "loss metric predictions decision-surface kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_FORGED_POINTS,
      "loss metric gan-samples gan-scores gan-plane kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_VARIATIONAL_MANY,
      "loss metric reconstructions latent-map latent-kl kernels feature-maps histograms "
      "gradient-flow learning-rate" },
    { SAMPLE_FUNCTION,
      "loss predictions function-fit kernels feature-maps histograms gradient-flow learning-rate" },
    { SAMPLE_SERIES,
      "loss metric predictions forecast gates kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_PULSES, "loss metric predictions gates kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_TEXT, "loss metric text gates kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_SENTENCES,
      "loss metric predictions gates kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_ECHO, "loss reconstructions kernels feature-maps histograms gradient-flow "
      "learning-rate" },
    { SAMPLE_TABLE, "loss metric predictions kernels feature-maps histograms gradient-flow "
      "learning-rate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(Sample) sample = sample_new (rows[i].kind, 2, -1);
      g_autoptr(GString) ready = g_string_new (NULL);
      LaminaFrame frame = sample->frame;

      for (gsize j = 0; j < lamina_view_get_n (); j++)
        {
          const LaminaViewClass *view = lamina_view_nth (j);

          frame.layer = lamina_view_choose_layer (view, &frame);
          if (lamina_view_get_state (view, &frame, NULL) == LAMINA_VIEW_READY)
            g_string_append_printf (ready, "%s%s", ready->len > 0 ? " " : "", view->id);
        }
      g_assert_cmpstr (ready->str, ==, rows[i].ready);
    }
}

/* An empty project shows a sentence in each view, and no view falls over. */
static void
test_empty_project (void)
{
  LaminaFrame frame;

  lamina_frame_init (&frame);
  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *view = lamina_view_nth (i);
      g_autofree char *title = lamina_view_write_title (view, &frame);
      g_autofree char *description = lamina_view_describe (view, &frame);

      g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), !=, LAMINA_VIEW_READY);
      g_assert_true (g_str_has_suffix (description, "."));
      draw_everywhere (view, &frame, LAMINA_SCHEME_LIGHT, 240, 150);
    }
}

/* Ids with blanks between them. */
static void
assert_views (const char *text)
{
  g_auto(GStrv) ids = g_strsplit (text != NULL ? text : "", " ", -1);

  for (GStrv id = ids; *id != NULL; id++)
    g_assert_nonnull (lamina_view_find (*id));
}

/* Why a view shows nothing, and what is offered instead. */
static void
test_reasons (void)
{
  static const struct
  {
    SampleKind  kind;
    const char *id, *start, *nearest;
  } rows[] = {
    { SAMPLE_TEXT, "predictions", "This network answers each step of a text", "text" },
    { SAMPLE_FORGED_POINTS, "predictions", "A discriminator tells real from fake", "gan-scores" },
    { SAMPLE_VARIATIONAL, "predictions", "This network answers with pictures", "reconstructions" },
    { SAMPLE_FORGED_POINTS, "decision-surface", "A discriminator tells", "gan-plane" },
    { SAMPLE_PICTURES, "decision-surface", "Only examples of two numbers", "predictions" },
    { SAMPLE_TEXT, "decision-surface", "Only examples of two numbers", "text" },
    { SAMPLE_FORGED_PICTURES, "reconstructions", "A generator makes pictures", NULL },
    { SAMPLE_PICTURES, "reconstructions", "This network does not answer", "predictions" },
    { SAMPLE_PICTURES, "gan-plane", "Only a generator", "predictions" },
    { SAMPLE_PULSES, "attention", "This stack has no attention", "gates" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(Sample) sample = sample_new (rows[i].kind, 0, -1);
      const LaminaViewClass *view = lamina_view_find (rows[i].id);
      const LaminaViewClass *nearest = lamina_view_find_nearest (view, &sample->frame);
      const char *message;

      g_assert_cmpint (lamina_view_get_state (view, &sample->frame, &message), ==,
                       LAMINA_VIEW_UNFIT);
      g_test_message ("%s: %s", rows[i].id, message);
      g_assert_true (g_str_has_prefix (message, rows[i].start));
      if (rows[i].nearest != NULL)
        g_assert_cmpstr (nearest->id, ==, rows[i].nearest);
    }
}

/* Data, network and the first look come one by one: each sentence is of what is missing. */
static void
test_first_sentences (gconstpointer data)
{
  g_autoptr(Sample) sample = sample_new ((SampleKind) GPOINTER_TO_INT (data), 0, 0);
  LaminaFrame frame = sample->frame;

  frame.snapshot = NULL;
  for (int i = 0; i < 3; i++)
    {
      static const char *const words[] = { "first look", "stack", "Data page" };

      if (i > 0)
        frame.network = NULL;
      if (i > 1)
        frame.n_examples = 0;
      for (gsize j = 0; j < lamina_view_get_n (); j++)
        {
          const LaminaViewClass *view = lamina_view_nth (j);
          const char *message;

          frame.layer = lamina_view_choose_layer (view, &frame);
          if ((view->watches & ~LAMINA_WATCH_HISTORY) == 0 ||
              lamina_view_get_state (view, &frame, &message) != LAMINA_VIEW_EMPTY)
            continue;
          g_assert_nonnull (strstr (message, words[i]));
          g_assert_null (lamina_view_find_nearest (view, &frame));
        }
    }
}

static void
test_registry (void)
{
  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *view = lamina_view_nth (i);

      g_assert_true (lamina_view_find (view->id) == view);
      g_assert_true (g_str_has_suffix (view->summary, "."));
      g_assert_cmpint (view->columns, >=, 3);
      g_assert_cmpint (view->columns, <=, 12);
      if (view->fits != NULL)
        {
          g_assert_true (g_str_has_suffix (view->unfit, "."));
          assert_views (view->nearest);
        }
    }
  g_assert_null (lamina_view_find ("no such view"));
}

/* What the pointer reads is the number itself, and the colour is that number's. */
static void
test_kernels_read_weights (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_PICTURES, 0, 0);
  const LmTensor *weight = lamina_frame_get_weight (&sample->frame);
  g_auto(Picture) picture = { 0 };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 208, 130);
  for (int y = 0; y < 130; y++)
    for (int x = 0; x < 208; x++)
      {
        char *text = lamina_view_get_value_at (lamina_view_find ("kernels"), &sample->frame,
                                               &picture.style, 208, 130, x, y);

        if (text != NULL)
          g_hash_table_add (seen, text);
      }
  /* Every weight has a place. */
  g_assert_cmpuint (g_hash_table_size (seen), ==, weight->len);
}

/* A snapshot of three answers that were made up. */
static LmSnapshot *
make_answers (Sample        *sample,
              guint          probe,
              const lm_real *answers,
              gsize          n_rows,
              gsize          n_columns)
{
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  const LmShape shape = { 2, { n_rows, n_columns } };
  lm_real *data = lm_snapshot_add (snapshot, (LmSeen) { .kind = LM_SEEN_ANSWER, .probe = probe },
                                   &shape);

  memcpy (data, answers, n_rows * n_columns * sizeof *answers);

  return snapshot;
}

static void
test_predictions_tell_right_from_wrong (void)
{
  static const char *const names[] = { "a", "b", "c" };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  const lm_real answers[] = { 0.9f, 0.06f, 0.04f, 0.2f, 0.1f, 0.7f, 0.3f, NAN, 0.3f };
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, LAMINA_PROBE_PREDICTIONS, answers, 3, 3);
  const LaminaViewClass *view = lamina_view_find ("predictions");
  g_auto(Picture) picture = { 0 };
  g_autofree char *text = NULL, *value = NULL;
  LaminaFrame frame = sample->frame;

  frame.snapshot = snapshot;
  frame.class_names = names;
  frame.n_predictions = 3;
  frame.prediction_targets->tensor.data[0] = 0;
  frame.prediction_targets->tensor.data[1] = 1;
  frame.prediction_targets->tensor.data[2] = 1;

  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==, "1 of 3 examples are right");

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 480, 200);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 480, 200);
  /* The badges are at the right edge, each in its line of 25 pixels. */
  g_assert_cmphex (picture_get (&picture, 480 - 8, 37 - 5), ==,
                   picture_color (&picture, LAMINA_COLOR_RIGHT));
  g_assert_cmphex (picture_get (&picture, 480 - 8, 62 - 5), ==,
                   picture_color (&picture, LAMINA_COLOR_WRONG));
  g_assert_cmphex (picture_get (&picture, 480 - 8, 87 - 5), ==,
                   picture_color (&picture, LAMINA_COLOR_WRONG));

  value = lamina_view_get_value_at (view, &frame, &picture.style, 480, 200, 30, 60);
  g_assert_cmpstr (value, ==, "example 2: truth b, answer c 70.0%");
}

/* A sentence is read without its padding, beside truth and answer; narrow cards leave the truth to
 * the badge. */
static void
test_predictions_of_texts (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_SENTENCES, 0, 0);
  const lm_real answers[] = { 0.75f, 0.25f, 0.125f, 0.875f };
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, LAMINA_PROBE_PREDICTIONS, answers, 2, 2);
  const LaminaViewClass *view = lamina_view_find ("predictions");
  g_autofree char *text = NULL, *value = NULL, *narrow = NULL, *numbers = NULL;
  g_auto(GStrv) words = NULL;
  LaminaFrame frame = sample->frame;
  LaminaStyle style;

  frame.snapshot = snapshot;
  frame.n_predictions = 2;
  frame.prediction_targets->tensor.data[0] = 0;
  frame.prediction_targets->tensor.data[1] = 0;
  sample->lengths[1] = 3;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, "Sans");
  text = lamina_view_describe (view, &frame);
  g_assert_true (g_str_has_prefix (text, "1 of 2 examples are right; example 1: truth complaint, "
                                         "answer complaint 75.0%, to “"));
  value = lamina_view_get_value_at (view, &frame, &style, 700, 200, 30, 84);
  g_assert_true (g_str_has_prefix (value, "example 2: truth complaint, answer praise 87.5%, to “"));
  words = g_strsplit (strstr (value, "“"), " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  narrow = lamina_view_get_value_at (view, &frame, &style, 240, 200, 30, 84);
  g_assert_cmpstr (narrow, ==, value);
  numbers = lamina_view_write_numbers (view, &frame);
  g_assert_true (g_str_has_prefix (numbers, "example,truth_0,answer_0,answer_1,text\r\n"
                                            "0,0,0.75,0.25,\""));
}

/* The plots are in the data's numbers, whatever the network computes with. */
static void
test_predictions_of_series (void)
{
  static const double scale[] = { 10 }, offset[] = { 5 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_SERIES, 0, 0);
  const lm_real answers[] = { 0.5f, 0.25f };
  g_autoptr(LmSnapshot) snapshot = make_answers (sample, LAMINA_PROBE_PREDICTIONS, answers, 2, 1);
  const LaminaViewClass *view = lamina_view_find ("predictions");
  g_auto(Picture) picture = { 0 };
  g_autofree char *first = NULL, *second = NULL, *none = NULL;
  LaminaFrame frame = sample->frame;
  gsize n_truth = 0, n_answer = 0;

  frame.snapshot = snapshot;
  frame.n_predictions = 2;
  frame.input_scaling = frame.target_scaling = (LaminaScaling) { 1, scale, offset };
  frame.prediction_targets->tensor.data[0] = -0.5f;
  frame.prediction_targets->tensor.data[1] = 0.25f;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 600, 140);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 600, 140);
  first = lamina_view_get_value_at (view, &frame, &picture.style, 600, 140, 20, 60);
  g_assert_cmpstr (first, ==, "example 1: truth 0, answer 10.0");
  second = lamina_view_get_value_at (view, &frame, &picture.style, 600, 140, 500, 60);
  g_assert_cmpstr (second, ==, "example 2: truth 7.50, answer 7.50");
  none = lamina_view_get_value_at (view, &frame, &picture.style, 600, 140, 500, 4);
  g_assert_null (none);

  /* Below the legend: one is far from the other in the left plot. */
  for (int y = 30; y < 140; y++)
    for (int x = 0; x < 295; x++)
      {
        n_truth += picture_get (&picture, x, y) == picture_color (&picture, LAMINA_COLOR_RUN_A);
        n_answer += picture_get (&picture, x, y) == picture_color (&picture, LAMINA_COLOR_RUN_B);
      }
  g_assert_cmpuint (n_truth, >, 10);
  g_assert_cmpuint (n_answer, >, 3);
}

/* Left is class 0, right is class 1: so are the colours, and up is up. */
static void
test_surface_colors (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_SPIRALS, 0, 0);
  LaminaFrame frame = sample->frame;
  const gsize n = frame.n_surface_columns * frame.n_surface_rows;
  g_autofree lm_real *answers = g_new (lm_real, n);
  g_autoptr(LmSnapshot) snapshot = NULL;
  g_auto(Picture) picture = { 0 };
  g_autofree char *value = NULL, *text = NULL;
  const guint32 *map;

  for (gsize i = 0; i < n; i++)
    {
      double x, y;

      lamina_frame_get_place (&frame, i, &x, &y);
      answers[i] = x > 0 && y > 0 ? 1 : 0;
    }
  snapshot = make_answers (sample, LAMINA_PROBE_SURFACE, answers, n, 1);
  frame.snapshot = snapshot;
  frame.points[0] = frame.points[1] = NULL;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 480, 300);
  map = lamina_style_get_map (&picture.style, LAMINA_MAP_DIVERGING);
  lamina_view_draw (lamina_view_find ("decision-surface"), picture.cr, &frame, &picture.style,
                    480, 300);
  /* In the upper right quarter of the field, and left of it. */
  g_assert_cmpint (picture_compare (picture_get (&picture, 230, 60),
                                    map[lamina_map_get_index (1, 0.72)]), <=, 2);
  g_assert_cmpint (picture_compare (picture_get (&picture, 90, 60),
                                    map[lamina_map_get_index (0, 0.72)]), <=, 2);
  g_assert_cmpint (picture_compare (picture_get (&picture, 230, 220),
                                    map[lamina_map_get_index (0, 0.72)]), <=, 2);

  value = lamina_view_get_value_at (lamina_view_find ("decision-surface"), &frame, &picture.style,
                                    480, 300, 230, 60);
  g_assert_true (g_str_has_suffix (value, ": class 1, 100%"));
  text = lamina_view_describe (lamina_view_find ("decision-surface"), &frame);
  g_assert_cmpstr (text, ==, "Shares of the plane: class 0 75%, class 1 25%");
}

/* In the past the values are those of then, and a line stands there. */
static void
test_loss_in_the_past (void)
{
  const LaminaViewClass *view = lamina_view_find ("loss");
  g_autoptr(LmHistory) history = lm_history_new (0);
  g_auto(Picture) picture = { 0 };
  g_autofree char *now = NULL, *then = NULL, *csv = NULL;
  LaminaFrame frame;
  gsize n = 0;

  for (guint64 step = 1; step <= 100; step++)
    {
      lm_history_append (history, &(LmRecord) { .type = LM_RECORD_STEP, .step = step,
                                                .loss = 1 / (double) step });
      if (step % 50 == 0)
        lm_history_append (history, &(LmRecord) { .type = LM_RECORD_VALIDATION, .step = step,
                                                  .loss = 2 / (double) step });
    }
  lamina_frame_init (&frame);
  frame.history = history;
  frame.now = frame.step = 100;
  frame.n_steps = 100;
  frame.steps_per_epoch = 1;

  now = lamina_view_describe (view, &frame);
  g_assert_cmpstr (now, ==, "Training 0.0100, validation 0.0200 at step 100, epoch 100; falling");
  frame.step = 50;
  then = lamina_view_describe (view, &frame);
  g_assert_cmpstr (then, ==, "Training 0.0200, validation 0.0400 at step 50, epoch 50; falling");

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 400, 200);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 400, 200);
  for (int x = 0; x < 400; x++)
    n += picture_get (&picture, x, 60) == picture_color (&picture, LAMINA_COLOR_PAST_FG);
  g_assert_cmpuint (n, ==, 2);

  csv = lamina_view_write_numbers (view, &frame);
  g_assert_true (g_str_has_prefix (csv, "step,loss,validation_loss\r\n1,1,\r\n2,0.5,\r\n"));
  g_assert_nonnull (strstr (csv, "\r\n50,0.02,0.04\r\n"));
  g_assert_true (g_str_has_suffix (csv, "\r\n100,0.01,0.02\r\n"));
}

static void
test_watch (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_SPIRALS, 0, 2);
  LmWatch *watch = lm_watch_new ();

  lamina_view_add_to_watch (lamina_view_find ("loss"), &sample->frame, watch);
  g_assert_true (lm_watch_is_empty (watch));
  lamina_view_add_to_watch (lamina_view_find ("function-fit"), &sample->frame, watch);
  g_assert_true (lm_watch_is_empty (watch));
  lamina_view_add_to_watch (lamina_view_find ("kernels"), &sample->frame, watch);
  lamina_view_add_to_watch (lamina_view_find ("decision-surface"), &sample->frame, watch);
  lamina_view_add_to_watch (lamina_view_find ("feature-maps"), &sample->frame, watch);
  g_assert_cmpuint (watch->params->len, ==, 1);
  g_assert_cmpuint (g_array_index (watch->params, gsize, 0), ==, 2);
  g_assert_cmpuint (watch->probes->len, ==, 2);
  g_assert_cmpuint (g_array_index (watch->probes, LmProbe, 0).id, ==, LAMINA_PROBE_SURFACE);
  g_assert_true (g_array_index (watch->probes, LmProbe, 1).all_layers);
  lm_watch_unref (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view/registry", test_registry);
  g_test_add_func ("/view/empty-project", test_empty_project);
  g_test_add_func ("/view/fits", test_fits);
  g_test_add_func ("/view/reasons", test_reasons);
  g_test_add_data_func ("/view/first-sentences/pictures", GINT_TO_POINTER (SAMPLE_PICTURES),
                        test_first_sentences);
  g_test_add_data_func ("/view/first-sentences/points", GINT_TO_POINTER (SAMPLE_CLASSES),
                        test_first_sentences);
  g_test_add_func ("/view/kernels/read-weights", test_kernels_read_weights);
  g_test_add_func ("/view/predictions/right-from-wrong", test_predictions_tell_right_from_wrong);
  g_test_add_func ("/view/predictions/of-texts", test_predictions_of_texts);
  g_test_add_func ("/view/predictions/of-series", test_predictions_of_series);
  g_test_add_func ("/view/decision-surface/colors", test_surface_colors);
  g_test_add_func ("/view/loss/in-the-past", test_loss_in_the_past);
  g_test_add_func ("/view/watch", test_watch);

  return g_test_run ();
}
