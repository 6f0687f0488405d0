/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-safetensors-header.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define METADATA "__metadata__"
#define ALIGNMENT 8
/* { tensor: { "shape": [ ] } } */
#define MAX_DEPTH 3

static const struct
{
  const char *name;
  LaminaRaw   raw;
} types[] = {
  { "F32", LAMINA_RAW_F32 },   { "F64", LAMINA_RAW_F64 }, { "F16", LAMINA_RAW_F16 },
  { "BF16", LAMINA_RAW_BF16 }, { "I64", LAMINA_RAW_I64 }, { "I32", LAMINA_RAW_I32 },
  { "I16", LAMINA_RAW_I16 },   { "I8", LAMINA_RAW_I8 },   { "U64", LAMINA_RAW_U64 },
  { "U32", LAMINA_RAW_U32 },   { "U16", LAMINA_RAW_U16 }, { "U8", LAMINA_RAW_U8 },
  { "BOOL", LAMINA_RAW_BOOL },
};

static const char *const dtype_names[LAMINA_N_DTYPES] = {
  [LAMINA_DTYPE_BOOL] = "BOOL", [LAMINA_DTYPE_U8] = "U8",   [LAMINA_DTYPE_I8] = "I8",
  [LAMINA_DTYPE_I16] = "I16",   [LAMINA_DTYPE_I32] = "I32", [LAMINA_DTYPE_I64] = "I64",
  [LAMINA_DTYPE_F32] = "F32",   [LAMINA_DTYPE_F64] = "F64",
};

static void
lamina_tensor_entry_clear (gpointer data)
{
  g_free (((LaminaTensorEntry *) data)->name);
}

/* json-glib recurses without a limit, reads comments and takes several values: a
 * text that nests deeper than a header does, is no JSON outside its strings, or
 * goes on after the header's end never gets there.
 */
static gboolean
lamina_safetensors_is_shallow (const char *text,
                               gsize       n_bytes)
{
  gboolean is_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < n_bytes; i++)
    {
      const char c = text[i];

      if (depth == 0 && i > 0 && !g_ascii_isspace (c))
        return FALSE;

      if (is_string && c == '\\')
        i++;
      else if (c == '"')
        is_string = !is_string;
      else if (is_string)
        continue;
      else if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      else if (c == '/' || c == '#' || c == '\'')
        return FALSE;

      if (depth < 0 || depth > MAX_DEPTH)
        return FALSE;
    }

  return depth == 0 && !is_string;
}

static gboolean
lamina_safetensors_set_damaged (const char  *source,
                                const char  *reason,
                                GError     **error)
{
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” has a damaged safetensors header (%s): get it again"), source, reason);

  return FALSE;
}

static gboolean
lamina_tensor_set_damaged (const char  *source,
                           const char  *name,
                           const char  *key,
                           GError     **error)
{
  g_autofree char *quoted = lamina_error_quote (name, -1);

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” has a damaged safetensors header (%s of “%s”): get it again"), source, key,
               quoted);

  return FALSE;
}

/* json-glib keeps the last of two members with one name: the others are seen only here. */
static void
lamina_safetensors_member_cb (JsonParser *parser,
                              JsonObject *object,
                              const char *name,
                              gpointer    user_data)
{
  GHashTable *seen = user_data;

  if (!g_hash_table_add (seen, g_strdup_printf ("%p %s", (void *) object, name)))
    g_object_set_data (G_OBJECT (parser), "repeats", GINT_TO_POINTER (TRUE));
}

static gboolean
lamina_safetensors_load_json (JsonParser  *parser,
                              const char  *text,
                              gsize        n_bytes,
                              const char  *source,
                              GError     **error)
{
  g_autoptr(GHashTable) seen = NULL;
  g_autoptr(GError) reason = NULL;

  if (n_bytes == 0 || *text != '{' || !g_utf8_validate_len (text, n_bytes, NULL)
      || !lamina_safetensors_is_shallow (text, n_bytes))
    return lamina_safetensors_set_damaged (source, _("not the JSON of tensors"), error);

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (parser, "object-member", G_CALLBACK (lamina_safetensors_member_cb), seen);

  if (!json_parser_load_from_data (parser, text, (gssize) n_bytes, &reason))
    return lamina_safetensors_set_damaged (source, reason->message, error);

  if (g_object_get_data (G_OBJECT (parser), "repeats") != NULL)
    return lamina_safetensors_set_damaged (source, _("a name stands twice"), error);

  return TRUE;
}

static gboolean
lamina_json_get_size (JsonNode *node,
                      guint64  *size)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < 0)
    return FALSE;

  *size = (guint64) json_node_get_int (node);

  return TRUE;
}

/* @n: (inout): room in @sizes; how many there are
 * Returns: FALSE if the member is no list of sizes; a longer one is only counted */
static gboolean
lamina_json_get_sizes (JsonObject  *object,
                       const char  *key,
                       guint64     *sizes,
                       gsize       *n)
{
  JsonNode *node = json_object_get_member (object, key);
  const gsize n_max = *n;
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  list = json_node_get_array (node);
  *n = json_array_get_length (list);

  for (guint i = 0; i < MIN (*n, n_max); i++)
    if (!lamina_json_get_size (json_array_get_element (list, i), &sizes[i]))
      return FALSE;

  return TRUE;
}

static gboolean
lamina_tensor_parse_type (LaminaTensorEntry  *entry,
                          JsonObject         *object,
                          const char         *source,
                          GError            **error)
{
  JsonNode *node = json_object_get_member (object, "dtype");
  g_autofree char *name = NULL;
  g_autofree char *quoted = NULL;
  const char *type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return lamina_tensor_set_damaged (source, entry->name, "dtype", error);

  type = json_node_get_string (node);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, type) == 0)
      {
        entry->raw = types[i].raw;
        return TRUE;
      }

  name = lamina_error_quote (entry->name, -1);
  quoted = lamina_error_quote (type, -1);
  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s”: “%s” is of the type “%s”, which cannot be read: save it as float32"),
               source, name, quoted);

  return FALSE;
}

static gboolean
lamina_tensor_parse_shape (LaminaTensorEntry  *entry,
                           JsonObject         *object,
                           const char         *source,
                           GError            **error)
{
  guint64 shape[LAMINA_ARRAY_MAX_RANK];
  gsize rank = LAMINA_ARRAY_MAX_RANK;

  if (!lamina_json_get_sizes (object, "shape", shape, &rank))
    return lamina_tensor_set_damaged (source, entry->name, "shape", error);

  if (rank > LAMINA_ARRAY_MAX_RANK)
    {
      g_autofree char *name = lamina_error_quote (entry->name, -1);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s”: “%s” has %zu dimensions, %d at most can be read: "
                     "save it with fewer"),
                   source, name, rank, LAMINA_ARRAY_MAX_RANK);
      return FALSE;
    }

  entry->rank = rank;

  for (gsize i = 0; i < rank; i++)
    {
      if (shape[i] > G_MAXSIZE)
        return lamina_tensor_set_damaged (source, entry->name, "shape", error);

      entry->shape[i] = (gsize) shape[i];
    }

  return TRUE;
}

static gboolean
lamina_tensor_parse (LaminaTensorEntry  *entry,
                     JsonNode           *node,
                     const char         *source,
                     GError            **error)
{
  guint64 offsets[2];
  gsize n = G_N_ELEMENTS (offsets), n_bytes;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return lamina_tensor_set_damaged (source, entry->name, "{}", error);

  object = json_node_get_object (node);

  if (!lamina_tensor_parse_type (entry, object, source, error)
      || !lamina_tensor_parse_shape (entry, object, source, error))
    return FALSE;

  if (!lamina_json_get_sizes (object, "data_offsets", offsets, &n) || n != 2
      || offsets[0] > offsets[1])
    return lamina_tensor_set_damaged (source, entry->name, "data_offsets", error);

  entry->begin = offsets[0];
  entry->end = offsets[1];

  if (!lamina_raw_get_size (entry->raw, entry->rank, entry->shape, &n_bytes)
      || entry->end - entry->begin != n_bytes)
    {
      g_autofree char *shape = lamina_shape_to_string (entry->rank, entry->shape);
      g_autofree char *name = lamina_error_quote (entry->name, -1);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s”: “%s” of shape %s cannot lie in %" PRIu64 " bytes: "
                     "the file is damaged, get it again"),
                   source, name, shape, entry->end - entry->begin);
      return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): strings by strings */
static GHashTable *
lamina_safetensors_parse_metadata (JsonNode    *node,
                                   const char  *source,
                                   GError     **error)
{
  g_autoptr(GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL)
    return g_steal_pointer (&metadata);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      lamina_tensor_set_damaged (source, METADATA, "{}", error);
      return NULL;
    }

  json_object_iter_init (&iter, json_node_get_object (node));

  while (json_object_iter_next (&iter, &key, &value))
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
        {
          lamina_tensor_set_damaged (source, METADATA, key, error);
          return NULL;
        }

      g_hash_table_insert (metadata, g_strdup (key), json_node_dup_string (value));
    }

  return g_steal_pointer (&metadata);
}

GArray *
lamina_safetensors_parse_header (const char   *text,
                                 gsize         n_bytes,
                                 const char   *source,
                                 GHashTable  **metadata,
                                 GError      **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GArray) entries = g_array_new (FALSE, TRUE, sizeof (LaminaTensorEntry));
  JsonObjectIter iter;
  JsonObject *root;
  const char *name;
  JsonNode *node;

  g_array_set_clear_func (entries, lamina_tensor_entry_clear);

  if (!lamina_safetensors_load_json (parser, text, n_bytes, source, error))
    return NULL;

  root = json_node_get_object (json_parser_get_root (parser));
  *metadata = lamina_safetensors_parse_metadata (json_object_get_member (root, METADATA), source,
                                                 error);
  if (*metadata == NULL)
    return NULL;

  json_object_iter_init_ordered (&iter, root);

  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      LaminaTensorEntry entry = { .name = (char *) name };

      if (strcmp (name, METADATA) == 0)
        continue;

      if (!lamina_tensor_parse (&entry, node, source, error))
        return NULL;

      entry.name = g_strdup (name);
      g_array_append_val (entries, entry);
    }

  return g_steal_pointer (&entries);
}

static void
lamina_safetensors_build_metadata (JsonBuilder *builder,
                                   GHashTable  *metadata)
{
  g_autoptr(GList) keys = g_list_sort (g_hash_table_get_keys (metadata), (GCompareFunc) strcmp);

  json_builder_set_member_name (builder, METADATA);
  json_builder_begin_object (builder);

  for (GList *key = keys; key != NULL; key = key->next)
    {
      json_builder_set_member_name (builder, key->data);
      json_builder_add_string_value (builder, g_hash_table_lookup (metadata, key->data));
    }

  json_builder_end_object (builder);
}

static void
lamina_safetensors_build_tensor (JsonBuilder       *builder,
                                 const LaminaArray *array,
                                 gsize              begin)
{
  json_builder_set_member_name (builder, array->name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dtype");
  json_builder_add_string_value (builder, dtype_names[array->dtype]);
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);

  for (gsize i = 0; i < array->rank; i++)
    json_builder_add_int_value (builder, (gint64) array->shape[i]);

  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "data_offsets");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, (gint64) begin);
  json_builder_add_int_value (builder, (gint64) (begin + g_bytes_get_size (array->bytes)));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
lamina_safetensors_make_header (const GPtrArray *arrays,
                                GHashTable      *metadata)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  gsize begin = 0, n;
  GString *padded;

  json_builder_begin_object (builder);

  if (metadata != NULL && g_hash_table_size (metadata) > 0)
    lamina_safetensors_build_metadata (builder, metadata);

  for (guint i = 0; i < arrays->len; i++)
    {
      const LaminaArray *array = g_ptr_array_index (arrays, i);

      lamina_safetensors_build_tensor (builder, array, begin);
      begin += g_bytes_get_size (array->bytes);
    }

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &n);
  padded = g_string_new_len (text, (gssize) n);

  while (padded->len % ALIGNMENT != 0)
    g_string_append_c (padded, ' ');

  return g_string_free (padded, FALSE);
}
