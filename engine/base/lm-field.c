/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-field.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-error.h"

#define MEMBER(type, instance, field) (*(type *) ((char *) (instance) + (field)->offset))
#define CONST_MEMBER(type, instance, field)                                                        \
  (*(const type *) ((const char *) (instance) + (field)->offset))

/* The shortest text that reads back as the same number. */
static void
lm_field_append_real (GString *text,
                      double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 6; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }

  g_string_append (text, buffer);
}

static void
lm_field_set_default (const LmField *self,
                      gpointer       instance)
{
  const char *text = self->text != NULL ? self->text : "";

  switch (self->type)
    {
    case LM_FIELD_INT:
    case LM_FIELD_CHOICE:
    case LM_FIELD_BOOL:
      MEMBER (int, instance, self) = (int) self->value;
      break;
    case LM_FIELD_REAL:
      MEMBER (double, instance, self) = self->value;
      break;
    case LM_FIELD_PAIR:
      MEMBER (LmPair, instance, self) = (LmPair) { (int) self->value, (int) self->value };
      break;
    case LM_FIELD_TEXT:
      MEMBER (char *, instance, self) = g_strdup (text);
      break;
    case LM_FIELD_DIMS:
    case LM_FIELD_REALS:
      if (!lm_field_set (self, instance, text, NULL))
        g_assert_not_reached ();
      break;
    default:
      g_assert_not_reached ();
    }
}

void
lm_fields_init (const LmField *fields,
                gpointer       instance)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    lm_field_set_default (field, instance);
}

void
lm_fields_clear (const LmField *fields,
                 gpointer       instance)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      if (field->type == LM_FIELD_TEXT)
        g_clear_pointer (&MEMBER (char *, instance, field), g_free);
      else if (field->type == LM_FIELD_REALS)
        g_clear_pointer (&MEMBER (LmReals, instance, field).values, g_free);
    }
}

void
lm_fields_copy (const LmField *fields,
                gpointer       to,
                gconstpointer  from)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *text = lm_field_get (field, from);

      if (!lm_field_set (field, to, text, NULL))
        g_assert_not_reached ();
    }
}

gboolean
lm_fields_equal (const LmField *fields,
                 gconstpointer  a,
                 gconstpointer  b)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *text_a = lm_field_get (field, a);
      g_autofree char *text_b = lm_field_get (field, b);

      if (strcmp (text_a, text_b) != 0)
        return FALSE;
    }

  return TRUE;
}

const LmField *
lm_fields_find (const LmField *fields,
                const char    *name)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      if (strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
}

static void
lm_field_append_dims (GString      *text,
                      const LmDims *dims)
{
  for (int i = 0; i < dims->n; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "x" : "", dims->dim[i]);
}

static void
lm_field_append_reals (GString       *text,
                       const LmReals *reals)
{
  for (gsize i = 0; i < reals->n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      lm_field_append_real (text, reals->values[i]);
    }
}

char *
lm_field_get (const LmField *self,
              gconstpointer  instance)
{
  GString *text = g_string_new (NULL);

  switch (self->type)
    {
    case LM_FIELD_INT:
      g_string_append_printf (text, "%d", CONST_MEMBER (int, instance, self));
      break;
    case LM_FIELD_REAL:
      lm_field_append_real (text, CONST_MEMBER (double, instance, self));
      break;
    case LM_FIELD_BOOL:
      g_string_append (text, CONST_MEMBER (gboolean, instance, self) ? "true" : "false");
      break;
    case LM_FIELD_CHOICE:
      g_string_append (text, self->choices[CONST_MEMBER (int, instance, self)]);
      break;
    case LM_FIELD_PAIR:
      g_string_append_printf (text, "%dx%d", CONST_MEMBER (LmPair, instance, self).height,
                              CONST_MEMBER (LmPair, instance, self).width);
      break;
    case LM_FIELD_DIMS:
      lm_field_append_dims (text, &CONST_MEMBER (LmDims, instance, self));
      break;
    case LM_FIELD_REALS:
      lm_field_append_reals (text, &CONST_MEMBER (LmReals, instance, self));
      break;
    case LM_FIELD_TEXT:
      if (CONST_MEMBER (char *, instance, self) != NULL)
        g_string_append (text, CONST_MEMBER (char *, instance, self));
      break;
    default:
      g_assert_not_reached ();
    }

  return g_string_free (text, FALSE);
}

static const char *
lm_field_get_title (const LmField *self)
{
  return self->title != NULL ? g_dgettext (GETTEXT_PACKAGE, self->title) : self->name;
}

/* A number of the field's range; whole numbers are read as reals, so that
 * 10000000000 is called too large and not a mistake in writing. */
static gboolean
lm_field_parse_number (const LmField  *self,
                       const char     *text,
                       double         *number,
                       GError        **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const gboolean is_whole = self->type != LM_FIELD_REAL && self->type != LM_FIELD_REALS;
  const gboolean is_open = (self->flags & LM_FIELD_OPEN) != 0;
  g_autoptr(GString) range = NULL;
  char *end;

  *number = g_ascii_strtod (stripped, &end);
  if (end == stripped || *end != '\0' ||
      (is_whole && isfinite (*number) && *number != floor (*number)))
    {
      g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                   is_whole ? _("%s: “%s” is not a whole number") : _("%s: “%s” is not a number"),
                   lm_field_get_title (self), stripped);
      return FALSE;
    }

  if (*number >= self->min && *number <= self->max && !(is_open && *number == self->min))
    return TRUE;

  range = g_string_new (NULL);
  lm_field_append_real (range, self->min);
  g_string_append (range, " – ");
  lm_field_append_real (range, self->max);
  g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
               is_open ? _("%s: %s is out of range: choose a value of %s, without the lower end")
                       : _("%s: %s is out of range: choose a value of %s"),
               lm_field_get_title (self), stripped, range->str);

  return FALSE;
}

/* "7x7x64", also with × and blanks, as people write it. */
static gboolean
lm_field_parse_dims (const LmField  *self,
                     const char     *text,
                     int            *dim,
                     int             max,
                     int            *n,
                     GError        **error)
{
  g_autoptr(GString) plain = g_string_new (text);
  g_auto(GStrv) parts = NULL;

  g_string_replace (plain, "×", "x", 0);
  g_string_replace (plain, " ", "", 0);
  g_string_replace (plain, "−", "-", 0);
  parts = g_strsplit (plain->str, "x", -1);

  *n = 0;
  if (parts[0] == NULL) /* Nothing is split into no parts at all. */
    return lm_field_parse_number (self, text, &(double) { 0 }, error);

  for (GStrv part = parts; *part != NULL; part++)
    {
      double number;

      if (*n == max)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                       ngettext ("%s: “%s” has more than %d number",
                                 "%s: “%s” has more than %d numbers", (gulong) max),
                       lm_field_get_title (self), text, max);
          return FALSE;
        }
      if (!lm_field_parse_number (self, *part, &number, error))
        return FALSE;
      dim[(*n)++] = (int) number;
    }

  return TRUE;
}

/* An empty text is no dimension at all. */
static gboolean
lm_field_set_dims (const LmField  *self,
                   LmDims         *dims,
                   const char     *text,
                   GError        **error)
{
  int dim[G_N_ELEMENTS (dims->dim)];
  int n = 0;

  if (*text != '\0' &&
      !lm_field_parse_dims (self, text, dim, (int) G_N_ELEMENTS (dim), &n, error))
    return FALSE;

  dims->n = n;
  memcpy (dims->dim, dim, sizeof dim[0] * (gsize) n);

  return TRUE;
}

static gboolean
lm_field_set_reals (const LmField  *self,
                    LmReals        *reals,
                    const char     *text,
                    GError        **error)
{
  g_auto(GStrv) parts = g_strsplit (text, ",", -1);
  g_autofree double *values = g_new0 (double, g_strv_length (parts) + 1);
  gsize n = 0;

  for (GStrv part = parts; *part != NULL && !(n == 0 && parts[1] == NULL && **part == '\0'); part++)
    {
      if (!lm_field_parse_number (self, *part, &values[n++], error))
        return FALSE;
    }

  g_free (reals->values);
  *reals = (LmReals) { n, g_steal_pointer (&values) };

  return TRUE;
}

static gboolean
lm_field_set_choice (const LmField  *self,
                     int            *choice,
                     const char     *text,
                     GError        **error)
{
  g_autofree char *all = NULL;

  for (int i = 0; self->choices[i] != NULL; i++)
    {
      if (strcmp (self->choices[i], text) == 0)
        {
          *choice = i;
          return TRUE;
        }
    }

  all = g_strjoinv (", ", (GStrv) self->choices);
  g_set_error (error, LM_ERROR, LM_ERROR_VALUE, _("%s: there is no “%s”; choose one of %s"),
               lm_field_get_title (self), text, all);

  return FALSE;
}

static gboolean
lm_field_set_bool (const LmField  *self,
                   gboolean       *value,
                   const char     *text,
                   GError        **error)
{
  const gboolean is_true = strcmp (text, "true") == 0 || strcmp (text, "1") == 0;

  if (!is_true && strcmp (text, "false") != 0 && strcmp (text, "0") != 0)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_VALUE, _("%s: “%s” is neither true nor false"),
                   lm_field_get_title (self), text);
      return FALSE;
    }

  *value = is_true;

  return TRUE;
}

/* Project files hold UTF-8; the names of files may be anything. */
static gboolean
lm_field_set_text (const LmField  *self,
                   char          **member,
                   const char     *text,
                   GError        **error)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate (text, -1, NULL))
    {
      g_free (*member);
      *member = g_strdup (text);
      return TRUE;
    }

  valid = g_utf8_make_valid (text, -1);
  g_set_error (error, LM_ERROR, LM_ERROR_VALUE, _("%s: “%s” is not UTF-8: rename it"),
               lm_field_get_title (self), valid);

  return FALSE;
}

gboolean
lm_field_set (const LmField  *self,
              gpointer        instance,
              const char     *text,
              GError        **error)
{
  double number;
  int dim[2];
  int n;

  switch (self->type)
    {
    case LM_FIELD_INT:
      if (!lm_field_parse_number (self, text, &number, error))
        return FALSE;
      MEMBER (int, instance, self) = (int) number;
      return TRUE;
    case LM_FIELD_REAL:
      if (!lm_field_parse_number (self, text, &number, error))
        return FALSE;
      MEMBER (double, instance, self) = number;
      return TRUE;
    case LM_FIELD_BOOL:
      return lm_field_set_bool (self, &MEMBER (gboolean, instance, self), text, error);
    case LM_FIELD_CHOICE:
      return lm_field_set_choice (self, &MEMBER (int, instance, self), text, error);
    case LM_FIELD_PAIR:
      if (!lm_field_parse_dims (self, text, dim, 2, &n, error))
        return FALSE;
      MEMBER (LmPair, instance, self) = (LmPair) { dim[0], dim[n - 1] };
      return TRUE;
    case LM_FIELD_DIMS:
      return lm_field_set_dims (self, &MEMBER (LmDims, instance, self), text, error);
    case LM_FIELD_REALS:
      return lm_field_set_reals (self, &MEMBER (LmReals, instance, self), text, error);
    case LM_FIELD_TEXT:
      return lm_field_set_text (self, &MEMBER (char *, instance, self), text, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
lm_fields_set (const LmField  *fields,
               gpointer        instance,
               const char     *name,
               const char     *text,
               GError        **error)
{
  const LmField *field = lm_fields_find (fields, name);
  g_autoptr(GString) names = NULL;

  if (field != NULL)
    return lm_field_set (field, instance, text, error);

  names = g_string_new (NULL);
  for (field = fields; field != NULL && field->name != NULL; field++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", field->name);

  if (names->len > 0)
    g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no setting “%s”; there are %s"), name,
                 names->str);
  else
    g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no setting “%s”"), name);

  return FALSE;
}
