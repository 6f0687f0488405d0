/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-texts.h"

#include <glib/gi18n-lib.h>

#include "lamina-example-model.h"
#include "lamina-format.h"
#include "lamina-token-text.h"

/* Of a long text; the whole is its tooltip. */
#define MAX_LINES 6

struct _LaminaExampleTexts
{
  GtkWidget parent_instance;

  GtkWidget          *scrolled;
  GtkWidget          *legend;
  GtkListView        *view;
  GtkSingleSelection *selection; /* (nullable) */
  LaminaDataSet      *set;       /* (nullable) */
  LmSplit             split;
};

static void lamina_example_texts_examples_init (LaminaExamplesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaminaExampleTexts, lamina_example_texts, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAMINA_TYPE_EXAMPLES,
                                                      lamina_example_texts_examples_init))

/* The parts of a row, in their order. */
typedef enum
{
  PART_NUMBER,
  PART_TEXT,
  PART_TARGET,
  N_PARTS,
} Part;

static void
get_parts (GtkWidget *row,
           GtkLabel  *parts[N_PARTS])
{
  GtkWidget *child = gtk_widget_get_first_child (row);

  for (int i = 0; i < N_PARTS; i++, child = gtk_widget_get_next_sibling (child))
    parts[i] = GTK_LABEL (child);
}

static void
setup_cb (LaminaExampleTexts *self,
          GtkListItem        *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkLabel *parts[N_PARTS];

  for (int i = 0; i < N_PARTS; i++)
    gtk_box_append (GTK_BOX (row), gtk_label_new (NULL));
  get_parts (row, parts);

  gtk_widget_add_css_class (GTK_WIDGET (parts[PART_NUMBER]), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (parts[PART_NUMBER]), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (parts[PART_NUMBER]), "caption");
  gtk_label_set_width_chars (parts[PART_NUMBER], 6);
  gtk_label_set_xalign (parts[PART_NUMBER], 1);
  gtk_widget_set_valign (GTK_WIDGET (parts[PART_NUMBER]), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (parts[PART_NUMBER]), 2);

  gtk_widget_set_hexpand (GTK_WIDGET (parts[PART_TEXT]), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (parts[PART_TEXT]), GTK_ALIGN_START);
  gtk_label_set_xalign (parts[PART_TEXT], 0);
  gtk_label_set_wrap (parts[PART_TEXT], TRUE);
  gtk_label_set_wrap_mode (parts[PART_TEXT], PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (parts[PART_TEXT], MAX_LINES);
  gtk_label_set_ellipsize (parts[PART_TEXT], PANGO_ELLIPSIZE_END);

  gtk_widget_add_css_class (GTK_WIDGET (parts[PART_TARGET]), "chip");
  gtk_widget_set_valign (GTK_WIDGET (parts[PART_TARGET]), GTK_ALIGN_START);
  gtk_label_set_ellipsize (parts[PART_TARGET], PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (parts[PART_TARGET], 16);
  gtk_list_item_set_child (item, row);
}

static char *
write_target (LaminaExampleTexts *self,
              gsize               index)
{
  const int label = lamina_data_set_get_label (self->set, self->split, index);
  g_autofree char *next = NULL;

  if (label >= 0)
    return g_strdup (lamina_data_set_get_class_name (self->set, (gsize) label));

  next = lamina_token_text_write_next (self->set, self->split, index);

  return next != NULL ? g_strdup_printf ("→ %s", next) : NULL;
}

static void
bind_cb (LaminaExampleTexts *self,
         GtkListItem        *item)
{
  const gsize index = lamina_example_get_index (gtk_list_item_get_item (item));
  g_autoptr(PangoAttrList) attributes = NULL;
  g_autofree char *number = lamina_format_count (index + 1);
  g_autofree char *text = NULL, *target = NULL;
  GtkLabel *parts[N_PARTS];
  gboolean has_words;

  if (self->set == NULL)
    return;

  has_words = lamina_vocabulary_get_unit (lamina_data_set_get_vocabulary (self->set))
              == LAMINA_TOKENS_WORDS;
  text = lamina_token_text_write (self->set, self->split, index, &attributes);
  target = write_target (self, index);
  get_parts (gtk_list_item_get_child (item), parts);
  gtk_label_set_label (parts[PART_NUMBER], number);
  gtk_label_set_attributes (parts[PART_TEXT], attributes);
  gtk_label_set_label (parts[PART_TEXT], text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (parts[PART_TEXT]), text);
  if (has_words)
    gtk_widget_remove_css_class (GTK_WIDGET (parts[PART_TEXT]), "monospace");
  else
    gtk_widget_add_css_class (GTK_WIDGET (parts[PART_TEXT]), "monospace");
  gtk_widget_set_visible (GTK_WIDGET (parts[PART_TARGET]), target != NULL);
  gtk_label_set_label (parts[PART_TARGET], target != NULL ? target : "");
}

/* What the marks mean. */
static void
update_legend (LaminaExampleTexts *self)
{
  const LaminaVocabulary *vocabulary = lamina_data_set_get_vocabulary (self->set);
  g_autoptr(GString) text = g_string_new (NULL);

  if (lamina_vocabulary_get_unit (vocabulary) == LAMINA_TOKENS_WORDS)
    g_string_append (text, _("Shading tells word from word."));
  else
    g_string_append (text, _("Each character is a token; ⏎ is a line's end."));
  if (lamina_vocabulary_get_unknown (vocabulary) != LAMINA_VOCABULARY_NONE)
    g_string_append_printf (text, " %s", _("Underlined: not in the vocabulary."));
  if (lamina_data_set_get_target_kind (self->set) == LAMINA_DATA_TARGET_TOKENS)
    g_string_append_printf (text, " %s", _("After the arrow: what comes next."));
  gtk_label_set_label (GTK_LABEL (self->legend), text->str);
}

static void
lamina_example_texts_set_split (LaminaExamples *examples,
                                LaminaDataSet  *set,
                                LmSplit         split)
{
  LaminaExampleTexts *self = LAMINA_EXAMPLE_TEXTS (examples);

  gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  if (set != NULL)
    lamina_data_set_ref (set);
  g_clear_pointer (&self->set, lamina_data_set_unref);
  self->set = set;
  self->split = split;
  if (set != NULL)
    update_legend (self);
  self->selection = lamina_examples_list (examples, set, split);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static gsize
lamina_example_texts_get_chosen (LaminaExamples *examples)
{
  LaminaExampleTexts *self = LAMINA_EXAMPLE_TEXTS (examples);

  return self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : 0;
}

static void
lamina_example_texts_choose (LaminaExamples *examples,
                             gsize           index)
{
  lamina_examples_select (examples, LAMINA_EXAMPLE_TEXTS (examples)->selection, index);
}

static void
lamina_example_texts_examples_init (LaminaExamplesInterface *iface)
{
  iface->set_split = lamina_example_texts_set_split;
  iface->get_chosen = lamina_example_texts_get_chosen;
  iface->choose = lamina_example_texts_choose;
}

static void
lamina_example_texts_dispose (GObject *object)
{
  LaminaExampleTexts *self = LAMINA_EXAMPLE_TEXTS (object);

  if (self->scrolled != NULL)
    lamina_examples_set_split (LAMINA_EXAMPLES (self), NULL, LM_SPLIT_TRAINING);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->legend, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_example_texts_parent_class)->dispose (object);
}

static void
lamina_example_texts_class_init (LaminaExampleTextsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_example_texts_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
lamina_example_texts_init (LaminaExampleTexts *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)),
                                  GTK_ORIENTATION_VERTICAL);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "example-texts");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples as text"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, widget);

  self->legend = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->legend), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->legend), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->legend, "caption");
  gtk_widget_add_css_class (self->legend, "dim-label");
  gtk_widget_add_css_class (self->legend, "example-legend");
  gtk_widget_set_parent (self->legend, widget);
}
