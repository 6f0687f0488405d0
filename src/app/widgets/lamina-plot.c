/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-plot.h"

#include "lamina-beat.h"
#include "lamina-plot-hand.h"
#include "lamina-widget-style.h"

/* What is read aloud changes at most once in this time. */
#define DESCRIBE_INTERVAL_USEC G_USEC_PER_SEC
/* An old picture is dimmed when the new one is this late. */
#define PATIENCE_MSEC 200
#define OLD_OPACITY 0.4

/* What a pinned picture holds while the rest moves on. */
typedef struct
{
  LmNetwork  *network;
  LmSnapshot *snapshot;
  LmBlob     *example_input, *example_target;
  guint32     example_length;
  LaminaPassage passage;
  gssize      layer;
  gsize       example;
  guint64     step;
} LaminaPin;

struct _LaminaPlot
{
  GtkWidget parent_instance;

  LaminaScene           *scene;
  const LaminaViewClass *klass;
  LaminaOptions          options;
  gssize                 layer;
  LaminaPin             *pin; /* (nullable) */
  LmSnapshot            *seen; /* (nullable): the last one with something for this view */
  gsize                  seen_example;

  guint  timeout_id, patience_id, describe_id;
  gint64 drawn_usec, described_usec;
};

G_DEFINE_FINAL_TYPE (LaminaPlot, lamina_plot, GTK_TYPE_WIDGET)

static void
lamina_pin_free (LaminaPin *pin)
{
  g_clear_pointer (&pin->network, lm_network_unref);
  g_clear_pointer (&pin->snapshot, lm_snapshot_unref);
  g_clear_pointer (&pin->example_input, lm_blob_unref);
  g_clear_pointer (&pin->example_target, lm_blob_unref);
  g_clear_pointer (&pin->passage.inputs, lm_blob_unref);
  g_clear_pointer (&pin->passage.starts, lm_blob_unref);
  g_clear_pointer (&pin->passage.samples, lamina_samples_unref);
  g_free (pin);
}

static void
lamina_pin_take_passage (LaminaPin           *pin,
                         const LaminaPassage *passage)
{
  if (passage->inputs == NULL)
    return;

  pin->passage = *passage;
  lm_blob_ref (passage->inputs);
  lm_blob_ref (passage->starts);
  lamina_samples_ref (passage->samples);
}

static LaminaPin *
lamina_pin_new (const LaminaFrame *frame)
{
  LaminaPin *pin = g_new0 (LaminaPin, 1);

  pin->network = frame->network != NULL ? lm_network_ref (frame->network) : NULL;
  pin->snapshot = frame->snapshot != NULL ? lm_snapshot_ref (frame->snapshot) : NULL;
  pin->example_input = frame->example_input != NULL ? lm_blob_ref (frame->example_input) : NULL;
  pin->example_target = frame->example_target != NULL ? lm_blob_ref (frame->example_target) : NULL;
  pin->example_length = frame->example_length;
  lamina_pin_take_passage (pin, &frame->passage);
  pin->layer = frame->layer;
  pin->example = frame->example;
  pin->step = frame->snapshot != NULL ? lm_snapshot_get_step (frame->snapshot) : frame->step;

  return pin;
}

static void
lamina_pin_fill (const LaminaPin *pin,
                 LaminaFrame     *frame)
{
  frame->network = pin->network;
  frame->snapshot = pin->snapshot;
  frame->example_input = pin->example_input;
  frame->example_target = pin->example_target;
  frame->example_length = pin->example_length;
  frame->passage = pin->passage;
  frame->layer = pin->layer;
  frame->example = pin->example;
  frame->step = pin->step;
}

static void
lamina_plot_remember (LaminaPlot        *self,
                      const LaminaFrame *frame)
{
  if (self->seen == frame->snapshot)
    return;

  g_clear_pointer (&self->seen, lm_snapshot_unref);
  self->seen = lm_snapshot_ref (frame->snapshot);
  self->seen_example = frame->example;
}

/* The trainer copies only what the page in front shows. Whoever comes back to another page sees its
 * last pictures until the next look, not empty cards.
 */
static void
lamina_plot_bridge (LaminaPlot  *self,
                    LaminaFrame *frame)
{
  LmSnapshot *now = frame->snapshot;

  if (now == NULL || (self->klass->watches & ~LAMINA_WATCH_HISTORY) == 0)
    return;

  if (self->klass->has_content (frame))
    {
      lamina_plot_remember (self, frame);
      return;
    }

  if (self->seen == NULL || self->seen_example != frame->example ||
      lm_snapshot_get_network (self->seen) != frame->network ||
      lm_snapshot_get_step (self->seen) > lm_snapshot_get_step (now))
    return;

  frame->snapshot = self->seen;
  if (!self->klass->has_content (frame))
    frame->snapshot = now;
}

/* Whether @frame shows what was, while what is is still awaited. */
static gboolean
lamina_plot_is_old (LaminaPlot        *self,
                    const LaminaFrame *frame)
{
  return self->pin == NULL && frame->snapshot != lamina_scene_get_frame (self->scene)->snapshot;
}

LaminaFrame
lamina_plot_get_frame (LaminaPlot *self)
{
  LaminaFrame frame = *lamina_scene_get_frame (self->scene);

  frame.options = self->options;
  if (self->layer >= 0)
    frame.layer = self->layer;
  else if (self->klass->takes_layer && self->klass->fits != NULL && !self->klass->fits (&frame))
    frame.layer = lamina_view_choose_layer (self->klass, &frame);
  if (self->pin != NULL)
    lamina_pin_fill (self->pin, &frame);
  else if (self->klass->fits == NULL || self->klass->fits (&frame))
    lamina_plot_bridge (self, &frame);

  return frame;
}

static gboolean
lamina_plot_describe_cb (gpointer data)
{
  LaminaPlot *self = data;
  const LaminaFrame frame = lamina_plot_get_frame (self);
  g_autofree char *title = lamina_view_write_title (self->klass, &frame);
  g_autofree char *subtitle = lamina_view_write_subtitle (self->klass, &frame);
  g_autofree char *description = lamina_view_describe (self->klass, &frame);
  g_autofree char *label = g_strdup_printf ("%s, %s", title, subtitle);

  self->describe_id = 0;
  self->described_usec = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, *subtitle != '\0' ? label : title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);

  return G_SOURCE_REMOVE;
}

static void
lamina_plot_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  LaminaPlot *self = LAMINA_PLOT (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  LaminaFrame frame;
  LaminaStyle style;
  gboolean is_dim;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;

  frame = lamina_plot_get_frame (self);
  lamina_widget_get_style (widget, &style);
  is_dim = self->patience_id == 0 && lamina_plot_is_old (self, &frame);
  if (is_dim)
    gtk_snapshot_push_opacity (snapshot, OLD_OPACITY);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  lamina_view_draw (self->klass, cr, &frame, &style, width, height);
  cairo_destroy (cr);
  if (is_dim)
    gtk_snapshot_pop (snapshot);

  self->drawn_usec = g_get_monotonic_time ();
}

static gboolean
lamina_plot_timeout_cb (gpointer data)
{
  LaminaPlot *self = data;

  self->timeout_id = 0;
  lamina_plot_refresh (self);

  return G_SOURCE_REMOVE;
}

void
lamina_plot_refresh (LaminaPlot *self)
{
  gint64 wait_usec;

  g_return_if_fail (LAMINA_IS_PLOT (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->timeout_id != 0)
    return;

  if (!lamina_beat_is_due (self->drawn_usec, 1))
    {
      self->timeout_id = lamina_beat_add (self->drawn_usec, 1, lamina_plot_timeout_cb, self);
      return;
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
  wait_usec = self->described_usec + DESCRIBE_INTERVAL_USEC - g_get_monotonic_time ();
  if (self->describe_id == 0)
    self->describe_id = g_timeout_add ((guint) (MAX (wait_usec, 0) / G_TIME_SPAN_MILLISECOND),
                                       lamina_plot_describe_cb, self);
}

static void
lamina_plot_history_cb (LaminaPlot *self)
{
  if ((self->klass->watches & LAMINA_WATCH_HISTORY) != 0)
    lamina_plot_refresh (self);
}

static void
lamina_plot_snapshot_cb (LaminaPlot *self)
{
  if ((self->klass->watches & ~LAMINA_WATCH_HISTORY) != 0 && self->pin == NULL)
    lamina_plot_refresh (self);
}

void
lamina_plot_tell (LaminaPlot *self)
{
  g_return_if_fail (LAMINA_IS_PLOT (self));

  self->described_usec = 0;
  g_clear_handle_id (&self->describe_id, g_source_remove);
  lamina_plot_refresh (self);
}

static void
lamina_plot_motion_cb (LaminaPlot *self,
                       double      x,
                       double      y)
{
  self->options.has_hover = TRUE;
  self->options.hover_x = x;
  self->options.hover_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lamina_plot_leave_cb (LaminaPlot *self)
{
  self->options.has_hover = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What is pinned or not on the screen is not copied. */
static void
lamina_plot_watch (LaminaPlot *self)
{
  if (self->pin == NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      lamina_scene_show (self->scene, self, self->klass, self->layer);
      lamina_scene_set_options (self->scene, self, &self->options);
    }
  else
    lamina_scene_hide (self->scene, self);
}

static gboolean
lamina_plot_patience_cb (gpointer data)
{
  LaminaPlot *self = data;

  self->patience_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
lamina_plot_map (GtkWidget *widget)
{
  LaminaPlot *self = LAMINA_PLOT (widget);

  if (self->patience_id == 0)
    self->patience_id = g_timeout_add (PATIENCE_MSEC, lamina_plot_patience_cb, self);

  GTK_WIDGET_CLASS (lamina_plot_parent_class)->map (widget);
  lamina_plot_watch (self);
  lamina_plot_tell (self);
}

static void
lamina_plot_unmap (GtkWidget *widget)
{
  LaminaPlot *self = LAMINA_PLOT (widget);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->describe_id, g_source_remove);
  lamina_scene_hide (self->scene, self);
  GTK_WIDGET_CLASS (lamina_plot_parent_class)->unmap (widget);
}

static void
lamina_plot_dispose (GObject *object)
{
  LaminaPlot *self = LAMINA_PLOT (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->describe_id, g_source_remove);
  g_clear_pointer (&self->seen, lm_snapshot_unref);
  g_clear_pointer (&self->pin, lamina_pin_free);
  g_clear_object (&self->scene);

  G_OBJECT_CLASS (lamina_plot_parent_class)->dispose (object);
}

static void
lamina_plot_class_init (LaminaPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_plot_dispose;
  widget_class->snapshot = lamina_plot_snapshot;
  widget_class->map = lamina_plot_map;
  widget_class->unmap = lamina_plot_unmap;
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lamina_plot_init (LaminaPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->layer = -1;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (lamina_plot_motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (lamina_plot_motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (lamina_plot_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

LaminaPlot *
lamina_plot_new (LaminaScene           *scene,
                 const LaminaViewClass *klass)
{
  LaminaPlot *self = g_object_new (LAMINA_TYPE_PLOT, NULL);
  LaminaSession *session = lamina_scene_get_session (scene);

  self->scene = g_object_ref (scene);
  self->klass = klass;
  if (klass->find_place != NULL)
    lamina_plot_add_hand (self);
  g_signal_connect_object (session, "history", G_CALLBACK (lamina_plot_history_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (lamina_plot_snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (lamina_plot_tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "chosen", G_CALLBACK (lamina_plot_tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_plot_tell), self,
                           G_CONNECT_SWAPPED);

  return self;
}

const LaminaViewClass *
lamina_plot_get_view (LaminaPlot *self)
{
  g_return_val_if_fail (LAMINA_IS_PLOT (self), NULL);

  return self->klass;
}

LaminaScene *
lamina_plot_get_scene (LaminaPlot *self)
{
  g_return_val_if_fail (LAMINA_IS_PLOT (self), NULL);

  return self->scene;
}

LaminaOptions *
lamina_plot_get_options (LaminaPlot *self)
{
  g_return_val_if_fail (LAMINA_IS_PLOT (self), NULL);

  return &self->options;
}

/* What has to be asked for may be other things. */
void
lamina_plot_apply_options (LaminaPlot *self)
{
  g_return_if_fail (LAMINA_IS_PLOT (self));

  lamina_plot_watch (self);
  lamina_plot_tell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gssize
lamina_plot_get_layer (LaminaPlot *self)
{
  g_return_val_if_fail (LAMINA_IS_PLOT (self), -1);

  return self->layer;
}

void
lamina_plot_set_layer (LaminaPlot *self,
                       gssize      layer)
{
  g_return_if_fail (LAMINA_IS_PLOT (self));

  self->layer = layer;
  lamina_plot_watch (self);
  lamina_plot_tell (self);
}

gboolean
lamina_plot_is_pinned (LaminaPlot *self)
{
  g_return_val_if_fail (LAMINA_IS_PLOT (self), FALSE);

  return self->pin != NULL;
}

void
lamina_plot_set_pinned (LaminaPlot *self,
                        gboolean    pinned)
{
  g_return_if_fail (LAMINA_IS_PLOT (self));

  if (pinned == (self->pin != NULL))
    return;

  if (pinned)
    {
      const LaminaFrame frame = lamina_plot_get_frame (self);

      self->pin = lamina_pin_new (&frame);
    }
  else
    g_clear_pointer (&self->pin, lamina_pin_free);

  lamina_plot_watch (self);
  lamina_plot_tell (self);
}
