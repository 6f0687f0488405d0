/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For what a thread's work calls back. As the source of a GTask an object is also held by the thread,
 * which may be the last to let go of it: it would be disposed of there, and not where it lives.
 */

/* Returns: (transfer full): for lamina_weak_take() */
static inline GWeakRef *
lamina_weak_new (gpointer object)
{
  GWeakRef *self = g_new0 (GWeakRef, 1);

  g_weak_ref_init (self, object);

  return self;
}

/* Frees @self. Returns: (transfer full) (nullable): the object, if it is still there */
static inline gpointer
lamina_weak_take (GWeakRef *self)
{
  gpointer object = g_weak_ref_get (self);

  g_weak_ref_clear (self);
  g_free (self);

  return object;
}

G_END_DECLS
