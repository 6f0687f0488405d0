/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-stage.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-plot.h"
#include "lamina-example-grid.h"
#include "lamina-example-table.h"
#include "lamina-format.h"
#include "lamina-widget-style.h"

#define MAX_POINTS 2000
#define MAX_CLASSES 60

struct _LaminaDataStage
{
  GtkWidget parent_instance;

  LaminaScene     *scene; /* (nullable) */
  LmSplit          split;
  gsize            example;
  gconstpointer    shown;  /* the data set there was, only to compare */

  GtkLabel        *title;
  GtkToggleButton *splits[LM_N_SPLITS];
  GtkToggleButton *as_picture;
  GtkToggleButton *as_table;
  GtkWidget       *as_box;
  GtkStack        *stack;
  GtkWidget       *grid;
  GtkWidget       *table;
  GtkWidget       *scatter;
  GtkLabel        *message;
  GtkWidget       *progress;
  GtkWidget       *counts_card;
  GtkWidget       *counts;
  GtkLabel        *note;

  /* Of the scatter plot: a sample of the split. */
  gsize            n_points;
  double          *x, *y;
  int             *labels;
  gsize           *indices;
  guint            progress_id;
  gboolean         is_setting;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaDataStage, lamina_data_stage, GTK_TYPE_WIDGET)

static LaminaDataSet *
get_set (LaminaDataStage *self)
{
  return self->scene != NULL
           ? lamina_session_get_data_set (lamina_scene_get_session (self->scene)) : NULL;
}

LmSplit
lamina_data_stage_get_split (LaminaDataStage *self)
{
  g_return_val_if_fail (LAMINA_IS_DATA_STAGE (self), LM_SPLIT_TRAINING);

  return self->split;
}

gsize
lamina_data_stage_get_example (LaminaDataStage *self)
{
  g_return_val_if_fail (LAMINA_IS_DATA_STAGE (self), 0);

  return self->example;
}

/* The views show examples of one split only; of the others one is just looked at. */
static void
choose (LaminaDataStage *self,
        gsize            example)
{
  self->example = example;
  if (self->split == lamina_scene_get_split (self->scene))
    lamina_scene_choose_example (self->scene, example);
  lamina_example_grid_choose (LAMINA_EXAMPLE_GRID (self->grid), example);
  lamina_example_table_choose (LAMINA_EXAMPLE_TABLE (self->table), example);
  gtk_widget_queue_draw (self->scatter);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
grid_chosen_cb (LaminaDataStage *self)
{
  choose (self, lamina_example_grid_get_chosen (LAMINA_EXAMPLE_GRID (self->grid)));
}

static void
table_chosen_cb (LaminaDataStage *self)
{
  choose (self, lamina_example_table_get_chosen (LAMINA_EXAMPLE_TABLE (self->table)));
}

/* Points */

static void
clear_points (LaminaDataStage *self)
{
  self->n_points = 0;
  g_clear_pointer (&self->x, g_free);
  g_clear_pointer (&self->y, g_free);
  g_clear_pointer (&self->labels, g_free);
  g_clear_pointer (&self->indices, g_free);
}

static void
load_points (LaminaDataStage *self,
             LaminaDataSet   *set)
{
  const gsize n = lamina_data_set_get_n_examples (set, self->split);
  const gboolean is_plane = lamina_data_set_get_n_columns (set) > 1;

  clear_points (self);
  self->n_points = MIN (n, MAX_POINTS);
  self->x = g_new (double, self->n_points + 1);
  self->y = g_new (double, self->n_points + 1);
  self->labels = g_new (int, self->n_points + 1);
  self->indices = g_new (gsize, self->n_points + 1);
  for (gsize i = 0; i < self->n_points; i++)
    {
      const gsize index = i * n / self->n_points;

      self->indices[i] = index;
      self->x[i] = lamina_data_set_get_raw (set, self->split, index, 0);
      self->y[i] = is_plane ? lamina_data_set_get_raw (set, self->split, index, 1)
                            : lamina_data_set_get_raw_target (set, self->split, index, 0);
      self->labels[i] = lamina_data_set_get_label (set, self->split, index);
    }
}

static LaminaScatter
get_scatter (LaminaDataStage *self)
{
  LaminaDataSet *set = get_set (self);
  LaminaScatter scatter = { self->n_points, self->x, self->y, self->labels, -1,
                            set != NULL ? lamina_data_set_get_column (set, 0)->name : NULL };

  for (gsize i = 0; i < self->n_points; i++)
    if (self->indices[i] == self->example)
      scatter.chosen = (gssize) i;

  return scatter;
}

static void
draw_scatter_cb (GtkDrawingArea *area,
                 cairo_t        *cr,
                 int             width,
                 int             height,
                 gpointer        data)
{
  const LaminaScatter scatter = get_scatter (data);
  LaminaStyle style;

  if (scatter.n == 0)
    return;

  lamina_widget_get_style (GTK_WIDGET (area), &style);
  lamina_scatter_draw (&scatter, cr, &style, width, height);
}

static void
scatter_pressed_cb (GtkGestureClick *click,
                    int              n_presses,
                    double           x,
                    double           y,
                    LaminaDataStage *self)
{
  const LaminaScatter scatter = get_scatter (self);
  LaminaStyle style;
  gssize hit;

  if (scatter.n == 0)
    return;

  lamina_widget_get_style (self->scatter, &style);
  hit = lamina_scatter_hit (&scatter, &style, gtk_widget_get_width (self->scatter),
                            gtk_widget_get_height (self->scatter), x, y);
  if (hit >= 0)
    choose (self, self->indices[hit]);
}

/* Classes */

static void
draw_counts_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        data)
{
  LaminaDataStage *self = data;
  LaminaDataSet *set = get_set (self);
  const char *names[MAX_CLASSES];
  gsize numbers[MAX_CLASSES];
  LaminaClassCounts counts = { 0, names, numbers };
  LaminaStyle style;
  double needed;

  if (set == NULL)
    return;

  counts.n = MIN (lamina_data_set_get_n_classes (set), MAX_CLASSES);
  for (gsize i = 0; i < counts.n; i++)
    {
      names[i] = lamina_data_set_get_class_name (set, i);
      numbers[i] = lamina_data_set_get_class_count (set, self->split, i);
    }
  lamina_widget_get_style (GTK_WIDGET (area), &style);
  lamina_class_counts_draw (&counts, cr, &style, width, height);
  needed = lamina_class_counts_get_height (&counts, &style, width);
  gtk_drawing_area_set_content_height (area, (int) needed);
}

static void
describe_counts (LaminaDataStage *self,
                 LaminaDataSet   *set)
{
  const gsize n = MIN (lamina_data_set_get_n_classes (set), MAX_CLASSES);
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *count =
        lamina_format_count (lamina_data_set_get_class_count (set, self->split, i));

      g_string_append_printf (text, "%s%s %s", i > 0 ? _(", ") : "",
                              lamina_data_set_get_class_name (set, i), count);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->counts), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples of each class"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

/* The whole */

static gboolean
progress_cb (gpointer data)
{
  LaminaDataStage *self = data;

  if (get_set (self) != NULL || self->scene == NULL)
    {
      self->progress_id = 0;
      return G_SOURCE_REMOVE;
    }

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
    lamina_session_get_data_progress (lamina_scene_get_session (self->scene)));

  return G_SOURCE_CONTINUE;
}

static void
show_message (LaminaDataStage *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const char *error = lamina_session_get_data_error (session);
  const gboolean is_loading = error == NULL;

  gtk_label_set_label (self->title, _("Data"));
  gtk_label_set_label (self->message, is_loading ? _("Loading the data…") : error);
  gtk_widget_set_visible (gtk_widget_get_parent (self->progress), is_loading);
  gtk_stack_set_visible_child_name (self->stack, "message");
  gtk_widget_set_visible (self->counts_card, FALSE);
  if (is_loading && self->progress_id == 0)
    self->progress_id = g_timeout_add (100, progress_cb, self);
  if (!is_loading)
    g_clear_handle_id (&self->progress_id, g_source_remove);
}

/* Pictures, points or rows; what is no table can be looked at as one too, but pictures. */
static void
show_examples (LaminaDataStage *self,
               LaminaDataSet   *set)
{
  const LaminaDataInput kind = lamina_data_set_get_input_kind (set);
  const gboolean has_table = kind != LAMINA_DATA_INPUT_PICTURE && kind != LAMINA_DATA_INPUT_SERIES;
  const gboolean wants_table = kind != LAMINA_DATA_INPUT_PICTURE &&
                               (kind != LAMINA_DATA_INPUT_POINTS ||
                                gtk_toggle_button_get_active (self->as_table));

  gtk_widget_set_visible (self->as_box, has_table && kind == LAMINA_DATA_INPUT_POINTS);
  if (kind == LAMINA_DATA_INPUT_PICTURE)
    lamina_example_grid_set_split (LAMINA_EXAMPLE_GRID (self->grid), set, self->split);
  else
    lamina_example_grid_set_split (LAMINA_EXAMPLE_GRID (self->grid), NULL, self->split);
  lamina_example_table_set_split (LAMINA_EXAMPLE_TABLE (self->table), wants_table ? set : NULL,
                                  self->split);
  clear_points (self);
  if (kind == LAMINA_DATA_INPUT_POINTS)
    load_points (self, set);

  gtk_stack_set_visible_child_name (self->stack, wants_table ? "table"
                                    : kind == LAMINA_DATA_INPUT_POINTS ? "scatter" : "grid");
  gtk_widget_queue_draw (self->scatter);
}

static void
refresh (LaminaDataStage *self)
{
  LaminaDataSet *set = get_set (self);
  static const char *const names[] = { N_("Training"), N_("Validation"), N_("Test") };
  g_autofree char *title = NULL;

  if (self->scene == NULL)
    return;

  self->shown = set;
  for (int i = 0; i < LM_N_SPLITS; i++)
    {
      g_autofree char *count =
        set != NULL ? lamina_format_count (lamina_data_set_get_n_examples (set, (LmSplit) i))
                    : g_strdup ("");
      g_autofree char *label = g_strdup_printf ("%s  %s", _(names[i]), count);

      gtk_button_set_label (GTK_BUTTON (self->splits[i]), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->splits[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _(names[i]), -1);
      gtk_widget_set_sensitive (GTK_WIDGET (self->splits[i]),
                                set != NULL &&
                                lamina_data_set_get_n_examples (set, (LmSplit) i) > 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->split == LM_SPLIT_TEST);
  if (set == NULL)
    {
      lamina_example_grid_set_split (LAMINA_EXAMPLE_GRID (self->grid), NULL, self->split);
      lamina_example_table_set_split (LAMINA_EXAMPLE_TABLE (self->table), NULL, self->split);
      clear_points (self);
      show_message (self);
      return;
    }

  title = lamina_data_set_describe (set);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_widget_set_visible (self->counts_card, lamina_data_set_get_n_classes (set) > 0);
  describe_counts (self, set);
  gtk_widget_queue_draw (self->counts);
  show_examples (self, set);
  self->example = self->split == lamina_scene_get_split (self->scene)
                    ? lamina_scene_get_example (self->scene) : 0;
  lamina_example_grid_choose (LAMINA_EXAMPLE_GRID (self->grid), self->example);
  lamina_example_table_choose (LAMINA_EXAMPLE_TABLE (self->table), self->example);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* Most edits leave the data alone. */
static void
changed_cb (LaminaDataStage *self)
{
  LaminaDataSet *set = get_set (self);

  if (set == NULL || set != self->shown)
    refresh (self);
}

static void
split_toggled_cb (LaminaDataStage *self,
                  GtkToggleButton *button)
{
  if (self->is_setting || !gtk_toggle_button_get_active (button))
    return;

  for (int i = 0; i < LM_N_SPLITS; i++)
    if (self->splits[i] == button)
      self->split = (LmSplit) i;
  refresh (self);
}

static void
as_toggled_cb (LaminaDataStage *self)
{
  LaminaDataSet *set = get_set (self);

  if (set != NULL)
    show_examples (self, set);
}

static void
cancel_cb (LaminaDataStage *self)
{
  if (self->scene != NULL)
    lamina_session_cancel_loading (lamina_scene_get_session (self->scene));
}

void
lamina_data_stage_set_scene (LaminaDataStage *self,
                             LaminaScene     *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_DATA_STAGE (self));

  if (self->scene != NULL)
    g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
  g_set_object (&self->scene, scene);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  if (scene == NULL)
    return;

  session = lamina_scene_get_session (scene);
  /* After the scene, which looks at the data first. */
  g_signal_connect_object (session, "data", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->split = lamina_scene_get_split (scene);
  self->is_setting = TRUE;
  gtk_toggle_button_set_active (self->splits[self->split], TRUE);
  self->is_setting = FALSE;
  refresh (self);
}

static void
lamina_data_stage_dispose (GObject *object)
{
  LaminaDataStage *self = LAMINA_DATA_STAGE (object);
  GtkWidget *child;

  if (self->grid != NULL)
    lamina_data_stage_set_scene (self, NULL);
  clear_points (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_DATA_STAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_data_stage_parent_class)->dispose (object);
}

static void
lamina_data_stage_class_init (LaminaDataStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_data_stage_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LAMINA_TYPE_DATA_STAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_GRID);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_TABLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-data-stage.ui");
#define BIND(member) gtk_widget_class_bind_template_child (widget_class, LaminaDataStage, member)
  BIND (title);
  BIND (as_picture);
  BIND (as_table);
  BIND (as_box);
  BIND (stack);
  BIND (grid);
  BIND (table);
  BIND (scatter);
  BIND (message);
  BIND (progress);
  BIND (counts_card);
  BIND (counts);
  BIND (note);
#undef BIND
  gtk_widget_class_bind_template_child_full (widget_class, "training", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "validation", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "test", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[2]));
  gtk_widget_class_bind_template_callback (widget_class, grid_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, split_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, scatter_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
lamina_data_stage_init (LaminaDataStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->scatter), draw_scatter_cb, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->counts), draw_counts_cb, self, NULL);
}
