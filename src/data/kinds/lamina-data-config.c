/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"

struct _LaminaDataConfig
{
  const LaminaDataKind *kind;
  gpointer              instance; /* owned, of the kind's fields */
  LaminaPipeline        pipeline;
};

LaminaDataConfig *
lamina_data_config_new (const LaminaDataKind *kind)
{
  LaminaDataConfig *self = g_new0 (LaminaDataConfig, 1);

  g_return_val_if_fail (kind != NULL, NULL);

  self->kind = kind;
  self->instance = g_malloc0 (MAX (kind->size, 1));
  lm_fields_init (kind->fields, self->instance);
  lm_fields_init (lamina_pipeline_fields, &self->pipeline);

  for (const char *const *item = kind->defaults; item != NULL && *item != NULL; item++)
    {
      g_auto(GStrv) parts = g_strsplit (*item, "=", 2);

      if (!lm_fields_set (lamina_pipeline_fields, &self->pipeline, parts[0], parts[1], NULL))
        g_assert_not_reached ();
    }

  return self;
}

LaminaDataConfig *
lamina_data_config_copy (const LaminaDataConfig *self)
{
  LaminaDataConfig *copy = lamina_data_config_new (self->kind);

  lm_fields_copy (self->kind->fields, copy->instance, self->instance);
  lm_fields_copy (lamina_pipeline_fields, &copy->pipeline, &self->pipeline);

  return copy;
}

void
lamina_data_config_free (LaminaDataConfig *self)
{
  if (self == NULL)
    return;

  lm_fields_clear (self->kind->fields, self->instance);
  lm_fields_clear (lamina_pipeline_fields, &self->pipeline);
  g_free (self->instance);
  g_free (self);
}

gboolean
lamina_data_config_equal (const LaminaDataConfig *a,
                          const LaminaDataConfig *b)
{
  return a->kind == b->kind && lm_fields_equal (a->kind->fields, a->instance, b->instance)
         && lm_fields_equal (lamina_pipeline_fields, &a->pipeline, &b->pipeline);
}

const LaminaDataKind *
lamina_data_config_get_kind (const LaminaDataConfig *self)
{
  return self->kind;
}

gconstpointer
lamina_data_config_get_instance (const LaminaDataConfig *self)
{
  return self->instance;
}

const LaminaPipeline *
lamina_data_config_get_pipeline (const LaminaDataConfig *self)
{
  return &self->pipeline;
}

static gboolean
lamina_data_config_set_kind (LaminaDataConfig  *self,
                             const char        *id,
                             GError           **error)
{
  const LaminaDataKind *kind = lamina_data_kind_find (id);
  g_autoptr(GString) ids = NULL;
  LaminaDataConfig swap, *other;

  if (kind != NULL)
    {
      other = lamina_data_config_new (kind);
      other->pipeline.seed = self->pipeline.seed;
      swap = *self;
      *self = *other;
      *other = swap;
      lamina_data_config_free (other);

      return TRUE;
    }

  ids = g_string_new (NULL);
  for (gsize i = 0; i < lamina_data_kind_get_n (); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", lamina_data_kind_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no kind of data “%s”; there are %s"), id,
               ids->str);

  return FALSE;
}

static void
lamina_data_config_set_unknown (const LaminaDataConfig  *self,
                                const char              *name,
                                GError                 **error)
{
  g_autoptr(GString) names = g_string_new ("kind");

  for (const LmField *field = self->kind->fields; field != NULL && field->name != NULL; field++)
    g_string_append_printf (names, ", %s", field->name);
  for (const LmField *field = lamina_pipeline_fields; field->name != NULL; field++)
    g_string_append_printf (names, ", %s", field->name);

  g_set_error (error, LM_ERROR, LM_ERROR_NAME,
               _("Data of the kind “%s” have no setting “%s”; they have %s"), self->kind->id, name,
               names->str);
}

/* The struct that @field is of. */
static gpointer
lamina_data_config_get_owner (const LaminaDataConfig *self,
                              const LmField          *field)
{
  return lm_fields_find (lamina_pipeline_fields, field->name) == field
             ? (gpointer) &self->pipeline : self->instance;
}

gboolean
lamina_data_config_set (LaminaDataConfig  *self,
                        const char        *name,
                        const char        *value,
                        GError           **error)
{
  const LmField *field = lamina_data_config_find (self, name);

  if (strcmp (name, "kind") == 0)
    return lamina_data_config_set_kind (self, value, error);

  if (field == NULL)
    {
      lamina_data_config_set_unknown (self, name, error);
      return FALSE;
    }

  return lm_field_set (field, lamina_data_config_get_owner (self, field), value, error);
}

char *
lamina_data_config_get (const LaminaDataConfig *self,
                        const char             *name)
{
  const LmField *field = lamina_data_config_find (self, name);

  if (strcmp (name, "kind") == 0)
    return g_strdup (self->kind->id);

  return field != NULL ? lm_field_get (field, lamina_data_config_get_owner (self, field)) : NULL;
}

const LmField *
lamina_data_config_find (const LaminaDataConfig *self,
                         const char             *name)
{
  const LmField *field = lm_fields_find (self->kind->fields, name);

  return field != NULL ? field : lm_fields_find (lamina_pipeline_fields, name);
}

static void
lamina_data_config_append (GStrvBuilder  *list,
                           const LmField *fields,
                           gconstpointer  instance)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *value = lm_field_get (field, instance);
      g_autofree char *item = g_strconcat (field->name, "=", value, NULL);

      g_strv_builder_add (list, item);
    }
}

GStrv
lamina_data_config_list (const LaminaDataConfig *self)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autofree char *kind = g_strconcat ("kind=", self->kind->id, NULL);

  g_strv_builder_add (list, kind);
  lamina_data_config_append (list, self->kind->fields, self->instance);
  lamina_data_config_append (list, lamina_pipeline_fields, &self->pipeline);

  return g_strv_builder_end (list);
}

LaminaDataConfig *
lamina_data_config_new_from_list (const char *const  *list,
                                  GError            **error)
{
  g_autoptr(LaminaDataConfig) self = lamina_data_config_new (lamina_data_kind_nth (0));
  gboolean has_kind = FALSE;

  /* The kind first, wherever it stands: it resets the rest. */
  for (const char *const *item = list; *item != NULL; item++)
    {
      if (!g_str_has_prefix (*item, "kind="))
        continue;
      if (!lamina_data_config_set (self, "kind", *item + strlen ("kind="), error))
        return NULL;
      has_kind = TRUE;
    }

  if (!has_kind)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME,
                   _("The settings of the data do not say their kind: add kind=shapes, for example"));
      return NULL;
    }

  for (const char *const *item = list; *item != NULL; item++)
    {
      g_auto(GStrv) parts = g_strsplit (*item, "=", 2);

      if (parts[0] == NULL || parts[1] == NULL)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                       _("“%s” is not a setting of the data: write name=value"), *item);
          return NULL;
        }
      if (strcmp (parts[0], "kind") != 0
          && !lamina_data_config_set (self, parts[0], parts[1], error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
lamina_data_config_check (const LaminaDataConfig  *self,
                          GError                 **error)
{
  return self->kind->check == NULL || self->kind->check (self->instance, error);
}
