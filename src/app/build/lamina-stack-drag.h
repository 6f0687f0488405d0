/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* What is dragged to the stack: a kind from the palette, or a card of it. */
typedef struct
{
  char   *kind;     /* (nullable): id of a kind to insert */
  gssize  layer;    /* else the first of */
  gsize   n_layers; /* so many that move */
} LaminaStackDrag;

#define LAMINA_TYPE_STACK_DRAG (lamina_stack_drag_get_type ())
GType               lamina_stack_drag_get_type (void);
/* @kind: (nullable). Returns: (transfer full) */
GdkContentProvider *lamina_stack_drag_provide  (const char *kind,
                                                gssize      layer,
                                                gsize       n_layers);

G_END_DECLS
