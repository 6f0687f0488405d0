/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view.h"
#include "lamina-writing-figure.h"

#include <math.h>
#include <string.h>

#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample.h"

#define N_TOKENS 5
#define N_TIME 6

static const char *const texts[] = { "a", " ", "\n", "b", "夜" };
static const char *const signs[] = { "a", "␣", "⏎", "b", "夜" };

static LmBlob *
make_tokens (lm_real token)
{
  LmBlob *blob = lm_blob_new (&(LmShape) { 3, { 2, 3, 2 } });

  for (gsize i = 0; i < blob->tensor.len; i++)
    blob->tensor.data[i] = token;

  return blob;
}

static void
add_sample (LaminaSamples *samples,
            guint64        step,
            lm_real        token)
{
  g_autoptr(LmBlob) tokens = make_tokens (token);

  lamina_samples_add (samples, step, &tokens->tensor);
}

/* The first and the last ones stay, the order too; a step comes once, with what came last. */
static void
test_samples (void)
{
  g_autoptr(LaminaSamples) samples = lamina_samples_new ();
  g_autoptr(LaminaSamples) copy = NULL;
  gsize n;

  g_assert_cmpuint (lamina_samples_count (samples, 100), ==, 0);
  for (guint64 step = 0; step < 1000; step++)
    add_sample (samples, step, 1);
  n = lamina_samples_count (samples, 999);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (n, <, 100);
  g_assert_cmpuint (lamina_samples_nth (samples, 0)->step, ==, 0);
  g_assert_cmpuint (lamina_samples_nth (samples, n - 2)->step, ==, 998);
  g_assert_cmpuint (lamina_samples_nth (samples, n - 1)->step, ==, 999);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpuint (lamina_samples_nth (samples, i - 1)->step, <,
                      lamina_samples_nth (samples, i)->step);
  /* There are more of the first steps, by which most is learnt. */
  g_assert_cmpuint (lamina_samples_count (samples, 100), >, n / 3);

  add_sample (samples, 999, 3);
  g_assert_cmpuint (lamina_samples_count (samples, 999), ==, n);
  g_assert_cmpfloat (lamina_samples_nth (samples, n - 1)->tokens->tensor.data[0], ==, 3);

  copy = lamina_samples_copy (samples, 998);
  g_assert_cmpuint (lamina_samples_count (copy, 999), ==, n - 1);
  g_assert_cmpuint (lamina_samples_count (samples, 999), ==, n);
}

/* What is not seen has a sign; words are apart; the tokens are found where they stand. */
static void
test_lines (void)
{
  const LaminaTokenNames names = { N_TOKENS, texts, signs, NULL };
  const guint32 ids[] = { 0, 1, 3, 2, 2, 4, 99 };
  const LaminaTokenLook look = { 0 };
  g_auto(LaminaTokenLines) lines = { 0 };
  cairo_t *cr = lamina_measure_begin ();
  gssize last = 0;
  LaminaStyle style;
  double line;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, "Sans");
  lamina_token_lines_init (&lines, &names);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    lamina_token_lines_add (&lines, &style, ids[i], &look, TRUE);
  g_assert_cmpstr (lines.text->str, ==, "a b⏎⏎\u2028夜?");

  lamina_token_lines_lay_out (&lines, cr, &style, LAMINA_FONT_BODY, 1, 400, 0);
  line = lines.height / 2;
  g_assert_cmpint (lamina_token_lines_hit (&lines, 1, line / 2), ==, 0);
  g_assert_cmpint (lamina_token_lines_hit (&lines, 1, 1.5 * line), ==, 5);
  for (double x = 1; x < 100; x++)
    {
      const gssize hit = lamina_token_lines_hit (&lines, x, line / 2);

      g_assert_cmpint (hit, <, 5);
      if (hit < 0)
        break;
      g_assert_true (hit == last || hit == last + 1);
      last = hit;
    }
  g_assert_cmpint (last, ==, 4);
  g_assert_cmpint (lamina_token_lines_hit (&lines, 390, line / 2), ==, -1);
  g_assert_cmpint (lamina_token_lines_hit (&lines, 1, 3 * line), ==, -1);

  lamina_token_lines_lay_out (&lines, cr, &style, LAMINA_FONT_BODY, 1, 400, 1);
  g_assert_cmpfloat (lines.height, <, 1.6 * line);
  lamina_measure_end (cr);
}

/* A passage "a b⏎夜a" whose start is "a ", with answers that were made up: after each token one of
 * them gets half, the others the rest. */
static void
make_writing (Sample         *sample,
              LaminaFrame    *frame,
              const lm_real  *tokens,
              LmSnapshot    **snapshot)
{
  const LmShape shape = { 3, { 2, N_TIME, N_TOKENS } };
  LmBlob *inputs = lm_blob_new (&(LmShape) { 2, { 2, N_TIME } });
  lm_real *answers;

  *snapshot = lm_snapshot_new (sample->frame.network, 7);
  answers = lm_snapshot_add (*snapshot, (LmSeen) { .kind = LM_SEEN_ANSWER,
                                                   .probe = LAMINA_PROBE_PASSAGE }, &shape);
  for (gsize i = 0; i < 2 * N_TIME; i++)
    {
      inputs->tensor.data[i] = tokens[i % N_TIME];
      for (gsize j = 0; j < N_TOKENS; j++)
        answers[i * N_TOKENS + j] = j == 2 ? 0.5f : 0.125f;
    }
  /* After the start, all of which differ. */
  for (gsize j = 0; j < N_TOKENS; j++)
    answers[(N_TIME + 1) * N_TOKENS + j] = (lm_real) (j + 1) / 15;

  g_array_append_val ((*snapshot)->seen, ((LmSeen) { LM_SEEN_VALUE, -1, NULL, LAMINA_PROBE_PASSAGE,
                                                     inputs }));
  *frame = sample->frame;
  frame->snapshot = *snapshot;
  frame->tokens = (LaminaTokenNames) { N_TOKENS, texts, signs, NULL };
  frame->passage = (LaminaPassage) { .inputs = inputs, .lengths = { N_TIME, 2 } };
}

static void
test_numbers (void)
{
  const lm_real tokens[] = { 0, 1, 3, 2, 4, 0 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autoptr(LmSnapshot) snapshot = NULL;
  LaminaWriting writing;
  LaminaFrame frame;
  guint32 ids[8];

  make_writing (sample, &frame, tokens, &snapshot);
  g_assert_true (lamina_writing_init (&writing, &frame));
  g_assert_true (isnan (lamina_writing_get_probability (&writing, 0)));
  g_assert_cmpfloat (lamina_writing_get_probability (&writing, 1), ==, 0.125);
  g_assert_cmpfloat (lamina_writing_get_probability (&writing, 3), ==, 0.5);
  /* Four of 3 bits and one of 1 bit. */
  g_assert_cmpfloat (lamina_writing_get_mean_bits (&writing), ==, 13.0 / 5);
  g_assert_cmpfloat (lamina_writing_get_bits (1), ==, 0);
  g_assert_true (isfinite (lamina_writing_get_bits (0)));
  g_assert_cmpint (lamina_writing_get_truth (&writing), ==, 3);

  g_assert_cmpuint (lamina_writing_list_next (&writing, ids, 3), ==, 3);
  g_assert_cmpuint (ids[0], ==, 4);
  g_assert_cmpuint (ids[1], ==, 3);
  g_assert_cmpuint (ids[2], ==, 2);
  /* What really follows is told of even if it is not among the first. */
  g_assert_cmpuint (lamina_writing_list_next (&writing, ids, 1), ==, 1);
  g_assert_cmpuint (ids[0], ==, 3);
  g_assert_cmpuint (lamina_writing_list_next (&writing, ids, 8), ==, N_TOKENS);
  g_assert_cmpuint (ids[4], ==, 0);
}

/* Numbers that are none of the tokens' are not read. */
static void
test_bad_tokens (void)
{
  const lm_real bad[] = { -1, 5, NAN, 1e30f };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const lm_real tokens[] = { 0, 1, bad[i], 2, 4, 0 };
      g_autoptr(LmSnapshot) snapshot = NULL;
      LaminaWriting writing;
      LaminaFrame frame;

      make_writing (sample, &frame, tokens, &snapshot);
      g_assert_false (lamina_writing_init (&writing, &frame));
    }
}

/* The whole view: what it says, and what is under the pointer. */
static void
test_view (void)
{
  const LaminaViewClass *view = lamina_view_find ("text");
  g_autoptr(Sample) sample = sample_new (SAMPLE_TEXT, 64, 0);
  LaminaFrame frame = sample->frame;
  gsize n_bits = 0, n_bars = 0, n_others = 0;
  g_autofree char *bold = NULL, *usual = NULL, *past = NULL;
  LaminaStyle style;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, "Sans");
  for (double y = 2; y < 290; y += 13)
    for (double x = 2; x < 700; x += 37)
      {
        g_autofree char *text = lamina_view_get_value_at (view, &frame, &style, 702, 290, x, y);

        if (text == NULL)
          continue;
        g_assert_true (g_str_has_prefix (text, "“"));
        n_bits += g_str_has_suffix (text, " bits");
        n_bars += x > 500;
        n_others += x < 400 && g_str_has_suffix (text, "%");
      }
  g_assert_cmpuint (n_bits, >, 3);
  g_assert_cmpuint (n_bars, >, 20);
  g_assert_cmpuint (n_others, >, 10);

  usual = lamina_view_describe (view, &frame);
  g_assert_true (g_str_has_prefix (usual, "At step 64 “"));
  frame.options.temperature = 1;
  bold = lamina_view_describe (view, &frame);
  g_assert_cmpstr (bold, !=, usual);
  /* In the past it is what was written then. */
  frame.step = 16;
  past = lamina_view_describe (view, &frame);
  g_assert_true (g_str_has_prefix (past, "At step 16 “"));
}

/* The colour behind a token is that of its surprise. */
static void
test_colors (void)
{
  const lm_real tokens[] = { 0, 1, 3, 2, 4, 0 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_TABLE, 0, 0);
  g_autoptr(LmSnapshot) snapshot = NULL;
  g_auto(LaminaWritingFigure) figure = { 0 };
  g_auto(Picture) picture = { 0 };
  gsize n_weak = 0, n_strong = 0;
  LaminaFrame frame;

  make_writing (sample, &frame, tokens, &snapshot);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 700, 290);
  g_assert_true (lamina_writing_figure_init (&figure, picture.cr, &frame, &picture.style, 700,
                                             290));
  lamina_writing_figure_draw (&figure, picture.cr, &picture.style);
  for (double x = 0; x < figure.left; x++)
    {
      const double y = figure.passage_y + figure.heading + 2;
      const guint32 pixel = picture_get (&picture, (int) x, (int) y);
      const guint32 blue = pixel & 0xff, red = (pixel >> 16) & 0xff;

      /* Of 3 bits, which is more than a guess among five; and of 1 bit. */
      n_strong += red > blue + 90;
      n_weak += red > blue + 20 && red <= blue + 90;
    }
  g_assert_cmpuint (n_strong, >, n_weak);
  g_assert_cmpuint (n_weak, >, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/writing/samples", test_samples);
  g_test_add_func ("/writing/lines", test_lines);
  g_test_add_func ("/writing/numbers", test_numbers);
  g_test_add_func ("/writing/bad-tokens", test_bad_tokens);
  g_test_add_func ("/writing/view", test_view);
  g_test_add_func ("/writing/colors", test_colors);

  return g_test_run ();
}
