/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-report.h"

#include <math.h>
#include <stdio.h>

struct _LaminaReport
{
  gboolean     is_json;
  JsonBuilder *builder;
};

LaminaReport *
lamina_report_new (gboolean is_json)
{
  LaminaReport *self = g_new0 (LaminaReport, 1);

  self->is_json = is_json;
  self->builder = json_builder_new ();
  json_builder_begin_object (self->builder);

  return self;
}

void
lamina_report_free (LaminaReport *self)
{
  g_object_unref (self->builder);
  g_free (self);
}

gboolean
lamina_report_is_json (LaminaReport *self)
{
  return self->is_json;
}

void
lamina_report_print (LaminaReport *self,
                     const char   *format,
                     ...)
{
  va_list arguments;

  if (self->is_json)
    return;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
}

gboolean
lamina_report_finish (LaminaReport *self)
{
  if (self->is_json)
    {
      g_autoptr(JsonNode) root = NULL;
      g_autofree char *text = NULL;

      json_builder_end_object (self->builder);
      root = json_builder_get_root (self->builder);
      text = json_to_string (root, FALSE);
      puts (text);
    }

  return fflush (stdout) == 0 && !ferror (stdout);
}

static void
lamina_report_name (LaminaReport *self,
                    const char   *name)
{
  if (name != NULL)
    json_builder_set_member_name (self->builder, name);
}

void
lamina_report_add_text (LaminaReport *self,
                        const char   *name,
                        const char   *value)
{
  lamina_report_name (self, name);

  if (value != NULL)
    {
      g_autofree char *text = g_utf8_make_valid (value, -1);

      json_builder_add_string_value (self->builder, text);
    }
  else
    {
      json_builder_add_null_value (self->builder);
    }
}

void
lamina_report_add_int (LaminaReport *self,
                       const char   *name,
                       gint64        value)
{
  lamina_report_name (self, name);
  json_builder_add_int_value (self->builder, value);
}

void
lamina_report_add_double (LaminaReport *self,
                          const char   *name,
                          double        value)
{
  lamina_report_name (self, name);

  /* JSON has no word for NaN and infinity. */
  if (isfinite (value))
    json_builder_add_double_value (self->builder, value);
  else
    json_builder_add_null_value (self->builder);
}

void
lamina_report_add_bool (LaminaReport *self,
                        const char   *name,
                        gboolean      value)
{
  lamina_report_name (self, name);
  json_builder_add_boolean_value (self->builder, value);
}

void
lamina_report_add_null (LaminaReport *self,
                        const char   *name)
{
  lamina_report_name (self, name);
  json_builder_add_null_value (self->builder);
}

void
lamina_report_begin_array (LaminaReport *self,
                           const char   *name)
{
  lamina_report_name (self, name);
  json_builder_begin_array (self->builder);
}

void
lamina_report_end_array (LaminaReport *self)
{
  json_builder_end_array (self->builder);
}

void
lamina_report_begin_object (LaminaReport *self,
                            const char   *name)
{
  lamina_report_name (self, name);
  json_builder_begin_object (self->builder);
}

void
lamina_report_end_object (LaminaReport *self)
{
  json_builder_end_object (self->builder);
}
