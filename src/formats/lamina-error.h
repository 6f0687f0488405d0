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

GQuark lamina_error_quark (void);

G_END_DECLS
