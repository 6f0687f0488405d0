/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-recents.h"

#include <json-glib/json-glib.h>

#include "lamina-file.h"

#define MAX_RECENTS 60
#define MAX_BYTES (1024 * 1024)

static char *
get_list_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "lamina", "recent.json", NULL);
}

/* Returns: (transfer full): URIs, since names need not be UTF-8 */
static GPtrArray *
read_list (void)
{
  GPtrArray *uris = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = get_list_path ();
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GBytes) bytes = lamina_file_read (path, MAX_BYTES, NULL, NULL, NULL, NULL);
  JsonNode *root;
  JsonArray *array;

  if (bytes == NULL ||
      !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes), NULL))
    return uris;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return uris;

  array = json_node_get_array (root);
  for (guint i = 0; i < MIN (json_array_get_length (array), MAX_RECENTS); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (uris, g_strdup (json_node_get_string (node)));
    }

  return uris;
}

static void
write_list (GPtrArray *uris)
{
  g_autofree char *path = get_list_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (uris->len, MAX_RECENTS); i++)
    json_builder_add_string_value (builder, g_ptr_array_index (uris, i));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));

  g_mkdir_with_parents (folder, 0700);
  lamina_file_replace (path, bytes, NULL);
}

static void
remove_uri (GPtrArray  *uris,
            const char *uri)
{
  for (guint i = uris->len; i-- > 0;)
    {
      if (g_str_equal (g_ptr_array_index (uris, i), uri))
        g_ptr_array_remove_index (uris, i);
    }
}

GStrv
lamina_recents_get (void)
{
  g_autoptr(GPtrArray) uris = read_list ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < uris->len; i++)
    {
      g_autofree char *path = g_filename_from_uri (g_ptr_array_index (uris, i), NULL, NULL);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }

  return g_strv_builder_end (builder);
}

void
lamina_recents_add (const char *path)
{
  g_autoptr(GPtrArray) uris = read_list ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri == NULL)
    return;

  remove_uri (uris, uri);
  g_ptr_array_insert (uris, 0, g_steal_pointer (&uri));
  write_list (uris);
}

void
lamina_recents_remove (const char *path)
{
  g_autoptr(GPtrArray) uris = read_list ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri == NULL)
    return;

  remove_uri (uris, uri);
  write_list (uris);
}
