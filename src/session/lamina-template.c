/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-template.h"

#include "lamina-stack-text.h"

#define LAMINA_TEMPLATE(kind) extern const LaminaTemplate lamina_##kind##_template;
#include "lamina-template-kinds.inc"
#undef LAMINA_TEMPLATE

static const LaminaTemplate *const templates[] = {
#define LAMINA_TEMPLATE(kind) &lamina_##kind##_template,
#include "lamina-template-kinds.inc"
#undef LAMINA_TEMPLATE
};

gsize
lamina_template_get_n (void)
{
  return G_N_ELEMENTS (templates);
}

const LaminaTemplate *
lamina_template_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (templates), NULL);

  return templates[index];
}

const LaminaTemplate *
lamina_template_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      if (g_str_equal (templates[i]->id, id))
        return templates[i];
    }

  return NULL;
}

/* Our own text: what is wrong with it is wrong in this file. */
static LaminaDataConfig *
make_data (const char *text)
{
  g_auto(GStrv) list = g_strsplit (text, " ", -1);
  g_autoptr(GError) error = NULL;
  LaminaDataConfig *data = lamina_data_config_new_from_list ((const char *const *) list, &error);

  if (data == NULL)
    g_error ("%s: %s", text, error->message);

  return data;
}

static void
set_training (LmTraining *training,
              const char *text)
{
  g_auto(GStrv) list = g_strsplit (text, " ", -1);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (list[i], "=", 2);

      if (!lm_training_set (training, pair[0], pair[1], &error))
        g_error ("%s: %s", list[i], error->message);
    }
}

LaminaDocument *
lamina_template_make (const LaminaTemplate *self)
{
  LaminaDocument *document = lamina_document_new ();
  g_autoptr(GError) error = NULL;

  lm_stack_free (document->stack);
  document->stack = lamina_stack_text_parse (self->stack, &error);
  if (document->stack == NULL)
    g_error ("%s: %s", self->id, error->message);

  set_training (document->training, self->training);

  lamina_data_config_free (document->data);
  document->data = make_data (self->data_config);
  if (self->fallback != NULL && !lamina_data_config_check (document->data, NULL))
    {
      lamina_data_config_free (document->data);
      document->data = make_data (self->fallback);
    }

  return document;
}
