/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "lamina-project-peek.h"
#include "project-support.h"

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectPeek) peek = lamina_project_peek (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (peek->name, ==, "Täst 层");
  g_assert_null (peek->template_id);
  g_assert_cmpint (peek->status, ==, LAMINA_STATUS_NEW);
  g_assert_cmpuint (peek->step + peek->n_losses + peek->n_layers, ==, 0);
  g_assert_true (isnan (peek->metric));
  g_assert_true (isnan (peek->validation_loss));
  g_assert_cmpint (ABS (peek->changed_usec - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
}

static void
test_made (Fixture       *fixture,
           gconstpointer  data)
{
  const LmRecord validation = make_event (LM_RECORD_VALIDATION, 6);
  const LmRecord step = make_record (7);
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProjectPeek) peek = NULL;
  g_autoptr(LaminaProject) project = NULL;

  make_project (fixture->path);
  peek = lamina_project_peek (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (peek->name, ==, "Ein Name ' \" 层");
  g_assert_cmpstr (peek->template_id, ==, "cnn-28");
  g_assert_cmpuint (peek->n_layers, ==, lm_layer_class_get_n ());
  g_assert_cmpuint (peek->step, ==, 6);
  g_assert_cmpint (peek->status, ==, LAMINA_STATUS_FINISHED);
  g_assert_cmpstr (peek->metric_id, ==, "accuracy");
  assert_double_equal (peek->metric, (double) validation.metrics[0]);
  assert_double_equal (peek->validation_loss, validation.loss);
  g_assert_cmpuint (peek->n_losses, ==, 6);
  assert_double_equal (peek->losses[0], make_record (1).loss);

  /* Trained on, it is not finished any more; another program has it open meanwhile. */
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, NULL);
  g_assert_true (lamina_project_append (project, 1, &step, 1, NULL));
  g_clear_pointer (&peek, lamina_project_peek_free);
  peek = lamina_project_peek (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (peek->status, ==, LAMINA_STATUS_PAUSED);
  g_assert_cmpint (lamina_project_get_read_only (project), ==, LAMINA_WRITABLE);

  /* The branch that is worked on. */
  g_assert_true (lamina_project_set_info (project, LAMINA_INFO_BRANCH, "2", NULL));
  g_clear_pointer (&peek, lamina_project_peek_free);
  peek = lamina_project_peek (fixture->path, &error);
  g_assert_cmpuint (peek->step, ==, 9);
  g_assert_cmpuint (peek->n_losses, ==, 6);
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  const guint n = 50000;
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autofree LmRecord *records = g_new0 (LmRecord, n);
  g_autoptr(LaminaProjectPeek) peek = NULL;
  gint64 start;

  for (guint i = 0; i < n; i++)
    {
      records[i] = make_record (i + 1);
      records[i].loss = i + 1;
    }
  g_assert_true (lamina_project_append (project, 1, records, n, NULL));

  start = g_get_monotonic_time ();
  peek = lamina_project_peek (fixture->path, NULL);
  g_test_message ("%d us", (int) (g_get_monotonic_time () - start));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_cmpuint (peek->step, ==, n);
  g_assert_cmpuint (peek->n_losses, ==, LAMINA_PEEK_LOSSES);
  g_assert_cmpfloat (peek->losses[0], ==, 16.5); /* the mean of 1 … 32 */
  g_assert_cmpfloat (peek->losses[99], ==, 99 * 500 + 16.5);
}

/* Somebody is in the middle of writing. */
static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProjectPeek) peek = NULL;
  g_autoptr(GBytes) bytes = make_bytes (1, 30 << 20);
  const gint64 start = g_get_monotonic_time ();

  g_assert_true (lamina_project_begin (project, NULL));
  g_assert_true (lamina_project_save_state (project, 1, LAMINA_STATE_NOW, 0, bytes, NULL));
  peek = lamina_project_peek (fixture->path, &error);
  if (peek == NULL)
    g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_assert_true (lamina_project_commit (project, &error));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/project-peek/new", test_new);
  ADD_TEST ("/project-peek/made", test_made);
  ADD_TEST ("/project-peek/long", test_long);
  ADD_TEST ("/project-peek/busy", test_busy);

  return g_test_run ();
}
