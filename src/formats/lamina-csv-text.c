/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-csv-private.h"

#include "lamina-text.h"

#include <math.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define FIRST_WINDOW 256
#define GUESS_N_LINES 20
#define GUESS_MAX_BYTES (64 * 1024)
/* Up to here whole numbers and powers of ten are exact, and so one division rounds rightly
 * (Clinger, 1990). */
#define EXACT_DIGITS 15
#define EXACT_POWERS 22

static const double powers_of_ten[EXACT_POWERS + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

gboolean
lamina_csv_is_missing (const char *text)
{
  static const char *const words[] = { "na", "n/a", "nan", "null", "?" };

  if (*text == '\0')
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;

  return FALSE;
}

static const char *
lamina_csv_skip_digits (const char *p,
                        guint64    *digits,
                        gsize      *n_digits)
{
  for (; g_ascii_isdigit (*p); p++)
    {
      if (*n_digits < EXACT_DIGITS)
        *digits = *digits * 10 + (guint64) (*p - '0');

      (*n_digits)++;
    }

  return p;
}

/* Returns: (nullable): what follows "e-5", or @p itself; %NULL for an exponent without digits */
static const char *
lamina_csv_skip_exponent (const char *p)
{
  if (*p != 'e' && *p != 'E')
    return p;

  p++;
  p += *p == '-' || *p == '+';

  if (!g_ascii_isdigit (*p))
    return NULL;

  while (g_ascii_isdigit (*p))
    p++;

  return p;
}

gboolean
lamina_csv_parse_number (const char *text,
                         double     *value)
{
  const gboolean is_negative = *text == '-';
  const char *p = text + (*text == '-' || *text == '+');
  guint64 digits = 0;
  gsize n_digits = 0, n_whole;

  p = lamina_csv_skip_digits (p, &digits, &n_digits);
  n_whole = n_digits;

  if (*p == '.')
    p = lamina_csv_skip_digits (p + 1, &digits, &n_digits);

  if (n_digits == 0)
    return FALSE;

  if (*p == '\0' && n_digits <= EXACT_DIGITS)
    {
      *value = (double) digits / powers_of_ten[n_digits - n_whole];
      *value = is_negative ? -*value : *value;
      return TRUE;
    }

  p = lamina_csv_skip_exponent (p);

  if (p == NULL || *p != '\0')
    return FALSE;

  *value = g_ascii_strtod (text, NULL);

  return isfinite (*value);
}

gsize
lamina_csv_text_measure_line (const LaminaCsvText *text,
                              gsize                offset)
{
  const char *begin = text->data + offset;
  const gsize n_left = text->n_bytes - offset;

  /* The window grows with the line, so that a file without any LF costs no more than one with. */
  for (gsize window = FIRST_WINDOW;; window *= 2)
    {
      const gsize n = MIN (window, n_left);
      const char *feed = memchr (begin, '\n', n);
      const gsize n_line = feed != NULL ? (gsize) (feed - begin) + 1 : n;
      const char *cr = memchr (begin, '\r', n_line);

      /* A lone CR ends a line too. */
      if (cr != NULL && cr + 1 < begin + n_left && cr[1] != '\n')
        return (gsize) (cr - begin) + 1;

      if (feed != NULL || n == n_left)
        return n_line;
    }
}

gboolean
lamina_csv_text_init (LaminaCsvText  *text,
                      GBytes         *bytes,
                      const char     *source,
                      guint           skip_lines,
                      GError        **error)
{
  gconstpointer data = g_bytes_get_data (bytes, NULL);

  text->source = source;
  text->data = data != NULL ? data : "";
  text->n_bytes = g_bytes_get_size (bytes);
  text->first_line = 1;

  if (!lamina_text_check (text->data, text->n_bytes, source, error))
    return FALSE;

  if (text->n_bytes >= 3 && memcmp (text->data, BYTE_ORDER_MARK, 3) == 0)
    {
      text->data += 3;
      text->n_bytes -= 3;
    }

  for (; text->first_line <= skip_lines && text->n_bytes > 0; text->first_line++)
    {
      const gsize n = lamina_csv_text_measure_line (text, 0);

      text->data += n;
      text->n_bytes -= n;
    }

  return TRUE;
}

/* In this order: a comma may be a decimal point between semicolons, not the other way round. */
static const char separators[] = { '\t', ';', ',' };

/* How often a separator stands in a line. */
typedef struct
{
  gsize    in_line, in_first_line;
  gboolean varies; /* A whole line had another number than the first. */
} LaminaCsvTally;

static void
lamina_csv_tally_end_line (LaminaCsvTally *self,
                           gboolean        is_first,
                           gboolean        is_whole)
{
  if (is_first)
    self->in_first_line = self->in_line;

  self->varies = self->varies || (is_whole && self->in_line != self->in_first_line);
  self->in_line = 0;
}

static void
lamina_csv_text_tally (const LaminaCsvText *text,
                       LaminaCsvTally      *tallies)
{
  const gsize n = MIN (text->n_bytes, GUESS_MAX_BYTES);
  gboolean is_quoted = FALSE, is_blank = TRUE;
  guint n_lines = 0;

  for (gsize i = 0; i <= n && n_lines < GUESS_N_LINES; i++)
    {
      const char c = i < n ? text->data[i] : '\n';

      if (c == '"')
        is_quoted = !is_quoted;

      is_blank = is_blank && (c == '\n' || c == '\r');

      for (gsize k = 0; k < G_N_ELEMENTS (separators); k++)
        tallies[k].in_line += !is_quoted && c == separators[k];

      if ((c != '\n' && c != '\r') || is_quoted || is_blank)
        continue;

      /* The last line may be cut off. */
      for (gsize k = 0; k < G_N_ELEMENTS (separators); k++)
        lamina_csv_tally_end_line (&tallies[k], n_lines == 0, i < n || n == text->n_bytes);

      is_blank = TRUE;
      n_lines++;
    }
}

char
lamina_csv_text_guess_separator (const LaminaCsvText *text)
{
  LaminaCsvTally tallies[G_N_ELEMENTS (separators)] = { 0 };
  gsize best = G_N_ELEMENTS (separators) - 1;

  lamina_csv_text_tally (text, tallies);

  for (gsize k = 0; k < G_N_ELEMENTS (separators); k++)
    if (!tallies[k].varies && tallies[k].in_first_line > 0)
      return separators[k];

  for (gsize k = 0; k < G_N_ELEMENTS (separators); k++)
    if (tallies[k].in_first_line > tallies[best].in_first_line)
      best = k;

  return separators[best];
}
