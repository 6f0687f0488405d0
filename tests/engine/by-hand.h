/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>

#include "rig.h"

G_BEGIN_DECLS

/* What tests share in which layers are worked out by hand. Numbers are written "1 2 -0.5". */

#define EPSILON 1e-6

/* Of @kind, with "units=3 bias=false". */
static inline Rig *
new_rig (const char    *kind,
         const char    *fields,
         const LmShape *input,
         gsize          n_rows)
{
  g_autoptr(GError) error = NULL;
  Rig *rig = rig_new (rig_make_layer (kind, fields), input, NULL, 1, NULL, NULL, n_rows, 0, &error);

  g_assert_no_error (error);

  return rig;
}

static inline void
set (LmTensor    value,
     const char *numbers)
{
  char *end;

  for (gsize i = 0; i < value.len; i++, numbers = end)
    {
      value.data[i] = (lm_real) g_ascii_strtod (numbers, &end);
      g_assert_true (end > numbers);
    }
  g_assert_cmpstr (numbers, ==, "");
}

static inline void
assert_is (LmTensor    value,
           const char *numbers)
{
  char *end;

  for (gsize i = 0; i < value.len; i++, numbers = end)
    {
      const double expected = g_ascii_strtod (numbers, &end);

      g_assert_true (end > numbers);
      g_assert_cmpfloat_with_epsilon ((double) value.data[i], expected,
                                      EPSILON * fmax (1, fabs (expected)));
    }
  g_assert_cmpstr (numbers, ==, "");
}

static inline void
assert_output_is (Rig        *rig,
                  const char *numbers)
{
  rig_train (rig);
  assert_is (*rig_get_output (), numbers);
}

/* The kind takes no such inputs, and says so. */
static inline void
assert_refused (const char    *kind,
                const char    *fields,
                const LmShape *input,
                const gsize   *keep,
                gsize          n_inputs,
                const char    *sentence)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *whole = g_strconcat ("layer: ", sentence, NULL);
  Rig *rig = rig_new (rig_make_layer (kind, fields), input, keep, n_inputs, NULL, NULL, 1, 0,
                      &error);

  g_assert_null (rig);
  g_assert_error (error, LM_ERROR, LM_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, whole);
}

static inline void
assert_described (const char *kind,
                  const char *fields,
                  const char *words)
{
  g_autoptr(LmLayer) layer = rig_make_layer (kind, fields);
  g_autofree char *description = lm_layer_describe (layer);

  g_assert_cmpstr (description, ==, words);
}

G_END_DECLS
