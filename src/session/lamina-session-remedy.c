/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Remedies are not deduced from error messages: each row of the table is tried on
 * a copy of the document, and offered if the layer that was wrong then is right.
 */

#include <glib/gi18n-lib.h>

#include "lamina-repair.h"
#include "lm-error.h"

#define MAX_REMEDIES 2
#define MAX_VARIANTS 16

typedef struct
{
  const char       *id;
  LaminaRepairScope scope;
  char *          (*repair) (LaminaRepair *repair, guint variant); /* see lamina-repair.h */
} LaminaRepairRow;

static const LaminaRepairRow rows[] = {
  { "flatten", LAMINA_REPAIR_LAYER, lamina_repair_flatten },
  { "padding", LAMINA_REPAIR_LAYER, lamina_repair_padding },
  { "conv-on-link", LAMINA_REPAIR_LAYER, lamina_repair_link_by_conv },
  { "remove-link", LAMINA_REPAIR_LAYER, lamina_repair_link_by_removal },
  { "add-link", LAMINA_REPAIR_LAYER, lamina_repair_link_by_addition },
  { "remove-layer", LAMINA_REPAIR_LAYER, lamina_repair_by_removal },
  { "vocabulary", LAMINA_REPAIR_OUTPUT, lamina_repair_vocabulary },
  { "units", LAMINA_REPAIR_OUTPUT, lamina_repair_units },
  { "loss", LAMINA_REPAIR_OUTPUT, lamina_repair_loss },
  { "dense", LAMINA_REPAIR_OUTPUT, lamina_repair_by_dense },
  { "units-and-loss", LAMINA_REPAIR_OUTPUT, lamina_repair_units_and_loss },
  { "batch-size", LAMINA_REPAIR_MEMORY, lamina_repair_batch_size },
};

static gboolean
helps (LaminaRepair      *repair,
       LaminaRepairScope  scope,
       gsize              n_before)
{
  const gssize moved = (gssize) lm_stack_get_n (repair->stack) - (gssize) n_before;
  gssize wrong = -1;
  g_autoptr(LmNetwork) network = lamina_session_try_document (repair->session, repair->document,
                                                              &wrong, NULL);

  if (network != NULL)
    return lamina_session_check_memory (repair->session, network, repair->document, NULL);

  return scope == LAMINA_REPAIR_LAYER && wrong > repair->wrong + moved;
}

/* Tries a row. Returns: (transfer full) (nullable): the label, and the mended @document */
static char *
try_row (LaminaSession          *self,
         const LaminaRepairRow  *row,
         gssize                  wrong,
         LaminaDocument        **document)
{
  for (guint variant = 0; variant < MAX_VARIANTS; variant++)
    {
      g_autoptr(LaminaDocument) copy = lamina_document_copy (self->document);
      LaminaRepair repair = { self, copy, copy->stack, wrong };
      g_autofree char *label = row->repair (&repair, variant);

      if (label == NULL)
        return NULL;

      /* An empty label: this variant is none, the next may be one. */
      if (label[0] != '\0' && helps (&repair, row->scope, lm_stack_get_n (self->document->stack)))
        {
          if (document != NULL)
            *document = g_steal_pointer (&copy);
          return g_steal_pointer (&label);
        }
    }

  return NULL;
}

/* What kind of problem it is: without the loss the stack may be right. */
static LaminaRepairScope
find_scope (LaminaSession *self,
            gssize         wrong)
{
  g_autoptr(LmNetwork) network = NULL;

  if (wrong < 0)
    return LAMINA_REPAIR_MEMORY;

  network = lm_network_new (self->document->stack, &self->shape.input,
                            NULL, NULL, NULL, NULL);

  return network != NULL ? LAMINA_REPAIR_OUTPUT : LAMINA_REPAIR_LAYER;
}

GPtrArray *
lamina_session_find_remedies (LaminaSession *self,
                              gssize         wrong)
{
  const LaminaRepairScope scope = find_scope (self, wrong);
  GPtrArray *remedies = lamina_remedies_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows) && remedies->len < MAX_REMEDIES; i++)
    {
      char *label = rows[i].scope == scope ? try_row (self, &rows[i], wrong, NULL) : NULL;

      if (label != NULL)
        {
          LaminaRemedy *remedy = g_new0 (LaminaRemedy, 1);

          remedy->id = rows[i].id;
          remedy->label = label;
          g_ptr_array_add (remedies, remedy);
        }
    }

  return remedies;
}

gboolean
lamina_session_apply_remedy (LaminaSession  *self,
                             const char     *remedy_id,
                             GError        **error)
{
  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);

  for (gsize i = 0; self->problem != NULL && i < G_N_ELEMENTS (rows); i++)
    {
      LaminaDocument *document = NULL;
      g_autofree char *label = NULL;

      if (!g_str_equal (rows[i].id, remedy_id))
        continue;

      label = try_row (self, &rows[i], self->problem->layer, &document);
      if (label != NULL)
        return lamina_session_commit_edit (self, document, "build", g_steal_pointer (&label), NULL,
                                           error);
    }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
               _("This no longer applies: the stack has changed"));
  return FALSE;
}
