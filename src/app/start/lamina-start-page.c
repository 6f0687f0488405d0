/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-start-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-application.h"
#include "lamina-continue.h"
#include "lamina-template-tile.h"

/* Widths of the page below which there are fewer columns of examples. */
#define FOUR_COLUMNS 1000
#define THREE_COLUMNS 760

#define FIRST_EXAMPLE "cnn-28"

struct _LaminaStartPage
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkMenuButton   *menu_button;
  GtkToggleButton *search_button;
  GtkSearchBar    *search_bar;
  GtkEditable     *search_entry;
  LaminaContinue  *projects;
  GtkBox          *filters;
  GtkFlowBox      *examples;
  GtkLabel        *nothing;
  const char      *filter; /* (nullable): "points"; NULL: all */
};

G_DEFINE_FINAL_TYPE (LaminaStartPage, lamina_start_page, GTK_TYPE_WIDGET)

/* In the order of the buttons. Those without an example are left out. */
static const struct
{
  const char *id;
  const char *title;
} filters[] = {
  { NULL, N_("All") },
  { "points", N_("Points") },
  { "pictures", N_("Pictures") },
  { "sequences", N_("Sequences") },
  { "generators", N_("Generators") },
};

static gboolean
has_words (const LaminaTemplate *example,
           const char           *words)
{
  g_autofree char *text = g_strjoin (" ", _(example->title), _(example->family),
                                     _(example->data), example->id, NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  g_auto(GStrv) list = g_strsplit (wanted, " ", -1);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (strstr (folded, list[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_wanted (LaminaStartPage      *self,
           const LaminaTemplate *example)
{
  return (self->filter == NULL || g_str_equal (self->filter, example->filter)) &&
         has_words (example, gtk_editable_get_text (self->search_entry));
}

static void
refilter (LaminaStartPage *self)
{
  const char *words = gtk_editable_get_text (self->search_entry);
  gboolean is_empty = TRUE;

  /* Hidden, not filtered by the flow box: that would leave them to be found by screen readers. */
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const gboolean wanted = is_wanted (self, lamina_template_nth (i));
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->examples, (int) i);

      gtk_widget_set_visible (GTK_WIDGET (child), wanted);
      is_empty = is_empty && !wanted;
    }

  if (is_empty)
    {
      g_autofree char *text = g_strdup_printf (_("No example has “%s” in its name. Try a kind of "
                                                 "data, such as pictures."),
                                               words);

      gtk_label_set_label (self->nothing, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), is_empty);
  lamina_continue_set_words (self->projects, words);
}

static void
filter_toggled_cb (GtkToggleButton *button,
                   LaminaStartPage *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;

  self->filter = g_object_get_data (G_OBJECT (button), "filter");
  refilter (self);
}

static gboolean
has_example (const char *filter)
{
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      if (filter == NULL || g_str_equal (lamina_template_nth (i)->filter, filter))
        return TRUE;
    }

  return FALSE;
}

static void
add_filters (LaminaStartPage *self)
{
  GtkToggleButton *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      GtkWidget *button;

      if (!has_example (filters[i].id))
        continue;

      button = gtk_toggle_button_new_with_label (_(filters[i].title));
      g_object_set_data (G_OBJECT (button), "filter", (gpointer) filters[i].id);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
      g_signal_connect (button, "toggled", G_CALLBACK (filter_toggled_cb), self);
      gtk_box_append (self->filters, button);
      if (group == NULL)
        group = GTK_TOGGLE_BUTTON (button);
    }

  gtk_toggle_button_set_active (group, TRUE);
}

static void
add_examples (LaminaStartPage *self)
{
  for (gsize i = 0; i < lamina_template_get_n (); i++)
    {
      const LaminaTemplate *example = lamina_template_nth (i);
      const gboolean is_first = g_str_equal (example->id, FIRST_EXAMPLE);
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                    lamina_template_tile_new (example, is_first));
      gtk_flow_box_append (self->examples, child);
    }
}

static void
search_changed_cb (LaminaStartPage *self)
{
  refilter (self);
}

static void
lamina_start_page_map (GtkWidget *widget)
{
  LaminaStartPage *self = LAMINA_START_PAGE (widget);

  GTK_WIDGET_CLASS (lamina_start_page_parent_class)->map (widget);

  lamina_start_page_reload (self);
}

static void
lamina_start_page_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  gtk_widget_measure (LAMINA_START_PAGE (widget)->box, orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
lamina_start_page_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  LaminaStartPage *self = LAMINA_START_PAGE (widget);
  const guint n = width >= FOUR_COLUMNS ? 4 : width >= THREE_COLUMNS ? 3 : 2;

  gtk_flow_box_set_max_children_per_line (self->examples, n);
  gtk_flow_box_set_min_children_per_line (self->examples, n);
  lamina_continue_set_columns (self->projects, n - 1);
  gtk_widget_allocate (self->box, width, height, baseline, NULL);
}

static void
lamina_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_START_PAGE);

  G_OBJECT_CLASS (lamina_start_page_parent_class)->dispose (object);
}

static void
lamina_start_page_class_init (LaminaStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_start_page_dispose;
  widget_class->map = lamina_start_page_map;
  widget_class->measure = lamina_start_page_measure;
  widget_class->size_allocate = lamina_start_page_size_allocate;

  g_type_ensure (LAMINA_TYPE_CONTINUE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, projects);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, filters);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, examples);
  gtk_widget_class_bind_template_child (widget_class, LaminaStartPage, nothing);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lamina_start_page_init (LaminaStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->menu_button, lamina_application_get_menu ());
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  add_examples (self);
  add_filters (self);
}

void
lamina_start_page_reload (LaminaStartPage *self)
{
  g_return_if_fail (LAMINA_IS_START_PAGE (self));

  lamina_continue_reload (self->projects);
}

void
lamina_start_page_search (LaminaStartPage *self)
{
  g_return_if_fail (LAMINA_IS_START_PAGE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
