/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view-grid-private.h"

#include <glib/gi18n.h>

#include "lamina-placement.h"

#define GAP 12
/* What a card has around its picture: header and padding. */
#define CARD_EXTRA 58
/* How high a row is, more or less: higher cards span several. */
#define ROW_HEIGHT 145
/* Rows may be squeezed to this share of what their cards would like before the stage scrolls. */
#define MIN_SHARE 0.78
#define ADD_HEIGHT 34

enum
{
  PROP_0,
  PROP_ENLARGED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LaminaViewGrid, lamina_view_grid, GTK_TYPE_WIDGET)

/* --- where cards lie --- */

static LaminaPlacement *
lamina_view_grid_arrange (LaminaViewGrid *self,
                          int            *n_rows)
{
  LaminaPlacement *places = g_new0 (LaminaPlacement, self->cards->len + 1);

  for (guint i = 0; i < self->cards->len; i++)
    {
      LaminaViewCard *card = g_ptr_array_index (self->cards, i);
      const LaminaViewClass *klass = lamina_plot_get_view (lamina_view_card_get_plot (card));

      places[i].columns = lamina_view_card_get_columns (card);
      places[i].height = klass->height + CARD_EXTRA;
      places[i].rows = MAX (1, (places[i].height + ROW_HEIGHT / 2) / ROW_HEIGHT);
    }
  *n_rows = lamina_placement_arrange (places, self->cards->len);

  return places;
}

static void
lamina_view_grid_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  LaminaViewGrid *self = LAMINA_VIEW_GRID (widget);
  int n_rows;
  g_autofree LaminaPlacement *places = NULL;
  g_autofree int *heights = NULL;

  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->enlarged != NULL)
    {
      *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 200;
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 740 : 600;
      return;
    }

  places = lamina_view_grid_arrange (self, &n_rows);
  heights = g_new0 (int, n_rows + 1);
  *natural = lamina_placement_measure (places, self->cards->len, n_rows, GAP, MIN_SHARE, 0,
                                       heights) +
             ADD_HEIGHT + 3 * GAP;
  *minimum = lamina_placement_measure (places, self->cards->len, n_rows, GAP, MIN_SHARE, 1,
                                       heights) +
             ADD_HEIGHT + 3 * GAP;
}

static void
allocate (GtkWidget *widget,
          int        x,
          int        y,
          int        width,
          int        height)
{
  GskTransform *transform = gsk_transform_translate (NULL,
                                                     &GRAPHENE_POINT_INIT ((float) x, (float) y));
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (widget, width, MAX (height, minimum), -1, transform);
}

/* @heights: of the rows. Returns: the y below the last one */
static void
lamina_view_grid_allocate_cards (LaminaViewGrid        *self,
                                 const LaminaPlacement *places,
                                 const int             *heights,
                                 int                    width)
{
  const double column = (double) (width - GAP) / LAMINA_GRID_COLUMNS;

  for (guint i = 0; i < self->cards->len; i++)
    {
      const LaminaPlacement *place = &places[i];
      const int left = GAP + (int) (place->column * column);
      const int right = (int) ((place->column + place->columns) * column);
      int y = GAP, height = -GAP;

      for (int row = 0; row < place->row; row++)
        y += heights[row] + GAP;
      for (int row = place->row; row < place->row + place->rows; row++)
        height += heights[row] + GAP;
      allocate (g_ptr_array_index (self->cards, i), left, y, right - left, height);
    }
}

static void
lamina_view_grid_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  LaminaViewGrid *self = LAMINA_VIEW_GRID (widget);
  const int below = ADD_HEIGHT + 3 * GAP;
  g_autofree LaminaPlacement *places = NULL;
  g_autofree int *heights = NULL;
  int n_rows, sum;

  if (self->enlarged != NULL)
    {
      allocate (GTK_WIDGET (self->enlarged), GAP, GAP, width - 2 * GAP, height - 2 * GAP);
      return;
    }

  places = lamina_view_grid_arrange (self, &n_rows);
  heights = g_new0 (int, n_rows + 1);
  sum = lamina_placement_measure (places, self->cards->len, n_rows, GAP, MIN_SHARE,
                                  MAX (1, height - below), heights);
  lamina_view_grid_allocate_cards (self, places, heights, width);
  allocate (self->add, GAP, sum + 2 * GAP, width - 2 * GAP, ADD_HEIGHT);
}

/* The line where a dragged card would go. */
static void
lamina_view_grid_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  LaminaViewGrid *self = LAMINA_VIEW_GRID (widget);
  graphene_rect_t bounds;
  GdkRGBA color;
  GtkWidget *card;

  GTK_WIDGET_CLASS (lamina_view_grid_parent_class)->snapshot (widget, snapshot);

  if (self->drop < 0 || self->cards->len == 0)
    return;

  card = g_ptr_array_index (self->cards, MIN ((guint) self->drop, self->cards->len - 1));
  if (!gtk_widget_compute_bounds (card, widget, &bounds) ||
      !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color",
                                       &color))
    return;

  if ((guint) self->drop >= self->cards->len)
    bounds.origin.x += bounds.size.width + GAP;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (bounds.origin.x - GAP / 2 - 1, bounds.origin.y, 2,
                                                  bounds.size.height));
}

void
lamina_view_grid_enlarge (LaminaViewGrid *self,
                          LaminaViewCard *card)
{
  self->enlarged = card;
  for (guint i = 0; i < self->cards->len; i++)
    {
      LaminaViewCard *other = g_ptr_array_index (self->cards, i);

      gtk_widget_set_child_visible (GTK_WIDGET (other), card == NULL || other == card);
      lamina_view_card_set_enlarged (other, other == card);
    }
  gtk_widget_set_child_visible (self->add, card == NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENLARGED]);
}

/* An arrangement of its own stays; the default one depends on the data and the metrics. */
static void
document_cb (LaminaViewGrid *self)
{
  const LaminaDocument *document =
    lamina_session_get_document (lamina_scene_get_session (self->scene));

  if (g_strcmp0 (document->layout, self->layout) != 0)
    lamina_view_grid_update (self);
}

static void
data_cb (LaminaViewGrid *self)
{
  if (self->layout == NULL)
    lamina_view_grid_update (self);
}

static void
add_view_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lamina_view_grid_add_view (LAMINA_VIEW_GRID (widget), g_variant_get_string (parameter, NULL));
}

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       data)
{
  g_autoptr(GMenuModel) menu = lamina_view_grid_make_menu (data);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
lamina_view_grid_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_value_set_boolean (value, LAMINA_VIEW_GRID (object)->enlarged != NULL);
}

static void
lamina_view_grid_dispose (GObject *object)
{
  LaminaViewGrid *self = LAMINA_VIEW_GRID (object);

  lamina_view_grid_set_scene (self, NULL);
  g_clear_pointer (&self->add, gtk_widget_unparent);
  g_clear_pointer (&self->cards, g_ptr_array_unref);

  G_OBJECT_CLASS (lamina_view_grid_parent_class)->dispose (object);
}

static void
lamina_view_grid_class_init (LaminaViewGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lamina_view_grid_dispose;
  object_class->get_property = lamina_view_grid_get_property;
  widget_class->measure = lamina_view_grid_measure;
  widget_class->size_allocate = lamina_view_grid_size_allocate;
  widget_class->snapshot = lamina_view_grid_snapshot;

  properties[PROP_ENLARGED] = g_param_spec_boolean ("enlarged", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "viewgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "grid.add", "s", add_view_cb);
}

static void
lamina_view_grid_init (LaminaViewGrid *self)
{
  self->drop = -1;
  self->cards = g_ptr_array_new ();
  self->add = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->add), _("Add View…"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->add), create_menu_cb, self, NULL);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"),
                                  -1);

  lamina_view_grid_init_dnd (self);
}

void
lamina_view_grid_set_scene (LaminaViewGrid *self,
                            LaminaScene    *scene)
{
  g_return_if_fail (LAMINA_IS_VIEW_GRID (self));

  if (self->scene != NULL)
    {
      LaminaSession *session = lamina_scene_get_session (self->scene);

      lamina_view_grid_clear (self);
      g_signal_handlers_disconnect_by_func (session, document_cb, self);
      g_signal_handlers_disconnect_by_func (self->scene, data_cb, self);
      g_clear_object (&self->scene);
    }

  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  g_signal_connect_object (lamina_scene_get_session (scene), "changed", G_CALLBACK (document_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (data_cb), self, G_CONNECT_SWAPPED);
  lamina_view_grid_update (self);
}

gboolean
lamina_view_grid_is_enlarged (LaminaViewGrid *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_GRID (self), FALSE);

  return self->enlarged != NULL;
}

gboolean
lamina_view_grid_shrink (LaminaViewGrid *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_GRID (self), FALSE);

  if (self->enlarged == NULL)
    return FALSE;

  lamina_view_grid_enlarge (self, NULL);

  return TRUE;
}
