/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that this machine could give to this process now, within its limit of addresses;
 * %G_MAXUINT64 if it does not say. */
guint64 lm_memory_get_available (void);

G_END_DECLS
