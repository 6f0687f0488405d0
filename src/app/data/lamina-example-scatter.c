/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-scatter.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-plot.h"
#include "lamina-format.h"
#include "lamina-widget-style.h"

#define MAX_POINTS 2000

struct _LaminaExampleScatter
{
  GtkWidget parent_instance;

  LaminaDataSet *set;     /* (nullable) */
  LmSplit        split;
  gsize          chosen;

  gsize          n;       /* Of the sample. */
  double        *x, *y;
  int           *labels;
  gsize         *indices;
};

static void lamina_example_scatter_examples_init (LaminaExamplesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaminaExampleScatter, lamina_example_scatter, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAMINA_TYPE_EXAMPLES,
                                                      lamina_example_scatter_examples_init))

static void
clear (LaminaExampleScatter *self)
{
  self->n = 0;
  g_clear_pointer (&self->x, g_free);
  g_clear_pointer (&self->y, g_free);
  g_clear_pointer (&self->labels, g_free);
  g_clear_pointer (&self->indices, g_free);
  g_clear_pointer (&self->set, lamina_data_set_unref);
}

static void
load (LaminaExampleScatter *self)
{
  const gsize n = lamina_data_set_get_n_examples (self->set, self->split);
  const gboolean is_plane = lamina_data_set_get_n_columns (self->set) > 1;

  self->n = MIN (n, MAX_POINTS);
  self->x = g_new (double, self->n + 1);
  self->y = g_new (double, self->n + 1);
  self->labels = g_new (int, self->n + 1);
  self->indices = g_new (gsize, self->n + 1);
  for (gsize i = 0; i < self->n; i++)
    {
      const gsize index = i * n / self->n;

      self->indices[i] = index;
      self->x[i] = lamina_data_set_get_raw (self->set, self->split, index, 0);
      self->y[i] = is_plane ? lamina_data_set_get_raw (self->set, self->split, index, 1)
                            : lamina_data_set_get_raw_target (self->set, self->split, index, 0);
      self->labels[i] = lamina_data_set_get_label (self->set, self->split, index);
    }
}

/* Place of the chosen example in the sample, or -1. */
static gssize
find_chosen (LaminaExampleScatter *self)
{
  for (gsize i = 0; i < self->n; i++)
    if (self->indices[i] == self->chosen)
      return (gssize) i;

  return -1;
}

static LaminaScatter
get_scatter (LaminaExampleScatter *self)
{
  LaminaScatter scatter = { self->n, self->x, self->y, self->labels, find_chosen (self),
                            NULL, NULL };

  if (self->set == NULL)
    return scatter;

  scatter.x_title = lamina_data_set_get_column (self->set, 0)->name;
  if (lamina_data_set_get_n_columns (self->set) > 1)
    scatter.y_title = lamina_data_set_get_column (self->set, 1)->name;

  return scatter;
}

static void
lamina_example_scatter_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  LaminaExampleScatter *self = LAMINA_EXAMPLE_SCATTER (widget);
  const LaminaScatter scatter = get_scatter (self);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  LaminaStyle style;
  cairo_t *cr;

  if (scatter.n == 0)
    return;

  lamina_widget_get_style (widget, &style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  lamina_scatter_draw (&scatter, cr, &style, width, height);
  cairo_destroy (cr);
}

static void
describe (LaminaExampleScatter *self)
{
  const gssize at = find_chosen (self);
  g_autofree char *number = lamina_format_count (self->chosen + 1);
  g_autofree char *x = NULL, *y = NULL, *text = NULL;

  if (at >= 0)
    {
      x = lamina_format_number (self->x[at]);
      y = lamina_format_number (self->y[at]);
      text = g_strdup_printf (_("Example %s at %s, %s"), number, x, y);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples as points"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
lamina_example_scatter_choose (LaminaExamples *examples,
                               gsize           index)
{
  LaminaExampleScatter *self = LAMINA_EXAMPLE_SCATTER (examples);

  self->chosen = index;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
choose (LaminaExampleScatter *self,
        gsize                 place)
{
  lamina_example_scatter_choose (LAMINA_EXAMPLES (self), self->indices[place]);
  lamina_examples_tell_chosen (LAMINA_EXAMPLES (self));
}

static void
pressed_cb (GtkGestureClick      *click,
            int                   n_presses,
            double                x,
            double                y,
            LaminaExampleScatter *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const LaminaScatter scatter = get_scatter (self);
  LaminaStyle style;
  gssize hit;

  if (scatter.n == 0)
    return;

  gtk_widget_grab_focus (widget);
  lamina_widget_get_style (widget, &style);
  hit = lamina_scatter_hit (&scatter, &style, gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget), x, y);
  if (hit >= 0)
    choose (self, (gsize) hit);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  LaminaExampleScatter *self = LAMINA_EXAMPLE_SCATTER (widget);
  const gssize to = find_chosen (self) + g_variant_get_int32 (arguments);

  if (to >= 0 && to < (gssize) self->n)
    choose (self, (gsize) to);

  return self->n > 0;
}

static void
lamina_example_scatter_dispose (GObject *object)
{
  clear (LAMINA_EXAMPLE_SCATTER (object));

  G_OBJECT_CLASS (lamina_example_scatter_parent_class)->dispose (object);
}

static void
lamina_example_scatter_class_init (LaminaExampleScatterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_example_scatter_dispose;
  widget_class->snapshot = lamina_example_scatter_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "examplescatter");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, move_cb, "i", 1);
}

static void
lamina_example_scatter_init (LaminaExampleScatter *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
lamina_example_scatter_set_split (LaminaExamples *examples,
                                  LaminaDataSet  *set,
                                  LmSplit         split)
{
  LaminaExampleScatter *self = LAMINA_EXAMPLE_SCATTER (examples);

  if (set != NULL)
    lamina_data_set_ref (set);
  clear (self);
  self->set = set;
  self->split = split;
  self->chosen = 0;
  if (set != NULL)
    load (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gsize
lamina_example_scatter_get_chosen (LaminaExamples *examples)
{
  return LAMINA_EXAMPLE_SCATTER (examples)->chosen;
}

static void
lamina_example_scatter_examples_init (LaminaExamplesInterface *iface)
{
  iface->set_split = lamina_example_scatter_set_split;
  iface->get_chosen = lamina_example_scatter_get_chosen;
  iface->choose = lamina_example_scatter_choose;
}
