/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawing costs, in milliseconds of the processor: each view as a card of a window of
 * 1280 × 800, where the aim is 2.5 ms, and enlarged to all of it. A view is drawn of every kind of
 * project that it fits; the slowest counts. The curves are of a run of a million steps.
 *
 *   bench-plot [ROUNDS]
 */

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "lamina-thumbnail.h"
#include "lamina-timeline-plot.h"
#include "lamina-view.h"
#include "sample-sequence.h"
#include "sample.h"

#define AIM_MSEC 2.5
#define N_STEPS 1000000
/* The best of so many: other programs run, too. */
#define DEFAULT_ROUNDS 20
#define N_DRAWS 10
#define STAGE_WIDTH 1280
#define STAGE_HEIGHT 800

typedef struct
{
  double card, stage; /* ms */
} Cost;

static int n_rounds = DEFAULT_ROUNDS;

static double
get_msec (void)
{
  struct timespec time;

  /* Of this thread: what others take does not count. */
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

typedef void (*Draw) (cairo_t *cr, const LaminaFrame *frame, const LaminaStyle *style,
                      gconstpointer what, double width, double height);

static void
draw_view (cairo_t           *cr,
           const LaminaFrame *frame,
           const LaminaStyle *style,
           gconstpointer      what,
           double             width,
           double             height)
{
  lamina_view_draw (what, cr, frame, style, width, height);
}

static void
draw_timeline (cairo_t           *cr,
               const LaminaFrame *frame,
               const LaminaStyle *style,
               gconstpointer      what,
               double             width,
               double             height)
{
  lamina_timeline_draw (cr, frame, what, style, width, height);
}

static void
draw_thumbnail (cairo_t           *cr,
                const LaminaFrame *frame,
                const LaminaStyle *style,
                gconstpointer      what,
                double             width,
                double             height)
{
  lamina_thumbnail_draw_layer (cr, frame, style, 3, width, height);
}

static double
measure (Draw               draw,
         gconstpointer      what,
         const LaminaFrame *frame,
         const LaminaStyle *style,
         double             width,
         double             height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width,
                                                         (int) height);
  cairo_t *cr = cairo_create (surface);
  double best = HUGE_VAL;

  for (int i = 0; i < n_rounds; i++)
    {
      const double start = get_msec ();

      for (int j = 0; j < N_DRAWS; j++)
        draw (cr, frame, style, what, width, height);
      best = fmin (best, (get_msec () - start) / N_DRAWS);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return best;
}

static double
measure_in_style (Draw               draw,
                  gconstpointer      what,
                  const LaminaFrame *frame,
                  double             width,
                  double             height)
{
  LaminaStyle style;

  lamina_style_init (&style, LAMINA_SCHEME_LIGHT, "Cantarell");

  return measure (draw, what, frame, &style, width, height);
}

static void
report (const char *name,
        double      width,
        double      height,
        double      msec)
{
  printf ("%-28s %4.0f x %-4.0f %6.2f ms\n", name, width, height, msec);
  fflush (stdout);
}

static double
get_card_width (const LaminaViewClass *view)
{
  return view->columns * 740.0 / 12;
}

/* Adds what the views that fit @frame cost. */
static void
measure_views (const LaminaFrame *project,
               Cost              *costs)
{
  LaminaFrame frame = *project;

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *view = lamina_view_nth (i);

      frame.layer = view->takes_layer ? lamina_view_choose_layer (view, project) : 0;
      if (lamina_view_get_state (view, &frame, NULL) != LAMINA_VIEW_READY)
        continue;
      costs[i].card = fmax (costs[i].card,
                            measure_in_style (draw_view, view, &frame, get_card_width (view),
                                              view->height));
      costs[i].stage = fmax (costs[i].stage,
                             measure_in_style (draw_view, view, &frame, STAGE_WIDTH,
                                               STAGE_HEIGHT));
    }
}

static void
measure_projects (Cost *costs)
{
  const SequenceSettings *const sequences[] = {
    &sequence_lstm, &sequence_gru, &sequence_rnn, &sequence_causal, &sequence_attention,
  };

  for (int kind = 0; kind < SAMPLE_N_KINDS; kind++)
    {
      g_autoptr(Sample) sample = sample_new ((SampleKind) kind, 20, 0);

      measure_views (&sample->frame, costs);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sequences); i++)
    {
      g_autoptr(SequenceSample) sample = sequence_sample_new (sequences[i]);

      measure_views (&sample->frame, costs);
    }
}

static void
report_views (const Cost *costs)
{
  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *view = lamina_view_nth (i);

      if (costs[i].stage <= 0)
        {
          printf ("No sample project has something for %s to draw\n", view->id);
          continue;
        }
      report (view->id, get_card_width (view), view->height, costs[i].card);
      report (view->id, STAGE_WIDTH, STAGE_HEIGHT, costs[i].stage);
      if (costs[i].card > AIM_MSEC)
        printf ("A card of %s takes longer than %.1f ms\n", view->id, AIM_MSEC);
    }
}

/* What draws a million steps. */
static void
report_long_run (void)
{
  g_autoptr(LmHistory) history = sample_make_history (N_STEPS, 469, 1875);
  g_autoptr(Sample) pictures = sample_new (SAMPLE_PICTURES, 20, 3);
  const LaminaTimeline timeline = { .state = LAMINA_TIMELINE_TRAINING };
  LaminaFrame frame = pictures->frame;

  frame.history = history;
  frame.step = frame.now = N_STEPS;
  frame.steps_per_epoch = 1875;
  frame.n_steps = N_STEPS;

  report ("loss of a million steps", STAGE_WIDTH, STAGE_HEIGHT,
          measure_in_style (draw_view, lamina_view_find ("loss"), &frame, STAGE_WIDTH,
                            STAGE_HEIGHT));
  report ("metric of a million steps", STAGE_WIDTH, STAGE_HEIGHT,
          measure_in_style (draw_view, lamina_view_find ("metric"), &frame, STAGE_WIDTH,
                            STAGE_HEIGHT));
  report ("timeline", 744, 128, measure_in_style (draw_timeline, &timeline, &frame, 744, 128));
  report ("thumbnail", 36, 36, measure_in_style (draw_thumbnail, NULL, &frame, 36, 36));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree Cost *costs = g_new0 (Cost, lamina_view_get_n ());

  if (argc > 1)
    n_rounds = (int) CLAMP (g_ascii_strtoll (argv[1], NULL, 10), 1, 1000);

  report_long_run ();
  measure_projects (costs);
  report_views (costs);

  return 0;
}
