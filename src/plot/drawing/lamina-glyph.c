/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-draw.h"

#include <math.h>
#include <string.h>

/* The side of the square that glyphs are drawn in, and the width of their lines. */
#define GLYPH_SIZE 26.0
#define GLYPH_LINE 1.6

/* Reads @n numbers. */
static gboolean
read_numbers (const char **text,
              gsize        n,
              double      *numbers)
{
  for (gsize i = 0; i < n; i++)
    {
      char *end;

      while (g_ascii_isspace (**text) || **text == ',')
        (*text)++;
      numbers[i] = g_ascii_strtod (*text, &end);
      if (end == *text || !isfinite (numbers[i]))
        return FALSE;
      *text = end;
    }

  return TRUE;
}

/* Reads what @command takes. Returns: whether it is one, and may stand here */
static gboolean
read_command (cairo_t     *cr,
              char         command,
              const char **text,
              double       numbers[6])
{
  static const char commands[] = "MLCZO";
  static const gsize n_numbers[] = { 2, 2, 6, 0, 3 };
  const char *place = strchr (commands, command);
  const gboolean goes_on = command == 'L' || command == 'C';

  return place != NULL && command != '\0' && (!goes_on || cairo_has_current_point (cr))
         && read_numbers (text, n_numbers[place - commands], numbers);
}

/* Adds what follows @command to the path; what is complete is painted. */
static gboolean
run_command (cairo_t     *cr,
             char         command,
             const char **text)
{
  double v[6];

  if (!read_command (cr, command, text, v))
    return FALSE;

  switch (command)
    {
    case 'M':
      cairo_stroke (cr);
      cairo_move_to (cr, v[0], v[1]);
      return TRUE;

    case 'L':
      cairo_line_to (cr, v[0], v[1]);
      return TRUE;

    case 'C':
      cairo_curve_to (cr, v[0], v[1], v[2], v[3], v[4], v[5]);
      return TRUE;

    case 'Z':
      cairo_close_path (cr);
      cairo_fill (cr);
      return TRUE;

    case 'O':
      if (v[2] < 0)
        return FALSE;
      cairo_stroke (cr);
      cairo_arc (cr, v[0], v[1], v[2], 0, 2 * G_PI);
      cairo_fill (cr);
      return TRUE;

    default:
      return FALSE;
    }
}

gboolean
lamina_draw_glyph (cairo_t    *cr,
                   const char *glyph,
                   double      x,
                   double      y,
                   double      size)
{
  gboolean is_well_formed = TRUE;

  g_return_val_if_fail (glyph != NULL, FALSE);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / GLYPH_SIZE, size / GLYPH_SIZE);
  cairo_set_line_width (cr, GLYPH_LINE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);

  while (is_well_formed)
    {
      while (g_ascii_isspace (*glyph))
        glyph++;
      if (*glyph == '\0')
        break;

      glyph++;
      is_well_formed = run_command (cr, glyph[-1], &glyph);
    }

  cairo_stroke (cr);
  cairo_restore (cr);

  return is_well_formed;
}
