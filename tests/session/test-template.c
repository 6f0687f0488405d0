/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-test.h"

/* Every template can be trained as it is: its stack fits its data and its loss. */
static void
test_compiles (Fixture       *fixture,
               gconstpointer  data)
{
  const LaminaProblem *problem = lamina_session_get_problem (fixture->session);

  g_assert_cmpstr (problem != NULL ? problem->message : NULL, ==, NULL);
  g_assert_cmpint (lamina_session_get_play_state (fixture->session), ==, LAMINA_PLAY_IDLE);
  g_assert_cmpstr (lamina_session_get_template_id (fixture->session), ==, data);
  g_assert_cmpuint (lm_network_get_n_params (lamina_session_get_network (fixture->session)), ==,
                    lamina_template_find (data)->n_params);
}

/* One that falls back does so on data that fit as well. */
static void
test_fallback (Fixture       *fixture,
               gconstpointer  data)
{
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const LaminaTemplate *template = lamina_template_nth (i);
      g_auto(GStrv) settings = NULL;
      g_autoptr(LaminaSession) session = NULL;

      if (template->fallback == NULL)
        continue;

      session = lamina_session_new (template->id, NULL);
      settings = g_strsplit_set (template->fallback, " =", -1);
      for (gsize j = 0; settings[j] != NULL; j += 2)
        g_assert_true (lamina_session_set_data (session, settings[j], settings[j + 1], NULL));
      wait_for_data (session);
      g_assert_nonnull (lamina_session_get_network (session));
      g_assert_true (lamina_session_close (session, 1000, NULL));
    }
}

static void
assert_n_params (const char *id,
                 gsize       n)
{
  g_autoptr(LaminaSession) session = lamina_session_new (id, NULL);

  wait_for_data (session);
  g_assert_cmpuint (lm_network_get_n_params (lamina_session_get_network (session)), ==, n);
  g_assert_true (lamina_session_close (session, 1000, NULL));
}

/* Counted by hand: [out, in, k, k] and [out] of each layer. */
static void
test_parameters (void)
{
  assert_n_params ("cnn-28", 93322);
  assert_n_params ("dense-784-10-128-10", 784 * 10 + 10 + 10 * 128 + 128 + 128 * 10 + 10);
  assert_n_params ("xor", 13);
  assert_n_params ("cnn-32", 896 + 18496 + 36928 + 4 * 4 * 64 * 10 + 10);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const LaminaTemplate *template = lamina_template_nth (i);

      g_assert_true (lamina_template_find (template->id) == template);
      g_assert_nonnull (template->title);
      g_assert_nonnull (template->family);
      g_assert_nonnull (template->data);
      g_assert_nonnull (template->time);
      g_assert_nonnull (template->filter);
      g_assert_nonnull (template->target);
      g_assert_cmpuint (template->n_params, >, 0);
      g_assert_nonnull (template->goal.metric);
      g_assert_nonnull (template->goal.split);
      g_assert_true (template->goal.judge == NULL ||
                     lamina_template_find (template->goal.judge) != NULL);
    }

  g_assert_null (lamina_template_find ("nothing"));
}

static void
test_unknown (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_session_new ("nothing", &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const char *id = lamina_template_nth (i)->id;
      g_autofree char *path = g_strdup_printf ("/template/%s/compiles", id);

      add_test (path, id, test_compiles);
    }

  add_test ("/template/fallback", NULL, test_fallback);
  g_test_add_func ("/template/parameters", test_parameters);
  g_test_add_func ("/template/rows", test_rows);
  g_test_add_func ("/template/unknown", test_unknown);

  return g_test_run ();
}
