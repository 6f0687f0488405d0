/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-config.h"
#include "lm-stack.h"
#include "lm-training.h"

G_BEGIN_DECLS

/* All that undo brings back: what the user edits in a project. */
typedef struct
{
  LmStack          *stack;    /* owned */
  LmTraining       *training; /* owned */
  LaminaDataConfig *data;     /* owned */
  char             *layout;   /* (nullable): arrangement of the views */
  gint64            run;      /* the branch of the project file that belongs to it */
} LaminaDocument;

LaminaDocument *lamina_document_new  (void) G_GNUC_WARN_UNUSED_RESULT;
LaminaDocument *lamina_document_copy (const LaminaDocument *self) G_GNUC_WARN_UNUSED_RESULT;
void            lamina_document_free (LaminaDocument       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaDocument, lamina_document_free)

/* No data yet: a file that is still to be chosen. */
LaminaDataConfig *lamina_document_make_empty_data (void) G_GNUC_WARN_UNUSED_RESULT;

/* Sets anything by its full name: "epochs", "optimizer.learning_rate", "data.limit", and
 * "conv_1.filters", a layer's name and a field of its kind. A layer wins over a setting.
 * @error: %LM_ERROR_NAME or %LM_ERROR_VALUE; nothing is changed then */
gboolean        lamina_document_set  (LaminaDocument       *self,
                                      const char           *key,
                                      const char           *value,
                                      GError              **error);

/* In what two documents differ. */
typedef enum
{
  LAMINA_CHANGE_NONE     = 0,
  LAMINA_CHANGE_STACK    = 1 << 0,
  LAMINA_CHANGE_TRAINING = 1 << 1, /* what cannot be changed in mid-run */
  LAMINA_CHANGE_LIVE     = 1 << 2, /* only what can */
  LAMINA_CHANGE_DATA     = 1 << 3,
  LAMINA_CHANGE_LAYOUT   = 1 << 4,
  LAMINA_CHANGE_RUN      = 1 << 5,
} LaminaChanges;

/* Those after which what was trained no longer fits. */
#define LAMINA_CHANGES_OF_RUN (LAMINA_CHANGE_STACK | LAMINA_CHANGE_TRAINING | LAMINA_CHANGE_DATA)

LaminaChanges   lamina_document_compare (const LaminaDocument *a,
                                         const LaminaDocument *b);

G_END_DECLS
