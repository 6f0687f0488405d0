/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-table.h"

#include <glib/gi18n-lib.h>

#include "lamina-example-model.h"
#include "lamina-format.h"

/* A window has no room for more, and each column costs a widget a row. */
#define MAX_COLUMNS 40

struct _LaminaExampleTable
{
  GtkWidget parent_instance;

  GtkWidget          *scrolled;
  GtkColumnView      *view;
  GtkSingleSelection *selection; /* (nullable) */
  LaminaDataSet      *set;       /* (nullable) */
  LmSplit             split;
};

static void lamina_example_table_examples_init (LaminaExamplesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaminaExampleTable, lamina_example_table, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAMINA_TYPE_EXAMPLES,
                                                      lamina_example_table_examples_init))

/* What a column of the table shows. */
typedef enum
{
  CELL_INDEX,
  CELL_TARGET,
  CELL_INPUT,
} CellKind;

typedef struct
{
  LaminaExampleTable *table; /* borrowed */
  CellKind            kind;
  gsize               column;
} Cell;

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          Cell                     *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), cell->kind == CELL_TARGET ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (cell->kind == CELL_INDEX)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
}

static char *
write_target (LaminaExampleTable *self,
              gsize               index,
              gsize               column)
{
  const int label = lamina_data_set_get_label (self->set, self->split, index);

  if (label >= 0)
    return g_strdup (lamina_data_set_get_class_name (self->set, (gsize) label));

  return lamina_format_number (lamina_data_set_get_raw_target (self->set, self->split, index,
                                                               column));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         Cell                     *cell)
{
  LaminaExampleTable *self = cell->table;
  const gsize index = lamina_example_get_index (gtk_list_item_get_item (item));
  g_autofree char *text = NULL;

  if (self->set == NULL)
    return;

  if (cell->kind == CELL_INDEX)
    text = lamina_format_count (index + 1);
  else if (cell->kind == CELL_TARGET)
    text = write_target (self, index, cell->column);
  else
    text = lamina_format_number (lamina_data_set_get_raw (self->set, self->split, index,
                                                          cell->column));
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (LaminaExampleTable *self,
            const char         *title,
            CellKind            kind,
            gsize               column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cell *cell = g_new (Cell, 1);
  g_autoptr(GtkColumnViewColumn) added = NULL;

  *cell = (Cell) { self, kind, column };
  g_object_set_data_full (G_OBJECT (factory), "cell", cell, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), cell);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), cell);
  added = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (added, TRUE);
  gtk_column_view_column_set_fixed_width (added, kind == CELL_INDEX ? 72 : 116);
  gtk_column_view_append_column (self->view, added);
}

static void
clear_columns (LaminaExampleTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
}

static void
add_columns (LaminaExampleTable *self)
{
  const gsize n_targets = lamina_data_set_get_n_targets (self->set);
  const gsize n_columns = lamina_data_set_get_n_columns (self->set);

  add_column (self, "#", CELL_INDEX, 0);
  for (gsize i = 0; i < MIN (n_targets, 3); i++)
    add_column (self, lamina_data_set_get_target_column (self->set, i)->name, CELL_TARGET, i);
  for (gsize i = 0; i < MIN (n_columns, MAX_COLUMNS); i++)
    add_column (self, lamina_data_set_get_column (self->set, i)->name, CELL_INPUT, i);
}

static void
lamina_example_table_set_split (LaminaExamples *examples,
                                LaminaDataSet  *set,
                                LmSplit         split)
{
  LaminaExampleTable *self = LAMINA_EXAMPLE_TABLE (examples);
  const gboolean is_other = set != self->set;

  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  if (is_other)
    clear_columns (self);
  if (set != NULL)
    lamina_data_set_ref (set);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  self->set = set;
  self->split = split;
  if (is_other && set != NULL)
    add_columns (self);
  self->selection = lamina_examples_list (examples, set, split);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static gsize
lamina_example_table_get_chosen (LaminaExamples *examples)
{
  LaminaExampleTable *self = LAMINA_EXAMPLE_TABLE (examples);

  return self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : 0;
}

static void
lamina_example_table_choose (LaminaExamples *examples,
                             gsize           index)
{
  lamina_examples_select (examples, LAMINA_EXAMPLE_TABLE (examples)->selection, index);
}

static void
lamina_example_table_examples_init (LaminaExamplesInterface *iface)
{
  iface->set_split = lamina_example_table_set_split;
  iface->get_chosen = lamina_example_table_get_chosen;
  iface->choose = lamina_example_table_choose;
}

static void
lamina_example_table_dispose (GObject *object)
{
  LaminaExampleTable *self = LAMINA_EXAMPLE_TABLE (object);

  if (self->scrolled != NULL)
    lamina_examples_set_split (LAMINA_EXAMPLES (self), NULL, LM_SPLIT_TRAINING);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_example_table_parent_class)->dispose (object);
}

static void
lamina_example_table_class_init (LaminaExampleTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_example_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lamina_example_table_init (LaminaExampleTable *self)
{
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples as a table"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}
