/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-timeline-bar.h"

#include <glib/gi18n.h>

#include "lamina-beat.h"
#include "lamina-readout.h"
#include "lamina-scrubber.h"
#include "lamina-trains-switch.h"
#include "lamina-window.h"

#define HEIGHT 128
#define COMPACT_HEIGHT 52

struct _LaminaTimelineBar
{
  GtkWidget parent_instance;

  GtkWidget      *full;
  GtkWidget      *strip;
  GtkButton      *play;
  GtkButton      *strip_play;
  GtkMenuButton  *speed;
  GtkMenuButton  *more;
  LaminaTrainsSwitch *trains; /* of two parts, in place of the speed */
  LaminaScrubber *scrubber;
  GtkLabel       *step_label;
  GtkLabel       *chip;
  GtkLabel       *epoch_label;
  GtkLabel       *speed_label;
  GtkButton      *more_epochs;
  GtkLabel       *sentence;
  GtkLabel       *strip_state;

  GMenuModel     *more_menu;
  GMenuModel     *parts_menu; /* with the speed */

  LaminaScene *scene;
  gint64       shown_usec;
  guint        timeout_id;
  gboolean     is_compact;
};

enum
{
  PROP_0,
  PROP_SCENE,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The read-out follows training every so many beats: digits that flicker cannot be read. */
#define BEATS 2

G_DEFINE_FINAL_TYPE (LaminaTimelineBar, lamina_timeline_bar, GTK_TYPE_WIDGET)

static LaminaSession *
get_session (LaminaTimelineBar *self)
{
  return lamina_scene_get_session (self->scene);
}

/* --- the read-out --- */

static void
show_play_button (GtkButton       *button,
                  LaminaPlayState  state)
{
  const gboolean is_training = state == LAMINA_PLAY_TRAINING;
  const char *name = is_training ? _("Pause") : _("Play");

  gtk_button_set_icon_name (button, is_training ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_label (GtkLabel *label,
           char     *text)
{
  gtk_label_set_label (label, text);
  g_free (text);
}

static void
lamina_timeline_bar_show_numbers (LaminaTimelineBar *self)
{
  LaminaSession *session = get_session (self);

  self->shown_usec = g_get_monotonic_time ();
  set_label (self->step_label, lamina_readout_write_step (session));
  set_label (self->epoch_label, lamina_readout_write_epoch (session));
  set_label (self->speed_label, lamina_readout_write_speed (session));
  set_label (self->strip_state, lamina_readout_write_strip (session));
}

/* What a step trains is more to the point than how fast: that moves into the menu. */
static void
lamina_timeline_bar_update_parts (LaminaTimelineBar *self)
{
  LaminaSession *session = get_session (self);
  const gboolean has_parts =
    lm_stack_has_parts (lamina_session_get_document (session)->stack);

  if (has_parts)
    lamina_trains_switch_update (self->trains, session);
  if (gtk_widget_get_visible (GTK_WIDGET (self->trains)) == has_parts)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->trains), has_parts);
  gtk_widget_set_visible (GTK_WIDGET (self->speed), !has_parts);
  gtk_menu_button_set_menu_model (self->more, has_parts ? self->parts_menu : self->more_menu);
}

static void
lamina_timeline_bar_update (LaminaTimelineBar *self)
{
  LaminaSession *session = get_session (self);
  const LaminaPlayState state = lamina_session_get_play_state (session);
  const char *chip = lamina_readout_get_chip (session);
  g_autofree char *sentence = lamina_readout_write_sentence (session);

  show_play_button (self->play, state);
  show_play_button (self->strip_play, state);
  gtk_label_set_label (self->chip, chip);
  gtk_widget_set_visible (GTK_WIDGET (self->chip), *chip != '\0');
  if (state == LAMINA_PLAY_TRAINING)
    gtk_widget_add_css_class (GTK_WIDGET (self->chip), "accent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->chip), "accent");
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->more_epochs), state == LAMINA_PLAY_FINISHED);
  gtk_widget_set_visible (GTK_WIDGET (self->speed_label), state != LAMINA_PLAY_FINISHED);
  lamina_timeline_bar_update_parts (self);
  lamina_timeline_bar_show_numbers (self);
}

static gboolean
timeout_cb (gpointer data)
{
  LaminaTimelineBar *self = data;

  self->timeout_id = 0;
  lamina_timeline_bar_show_numbers (self);

  return G_SOURCE_REMOVE;
}

/* The last step before a pause is shown too: what comes too early is shown later. */
static void
history_cb (LaminaTimelineBar *self)
{
  if (lamina_beat_is_due (self->shown_usec, BEATS))
    lamina_timeline_bar_show_numbers (self);
  else if (self->timeout_id == 0)
    self->timeout_id = lamina_beat_add (self->shown_usec, BEATS, timeout_cb, self);
}

/* --- commands --- */

static gboolean
add_epochs (LaminaSession *session,
            gpointer       data,
            GError       **error)
{
  g_autofree char *epochs =
    g_strdup_printf ("%d", lamina_session_get_document (session)->training->epochs + 5);

  return lamina_session_set_training (session, "epochs", epochs, FALSE, error);
}

static void
more_epochs_cb (LaminaTimelineBar *self)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  if (lamina_window_edit (window, add_epochs, NULL, NULL, NULL))
    lamina_session_play (get_session (self));
  lamina_window_wake (window);
}

/* Steps a second at the most, "0" for as many as there can be. */
static void
set_speed (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LaminaTimelineBar *self = LAMINA_TIMELINE_BAR (widget);
  const double speed = g_ascii_strtod (g_variant_get_string (parameter, NULL), NULL);

  if (self->scene == NULL)
    return;

  lamina_session_set_speed (get_session (self), speed);
  set_label (GTK_LABEL (gtk_menu_button_get_child (self->speed)),
             lamina_readout_write_limit (speed));
}

static void
zoom_out (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lamina_scrubber_zoom_out (LAMINA_TIMELINE_BAR (widget)->scrubber);
}

/* --- the widget --- */

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
  g_clear_pointer (&self->full, gtk_widget_unparent);
  g_clear_pointer (&self->strip, gtk_widget_unparent);
  self->scrubber = NULL;

  G_OBJECT_CLASS (lamina_timeline_bar_parent_class)->dispose (object);
}

static void
lamina_timeline_bar_bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-timeline-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, full);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, strip);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, play);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, strip_play);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, speed);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, more);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, trains);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, more_menu);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, parts_menu);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, scrubber);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, step_label);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, chip);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, epoch_label);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, speed_label);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, more_epochs);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, LaminaTimelineBar, strip_state);
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

  g_type_ensure (LAMINA_TYPE_SCRUBBER);
  g_type_ensure (LAMINA_TYPE_TRAINS_SWITCH);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "timeline.speed", "s", set_speed);
  gtk_widget_class_install_action (widget_class, "timeline.zoom-out", NULL, zoom_out);
  lamina_timeline_bar_bind_template (widget_class);
}

static void
lamina_timeline_bar_init (LaminaTimelineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_menu_append_submenu (G_MENU (self->parts_menu), _("Speed"),
                         gtk_menu_button_get_menu_model (self->speed));
  g_menu_append_section (G_MENU (self->parts_menu), NULL, self->more_menu);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, HEIGHT);
  g_signal_connect_swapped (self->more_epochs, "clicked", G_CALLBACK (more_epochs_cb), self);
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
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_TIMELINE_BAR (self));

  if (self->scene == scene)
    return;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->scene != NULL)
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  g_set_object (&self->scene, scene);
  if (self->scrubber != NULL)
    lamina_scrubber_set_scene (self->scrubber, scene);
  if (scene != NULL)
    {
      session = get_session (self);
      g_signal_connect_object (session, "history", G_CALLBACK (history_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "state", G_CALLBACK (lamina_timeline_bar_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "network", G_CALLBACK (lamina_timeline_bar_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "changed", G_CALLBACK (lamina_timeline_bar_update), self,
                               G_CONNECT_SWAPPED);
      set_label (GTK_LABEL (gtk_menu_button_get_child (self->speed)),
                 lamina_readout_write_limit (lamina_session_get_speed (session)));
      lamina_timeline_bar_update (self);
    }
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
  gtk_widget_set_visible (self->full, !compact);
  gtk_widget_set_visible (self->strip, compact);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, compact ? COMPACT_HEIGHT : HEIGHT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

void
lamina_timeline_bar_focus_play (LaminaTimelineBar *self)
{
  g_return_if_fail (LAMINA_IS_TIMELINE_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->is_compact ? self->strip_play : self->play));
}
