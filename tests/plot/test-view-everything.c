/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view.h"

#include "draw-everywhere.h"
#include "sample.h"

static const double sizes[][2] = {
  { 1, 1 }, { 40, 40 }, { 41, 300 }, { 240, 150 }, { 333, 60 }, { 480, 260 }, { 1800, 900 },
};

static const char *const sample_names[] = {
  [SAMPLE_PICTURES] = "pictures/layers",
  [SAMPLE_DENSE_PICTURES] = "pictures/dense",
  [SAMPLE_SPIRALS] = "points/spirals",
  [SAMPLE_CLASSES] = "points/classes",
  [SAMPLE_SURFACE] = "points/surface",
  [SAMPLE_FUNCTION] = "tables/function",
  [SAMPLE_TABLE] = "tables/classes",
  [SAMPLE_REGRESSION] = "tables/numbers",
  [SAMPLE_SERIES] = "series/numbers",
  [SAMPLE_ECHO] = "series/itself",
  [SAMPLE_PULSES] = "series/classes",
  [SAMPLE_FORGED_POINTS] = "forged/points",
  [SAMPLE_FORGED_PICTURES] = "forged/pictures",
  [SAMPLE_FORGED_CLASSES] = "forged/classes",
  [SAMPLE_FORGED_HEAPS] = "forged/heaps",
  [SAMPLE_TEXT] = "text/characters",
  [SAMPLE_WORDS] = "text/words",
  [SAMPLE_CHINESE] = "text/chinese",
  [SAMPLE_SENTENCES] = "text/sentences",
  [SAMPLE_VARIATIONAL] = "variational/two",
  [SAMPLE_VARIATIONAL_MANY] = "variational/many",
  [SAMPLE_VARIATIONAL_ONE] = "variational/one",
};

/* How many fields a line of CSV has. */
static gsize
count_fields (const char *line)
{
  gboolean is_quoted = FALSE;
  gsize n = 1;

  for (; *line != '\0'; line++)
    {
      is_quoted ^= *line == '"';
      n += *line == ',' && !is_quoted;
    }

  return n;
}

static void
assert_csv (const char *csv)
{
  g_auto(GStrv) lines = g_strsplit (csv, "\r\n", -1);
  const gsize n = g_strv_length (lines);

  g_assert_cmpuint (n, >=, 3);
  g_assert_cmpstr (lines[n - 1], ==, "");
  for (gsize i = 1; i + 1 < n; i++)
    g_assert_cmpuint (count_fields (lines[i]), ==, count_fields (lines[0]));
}

/* Every view of every kind of project, in all sizes. */
static void
test_everything (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_INT (data);
  g_autoptr(Sample) sample = sample_new (kind, 20, 0);
  LaminaFrame frame = sample->frame;

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    {
      const LaminaViewClass *view = lamina_view_nth (i);
      const char *message = NULL;
      g_autofree char *title = NULL, *subtitle = NULL, *description = NULL, *numbers = NULL;
      LaminaViewState state;

      frame.layer = view->takes_layer ? lamina_view_choose_layer (view, &frame) : 0;
      state = lamina_view_get_state (view, &frame, &message);
      g_assert_cmpint (message == NULL, ==, state == LAMINA_VIEW_READY);
      title = lamina_view_write_title (view, &frame);
      subtitle = lamina_view_write_subtitle (view, &frame);
      description = lamina_view_describe (view, &frame);
      numbers = lamina_view_write_numbers (view, &frame);
      g_test_message ("%s: %s (%s): %s", view->id, title, subtitle, description);
      g_assert_cmpstr (title, !=, "");
      g_assert_cmpstr (description, !=, "");
      if (state == LAMINA_VIEW_READY)
        assert_csv (numbers);
      else
        g_assert_cmpstr (numbers, ==, "");

      for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
        draw_everywhere (view, &frame, (LaminaScheme) ((i + j) % LAMINA_N_SCHEMES), sizes[j][0],
                         sizes[j][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sample_names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/view/everything/%s", sample_names[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_everything);
    }

  return g_test_run ();
}
