/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-chosen-layer.h"

#include <glib/gi18n.h>

#include "lamina-beat.h"
#include "lamina-field-text.h"
#include "lamina-format.h"

/* The range follows training every so many beats: numbers that flicker cannot be read. */
#define BEATS 4

struct _LaminaChosenLayer
{
  GtkWidget parent_instance;

  GtkWidget   *group;
  GtkLabel    *range; /* (nullable): of a layer with weights; borrowed */

  LaminaScene *scene;
  gint64       shown_usec;
};

G_DEFINE_FINAL_TYPE (LaminaChosenLayer, lamina_chosen_layer, GTK_TYPE_WIDGET)

static GtkLabel *
lamina_chosen_layer_add_row (LaminaChosenLayer *self,
                             const char        *title,
                             const char        *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);

  return GTK_LABEL (label);
}

static void
lamina_chosen_layer_show_range (LaminaChosenLayer *self)
{
  const LmTensor *weight;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *text = NULL;
  double min, max;

  if (self->range == NULL)
    return;

  weight = lamina_frame_get_weight (lamina_scene_get_frame (self->scene));
  if (weight == NULL || weight->len == 0)
    return;

  min = max = (double) weight->data[0];
  for (gsize i = 1; i < weight->len; i++)
    {
      min = MIN (min, (double) weight->data[i]);
      max = MAX (max, (double) weight->data[i]);
    }
  low = lamina_format_signed (min);
  high = lamina_format_signed (max);
  text = g_strdup_printf ("%s … %s", low, high);
  gtk_label_set_label (self->range, text);
  self->shown_usec = g_get_monotonic_time ();
}

static void
lamina_chosen_layer_add_fields (LaminaChosenLayer *self,
                                const LmLayer     *layer)
{
  for (const LmField *field = layer->klass->fields; field != NULL && field->name != NULL; field++)
    {
      g_autofree char *value = NULL;
      g_autofree char *text = NULL;

      if ((field->flags & LM_FIELD_MORE) != 0)
        continue;
      value = lm_field_get (field, layer);
      text = lamina_field_text_show (field, value);
      lamina_chosen_layer_add_row (self, _(field->title), text);
    }
}

static void
lamina_chosen_layer_update (LaminaChosenLayer *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const gssize index = lamina_scene_get_layer (self->scene);
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const LmLayer *layer = index >= 0 ? lm_stack_nth (stack, (gsize) index) : NULL;
  const LmLayer *compiled = index >= 0 ? lamina_session_get_compiled_layer (session, (gsize) index)
                                       : NULL;

  g_clear_pointer (&self->group, gtk_widget_unparent);
  self->range = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), layer != NULL);
  if (layer == NULL)
    return;

  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), layer->name);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->group),
                                         _(layer->klass->title));
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));

  lamina_chosen_layer_add_fields (self, layer);
  if (compiled != NULL && compiled->params->len > 0)
    self->range = lamina_chosen_layer_add_row (self, _("Weights"), "—");
  lamina_chosen_layer_show_range (self);
}

static void
snapshot_cb (LaminaChosenLayer *self)
{
  if (lamina_beat_is_due (self->shown_usec, BEATS))
    lamina_chosen_layer_show_range (self);
}

static void
lamina_chosen_layer_map (GtkWidget *widget)
{
  LaminaChosenLayer *self = LAMINA_CHOSEN_LAYER (widget);

  GTK_WIDGET_CLASS (lamina_chosen_layer_parent_class)->map (widget);
  if (self->scene != NULL)
    lamina_scene_show (self->scene, self, lamina_view_find ("kernels"), -1);
}

static void
lamina_chosen_layer_unmap (GtkWidget *widget)
{
  LaminaChosenLayer *self = LAMINA_CHOSEN_LAYER (widget);

  if (self->scene != NULL)
    lamina_scene_hide (self->scene, self);
  GTK_WIDGET_CLASS (lamina_chosen_layer_parent_class)->unmap (widget);
}

static void
lamina_chosen_layer_dispose (GObject *object)
{
  LaminaChosenLayer *self = LAMINA_CHOSEN_LAYER (object);

  lamina_chosen_layer_set_scene (self, NULL);
  g_clear_pointer (&self->group, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_chosen_layer_parent_class)->dispose (object);
}

static void
lamina_chosen_layer_class_init (LaminaChosenLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_chosen_layer_dispose;
  widget_class->map = lamina_chosen_layer_map;
  widget_class->unmap = lamina_chosen_layer_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lamina_chosen_layer_init (LaminaChosenLayer *self)
{
}

void
lamina_chosen_layer_set_scene (LaminaChosenLayer *self,
                               LaminaScene       *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_CHOSEN_LAYER (self));

  if (self->scene != NULL)
    {
      lamina_scene_hide (self->scene, self);
      g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
      g_signal_handlers_disconnect_by_data (self->scene, self);
      g_clear_object (&self->scene);
    }
  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_chosen_layer_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "chosen", G_CALLBACK (lamina_chosen_layer_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_chosen_layer_update), self,
                           G_CONNECT_SWAPPED);
  lamina_chosen_layer_update (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lamina_scene_show (scene, self, lamina_view_find ("kernels"), -1);
}
