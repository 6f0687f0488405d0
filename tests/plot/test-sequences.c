/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The views of the inside of recurrent layers and of attention. */

#include <math.h>
#include <string.h>

#include "lamina-attention-figure.h"
#include "lamina-gates-figure.h"
#include "lamina-view.h"
#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample-sequence.h"

static const SequenceSettings *const all_settings[] = {
  &sequence_lstm, &sequence_gru, &sequence_rnn, &sequence_causal, &sequence_attention,
};

static const double sizes[][2] = {
  { 40, 40 }, { 41, 300 }, { 240, 150 }, { 333, 60 }, { 480, 260 }, { 700, 290 }, { 1800, 900 },
};

/* With the pointer here and there; nothing may be drawn outside. */
static void
draw_everywhere (const LaminaViewClass *view,
                 const LaminaFrame     *frame,
                 LaminaScheme           scheme,
                 double                 text_scale,
                 int                    width,
                 int                    height)
{
  g_auto(Picture) picture = { 0 };
  LaminaFrame copy = *frame;

  picture_init (&picture, scheme, width + 20, height + 20);
  picture.style.text_scale = text_scale;
  cairo_translate (picture.cr, 10, 10);
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *value = NULL;

      copy.options.has_hover = i > 0;
      copy.options.hover_x = width * (0.05 + 0.3 * (i % 3));
      copy.options.hover_y = height * (0.1 + 0.4 * (i / 3));
      value = lamina_view_get_value_at (view, &copy, &picture.style, width, height,
                                        copy.options.hover_x, copy.options.hover_y);
      g_assert_true (value == NULL || *value != '\0');
      lamina_view_draw (view, picture.cr, &copy, &picture.style, width, height);
    }

  g_assert_cmpint (cairo_status (picture.cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (picture_count (&picture, 0, 0, width + 20, 9), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 0, height + 11, width + 20, 9), ==, 0);
  g_assert_cmpuint (picture_count (&picture, 10, 10, width, height), >, 20);
}

static void
test_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all_settings); i++)
    {
      g_autoptr(SequenceSample) sample = sequence_sample_new (all_settings[i]);
      const LaminaViewClass *view = lamina_view_find (i < 3 ? "gates" : "attention");
      const LaminaViewClass *other = lamina_view_find (i < 3 ? "attention" : "gates");

      g_assert_cmpint (lamina_view_get_state (view, &sample->frame, NULL), ==, LAMINA_VIEW_READY);
      g_assert_cmpint (lamina_view_get_state (other, &sample->frame, NULL), ==, LAMINA_VIEW_UNFIT);
      for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
        draw_everywhere (view, &sample->frame, (LaminaScheme) ((i + j) % LAMINA_N_SCHEMES),
                         j % 2 == 0 ? 1 : 1.5, (int) sizes[j][0], (int) sizes[j][1]);
    }
}

/* Steps are told by their tokens, as far as the example goes. */
static void
test_steps (void)
{
  g_autoptr(SequenceSample) text = sequence_sample_new (&sequence_rnn);
  g_autoptr(SequenceSample) words = sequence_sample_new (&sequence_gru);
  g_autoptr(SequenceSample) waves = sequence_sample_new (&sequence_lstm);
  g_autofree char *first = NULL, *blank = NULL, *wave = NULL;
  LaminaSequence sequence;

  lamina_sequence_init (&sequence, &text->frame, text->frame.example_input->tensor.shape.dim[1]);
  g_assert_cmpuint (sequence.n_steps, ==, strlen (sequence_rnn.text));
  first = lamina_sequence_write_step (&sequence, 0);
  blank = lamina_sequence_write_step (&sequence, 3);
  g_assert_cmpstr (first, ==, "step 1 “T”");
  g_assert_cmpstr (blank, ==, "step 4 “␣”");
  g_assert_cmpstr (lamina_sequence_get_sign (&sequence, 35), ==, "⏎");
  g_assert_null (lamina_sequence_get_sign (&sequence, sequence.n_steps));

  lamina_sequence_init (&sequence, &words->frame, words->frame.example_input->tensor.shape.dim[1]);
  g_assert_cmpuint (sequence.n_steps, ==, 13);
  g_assert_cmpstr (lamina_sequence_get_sign (&sequence, 12), ==, "bread");
  g_assert_null (lamina_sequence_get_sign (&sequence, 13));
  /* A layer with steps of its own has none of the example's. */
  lamina_sequence_init (&sequence, &words->frame, 4);
  g_assert_cmpuint (sequence.n_steps, ==, 4);
  g_assert_null (sequence.input);
  g_assert_null (lamina_sequence_get_sign (&sequence, 0));

  lamina_sequence_init (&sequence, &waves->frame, 48);
  wave = lamina_sequence_write_step (&sequence, 47);
  g_assert_cmpstr (wave, ==, "step 48");

  g_assert_cmpuint (lamina_get_step_stride (40, 34), ==, 1);
  g_assert_cmpuint (lamina_get_step_stride (10, 34), ==, 5);
  g_assert_cmpuint (lamina_get_step_stride (0.4, 34), ==, 100);
}

/* What does not stand for a token has no sign: nothing is read beyond the names. */
static void
test_wrong_tokens (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_rnn);
  LaminaSequence sequence;

  sample->frame.example_input->tensor.data[0] = NAN;
  sample->frame.example_input->tensor.data[1] = -1;
  sample->frame.example_input->tensor.data[2] = (lm_real) sample->frame.tokens.n;
  lamina_sequence_init (&sequence, &sample->frame,
                        sample->frame.example_input->tensor.shape.dim[1]);
  for (gsize i = 0; i < 3; i++)
    g_assert_null (lamina_sequence_get_sign (&sequence, i));
  g_assert_cmpstr (lamina_sequence_get_sign (&sequence, 4), ==, "m");
}

/* Colours go from the low end to the high one; what is no number is told from them. */
static void
test_heat (void)
{
  const lm_real numbers[] = { 0, 1, 0.5f, NAN };
  const LaminaHeat heat = { .data = numbers, .n_rows = 2, .n_columns = 2, .row_stride = 2,
                            .column_stride = 1, .map = LAMINA_MAP_VIRIDIS, .low = 0, .high = 1 };
  g_auto(Picture) picture = { 0 };
  const guint32 *map;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 40, 80);
  map = lamina_style_get_map (&picture.style, LAMINA_MAP_VIRIDIS);
  lamina_heat_draw (&heat, picture.cr, &picture.style, 0, 0, 40, 80);
  g_assert_cmpint (picture_compare (picture_get (&picture, 10, 20), map[0]), <=, 1);
  g_assert_cmpint (picture_compare (picture_get (&picture, 30, 20), map[255]), <=, 1);
  g_assert_cmpint (picture_compare (picture_get (&picture, 10, 60), map[128]), <=, 1);
  g_assert_cmphex (picture_get (&picture, 30, 60), ==,
                   picture_color (&picture, LAMINA_COLOR_WRONG));
  g_assert_cmpfloat (lamina_heat_get_most (&heat), ==, 1);
}

/* More numbers than pixels: means, or the strongest where there is a sign. */
static void
test_heat_in_little_room (void)
{
  lm_real numbers[64];
  LaminaHeat heat = { .data = numbers, .n_rows = 32, .n_columns = 2, .row_stride = 2,
                      .column_stride = 1, .map = LAMINA_MAP_VIRIDIS, .low = 0, .high = 1 };
  g_auto(Picture) picture = { 0 };

  for (gsize i = 0; i < 64; i++)
    numbers[i] = i / 2 % 2 == 0 ? 1 : 0;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 40, 40);
  lamina_heat_draw (&heat, picture.cr, &picture.style, 0, 0, 40, 4);
  g_assert_cmpint (picture_compare (picture_get (&picture, 20, 1),
                                    lamina_style_get_map (&picture.style,
                                                          LAMINA_MAP_VIRIDIS)[128]), <=, 1);

  heat.map = LAMINA_MAP_DIVERGING;
  heat.low = -1;
  numbers[8] = numbers[9] = -2;
  lamina_heat_draw (&heat, picture.cr, &picture.style, 0, 20, 40, 4);
  g_assert_cmpint (picture_compare (picture_get (&picture, 20, 20),
                                    lamina_style_get_map (&picture.style,
                                                          LAMINA_MAP_DIVERGING)[0]), <=, 1);
  g_assert_cmpint (picture_compare (picture_get (&picture, 20, 22),
                                    lamina_style_get_map (&picture.style,
                                                          LAMINA_MAP_DIVERGING)[255]), <=, 1);
}

/* What the pointer reads is the number itself. */
static void
test_gates_are_read (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_lstm);
  const LmTensor *forget = lamina_frame_get_trace (&sample->frame, "f");
  const LmTensor *reach = lamina_frame_get_trace (&sample->frame, "reach");
  g_auto(Picture) picture = { 0 };
  g_autofree char *value = NULL, *lag = NULL;
  LaminaGatesFigure figure;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 800, 400);
  g_assert_true (lamina_gates_figure_init (&figure, picture.cr, &sample->frame, &picture.style, 800,
                                           400));
  g_assert_cmpuint (figure.n_gates, ==, 6);
  g_assert_true (figure.has_lags && figure.has_curve && figure.has_footer && figure.has_titles);
  /* Step 10, unit 21 of 40. */
  value = lamina_gates_figure_write_hit (&figure,
                                         figure.left + 9.5 / 48 * (figure.right - figure.left),
                                         figure.gates[1].y + 20.5 / 40 * figure.gate_height);
  g_assert_true (g_str_has_prefix (value, "step 10, unit 21: f 0."));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (strstr (value, "f ") + 2, NULL),
                                  (double) forget->data[9 * 40 + 20], 1e-6);

  lag = lamina_gates_figure_write_hit (&figure, lamina_axis_get_pixel (&figure.lags.x, 3),
                                       (figure.lags.top + figure.lags.bottom) / 2);
  g_assert_true (g_str_has_prefix (lag, "3 steps back: 0."));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (strchr (lag, ':') + 2, NULL),
                                  (double) reach->data[3], 1e-4);
  g_assert_null (lamina_gates_figure_write_hit (&figure, 1, 1));
}

static void
test_gates_are_told (void)
{
  static const char *const sentences[] = {
    "lstm_1 over 48 steps; on average Input gate ",
    "gru_1 over 13 steps; on average Reset gate ",
    "rnn_1 over 69 steps; of a gradient of 1 at the end, ",
  };
  static const gsize n_lines[] = { 48 * 40 * 6 + 48, 13 * 24 * 4 + 13 * 2, 69 * 24 + 69 };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autoptr(SequenceSample) sample = sequence_sample_new (all_settings[i]);
      const LaminaViewClass *view = lamina_view_find ("gates");
      g_autofree char *text = lamina_view_describe (view, &sample->frame);
      g_autofree char *csv = lamina_view_write_numbers (view, &sample->frame);
      g_auto(GStrv) lines = g_strsplit (csv, "\r\n", -1);

      g_assert_true (g_str_has_prefix (text, sentences[i]));
      g_assert_true (g_str_has_suffix (text, " arrives 10 steps back"));
      g_assert_cmpuint (g_strv_length (lines), ==, n_lines[i] + 2);
      g_assert_cmpstr (lines[0], ==, "step,token,unit,name,value");
    }
}

static void
test_attention_is_read (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_causal);
  g_auto(LaminaAttentionFigure) figure = { 0 };
  g_auto(Picture) picture = { 0 };
  g_autofree char *seen = NULL, *unseen = NULL;
  double x, y, weight;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 800, 400);
  g_assert_true (lamina_attention_figure_init (&figure, picture.cr, &sample->frame, &picture.style,
                                               800, 400));
  g_assert_cmpuint (figure.n, ==, 4);
  g_assert_true (figure.is_causal);
  g_assert_cmpuint (figure.n_tokens, ==, figure.sequence.n_steps);
  lamina_attention_figure_get_place (&figure, 2, &x, &y);
  seen = lamina_attention_figure_write_hit (&figure, x + 4.5 * figure.cell, y + 9.5 * figure.cell);
  weight = (double) figure.weights->data[(2 * figure.time + 9) * figure.time + 4];
  g_assert_true (g_str_has_prefix (seen, "head 3: step 10 “␣” takes "));
  g_assert_true (g_str_has_suffix (seen, " from step 5 “r”"));
  g_assert_cmpfloat (lamina_attention_figure_get (&figure, 2, 9, 4), ==, weight);

  unseen = lamina_attention_figure_write_hit (&figure, x + 9.5 * figure.cell,
                                              y + 4.5 * figure.cell);
  g_assert_cmpstr (unseen, ==, "head 3: step 5 “r” does not see step 10 “␣”");
}

/* One head, all heads, and what is no head. */
static void
test_heads (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_causal);
  const LaminaViewClass *view = lamina_view_find ("attention");
  static const struct { guint index; gsize first, n; const char *name, *subtitle; } rows[] = {
    { 0, 0, 4, "All Heads", "attention_1 · example 17" },
    { 2, 1, 1, "Head 2", "attention_1 · head 2 · example 17" },
    { 4, 3, 1, "Head 4", "attention_1 · head 4 · example 17" },
    { 5, 0, 4, NULL, "attention_1 · example 17" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = view->write_choice (&sample->frame, rows[i].index);
      g_autofree char *subtitle = NULL;
      LaminaAttentionFigure figure;

      sample->frame.options.index = rows[i].index;
      subtitle = lamina_view_write_subtitle (view, &sample->frame);
      g_assert_true (lamina_attention_figure_take (&figure, &sample->frame));
      g_assert_cmpuint (figure.first, ==, rows[i].first);
      g_assert_cmpuint (figure.n, ==, rows[i].n);
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_cmpstr (subtitle, ==, rows[i].subtitle);
    }
}

/* Weights that were made up: all of the last word's go to the second, in both heads. */
static void
test_attention_is_told (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_attention);
  g_autoptr(LmSnapshot) snapshot = lm_snapshot_new (sample->frame.network, 7);
  const LaminaViewClass *view = lamina_view_find ("attention");
  const LmShape shape = { 4, { 1, 2, 16, 16 } };
  const LmSeen seen = { LM_SEEN_TRACE, 2, "attention", LAMINA_PROBE_EXAMPLE };
  lm_real *weights = lm_snapshot_add (snapshot, seen, &shape);
  LaminaFrame frame = sample->frame;
  g_autofree char *text = NULL, *csv = NULL;

  memset (weights, 0, 2 * 16 * 16 * sizeof *weights);
  weights[11 * 16 + 1] = weights[16 * 16 + 11 * 16 + 1] = 1;
  frame.snapshot = snapshot;
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==, "The last step of 12 looks most at step 2 “a” (1.00, head 1), "
                   "step 2 “a” (1.00, head 2)");
  csv = lamina_view_write_numbers (view, &frame);
  g_assert_nonnull (strstr (csv, "\r\n2,12,\"end\",2,\"a\",1\r\n"));

  /* What went wrong does not break the picture. */
  for (gsize i = 0; i < 2 * 16 * 16; i++)
    weights[i] = NAN;
  draw_everywhere (view, &frame, LAMINA_SCHEME_LIGHT, 1, 480, 260);
}

/* A long text: what is looked at, measured and written is bounded, and the focus is in it. */
static void
test_long_text (void)
{
  const gsize n = 700;
  g_autofree char *text = g_strnfill (n, 'a');
  const SequenceSettings settings = {
    .stack = "embedding vocabulary=V size=4; attention heads=2 causal=true; dense units=V",
    .text = text, .layer = 1, .sharpness = 1,
  };
  g_autoptr(SequenceSample) sample = NULL;
  g_auto(Picture) picture = { 0 };
  g_auto(LaminaAttentionFigure) figure = { 0 };

  for (gsize i = 0; i < n; i += 3)
    text[i] = (char) ('b' + i % 7);
  sample = sequence_sample_new (&settings);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 700, 400);
  g_assert_true (lamina_attention_figure_init (&figure, picture.cr, &sample->frame, &picture.style,
                                               700, 400));
  g_assert_cmpuint (figure.n_tokens, >, 40);
  g_assert_cmpuint (figure.n_tokens, <, 400);
  g_assert_cmpuint (figure.first_token + figure.n_tokens, ==, n);
  g_assert_cmpfloat (figure.most, >, 0);
  g_assert_cmpint (figure.across, ==, LAMINA_STEPS_NUMBERS);
  draw_everywhere (lamina_view_find ("attention"), &sample->frame, LAMINA_SCHEME_DARK, 1, 480, 260);
}

/* Of the chosen layer alone, and without the values of all layers. */
static void
test_watch (void)
{
  g_autoptr(SequenceSample) sample = sequence_sample_new (&sequence_gru);
  g_autoptr(LmWatch) watch = lm_watch_new ();
  const LmProbe *probe;

  lamina_view_add_to_watch (lamina_view_find ("attention"), &sample->frame, watch);
  g_assert_true (lm_watch_is_empty (watch));
  lamina_view_add_to_watch (lamina_view_find ("gates"), &sample->frame, watch);
  g_assert_cmpuint (watch->traces->len, ==, 5);
  g_assert_cmpuint (watch->probes->len, ==, 1);
  probe = &g_array_index (watch->probes, LmProbe, 0);
  g_assert_cmpuint (probe->id, ==, LAMINA_PROBE_EXAMPLE);
  g_assert_false (probe->all_layers);
  g_assert_cmpuint (probe->lengths[0], ==, 13);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sequences/everywhere", test_everywhere);
  g_test_add_func ("/sequences/steps", test_steps);
  g_test_add_func ("/sequences/wrong-tokens", test_wrong_tokens);
  g_test_add_func ("/sequences/heat", test_heat);
  g_test_add_func ("/sequences/heat-in-little-room", test_heat_in_little_room);
  g_test_add_func ("/sequences/gates/read", test_gates_are_read);
  g_test_add_func ("/sequences/gates/told", test_gates_are_told);
  g_test_add_func ("/sequences/attention/read", test_attention_is_read);
  g_test_add_func ("/sequences/attention/heads", test_heads);
  g_test_add_func ("/sequences/attention/told", test_attention_is_told);
  g_test_add_func ("/sequences/attention/long", test_long_text);
  g_test_add_func ("/sequences/watch", test_watch);

  return g_test_run ();
}
