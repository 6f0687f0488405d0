/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-layer-inspector.h"

#include <glib/gi18n-lib.h>

#include "lamina-fact-list.h"
#include "lamina-field-list.h"
#include "lamina-format.h"
#include "lamina-input-list.h"
#include "lamina-layer-text.h"
#include "lamina-window.h"

struct _LaminaLayerInspector
{
  GtkWidget parent_instance;

  LaminaScene        *scene; /* (nullable) */
  gssize              layer;
  const LmLayerClass *klass; /* (nullable): whose fields are shown */

  GtkWidget *scrolled;
  GtkLabel  *title;
  GtkLabel  *summary;
  GtkWidget *fields;  /* LaminaFieldList */
  GtkWidget *inputs;
  GtkWidget *result;
};

G_DEFINE_FINAL_TYPE (LaminaLayerInspector, lamina_layer_inspector, GTK_TYPE_WIDGET)

/* A layer's name is edited like a field, though it is none. */
static const LmField name_fields[] = {
  { "name", LM_FIELD_TEXT, 0, .title = N_("Name") },
  { NULL },
};

typedef struct
{
  LaminaFieldRow *row;   /* (nullable): referenced */
  gsize           layer;
  char           *name;  /* of the field */
  char           *text;
  gboolean        merge;
  GStrv           inputs;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_clear_object (&self->row);
  g_free (self->name);
  g_free (self->text);
  g_strfreev (self->inputs);
  g_free (self);
}

static gboolean
edit_cb (LaminaSession  *session,
         gpointer        data,
         GError        **error)
{
  const Edit *self = data;

  if (self->inputs != NULL)
    return lamina_session_set_inputs (session, self->layer,
                                      (const char *const *) self->inputs, error);
  if (lamina_field_row_get_field (self->row) == name_fields)
    return lamina_session_rename_layer (session, self->layer, self->text, error);

  return lamina_session_set_layer_field (session, self->layer, self->name, self->text, self->merge,
                                         error);
}

static void
run (LaminaLayerInspector *self,
     Edit                 *edit)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));
  g_autoptr(LaminaFieldRow) row = edit->row != NULL ? g_object_ref (edit->row) : NULL;
  g_autoptr(GError) error = NULL;

  edit->layer = (gsize) self->layer;
  if (window == NULL || self->layer < 0)
    {
      edit_free (edit);
      return;
    }

  lamina_window_edit (window, edit_cb, edit, edit_free, &error);
  if (row != NULL)
    lamina_field_row_set_error (row, error != NULL ? error->message : NULL);
  if (error != NULL)
    lamina_window_announce (window, error->message);
}

static void
field_changed_cb (LaminaLayerInspector *self,
                  LaminaFieldRow       *row,
                  const char           *text,
                  gboolean              merge)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->row = g_object_ref (row);
  edit->name = g_strdup (lamina_field_row_get_field (row)->name);
  edit->text = g_strdup (text);
  edit->merge = merge;
  run (self, edit);
}

static void
inputs_changed_cb (LaminaLayerInspector *self,
                   GStrv                 names)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->inputs = g_strdupv (names);
  run (self, edit);
}

static void
add_result (LaminaFactList *list,
            const LmLayer  *compiled)
{
  g_autofree char *shape = lamina_layer_write_shape (compiled);
  g_autofree char *params = NULL, *macs = NULL, *bytes = NULL;

  lamina_fact_list_add (list, _("Output"), shape);
  if (compiled == NULL)
    return;

  params = lamina_format_count (lm_layer_get_n_params (compiled));
  macs = lamina_format_short ((double) compiled->macs);
  bytes = lamina_format_bytes (lm_shape_get_n_elements (&compiled->output) * sizeof (lm_real));
  lamina_fact_list_add (list, _("Parameters"), params);
  lamina_fact_list_add (list, _("Multiply-adds"), macs);
  lamina_fact_list_add (list, _("Memory"), bytes);
}

static void
add_split (LaminaFactList *list,
           LaminaDataSet  *set,
           LmSplit         split,
           const char     *title)
{
  g_autofree char *count = lamina_format_count (lamina_data_set_get_n_examples (set, split));

  lamina_fact_list_add (list, title, count);
}

static void
show_input (LaminaLayerInspector *self,
            LaminaSession        *session)
{
  LaminaDataSet *set = lamina_session_get_data_set (session);
  LaminaFactList *list = LAMINA_FACT_LIST (self->result);
  const char *error = lamina_session_get_data_error (session);
  g_autofree char *shape = NULL, *classes = NULL;

  self->klass = NULL;
  gtk_label_set_label (self->title, _("Input"));
  lamina_field_list_clear (LAMINA_FIELD_LIST (self->fields));
  gtk_widget_set_visible (self->fields, FALSE);
  gtk_widget_set_visible (self->inputs, FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (list), "");
  gtk_widget_set_visible (self->result, set != NULL);
  if (set == NULL)
    {
      gtk_label_set_label (self->summary, error != NULL ? error : _("The data are being loaded."));
      return;
    }

  gtk_label_set_label (self->summary, _("What goes into the network: chosen on the Data page."));
  shape = lm_shape_to_string (lamina_data_set_get_input_shape (set));
  classes = lamina_format_count (lamina_data_set_get_n_classes (set));
  lamina_fact_list_clear (list);
  lamina_fact_list_add (list, _("Data"), lamina_data_set_get_title (set));
  lamina_fact_list_add (list, _("Shape"), shape);
  if (lamina_data_set_get_n_classes (set) > 0)
    lamina_fact_list_add (list, _("Classes"), classes);
  add_split (list, set, LM_SPLIT_TRAINING, _("Training set"));
  add_split (list, set, LM_SPLIT_VALIDATION, _("Validation set"));
  add_split (list, set, LM_SPLIT_TEST, _("Test set"));
  lamina_fact_list_end (list);
}

static void
show_layer (LaminaLayerInspector *self,
            LaminaSession        *session)
{
  const LmLayer *layer = lm_stack_nth (lamina_session_get_document (session)->stack,
                                       (gsize) self->layer);
  LaminaFieldList *fields = LAMINA_FIELD_LIST (self->fields);

  if (self->klass != layer->klass)
    {
      self->klass = layer->klass;
      lamina_field_list_clear (fields);
      lamina_field_list_append (fields, name_fields, NULL);
      lamina_field_list_append (fields, layer->klass->fields, NULL);
      gtk_label_set_label (self->title, g_dgettext (GETTEXT_PACKAGE, layer->klass->title));
      gtk_label_set_label (self->summary, g_dgettext (GETTEXT_PACKAGE, layer->klass->summary));
    }
  lamina_field_row_set_value (lamina_field_list_find (fields, "name"), layer->name);
  lamina_field_list_set_values (fields, layer->klass->fields, layer);
  gtk_widget_set_visible (self->fields, TRUE);

  gtk_widget_set_visible (self->inputs, layer->klass->max_inputs > 1);
  if (layer->klass->max_inputs > 1)
    lamina_input_list_update (LAMINA_INPUT_LIST (self->inputs), session, (gsize) self->layer);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->result), _("Result"));
  gtk_widget_set_visible (self->result, TRUE);
  lamina_fact_list_clear (LAMINA_FACT_LIST (self->result));
  add_result (LAMINA_FACT_LIST (self->result),
              lamina_session_get_compiled_layer (session, (gsize) self->layer));
  lamina_fact_list_end (LAMINA_FACT_LIST (self->result));
}

static void
refresh (LaminaLayerInspector *self)
{
  LaminaSession *session;

  if (self->scene == NULL)
    return;

  session = lamina_scene_get_session (self->scene);
  if (self->layer >= (gssize) lm_stack_get_n (lamina_session_get_document (session)->stack))
    self->layer = -1;
  if (self->layer < 0)
    show_input (self, session);
  else
    show_layer (self, session);
}

void
lamina_layer_inspector_set_scene (LaminaLayerInspector *self,
                                  LaminaScene          *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_LAYER_INSPECTOR (self));

  if (self->scene != NULL)
    g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
  g_set_object (&self->scene, scene);
  self->layer = -1;
  if (scene == NULL)
    return;

  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "network", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

/* What is being typed is an edit of the layer that is shown: made when the focus leaves. */
static void
end_typing (LaminaLayerInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->fields))
    gtk_root_set_focus (root, NULL);
}

void
lamina_layer_inspector_set_layer (LaminaLayerInspector *self,
                                  gssize                layer)
{
  g_return_if_fail (LAMINA_IS_LAYER_INSPECTOR (self));

  if (layer != self->layer)
    end_typing (self);

  /* What was typed wrong belongs to the layer before. */
  if (layer != self->layer)
    self->klass = NULL;
  self->layer = layer;
  refresh (self);
}

void
lamina_layer_inspector_focus (LaminaLayerInspector *self)
{
  g_return_if_fail (LAMINA_IS_LAYER_INSPECTOR (self));

  gtk_widget_child_focus (self->fields, GTK_DIR_TAB_FORWARD);
}

static void
lamina_layer_inspector_dispose (GObject *object)
{
  LaminaLayerInspector *self = LAMINA_LAYER_INSPECTOR (object);

  lamina_layer_inspector_set_scene (self, NULL);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_layer_inspector_parent_class)->dispose (object);
}

static void
lamina_layer_inspector_class_init (LaminaLayerInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_layer_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
lamina_layer_inspector_init (LaminaLayerInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->layer = -1;
  gtk_widget_add_css_class (box, "inspector");
  gtk_box_append (GTK_BOX (box), heading);
  self->title = add_label (heading, "heading");
  self->summary = add_label (heading, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  self->fields = lamina_field_list_new ();
  self->inputs = lamina_input_list_new ();
  self->result = lamina_fact_list_new (_("Result"));
  gtk_box_append (GTK_BOX (box), self->fields);
  gtk_box_append (GTK_BOX (box), self->inputs);
  gtk_box_append (GTK_BOX (box), self->result);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));

  g_signal_connect_object (self->fields, "changed", G_CALLBACK (field_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inputs, "changed", G_CALLBACK (inputs_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
