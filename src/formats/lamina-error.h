/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The error domain of everything above the engine. Messages are sentences for
 * the user, translated; a code exists only where a caller acts on it.
 */
#define LAMINA_ERROR (lamina_error_quark ())

typedef enum
{
  LAMINA_ERROR_FAILED,    /* Anything else: show the message. */
  LAMINA_ERROR_FORMAT,    /* The content is wrong: the same file fails again. */
  LAMINA_ERROR_IO,        /* The disk, the permissions, the memory: may work at the next try. */
  LAMINA_ERROR_CANCELLED, /* The user said stop: nothing to show. */
  LAMINA_ERROR_NEWER,     /* Written by a newer version: suggest an update. */
  LAMINA_ERROR_RUN_BEGUN, /* What was trained would no longer fit: ask, then start over. */
} LaminaError;

GQuark lamina_error_quark          (void);

/* Sets %LAMINA_ERROR_IO, with a remedy, from what the operating system said.
 * @path: in the encoding of file names; @saved_errno: errno, saved before any other call */
void   lamina_error_set_unreadable (GError     **error,
                                    const char  *path,
                                    int          saved_errno);
void   lamina_error_set_unwritable (GError     **error,
                                    const char  *path,
                                    int          saved_errno);
/* %LAMINA_ERROR_IO: @n_bytes could not be had. */
void   lamina_error_set_no_memory  (GError     **error,
                                    const char  *source,
                                    guint64      n_bytes);
/* %LAMINA_ERROR_CANCELLED. @source: what was being read or written, in UTF-8 */
void   lamina_error_set_cancelled  (GError     **error,
                                    const char  *source);
/* Returns: (transfer full): text of a foreign file fit for a message: valid UTF-8, at most 40
 * characters, control characters escaped */
char  *lamina_error_quote          (const char  *text,
                                    gssize       n_bytes);

G_END_DECLS
