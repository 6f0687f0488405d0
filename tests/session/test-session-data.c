/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-test.h"

static void
count_cb (LaminaSession *session,
          guint         *n)
{
  (*n)++;
}

static void
test_load (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LaminaSession) session = lamina_session_new ("spirals", NULL);
  guint n_data = 0, n_network = 0, n_state = 0;

  g_signal_connect (session, "data", G_CALLBACK (count_cb), &n_data);
  g_signal_connect (session, "network", G_CALLBACK (count_cb), &n_network);
  g_signal_connect (session, "state", G_CALLBACK (count_cb), &n_state);

  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_LOADING);
  g_assert_null (lamina_session_get_data_set (session));
  g_assert_null (lamina_session_get_network (session));
  g_assert_true (lamina_session_poll (session));
  lamina_session_play (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_LOADING);

  wait_for_data (session);
  g_assert_cmpuint (n_data, ==, 1);
  g_assert_cmpuint (n_network, ==, 1);
  g_assert_cmpuint (n_state, ==, 1);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_IDLE);
  g_assert_nonnull (lamina_session_get_data_set (session));
  g_assert_null (lamina_session_get_data_error (session));
  g_assert_false (lamina_session_poll (session));
}

/* The newest wish counts: what was on its way before is thrown away when it comes. */
static void
test_overtaken (Fixture       *fixture,
                gconstpointer  data)
{
  LaminaSession *session = fixture->session;
  guint n_data = 0;

  g_signal_connect (session, "data", G_CALLBACK (count_cb), &n_data);
  g_assert_true (lamina_session_set_data (session, "examples", "100000", NULL));
  g_assert_true (lamina_session_set_data (session, "examples", "200", NULL));
  wait_for_data (session);
  g_assert_cmpuint (lamina_data_set_get_n_examples (lamina_session_get_data_set (session),
                                                    LM_SPLIT_TRAINING), <, 200);

  for (int i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (n_data, ==, 1);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_true (lamina_session_set_data (session, "examples", "1000000", NULL));
  lamina_session_cancel_loading (session);
  wait_for_data (session);
  g_assert_cmpstr (lamina_session_get_data_error (session), ==, "Loading the data was stopped");
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);
  g_assert_cmpstr (lamina_session_get_problem (session)->message, ==,
                   lamina_session_get_data_error (session));

  g_assert_nonnull (lamina_session_undo (session));
  wait_for_data (session);
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_IDLE);
}

static void
test_missing_file (Fixture       *fixture,
                   gconstpointer  data)
{
  LaminaSession *session = fixture->session;

  g_assert_true (lamina_session_set (session, "data.kind", "npz", NULL));
  g_assert_true (lamina_session_set (session, "data.path", "/nowhere/arrays.npz", NULL));
  wait_for_data (session);
  g_assert_nonnull (strstr (lamina_session_get_data_error (session), "arrays.npz"));
  g_assert_cmpint (lamina_session_get_play_state (session), ==, LAMINA_PLAY_EMPTY);
}

/* A session that goes away while its data are on their way does so at once, and in this thread. */
static void
test_free_while_loading (Fixture       *fixture,
                         gconstpointer  data)
{
  LaminaSession *session = lamina_session_new ("spirals", NULL);

  g_assert_true (lamina_session_set_data (session, "examples", "1000000", NULL));
  g_assert_true (lamina_session_close (session, 1000, NULL));
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  g_assert_null (session);
  g_main_context_iteration (NULL, TRUE); /* The thread gives up, and says so to nobody. */
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/session/data/load", NULL, test_load);
  add_test ("/session/data/overtaken", "spirals", test_overtaken);
  add_test ("/session/data/cancel", "spirals", test_cancel);
  add_test ("/session/data/missing-file", "spirals", test_missing_file);
  add_test ("/session/data/free-while-loading", NULL, test_free_while_loading);

  return g_test_run ();
}
