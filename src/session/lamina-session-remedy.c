/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Remedies are not deduced from error messages: each row of the table is tried on
 * a copy of the document, and offered if the layer that was wrong then is right.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-session-private.h"
#include "lm-error.h"

#define MAX_REMEDIES 2
#define MAX_VARIANTS 16

typedef struct
{
  LaminaSession  *session;
  LaminaDocument *document; /* the copy that is changed */
  LmStack        *stack;    /* of the copy */
  gssize          wrong;    /* index of the faulty layer, -1 if there is none */
} LaminaRepair;

typedef enum
{
  REPAIR_LAYER,  /* a layer does not take what it reads */
  REPAIR_OUTPUT, /* the loss does not take what the last layer gives */
  REPAIR_MEMORY, /* all fits, but not into this machine */
} LaminaRepairScope;

typedef struct
{
  const char       *id;
  LaminaRepairScope scope;
  /* Changes the document. @variant counts from 0.
   * Returns: (transfer full) (nullable): the label; %NULL if there is no such variant */
  char *          (*repair) (LaminaRepair *repair, guint variant);
} LaminaRepairRow;

static LmLayer *
get_wrong (const LaminaRepair *repair)
{
  return lm_stack_nth (repair->stack, (gsize) repair->wrong);
}

static LmLayer *
insert_layer (LaminaRepair *repair,
              gsize         index,
              const char   *kind)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);

  return klass != NULL ? lm_stack_insert (repair->stack, index, klass) : NULL;
}

static gboolean
set_field (LmLayer    *layer,
           const char *name,
           gsize       value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, value);

  return lm_fields_set (layer->klass->fields, layer, name, text, NULL);
}

/* Of layer @index, which stands above the faulty one; -1 is the network's input. */
static const LmShape *
get_shape (const LaminaRepair *repair,
           gssize              index)
{
  LmNetwork *upper = repair->session->upper;

  if (index == -1)
    return lamina_data_set_get_input_shape (repair->session->data_set);
  if (upper == NULL || index < 0 || (gsize) index >= lm_network_get_n_layers (upper))
    return NULL;

  return &lm_network_get_layer (upper, (gsize) index)->output;
}

static char *
repair_flatten (LaminaRepair *repair,
                guint         variant)
{
  const char *name = get_wrong (repair)->name;
  const LmShape *shape = get_shape (repair, lm_stack_get_input (repair->stack,
                                                                (gsize) repair->wrong, 0));

  if (variant > 0 || get_wrong (repair)->inputs[0] != NULL || shape == NULL || shape->rank == 2 ||
      insert_layer (repair, (gsize) repair->wrong, "flatten") == NULL)
    return NULL;

  return g_strdup_printf (_("Put Flatten Before %s"), name);
}

static char *
repair_padding (LaminaRepair *repair,
                guint         variant)
{
  LmLayer *layer = get_wrong (repair);

  if (variant > 0 || !lm_fields_set (layer->klass->fields, layer, "padding", "same", NULL))
    return NULL;

  return g_strdup (_("Use Padding “Same”"));
}

/* Which inputs of the faulty layer do not fit each other: the one that comes down the stack,
 * and the first that comes over a link with another shape. */
static gboolean
find_link (const LaminaRepair *repair,
           gsize              *main,
           gsize              *link)
{
  const gsize index = (gsize) repair->wrong;
  const gsize n = lm_stack_get_n_inputs (repair->stack, index);
  const LmShape *shape;

  *main = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (lm_stack_get_input (repair->stack, index, i) == (gssize) index - 1)
        *main = i;
    }

  shape = get_shape (repair, lm_stack_get_input (repair->stack, index, *main));
  for (*link = 0; *link < n; (*link)++)
    {
      const LmShape *other = get_shape (repair, lm_stack_get_input (repair->stack, index, *link));

      if (*link != *main && shape != NULL && other != NULL && !lm_shape_equal (shape, other))
        return TRUE;
    }

  return FALSE;
}

/* Says by name what is meant by "previous", so that a layer can be put in between. */
static void
name_previous (LaminaRepair *repair,
               LmLayer      *layer)
{
  for (GStrv input = layer->inputs; *input != NULL; input++)
    {
      if (g_str_equal (*input, LM_INPUT_PREVIOUS))
        {
          g_free (*input);
          *input = g_strdup (repair->wrong > 0
                               ? lm_stack_nth (repair->stack, (gsize) repair->wrong - 1)->name
                               : LM_INPUT_NETWORK);
        }
    }
}

static char *
repair_link_by_conv (LaminaRepair *repair,
                     guint         variant)
{
  LmLayer *layer = get_wrong (repair), *conv;
  const LmShape *from, *to;
  gsize main, link, stride;

  if (variant > 0 || !find_link (repair, &main, &link))
    return NULL;

  from = get_shape (repair, lm_stack_get_input (repair->stack, (gsize) repair->wrong, link));
  to = get_shape (repair, lm_stack_get_input (repair->stack, (gsize) repair->wrong, main));
  if (from->rank != 4 || to->rank != 4 || to->dim[2] == 0 || from->dim[2] < to->dim[2])
    return NULL;

  stride = (from->dim[2] + to->dim[2] - 1) / to->dim[2];
  name_previous (repair, layer);
  conv = insert_layer (repair, (gsize) repair->wrong, "conv2d");
  if (conv == NULL || !set_field (conv, "filters", to->dim[1]) ||
      !set_field (conv, "kernel_size", 1) || !set_field (conv, "stride", stride))
    return NULL;

  g_strfreev (conv->inputs);
  conv->inputs = g_strsplit (layer->inputs[link], ",", 1);
  g_free (layer->inputs[link]);
  layer->inputs[link] = g_strdup (conv->name);

  return stride == 1 ? g_strdup (_("Put Conv 1 × 1 on the Link"))
                     : g_strdup_printf (_("Put Conv 1 × 1, Stride %d, on the Link"), (int) stride);
}

/* Whoever reads @from reads @to. */
static void
redirect (LmStack    *stack,
          const char *from,
          const char *to)
{
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      for (GStrv input = lm_stack_nth (stack, i)->inputs; *input != NULL; input++)
        {
          if (g_str_equal (*input, from))
            {
              g_free (*input);
              *input = g_strdup (to);
            }
        }
    }
}

static char *
repair_link_by_removal (LaminaRepair *repair,
                        guint         variant)
{
  LmLayer *layer = get_wrong (repair);
  gsize main, link;

  if (variant > 0 || !find_link (repair, &main, &link))
    return NULL;

  name_previous (repair, layer);
  if (g_strv_length (layer->inputs) - 1 >= MAX (1, layer->klass->min_inputs))
    {
      g_free (layer->inputs[link]);
      memmove (layer->inputs + link, layer->inputs + link + 1,
               (g_strv_length (layer->inputs + link + 1) + 1) * sizeof *layer->inputs);
    }
  else
    {
      g_autofree char *name = g_strdup (layer->inputs[main]);

      /* What is left has nothing to join. */
      redirect (repair->stack, layer->name, name);
      lm_stack_remove (repair->stack, (gsize) repair->wrong);
    }

  return g_strdup (_("Remove the Link"));
}

/* A layer that joins, and has nothing to join yet: the nearest layer that fits. */
static char *
repair_link_by_addition (LaminaRepair *repair,
                         guint         variant)
{
  LmLayer *layer = get_wrong (repair);
  const gssize source = repair->wrong - 2 - (gssize) variant;
  const char *name;

  if (layer->klass->min_inputs < 2 || layer->inputs[0] != NULL || source < -1)
    return NULL;

  name = source < 0 ? LM_INPUT_NETWORK : lm_stack_nth (repair->stack, (gsize) source)->name;
  g_strfreev (layer->inputs);
  layer->inputs = g_new0 (char *, 3);
  layer->inputs[0] = g_strdup (LM_INPUT_PREVIOUS);
  layer->inputs[1] = g_strdup (name);

  return g_strdup_printf (_("Link %s to It"), source < 0 ? _("the Input") : name);
}

static char *
repair_by_removal (LaminaRepair *repair,
                   guint         variant)
{
  char *label;

  if (variant > 0)
    return NULL;

  label = g_strdup_printf (_("Remove %s"), get_wrong (repair)->name);
  lm_stack_remove (repair->stack, (gsize) repair->wrong);

  return label;
}

/* How many numbers the last layer should give; 0: nothing more to try. */
static gsize
get_n_answers (const LaminaRepair *repair,
               guint               variant)
{
  LaminaDataSet *data_set = repair->session->data_set;

  if (variant == 0)
    return lamina_data_set_get_n_classes (data_set);

  return variant == 1 ? lm_shape_get_n_columns (lamina_data_set_get_target_shape (data_set)) : 0;
}

/* The layer whose units are the answers: activations may follow it. */
static LmLayer *
find_answering_layer (LmStack *stack)
{
  for (gsize i = lm_stack_get_n (stack); i-- > 0;)
    {
      LmLayer *layer = lm_stack_nth (stack, i);

      if (lm_fields_find (layer->klass->fields, "units") != NULL)
        return layer;
      if (layer->klass->group != LM_GROUP_ACTIVATION && !layer->bypassed)
        break;
    }

  return NULL;
}

static char *
repair_units (LaminaRepair *repair,
              guint         variant)
{
  LmLayer *layer = find_answering_layer (repair->stack);
  const gsize n = get_n_answers (repair, variant / 2);

  if (layer == NULL || variant / 2 > 1)
    return NULL;

  if (n == 0 || !set_field (layer, "units", n))
    return g_strdup ("");

  /* An activation behind the answers would squeeze them: with the second variant it goes. */
  if (variant % 2 == 1 && lm_stack_nth (repair->stack, lm_stack_get_n (repair->stack) - 1) != layer)
    lm_stack_remove (repair->stack, lm_stack_get_n (repair->stack) - 1);

  return g_strdup_printf (_("Set Units to %d"), (int) n);
}

/* Both at once, where neither helps by itself: one answer for ten classes. */
static char *
repair_units_and_loss (LaminaRepair *repair,
                       guint         variant)
{
  LmLayer *layer = find_answering_layer (repair->stack);
  const gsize n = get_n_answers (repair, 0);
  const LmLossClass *klass;

  if (layer == NULL || n == 0 || variant >= lm_loss_class_get_n ())
    return NULL;

  klass = lm_loss_class_nth (variant);
  if (!set_field (layer, "units", n) ||
      !lm_training_set (repair->document->training, "loss", klass->id, NULL))
    return g_strdup ("");

  return g_strdup_printf (_("Set Units to %d and Use %s"), (int) n, _(klass->title));
}

static char *
repair_by_dense (LaminaRepair *repair,
                 guint         variant)
{
  const LmShape *shape = get_shape (repair, (gssize) lm_stack_get_n (repair->stack) - 1);
  const gsize n = get_n_answers (repair, variant);
  LmLayer *dense;

  if (variant > 1 || shape == NULL)
    return NULL;

  if (shape->rank != 2)
    insert_layer (repair, lm_stack_get_n (repair->stack), "flatten");
  dense = insert_layer (repair, lm_stack_get_n (repair->stack), "dense");
  if (dense == NULL || n == 0 || !set_field (dense, "units", n))
    return g_strdup ("");

  return g_strdup_printf (_("Add Dense with %d Units"), (int) n);
}

static char *
repair_loss (LaminaRepair *repair,
             guint         variant)
{
  const LmLossClass *klass;

  if (variant >= lm_loss_class_get_n ())
    return NULL;

  klass = lm_loss_class_nth (variant);
  if (!lm_training_set (repair->document->training, "loss", klass->id, NULL))
    return g_strdup ("");

  return g_strdup_printf (_("Use %s"), _(klass->title));
}

static char *
repair_batch_size (LaminaRepair *repair,
                   guint         variant)
{
  LmTraining *training = repair->document->training;
  const gsize n = lamina_data_set_get_n_examples (repair->session->data_set, LM_SPLIT_TRAINING);
  const gsize batch = training->batch_size > 0 ? (gsize) training->batch_size : n;

  if (batch >> (variant + 1) == 0)
    return NULL;

  training->batch_size = (int) (batch >> (variant + 1));

  return g_strdup_printf (_("Set Batch Size to %d"), training->batch_size);
}

static const LaminaRepairRow rows[] = {
  { "flatten", REPAIR_LAYER, repair_flatten },
  { "padding", REPAIR_LAYER, repair_padding },
  { "conv-on-link", REPAIR_LAYER, repair_link_by_conv },
  { "remove-link", REPAIR_LAYER, repair_link_by_removal },
  { "add-link", REPAIR_LAYER, repair_link_by_addition },
  { "remove-layer", REPAIR_LAYER, repair_by_removal },
  { "units", REPAIR_OUTPUT, repair_units },
  { "loss", REPAIR_OUTPUT, repair_loss },
  { "dense", REPAIR_OUTPUT, repair_by_dense },
  { "units-and-loss", REPAIR_OUTPUT, repair_units_and_loss },
  { "batch-size", REPAIR_MEMORY, repair_batch_size },
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

  return scope == REPAIR_LAYER && wrong > repair->wrong + moved;
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
    return REPAIR_MEMORY;

  network = lm_network_new (self->document->stack, lamina_data_set_get_input_shape (self->data_set),
                            NULL, NULL, NULL, NULL);

  return network != NULL ? REPAIR_OUTPUT : REPAIR_LAYER;
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
