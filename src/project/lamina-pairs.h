/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An ordered list of names and values, each name once: settings as they are
 * written to the project file. For one thread.
 */
typedef struct
{
  char *name;
  char *value;
} LaminaPair;

typedef struct _LaminaPairs LaminaPairs;

LaminaPairs      *lamina_pairs_new   (void) G_GNUC_WARN_UNUSED_RESULT;
LaminaPairs      *lamina_pairs_copy  (const LaminaPairs *self) G_GNUC_WARN_UNUSED_RESULT;
void              lamina_pairs_free  (LaminaPairs       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaPairs, lamina_pairs_free)

gsize             lamina_pairs_get_n (const LaminaPairs *self);
/* Borrowed until the next change. */
const LaminaPair *lamina_pairs_nth   (const LaminaPairs *self,
                                      gsize              index);
/* Returns: (nullable): borrowed until the next change */
const char       *lamina_pairs_get   (const LaminaPairs *self,
                                      const char        *name);
/* A new name goes to the end; (nullable) @value: %NULL removes the name. */
void              lamina_pairs_set   (LaminaPairs       *self,
                                      const char        *name,
                                      const char        *value);
gboolean          lamina_pairs_equal (const LaminaPairs *a,
                                      const LaminaPairs *b);

G_END_DECLS
