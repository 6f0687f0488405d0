/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

static char *
generate (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

char *
lamina_json_from_pairs (const LaminaPairs *pairs)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (gsize i = 0; i < lamina_pairs_get_n (pairs); i++)
    {
      json_builder_set_member_name (builder, lamina_pairs_nth (pairs, i)->name);
      json_builder_add_string_value (builder, lamina_pairs_nth (pairs, i)->value);
    }
  json_builder_end_object (builder);

  return generate (builder);
}

char *
lamina_json_from_strv (const char *const *texts)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);

  return generate (builder);
}

/* The parser calls itself for each level, so that a million brackets would end the program; it
 * also knows comments, which could hide them. Between texts only this may stand.
 */
static gboolean
is_flat (const char *json)
{
  gboolean is_text = FALSE;
  gsize n_opened = 0;

  for (const char *c = json; *c != '\0'; c++)
    {
      if (is_text && *c == '\\' && c[1] != '\0')
        c++;
      else if (*c == '"')
        is_text = !is_text;
      else if (!is_text &&
               (strchr ("{}[]:, \n", *c) == NULL || ((*c == '[' || *c == '{') && ++n_opened > 1)))
        return FALSE;
    }

  return TRUE;
}

static JsonNode *
parse (const char   *json,
       JsonNodeType  type)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (!is_flat (json) || !json_parser_load_from_data (parser, json, -1, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || json_node_get_node_type (root) != type)
    return NULL;

  return json_parser_steal_root (parser);
}

/* Returns: (nullable) */
static const char *
get_text (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

LaminaPairs *
lamina_json_to_pairs (const char *json,
                      gsize       max_pairs)
{
  g_autoptr(JsonNode) root = parse (json, JSON_NODE_OBJECT);
  g_autoptr(LaminaPairs) pairs = lamina_pairs_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL || json_object_get_size (json_node_get_object (root)) > max_pairs)
    return NULL;

  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (get_text (node) == NULL)
        return NULL;
      lamina_pairs_set (pairs, name, get_text (node));
    }

  return g_steal_pointer (&pairs);
}

GStrv
lamina_json_to_strv (const char *json,
                     gsize       max_texts)
{
  g_autoptr(JsonNode) root = parse (json, JSON_NODE_ARRAY);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (root == NULL || json_array_get_length (json_node_get_array (root)) > max_texts)
    return NULL;

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = get_text (json_array_get_element (array, i));

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}
