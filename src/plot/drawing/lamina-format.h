/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people read them: true minus, thin spaces between thousands, the
 * locale's decimal point. For pictures and widgets; never for files.
 * All return (transfer full) text.
 */

/* Between groups of digits and before units. Not the narrow no-break space, which GNOME's own
 * typeface lacks. */
#define LAMINA_THIN_SPACE "\u2009"
#define LAMINA_MINUS "\u2212"

/* 3 significant digits, and all before the point: "0.323", "−1.21", "12 387", "3.21 × 10⁻⁷";
 * "not a number", "∞". */
char *lamina_format_number   (double   value) G_GNUC_WARN_UNUSED_RESULT;
/* As many digits as a float has: for what is read under the pointer. */
char *lamina_format_exact    (double   value) G_GNUC_WARN_UNUSED_RESULT;
/* Up to 4 significant digits without zeros at the end: "0.001". */
char *lamina_format_setting  (double   value) G_GNUC_WARN_UNUSED_RESULT;
/* @n_decimals behind the point, whatever the value. */
char *lamina_format_fixed    (double   value,
                              int      n_decimals) G_GNUC_WARN_UNUSED_RESULT;
/* With a sign, as the ends of a symmetric scale wear it: "+1.21". */
char *lamina_format_signed   (double   value) G_GNUC_WARN_UNUSED_RESULT;
/* 0.883 is "88.3%"; whole numbers from 99.95 % and with @n_decimals 0. */
char *lamina_format_percent  (double   share,
                              int      n_decimals) G_GNUC_WARN_UNUSED_RESULT;
/* "4 212", "93 322" */
char *lamina_format_count    (guint64  count) G_GNUC_WARN_UNUSED_RESULT;
/* "8.7 M", "1.2 G"; up to 99 999 as a count. */
char *lamina_format_short    (double   count) G_GNUC_WARN_UNUSED_RESULT;
/* "32 KiB" */
char *lamina_format_bytes    (guint64  bytes) G_GNUC_WARN_UNUSED_RESULT;
/* "0.4 s", "18 s", "2 min", "1 h 5 min", "3 d 2 h" */
char *lamina_format_duration (double   seconds) G_GNUC_WARN_UNUSED_RESULT;
/* "18 s left" */
char *lamina_format_time_left (double  seconds) G_GNUC_WARN_UNUSED_RESULT;
/* "236 steps/s", "7 550 examples/s", "0.5 steps/s" */
char *lamina_format_steps_per_second    (double steps) G_GNUC_WARN_UNUSED_RESULT;
char *lamina_format_examples_per_second (double examples) G_GNUC_WARN_UNUSED_RESULT;
/* "step 4 212" */
char *lamina_format_step     (guint64  step) G_GNUC_WARN_UNUSED_RESULT;
/* "Epoch 3 of 5"; counted from 1; @n_epochs 0: not known. */
char *lamina_format_epoch    (guint64  epoch,
                              guint64  n_epochs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
