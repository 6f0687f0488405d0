/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib/gstdio.h>

#include "lamina-session.h"
#include "lamina-template.h"

/* A folder of its own for each test, and a session where the test wants one. */
typedef struct
{
  char          *folder;
  char          *path;
  LaminaSession *session;
} Fixture;

static inline void
wait_for_data (LaminaSession *session)
{
  while (lamina_session_get_play_state (session) == LAMINA_PLAY_LOADING)
    g_main_context_iteration (NULL, TRUE);
}

/* Until neither training nor loading has anything more to say. */
static inline void
run (LaminaSession *session)
{
  while (lamina_session_poll (session))
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static inline void
train_to (LaminaSession *session,
          guint64        step)
{
  lamina_session_set_goal (session, step);
  lamina_session_play (session);
  run (session);
  g_assert_cmpuint (lamina_session_get_step (session), ==, step);
}

static inline char *
hash_of (LaminaSession *session)
{
  LmState *state = lamina_session_copy_state (session);
  char *hash;

  g_assert_nonnull (state);
  hash = lm_state_hash (state);
  lm_state_free (state);

  return hash;
}

/* Files: the fixture's session gets one, gives it up, and is read from it again. */
static inline void
create (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  lamina_session_create_file (fixture->session, fixture->path, &error);
  g_assert_no_error (error);
}

static inline void
close_session (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  lamina_session_close (fixture->session, 10000, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->session);
}

static inline LaminaSession *
reopen (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  if (fixture->session != NULL)
    close_session (fixture);

  fixture->session = lamina_session_open (fixture->path, &error);
  g_assert_no_error (error);
  wait_for_data (fixture->session);

  return fixture->session;
}

static inline void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("lamina-session-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "Läuft 1.lamina", NULL);
  if (data != NULL)
    {
      fixture->session = lamina_session_new (data, NULL);
      g_assert_nonnull (fixture->session);
      wait_for_data (fixture->session);
    }
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GDir *dir;
  const char *name;

  if (fixture->session != NULL)
    {
      wait_for_data (fixture->session);
      lamina_session_close (fixture->session, 10000, NULL);
      g_object_unref (fixture->session);
    }

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

#define add_test(path, template_id, function) \
  g_test_add (path, Fixture, template_id, set_up, function, tear_down)
