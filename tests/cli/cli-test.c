/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli-test.h"

#include <string.h>

static char *
expand (Fixture    *fixture,
        const char *word)
{
  if (g_str_equal (word, "@"))
    return g_strdup (fixture->file);
  if (g_str_has_prefix (word, "@/"))
    return g_build_filename (fixture->folder, word + 2, NULL);

  return g_strdup (word);
}

static GPtrArray *
make_arguments (Fixture           *fixture,
                const char *const *words)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (g_getenv ("LAMINA_CLI")));
  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (arguments, expand (fixture, words[i]));
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

static GPtrArray *
collect (const char *first,
         va_list     rest)
{
  GPtrArray *words = g_ptr_array_new ();

  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (words, (gpointer) word);
  g_ptr_array_add (words, NULL);

  return words;
}

void
call_list (Fixture           *fixture,
           const char *const *words)
{
  g_autoptr(GPtrArray) arguments = make_arguments (fixture, words);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &fixture->out, &fixture->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  fixture->code = g_subprocess_get_exit_status (process);
}

void
call (Fixture *fixture,
      ...)
{
  g_autoptr(GPtrArray) words = NULL;
  va_list list;

  va_start (list, fixture);
  words = collect (va_arg (list, const char *), list);
  va_end (list);
  call_list (fixture, (const char *const *) words->pdata);
}

GSubprocess *
start (Fixture *fixture,
       ...)
{
  g_autoptr(GPtrArray) words = NULL;
  g_autoptr(GPtrArray) arguments = NULL;
  va_list list;

  va_start (list, fixture);
  words = collect (va_arg (list, const char *), list);
  va_end (list);
  arguments = make_arguments (fixture, (const char *const *) words->pdata);

  return g_subprocess_newv ((const char *const *) arguments->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                            NULL);
}

void
assert_done (Fixture *fixture)
{
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->code, ==, 0);
}

void
assert_refused (Fixture    *fixture,
                const char *words)
{
  const char *end = strchr (fixture->err, '\n');

  g_test_message ("%s", fixture->err);
  g_assert_cmpint (fixture->code, ==, 1);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_nonnull (end);
  g_assert_cmpstr (end, ==, "\n"); /* Nothing follows it. */
  if (strstr (fixture->err, words) == NULL)
    g_error ("No “%s” in: %s", words, fixture->err);
}

void
assert_usage (Fixture *fixture)
{
  g_assert_cmpint (fixture->code, ==, 2);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_cmpstr (fixture->err, !=, "");
}

JsonObject *
parse (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = NULL;

  assert_done (fixture);
  g_assert_nonnull (strchr (fixture->out, '\n'));
  g_assert_cmpstr (strchr (fixture->out, '\n'), ==, "\n");
  root = json_from_string (fixture->out, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (root));

  return json_node_dup_object (root);
}

char *
take_text (JsonObject *object,
           const char *name)
{
  g_assert_true (json_object_has_member (object, name));

  return g_strdup (json_object_get_string_member (object, name));
}

void
make_spirals (Fixture    *fixture,
              const char *epochs)
{
  g_autofree char *setting = g_strconcat ("epochs=", epochs, NULL);

  call (fixture, "new", "--template", "spirals", "--set", setting, "@", NULL);
  assert_done (fixture);
}

void
make_pictures (Fixture *fixture)
{
  call (fixture, "new", "--template", "cnn-32", "--set", "data.examples=300", "--set", "epochs=1",
        "@", NULL);
  assert_done (fixture);
}

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("lamina-cli-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "mein lauf.lamina", NULL);
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->out);
  g_free (fixture->err);
}
