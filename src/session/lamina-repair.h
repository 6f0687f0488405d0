/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session-private.h"

G_BEGIN_DECLS

/* What a repair works on: a copy of the document, which it changes. */
typedef struct
{
  LaminaSession  *session;
  LaminaDocument *document; /* the copy that is changed */
  LmStack        *stack;    /* of the copy */
  gssize          wrong;    /* index of the faulty layer, -1 if there is none */
} LaminaRepair;

typedef enum
{
  LAMINA_REPAIR_LAYER,  /* a layer does not take what it reads */
  LAMINA_REPAIR_OUTPUT, /* the loss does not take what the last layer gives */
  LAMINA_REPAIR_MEMORY, /* all fits, but not into this machine */
} LaminaRepairScope;

LmLayer       *lamina_repair_insert_layer (LaminaRepair       *repair,
                                           gsize               index,
                                           const char         *kind);
gboolean       lamina_repair_set_field    (LmLayer            *layer,
                                           const char         *name,
                                           gsize               value);
/* Of layer @index, which stands above the faulty one; -1 is the network's input. */
const LmShape *lamina_repair_get_shape    (const LaminaRepair *repair,
                                           gssize              index);

/* Each changes the document. @variant counts from 0.
 * Returns: (transfer full) (nullable): the label; "" if this variant is none, but the next may be
 * one; %NULL if there is no such variant */
char *lamina_repair_flatten          (LaminaRepair *repair, guint variant);
char *lamina_repair_padding          (LaminaRepair *repair, guint variant);
char *lamina_repair_link_by_conv     (LaminaRepair *repair, guint variant);
char *lamina_repair_link_by_removal  (LaminaRepair *repair, guint variant);
char *lamina_repair_link_by_addition (LaminaRepair *repair, guint variant);
char *lamina_repair_by_removal       (LaminaRepair *repair, guint variant);
char *lamina_repair_vocabulary       (LaminaRepair *repair, guint variant);
char *lamina_repair_units            (LaminaRepair *repair, guint variant);
char *lamina_repair_units_and_loss   (LaminaRepair *repair, guint variant);
char *lamina_repair_by_dense         (LaminaRepair *repair, guint variant);
char *lamina_repair_loss             (LaminaRepair *repair, guint variant);
char *lamina_repair_batch_size       (LaminaRepair *repair, guint variant);

G_END_DECLS
