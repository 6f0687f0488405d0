/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-raw.h"

G_BEGIN_DECLS

/* What the specification allows. */
#define LAMINA_SAFETENSORS_MAX_HEADER 100000000

/* A tensor as the header tells of it: shape and type fit the bytes. */
typedef struct
{
  char      *name;
  LaminaRaw  raw;
  gsize      rank;
  gsize      shape[LAMINA_ARRAY_MAX_RANK];
  guint64    begin; /* From the first byte of the data. */
  guint64    end;
} LaminaTensorEntry;

/* Reads the JSON text of a header.
 *
 * @metadata: (out): strings by strings
 *
 * Returns: (transfer full) (nullable): #LaminaTensorEntry in the order of the text */
GArray *lamina_safetensors_parse_header (const char        *text,
                                         gsize              n_bytes,
                                         const char        *source,
                                         GHashTable       **metadata,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the JSON text, a multiple of 8 bytes */
char   *lamina_safetensors_make_header  (const GPtrArray   *arrays,
                                         GHashTable        *metadata) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
