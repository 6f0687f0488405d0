/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"
#include "lm-error.h"

#include <locale.h>

static void
test_registry (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (lamina_data_kind_get_n (), >=, 14);
  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    {
      const LaminaDataKind *kind = lamina_data_kind_nth (i);

      g_assert_true (g_hash_table_add (ids, (gpointer) kind->id));
      g_assert_true (lamina_data_kind_find (kind->id) == kind);
      g_assert_cmpuint (strlen (kind->title), >, 0);
      g_assert_cmpuint (strlen (kind->summary), >, 0);
      g_assert_cmpuint (strlen (lamina_data_group_get_title (kind->group)), >, 0);
      g_assert_nonnull (kind->load);
    }

  g_assert_null (lamina_data_kind_find ("mnist"));
}

/* All settings share one list of names. */
static void
test_names_are_unique (void)
{
  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    {
      g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
      const LaminaDataKind *kind = lamina_data_kind_nth (i);

      g_hash_table_add (names, (gpointer) "kind");
      for (const LmField *field = lamina_pipeline_fields; field->name != NULL; field++)
        g_assert_true (g_hash_table_add (names, (gpointer) field->name));
      for (const LmField *field = kind->fields; field != NULL && field->name != NULL; field++)
        g_assert_true (g_hash_table_add (names, (gpointer) field->name));
    }
}

static void
test_list_reads_back (void)
{
  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    {
      g_autoptr(LaminaDataConfig) config = lamina_data_config_new (lamina_data_kind_nth (i));
      g_autoptr(LaminaDataConfig) other = NULL;
      g_autoptr(LaminaDataConfig) copy = NULL;
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) list = NULL;

      g_assert_true (lamina_data_config_set (config, "validation", "0.125", &error));
      g_assert_true (lamina_data_config_set (config, "seed", "77", &error));
      g_assert_true (lamina_data_config_set (config, "target", "input", &error));
      list = lamina_data_config_list (config);
      g_assert_true (g_str_has_prefix (list[0], "kind="));
      g_assert_true (g_strv_contains ((const char *const *) list, "validation=0.125"));

      other = lamina_data_config_new_from_list ((const char *const *) list, &error);
      g_assert_no_error (error);
      g_assert_true (lamina_data_config_equal (config, other));

      copy = lamina_data_config_copy (config);
      g_assert_true (lamina_data_config_equal (config, copy));
      g_assert_true (lamina_data_config_set (copy, "seed", "78", &error));
      g_assert_false (lamina_data_config_equal (config, copy));
    }
}

static void
test_set_and_get (void)
{
  g_autoptr(LaminaDataConfig) config = configure ("path=/a=b c;kind=csv;task=regress;limit=10");
  g_autoptr(GError) error = NULL;
  g_autofree char *path = lamina_data_config_get (config, "path");
  g_autofree char *task = lamina_data_config_get (config, "task");
  g_autofree char *kind = lamina_data_config_get (config, "kind");
  g_autofree char *seed = NULL;

  g_assert_cmpstr (path, ==, "/a=b c");
  g_assert_cmpstr (task, ==, "regress");
  g_assert_cmpstr (kind, ==, "csv");
  g_assert_cmpint (lamina_data_config_get_pipeline (config)->limit, ==, 10);
  g_assert_cmpint (lamina_data_config_get_pipeline (config)->scaling, ==,
                   LAMINA_SCALING_STANDARDISE);
  g_assert_null (lamina_data_config_get (config, "colour"));
  g_assert_nonnull (lamina_data_config_find (config, "missing"));
  g_assert_null (lamina_data_config_find (config, "kind"));

  /* Another kind: its defaults, but the same seed. */
  g_assert_true (lamina_data_config_set (config, "seed", "5", &error));
  g_assert_true (lamina_data_config_set (config, "kind", "gates", &error));
  seed = lamina_data_config_get (config, "seed");
  g_assert_cmpstr (seed, ==, "5");
  g_assert_cmpint (lamina_data_config_get_pipeline (config)->limit, ==, 0);
  g_assert_cmpint (lamina_data_config_get_pipeline (config)->scaling, ==, LAMINA_SCALING_NONE);
  g_assert_null (lamina_data_config_get (config, "path"));
}

static void
assert_refused (LaminaDataConfig *config,
                const char       *name,
                const char       *value,
                int               code,
                const char       *pattern)
{
  g_autoptr(LaminaDataConfig) before = lamina_data_config_copy (config);
  g_autoptr(GError) error = NULL;

  g_assert_false (lamina_data_config_set (config, name, value, &error));
  g_assert_error (error, LM_ERROR, code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not say “%s”", error->message, pattern);
  g_assert_true (lamina_data_config_equal (config, before));
}

static void
test_refusals (void)
{
  g_autoptr(LaminaDataConfig) config = configure ("kind=moons;noise=0.5");

  assert_refused (config, "colour", "red", LM_ERROR_NAME, "*moons*colour*noise*validation*");
  assert_refused (config, "kind", "mnist", LM_ERROR_NAME, "*mnist*fashion-mnist*");
  assert_refused (config, "noise", "2", LM_ERROR_VALUE, "Noise*");
  assert_refused (config, "noise", "0,5", LM_ERROR_VALUE, "Noise*");
  assert_refused (config, "scaling", "huge", LM_ERROR_VALUE, "*range*");
  assert_refused (config, "examples", "1e300", LM_ERROR_VALUE, "*");
  assert_refused (config, "seed", "-1", LM_ERROR_VALUE, "*");
}

static void
test_list_refusals (void)
{
  const char *const no_kind[] = { "seed=1", NULL };
  const char *const no_value[] = { "kind=moons", "noise", NULL };
  const char *const empty[] = { NULL };
  const char *const wrong[] = { "kind=moons", "noise=loud", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (lamina_data_config_new_from_list (no_kind, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_null (lamina_data_config_new_from_list (empty, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_NAME);
  g_clear_error (&error);
  g_assert_null (lamina_data_config_new_from_list (no_value, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "name=value"));
  g_clear_error (&error);
  g_assert_null (lamina_data_config_new_from_list (wrong, &error));
  g_assert_error (error, LM_ERROR, LM_ERROR_VALUE);
}

static void
assert_names (const char    *page,
              const LmField *fields)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *name = g_strdup_printf ("`%s`", field->name);

      if (strstr (page, name) == NULL)
        g_error ("docs/data.md does not say what %s is", name);
    }
}

static void
test_documentation (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "data.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  assert_names (page, lamina_pipeline_fields);
  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    {
      const LaminaDataKind *kind = lamina_data_kind_nth (i);
      g_autofree char *id = g_strdup_printf ("| `%s` |", kind->id);

      assert_names (page, kind->fields);
      g_assert_nonnull (strstr (page, id));
    }
}

/* Where files are needed, the check says so before anything is loaded. */
static void
test_availability (void)
{
  g_autoptr(LaminaDataConfig) config = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lamina_data_kind_is_available (lamina_data_kind_find ("shapes"), &error));
  g_assert_no_error (error);
  g_assert_false (lamina_data_kind_is_available (lamina_data_kind_find ("csv"), &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED);
  g_assert_nonnull (lamina_data_kind_get_default_pictures ());
  g_clear_error (&error);

  config = configure ("kind=fashion-mnist;folder=/nowhere");
  g_assert_false (lamina_data_config_check (config, &error));
  g_assert_error (error, LAMINA_ERROR, LAMINA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "/nowhere"));
  g_assert_nonnull (strstr (error->message, "dataset-fashion-mnist"));
}

int
main (int   argc,
      char *argv[])
{
  const char *locale = g_getenv ("LAMINA_TEST_LOCALE");

  g_test_init (&argc, &argv, NULL);
  if (locale != NULL)
    g_assert_cmpstr (setlocale (LC_ALL, locale), ==, locale);

  g_test_add_func ("/data-config/registry", test_registry);
  g_test_add_func ("/data-config/names-are-unique", test_names_are_unique);
  g_test_add_func ("/data-config/list-reads-back", test_list_reads_back);
  g_test_add_func ("/data-config/set-and-get", test_set_and_get);
  g_test_add_func ("/data-config/refusals", test_refusals);
  g_test_add_func ("/data-config/list-refusals", test_list_refusals);
  g_test_add_func ("/data-config/documentation", test_documentation);
  g_test_add_func ("/data-config/availability", test_availability);

  return g_test_run ();
}
