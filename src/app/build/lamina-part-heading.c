/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-part-heading.h"

#include <glib/gi18n-lib.h>

#include "lamina-format.h"

struct _LaminaPartHeading
{
  GtkWidget parent_instance;

  LmPart     part;
  GtkWidget *letter;
  GtkWidget *title;
  GtkWidget *count;
  GtkWidget *hint; /* (nullable) */
  GtkWidget *add;  /* (nullable) */
};

enum
{
  SIGNAL_ADD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaPartHeading, lamina_part_heading, GTK_TYPE_WIDGET)

const char *
lamina_part_get_title (LmPart part)
{
  return part == LM_PART_GENERATOR ? _("Generator") : _("Discriminator");
}

const char *
lamina_part_get_letter (LmPart part)
{
  return part == LM_PART_GENERATOR ? "G" : "D";
}

LmPart
lamina_part_heading_get_part (LaminaPartHeading *self)
{
  g_return_val_if_fail (LAMINA_IS_PART_HEADING (self), LM_PART_MAIN);

  return self->part;
}

void
lamina_part_heading_update (LaminaPartHeading *self,
                            LaminaSession     *session)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  gsize first, n_params = 0;
  const gsize n = lm_stack_get_part (stack, self->part, &first);
  g_autofree char *count = NULL, *text = NULL;

  g_return_if_fail (LAMINA_IS_PART_HEADING (self));

  for (gsize i = first; i < first + n; i++)
    {
      const LmLayer *compiled = lamina_session_get_compiled_layer (session, i);

      n_params += compiled != NULL ? lm_layer_get_n_params (compiled) : 0;
    }
  count = lamina_format_count (n_params);
  text = g_strdup_printf (ngettext ("%s parameter", "%s parameters", (gulong) n_params), count);
  gtk_label_set_label (GTK_LABEL (self->count), n > 0 ? count : "");
  gtk_widget_set_tooltip_text (self->count, text);
  if (self->hint != NULL)
    {
      gtk_widget_set_visible (self->hint, n == 0);
      gtk_widget_set_visible (self->add, n == 0);
    }
}

static void
add_clicked_cb (LaminaPartHeading *self)
{
  g_signal_emit (self, signals[SIGNAL_ADD], 0);
}

static void
lamina_part_heading_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_part_heading_parent_class)->dispose (object);
}

static void
lamina_part_heading_class_init (LaminaPartHeadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_part_heading_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "partheading");
  signals[SIGNAL_ADD] = g_signal_new ("add", LAMINA_TYPE_PART_HEADING, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
lamina_part_heading_init (LaminaPartHeading *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              6);
}

static GtkWidget *
add_label (LaminaPartHeading *self,
           const char        *text,
           const char        *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
add_hint (LaminaPartHeading *self)
{
  self->hint = add_label (self, self->part == LM_PART_GENERATOR
                                  ? _("Empty: it begins with latent noise")
                                  : _("Empty: it ends with one number an example"), "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->hint), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->hint, TRUE);
  gtk_widget_add_css_class (self->hint, "caption");
  self->add = gtk_button_new_with_label (_("Add Layer"));
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
}

GtkWidget *
lamina_part_heading_new (LmPart   part,
                         gboolean has_hint)
{
  LaminaPartHeading *self = g_object_new (LAMINA_TYPE_PART_HEADING, NULL);

  self->part = part;
  self->letter = add_label (self, lamina_part_get_letter (part), "part-letter");
  gtk_widget_add_css_class (self->letter, lm_part_ids[part]);
  gtk_label_set_xalign (GTK_LABEL (self->letter), 0.5);
  gtk_widget_set_valign (self->letter, GTK_ALIGN_CENTER);
  self->title = add_label (self, lamina_part_get_title (part), "heading");
  self->count = add_label (self, "", "caption");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  if (has_hint)
    add_hint (self);

  return GTK_WIDGET (self);
}
