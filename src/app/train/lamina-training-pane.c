/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-training-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lamina-beta-row.h"
#include "lamina-chosen-layer.h"
#include "lamina-field-row.h"
#include "lamina-kind-field.h"
#include "lamina-part-heading.h"
#include "lamina-test-group.h"
#include "lamina-window.h"

/* What decides which rows there are. */
typedef struct
{
  gconstpointer classes[LAMINA_N_KINDS];
  gboolean      has_parts, has_sampling;
} Ground;

struct _LaminaTrainingPane
{
  GtkWidget parent_instance;

  GtkWidget           *box;
  AdwPreferencesGroup *group;
  AdwExpanderRow      *more;
  LaminaTestGroup     *test;
  LaminaChosenLayer   *layer;

  LaminaScene *scene;
  GHashTable  *rows;     /* name → LaminaFieldRow, borrowed */
  GtkWidget   *beta;     /* LaminaBetaRow, borrowed; (nullable) */
  Ground       ground;   /* that the rows were made for */
};

G_DEFINE_FINAL_TYPE (LaminaTrainingPane, lamina_training_pane, GTK_TYPE_WIDGET)

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

static void
beta_changed_cb (LaminaTrainingPane *self,
                 const char         *text)
{
  Edit *edit = g_new0 (Edit, 1);

  *edit = (Edit) { g_strdup ("beta"), g_strdup (text), TRUE };
  lamina_window_edit (lamina_window_of (GTK_WIDGET (self)), apply_edit, edit, edit_free, NULL);
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
      if (self->ground.has_parts || (field->flags & LM_FIELD_PARTS) == 0)
        lamina_training_pane_add_row (self, prefix, field);
    }
}

/* @part: whose it is, where there are two */
static void
lamina_training_pane_add_optimizer (LaminaTrainingPane *self,
                                    LaminaKind          kind,
                                    const LmOptimizer  *optimizer,
                                    LmPart              part)
{
  const char *letter = self->ground.has_parts ? lamina_part_get_letter (part) : NULL;
  const LmField *choice = lamina_kind_field_get (kind);

  lamina_training_pane_add_row (self, NULL, letter != NULL
                                              ? lamina_kind_field_with_part (choice, letter)
                                              : choice);
  if (optimizer == NULL)
    return;

  for (const LmField *field = optimizer->klass->fields; field->name != NULL; field++)
    lamina_training_pane_add_row (self, choice->name,
                                  letter != NULL ? lamina_kind_field_with_part (field, letter)
                                                 : field);
}

static void
lamina_training_pane_clear (LaminaTrainingPane *self)
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
  if (self->beta != NULL)
    adw_preferences_group_remove (self->group, self->beta);
  self->beta = NULL;
}

static void
lamina_training_pane_rebuild (LaminaTrainingPane *self,
                              const LmTraining   *training)
{
  lamina_training_pane_clear (self);
  g_object_ref (self->more);
  adw_preferences_group_remove (self->group, GTK_WIDGET (self->more));

  lamina_training_pane_add_optimizer (self, LAMINA_KIND_OPTIMIZER, training->optimizer,
                                      LM_PART_DISCRIMINATOR);
  if (self->ground.has_parts)
    lamina_training_pane_add_optimizer (self, LAMINA_KIND_GENERATOR,
                                        training->generator_optimizer, LM_PART_GENERATOR);
  if (self->ground.has_sampling)
    {
      self->beta = lamina_beta_row_new ();
      g_signal_connect_object (self->beta, "changed", G_CALLBACK (beta_changed_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, self->beta);
    }
  lamina_training_pane_add_fields (self, NULL, lm_training_fields);
  lamina_training_pane_add_row (self, NULL, lamina_kind_field_get (LAMINA_KIND_LOSS));
  lamina_training_pane_add_fields (self, "loss", training->loss->klass->fields);
  lamina_training_pane_add_row (self, NULL, lamina_kind_field_get (LAMINA_KIND_SCHEDULE));
  lamina_training_pane_add_fields (self, "schedule", training->schedule->klass->fields);

  adw_preferences_group_add (self->group, GTK_WIDGET (self->more));
  g_object_unref (self->more);
}

static gboolean
has_sampling (const LmStack *stack)
{
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    if (g_str_equal (lm_stack_nth (stack, i)->klass->id, "sampling"))
      return TRUE;

  return FALSE;
}

/* Returns: whether it is another one than the rows were made for */
static gboolean
lamina_training_pane_take_ground (LaminaTrainingPane   *self,
                                  const LaminaDocument *document)
{
  const LmTraining *training = document->training;
  const LmOptimizer *generator = training->generator_optimizer;
  const Ground ground = {
    .classes = { training->loss->klass, training->optimizer->klass, training->schedule->klass,
                 generator != NULL ? generator->klass : NULL },
    .has_parts = lm_stack_has_parts (document->stack),
    .has_sampling = has_sampling (document->stack),
  };
  const gboolean differs =
    memcmp (ground.classes, self->ground.classes, sizeof ground.classes) != 0 ||
    ground.has_parts != self->ground.has_parts || ground.has_sampling != self->ground.has_sampling;

  self->ground = ground;

  return differs;
}

static void
lamina_training_pane_update (LaminaTrainingPane *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const LmTraining *training = lamina_session_get_document (session)->training;
  const gboolean has_begun = lamina_session_has_begun (session);
  GHashTableIter iter;
  gpointer name, row;

  if (lamina_training_pane_take_ground (self, lamina_session_get_document (session)))
    lamina_training_pane_rebuild (self, training);

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
  if (self->beta != NULL)
    lamina_beta_row_set_value (LAMINA_BETA_ROW (self->beta), training->beta);
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
