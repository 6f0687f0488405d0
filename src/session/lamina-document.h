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

G_END_DECLS
