/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-example-cell.h"
#include "lamina-format.h"
#include "lamina-widget-style.h"

#define CAPTION 18
#define PAD 8
#define MARGIN 12

struct _LaminaExampleGrid
{
  GtkWidget parent_instance;

  LaminaDataSet     *set;      /* (nullable) */
  LmSplit            split;
  LaminaExampleCell *cell;     /* (nullable): with @set */
  gsize              chosen;
  GtkAdjustment     *vertical; /* (nullable): of the scrolled window */
};

static void lamina_example_grid_examples_init (LaminaExamplesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaminaExampleGrid, lamina_example_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAMINA_TYPE_EXAMPLES,
                                                      lamina_example_grid_examples_init))

static gsize
get_n (LaminaExampleGrid *self)
{
  return self->set != NULL ? lamina_data_set_get_n_examples (self->set, self->split) : 0;
}

/* The least that a cell takes, and its height. */
static int
get_min_width (LaminaExampleGrid *self)
{
  return self->cell != NULL ? (int) lamina_example_cell_get_width (self->cell) + PAD * 2 : PAD * 2;
}

static int
get_cell_height (LaminaExampleGrid *self)
{
  return self->cell != NULL ? (int) lamina_example_cell_get_height (self->cell) + CAPTION + PAD
                            : PAD;
}

static gsize
get_n_columns (LaminaExampleGrid *self,
               int                width)
{
  return (gsize) MAX ((width - 2 * MARGIN) / get_min_width (self), 1);
}

static double
get_cell_width (LaminaExampleGrid *self,
                int                width)
{
  return (double) (width - 2 * MARGIN) / (double) get_n_columns (self, width);
}

static void
lamina_example_grid_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (widget);
  gsize n_columns, n_rows;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_min_width (self) + 2 * MARGIN;
      *natural = MAX (6 * get_min_width (self), *minimum) + 2 * MARGIN;
      return;
    }

  n_columns = get_n_columns (self, for_size < 0 ? 600 : for_size);
  n_rows = (get_n (self) + n_columns - 1) / n_columns;
  /* More than a widget can be high is not shown. */
  *minimum = *natural = (int) MIN (n_rows * (gsize) get_cell_height (self) + 2 * MARGIN, 30000000);
}

static void
draw_example (LaminaExampleGrid *self,
              cairo_t           *cr,
              const LaminaStyle *style,
              gsize              index,
              double             x,
              double             y)
{
  const double width = lamina_example_cell_get_width (self->cell);
  const double height = lamina_example_cell_get_height (self->cell);
  g_autofree char *target = lamina_example_cell_write_target (self->cell, index);
  const LaminaText caption = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                               .align = LAMINA_ALIGN_MIDDLE, .max_width = width + 2 * PAD - 4 };

  lamina_example_cell_draw (self->cell, cr, style, index, x, y);
  if (target != NULL)
    lamina_draw_text (cr, style, &caption, x + width / 2,
                      lamina_get_baseline (style, LAMINA_FONT_CAPTION, y + height, CAPTION),
                      target);
  if (index == self->chosen)
    {
      lamina_path_round_rect (cr, x - 3, y - 3, width + 6, height + 6, 7);
      lamina_style_set_source (style, cr, LAMINA_COLOR_RUN_A, 1);
      cairo_set_line_width (cr, 2.5);
      cairo_stroke (cr);
    }
}

static void
get_visible (LaminaExampleGrid *self,
             double            *top,
             double            *height)
{
  *top = self->vertical != NULL ? gtk_adjustment_get_value (self->vertical) : 0;
  *height = self->vertical != NULL ? gtk_adjustment_get_page_size (self->vertical)
                                   : gtk_widget_get_height (GTK_WIDGET (self));
}

static void
lamina_example_grid_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (widget);
  const int width = gtk_widget_get_width (widget);
  const gsize n_columns = get_n_columns (self, width), n = get_n (self);
  const double across = get_cell_width (self, width), down = get_cell_height (self);
  LaminaStyle style;
  double top, height, inset;
  gsize first, last;
  cairo_t *cr;

  if (n == 0)
    return;

  get_visible (self, &top, &height);
  first = (gsize) fmax ((top - MARGIN) / down, 0) * n_columns;
  last = MIN (n, ((gsize) ((top + height) / down) + 1) * n_columns);
  inset = (across - lamina_example_cell_get_width (self->cell)) / 2;
  lamina_widget_get_style (widget, &style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) top, width,
                                                                 (float) height));
  for (gsize i = first; i < last; i++)
    draw_example (self, cr, &style, i, MARGIN + (double) (i % n_columns) * across + inset,
                  MARGIN + (double) (i / n_columns) * down);
  cairo_destroy (cr);
}

static void
describe (LaminaExampleGrid *self)
{
  g_autofree char *number = lamina_format_count (self->chosen + 1);
  g_autofree char *count = lamina_format_count (get_n (self));
  g_autofree char *target = get_n (self) > self->chosen
                              ? lamina_example_cell_write_target (self->cell, self->chosen) : NULL;
  g_autofree char *text =
    get_n (self) == 0 ? g_strdup (_("No examples yet"))
    : target != NULL  ? g_strdup_printf (_("Example %s of %s: %s"), number, count, target)
                      : g_strdup_printf (_("Example %s of %s"), number, count);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
scroll_to_chosen (LaminaExampleGrid *self)
{
  const gsize row = self->chosen / get_n_columns (self, gtk_widget_get_width (GTK_WIDGET (self)));
  const double height = get_cell_height (self);

  if (self->vertical != NULL)
    gtk_adjustment_clamp_page (self->vertical, (double) row * height,
                               (double) (row + 1) * height + MARGIN);
}

static void
choose (LaminaExampleGrid *self,
        gsize              index)
{
  lamina_examples_choose (LAMINA_EXAMPLES (self), index);
  scroll_to_chosen (self);
  lamina_examples_tell_chosen (LAMINA_EXAMPLES (self));
}

static void
pressed_cb (GtkGestureClick   *click,
            int                n_presses,
            double             x,
            double             y,
            LaminaExampleGrid *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const gsize n_columns = get_n_columns (self, width);
  const gsize column = (gsize) fmax ((x - MARGIN) / get_cell_width (self, width), 0);
  const gsize row = (gsize) fmax ((y - MARGIN) / get_cell_height (self), 0);
  const gsize index = row * n_columns + MIN (column, n_columns - 1);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (index < get_n (self))
    choose (self, index);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (widget);
  const gssize n_columns = (gssize) get_n_columns (self, gtk_widget_get_width (widget));
  const gssize last = (gssize) get_n (self) - 1;
  double top, height;
  int across, down;
  gssize to;

  if (last < 0)
    return FALSE;

  get_visible (self, &top, &height);
  g_variant_get (arguments, "(ii)", &across, &down);
  if (ABS (down) > 1) /* a page */
    down = (down > 0 ? 1 : -1) * MAX ((int) height / get_cell_height (self), 1);
  to = ABS (across) > 1 ? (across > 0 ? last : 0)
                        : (gssize) self->chosen + across + down * n_columns;
  if (to >= 0 && to <= last)
    choose (self, (gsize) to);

  return TRUE;
}

/* The scrolled window that it was put into. */
static void
lamina_example_grid_root (GtkWidget *widget)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (widget);
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (lamina_example_grid_parent_class)->root (widget);

  if (scrolled == NULL)
    return;
  g_set_object (&self->vertical,
                gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect_object (self->vertical, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->vertical, "notify::page-size",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
lamina_example_grid_dispose (GObject *object)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (object);

  g_clear_pointer (&self->cell, lamina_example_cell_free);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  g_clear_object (&self->vertical);

  G_OBJECT_CLASS (lamina_example_grid_parent_class)->dispose (object);
}

static void
lamina_example_grid_class_init (LaminaExampleGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct { guint key; int across, down; } moves[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 }, { GDK_KEY_Home, -2, 0 }, { GDK_KEY_End, 2, 0 },
    { GDK_KEY_Page_Up, 0, -2 }, { GDK_KEY_Page_Down, 0, 2 },
  };

  G_OBJECT_CLASS (klass)->dispose = lamina_example_grid_dispose;
  widget_class->measure = lamina_example_grid_measure;
  widget_class->snapshot = lamina_example_grid_snapshot;
  widget_class->root = lamina_example_grid_root;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "examplegrid");
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move_cb, "(ii)", moves[i].across,
                                  moves[i].down);
}

static void
lamina_example_grid_init (LaminaExampleGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
lamina_example_grid_set_split (LaminaExamples *examples,
                               LaminaDataSet  *set,
                               LmSplit         split)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (examples);

  if (set != NULL)
    lamina_data_set_ref (set);
  g_clear_pointer (&self->cell, lamina_example_cell_free);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  self->set = set;
  self->cell = set != NULL ? lamina_example_cell_new (set, split) : NULL;
  self->split = split;
  self->chosen = 0;
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gsize
lamina_example_grid_get_chosen (LaminaExamples *examples)
{
  return LAMINA_EXAMPLE_GRID (examples)->chosen;
}

static void
lamina_example_grid_choose (LaminaExamples *examples,
                            gsize           index)
{
  LaminaExampleGrid *self = LAMINA_EXAMPLE_GRID (examples);

  self->chosen = index;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lamina_example_grid_examples_init (LaminaExamplesInterface *iface)
{
  iface->set_split = lamina_example_grid_set_split;
  iface->get_chosen = lamina_example_grid_get_chosen;
  iface->choose = lamina_example_grid_choose;
}
