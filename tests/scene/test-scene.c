/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "lamina-scene.h"

/* Until nothing more is to come. */
static void
run (LaminaSession *session)
{
  while (lamina_session_poll (session))
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (500);
    }
}

/* A project of a template, with other data. @settings: names and values in turn; ends with %NULL */
static LaminaSession *
open_project (const char        *id,
              const char *const *settings)
{
  g_autoptr(GError) error = NULL;
  LaminaSession *session = lamina_session_new (id, &error);

  g_assert_no_error (error);
  for (; settings != NULL && *settings != NULL; settings += 2)
    {
      lamina_session_set_data (session, settings[0], settings[1], &error);
      g_assert_no_error (error);
    }
  run (session);
  g_assert_cmpstr (lamina_session_get_data_error (session), ==, NULL);

  return session;
}

static void
close_project (LaminaSession *session)
{
  g_assert_true (lamina_session_close (session, 10000, NULL));
  g_object_unref (session);
}

static double
get_number (const LmBlob *blob,
            gsize         row,
            gsize         index)
{
  return (double) blob->tensor.data[row * lm_shape_get_n_columns (&blob->tensor.shape) + index];
}

/* The windows follow each other, and the target of each is the last number of the next. */
static void
test_windows (void)
{
  const char *const settings[] = { "examples", "400", NULL };
  LaminaSession *session = open_project ("rnn-series", settings);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaWindows *windows = &lamina_scene_get_frame (scene)->windows;
  gsize n_time, n_shown;

  n_time = windows->inputs->tensor.shape.dim[1];
  n_shown = windows->n;
  g_assert_cmpuint (n_shown, >=, 30);
  g_assert_cmpuint (windows->n_columns, ==, 1);
  g_assert_cmpuint (windows->columns[0], ==, 0);
  g_assert_cmpuint (windows->lag, ==, 1);
  g_assert_cmpuint (windows->start, ==, 0);
  g_assert_cmpuint (windows->n_free, ==, n_shown);
  g_assert_cmpuint (windows->time, ==,
                    lamina_data_set_get_row (lamina_session_get_data_set (session),
                                             LM_SPLIT_VALIDATION, 0) + n_time);
  for (gsize i = 0; i + 1 < windows->n; i++)
    g_assert_cmpfloat_with_epsilon (get_number (windows->targets, i, 0),
                                    get_number (windows->inputs, i + 1, n_time - 1), 1e-5);

  /* Another example: some windows before it are shown, and it goes on from there. */
  lamina_scene_choose_example (scene, 12);
  windows = &lamina_scene_get_frame (scene)->windows;
  g_assert_cmpuint (windows->start, >, 0);
  g_assert_cmpuint (windows->n_free + windows->start, ==, windows->n);
  for (gsize i = 0; i < n_time; i++)
    {
      g_assert_cmpfloat (get_number (windows->start_input, 0, i), ==,
                         get_number (windows->inputs, windows->start, i));
      g_assert_cmpfloat (get_number (windows->start_input, 0, i), ==,
                         get_number (lamina_scene_get_frame (scene)->example_input, 0, i));
    }
  close_project (session);
}

/* Of targets further ahead there is a forecast, but nothing to go on from. */
static void
test_windows_ahead (void)
{
  const char *const settings[] = { "examples", "400", "gap", "3", NULL };
  LaminaSession *session = open_project ("rnn-series", settings);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaWindows *windows = &lamina_scene_get_frame (scene)->windows;

  g_assert_cmpuint (windows->n, >, 0);
  g_assert_cmpuint (windows->lag, ==, 4);
  g_assert_cmpuint (windows->n_columns, ==, 1);
  g_assert_null (windows->start_input);
  close_project (session);
}

static void
write_series (const char *path,
              gboolean    has_gap)
{
  g_autoptr(GString) text = g_string_new ("day,warm,rain,sun\n");

  for (int i = 0; i < 300; i++)
    {
      const int hole = has_gap && i >= 260 ? 5 : 0;

      g_string_append_printf (text, "%d,%d,%d,%d\n", i + hole, (i * 37) % 101, (i * 11) % 23,
                              (i * 53) % 67);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

/* A table of which two columns are predicted, in another order than they stand in. */
static void
test_windows_of_columns (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lamina-scene-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "series.csv", NULL);

  for (int has_gap = 0; has_gap < 2; has_gap++)
    {
      const char *const settings[] = { "kind", "series", "path", path, "time_column", "day",
                                       "target_column", "sun,warm", "horizon", "2", "window", "6",
                                       "missing", "drop", "ignored_columns", "", NULL };
      g_autoptr(LaminaScene) scene = NULL;
      const LaminaWindows *windows;
      LaminaSession *session;
      LmSplit split = LM_SPLIT_VALIDATION;

      write_series (path, has_gap);
      session = open_project ("rnn-series", settings);
      scene = lamina_scene_new (session);
      windows = &lamina_scene_get_frame (scene)->windows;
      g_assert_cmpuint (windows->n_columns, ==, 2);
      g_assert_cmpuint (windows->columns[0], ==, 2);
      g_assert_cmpuint (windows->columns[1], ==, 0);
      g_assert_cmpuint (windows->lag, ==, 1);
      g_assert_cmpuint (windows->n, >=, 8);
      /* None spans the rows that are missing. */
      if (has_gap)
        g_assert_cmpuint (windows->n, <,
                          lamina_data_set_get_n_examples (lamina_session_get_data_set (session),
                                                          split));
      close_project (session);
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* The view is drawn from what the scene makes the trainer copy. */
static void
test_forecast (void)
{
  const char *const settings[] = { "examples", "400", NULL };
  LaminaSession *session = open_project ("rnn-series", settings);
  const LaminaViewClass *view = lamina_view_find ("forecast");
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  g_autofree char *text = NULL;
  const LaminaFrame *frame;

  lamina_scene_show (scene, scene, view, -1);
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpint (lamina_view_get_state (view, frame, NULL), ==, LAMINA_VIEW_READY);
  text = lamina_view_describe (view, frame);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "; by itself over "));
  close_project (session);
}

/* The samples of a project are there before the first step. */
static void
test_samples (void)
{
  LaminaSession *session = open_project ("gan-ring", NULL);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaViewClass *view = lamina_view_find ("gan-plane");
  const LaminaFrame *frame;

  lamina_scene_show (scene, scene, view, -1);
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpint (lamina_view_get_state (view, frame, NULL), ==, LAMINA_VIEW_READY);
  g_assert_true (lamina_scene_get_frame (scene)->forge == frame->forge);
  g_assert_cmpuint (frame->forge->n_latent, ==, 8);
  g_assert_cmpuint (frame->forge->reals->tensor.shape.dim[0], ==, 256);
  close_project (session);
}

static void
train (LaminaSession *session,
       guint          n_steps)
{
  lamina_session_step (session, n_steps);
  run (session);
}

/* Pictures are kept step by step; what a card chooses is asked for; a new run begins anew. */
static void
test_album (void)
{
  LaminaSession *session = open_project ("gan-dense-28", NULL);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaOptions other = { .seed = 3 };
  LaminaFrame frame;
  int owner;

  lamina_scene_show (scene, scene, lamina_view_find ("gan-time"), -1);
  lamina_scene_show (scene, &owner, lamina_view_find ("gan-samples"), -1);
  lamina_scene_set_options (scene, &owner, &other);
  lamina_scene_update_watch (scene);
  run (session);
  frame = *lamina_scene_get_frame (scene);
  frame.options = other;
  g_assert_nonnull (lamina_frame_get_samples (&frame));
  g_assert_cmpuint (lamina_samples_count (frame.album, G_MAXUINT64), ==, 1);

  train (session, 1);
  train (session, 1);
  g_assert_cmpuint (lamina_samples_count (lamina_scene_get_frame (scene)->album, 2), ==, 3);

  lamina_session_start_over (session);
  run (session);
  g_assert_cmpuint (lamina_samples_count (lamina_scene_get_frame (scene)->album, 9), <=, 1);
  close_project (session);
}

/* What layers made of the example stays to be seen while another page asks for something else. */
static void
test_layers_frame (void)
{
  LaminaSession *session = open_project ("xor", NULL);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  LaminaFrame frame;

  lamina_scene_show (scene, scene, lamina_view_find ("feature-maps"), -1);
  lamina_scene_update_watch (scene);
  run (session);
  g_assert_nonnull (lamina_frame_get_value (lamina_scene_get_frame (scene), 0));

  lamina_scene_show (scene, scene, lamina_view_find ("kernels"), -1);
  lamina_scene_update_watch (scene);
  run (session);
  g_assert_nonnull (lamina_frame_get_weight (lamina_scene_get_frame (scene)));
  g_assert_null (lamina_frame_get_value (lamina_scene_get_frame (scene), 0));
  frame = lamina_scene_get_layers_frame (scene);
  g_assert_nonnull (lamina_frame_get_value (&frame, 0));

  /* Of another example, or another network, it would be a lie. */
  lamina_scene_choose_example (scene, 1);
  frame = lamina_scene_get_layers_frame (scene);
  g_assert_null (lamina_frame_get_value (&frame, 0));
  close_project (session);
}

/* A text of few characters, and a small network that writes the like. */
static LaminaSession *
open_writer (const char *path)
{
  const char *const settings[] = { "path", path, "sequence", "24", NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *n_tokens = NULL;
  LaminaSession *session;

  for (int i = 0; i < 200; i++)
    g_string_append (text, i % 3 == 0   ? "one two three,\n"
                           : i % 3 == 1 ? "four\tfive "
                                        : "六 seven\n");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));

  session = open_project ("char-lm", settings);
  n_tokens = g_strdup_printf (
    "%zu", lamina_data_set_get_n_answers (lamina_session_get_data_set (session)));
  g_assert_true (lamina_session_set_layer_field (session, 0, "vocabulary", n_tokens, FALSE, NULL));
  g_assert_true (lamina_session_set_layer_field (session, 1, "hidden_size", "12", FALSE, NULL));
  g_assert_true (lamina_session_set_layer_field (session, 2, "units", n_tokens, FALSE, NULL));
  run (session);
  g_assert_nonnull (lamina_session_get_network (session));

  return session;
}

/* What was typed counts, without what the network does not know; and then the example again. */
static void
check_typed (LaminaSession *session,
             LaminaScene   *scene)
{
  const LaminaViewClass *view = lamina_view_find ("text");
  const LaminaFrame *frame;
  g_autofree char *typed = NULL;

  lamina_scene_set_prompt (scene, "oneж two");
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpuint (frame->passage.lengths[1], ==, 7);
  typed = lamina_view_describe (view, frame);
  g_assert_true (g_str_has_prefix (typed, "At step 5 “one two” goes on with “"));
  lamina_scene_set_prompt (scene, "жжж");
  g_assert_false (lamina_scene_get_frame (scene)->passage.is_typed);
  lamina_scene_set_prompt (scene, "one two three, four five six one two three, four five six");
  g_assert_cmpuint (lamina_scene_get_frame (scene)->passage.lengths[1], ==, 24);
  lamina_scene_set_prompt (scene, NULL);
  g_assert_cmpuint (lamina_scene_get_frame (scene)->passage.lengths[1], ==, 12);
}

/* What is written is kept step by step; it is of the chosen text and of this run. */
static void
check_text (LaminaSession *session)
{
  const LaminaViewClass *view = lamina_view_find ("text");
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaFrame *frame;
  g_autofree char *text = NULL;

  lamina_scene_show (scene, scene, view, -1);
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpint (lamina_view_get_state (view, frame, NULL), ==, LAMINA_VIEW_READY);
  g_assert_cmpuint (frame->passage.lengths[0], ==, 24);
  g_assert_cmpuint (frame->passage.lengths[1], ==, 12);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, G_MAXUINT64), ==, 1);

  train (session, 3);
  train (session, 2);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, 0), ==, 1);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, 4), >=, 2);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, 5), >=, 3);
  text = lamina_view_describe (view, frame);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "At step 5 “"));

  /* Another text: what was written after the first one is of no use. */
  lamina_scene_choose_example (scene, 1);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, 5), ==, 0);
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, 5), ==, 1);

  check_typed (session, scene);

  /* A new run: of the old one nothing is left but its start. */
  lamina_session_start_over (session);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, G_MAXUINT64), <=, 1);
  g_assert_cmpuint (lamina_samples_count (frame->passage.samples, G_MAXUINT64), ==,
                    lamina_samples_count (frame->passage.samples, 0));
}

static void
test_text (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lamina-scene-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "text.txt", NULL);
  LaminaSession *session = open_writer (path);

  check_text (session);
  close_project (session);
  g_unlink (path);
  g_rmdir (folder);
}

/* Of sentences only what was said counts, and not the padding behind it. */
static void
test_lengths (void)
{
  LaminaSession *session = open_project ("gru-sentiment", NULL);
  LaminaDataSet *set = lamina_session_get_data_set (session);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaFrame *frame = lamina_scene_get_frame (scene);

  g_assert_cmpint (frame->target_kind, ==, LAMINA_TARGET_CLASS);
  g_assert_cmpuint (frame->tokens.n, ==,
                    lamina_vocabulary_get_n (lamina_data_set_get_vocabulary (set)));
  g_assert_nonnull (frame->tokens.are_apart);
  g_assert_null (frame->passage.inputs);
  for (gsize i = 0; i < frame->n_predictions; i++)
    g_assert_cmpuint (frame->prediction_lengths[i], ==,
                      lamina_data_set_get_length (set, lamina_scene_get_split (scene),
                                                  frame->prediction_indices[i]));
  g_assert_cmpuint (frame->example_length, ==, frame->prediction_lengths[0]);
  g_assert_nonnull (frame->batch_lengths);
  close_project (session);
}

/* The two numbers that tell most are found, and the walk ends at two examples. */
static void
test_latent (void)
{
  LaminaSession *session = open_project ("vae-32-16-32", NULL);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  const LaminaViewClass *view = lamina_view_find ("latent-map");
  const LaminaFrame *frame;

  lamina_scene_show (scene, scene, view, -1);
  do
    {
      lamina_scene_update_watch (scene);
      run (session);
    }
  while (!lamina_scene_is_watched (scene));
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpint (lamina_view_get_state (view, frame, NULL), ==, LAMINA_VIEW_READY);
  g_assert_cmpuint (frame->latent->n_latent, ==, 16);
  g_assert_true (frame->latent->has_begun);
  g_assert_cmpint (frame->latent->ends[1].example, >, 0);
  g_assert_cmpfloat (frame->latent->kl[0], >, 0);
  g_assert_true (lamina_latent_is_current (frame->latent, frame->snapshot, LAMINA_PROBE_WALK));
  g_assert_true (lamina_latent_is_current (frame->latent, frame->snapshot, LAMINA_PROBE_GRID));

  lamina_scene_move_end (scene, 1, 0.5, 100);
  g_assert_false (lamina_scene_is_watched (scene));
  lamina_scene_update_watch (scene);
  run (session);
  frame = lamina_scene_get_frame (scene);
  g_assert_cmpfloat (frame->latent->ends[1].y, ==, frame->latent->reach);
  g_assert_true (lamina_latent_is_current (frame->latent, frame->snapshot, LAMINA_PROBE_WALK));
  close_project (session);
}

static char *
list_default (const char *id)
{
  LaminaSession *session = open_project (id, NULL);
  g_autoptr(LaminaScene) scene = lamina_scene_new (session);
  g_autoptr(GArray) places = lamina_scene_list_default (scene);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            g_array_index (places, LaminaScenePlace, i).klass->id);
  close_project (session);

  return g_string_free (text, FALSE);
}

static void
test_layouts (void)
{
  static const char *const rows[][2] = {
    { "xor", "decision-surface loss kernels" },
    { "spirals", "decision-surface loss metric kernels" },
    { "rnn-series", "forecast loss metric gates kernels" },
    { "vae-32-16-32", "latent-map latent-kl loss reconstructions metric metric" },
    { "vae-dense-28", "latent-map reconstructions latent-kl loss metric metric" },
    { "gan-ring", "gan-plane gan-scores loss metric metric" },
    { "char-lm", "text loss metric gates feature-maps" },
    { "transformer-mini", "text loss metric attention feature-maps" },
    { "gru-sentiment", "loss metric predictions kernels gates" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *places = list_default (rows[i][0]);

      g_assert_cmpstr (places, ==, rows[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scene/windows/next-step", test_windows);
  g_test_add_func ("/scene/windows/ahead", test_windows_ahead);
  g_test_add_func ("/scene/windows/columns", test_windows_of_columns);
  g_test_add_func ("/scene/forecast", test_forecast);
  g_test_add_func ("/scene/samples", test_samples);
  g_test_add_func ("/scene/layers-frame", test_layers_frame);
  g_test_add_func ("/scene/album", test_album);
  g_test_add_func ("/scene/text", test_text);
  g_test_add_func ("/scene/lengths", test_lengths);
  g_test_add_func ("/scene/latent", test_latent);
  g_test_add_func ("/scene/layouts", test_layouts);

  return g_test_run ();
}
