/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-widget-style.h"

#define PICTURE 64
#define CAPTION 18
#define PAD 8
#define MARGIN 12

struct _LaminaExampleGrid
{
  GtkWidget parent_instance;

  LaminaDataSet *set;     /* (nullable) */
  LmSplit        split;
  gsize          chosen;
  GtkAdjustment *vertical; /* (nullable): of the scrolled window */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaExampleGrid, lamina_example_grid, GTK_TYPE_WIDGET)

#define CELL_WIDTH (PICTURE + PAD * 2)
#define CELL_HEIGHT (PICTURE + CAPTION + PAD)

static gsize
get_n (LaminaExampleGrid *self)
{
  return self->set != NULL ? lamina_data_set_get_n_examples (self->set, self->split) : 0;
}

static gsize
get_n_columns (int width)
{
  return (gsize) MAX ((width - 2 * MARGIN) / CELL_WIDTH, 1);
}

static double
get_cell_width (int width)
{
  return (double) (width - 2 * MARGIN) / (double) get_n_columns (width);
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
      *minimum = CELL_WIDTH + 2 * MARGIN;
      *natural = 6 * CELL_WIDTH + 2 * MARGIN;
      return;
    }

  n_columns = get_n_columns (for_size < 0 ? 600 : for_size);
  n_rows = (get_n (self) + n_columns - 1) / n_columns;
  /* More than a widget can be high is not shown. */
  *minimum = *natural = (int) MIN (n_rows * CELL_HEIGHT + 2 * MARGIN, 30000000);
}

/* Pixels of an example, 0 … 1. */
static void
read_picture (LaminaExampleGrid *self,
              gsize              index,
              lm_real           *pixels)
{
  const LmShape *shape = lamina_data_set_get_input_shape (self->set);
  const gsize n = lm_shape_get_n_elements (shape);
  const gsize area = shape->dim[2] * shape->dim[3];
  const guint8 *bytes = lamina_data_set_get_picture (self->set, self->split, index);

  for (gsize i = 0; i < n; i++)
    {
      double raw, white;

      if (bytes != NULL)
        {
          pixels[i] = (lm_real) (bytes[i] / 255.0);
          continue;
        }

      raw = lamina_data_set_get_raw (self->set, self->split, index, i);
      white = lamina_data_set_get_column (self->set, i / area)->max;
      pixels[i] = (lm_real) (raw / (white > 0 ? white : 1));
    }
}

static void
draw_example (LaminaExampleGrid *self,
              cairo_t           *cr,
              const LaminaStyle *style,
              gsize              index,
              lm_real           *pixels,
              double             x,
              double             y)
{
  const LaminaScaling same = { 0 };
  const int label = lamina_data_set_get_label (self->set, self->split, index);
  const LaminaText caption = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM,
                               .align = LAMINA_ALIGN_MIDDLE, .max_width = CELL_WIDTH - 4 };

  read_picture (self, index, pixels);
  lamina_draw_picture (cr, pixels, lamina_data_set_get_input_shape (self->set), &same, x, y,
                       PICTURE, PICTURE, 5);
  if (label >= 0)
    lamina_draw_text (cr, style, &caption, x + PICTURE / 2.0,
                      lamina_get_baseline (style, LAMINA_FONT_CAPTION, y + PICTURE, CAPTION),
                      lamina_data_set_get_class_name (self->set, (gsize) label));
  if (index == self->chosen)
    {
      lamina_path_round_rect (cr, x - 3, y - 3, PICTURE + 6, PICTURE + 6, 7);
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
  const gsize n_columns = get_n_columns (width), n = get_n (self);
  const double cell = get_cell_width (width);
  g_autofree lm_real *pixels = NULL;
  LaminaStyle style;
  double top, height;
  gsize first, last;
  cairo_t *cr;

  if (n == 0)
    return;

  get_visible (self, &top, &height);
  first = (gsize) fmax ((top - MARGIN) / CELL_HEIGHT, 0) * n_columns;
  last = MIN (n, ((gsize) ((top + height) / CELL_HEIGHT) + 1) * n_columns);
  pixels = g_new (lm_real, lm_shape_get_n_elements (lamina_data_set_get_input_shape (self->set)));
  lamina_widget_get_style (widget, &style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) top, width,
                                                                 (float) height));
  for (gsize i = first; i < last; i++)
    draw_example (self, cr, &style, i, pixels,
                  MARGIN + (double) (i % n_columns) * cell + (cell - PICTURE) / 2,
                  MARGIN + (double) (i / n_columns) * CELL_HEIGHT);
  cairo_destroy (cr);
}

static void
describe (LaminaExampleGrid *self)
{
  g_autofree char *number = lamina_format_count (self->chosen + 1);
  g_autofree char *count = lamina_format_count (get_n (self));
  const int label = get_n (self) > self->chosen
                      ? lamina_data_set_get_label (self->set, self->split, self->chosen) : -1;
  g_autofree char *text =
    label >= 0 ? g_strdup_printf (_("Example %s of %s: %s"), number, count,
                                  lamina_data_set_get_class_name (self->set, (gsize) label))
               : g_strdup_printf (_("Example %s of %s"), number, count);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
scroll_to_chosen (LaminaExampleGrid *self)
{
  const gsize row = self->chosen / get_n_columns (gtk_widget_get_width (GTK_WIDGET (self)));

  if (self->vertical != NULL)
    gtk_adjustment_clamp_page (self->vertical, (double) row * CELL_HEIGHT,
                               (double) (row + 1) * CELL_HEIGHT + MARGIN);
}

static void
choose (LaminaExampleGrid *self,
        gsize              index)
{
  lamina_example_grid_choose (self, index);
  scroll_to_chosen (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
pressed_cb (GtkGestureClick   *click,
            int                n_presses,
            double             x,
            double             y,
            LaminaExampleGrid *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const gsize n_columns = get_n_columns (width);
  const gsize column = (gsize) fmax ((x - MARGIN) / get_cell_width (width), 0);
  const gsize row = (gsize) fmax ((y - MARGIN) / CELL_HEIGHT, 0);
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
  const gssize n_columns = (gssize) get_n_columns (gtk_widget_get_width (widget));
  const gssize last = (gssize) get_n (self) - 1;
  double top, height;
  int across, down;
  gssize to;

  if (last < 0)
    return FALSE;

  get_visible (self, &top, &height);
  g_variant_get (arguments, "(ii)", &across, &down);
  if (ABS (down) > 1) /* a page */
    down = (down > 0 ? 1 : -1) * MAX ((int) (height / CELL_HEIGHT), 1);
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

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LAMINA_TYPE_EXAMPLE_GRID, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lamina_example_grid_init (LaminaExampleGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
lamina_example_grid_new (void)
{
  return g_object_new (LAMINA_TYPE_EXAMPLE_GRID, NULL);
}

void
lamina_example_grid_set_split (LaminaExampleGrid *self,
                               LaminaDataSet     *set,
                               LmSplit            split)
{
  g_return_if_fail (LAMINA_IS_EXAMPLE_GRID (self));

  if (set != NULL)
    lamina_data_set_ref (set);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  self->set = set;
  self->split = split;
  self->chosen = 0;
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gsize
lamina_example_grid_get_chosen (LaminaExampleGrid *self)
{
  g_return_val_if_fail (LAMINA_IS_EXAMPLE_GRID (self), 0);

  return self->chosen;
}

void
lamina_example_grid_choose (LaminaExampleGrid *self,
                            gsize              index)
{
  g_return_if_fail (LAMINA_IS_EXAMPLE_GRID (self));

  self->chosen = index;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
