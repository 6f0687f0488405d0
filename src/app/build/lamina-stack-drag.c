/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stack-drag.h"

static LaminaStackDrag *
lamina_stack_drag_copy (LaminaStackDrag *self)
{
  LaminaStackDrag *copy = g_memdup2 (self, sizeof *self);

  copy->kind = g_strdup (self->kind);

  return copy;
}

static void
lamina_stack_drag_free (LaminaStackDrag *self)
{
  g_free (self->kind);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LaminaStackDrag, lamina_stack_drag, lamina_stack_drag_copy,
                     lamina_stack_drag_free)

GdkContentProvider *
lamina_stack_drag_provide (const char *kind,
                           gssize      layer,
                           gsize       n_layers)
{
  LaminaStackDrag drag = { (char *) kind, layer, n_layers };

  return gdk_content_provider_new_typed (LAMINA_TYPE_STACK_DRAG, &drag);
}
