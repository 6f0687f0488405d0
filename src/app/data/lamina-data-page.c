/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-page.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-inspector.h"
#include "lamina-data-settings.h"
#include "lamina-data-stage.h"

struct _LaminaDataPage
{
  LaminaPage parent_instance;

  LaminaFieldList      *source;
  LaminaFieldList      *pipeline;
  GtkLabel             *summary;
  LaminaDataStage      *stage;
  LaminaDataInspector  *inspector;
  const LaminaDataKind *kind; /* (nullable): whose fields are shown */
};

G_DEFINE_FINAL_TYPE (LaminaDataPage, lamina_data_page, LAMINA_TYPE_PAGE)

/* One example was chosen in the middle. */
static void
chosen_cb (LaminaDataPage *self)
{
  lamina_data_inspector_set_example (self->inspector, lamina_data_stage_get_split (self->stage),
                                     lamina_data_stage_get_example (self->stage));
}

static void
refresh (LaminaDataPage *self)
{
  LaminaSession *session = lamina_page_get_session (LAMINA_PAGE (self));
  const LmField *kind_field = lamina_data_settings_get_kind_field ();
  const LaminaDataConfig *config;
  const LaminaDataKind *kind;

  if (session == NULL)
    return;

  config = lamina_session_get_document (session)->data;
  kind = lamina_data_config_get_kind (config);
  if (self->kind != kind)
    {
      self->kind = kind;
      lamina_field_list_clear (self->source);
      lamina_field_list_append (self->source, kind_field, NULL);
      lamina_field_list_append (self->source, kind->fields, NULL);
      gtk_label_set_label (self->summary, g_dgettext (GETTEXT_PACKAGE, kind->summary));
    }
  lamina_field_row_set_value (lamina_field_list_find (self->source, "kind"), kind->id);
  lamina_field_list_set_values (self->source, kind->fields,
                                lamina_data_config_get_instance (config));
  lamina_field_list_set_values (self->pipeline, lamina_pipeline_fields,
                                lamina_data_config_get_pipeline (config));
}

static void
lamina_data_page_scene_changed (LaminaPage  *page,
                                LaminaScene *old)
{
  LaminaDataPage *self = LAMINA_DATA_PAGE (page);
  LaminaScene *scene = lamina_page_get_scene (page);

  if (old != NULL)
    g_signal_handlers_disconnect_by_data (lamina_scene_get_session (old), self);
  if (self->stage == NULL)
    return;

  lamina_data_inspector_set_scene (self->inspector, scene);
  lamina_data_stage_set_scene (self->stage, scene);
  if (scene == NULL)
    return;

  g_signal_connect_object (lamina_scene_get_session (scene), "changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  self->kind = NULL;
  refresh (self);
}

static void
lamina_data_page_dispose (GObject *object)
{
  lamina_page_set_scene (LAMINA_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_DATA_PAGE);

  G_OBJECT_CLASS (lamina_data_page_parent_class)->dispose (object);
}

static void
lamina_data_page_class_init (LaminaDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_data_page_dispose;
  LAMINA_PAGE_CLASS (klass)->scene_changed = lamina_data_page_scene_changed;
  g_type_ensure (LAMINA_TYPE_FIELD_LIST);
  g_type_ensure (LAMINA_TYPE_DATA_STAGE);
  g_type_ensure (LAMINA_TYPE_DATA_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-data-page.ui");
#define BIND(member) gtk_widget_class_bind_template_child (widget_class, LaminaDataPage, member)
  BIND (source);
  BIND (pipeline);
  BIND (summary);
  BIND (stage);
  BIND (inspector);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
lamina_data_page_init (LaminaDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lamina_field_list_append (self->pipeline, lamina_pipeline_fields, lamina_split_field_names);
  lamina_data_settings_connect (self->source);
  lamina_data_settings_connect (self->pipeline);
}
