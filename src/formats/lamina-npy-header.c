/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-npy-header.h"

#include "lamina-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  LaminaNpyHeader *header;
  const char      *p;
  const char      *source;
  gboolean         has_descr;
  gboolean         has_order;
  gboolean         has_shape;
} LaminaNpyParser;

static void
lamina_npy_skip_blanks (LaminaNpyParser *parser)
{
  while (*parser->p == ' ' || *parser->p == '\n' || *parser->p == '\t' || *parser->p == '\r')
    parser->p++;
}

/* Steps over @token if it is next. */
static gboolean
lamina_npy_take (LaminaNpyParser *parser,
                 const char      *token)
{
  lamina_npy_skip_blanks (parser);

  if (!g_str_has_prefix (parser->p, token))
    return FALSE;

  parser->p += strlen (token);

  return TRUE;
}

static char *
lamina_npy_take_string (LaminaNpyParser *parser)
{
  const char *begin, *end;
  char quote;

  lamina_npy_skip_blanks (parser);
  quote = *parser->p;

  if (quote != '\'' && quote != '"')
    return NULL;

  begin = parser->p + 1;
  end = strchr (begin, quote);

  if (end == NULL)
    return NULL;

  parser->p = end + 1;

  return g_strndup (begin, (gsize) (end - begin));
}

static gboolean
lamina_npy_take_size (LaminaNpyParser *parser,
                      gsize           *size)
{
  lamina_npy_skip_blanks (parser);

  if (!g_ascii_isdigit (*parser->p))
    return FALSE;

  for (*size = 0; g_ascii_isdigit (*parser->p); parser->p++)
    if (!g_size_checked_mul (size, *size, 10)
        || !g_size_checked_add (size, *size, (gsize) (*parser->p - '0')))
      return FALSE;

  /* Python 2 wrote long numbers so. */
  if (*parser->p == 'L')
    parser->p++;

  return TRUE;
}

static gboolean
lamina_npy_take_shape (LaminaNpyParser  *parser,
                       GError          **error)
{
  LaminaNpyHeader *header = parser->header;

  if (!lamina_npy_take (parser, "("))
    return FALSE;

  for (header->rank = 0; !lamina_npy_take (parser, ")"); header->rank++)
    {
      if (header->rank == LAMINA_ARRAY_MAX_RANK)
        {
          g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                       _("“%s” has more than %d dimensions, the most that can be read: "
                         "save it with fewer"),
                       parser->source, LAMINA_ARRAY_MAX_RANK);
          return FALSE;
        }

      if (!lamina_npy_take_size (parser, &header->shape[header->rank]))
        return FALSE;

      if (lamina_npy_take (parser, ","))
        continue;

      lamina_npy_skip_blanks (parser);

      if (*parser->p != ')')
        return FALSE;
    }

  return TRUE;
}

static gboolean
lamina_npy_set_type (LaminaNpyParser  *parser,
                     const char       *descr,
                     GError          **error)
{
  static const struct
  {
    char      descr[3];
    LaminaRaw raw;
  } types[] = {
    { "b1", LAMINA_RAW_BOOL }, { "u1", LAMINA_RAW_U8 },  { "i1", LAMINA_RAW_I8 },
    { "u2", LAMINA_RAW_U16 },  { "i2", LAMINA_RAW_I16 }, { "u4", LAMINA_RAW_U32 },
    { "i4", LAMINA_RAW_I32 },  { "u8", LAMINA_RAW_U64 }, { "i8", LAMINA_RAW_I64 },
    { "f2", LAMINA_RAW_F16 },  { "f4", LAMINA_RAW_F32 }, { "f8", LAMINA_RAW_F64 },
  };
  g_autofree char *quoted = NULL;
  const char order = descr[0];

  if (order != '\0' && strchr ("<>=|", order) != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      if (strcmp (descr + 1, types[i].descr) == 0)
        {
          parser->header->raw = types[i].raw;
          parser->header->byte_order = order == '>' ? G_BIG_ENDIAN
                                     : order == '<' ? G_LITTLE_ENDIAN : G_BYTE_ORDER;
          return TRUE;
        }

  quoted = lamina_error_quote (descr, -1);

  if (order == '|' && descr[1] == 'O')
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” holds Python objects, which can run anything when loaded: "
                   "save plain numbers, such as astype('float32')"),
                 parser->source);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” holds items of the type “%s”, which is no plain number: "
                   "save it with astype('float32')"),
                 parser->source, quoted);

  return FALSE;
}

static gboolean
lamina_npy_take_type (LaminaNpyParser  *parser,
                      GError          **error)
{
  g_autofree char *descr = NULL;

  lamina_npy_skip_blanks (parser);

  if (*parser->p == '[')
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” holds records with several fields: save each field as an array"),
                   parser->source);
      return FALSE;
    }

  descr = lamina_npy_take_string (parser);

  return descr != NULL && lamina_npy_set_type (parser, descr, error);
}

static gboolean
lamina_npy_take_order (LaminaNpyParser *parser)
{
  if (lamina_npy_take (parser, "False"))
    parser->header->is_fortran = FALSE;
  else if (lamina_npy_take (parser, "True"))
    parser->header->is_fortran = TRUE;
  else
    return FALSE;

  return TRUE;
}

/* Each key once and no other; Returns: FALSE with or without @error */
static gboolean
lamina_npy_take_entry (LaminaNpyParser  *parser,
                       GError          **error)
{
  g_autofree char *key = lamina_npy_take_string (parser);

  if (key == NULL || !lamina_npy_take (parser, ":"))
    return FALSE;

  if (strcmp (key, "descr") == 0 && !parser->has_descr)
    return parser->has_descr = lamina_npy_take_type (parser, error);

  if (strcmp (key, "fortran_order") == 0 && !parser->has_order)
    return parser->has_order = lamina_npy_take_order (parser);

  if (strcmp (key, "shape") == 0 && !parser->has_shape)
    return parser->has_shape = lamina_npy_take_shape (parser, error);

  return FALSE;
}

static gboolean
lamina_npy_take_dict (LaminaNpyParser  *parser,
                      GError          **error)
{
  if (!lamina_npy_take (parser, "{"))
    return FALSE;

  while (!lamina_npy_take (parser, "}"))
    {
      if (!lamina_npy_take_entry (parser, error))
        return FALSE;

      if (lamina_npy_take (parser, ","))
        continue;

      lamina_npy_skip_blanks (parser);

      if (*parser->p != '}')
        return FALSE;
    }

  lamina_npy_skip_blanks (parser);

  return *parser->p == '\0' && parser->has_descr && parser->has_order && parser->has_shape;
}

gboolean
lamina_npy_header_parse (LaminaNpyHeader  *header,
                         const char       *text,
                         const char       *source,
                         GError          **error)
{
  LaminaNpyParser parser = { .header = header, .p = text, .source = source };
  GError *reason = NULL;

  if (lamina_npy_take_dict (&parser, &reason))
    return TRUE;

  if (reason != NULL)
    {
      g_propagate_error (error, reason);
    }
  else
    {
      g_autofree char *quoted = lamina_error_quote (text, -1);

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("“%s” has a damaged NPY header (%s): save it again"), source, quoted);
    }

  return FALSE;
}
