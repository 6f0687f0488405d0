/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gconstpointer data;
  gsize         n_bytes;
} LaminaPiece;

/* SHA-256 of the pieces' sizes and of the SHA-256 of their blocks of a megabyte: blocks
 * are hashed side by side, so a large set takes half the time on two cores.
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *lamina_data_hash (const LaminaPiece *pieces,
                        gsize              n_pieces) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
