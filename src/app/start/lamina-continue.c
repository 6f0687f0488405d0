/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-continue.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-project-tile.h"
#include "lamina-recents.h"
#include "lamina-weak.h"

struct _LaminaContinue
{
  GtkWidget parent_instance;

  GtkWidget    *box;
  GtkFlowBox   *tiles;
  GtkWidget    *show_all;
  GCancellable *reading; /* (nullable) */
  char         *words;
  guint         n_columns;
  guint         n_tiles;
};

G_DEFINE_FINAL_TYPE (LaminaContinue, lamina_continue, GTK_TYPE_WIDGET)

typedef struct
{
  char              *path;
  LaminaProjectPeek *peek;
} Project;

static void
project_free (gpointer data)
{
  Project *self = data;

  g_clear_pointer (&self->peek, lamina_project_peek_free);
  g_free (self->path);
  g_free (self);
}

/* Those that are gone, or are no projects any more, are passed over: they may come back. */
static void
read_projects (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  g_auto(GStrv) paths = lamina_recents_get ();
  GPtrArray *projects = g_ptr_array_new_with_free_func (project_free);

  for (gsize i = 0; paths[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      LaminaProjectPeek *peek = lamina_project_peek (paths[i], NULL);
      Project *project;

      if (peek == NULL)
        continue;

      project = g_new (Project, 1);
      *project = (Project) { g_strdup (paths[i]), peek };
      g_ptr_array_add (projects, project);
    }

  g_task_return_pointer (task, projects, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_wanted (LaminaContinue *self,
           GtkWidget      *child,
           guint           index)
{
  const char *name = g_object_get_data (G_OBJECT (child), "name");
  g_autofree char *wanted = NULL;

  if (self->words[0] == '\0')
    return index < self->n_columns ||
           gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->show_all));

  wanted = g_utf8_casefold (self->words, -1);

  return strstr (name, wanted) != NULL;
}

static void
update (LaminaContinue *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_tiles > 0);
  gtk_widget_set_visible (self->show_all, self->n_tiles > self->n_columns);

  for (guint i = 0; i < self->n_tiles; i++)
    {
      GtkWidget *child = GTK_WIDGET (gtk_flow_box_get_child_at_index (self->tiles, (int) i));

      gtk_widget_set_visible (child, is_wanted (self, child, i));
    }
}

static void
add_tile (LaminaContinue *self,
          Project        *project)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  g_object_set_data_full (G_OBJECT (child), "name", g_utf8_casefold (project->peek->name, -1),
                          g_free);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                lamina_project_tile_new (project->path,
                                                         g_steal_pointer (&project->peek)));
  gtk_flow_box_append (self->tiles, child);
  self->n_tiles++;
}

static void
projects_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(LaminaContinue) self = lamina_weak_take (data);
  g_autoptr(GPtrArray) projects = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkFlowBoxChild *child;

  /* Cancelled: another try is on its way, or nobody is here. */
  if (self == NULL || projects == NULL)
    return;

  g_clear_object (&self->reading);
  while ((child = gtk_flow_box_get_child_at_index (self->tiles, 0)) != NULL)
    gtk_flow_box_remove (self->tiles, GTK_WIDGET (child));

  self->n_tiles = 0;
  for (guint i = 0; i < projects->len; i++)
    add_tile (self, g_ptr_array_index (projects, i));
  update (self);
}

static void
show_all_toggled_cb (LaminaContinue *self)
{
  const gboolean all = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->show_all));

  gtk_button_set_label (GTK_BUTTON (self->show_all), all ? _("Show Fewer") : _("Show All"));
  update (self);
}

static void
lamina_continue_dispose (GObject *object)
{
  LaminaContinue *self = LAMINA_CONTINUE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_CONTINUE);

  G_OBJECT_CLASS (lamina_continue_parent_class)->dispose (object);
}

static void
lamina_continue_class_init (LaminaContinueClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_continue_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-continue.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaContinue, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaContinue, tiles);
  gtk_widget_class_bind_template_child (widget_class, LaminaContinue, show_all);
  gtk_widget_class_bind_template_callback (widget_class, show_all_toggled_cb);
}

static void
lamina_continue_init (LaminaContinue *self)
{
  self->words = g_strdup ("");
  self->n_columns = 3;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lamina_continue_reload (LaminaContinue *self)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LAMINA_IS_CONTINUE (self));

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  task = g_task_new (NULL, self->reading, projects_read_cb, lamina_weak_new (self));
  g_task_run_in_thread (task, read_projects);
}

void
lamina_continue_set_columns (LaminaContinue *self,
                             guint           n)
{
  g_return_if_fail (LAMINA_IS_CONTINUE (self));

  n = MAX (n, 1);
  gtk_flow_box_set_max_children_per_line (self->tiles, n);
  gtk_flow_box_set_min_children_per_line (self->tiles, n);
  if (self->n_columns == n)
    return;

  self->n_columns = n;
  update (self);
}

void
lamina_continue_set_words (LaminaContinue *self,
                           const char     *words)
{
  g_return_if_fail (LAMINA_IS_CONTINUE (self));

  g_free (self->words);
  self->words = g_strdup (words);
  update (self);
}
