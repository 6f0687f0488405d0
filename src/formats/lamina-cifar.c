/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-cifar.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_PIXELS (3 * 32 * 32)

/* The label that the user asks for is the last of a record. */
static const struct
{
  const char *title;
  gsize       n_labels;    /* Bytes before the picture. */
  guint8      n_classes[2]; /* Of each of them. */
} kinds[] = {
  [LAMINA_CIFAR_10] = { "CIFAR-10", 1, { 10 } },
  [LAMINA_CIFAR_100] = { "CIFAR-100", 2, { 20, 100 } },
};

static gsize
lamina_cifar_get_record_size (LaminaCifarKind kind)
{
  return kinds[kind].n_labels + N_PIXELS;
}

static gboolean
lamina_cifar_check (GBytes           *bytes,
                    const char       *source,
                    LaminaCifarKind   kind,
                    GError          **error)
{
  const gsize record_size = lamina_cifar_get_record_size (kind);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  if (n_bytes == 0 || n_bytes % record_size != 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has %zu bytes, not a multiple of %zu as %s has: it is not complete or not %s, get it again"),
                   source, n_bytes, record_size, kinds[kind].title, kinds[kind].title);
      return FALSE;
    }

  for (gsize i = 0; i < n_bytes / record_size; i++)
    for (gsize k = 0; k < kinds[kind].n_labels; k++)
      {
        const guint8 label = data[i * record_size + k];

        if (label < kinds[kind].n_classes[k])
          continue;

        g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                     _("“%s”, picture %zu: label %d, but %s has labels from 0 to "
                       "%d: choose another file"),
                     source, i + 1, label, kinds[kind].title, kinds[kind].n_classes[k] - 1);
        return FALSE;
      }

  return TRUE;
}

gboolean
lamina_cifar_guess (const char       *path,
                    LaminaCifarKind  *kind,
                    GError          **error)
{
  g_autofree char *source = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = lamina_file_read_unpacked (path, 0, NULL, NULL, NULL, error);

  if (bytes == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (lamina_cifar_check (bytes, source, (LaminaCifarKind) i, NULL))
      {
        *kind = (LaminaCifarKind) i;
        return TRUE;
      }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("“%s” (%zu bytes) is not a binary batch of CIFAR-10 or CIFAR-100: "
                 "choose a file such as data_batch_1.bin"),
               source, g_bytes_get_size (bytes));

  return FALSE;
}

typedef struct
{
  gsize                  n_files;
  gsize                  file;
  GFileProgressCallback  progress;
  gpointer               progress_data;
} LaminaCifarProgress;

/* Batches have the same size: each file is an equal part of the way. */
static void
lamina_cifar_progress_cb (goffset  done,
                          goffset  total,
                          gpointer user_data)
{
  const LaminaCifarProgress *p = user_data;

  if (p->progress != NULL)
    p->progress ((goffset) p->file * total + done, (goffset) p->n_files * total, p->progress_data);
}

/* Returns: (transfer full) (nullable): the checked content of each file */
static GPtrArray *
lamina_cifar_read_files (const char *const      *paths,
                         LaminaCifarKind         kind,
                         gsize                  *n_pictures,
                         GCancellable           *cancellable,
                         LaminaCifarProgress    *progress,
                         GError                **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize n_left = lamina_file_get_max_bytes ();

  *n_pictures = 0;
  progress->n_files = g_strv_length ((char **) paths);

  for (progress->file = 0; progress->file < progress->n_files; progress->file++)
    {
      const char *path = paths[progress->file];
      g_autofree char *source = g_filename_display_basename (path);
      GBytes *bytes = lamina_file_read_unpacked (path, MAX (n_left, 1), cancellable,
                                                 lamina_cifar_progress_cb, progress, error);

      if (bytes == NULL)
        return NULL;

      g_ptr_array_add (files, bytes);
      n_left -= g_bytes_get_size (bytes);

      if (!lamina_cifar_check (bytes, source, kind, error))
        return NULL;

      *n_pictures += g_bytes_get_size (bytes) / lamina_cifar_get_record_size (kind);
    }

  return g_steal_pointer (&files);
}

/* Takes @n_part bytes at @offset of each record. */
static LaminaArray *
lamina_cifar_gather (GPtrArray        *files,
                     gsize             record_size,
                     gsize             offset,
                     gsize             n_part,
                     gsize             rank,
                     const gsize      *shape,
                     const char       *name,
                     GError          **error)
{
  const gsize n_bytes = shape[0] * n_part;
  g_autofree guint8 *out = g_try_malloc (n_bytes);
  g_autoptr(GBytes) bytes = NULL;
  guint8 *p = out;

  if (out == NULL)
    {
      lamina_error_set_no_memory (error, name, n_bytes);
      return NULL;
    }

  for (guint f = 0; f < files->len; f++)
    {
      gsize n;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (files, f), &n);

      for (gsize i = 0; i < n; i += record_size, p += n_part)
        memcpy (p, data + i + offset, n_part);
    }

  bytes = g_bytes_new_take (g_steal_pointer (&out), n_bytes);

  return lamina_array_new (name, LAMINA_DTYPE_U8, rank, shape, bytes);
}

gboolean
lamina_cifar_read (const char *const      *paths,
                   LaminaCifarKind         kind,
                   LaminaArray           **images,
                   LaminaArray           **labels,
                   LaminaArray           **coarse,
                   GCancellable           *cancellable,
                   GFileProgressCallback   progress,
                   gpointer                progress_data,
                   GError                **error)
{
  LaminaCifarProgress p = { .progress = progress, .progress_data = progress_data };
  const gsize record_size = lamina_cifar_get_record_size (kind);
  const gsize n_labels = kinds[kind].n_labels;
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(LaminaArray) x = NULL;
  g_autoptr(LaminaArray) y = NULL;
  g_autoptr(LaminaArray) c = NULL;
  gsize shape[4] = { 0, 3, 32, 32 };

  g_return_val_if_fail (paths[0] != NULL, FALSE);

  files = lamina_cifar_read_files (paths, kind, &shape[0], cancellable, &p, error);

  if (files == NULL)
    return FALSE;

  x = lamina_cifar_gather (files, record_size, n_labels, N_PIXELS, 4, shape, "images", error);
  y = x != NULL
    ? lamina_cifar_gather (files, record_size, n_labels - 1, 1, 1, shape, "labels", error)
    : NULL;

  if (y != NULL && n_labels > 1)
    c = lamina_cifar_gather (files, record_size, 0, 1, 1, shape, "coarse", error);

  if (y == NULL || (n_labels > 1 && c == NULL))
    return FALSE;

  *images = g_steal_pointer (&x);
  *labels = g_steal_pointer (&y);

  if (coarse != NULL)
    *coarse = g_steal_pointer (&c);

  return TRUE;
}
