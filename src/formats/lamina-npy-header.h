/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-raw.h"

G_BEGIN_DECLS

/* The dictionary at the head of an NPY file: a Python literal such as
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
 */
typedef struct
{
  LaminaRaw raw;
  int       byte_order;
  gboolean  is_fortran; /* The first dimension varies fastest. */
  gsize     rank;
  gsize     shape[LAMINA_ARRAY_MAX_RANK];
} LaminaNpyHeader;

/* @text: with a NUL at the end; @source: the name in messages */
gboolean lamina_npy_header_parse (LaminaNpyHeader  *header,
                                  const char       *text,
                                  const char       *source,
                                  GError          **error);

G_END_DECLS
