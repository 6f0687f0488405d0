/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-file.h"

G_BEGIN_DECLS

/* Pictures in the formats PNG and JPEG, known by their first bytes, decoded by gdk-pixbuf. */

/* How a picture is brought to another size. */
typedef enum
{
  LAMINA_FIT_CROP,    /* The largest part of the middle that has the right proportions. */
  LAMINA_FIT_STRETCH, /* All of it, whatever its proportions. */
} LaminaFit;

extern const char *const lamina_fit_ids[];
extern const char *const lamina_fit_titles[];

/* Bytes [channels, height, width] of 1 (grey) or 3 channels; what is transparent is white. */
typedef struct
{
  gsize   n_channels, height, width;
  guint8 *pixels; /* owned */
} LaminaPicture;

typedef struct
{
  gsize     n_channels;    /* 1 or 3 */
  gsize     height, width; /* 0: as the picture is */
  LaminaFit fit;
} LaminaPictureChoice;

/**
 * lamina_picture_read:
 * @source: (nullable): the name in messages; %NULL takes the file's
 * @error: %LAMINA_ERROR_FORMAT if it is damaged, not complete, of another format, or of more than
 *   64 million pixels, which is found before they are decoded
 *
 * Blocking, errors: see lamina-file.h.
 *
 * Returns: (transfer full) (nullable)
 */
LaminaPicture *lamina_picture_read  (const char                 *path,
                                     const char                 *source,
                                     const LaminaPictureChoice  *choice,
                                     GCancellable               *cancellable,
                                     GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory. */
LaminaPicture *lamina_picture_parse (GBytes                     *bytes,
                                     const char                 *source,
                                     const LaminaPictureChoice  *choice,
                                     GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
void           lamina_picture_free  (LaminaPicture              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaPicture, lamina_picture_free)

G_END_DECLS
