/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-document.h"

#include <glib/gi18n-lib.h>

LaminaDataConfig *
lamina_document_make_empty_data (void)
{
  const LaminaDataKind *kind = lamina_data_kind_find ("csv");

  /* A file that is still to be chosen: loading it says so. */
  return lamina_data_config_new (kind != NULL ? kind : lamina_data_kind_nth (0));
}

LaminaDocument *
lamina_document_new (void)
{
  LaminaDocument *self = g_new0 (LaminaDocument, 1);

  self->stack = lm_stack_new ();
  self->training = lm_training_new ();
  self->data = lamina_document_make_empty_data ();
  self->run = 1;

  return self;
}

LaminaDocument *
lamina_document_copy (const LaminaDocument *self)
{
  LaminaDocument *copy = g_new0 (LaminaDocument, 1);

  copy->stack = lm_stack_copy (self->stack);
  copy->training = lm_training_copy (self->training);
  copy->data = lamina_data_config_copy (self->data);
  copy->layout = g_strdup (self->layout);
  copy->run = self->run;

  return copy;
}

void
lamina_document_free (LaminaDocument *self)
{
  if (self == NULL)
    return;

  lm_stack_free (self->stack);
  lm_training_free (self->training);
  lamina_data_config_free (self->data);
  g_free (self->layout);
  g_free (self);
}

gboolean
lamina_document_set (LaminaDocument  *self,
                     const char      *key,
                     const char      *value,
                     GError         **error)
{
  g_auto(GStrv) parts = g_strsplit (key, ".", 2);
  gssize index;

  if (parts[0] == NULL || parts[1] == NULL)
    return lm_training_set (self->training, key, value, error);

  if (g_str_equal (parts[0], "data"))
    return lamina_data_config_set (self->data, parts[1], value, error);

  index = lm_stack_find (self->stack, parts[0]);
  if (index >= 0)
    {
      LmLayer *layer = lm_stack_nth (self->stack, (gsize) index);

      return lm_fields_set (layer->klass->fields, layer, parts[1], value, error);
    }

  if (g_str_equal (parts[0], "loss") || g_str_equal (parts[0], "optimizer") ||
      g_str_equal (parts[0], "schedule") || g_str_equal (parts[0], "generator"))
    return lm_training_set (self->training, key, value, error);

  g_set_error (error, LM_ERROR, LM_ERROR_NAME,
               _("There is no layer “%s”: a key is a setting of training (“epochs”), "
                 "“data.” and a field, or a layer's name, a point and a field"), parts[0]);
  return FALSE;
}

/* Whether what @a names is the same in both, or at least what cannot be changed in mid-run. */
static gboolean
training_has_same (const LmTraining *a,
                   const LmTraining *b,
                   gboolean          live_too)
{
  g_auto(GStrv) names = lm_training_list (a);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = lm_training_get (a, names[i]);
      g_autofree char *other = lm_training_get (b, names[i]);

      if ((live_too || !lm_training_is_live (a, names[i])) && g_strcmp0 (value, other) != 0)
        return FALSE;
    }

  return TRUE;
}

/* One may name what the other has not: a generator's own optimizer. */
static gboolean
training_is_equal (const LmTraining *a,
                   const LmTraining *b,
                   gboolean          live_too)
{
  return training_has_same (a, b, live_too) && training_has_same (b, a, live_too);
}

LaminaChanges
lamina_document_compare (const LaminaDocument *a,
                         const LaminaDocument *b)
{
  LaminaChanges changes = LAMINA_CHANGE_NONE;

  if (!lm_stack_equal (a->stack, b->stack))
    changes |= LAMINA_CHANGE_STACK;

  if (!training_is_equal (a->training, b->training, FALSE))
    changes |= LAMINA_CHANGE_TRAINING;
  else if (!training_is_equal (a->training, b->training, TRUE))
    changes |= LAMINA_CHANGE_LIVE;

  if (!lamina_data_config_equal (a->data, b->data))
    changes |= LAMINA_CHANGE_DATA;

  if (g_strcmp0 (a->layout, b->layout) != 0)
    changes |= LAMINA_CHANGE_LAYOUT;

  if (a->run != b->run)
    changes |= LAMINA_CHANGE_RUN;

  return changes;
}
