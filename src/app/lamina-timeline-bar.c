/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-timeline-bar.h"

#define HEIGHT 128
#define COMPACT_HEIGHT 52

struct _LaminaTimelineBar
{
  GtkWidget parent_instance;

  LaminaScene   *scene;
  GtkWidget     *box;
  GtkWidget     *play;
  gboolean       is_compact;
};

enum
{
  PROP_0,
  PROP_SCENE,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LaminaTimelineBar, lamina_timeline_bar, GTK_TYPE_WIDGET)

static void
lamina_timeline_bar_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LaminaTimelineBar *self = LAMINA_TIMELINE_BAR (object);

  switch (id)
    {
    case PROP_SCENE:
      g_value_set_object (value, self->scene);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->is_compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_timeline_bar_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LaminaTimelineBar *self = LAMINA_TIMELINE_BAR (object);

  switch (id)
    {
    case PROP_SCENE:
      lamina_timeline_bar_set_scene (self, g_value_get_object (value));
      break;
    case PROP_COMPACT:
      lamina_timeline_bar_set_compact (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_timeline_bar_dispose (GObject *object)
{
  LaminaTimelineBar *self = LAMINA_TIMELINE_BAR (object);

  lamina_timeline_bar_set_scene (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_TIMELINE_BAR);

  G_OBJECT_CLASS (lamina_timeline_bar_parent_class)->dispose (object);
}

static void
lamina_timeline_bar_class_init (LaminaTimelineBarClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lamina_timeline_bar_get_property;
  object_class->set_property = lamina_timeline_bar_set_property;
  object_class->dispose = lamina_timeline_bar_dispose;

  properties[PROP_SCENE] =
    g_param_spec_object ("scene", NULL, NULL, LAMINA_TYPE_SCENE, flags);
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-timeline-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, play);
}

static void
lamina_timeline_bar_init (LaminaTimelineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, HEIGHT);
}

LaminaScene *
lamina_timeline_bar_get_scene (LaminaTimelineBar *self)
{
  g_return_val_if_fail (LAMINA_IS_TIMELINE_BAR (self), NULL);

  return self->scene;
}

void
lamina_timeline_bar_set_scene (LaminaTimelineBar *self,
                                 LaminaScene       *scene)
{
  g_return_if_fail (LAMINA_IS_TIMELINE_BAR (self));

  if (g_set_object (&self->scene, scene))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCENE]);
}

gboolean
lamina_timeline_bar_is_compact (LaminaTimelineBar *self)
{
  g_return_val_if_fail (LAMINA_IS_TIMELINE_BAR (self), FALSE);

  return self->is_compact;
}

void
lamina_timeline_bar_set_compact (LaminaTimelineBar *self,
                                 gboolean           compact)
{
  g_return_if_fail (LAMINA_IS_TIMELINE_BAR (self));

  if (self->is_compact == compact)
    return;

  self->is_compact = compact;
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, compact ? COMPACT_HEIGHT : HEIGHT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

void
lamina_timeline_bar_focus_play (LaminaTimelineBar *self)
{
  g_return_if_fail (LAMINA_IS_TIMELINE_BAR (self));

  gtk_widget_grab_focus (self->play);
}
