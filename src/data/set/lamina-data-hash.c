/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-hash.h"

#include <pthread.h>

#define BLOCK_BYTES ((gsize) 1 << 20)
#define DIGEST_BYTES 32
#define MAX_WORKERS 4

/* Worker w hashes blocks w, w + n_workers…: who does what is fixed, so nothing is shared. */
typedef struct
{
  const LaminaPiece *blocks;
  guint8           (*digests)[DIGEST_BYTES];
  gsize              n_blocks;
  gsize              first, n_workers;
} LaminaHashWork;

static gpointer
lamina_hash_work (gpointer data)
{
  const LaminaHashWork *work = data;

  for (gsize i = work->first; i < work->n_blocks; i += work->n_workers)
    {
      g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      gsize n_digest = DIGEST_BYTES;

      g_checksum_update (checksum, work->blocks[i].data, (gssize) work->blocks[i].n_bytes);
      g_checksum_get_digest (checksum, work->digests[i], &n_digest);
    }

  return NULL;
}

static void
lamina_hash_blocks (const LaminaPiece *blocks,
                    gsize              n_blocks,
                    guint8           (*digests)[DIGEST_BYTES])
{
  const gsize n_workers = CLAMP (MIN (n_blocks, g_get_num_processors ()), 1, MAX_WORKERS);
  LaminaHashWork work[MAX_WORKERS];
  pthread_t threads[MAX_WORKERS];
  gboolean is_started[MAX_WORKERS] = { FALSE };

  for (gsize i = 0; i < n_workers; i++)
    {
      work[i] = (LaminaHashWork) { blocks, digests, n_blocks, i, n_workers };
      if (i > 0)
        is_started[i] = pthread_create (&threads[i], NULL, lamina_hash_work, &work[i]) == 0;
    }

  for (gsize i = 0; i < n_workers; i++)
    if (!is_started[i])
      lamina_hash_work (&work[i]);

  for (gsize i = 1; i < n_workers; i++)
    if (is_started[i])
      pthread_join (threads[i], NULL);
}

char *
lamina_data_hash (const LaminaPiece *pieces,
                  gsize              n_pieces)
{
  g_autoptr(GArray) blocks = g_array_new (FALSE, FALSE, sizeof (LaminaPiece));
  g_autoptr(GChecksum) root = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 (*digests)[DIGEST_BYTES] = NULL;

  for (gsize i = 0; i < n_pieces; i++)
    {
      /* An empty piece has a block too. */
      for (gsize from = 0; from == 0 || from < pieces[i].n_bytes; from += BLOCK_BYTES)
        {
          const LaminaPiece block = { (const char *) pieces[i].data + from,
                                      MIN (BLOCK_BYTES, pieces[i].n_bytes - from) };

          g_array_append_val (blocks, block);
        }
    }

  digests = g_malloc0 (blocks->len * DIGEST_BYTES);
  lamina_hash_blocks ((const LaminaPiece *) blocks->data, blocks->len, digests);
  for (gsize i = 0; i < n_pieces; i++)
    {
      const guint64 n_bytes = GUINT64_TO_LE ((guint64) pieces[i].n_bytes);

      g_checksum_update (root, (const guchar *) &n_bytes, sizeof n_bytes);
    }
  g_checksum_update (root, digests[0], (gssize) (blocks->len * DIGEST_BYTES));

  return g_strdup (g_checksum_get_string (root));
}
