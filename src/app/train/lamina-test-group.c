/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-test-group.h"

#include <glib/gi18n.h>

#include "lamina-format.h"
#include "lamina-window.h"

struct _LaminaTestGroup
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  AdwActionRow        *row;
  GtkWidget           *button;

  LaminaScene *scene;
  guint        n_events; /* that were looked at */
};

G_DEFINE_FINAL_TYPE (LaminaTestGroup, lamina_test_group, GTK_TYPE_WIDGET)

/* "Loss 0.34, accuracy 88.1 % after step 5 157" */
static char *
write_result (const LmRecord   *record,
              const LmTraining *training)
{
  g_autofree char *loss = lamina_format_number (record->loss);
  g_autofree char *step = lamina_format_count (record->step);
  GString *text = g_string_new (NULL);

  /* TRANSLATORS: the first %s is the loss on the test set. */
  g_string_append_printf (text, _("Loss %s"), loss);
  for (gsize i = 0; i < training->n_metrics; i++)
    {
      const LmMetric *metric = training->metrics[i];
      g_autofree char *value = metric->is_share
                                 ? lamina_format_percent ((double) record->metrics[i], 1)
                                 : lamina_format_number ((double) record->metrics[i]);
      g_autofree char *title = g_utf8_strdown (_(metric->title), -1);

      g_string_append_printf (text, _(", %s %s"), title, value);
    }
  g_string_append_printf (text, _(" after step %s"), step);

  return g_string_free (text, FALSE);
}

/* The last time that the test set was measured, and how often that was. */
static const LmRecord *
find_last (LmHistory *history,
           guint     *n)
{
  const LmRecord *last = NULL;

  *n = 0;
  for (guint i = 0; i < history->events->len; i++)
    {
      const LmRecord *event = &g_array_index (history->events, LmRecord, i);

      if (event->type != LM_RECORD_EVALUATION || event->detail != LM_SPLIT_TEST)
        continue;
      last = event;
      (*n)++;
    }

  return last;
}

static void
lamina_test_group_update (LaminaTestGroup *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  LaminaDataSet *set = lamina_session_get_data_set (session);
  LmHistory *history = lamina_session_get_history (session);
  const gsize n_examples = set != NULL ? lamina_data_set_get_n_examples (set, LM_SPLIT_TEST) : 0;
  const LmRecord *last;
  g_autofree char *subtitle = NULL;
  guint n;

  gtk_widget_set_visible (GTK_WIDGET (self), n_examples > 0);
  gtk_widget_set_sensitive (self->button, lamina_session_get_network (session) != NULL);
  last = history != NULL ? find_last (history, &n) : NULL;
  if (last == NULL)
    {
      g_autofree char *count = lamina_format_count (n_examples);

      subtitle = g_strdup_printf (ngettext ("%s example that nothing was decided by: look once, "
                                            "at the end",
                                            "%s examples that nothing was decided by: look once, "
                                            "at the end",
                                            n_examples),
                                  count);
    }
  else
    {
      g_autofree char *result = write_result (last,
                                              lamina_session_get_document (session)->training);

      subtitle = n == 1
                   ? g_steal_pointer (&result)
                   : g_strdup_printf (ngettext ("%s; opened %u time", "%s; opened %u times", n),
                                      result, n);
    }
  adw_action_row_set_subtitle (self->row, subtitle);
}

static void
history_cb (LaminaTestGroup *self)
{
  LmHistory *history = lamina_session_get_history (lamina_scene_get_session (self->scene));

  if (history == NULL || history->events->len == self->n_events)
    return;

  self->n_events = history->events->len;
  lamina_test_group_update (self);
}

static void
evaluate_cb (LaminaTestGroup *self)
{
  LaminaWindow *window = lamina_window_of (GTK_WIDGET (self));

  lamina_session_evaluate (lamina_scene_get_session (self->scene), LM_SPLIT_TEST);
  if (window != NULL)
    lamina_window_wake (window);
}

static void
lamina_test_group_dispose (GObject *object)
{
  LaminaTestGroup *self = LAMINA_TEST_GROUP (object);

  lamina_test_group_set_scene (self, NULL);
  if (self->group != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;

  G_OBJECT_CLASS (lamina_test_group_parent_class)->dispose (object);
}

static void
lamina_test_group_class_init (LaminaTestGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_test_group_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lamina_test_group_init (LaminaTestGroup *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  self->button = gtk_button_new_with_label (_("Evaluate"));

  adw_preferences_group_set_title (self->group, _("Test Set"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Final test"));
  adw_action_row_set_subtitle_lines (self->row, 0);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (self->row, self->button);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->row));
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (evaluate_cb), self);
}

void
lamina_test_group_set_scene (LaminaTestGroup *self,
                             LaminaScene     *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_TEST_GROUP (self));

  if (self->scene != NULL)
    {
      g_signal_handlers_disconnect_by_data (lamina_scene_get_session (self->scene), self);
      g_signal_handlers_disconnect_by_data (self->scene, self);
      g_clear_object (&self->scene);
    }
  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  self->n_events = 0;
  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "history", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_test_group_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_test_group_update), self,
                           G_CONNECT_SWAPPED);
  lamina_test_group_update (self);
}
