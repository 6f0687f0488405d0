/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LM_ERROR (lm_error_quark ())

/* A code exists where a caller acts on it. */
typedef enum
{
  LM_ERROR_SHAPE,    /* Layers, data and targets do not fit each other. */
  LM_ERROR_VALUE,    /* A field or an argument is out of its range. */
  LM_ERROR_NAME,     /* No kind, layer or field is called so. */
  LM_ERROR_MEMORY,   /* It needs more memory than there is. */
  LM_ERROR_DIVERGED, /* A step was refused: a number is not finite. */
} LmError;

GQuark lm_error_quark (void);

G_END_DECLS
