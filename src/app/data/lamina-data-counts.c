/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-counts.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-plot.h"
#include "lamina-format.h"
#include "lamina-widget-style.h"

#define MAX_CLASSES 60
#define MAX_TOKENS 20

struct _LaminaDataCounts
{
  GtkWidget parent_instance;

  GtkWidget     *title;
  GtkWidget     *area;
  LaminaDataSet *set;   /* (nullable) */
  gsize          n;
  const char    *names[MAX_CLASSES]; /* borrowed from @set */
  gsize          counts[MAX_CLASSES];
};

G_DEFINE_FINAL_TYPE (LaminaDataCounts, lamina_data_counts, GTK_TYPE_WIDGET)

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        data)
{
  LaminaDataCounts *self = data;
  const gboolean has_marks = self->set != NULL && lamina_data_set_get_n_classes (self->set) > 0 &&
                             lamina_data_set_get_input_kind (self->set) == LAMINA_DATA_INPUT_POINTS;
  const LaminaClassCounts counts = { self->n, self->names, self->counts, has_marks };
  LaminaStyle style;

  lamina_widget_get_style (GTK_WIDGET (area), &style);
  lamina_class_counts_draw (&counts, cr, &style, width, height);
  gtk_drawing_area_set_content_height (area,
                                       (int) lamina_class_counts_get_height (&counts, &style,
                                                                             width));
}

static void
count_classes (LaminaDataCounts *self,
               LmSplit           split)
{
  self->n = MIN (lamina_data_set_get_n_classes (self->set), MAX_CLASSES);
  for (gsize i = 0; i < self->n; i++)
    {
      self->names[i] = lamina_data_set_get_class_name (self->set, i);
      self->counts[i] = lamina_data_set_get_class_count (self->set, split, i);
    }
}

/* They are in the order of their counts, but for those that stand for no text. */
static void
count_tokens (LaminaDataCounts *self)
{
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (self->set);
  const guint32 n = (guint32) lamina_vocabulary_get_n (vocabulary);

  self->n = 0;
  for (guint32 id = 0; id < n && self->n < MAX_TOKENS; id++)
    {
      const guint64 count = lamina_vocabulary_get_count (vocabulary, id);

      if (count == 0 || id == lamina_vocabulary_get_padding (vocabulary))
        continue;
      self->names[self->n] = lamina_vocabulary_get_printable (vocabulary, id);
      self->counts[self->n++] = (gsize) count;
    }
}

static void
describe (LaminaDataCounts *self,
          const char       *title)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < self->n; i++)
    {
      g_autofree char *count = lamina_format_count (self->counts[i]);

      g_string_append_printf (text, "%s%s %s", i > 0 ? _(", ") : "", self->names[i], count);
    }
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

void
lamina_data_counts_set_split (LaminaDataCounts *self,
                              LaminaDataSet    *set,
                              LmSplit           split)
{
  LaminaVocabulary *vocabulary;

  g_return_if_fail (LAMINA_IS_DATA_COUNTS (self));

  if (set != NULL)
    lamina_data_set_ref (set);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  self->set = set;
  self->n = 0;
  vocabulary = set != NULL ? lamina_data_set_get_vocabulary (set) : NULL;
  if (set != NULL && lamina_data_set_get_n_classes (set) > 0)
    {
      count_classes (self, split);
      describe (self, _("Examples of each class"));
    }
  else if (vocabulary != NULL)
    {
      count_tokens (self);
      describe (self, lamina_vocabulary_get_unit (vocabulary) == LAMINA_TOKENS_WORDS
                        ? _("The most frequent words of the training part")
                        : _("The most frequent characters of the training part"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  gtk_widget_queue_draw (self->area);
}

static void
lamina_data_counts_dispose (GObject *object)
{
  LaminaDataCounts *self = LAMINA_DATA_COUNTS (object);

  self->n = 0;
  g_clear_pointer (&self->set, lamina_data_set_unref);
  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->area, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_data_counts_parent_class)->dispose (object);
}

static void
lamina_data_counts_class_init (LaminaDataCountsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_data_counts_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
lamina_data_counts_init (LaminaDataCounts *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "counts-card");

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "card-title");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                             "content-height", 60, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
}
