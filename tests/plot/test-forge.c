/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a generator and a discriminator are shown with. */

#include <math.h>
#include <string.h>

#include "lamina-view.h"
#include "lm-snapshot-private.h"
#include "picture.h"
#include "sample.h"

static void
assert_bits (const LmTensor *a,
             const LmTensor *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof *a->data, b->data, b->len * sizeof *b->data);
}

/* The noise does not depend on the run, and each class has the same. */
static void
test_noise (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_CLASSES, 0, -1);
  g_autoptr(Sample) trained = sample_new (SAMPLE_FORGED_CLASSES, 2, -1);
  const LaminaForge *forge = sample->forge;
  const lm_real *noise = forge->noise->tensor.data;

  assert_bits (&forge->noise->tensor, &trained->forge->noise->tensor);
  g_assert_cmpuint (forge->n_classes, ==, 10);
  g_assert_cmpuint (forge->n_samples % 10, ==, 0);
  g_assert_cmpuint (forge->first, ==, 1);
  for (gsize class = 0; class < 10; class++)
    {
      const gsize row = lamina_forge_get_row (forge, class, 3);

      g_assert_cmpfloat ((double) forge->classes->tensor.data[row], ==, (double) class);
      g_assert_cmpmem (noise + row * 16, 16 * sizeof *noise,
                       noise + lamina_forge_get_row (forge, 0, 3) * 16, 16 * sizeof *noise);
    }
  g_assert_cmpfloat ((double) noise[0], !=,
                     (double) noise[lamina_forge_get_row (forge, 0, 1) * 16]);
}

/* What was made is what the network makes of that noise: it changes with the weights. */
static void
test_samples (void)
{
  g_autoptr(Sample) before = sample_new (SAMPLE_FORGED_PICTURES, 0, -1);
  g_autoptr(Sample) again = sample_new (SAMPLE_FORGED_PICTURES, 0, -1);
  g_autoptr(Sample) after = sample_new (SAMPLE_FORGED_PICTURES, 3, -1);
  const LmTensor *first = lamina_frame_get_made (&before->frame, LAMINA_PROBE_SAMPLES);
  const LmTensor *last = lamina_frame_get_made (&after->frame, LAMINA_PROBE_SAMPLES);

  g_assert_cmpuint (first->shape.dim[0], ==, before->forge->n_samples);
  assert_bits (first, lamina_frame_get_made (&again->frame, LAMINA_PROBE_SAMPLES));
  g_assert_cmpuint (first->len, ==, last->len);
  g_assert_cmpint (memcmp (first->data, last->data, first->len * sizeof *first->data), !=, 0);
}

/* The number under the pointer is the one that is painted there. */
static void
test_samples_are_read (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_CLASSES, 0, -1);
  const LaminaViewClass *view = lamina_view_find ("gan-samples");
  const gsize row = lamina_forge_get_row (sample->forge, 0, 0);
  LmTensor *made = (LmTensor *) lamina_frame_get_made (&sample->frame, LAMINA_PROBE_SAMPLES);
  g_auto(Picture) picture = { 0 };
  g_autofree char *value = NULL, *between = NULL;

  made->data[row * 784] = 0.25f;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 600, 400);
  value = lamina_view_get_value_at (view, &sample->frame, &picture.style, 600, 400, 77, 1);
  g_assert_cmpstr (value, ==, "T-shirt, sample 1, row 1, column 1: 0.250");
  between = lamina_view_get_value_at (view, &sample->frame, &picture.style, 600, 400, 10, 10);
  g_assert_null (between);
}

static LmSnapshot *
make_scores (Sample        *sample,
             const lm_real *real,
             const lm_real *fake,
             gsize          n)
{
  LmSnapshot *snapshot = lm_snapshot_new (sample->frame.network, 7);
  const LmShape shape = { 2, { n, 1 } };

  for (int i = 0; i < 2; i++)
    memcpy (lm_snapshot_add (snapshot,
                             (LmSeen) { .kind = LM_SEEN_ANSWER,
                                        .probe = i == 0 ? LAMINA_PROBE_REALS
                                                        : LAMINA_PROBE_FAKES }, &shape),
            i == 0 ? real : fake, n * sizeof *real);

  return snapshot;
}

/* Bars, means and words are those of the answers. */
static void
test_scores (void)
{
  const lm_real real[] = { 0.9f, 0.9f, 0.7f, 0.1f }, fake[] = { 0.1f, 0.1f, 0.2f, 0.4f };
  const lm_real far[] = { 14, -3, 12, 2 }, bad[] = { NAN, INFINITY, 1, 0 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_POINTS, 0, -1);
  g_autoptr(LmSnapshot) snapshot = make_scores (sample, real, fake, 4);
  g_autoptr(LmSnapshot) others = make_scores (sample, far, bad, 4);
  const LaminaViewClass *view = lamina_view_find ("gan-scores");
  g_auto(Picture) picture = { 0 };
  g_autofree char *text = NULL, *value = NULL, *csv = NULL, *other = NULL;
  LaminaFrame frame = sample->frame;

  frame.snapshot = snapshot;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 400, 200);
  text = lamina_view_describe (view, &frame);
  g_assert_cmpstr (text, ==, "Real 0.650, fake 0.200 on average; D is right in 88% of cases");
  value = lamina_view_get_value_at (view, &frame, &picture.style, 400, 200, 45, 150);
  g_assert_cmpstr (value, ==, "0.100 … 0.125: 25.0% of the real, 50.0% of the fake");
  csv = lamina_view_write_numbers (view, &frame);
  g_assert_true (g_str_has_prefix (csv, "example,is_real,score\r\n0,1,0.8999"));
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 400, 200);

  /* A critic's answers are any numbers. */
  frame.loss = NULL;
  frame.snapshot = others;
  other = lamina_view_describe (view, &frame);
  g_assert_cmpstr (other, ==, "Real 6.25, fake not a number on average");
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 400, 200);
  g_assert_cmpint (cairo_status (picture.cr), ==, CAIRO_STATUS_SUCCESS);
}

/* Real is blue, fake is orange, and up is up. */
static void
test_plane (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_POINTS, 0, -1);
  const LaminaViewClass *view = lamina_view_find ("gan-plane");
  LmTensor *answers = (LmTensor *) lamina_frame_get_answers (&sample->frame, LAMINA_PROBE_SURFACE);
  LmTensor *made = (LmTensor *) lamina_frame_get_made (&sample->frame, LAMINA_PROBE_SAMPLES);
  LmTensor *grid = (LmTensor *) lamina_frame_get_made (&sample->frame, LAMINA_PROBE_NOISE_GRID);
  g_auto(Picture) picture = { 0 };
  g_autofree char *score = NULL, *point = NULL;
  LaminaFrame frame = sample->frame;
  const guint32 *map;

  g_assert_cmpuint (grid->shape.dim[0], ==, frame.forge->n_grid * frame.forge->n_grid);
  for (gsize i = 0; i < answers->len; i++)
    answers->data[i] = i >= answers->len / 2;
  lm_tensor_fill (made, -9);
  lm_tensor_fill (grid, NAN);
  made->data[0] = made->data[1] = 0;
  frame.points[0] = NULL;

  picture_init (&picture, LAMINA_SCHEME_LIGHT, 420, 400);
  map = lamina_style_get_map (&picture.style, LAMINA_MAP_DIVERGING);
  lamina_view_draw (view, picture.cr, &frame, &picture.style, 420, 400);
  g_assert_cmpint (picture_compare (picture_get (&picture, 120, 80),
                                    map[lamina_map_get_index (0, 0.72)]), <=, 2);
  g_assert_cmpint (picture_compare (picture_get (&picture, 120, 330),
                                    map[lamina_map_get_index (1, 0.72)]), <=, 2);
  score = lamina_view_get_value_at (view, &frame, &picture.style, 420, 400, 120, 80);
  g_assert_true (g_str_has_suffix (score, ": D 1.00"));
  for (int y = 100; y < 300 && point == NULL; y += 4)
    for (int x = 100; x < 300 && point == NULL; x += 4)
      {
        char *text = lamina_view_get_value_at (view, &frame, &picture.style, 420, 400, x, y);

        if (g_str_has_prefix (text, "fake"))
          point = text;
        else
          g_free (text);
      }
  g_assert_cmpstr (point, ==, "fake: x₁ 0, x₂ 0");
}

/* A generator that reads more than its noise draws for itself. */
static void
test_without_latent (void)
{
  static const char *const kinds[] = { "latent", "concat", "dense", "dense" };
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_POINTS, 0, -1);
  LmStack *stack = lm_stack_new ();
  LmShape input = { 2, { 1, 2 } }, target = { 2, { 1, 1 } };
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(LaminaForge) forge = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      LmLayer *layer = lm_stack_insert (stack, i, lm_layer_class_find (kinds[i]));

      if (i == 1)
        {
          g_strfreev (layer->inputs);
          layer->inputs = g_strsplit ("latent_1," LM_INPUT_NETWORK, ",", -1);
        }
      if (i > 1)
        g_assert_true (lm_fields_set (layer->klass->fields, layer, "units", i == 2 ? "2" : "1",
                                      NULL));
    }
  lm_stack_split (stack, 3);
  network = lm_network_new (stack, &input, &target, sample->training->loss, NULL, &error);
  lm_stack_free (stack);
  g_assert_no_error (error);

  forge = lamina_forge_new (network, NULL, NULL, 4, FALSE);
  g_assert_cmpuint (forge->first, ==, 0);
  g_assert_cmpuint (forge->n_latent, ==, 0);
  g_assert_cmpuint (forge->n_classes, ==, 0);
  g_assert_null (forge->grid);
  g_assert_null (forge->fakes);
  g_assert_cmpuint (lm_shape_get_n_columns (&forge->noise->tensor.shape), ==, 2);
}

/* Each class has a surface, a grid and points of its own, which are asked for by the choice. */
static void
test_plane_of_classes (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_HEAPS, 3, -1);
  const LaminaViewClass *view = lamina_view_find ("gan-plane");
  LaminaFrame frame = sample->frame;
  g_autofree char *first = NULL, *second = NULL, *title = NULL, *none = NULL;
  const lm_real *before;

  g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), ==, LAMINA_VIEW_READY);
  g_assert_cmpint (lamina_frame_get_forge_class (&frame), ==, 0);
  before = lamina_frame_get_plane (&frame)->data;
  first = lamina_view_describe (view, &frame);

  sample->frame.options.index = frame.options.index = 2;
  g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), ==, LAMINA_VIEW_EMPTY);
  sample_look (sample);
  frame.snapshot = sample->snapshot;
  g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), ==, LAMINA_VIEW_READY);
  g_assert_nonnull (before);
  second = lamina_view_describe (view, &frame);
  g_assert_cmpstr (first, !=, second);
  title = lamina_view_write_subtitle (view, &frame);
  g_assert_nonnull (strstr (title, "real south"));

  none = view->write_choice (&frame, 4);
  g_assert_null (none);
  frame.options.index = 99;
  g_assert_cmpint (lamina_frame_get_forge_class (&frame), ==, 3);
}

/* Other noise gives other samples of the same network; the first noise comes back as it was. */
static void
test_other_noise (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_PICTURES, 0, -1);
  const LaminaViewClass *view = lamina_view_find ("gan-samples");
  g_autoptr(LmBlob) first = lamina_forge_draw (sample->forge, sample->frame.network, 0);
  g_autoptr(LmBlob) other = lamina_forge_draw (sample->forge, sample->frame.network, 7);
  g_autofree char *before = lamina_view_write_numbers (view, &sample->frame);
  g_autofree char *after = NULL, *text = NULL;

  assert_bits (&first->tensor, &sample->forge->noise->tensor);
  g_assert_cmpmem (&first->tensor.shape, sizeof (LmShape), &other->tensor.shape, sizeof (LmShape));
  g_assert_cmpint (memcmp (first->tensor.data, other->tensor.data,
                           first->tensor.len * sizeof (lm_real)), !=, 0);

  sample->frame.options.seed = 7;
  g_assert_cmpint (lamina_view_get_state (view, &sample->frame, NULL), ==, LAMINA_VIEW_EMPTY);
  sample_look (sample);
  g_assert_cmpint (lamina_view_get_state (view, &sample->frame, NULL), ==, LAMINA_VIEW_READY);
  after = lamina_view_write_numbers (view, &sample->frame);
  g_assert_cmpstr (before, !=, after);
  text = lamina_view_write_subtitle (view, &sample->frame);
  g_assert_nonnull (strstr (text, "noise 7"));
}

/* How many samples the pointer finds, whatever the room. */
static gsize
count_samples (LaminaFrame frame,
               guint       n_shown,
               int         width,
               int         height)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(Picture) picture = { 0 };

  frame.options.n_shown = n_shown;
  picture_init (&picture, LAMINA_SCHEME_LIGHT, width, height);
  for (int y = 0; y < height; y += 3)
    for (int x = 0; x < width; x += 3)
      {
        char *text = lamina_view_get_value_at (lamina_view_find ("gan-samples"), &frame,
                                               &picture.style, width, height, x, y);
        char *end = text != NULL ? strstr (text, ", row") : NULL;

        if (end != NULL)
          *end = '\0';
        if (text != NULL)
          g_hash_table_add (seen, text);
      }

  return g_hash_table_size (seen);
}

static void
test_number_of_samples (void)
{
  static const guint numbers[] = { 16, 36, 64 };
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_PICTURES, 0, -1);
  g_autoptr(Sample) classes = sample_new (SAMPLE_FORGED_CLASSES, 0, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpuint (count_samples (sample->frame, numbers[i], 300, 200), ==, numbers[i]);
      g_assert_cmpuint (count_samples (sample->frame, numbers[i], 200, 500), ==, numbers[i]);
    }
  /* Of a class at least one. */
  g_assert_cmpuint (count_samples (classes->frame, 16, 600, 400), ==, 10);
  g_assert_cmpuint (count_samples (classes->frame, 36, 600, 400), ==, 30);
}

/* What was made is there for each step that was seen, and no later one is shown in the past. */
static void
test_time (void)
{
  g_autoptr(Sample) sample = sample_new (SAMPLE_FORGED_PICTURES, 8, -1);
  const LaminaViewClass *view = lamina_view_find ("gan-time");
  LaminaFrame frame = sample->frame;
  g_auto(Picture) picture = { 0 };
  g_autofree char *value = NULL, *text = NULL, *past = NULL, *choice = NULL;

  g_assert_cmpuint (lamina_samples_count (frame.album, 8), >=, 2);
  g_assert_cmpint (lamina_view_get_state (view, &frame, NULL), ==, LAMINA_VIEW_READY);
  picture_init (&picture, LAMINA_SCHEME_LIGHT, 600, 150);
  value = lamina_view_get_value_at (view, &frame, &picture.style, 600, 150, 2, 2);
  text = lamina_view_describe (view, &frame);
  g_test_message ("%s; %s", value, text);
  g_assert_true (g_str_has_prefix (value, "sample 1 at step "));
  g_assert_nonnull (strstr (text, "to step 8"));

  frame.step = lamina_samples_nth (frame.album, 0)->step;
  past = lamina_view_describe (view, &frame);
  g_assert_nonnull (strstr (past, "others follow"));
  choice = view->write_choice (&frame, 12);
  g_assert_cmpstr (choice, ==, "sample 12");
  g_assert_null (view->write_choice (&frame, 13));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forge/noise", test_noise);
  g_test_add_func ("/forge/samples", test_samples);
  g_test_add_func ("/forge/samples-are-read", test_samples_are_read);
  g_test_add_func ("/forge/scores", test_scores);
  g_test_add_func ("/forge/plane", test_plane);
  g_test_add_func ("/forge/plane-of-classes", test_plane_of_classes);
  g_test_add_func ("/forge/other-noise", test_other_noise);
  g_test_add_func ("/forge/number-of-samples", test_number_of_samples);
  g_test_add_func ("/forge/time", test_time);
  g_test_add_func ("/forge/without-latent", test_without_latent);

  return g_test_run ();
}
