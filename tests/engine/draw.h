/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-field.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

/* Fields, shapes and numbers at random, for tests that look at many of them. */

static inline double
draw (GRand  *rand,
      double  min,
      double  max)
{
  return min + (max - min) * g_rand_double (rand);
}

/* 1 to 2 or 3, each once. */
static inline void
draw_order (GString *text,
            GRand   *rand)
{
  const char *const orders[] = { "1x2", "2x1", "1x3x2", "2x1x3", "2x3x1", "3x1x2", "3x2x1" };

  g_string_append (text, orders[g_rand_int_range (rand, 0, G_N_ELEMENTS (orders))]);
}

/* Small numbers, of which something can be seen in a small tensor. */
static inline char *
draw_field (const LmField *field,
            GRand         *rand,
            gsize          n_columns)
{
  const int min = (int) MAX (field->min, -1);
  const int max = (int) MIN (field->max, MAX (field->min, 0) + 3);
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (field->type)
    {
    case LM_FIELD_INT:
      g_string_append_printf (text, "%d", g_rand_int_range (rand, min, max + 1));
      break;
    case LM_FIELD_BOOL:
      g_string_append (text, g_rand_boolean (rand) ? "true" : "false");
      break;
    case LM_FIELD_CHOICE:
      g_string_append (text, field->choices[g_rand_int_range (rand, 0, (int) field->max + 1)]);
      break;
    case LM_FIELD_PAIR:
      g_string_append_printf (text, "%dx%d", g_rand_int_range (rand, min, max + 1),
                              g_rand_int_range (rand, min, max + 1));
      break;
    case LM_FIELD_DIMS:
      if (min > 0 && g_rand_boolean (rand))
        {
          draw_order (text, rand);
          break;
        }
      for (int i = g_rand_int_range (rand, 0, 3); i >= 0; i--)
        g_string_append_printf (text, "%d%s", g_rand_boolean (rand) ? -1 : 1 << i,
                                i > 0 ? "x" : "");
      break;
    case LM_FIELD_REALS:
      for (gsize i = 0; g_rand_boolean (rand) && i < n_columns; i++)
        g_string_append_printf (text, "%s%d", i > 0 ? "," : "", g_rand_int_range (rand, 1, 5));
      break;
    case LM_FIELD_REAL:
      g_ascii_dtostr (number, sizeof number,
                      draw (rand, MAX (field->min, -2) + 0.01, MIN (field->max, 2) - 0.01));
      g_string_append (text, number);
      break;
    case LM_FIELD_TEXT:
    default:
      g_string_append (text, field->text != NULL ? field->text : "");
    }

  return g_string_free (text, FALSE);
}

static inline gboolean
draw_fields (const LmField *fields,
             gpointer       instance,
             GRand         *rand,
             gsize          n_columns)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *text = draw_field (field, rand, n_columns);

      if (!lm_field_set (field, instance, text, NULL))
        return FALSE;
    }

  return TRUE;
}

static inline LmShape
draw_shape (GRand *rand)
{
  const gsize a = (gsize) g_rand_int_range (rand, 1, 7);
  const gsize b = (gsize) g_rand_int_range (rand, 2, 8);
  const gsize c = (gsize) g_rand_int_range (rand, 2, 8);

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return (LmShape) { 2, { 1, a * b } };
    case 1:
      return (LmShape) { 3, { 1, b + 2, a } };
    default:
      return (LmShape) { 4, { 1, a, b, c } };
    }
}

/* Numbers in [-2, 2] in random order, all apart from each other and from 0, ±1 and ±2 by much
 * more than STEP: near no corner of relu, of max or of abs.
 */
static inline void
fill_apart (LmTensor *x,
            GRand    *rand)
{
  const double n = (double) x->len;

  for (gsize i = 0; i < x->len; i++)
    x->data[i] = -2 + 4 * ((double) i + 0.37) / n;
  for (gsize i = x->len; i-- > 1;)
    {
      const gsize j = (gsize) g_rand_int_range (rand, 0, (int) i + 1);
      const lm_real saved = x->data[i];

      x->data[i] = x->data[j];
      x->data[j] = saved;
    }
}

static inline void
fill_random (LmTensor *x,
             GRand    *rand,
             double    min,
             double    max)
{
  for (gsize i = 0; i < x->len; i++)
    x->data[i] = draw (rand, min, max);
}

G_END_DECLS
