/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "writer-support.h"

LmState *
make_state (guint64 step)
{
  g_autoptr(LmStack) stack = lm_stack_new ();
  g_autoptr(LmNetwork) network = NULL;
  g_autoptr(GError) error = NULL;
  const LmShape input = { 2, { 1, 20 } };
  LmState *state;

  lm_stack_insert (stack, 0, lm_layer_class_find ("dense"));
  network = lm_network_new (stack, &input, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  state = lm_state_new (network, 1, 7, &error);
  g_assert_no_error (error);
  state->step = step;

  return state;
}

LaminaProjectWriter *
create_writer (const Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  LaminaProjectWriter *writer = lamina_project_writer_create (fixture->path, FALSE, NULL, NULL);

  content = lamina_project_writer_take_content (writer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (content->branches->len, ==, 1);

  return writer;
}

void
flush_writer (LaminaProjectWriter *writer)
{
  g_autoptr(GError) error = NULL;

  lamina_project_writer_flush (writer, TIMEOUT, &error);
  g_assert_no_error (error);
}

void
append_steps (LaminaProjectWriter *writer,
              guint64              first,
              guint64              last)
{
  for (guint64 step = first; step <= last; step++)
    {
      const LmRecord record = make_record (step);

      lamina_project_writer_append (writer, 1, &record, 1);
    }
}

LaminaProjectContent *
read_back (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_open (path, LAMINA_PROJECT_READ_ONLY, &error);
  LaminaProjectContent *content;

  g_assert_no_error (error);
  content = lamina_project_read (project, &error);
  g_assert_no_error (error);

  return content;
}
