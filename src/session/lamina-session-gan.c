/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes a generator and a discriminator of any project: what is there becomes the discriminator. */

#include <glib/gi18n-lib.h>

#include "lamina-session-private.h"
#include "lm-error.h"

static LmLayer *
append (LmStack    *stack,
        LmPart      part,
        const char *kind)
{
  return lm_stack_insert_into (stack, part, lm_stack_get_n (stack), lm_layer_class_find (kind));
}

static void
set_number (LmLayer    *layer,
            const char *field,
            gsize       value)
{
  g_autofree char *text = g_strdup_printf ("%zu", value);

  /* A width beyond the field's range stays as it is: the card says what is wrong then. */
  if (!lm_fields_set (layer->klass->fields, layer, field, text, NULL))
    g_debug ("%s takes no %s of %s", layer->name, field, text);
}

/* The same numbers of an example, in the order that reshape takes them in: channels last. */
static void
append_reshape (LmStack       *stack,
                const LmShape *example)
{
  LmLayer *reshape = append (stack, LM_PART_GENERATOR, "reshape");
  g_autofree char *dims =
    example->rank == 4 ? g_strdup_printf ("%zux%zux%zu", example->dim[2], example->dim[3],
                                          example->dim[1])
                       : g_strdup_printf ("%zux%zu", example->dim[1], example->dim[2]);

  if (!lm_fields_set (reshape->klass->fields, reshape, "dims", dims, NULL))
    g_debug ("Reshape does not take %s", dims);
}

static void
make_generator (LmStack       *stack,
                const LmShape *example,
                gboolean       is_share)
{
  append (stack, LM_PART_GENERATOR, "latent");
  set_number (append (stack, LM_PART_GENERATOR, "dense"), "units", 128);
  append (stack, LM_PART_GENERATOR, "leaky-relu");
  if (example->rank < 2)
    return; /* The data are not known yet. */

  set_number (append (stack, LM_PART_GENERATOR, "dense"), "units",
              lm_shape_get_n_columns (example));
  if (is_share)
    append (stack, LM_PART_GENERATOR, "sigmoid");
  if (example->rank > 2)
    append_reshape (stack, example);
}

/* It has to end with one number: what a classifier ends with is replaced. */
static void
mend_discriminator (LmStack       *stack,
                    const LmShape *example)
{
  gsize first, n;
  LmLayer *last = NULL;

  while ((n = lm_stack_get_part (stack, LM_PART_DISCRIMINATOR, &first)) > 0)
    {
      last = lm_stack_nth (stack, first + n - 1);
      if (last->klass->group != LM_GROUP_ACTIVATION || last->inputs[0] != NULL)
        break;
      lm_stack_remove (stack, first + n - 1);
    }

  if (n == 0)
    {
      if (example->rank > 2)
        append (stack, LM_PART_DISCRIMINATOR, "flatten");
      set_number (append (stack, LM_PART_DISCRIMINATOR, "dense"), "units", 128);
      append (stack, LM_PART_DISCRIMINATOR, "leaky-relu");
    }
  else if (g_str_equal (last->klass->id, "dense"))
    {
      set_number (last, "units", 1);
      return;
    }
  else
    append (stack, LM_PART_DISCRIMINATOR, "flatten");
  set_number (append (stack, LM_PART_DISCRIMINATOR, "dense"), "units", 1);
}

gboolean
lamina_session_make_gan (LaminaSession  *self,
                         GError        **error)
{
  g_autoptr(LaminaDocument) next = NULL;
  g_autofree char *scaling = NULL;

  g_return_val_if_fail (LAMINA_IS_SESSION (self), FALSE);
  g_return_val_if_fail (!lm_stack_has_parts (self->document->stack), FALSE);

  if (self->data_set != NULL &&
      lamina_data_set_get_input_kind (self->data_set) == LAMINA_DATA_INPUT_TEXT)
    {
      g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE,
                           _("A generator makes numbers, and these data are text: choose pictures, "
                             "points, a table or a series"));
      return FALSE;
    }

  next = lamina_document_copy (self->document);
  scaling = lamina_data_config_get (next->data, "scaling");
  lm_stack_split (next->stack, 0);
  mend_discriminator (next->stack, &self->shape.input);
  make_generator (next->stack, &self->shape.input, g_strcmp0 (scaling, "range") == 0);
  if (!lm_training_set (next->training, "loss", "adversarial", error) ||
      !lm_training_set (next->training, "metrics", "generator-loss,real-score,fake-score",
                        error))
    return FALSE;

  return lamina_session_commit_edit (self, g_steal_pointer (&next), "build",
                                     g_strdup (_("make a generator and a discriminator")), NULL,
                                     error);
}
