/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-stage.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-counts.h"
#include "lamina-example-grid.h"
#include "lamina-example-scatter.h"
#include "lamina-example-table.h"
#include "lamina-example-texts.h"
#include "lamina-format.h"

/* Ways to look at examples; one of them is seen. */
typedef enum
{
  AS_GRID,
  AS_SCATTER,
  AS_TABLE,
  AS_TEXTS,
  N_WAYS,
} Way;

static const char *const way_names[] = { "grid", "scatter", "table", "texts" };

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
  LaminaExamples  *ways[N_WAYS];
  GtkLabel        *message;
  GtkWidget       *progress;
  LaminaDataCounts *counts;
  GtkLabel        *note;

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

static void
choose_everywhere (LaminaDataStage *self)
{
  for (int i = 0; i < N_WAYS; i++)
    lamina_examples_choose (self->ways[i], self->example);
}

/* The views show examples of one split only; of the others one is just looked at. */
static void
examples_chosen_cb (LaminaDataStage *self,
                    LaminaExamples  *examples)
{
  self->example = lamina_examples_get_chosen (examples);
  if (self->split == lamina_scene_get_split (self->scene))
    lamina_scene_choose_example (self->scene, self->example);
  choose_everywhere (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

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
  if (is_loading && self->progress_id == 0)
    self->progress_id = g_timeout_add (100, progress_cb, self);
  if (!is_loading)
    g_clear_handle_id (&self->progress_id, g_source_remove);
}

static Way
get_way (LaminaDataStage *self,
         LaminaDataSet   *set)
{
  switch (lamina_data_set_get_input_kind (set))
    {
    case LAMINA_DATA_INPUT_POINTS:
      return gtk_toggle_button_get_active (self->as_table) ? AS_TABLE : AS_SCATTER;
    case LAMINA_DATA_INPUT_TABLE:
      return AS_TABLE;
    case LAMINA_DATA_INPUT_TEXT:
      return AS_TEXTS;
    case LAMINA_DATA_INPUT_SERIES:
    case LAMINA_DATA_INPUT_PICTURE:
    default:
      return AS_GRID;
    }
}

/* @set: (nullable): only what is seen holds it */
static void
show_examples (LaminaDataStage *self,
               LaminaDataSet   *set)
{
  const Way way = set != NULL ? get_way (self, set) : N_WAYS;

  gtk_widget_set_visible (self->as_box, set != NULL && lamina_data_set_get_input_kind (set)
                                                       == LAMINA_DATA_INPUT_POINTS);
  for (Way i = 0; i < N_WAYS; i++)
    lamina_examples_set_split (self->ways[i], i == way ? set : NULL, self->split);
  lamina_data_counts_set_split (self->counts, set, self->split);
  if (set == NULL)
    return;

  gtk_stack_set_visible_child_name (self->stack, way_names[way]);
  choose_everywhere (self);
}

static void
choose_split (LaminaDataStage *self,
              LmSplit          split)
{
  self->split = split;
  self->is_setting = TRUE;
  gtk_toggle_button_set_active (self->splits[split], TRUE);
  self->is_setting = FALSE;
}

/* @set: (nullable) */
static void
label_splits (LaminaDataStage *self,
              LaminaDataSet   *set)
{
  static const char *const names[] = { N_("Training"), N_("Validation"), N_("Test") };

  for (int i = 0; i < LM_N_SPLITS; i++)
    {
      const gsize n = set != NULL ? lamina_data_set_get_n_examples (set, (LmSplit) i) : 0;
      g_autofree char *count = set != NULL ? lamina_format_count (n) : g_strdup ("");
      g_autofree char *label = g_strdup_printf ("%s  %s", _(names[i]), count);

      gtk_button_set_label (GTK_BUTTON (self->splits[i]), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->splits[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _(names[i]), -1);
      gtk_widget_set_sensitive (GTK_WIDGET (self->splits[i]), n > 0);
    }
}

static void
refresh (LaminaDataStage *self)
{
  LaminaDataSet *set = get_set (self);
  g_autofree char *title = NULL;

  if (self->scene == NULL)
    return;

  self->shown = set;
  /* Four rows of a truth table have no validation set: the one that the views show has examples. */
  if (set != NULL && lamina_data_set_get_n_examples (set, self->split) == 0)
    choose_split (self, lamina_scene_get_split (self->scene));
  label_splits (self, set);
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->split == LM_SPLIT_TEST);
  if (set == NULL)
    {
      show_examples (self, NULL);
      show_message (self);
      return;
    }

  title = lamina_data_set_describe (set);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  self->example = self->split == lamina_scene_get_split (self->scene)
                    ? lamina_scene_get_example (self->scene) : 0;
  show_examples (self, set);
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
  choose_split (self, lamina_scene_get_split (scene));
  refresh (self);
}

static void
lamina_data_stage_dispose (GObject *object)
{
  LaminaDataStage *self = LAMINA_DATA_STAGE (object);
  GtkWidget *child;

  if (self->ways[AS_GRID] != NULL)
    lamina_data_stage_set_scene (self, NULL);
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
  g_type_ensure (LAMINA_TYPE_DATA_COUNTS);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_GRID);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_SCATTER);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_TABLE);
  g_type_ensure (LAMINA_TYPE_EXAMPLE_TEXTS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-data-stage.ui");
#define BIND(member) gtk_widget_class_bind_template_child (widget_class, LaminaDataStage, member)
  BIND (title);
  BIND (as_picture);
  BIND (as_table);
  BIND (as_box);
  BIND (stack);
  BIND (message);
  BIND (progress);
  BIND (counts);
  BIND (note);
#undef BIND
  for (int i = 0; i < N_WAYS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, way_names[i], FALSE,
      G_STRUCT_OFFSET (LaminaDataStage, ways) + (gssize) i * (gssize) sizeof (LaminaExamples *));
  gtk_widget_class_bind_template_child_full (widget_class, "training", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "validation", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "test", FALSE,
                                             G_STRUCT_OFFSET (LaminaDataStage, splits[2]));
  gtk_widget_class_bind_template_callback (widget_class, examples_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, split_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
lamina_data_stage_init (LaminaDataStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
