/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

/* Of @digits, which printf() wrote in the locale: true minus, thin spaces before the point. */
static char *
write_digits (const char *digits)
{
  GString *text = g_string_new (NULL);
  gsize n_whole;

  if (*digits == '-')
    {
      digits++;
      /* A minus before nothing but zeros says nothing. */
      if (strpbrk (digits, "123456789") != NULL)
        g_string_append (text, LAMINA_MINUS);
    }

  n_whole = strspn (digits, "0123456789");
  for (gsize i = 0; i < n_whole; i++)
    {
      if (i > 0 && (n_whole - i) % 3 == 0)
        g_string_append (text, LAMINA_THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, digits + n_whole);

  return g_string_free (text, FALSE);
}

/* @digits is "3.21e-07". */
static char *
write_scientific (char *digits)
{
  char *e = strchr (digits, 'e');
  GString *text;
  g_autofree char *mantissa = NULL;
  int exponent;

  *e = '\0';
  exponent = (int) g_ascii_strtoll (e + 1, NULL, 10);
  mantissa = write_digits (digits);
  text = g_string_new (mantissa);
  g_string_append (text, LAMINA_THIN_SPACE "×" LAMINA_THIN_SPACE "10");
  if (exponent < 0)
    g_string_append (text, "⁻");
  digits = g_strdup_printf ("%d", abs (exponent));
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append (text, superscripts[*c - '0']);
  g_free (digits);

  return g_string_free (text, FALSE);
}

/* Returns: (nullable): the text of what has no digits */
static char *
write_special (double value)
{
  if (isnan (value))
    return g_strdup (_("not a number"));
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : LAMINA_MINUS "∞");
  if (value == 0)
    return g_strdup ("0");

  return NULL;
}

char *
lamina_format_fixed (double value,
                     int    n_decimals)
{
  char *special = isfinite (value) ? NULL : write_special (value);
  g_autofree char *digits = NULL;

  if (special != NULL)
    return special;

  digits = g_strdup_printf ("%.*f", n_decimals, value);

  return write_digits (digits);
}

char *
lamina_format_number (double value)
{
  char *special = write_special (value);
  char digits[32];
  int exponent;

  if (special != NULL)
    return special;

  /* Rounded first: 9.996 has the exponent of 10. */
  snprintf (digits, sizeof digits, "%.2e", value);
  exponent = (int) g_ascii_strtoll (strchr (digits, 'e') + 1, NULL, 10);
  if (exponent < -4 || exponent > 5)
    return write_scientific (digits);

  return lamina_format_fixed (value, MAX (0, 2 - exponent));
}

char *
lamina_format_exact (double value)
{
  char *special = write_special (value);
  char digits[32];

  if (special != NULL)
    return special;

  snprintf (digits, sizeof digits, "%.7g", value);

  return strchr (digits, 'e') != NULL ? write_scientific (digits) : write_digits (digits);
}

char *
lamina_format_setting (double value)
{
  char *special = write_special (value);
  char digits[32];

  if (special != NULL)
    return special;

  snprintf (digits, sizeof digits, "%.4g", value);

  return strchr (digits, 'e') != NULL ? write_scientific (digits) : write_digits (digits);
}

char *
lamina_format_signed (double value)
{
  g_autofree char *text = lamina_format_number (value);

  return value > 0 ? g_strconcat ("+", text, NULL) : g_steal_pointer (&text);
}

char *
lamina_format_percent (double share,
                       int    n_decimals)
{
  g_autofree char *digits = NULL;

  if (!isfinite (share))
    return write_special (share);

  digits = lamina_format_fixed (share * 100, fabs (share) >= 0.9995 ? 0 : n_decimals);

  /* Translators: a share in per cent, "88.3%" */
  return g_strdup_printf (_("%s%%"), digits);
}

char *
lamina_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  return write_digits (digits);
}

char *
lamina_format_short (double count)
{
  static const char *const units[] = { "", "k", "M", "G", "T", "P" };
  gsize unit = 0;
  g_autofree char *digits = NULL;

  if (!isfinite (count))
    return write_special (count);
  if (fabs (count) < 99999.5)
    return lamina_format_fixed (count, 0);

  while (fabs (count) >= 999.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      count /= 1000;
      unit++;
    }
  digits = lamina_format_fixed (count, fabs (count) < 9.95 ? 1 : 0);

  return g_strconcat (digits, LAMINA_THIN_SPACE, units[unit], NULL);
}

char *
lamina_format_bytes (guint64 bytes)
{
  static const char *const units[] = { N_("bytes"), "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double number = (double) bytes;
  gsize unit = 0;
  g_autofree char *digits = NULL;

  while (number >= 1023.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      number /= 1024;
      unit++;
    }
  digits = lamina_format_fixed (number, unit > 0 && number < 9.95 ? 1 : 0);

  return g_strconcat (digits, LAMINA_THIN_SPACE, unit == 0 ? _(units[0]) : units[unit], NULL);
}

/* Numbers and units are joined by LAMINA_THIN_SPACE. */
char *
lamina_format_duration (double seconds)
{
  const guint64 whole = (guint64) CLAMP (seconds + 0.5, 0, 1e15);
  const guint64 minutes = (whole + 30) / 60;
  g_autofree char *digits = NULL;

  if (!isfinite (seconds))
    return g_strdup ("…");

  if (seconds < 9.95)
    {
      digits = lamina_format_fixed (seconds, seconds < 0.05 ? 2 : 1);
      return g_strdup_printf (_("%s s"), digits);
    }
  if (whole < 60)
    return g_strdup_printf (_("%d s"), (int) whole);
  if (whole < 600)
    return whole % 60 == 0 ? g_strdup_printf (_("%d min"), (int) (whole / 60))
                           : g_strdup_printf (_("%d min %d s"),
                                              (int) (whole / 60), (int) (whole % 60));
  if (minutes < 60)
    return g_strdup_printf (_("%d min"), (int) minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf (_("%d h %d min"), (int) (minutes / 60), (int) (minutes % 60));

  digits = lamina_format_count (minutes / (24 * 60));

  return g_strdup_printf (_("%s d %d h"), digits, (int) (minutes / 60 % 24));
}

char *
lamina_format_time_left (double seconds)
{
  g_autofree char *duration = NULL;

  /* A guess with decimals flickers. */
  if (isfinite (seconds) && seconds < 9.95)
    duration = g_strdup_printf (_("%d s"), (int) MAX (1, ceil (seconds)));
  else
    duration = lamina_format_duration (seconds);

  return g_strdup_printf (_("%s left"), duration);
}

/* Rates: whole from 10 on. */
static char *
write_rate (double rate)
{
  return lamina_format_fixed (rate, rate < 9.95 ? 1 : 0);
}

char *
lamina_format_steps_per_second (double steps)
{
  g_autofree char *digits = write_rate (steps);

  return g_strdup_printf (_("%s steps/s"), digits);
}

char *
lamina_format_examples_per_second (double examples)
{
  g_autofree char *digits = write_rate (examples);

  return g_strdup_printf (_("%s examples/s"), digits);
}

char *
lamina_format_step (guint64 step)
{
  g_autofree char *digits = lamina_format_count (step);

  return g_strdup_printf (_("step %s"), digits);
}

char *
lamina_format_epoch (guint64 epoch,
                     guint64 n_epochs)
{
  g_autofree char *first = lamina_format_count (epoch);
  g_autofree char *last = lamina_format_count (n_epochs);

  return n_epochs == 0 ? g_strdup_printf (_("Epoch %s"), first)
                       : g_strdup_printf (_("Epoch %s of %s"), first, last);
}
