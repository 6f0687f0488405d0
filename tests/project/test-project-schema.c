/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lamina-project-peek.h"
#include "lamina-project-private.h"
#include "project-support.h"

/* Of the statements of version 1. If this goes red, existing files would be refused: a change of
 * the schema is a new version, with a step that brings older files up to it.
 */
#define VERSION_1_SHA256 "5d308c81fb18b5ad2b1617c089098ae6a832f6db2eec90d2a5f8529ffd85b94a"

static void
test_pinned (void)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                         lamina_project_get_schema (), -1);

  g_assert_cmpint (LAMINA_SCHEMA_VERSION, ==, 1);
  g_assert_cmpstr (hash, ==, VERSION_1_SHA256);
}

/* Without comments and blanks. */
static char *
normalise (const char *sql)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) lines = g_strsplit (sql, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    for (const char *c = lines[i]; *c != '\0' && !g_str_has_prefix (c, "--"); c++)
      if (!g_ascii_isspace (*c))
        g_string_append_c (text, *c);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_embedded (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "src", "project", "schema.sql",
                                                 NULL);
  g_autofree char *text = NULL;
  g_autofree char *documented = NULL;
  g_autofree char *embedded = normalise (lamina_project_get_schema ());
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  documented = normalise (text);
  g_assert_cmpstr (documented, ==, embedded);
}

static void
test_pragmas (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *sql;
    gint64      value;
  } expected[] = {
    { "PRAGMA application_id", LAMINA_APPLICATION_ID },
    { "PRAGMA user_version", 1 },
    { "PRAGMA auto_vacuum", 2 },
    { "PRAGMA synchronous", 2 },
    { "PRAGMA trusted_schema", 0 },
    { "PRAGMA busy_timeout", 5000 },
    { "PRAGMA cell_size_check", 1 },
    { "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'delete'", 1 },
    { "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'", 0 },
  };
  g_autoptr(LaminaProject) project = lamina_project_create (fixture->path, FALSE, NULL);
  g_autoptr(LaminaProject) reader = NULL;
  int defensive;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gint64 value;

      g_assert_true (lamina_sql_get (project, -1, &value, NULL, expected[i].sql, ""));
      g_test_message ("%s", expected[i].sql);
      g_assert_cmpint (value, ==, expected[i].value);
    }
  sqlite3_db_config (project->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
  g_assert_cmpint (defensive, ==, 1);

  reader = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, NULL);
  g_assert_false (lamina_sql_run (reader, NULL, "DELETE FROM info", ""));
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  make_project (fixture->path);
  tamper (fixture->path, "PRAGMA user_version = 7");
  assert_refused (fixture->path, LAMINA_ERROR_NEWER,
                  "version 7, and this Lamina knows versions up to 1");
  g_assert_null (lamina_project_peek (fixture->path, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_NEWER);
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LaminaProject) project = NULL;

  make_project (fixture->path);
  tamper (fixture->path, "UPDATE layers SET kind = 'quantum' WHERE branch = 1 AND position = 0");
  assert_refused (fixture->path, LAMINA_ERROR_NEWER, "“quantum”");
  g_remove (fixture->path);

  make_project (fixture->path);
  tamper (fixture->path, "UPDATE layers SET fields = '{\"spin\":\"1\"}' WHERE position = 0");
  assert_refused (fixture->path, LAMINA_ERROR_NEWER, "“spin”");
  g_remove (fixture->path);

  make_project (fixture->path);
  tamper (fixture->path, "UPDATE training SET name = 'spin' WHERE name = 'seed'");
  assert_refused (fixture->path, LAMINA_ERROR_NEWER, "“spin”");
  g_remove (fixture->path);

  make_project (fixture->path);
  tamper (fixture->path, "UPDATE training SET value = '-1' WHERE name = 'batch_size'");
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "the training");
}

/* An older file has fewer fields: the rest have their defaults. */
static void
test_missing_fields (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autoptr(LaminaProjectContent) content = NULL;
  g_autoptr(LmLayer) expected = lm_layer_new (lm_layer_class_nth (0), "a");
  const LmLayer *layer;

  make_project (fixture->path);
  tamper (fixture->path, "UPDATE layers SET fields = '{}'; DELETE FROM training");
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, &error);
  content = lamina_project_read (project, &error);
  g_assert_no_error (error);
  layer = lm_stack_nth (lamina_branch_get_stack (lamina_project_content_get_branch (content, 1),
                                                 LAMINA_STACK_MAIN), 0);
  g_assert_true (lm_fields_equal (layer->klass->fields, layer, expected));
}

/* What a hostile file may bring along. */
static void
test_foreign_schema (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const statements[] = {
    "CREATE TABLE more (a)",
    "CREATE VIEW more AS SELECT 1",
    "CREATE TRIGGER more AFTER INSERT ON steps BEGIN DELETE FROM steps; END",
    "CREATE TRIGGER more AFTER UPDATE ON info BEGIN DELETE FROM layers; END",
    "CREATE INDEX more ON steps (loss)",
    "CREATE VIRTUAL TABLE more USING fts5 (a)",
    "DROP TABLE events",
    "DROP TABLE events; CREATE VIEW events AS SELECT * FROM steps",
    "ALTER TABLE steps ADD COLUMN more ANY",
    "DROP TABLE steps; CREATE TABLE steps (branch INTEGER NOT NULL, step INTEGER NOT NULL,"
    "loss ANY, m0 ANY, m1 ANY, m2 ANY, m3 ANY, rate ANY, time INTEGER AS (zeroblob (999999999)))",
    "ANALYZE",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'steps'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'stepz' WHERE name = 'steps'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'view' WHERE name = 'steps'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", statements[i]);
      make_project (fixture->path);
      tamper (fixture->path, statements[i]);
      assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "Täst 层.lamina");
      g_assert_null (lamina_project_peek (fixture->path, &error));
      g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
      g_remove (fixture->path);
    }
}

/* Our tables with rows that we never write. */
static void
test_foreign_rows (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const statements[] = {
    "UPDATE steps SET step = step + 10 WHERE step >= 3",
    "DELETE FROM steps WHERE branch = 1 AND step = 2",
    "UPDATE steps SET loss = 'high' WHERE step = 2",
    "UPDATE steps SET loss = zeroblob (100) WHERE step = 2",
    "UPDATE steps SET time = -1 WHERE step = 2",
    "INSERT INTO steps VALUES (1, 9223372036854775807, 1, 1, 1, 1, 1, 1, 1)",
    "INSERT INTO steps VALUES (1, 500000000, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1)",
    "UPDATE events SET type = 'party' WHERE number = 1",
    "UPDATE events SET detail = 4294967296 WHERE number = 1",
    "UPDATE events SET step = -1 WHERE number = 1",
    "UPDATE layers SET position = position + 1 WHERE branch = 1 AND position = "
    "(SELECT max (position) FROM layers WHERE branch = 1)",
    "UPDATE layers SET name = 'a b' WHERE position = 0",
    "UPDATE layers SET name = '' WHERE position = 0",
    "UPDATE layers SET name = (SELECT name FROM layers WHERE position = 1)",
    "UPDATE layers SET bypassed = 2 WHERE position = 0",
    "UPDATE layers SET inputs = '[[\"a\"]]' WHERE position = 0",
    "UPDATE layers SET inputs = '[\"a b\"]' WHERE position = 0",
    "UPDATE layers SET fields = '{' WHERE position = 0",
    "UPDATE layers SET fields = '{\"units\":3}' WHERE position = 0",
    "UPDATE stacks SET name = 'critic'",
    "UPDATE training SET value = CAST (x'fffe' AS TEXT)",
    "UPDATE training SET value = CAST (x'6100' AS TEXT)",
    "UPDATE revisions SET settings = '[]'",
    "UPDATE revisions SET revision = -1",
    "DELETE FROM branches",
    "DELETE FROM branches WHERE id = 1",
    "UPDATE branches SET parent = 2 WHERE id = 1",
    "UPDATE branches SET parent = 2 WHERE id = 2",
    "UPDATE branches SET fork_step = -5 WHERE id = 2",
    "UPDATE notes SET step = -1",
    "UPDATE notes SET note = CAST (x'ff' AS TEXT)",
    "UPDATE states SET role = 'king'",
    "UPDATE states SET size = -1",
    "UPDATE states SET size = 1000000000000",
    "UPDATE states SET sha256 = 'abc'",
    "UPDATE attachments SET sha256 = upper (sha256)",
    "UPDATE evaluations SET split = 'exam'",
    "INSERT INTO data SELECT 1, value, 'n' || value, 'v' FROM "
    "(WITH RECURSIVE c (value) AS (VALUES (5) UNION ALL SELECT value + 1 FROM c "
    "WHERE value < 2000) SELECT value FROM c)",
    "INSERT INTO layout VALUES ('a', CAST (zeroblob (20000000) AS TEXT))",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_test_message ("%s", statements[i]);
      make_project (fixture->path);
      tamper (fixture->path, statements[i]);
      assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "Täst 层.lamina");
      g_remove (fixture->path);
    }
}

static void
test_lying_bytes (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const statements[] = {
    "UPDATE states SET size = 998999999",
    "UPDATE states SET sha256 = replace (sha256, 'a', 'b')",
    "DELETE FROM state_bytes",
    "UPDATE state_bytes SET bytes = zeroblob (10000)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LaminaProject) project = NULL;
      g_autoptr(LaminaProjectContent) content = NULL;

      g_test_message ("%s", statements[i]);
      make_project (fixture->path);
      tamper (fixture->path, statements[i]);
      project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_ONLY, &error);
      content = lamina_project_read (project, &error);
      g_assert_no_error (error);
      g_assert_null (lamina_project_load_state (project, 1, LAMINA_STATE_NOW, 0, &error));
      g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT);
      g_clear_pointer (&project, lamina_project_free);
      g_remove (fixture->path);
    }
}

static void
test_not_a_project (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *pipe = fixture_get_path (fixture, "pipe");

  assert_refused (fixture->path, LAMINA_ERROR_IO, "Täst 层.lamina");
  assert_refused (fixture->folder, LAMINA_ERROR_FORMAT, "not a file");
  assert_refused ("/dev/null", LAMINA_ERROR_FORMAT, "not a file");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe, LAMINA_ERROR_FORMAT, "not a file");

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "not a Lamina project");
  g_assert_true (g_file_set_contents (fixture->path, "Some text, and not a short one", -1, NULL));
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "not a Lamina project");
  g_remove (fixture->path);
  tamper (fixture->path, "CREATE TABLE a (b)");
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "not a Lamina project");
  tamper (fixture->path, "PRAGMA application_id = 1281453417");
  assert_refused (fixture->path, LAMINA_ERROR_FORMAT, "not a Lamina project");
}

/* A tool may have left it in WAL mode: it is brought back. */
static void
test_wal (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LaminaProject) project = NULL;
  g_autofree char *files = NULL;
  gint64 is_delete;

  make_project (fixture->path);
  tamper (fixture->path, "PRAGMA journal_mode = WAL");
  project = lamina_project_open (fixture->path, LAMINA_PROJECT_READ_WRITE, &error);
  g_assert_no_error (error);
  lamina_sql_get (project, 0, &is_delete, NULL,
                  "SELECT journal_mode = 'delete' FROM pragma_journal_mode", "");
  g_assert_cmpint (is_delete, ==, 1);
  assert_is_made (project);
  g_clear_pointer (&project, lamina_project_free);
  files = list_folder (fixture->folder);
  g_assert_cmpstr (files, ==, "Täst 层.lamina");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project-schema/pinned", test_pinned);
  g_test_add_func ("/project-schema/embedded", test_embedded);
  ADD_TEST ("/project-schema/pragmas", test_pragmas);
  ADD_TEST ("/project-schema/newer", test_newer);
  ADD_TEST ("/project-schema/unknown", test_unknown);
  ADD_TEST ("/project-schema/missing-fields", test_missing_fields);
  ADD_TEST ("/project-schema/foreign-schema", test_foreign_schema);
  ADD_TEST ("/project-schema/foreign-rows", test_foreign_rows);
  ADD_TEST ("/project-schema/lying-bytes", test_lying_bytes);
  ADD_TEST ("/project-schema/not-a-project", test_not_a_project);
  ADD_TEST ("/project-schema/wal", test_wal);

  return g_test_run ();
}
