/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-inspector.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-report.h"
#include "lamina-data-settings.h"
#include "lamina-fact-list.h"
#include "lamina-format.h"
#include "lamina-weak.h"
#include "lamina-vocabulary-facts.h"

#define MAX_FINDINGS 8

struct _LaminaDataInspector
{
  GtkWidget parent_instance;

  LaminaScene   *scene;  /* (nullable) */
  GCancellable  *report; /* (nullable): while one is made */

  GtkWidget     *scrolled;
  GtkWidget     *split;   /* LaminaFieldList */
  GtkWidget     *findings;
  GPtrArray     *finding_rows;
  GtkWidget     *column_group;
  GtkDropDown   *column;
  GtkWidget     *column_facts;
  GtkWidget     *vocabulary;
  GtkWidget     *example;
};

G_DEFINE_FINAL_TYPE (LaminaDataInspector, lamina_data_inspector, GTK_TYPE_WIDGET)

static LaminaSession *
get_session (LaminaDataInspector *self)
{
  return self->scene != NULL ? lamina_scene_get_session (self->scene) : NULL;
}

/* The report */

static void
add_finding (LaminaDataInspector *self,
             const char          *icon_name,
             const char          *text,
             const char          *remedy)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (text, -1);
  g_autofree char *subtitle = remedy != NULL ? g_markup_escape_text (remedy, -1) : NULL;

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon_name);
  gtk_widget_add_css_class (row, "finding");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->findings), row);
  g_ptr_array_add (self->finding_rows, row);
}

static void
clear_findings (LaminaDataInspector *self)
{
  for (guint i = 0; i < self->finding_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->findings),
                                  g_ptr_array_index (self->finding_rows, i));
  g_ptr_array_set_size (self->finding_rows, 0);
}

static void
show_findings (LaminaDataInspector *self,
               GPtrArray           *findings)
{
  clear_findings (self);
  for (guint i = 0; i < MIN (findings->len, MAX_FINDINGS); i++)
    {
      const LaminaFinding *finding = g_ptr_array_index (findings, i);

      add_finding (self, finding->level == LAMINA_FINDING_WARNING ? "dialog-warning-symbolic"
                                                                  : "dialog-information-symbolic",
                   finding->text, finding->remedy);
    }
  if (findings->len == 0)
    add_finding (self, "object-select-symbolic", _("Nothing to report"), NULL);
}

static void
report_run (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  g_task_return_pointer (task, lamina_data_report_new (data, cancellable),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
report_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(LaminaDataInspector) self = lamina_weak_take (data);
  g_autoptr(GPtrArray) findings = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL || self->report != g_task_get_cancellable (G_TASK (result)))
    return;

  g_clear_object (&self->report);
  if (findings != NULL)
    show_findings (self, findings);
}

static void
start_report (LaminaDataInspector *self,
              LaminaDataSet       *set)
{
  g_autoptr(GTask) task = NULL;

  if (self->report != NULL)
    g_cancellable_cancel (self->report);
  g_clear_object (&self->report);
  clear_findings (self);
  if (set == NULL)
    return;

  add_finding (self, "content-loading-symbolic", _("Looking through the data…"), NULL);
  self->report = g_cancellable_new ();
  task = g_task_new (NULL, self->report, report_cb, lamina_weak_new (self));
  g_task_set_task_data (task, lamina_data_set_ref (set), (GDestroyNotify) lamina_data_set_unref);
  g_task_run_in_thread (task, report_run);
}

/* One column */

static void
add_number (LaminaFactList *list,
            const char     *title,
            double          value)
{
  g_autofree char *text = lamina_format_number (value);

  lamina_fact_list_add (list, title, text);
}

static void
show_column (LaminaDataInspector *self)
{
  LaminaSession *session = get_session (self);
  LaminaDataSet *set = session != NULL ? lamina_session_get_data_set (session) : NULL;
  const guint index = gtk_drop_down_get_selected (self->column);
  LaminaFactList *facts = LAMINA_FACT_LIST (self->column_facts);
  const LaminaDataColumn *column;

  if (set == NULL || index >= lamina_data_set_get_n_columns (set))
    return;

  column = lamina_data_set_get_column (set, index);
  lamina_fact_list_clear (facts);
  add_number (facts, _("Least"), column->min);
  add_number (facts, _("Greatest"), column->max);
  add_number (facts, _("Mean"), column->mean);
  add_number (facts, _("Deviation"), column->deviation);
  if (column->n_missing > 0)
    {
      g_autofree char *count = lamina_format_count (column->n_missing);

      lamina_fact_list_add (facts, _("Missing cells"), count);
    }
  if (column->shift != 0 || column->divisor != 1)
    {
      add_number (facts, _("Scaled: less"), column->shift);
      add_number (facts, _("then divided by"), column->divisor);
    }
  lamina_fact_list_end (facts);
}

static void
fill_columns (LaminaDataInspector *self,
              LaminaDataSet       *set)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  const gboolean has_facts = set != NULL && lamina_data_set_get_vocabulary (set) == NULL;

  for (gsize i = 0; set != NULL && i < lamina_data_set_get_n_columns (set); i++)
    gtk_string_list_append (names, lamina_data_set_get_column (set, i)->name);
  gtk_drop_down_set_model (self->column, G_LIST_MODEL (names));
  gtk_widget_set_visible (self->column_group, has_facts);
  gtk_widget_set_visible (self->column_facts, has_facts);
  show_column (self);
}

/* One example */

void
lamina_data_inspector_set_example (LaminaDataInspector *self,
                                   LmSplit              split,
                                   gsize                index)
{
  LaminaSession *session = get_session (self);
  LaminaDataSet *set = session != NULL ? lamina_session_get_data_set (session) : NULL;
  LaminaFactList *list;
  g_autofree char *number = NULL, *row = NULL, *title = NULL;
  int label;

  g_return_if_fail (LAMINA_IS_DATA_INSPECTOR (self));

  gtk_widget_set_visible (self->example, set != NULL);
  if (set == NULL || index >= lamina_data_set_get_n_examples (set, split))
    return;

  list = LAMINA_FACT_LIST (self->example);
  label = lamina_data_set_get_label (set, split, index);
  number = lamina_format_count (index + 1);
  row = lamina_format_count (lamina_data_set_get_row (set, split, index) + 1);
  title = g_strdup_printf (_("Example %s"), number);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (list), title);
  lamina_fact_list_clear (list);
  if (label >= 0)
    lamina_fact_list_add (list, _("Class"), lamina_data_set_get_class_name (set, (gsize) label));
  else if (lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_VALUES)
    add_number (list, _("Target"), lamina_data_set_get_raw_target (set, split, index, 0));
  if (lamina_data_set_has_lengths (set))
    add_number (list, _("Length"), (double) lamina_data_set_get_length (set, split, index));
  lamina_fact_list_add (list, _("Row in the source"), row);
  lamina_fact_list_end (list);
}

static void
update_fields (LaminaDataInspector *self)
{
  LaminaSession *session = get_session (self);
  const LaminaDataConfig *config;

  if (session == NULL)
    return;

  config = lamina_session_get_document (session)->data;
  lamina_field_list_set_values (LAMINA_FIELD_LIST (self->split), lamina_pipeline_fields,
                                lamina_data_config_get_pipeline (config));
}

static void
data_cb (LaminaDataInspector *self)
{
  LaminaDataSet *set = lamina_session_get_data_set (get_session (self));
  LaminaFieldRow *test = lamina_field_list_find (LAMINA_FIELD_LIST (self->split), "test");

  lamina_field_row_set_locked (test, set != NULL && lamina_data_set_has_own_test (set)
                                     ? _("These data bring test examples of their own") : NULL);
  gtk_widget_set_visible (self->findings, set != NULL);
  if (set == NULL)
    gtk_widget_set_visible (self->example, FALSE);
  start_report (self, set);
  fill_columns (self, set);
  lamina_vocabulary_facts_show (LAMINA_FACT_LIST (self->vocabulary), set);
}

void
lamina_data_inspector_set_scene (LaminaDataInspector *self,
                                 LaminaScene         *scene)
{
  g_return_if_fail (LAMINA_IS_DATA_INSPECTOR (self));

  if (self->scene != NULL)
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  g_set_object (&self->scene, scene);
  if (scene == NULL)
    {
      start_report (self, NULL);
      return;
    }

  g_signal_connect_object (get_session (self), "data", G_CALLBACK (data_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_session (self), "changed", G_CALLBACK (update_fields), self,
                           G_CONNECT_SWAPPED);
  update_fields (self);
  data_cb (self);
}

static void
lamina_data_inspector_dispose (GObject *object)
{
  LaminaDataInspector *self = LAMINA_DATA_INSPECTOR (object);

  if (self->scrolled != NULL)
    lamina_data_inspector_set_scene (self, NULL);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->finding_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (lamina_data_inspector_parent_class)->dispose (object);
}

static void
lamina_data_inspector_class_init (LaminaDataInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_data_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_group (const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);

  return group;
}

static void
lamina_data_inspector_init (LaminaDataInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->finding_rows = g_ptr_array_new ();
  self->split = lamina_field_list_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->split), _("Split"));
  lamina_field_list_append (LAMINA_FIELD_LIST (self->split), lamina_pipeline_fields,
                            lamina_other_field_names);
  lamina_data_settings_connect (LAMINA_FIELD_LIST (self->split));
  self->findings = make_group (_("Report"));
  self->vocabulary = lamina_fact_list_new (_("Vocabulary"));
  self->example = lamina_fact_list_new (_("Example"));
  self->column_group = make_group (_("Column"));
  self->column = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->column), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Column"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->column_group),
                             GTK_WIDGET (self->column));
  self->column_facts = lamina_fact_list_new ("");
  gtk_widget_add_css_class (box, "inspector");
  gtk_box_append (GTK_BOX (box), self->split);
  gtk_box_append (GTK_BOX (box), self->findings);
  gtk_box_append (GTK_BOX (box), self->vocabulary);
  gtk_box_append (GTK_BOX (box), self->example);
  gtk_box_append (GTK_BOX (box), self->column_group);
  gtk_box_append (GTK_BOX (box), self->column_facts);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  g_signal_connect_object (self->column, "notify::selected", G_CALLBACK (show_column), self,
                           G_CONNECT_SWAPPED);
}
