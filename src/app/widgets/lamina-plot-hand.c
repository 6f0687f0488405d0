/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hand on a latent map: it takes the nearer end of the walk and moves it. */

#include "lamina-plot-hand.h"

#include <math.h>

#include "lamina-widget-style.h"

/* A step of the keyboard, as a share of the map's reach; with Shift it is so many of them. */
#define KEY_STEP 0.02
#define KEY_STEPS 5

static gboolean
find_place (LaminaPlot *plot,
            double      x,
            double      y,
            double     *place_x,
            double     *place_y)
{
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  LaminaStyle style;

  lamina_widget_get_style (GTK_WIDGET (plot), &style);

  return lamina_view_find_place (lamina_plot_get_view (plot), &frame, &style,
                                 gtk_widget_get_width (GTK_WIDGET (plot)),
                                 gtk_widget_get_height (GTK_WIDGET (plot)), x, y, place_x, place_y);
}

static void
move_end (LaminaPlot *plot,
          guint       which,
          double      x,
          double      y)
{
  lamina_plot_get_options (plot)->end = which;
  lamina_scene_move_end (lamina_plot_get_scene (plot), which, x, y);
  lamina_plot_tell (plot);
  gtk_widget_queue_draw (GTK_WIDGET (plot));
}

static void
drag_begin_cb (GtkGestureDrag *drag,
               double          x,
               double          y,
               LaminaPlot     *plot)
{
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  double place_x, place_y, distances[2];

  if (frame.latent == NULL || lamina_plot_is_pinned (plot) ||
      !find_place (plot, x, y, &place_x, &place_y))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  for (int i = 0; i < 2; i++)
    distances[i] = hypot (frame.latent->ends[i].x - place_x, frame.latent->ends[i].y - place_y);
  gtk_widget_grab_focus (GTK_WIDGET (plot));
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  move_end (plot, distances[1] < distances[0], place_x, place_y);
}

static void
drag_update_cb (GtkGestureDrag *drag,
                double          dx,
                double          dy,
                LaminaPlot     *plot)
{
  double x, y, place_x, place_y;

  if (!gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;

  /* Beside the map it goes along the edge. */
  find_place (plot, x + dx, y + dy, &place_x, &place_y);
  move_end (plot, lamina_plot_get_options (plot)->end, place_x, place_y);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        LaminaPlot            *plot)
{
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  const guint which = MIN (frame.options.end, 1);
  const LaminaLatentEnd *end;
  double step;

  if (frame.latent == NULL || lamina_plot_is_pinned (plot) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  end = &frame.latent->ends[which];
  step = KEY_STEP * frame.latent->reach * ((state & GDK_SHIFT_MASK) != 0 ? KEY_STEPS : 1);
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_end (plot, which, end->x - step, end->y);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_end (plot, which, end->x + step, end->y);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_end (plot, which, end->x, end->y + step);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_end (plot, which, end->x, end->y - step);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      lamina_plot_get_options (plot)->end = 1 - which;
      lamina_plot_tell (plot);
      gtk_widget_queue_draw (GTK_WIDGET (plot));
      return TRUE;
    default:
      return FALSE;
    }
}

static void
focus_cb (LaminaPlot *plot)
{
  lamina_plot_get_options (plot)->has_focus = gtk_widget_has_focus (GTK_WIDGET (plot));
  gtk_widget_queue_draw (GTK_WIDGET (plot));
}

void
lamina_plot_add_hand (LaminaPlot *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
