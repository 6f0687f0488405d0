/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-timeline-plot.h"

#include <math.h>

#include "picture.h"
#include "sample.h"

#define WIDTH 744
#define HEIGHT 128

typedef struct
{
  LmHistory     *history;
  LmHistory     *other;
  LaminaFrame    frame;
  LaminaTimeline timeline;
  LaminaTimelineBranch branch;
  Picture        picture;
} Fixture;

static void
setup (Fixture       *fix,
       gconstpointer  data)
{
  fix->history = sample_make_history (4212, 469, 1875);
  fix->other = sample_make_history (3500, 469, 1500);
  fix->branch = (LaminaTimelineBranch) { fix->other, 2540, 1, 0 };
  lm_history_append (fix->history, &(LmRecord) { .type = LM_RECORD_SETTINGS, .step = 1500 });
  lm_history_append (fix->history, &(LmRecord) { .type = LM_RECORD_PAUSED, .step = 600 });
  lamina_frame_init (&fix->frame);
  fix->frame.history = fix->history;
  fix->frame.now = fix->frame.step = 4212;
  fix->frame.steps_per_epoch = 1875;
  fix->frame.n_steps = 9375;
  fix->timeline = (LaminaTimeline) {
    .state = LAMINA_TIMELINE_TRAINING, .branches = &fix->branch, .n_branches = 1,
  };
  picture_init (&fix->picture, LAMINA_SCHEME_LIGHT, WIDTH, HEIGHT);
}

static void
teardown (Fixture       *fix,
          gconstpointer  data)
{
  lm_history_free (fix->history);
  lm_history_free (fix->other);
  picture_clear (&fix->picture);
}

static double
get_x (Fixture *fix,
       guint64  step)
{
  return lamina_timeline_get_x (&fix->frame, &fix->timeline, &fix->picture.style, WIDTH, step);
}

static guint64
get_step (Fixture  *fix,
          double    x,
          gboolean  snap)
{
  return lamina_timeline_get_step (&fix->frame, &fix->timeline, &fix->picture.style, WIDTH, x,
                                   snap);
}

static LaminaTimelineHit
hit (Fixture *fix,
     double   x,
     double   y)
{
  return lamina_timeline_hit (&fix->frame, &fix->timeline, &fix->picture.style, WIDTH, HEIGHT, x,
                              y);
}

static void
draw (Fixture *fix)
{
  lamina_timeline_draw (fix->picture.cr, &fix->frame, &fix->timeline, &fix->picture.style,
                        WIDTH, HEIGHT);
}

static void
test_places (Fixture       *fix,
             gconstpointer  data)
{
  for (guint64 step = 0; step <= 4212; step += 117)
    {
      /* A pixel is some thirteen steps wide. */
      const guint64 back = get_step (fix, get_x (fix, step), FALSE);

      g_assert_cmpuint (back, ==, step);
    }
  /* Never beyond what was trained. */
  g_assert_cmpuint (get_step (fix, WIDTH, FALSE), ==, 4212);
  g_assert_cmpuint (get_step (fix, -100, FALSE), ==, 0);

  fix->timeline.first = 1000;
  fix->timeline.end = 1040;
  g_assert_cmpuint (get_step (fix, WIDTH / 2, FALSE), ==, 1020);
}

static void
test_snap (Fixture       *fix,
           gconstpointer  data)
{
  const LmRecord *best = &g_array_index (fix->history->validations, LmRecord, fix->history->best);

  g_assert_cmpuint (get_step (fix, get_x (fix, 1500) + 4, TRUE), ==, 1500);
  g_assert_cmpuint (get_step (fix, get_x (fix, 1500) + 4, FALSE), !=, 1500);
  g_assert_cmpuint (get_step (fix, get_x (fix, 1875) - 5, TRUE), ==, 1875);
  g_assert_cmpuint (get_step (fix, get_x (fix, 2540) + 3, TRUE), ==, 2540);
  g_assert_cmpuint (get_step (fix, get_x (fix, best->step) + 1, TRUE), ==, best->step);
  /* A pause draws nobody. */
  g_assert_cmpuint (get_step (fix, get_x (fix, 600) + 4, TRUE), !=, 600);
  /* Nothing is within reach. */
  g_assert_cmpuint (get_step (fix, get_x (fix, 900), TRUE), ==, 900);
  /* An epoch that is not reached yet is no place to go. */
  g_assert_cmpuint (get_step (fix, get_x (fix, 5625), TRUE), ==, 4212);
}

static void
test_hits (Fixture       *fix,
           gconstpointer  data)
{
  LaminaTimelineHit found = hit (fix, get_x (fix, 4212), 12);

  g_assert_cmpint (found.type, ==, LAMINA_TIMELINE_HIT_HEAD);
  found = hit (fix, get_x (fix, 1500) + 5, 8);
  g_assert_cmpint (found.type, ==, LAMINA_TIMELINE_HIT_EVENT);
  g_assert_cmpuint (found.index, ==, 0);
  g_assert_cmpuint (found.step, ==, 1500);
  found = hit (fix, get_x (fix, 2540) + 5, 8);
  g_assert_cmpint (found.type, ==, LAMINA_TIMELINE_HIT_FORK);
  g_assert_cmpuint (found.step, ==, 2540);
  found = hit (fix, get_x (fix, 900), 60);
  g_assert_cmpint (found.type, ==, LAMINA_TIMELINE_HIT_CURVE);
  g_assert_cmpuint (found.step, ==, 900);
  g_assert_cmpint (hit (fix, get_x (fix, 900), 8).type, ==, LAMINA_TIMELINE_HIT_NOTHING);
  g_assert_cmpint (hit (fix, 300, HEIGHT - 3).type, ==, LAMINA_TIMELINE_HIT_NOTHING);
  g_assert_cmpint (hit (fix, -1, 60).type, ==, LAMINA_TIMELINE_HIT_NOTHING);
}

/* Trained and not yet trained; now and the past. */
static void
test_colors (Fixture       *fix,
             gconstpointer  data)
{
  const int future = (int) get_x (fix, 8000), trained = (int) get_x (fix, 3000);
  int head;

  draw (fix);
  g_assert_cmphex (picture_get (&fix->picture, future, 50), ==,
                   picture_color (&fix->picture, LAMINA_COLOR_FUTURE));
  g_assert_cmphex (picture_get (&fix->picture, trained, 30), ==,
                   picture_color (&fix->picture, LAMINA_COLOR_CARD));
  head = (int) (get_x (fix, 4212) + 0.5);
  g_assert_cmphex (picture_get (&fix->picture, head, 60), ==,
                   picture_color (&fix->picture, LAMINA_COLOR_RUN_A));
  /* Under the curve it is filled. */
  g_assert_cmphex (picture_get (&fix->picture, (int) get_x (fix, 1000), 97), !=,
                   picture_color (&fix->picture, LAMINA_COLOR_CARD));

  fix->frame.step = 1204;
  fix->timeline.state = LAMINA_TIMELINE_PAST;
  lamina_style_set_source (&fix->picture.style, fix->picture.cr, LAMINA_COLOR_CARD, 1);
  cairo_paint (fix->picture.cr);
  draw (fix);
  head = (int) (get_x (fix, 1204) + 0.5);
  g_assert_cmphex (picture_get (&fix->picture, head, 60), ==,
                   picture_color (&fix->picture, LAMINA_COLOR_PAST_FG));
  /* What is later is not filled. */
  g_assert_cmphex (picture_get (&fix->picture, (int) get_x (fix, 3000), 97), ==,
                   picture_color (&fix->picture, LAMINA_COLOR_CARD));
}

/* No state and no size makes it fail. */
static void
test_states (Fixture       *fix,
             gconstpointer  data)
{
  static const guint64 keyframes[] = { 1, 2, 3, 4212 };

  fix->timeline.keyframes = keyframes;
  fix->timeline.n_keyframes = G_N_ELEMENTS (keyframes);
  fix->timeline.has_hover = fix->timeline.has_focus = TRUE;
  for (int state = 0; state <= LAMINA_TIMELINE_FINISHED; state++)
    for (int width = 1; width < 2000; width += 333)
      for (int height = 1; height < 200; height += 40)
        {
          g_autofree char *text = NULL;

          fix->timeline.state = (LaminaTimelineState) state;
          fix->timeline.hover_step = (guint64) width;
          lamina_timeline_draw (fix->picture.cr, &fix->frame, &fix->timeline, &fix->picture.style,
                                width, height);
          text = lamina_timeline_describe (&fix->frame, &fix->timeline);
          g_assert_cmpstr (text, !=, "");
        }
  g_assert_cmpint (cairo_status (fix->picture.cr), ==, CAIRO_STATUS_SUCCESS);

  lamina_frame_init (&fix->frame);
  fix->timeline = (LaminaTimeline) { .state = LAMINA_TIMELINE_EMPTY };
  draw (fix);
  g_assert_cmpuint (get_step (fix, 300, TRUE), ==, 0);
}

static void
test_words (Fixture       *fix,
            gconstpointer  data)
{
  g_autofree char *now = NULL, *past = NULL, *value = NULL;

  now = lamina_timeline_describe (&fix->frame, &fix->timeline);
  g_assert_cmpstr (now, ==, "step 4 212 of 4 212, epoch 3, training");
  fix->frame.step = 1204;
  fix->timeline.state = LAMINA_TIMELINE_PAST;
  past = lamina_timeline_describe (&fix->frame, &fix->timeline);
  g_assert_cmpstr (past, ==, "step 1 204 of 4 212, epoch 1, past");
  value = lamina_timeline_write_value (&fix->frame, 2600);
  g_assert_true (g_str_has_prefix (value, "step 2 600   train 0."));
}

/* Two losses and two scores, of which one was not measured at every step. */
static void
test_rivals (Fixture       *fix,
             gconstpointer  data)
{
  static const char *const ids[] = { "generator-loss", "real-score", "fake-score" };
  g_autoptr(LmHistory) history = lm_history_new (3);
  g_autofree char *value = NULL, *words = NULL;
  int n_orange = 0;

  for (guint64 i = 1; i <= 400; i++)
    lm_history_append (history, &(LmRecord) {
      .type = LM_RECORD_STEP, .step = i, .loss = 0.5,
      .metrics = { 1.5f, i % 2 == 0 ? NAN : 0.75f, 0.25f },
    });
  fix->frame.history = history;
  fix->frame.now = fix->frame.step = 400;
  fix->frame.steps_per_epoch = 100;
  fix->frame.n_steps = 800;
  fix->frame.n_metrics = 3;
  for (gsize i = 0; i < 3; i++)
    fix->frame.metrics[i] = lm_metric_find (ids[i]);
  fix->timeline.n_branches = 0;

  value = lamina_timeline_write_value (&fix->frame, 200);
  g_assert_cmpstr (value, ==, "step 200   D 0.500   G 1.50   real 0.750   fake 0.250");
  words = lamina_timeline_describe (&fix->frame, &fix->timeline);
  g_assert_nonnull (strstr (words, "epoch 4, training; D 0.500   G 1.50"));

  draw (fix);
  for (int y = 16; y < HEIGHT - 30; y++)
    {
      const guint32 pixel = picture_get (&fix->picture, (int) get_x (fix, 100), y);

      n_orange += (int) (pixel >> 16) > (int) (pixel & 0xff) + 60;
    }
  g_assert_cmpint (n_orange, >, 0);

  /* At the start of a run. */
  fix->frame.step = fix->frame.now = 0;
  draw (fix);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/timeline/places", Fixture, NULL, setup, test_places, teardown);
  g_test_add ("/timeline/snap", Fixture, NULL, setup, test_snap, teardown);
  g_test_add ("/timeline/hits", Fixture, NULL, setup, test_hits, teardown);
  g_test_add ("/timeline/colors", Fixture, NULL, setup, test_colors, teardown);
  g_test_add ("/timeline/states", Fixture, NULL, setup, test_states, teardown);
  g_test_add ("/timeline/rivals", Fixture, NULL, setup, test_rivals, teardown);
  g_test_add ("/timeline/words", Fixture, NULL, setup, test_words, teardown);

  return g_test_run ();
}
