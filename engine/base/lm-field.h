/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fields describe what a user may set on a kind of layer, loss, optimizer,
 * schedule or data source. The inspector, the project file, undo, the command
 * line and the documentation are made from them.
 */
typedef enum
{
  LM_FIELD_INT,    /* int */
  LM_FIELD_REAL,   /* double */
  LM_FIELD_BOOL,   /* gboolean */
  LM_FIELD_CHOICE, /* int: index into @choices */
  LM_FIELD_PAIR,   /* LmPair: height × width; written "3x3" or, if equal, "3" */
  LM_FIELD_DIMS,   /* LmDims: a shape of one example; written "7x7x64" */
  LM_FIELD_REALS,  /* LmReals: a list of numbers; written "1,0.5,2" */
  LM_FIELD_TEXT,   /* char *, owned: a path or a name */
} LmFieldType;

typedef enum
{
  LM_FIELD_NONE = 0,
  LM_FIELD_LIVE = 1 << 0, /* Takes effect in mid-run; others need a new run. */
  LM_FIELD_LOG  = 1 << 1, /* Steps multiply rather than add. */
  LM_FIELD_MORE = 1 << 2, /* Shown under "More". */
  LM_FIELD_FILE = 1 << 3, /* A text that is a path. */
  LM_FIELD_OPEN = 1 << 4, /* @min itself is not allowed. */
  LM_FIELD_PARTS = 1 << 5, /* For models of two parts only. */
} LmFieldFlags;

typedef struct
{
  int height, width;
} LmPair;

typedef struct
{
  int n;
  int dim[4];
} LmDims;

typedef struct
{
  gsize   n;
  double *values; /* owned */
} LmReals;

typedef struct
{
  const char        *name;   /* Written to files: never renamed. In snake_case. */
  LmFieldType        type;
  gsize              offset; /* In the instance. */
  double             min, max, value; /* Range and default of each number; pairs take it twice. */
  const char        *title;  /* Marked with N_(). */
  const char        *hint;   /* (nullable): one sentence; marked with N_(). */
  const char *const *choices;       /* Ids of a choice, ends with %NULL; never renamed. */
  const char *const *choice_titles; /* Likewise, marked with N_(). */
  const char        *text;   /* Default of a text, dims or reals field: as it is written. */
  LmFieldFlags       flags;
} LmField;

/* A list of fields ends with a nameless row; %NULL is an empty list.
 * @instance is the struct that the offsets are of.
 */
void           lm_fields_init  (const LmField *fields,
                                gpointer       instance);
void           lm_fields_clear (const LmField *fields,
                                gpointer       instance);
void           lm_fields_copy  (const LmField *fields,
                                gpointer       to,
                                gconstpointer  from);
gboolean       lm_fields_equal (const LmField *fields,
                                gconstpointer  a,
                                gconstpointer  b);
/* Returns: (nullable) */
const LmField *lm_fields_find  (const LmField *fields,
                                const char    *name);

/* The value as it is written to files and on the command line, in no locale.
 * Returns: (transfer full) */
char          *lm_field_get    (const LmField *self,
                                gconstpointer  instance) G_GNUC_WARN_UNUSED_RESULT;
/* @error: %LM_ERROR_VALUE, naming the field and its range; nothing is changed then */
gboolean       lm_field_set    (const LmField *self,
                                gpointer       instance,
                                const char    *text,
                                GError       **error);
/* Also %LM_ERROR_NAME, listing the names there are. */
gboolean       lm_fields_set   (const LmField *fields,
                                gpointer       instance,
                                const char    *name,
                                const char    *text,
                                GError       **error);

G_END_DECLS
