/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scrubber.h"

#include <glib/gi18n.h>

#include "lamina-beat.h"
#include "lamina-timeline-plot.h"
#include "lamina-widget-style.h"

/* What is read aloud changes at most once in this time. */
#define DESCRIBE_INTERVAL_USEC G_USEC_PER_SEC
/* The fewest steps that zooming leaves. */
#define MIN_STEPS 40
#define ZOOM 1.25

struct _LaminaScrubber
{
  GtkWidget parent_instance;

  LaminaScene   *scene;
  LaminaTimeline timeline;
  guint          timeout_id;
  gint64         drawn_usec, described_usec;
};

enum
{
  SIGNAL_SEEK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaScrubber, lamina_scrubber, GTK_TYPE_WIDGET)

static LaminaTimelineState
get_state (LaminaSession *session)
{
  switch (lamina_session_get_play_state (session))
    {
    case LAMINA_PLAY_TRAINING:
      return LAMINA_TIMELINE_TRAINING;
    case LAMINA_PLAY_PAUSED:
    case LAMINA_PLAY_REFUSED:
      return LAMINA_TIMELINE_PAUSED;
    case LAMINA_PLAY_FINISHED:
      return LAMINA_TIMELINE_FINISHED;
    case LAMINA_PLAY_EMPTY:
    case LAMINA_PLAY_LOADING:
    case LAMINA_PLAY_IDLE:
    default:
      return lamina_session_get_step (session) > 0 ? LAMINA_TIMELINE_PAUSED : LAMINA_TIMELINE_EMPTY;
    }
}

static void
lamina_scrubber_describe (LaminaScrubber    *self,
                          const LaminaFrame *frame)
{
  g_autofree char *text = lamina_timeline_describe (frame, &self->timeline);

  self->described_usec = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) frame->now,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) frame->step,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

static void
lamina_scrubber_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  LaminaScrubber *self = LAMINA_SCRUBBER (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  LaminaStyle style;
  cairo_t *cr;

  if (self->scene == NULL || width <= 0 || height <= 0)
    return;

  self->timeline.has_focus = gtk_widget_has_visible_focus (widget);
  lamina_widget_get_style (widget, &style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  lamina_timeline_draw (cr, lamina_scene_get_frame (self->scene), &self->timeline, &style, width,
                        height);
  cairo_destroy (cr);
  self->drawn_usec = g_get_monotonic_time ();
}

static void
lamina_scrubber_refresh (LaminaScrubber *self)
{
  const gint64 now = g_get_monotonic_time ();
  LaminaSession *session = lamina_scene_get_session (self->scene);

  self->timeline.state = get_state (session);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (now >= self->described_usec + DESCRIBE_INTERVAL_USEC ||
      self->timeline.state != LAMINA_TIMELINE_TRAINING)
    lamina_scrubber_describe (self, lamina_scene_get_frame (self->scene));
}

static gboolean
timeout_cb (gpointer data)
{
  LaminaScrubber *self = data;

  self->timeout_id = 0;
  lamina_scrubber_refresh (self);

  return G_SOURCE_REMOVE;
}

static void
history_cb (LaminaScrubber *self)
{
  if (self->timeout_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (lamina_beat_is_due (self->drawn_usec, 1))
    lamina_scrubber_refresh (self);
  else
    self->timeout_id = lamina_beat_add (self->drawn_usec, 1, timeout_cb, self);
}

/* --- pointer and keys --- */

static guint64
get_step_at (LaminaScrubber *self,
             double          x,
             gboolean        snap)
{
  LaminaStyle style;

  lamina_widget_get_style (GTK_WIDGET (self), &style);

  return lamina_timeline_get_step (lamina_scene_get_frame (self->scene), &self->timeline, &style,
                                   gtk_widget_get_width (GTK_WIDGET (self)), x, snap);
}

static void
motion_cb (LaminaScrubber *self,
           double          x,
           double          y)
{
  if (self->scene == NULL)
    return;

  self->timeline.has_hover = lamina_session_get_step (lamina_scene_get_session (self->scene)) > 0;
  self->timeline.hover_step = get_step_at (self, x, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (LaminaScrubber *self)
{
  self->timeline.has_hover = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pressed_cb (LaminaScrubber  *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  const GdkModifierType modifiers =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->scene != NULL)
    g_signal_emit (self, signals[SIGNAL_SEEK], 0,
                   get_step_at (self, x, (modifiers & GDK_CONTROL_MASK) == 0));
}

/* The steps that are shown when nothing is zoomed: as far as the plan goes. */
static guint64
get_whole (LaminaScrubber *self)
{
  const LaminaFrame *frame = lamina_scene_get_frame (self->scene);

  return MAX (MAX (frame->now, frame->n_steps), 1);
}

/* Shows @n steps, of which @step stays where it is. */
static void
lamina_scrubber_zoom (LaminaScrubber *self,
                      double          n,
                      guint64         step)
{
  const guint64 whole = get_whole (self);
  const guint64 end = self->timeline.end > 0 ? self->timeline.end : whole;
  const double share = (double) (step - MIN (step, self->timeline.first)) /
                       (double) MAX (end - self->timeline.first, 1);
  double first;

  n = MAX (n, MIN_STEPS);
  first = MAX (0, (double) step - share * n);
  if (n >= (double) whole)
    {
      lamina_scrubber_zoom_out (self);
      return;
    }

  self->timeline.first = (guint64) MIN (first, (double) whole - n);
  self->timeline.end = self->timeline.first + (guint64) n;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lamina_scrubber_zoom_by (LaminaScrubber *self,
                         double          factor,
                         guint64         step)
{
  const guint64 end = self->timeline.end > 0 ? self->timeline.end : get_whole (self);

  lamina_scrubber_zoom (self, (double) (end - self->timeline.first) * factor, step);
}

static void
lamina_scrubber_scroll (LaminaScrubber *self,
                        double          share)
{
  const double n = (double) self->timeline.end - (double) self->timeline.first;
  double first = (double) self->timeline.first + share * n;

  if (self->timeline.end == 0)
    return;

  first = CLAMP (first, 0, MAX (0, (double) get_whole (self) - n));
  self->timeline.first = (guint64) first;
  self->timeline.end = (guint64) (first + n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
scroll_cb (LaminaScrubber           *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  const GdkModifierType modifiers =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (self->scene == NULL)
    return FALSE;

  if ((modifiers & GDK_SHIFT_MASK) != 0 || dx != 0)
    lamina_scrubber_scroll (self, 0.1 * (dx + dy));
  else
    lamina_scrubber_zoom_by (self, dy > 0 ? ZOOM : 1 / ZOOM,
                             self->timeline.has_hover
                               ? self->timeline.hover_step
                               : lamina_scene_get_frame (self->scene)->step);

  return TRUE;
}

static gboolean
key_cb (LaminaScrubber  *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  modifiers)
{
  const guint64 step = self->scene != NULL ? lamina_scene_get_frame (self->scene)->step : 0;

  if (self->scene == NULL)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      lamina_scrubber_zoom_by (self, 1 / ZOOM, step);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      lamina_scrubber_zoom_by (self, ZOOM, step);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      lamina_scrubber_zoom_out (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- the widget --- */

static void
lamina_scrubber_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&LAMINA_SCRUBBER (widget)->timeout_id, g_source_remove);
  GTK_WIDGET_CLASS (lamina_scrubber_parent_class)->unmap (widget);
}

static void
lamina_scrubber_dispose (GObject *object)
{
  LaminaScrubber *self = LAMINA_SCRUBBER (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  lamina_scrubber_set_scene (self, NULL);

  G_OBJECT_CLASS (lamina_scrubber_parent_class)->dispose (object);
}

static void
lamina_scrubber_class_init (LaminaScrubberClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_scrubber_dispose;
  widget_class->snapshot = lamina_scrubber_snapshot;
  widget_class->unmap = lamina_scrubber_unmap;

  signals[SIGNAL_SEEK] = g_signal_new ("seek", LAMINA_TYPE_SCRUBBER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_set_css_name (widget_class, "scrubber");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
lamina_scrubber_init (LaminaScrubber *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

void
lamina_scrubber_set_scene (LaminaScrubber *self,
                           LaminaScene    *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_SCRUBBER (self));

  if (self->scene != NULL)
    {
      g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
      g_signal_handlers_disconnect_by_data (self->scene, self);
      g_clear_object (&self->scene);
    }
  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "history", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (lamina_scrubber_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_scrubber_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_scrubber_refresh), self,
                           G_CONNECT_SWAPPED);
  lamina_scrubber_zoom_out (self);
  lamina_scrubber_refresh (self);
}

void
lamina_scrubber_zoom_out (LaminaScrubber *self)
{
  g_return_if_fail (LAMINA_IS_SCRUBBER (self));

  self->timeline.first = 0;
  self->timeline.end = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
