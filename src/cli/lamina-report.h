/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a command has to say: text for people, printed as it comes, or one JSON
 * object, printed on one line at the end. Numbers are in no locale; what is not
 * finite is null in JSON.
 */
typedef struct _LaminaReport LaminaReport;

LaminaReport *lamina_report_new        (gboolean      is_json) G_GNUC_WARN_UNUSED_RESULT;
void          lamina_report_free       (LaminaReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaReport, lamina_report_free)

gboolean      lamina_report_is_json    (LaminaReport *self);
/* Prints a line of text, unless JSON was asked for. */
void          lamina_report_print      (LaminaReport *self,
                                        const char   *format,
                                        ...) G_GNUC_PRINTF (2, 3);
/* Prints the object, if JSON was asked for. Returns: whether stdout took everything */
gboolean      lamina_report_finish     (LaminaReport *self);

/* Members of the JSON object; @name is %NULL inside an array. */
void          lamina_report_add_text   (LaminaReport *self,
                                        const char   *name,
                                        const char   *value); /* (nullable): null */
void          lamina_report_add_int    (LaminaReport *self,
                                        const char   *name,
                                        gint64        value);
void          lamina_report_add_double (LaminaReport *self,
                                        const char   *name,
                                        double        value);
void          lamina_report_add_bool   (LaminaReport *self,
                                        const char   *name,
                                        gboolean      value);
void          lamina_report_add_null   (LaminaReport *self,
                                        const char   *name);
/* What is added between begin and end goes into it. */
void          lamina_report_begin_array  (LaminaReport *self,
                                          const char   *name);
void          lamina_report_end_array    (LaminaReport *self);
void          lamina_report_begin_object (LaminaReport *self,
                                          const char   *name);
void          lamina_report_end_object   (LaminaReport *self);

G_END_DECLS
