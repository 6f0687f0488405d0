/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-array.h"
#include "lamina-file.h"

G_BEGIN_DECLS

/* The binary batches of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009). A record is
 * one label (CIFAR-100: coarse, then fine) and 32 x 32 red, green, blue bytes, a
 * plane each. Blocking, errors: see lamina-file.h.
 */
typedef enum
{
  LAMINA_CIFAR_10,  /* Records of 3073 bytes, labels below 10. */
  LAMINA_CIFAR_100, /* Records of 3074 bytes, coarse labels below 20, fine below 100. */
} LaminaCifarKind;

/**
 * lamina_cifar_guess:
 * @kind: (out): from the size of the file, and from the labels where both fit
 * @error: %LAMINA_ERROR_FORMAT if the file is neither
 */
gboolean lamina_cifar_guess (const char             *path,
                             LaminaCifarKind        *kind,
                             GError                **error);
/**
 * lamina_cifar_read:
 * @paths: (array zero-terminated=1): one file or more, put one after the other
 * @images: (out): u8 [n, 3, 32, 32]
 * @labels: (out): u8 [n]; of CIFAR-100 the fine ones
 * @coarse: (out) (optional) (nullable): u8 [n]; %NULL for CIFAR-10
 */
gboolean lamina_cifar_read  (const char *const      *paths,
                             LaminaCifarKind         kind,
                             LaminaArray           **images,
                             LaminaArray           **labels,
                             LaminaArray           **coarse,
                             GCancellable           *cancellable,
                             GFileProgressCallback   progress,
                             gpointer                progress_data,
                             GError                **error);

G_END_DECLS
