/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-training-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lamina-chosen-layer.h"
#include "lamina-field-row.h"
#include "lamina-test-group.h"
#include "lamina-window.h"

/* The three kinds that a training is made of. */
enum
{
  KIND_LOSS,
  KIND_OPTIMIZER,
  KIND_SCHEDULE,
  N_KINDS,
};

static const char *const kind_names[N_KINDS] = { "loss", "optimizer", "schedule" };

struct _LaminaTrainingPane
{
  GtkWidget parent_instance;

  GtkWidget           *box;
  AdwPreferencesGroup *group;
  AdwExpanderRow      *more;
  LaminaTestGroup     *test;
  LaminaChosenLayer   *layer;

  LaminaScene *scene;
  GHashTable  *rows;             /* name → LaminaFieldRow, borrowed */
  gconstpointer classes[N_KINDS]; /* that the rows were made for */
  gboolean      has_parts;        /* likewise */
};

G_DEFINE_FINAL_TYPE (LaminaTrainingPane, lamina_training_pane, GTK_TYPE_WIDGET)

/* A choice among the kinds of a registry, as a field, so that its row is like the others. */
static void
fill_kind_field (LmField     *field,
                 const char  *name,
                 const char  *title,
                 gsize        n,
                 const char *(*get_id) (gsize index),
                 const char *(*get_title) (gsize index))
{
  const char **ids = g_new0 (const char *, n + 1);
  const char **titles = g_new0 (const char *, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      ids[i] = get_id (i);
      titles[i] = get_title (i);
    }
  *field = (LmField) {
    .name = name,
    .type = LM_FIELD_CHOICE,
    .title = title,
    .choices = ids,
    .choice_titles = titles,
  };
}

static const char *get_loss_id (gsize i) { return lm_loss_class_nth (i)->id; }
static const char *get_loss_title (gsize i) { return lm_loss_class_nth (i)->title; }
static const char *get_optimizer_id (gsize i) { return lm_optimizer_class_nth (i)->id; }
static const char *get_optimizer_title (gsize i) { return lm_optimizer_class_nth (i)->title; }
static const char *get_schedule_id (gsize i) { return lm_schedule_class_nth (i)->id; }
static const char *get_schedule_title (gsize i) { return lm_schedule_class_nth (i)->title; }

static const LmField *
get_kind_field (int kind)
{
  static LmField fields[N_KINDS];

  if (fields[0].name == NULL)
    {
      fill_kind_field (&fields[KIND_LOSS], kind_names[KIND_LOSS], N_("Loss"),
                       lm_loss_class_get_n (), get_loss_id, get_loss_title);
      fill_kind_field (&fields[KIND_OPTIMIZER], kind_names[KIND_OPTIMIZER], N_("Optimizer"),
                       lm_optimizer_class_get_n (), get_optimizer_id, get_optimizer_title);
      fill_kind_field (&fields[KIND_SCHEDULE], kind_names[KIND_SCHEDULE], N_("Schedule"),
                       lm_schedule_class_get_n (), get_schedule_id, get_schedule_title);
    }

  return &fields[kind];
}

/* --- edits --- */

typedef struct
{
  char    *name, *value;
  gboolean merge;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_free (edit->name);
  g_free (edit->value);
  g_free (edit);
}

static gboolean
apply_edit (LaminaSession *session,
            gpointer       data,
            GError       **error)
{
  const Edit *edit = data;

  return lamina_session_set_training (session, edit->name, edit->value, edit->merge, error);
}

static void
row_changed_cb (LaminaFieldRow     *row,
                const char         *text,
                gboolean            merge,
                LaminaTrainingPane *self)
{
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  Edit *edit = g_new0 (Edit, 1);
  g_autoptr(GError) error = NULL;

  *edit = (Edit) { g_strdup (name), g_strdup (text), merge };
  lamina_window_edit (lamina_window_of (GTK_WIDGET (self)), apply_edit, edit, edit_free, &error);
  lamina_field_row_set_error (row, error != NULL ? error->message : NULL);
}

/* --- rows --- */

static void
lamina_training_pane_add_row (LaminaTrainingPane *self,
                              const char         *prefix,
                              const LmField      *field)
{
  GtkWidget *row = lamina_field_row_new (field);
  char *name = prefix != NULL ? g_strdup_printf ("%s.%s", prefix, field->name)
                              : g_strdup (field->name);

  g_object_set_data_full (G_OBJECT (row), "name", name, g_free);
  g_signal_connect (row, "changed", G_CALLBACK (row_changed_cb), self);
  g_hash_table_insert (self->rows, name, row);
  if ((field->flags & LM_FIELD_MORE) != 0)
    adw_expander_row_add_row (self->more, row);
  else
    adw_preferences_group_add (self->group, row);
}

static void
lamina_training_pane_add_fields (LaminaTrainingPane *self,
                                 const char         *prefix,
                                 const LmField      *fields)
{
  for (const LmField *field = fields; field != NULL && field->name != NULL; field++)
    {
      if (self->has_parts || (field->flags & LM_FIELD_PARTS) == 0)
        lamina_training_pane_add_row (self, prefix, field);
    }
}

static void
lamina_training_pane_rebuild (LaminaTrainingPane *self,
                              const LmTraining   *training)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      if (gtk_widget_is_ancestor (row, GTK_WIDGET (self->more)))
        adw_expander_row_remove (self->more, row);
      else
        adw_preferences_group_remove (self->group, row);
    }
  g_hash_table_remove_all (self->rows);
  g_object_ref (self->more);
  adw_preferences_group_remove (self->group, GTK_WIDGET (self->more));

  lamina_training_pane_add_row (self, NULL, get_kind_field (KIND_OPTIMIZER));
  lamina_training_pane_add_fields (self, "optimizer", training->optimizer->klass->fields);
  lamina_training_pane_add_fields (self, NULL, lm_training_fields);
  lamina_training_pane_add_row (self, NULL, get_kind_field (KIND_LOSS));
  lamina_training_pane_add_fields (self, "loss", training->loss->klass->fields);
  lamina_training_pane_add_row (self, NULL, get_kind_field (KIND_SCHEDULE));
  lamina_training_pane_add_fields (self, "schedule", training->schedule->klass->fields);

  adw_preferences_group_add (self->group, GTK_WIDGET (self->more));
  g_object_unref (self->more);
}

static void
lamina_training_pane_update (LaminaTrainingPane *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const LmTraining *training = lamina_session_get_document (session)->training;
  const gboolean has_begun = lamina_session_has_begun (session);
  const gboolean has_parts = lm_stack_has_parts (lamina_session_get_document (session)->stack);
  const gconstpointer classes[N_KINDS] = { training->loss->klass, training->optimizer->klass,
                                           training->schedule->klass };
  GHashTableIter iter;
  gpointer name, row;

  if (memcmp (classes, self->classes, sizeof classes) != 0 || has_parts != self->has_parts)
    {
      self->has_parts = has_parts;
      lamina_training_pane_rebuild (self, training);
      memcpy (self->classes, classes, sizeof classes);
    }

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &name, &row))
    {
      g_autofree char *value = lm_training_get (training, name);

      if (value != NULL)
        lamina_field_row_set_value (row, value);
      lamina_field_row_set_locked (row, has_begun && !lm_training_is_live (training, name)
                                   ? _("Fixed while a run has begun: start over to change it")
                                   : NULL);
    }
}

/* --- the widget --- */

static void
lamina_training_pane_dispose (GObject *object)
{
  LaminaTrainingPane *self = LAMINA_TRAINING_PANE (object);

  lamina_training_pane_set_scene (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_training_pane_parent_class)->dispose (object);
}

static void
lamina_training_pane_finalize (GObject *object)
{
  g_hash_table_unref (LAMINA_TRAINING_PANE (object)->rows);

  G_OBJECT_CLASS (lamina_training_pane_parent_class)->finalize (object);
}

static void
lamina_training_pane_class_init (LaminaTrainingPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_training_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = lamina_training_pane_finalize;
  g_type_ensure (LAMINA_TYPE_TEST_GROUP);
  g_type_ensure (LAMINA_TYPE_CHOSEN_LAYER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-training-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainingPane, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainingPane, group);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainingPane, more);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainingPane, test);
  gtk_widget_class_bind_template_child (widget_class, LaminaTrainingPane, layer);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lamina_training_pane_init (LaminaTrainingPane *self)
{
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lamina_training_pane_set_scene (LaminaTrainingPane *self,
                                LaminaScene        *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_TRAINING_PANE (self));

  if (self->scene != NULL)
    {
      g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
      g_clear_object (&self->scene);
    }
  if (self->box == NULL)
    return;

  lamina_test_group_set_scene (self->test, scene);
  lamina_chosen_layer_set_scene (self->layer, scene);
  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_training_pane_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (lamina_training_pane_update), self,
                           G_CONNECT_SWAPPED);
  lamina_training_pane_update (self);
}
