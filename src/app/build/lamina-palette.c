/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-palette.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-picture.h"
#include "lamina-stack-drag.h"
#include "lamina-thumbnail.h"

#define GLYPH 26

struct _LaminaPalette
{
  GtkWidget parent_instance;

  GtkWidget *entry;
  GtkWidget *list;
  GtkWidget *hint;
  GtkLabel  *nothing;
  gboolean   compact;
  gboolean   is_folded[LM_N_GROUPS];
  GtkWidget *arrows[LM_N_GROUPS];
  GtkWidget *counts[LM_N_GROUPS];
};

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

enum
{
  SIGNAL_INSERT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaPalette, lamina_palette, GTK_TYPE_WIDGET)

static const LmLayerClass *
get_class (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "class");
}

static LmLayerGroup
get_group (GtkListBoxRow *row)
{
  const LmLayerClass *klass = get_class (row);

  if (klass != NULL)
    return klass->group;

  return (LmLayerGroup) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "group"));
}

static const char *
get_needle (LaminaPalette *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
contains (const char *text,
          const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static char *
fold_needle (LaminaPalette *self)
{
  g_autofree char *stripped = g_strstrip (g_strdup (get_needle (self)));

  return g_utf8_casefold (stripped, -1);
}

static gboolean
matches_title (const LmLayerClass *klass,
               const char         *needle)
{
  return contains (g_dgettext (GETTEXT_PACKAGE, klass->title), needle) ||
         contains (klass->title, needle) || contains (klass->id, needle);
}

static gboolean
matches (const LmLayerClass *klass,
         const char         *needle)
{
  return matches_title (klass, needle) ||
         contains (lm_layer_group_get_title (klass->group), needle) ||
         (klass->keywords != NULL &&
          (contains (klass->keywords, needle) ||
           contains (g_dgettext (GETTEXT_PACKAGE, klass->keywords), needle)));
}

/* While something is searched for, nothing is folded, and headings are not needed. */
static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  LaminaPalette *self = data;
  const LmLayerClass *klass = get_class (row);
  g_autofree char *needle = fold_needle (self);

  if (*get_needle (self) != '\0')
    return klass != NULL && matches (klass, needle);

  return klass == NULL || !self->is_folded[klass->group];
}

/* One that is called what is searched for, else one that has to do with it. */
static GtkListBoxRow *
find_first (LaminaPalette *self)
{
  g_autofree char *needle = fold_needle (self);
  GtkListBoxRow *row, *first = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      if (get_class (row) == NULL || !gtk_widget_get_child_visible (GTK_WIDGET (row)))
        continue;
      if (matches_title (get_class (row), needle))
        return row;
      if (first == NULL)
        first = row;
    }

  return first;
}

static void
search_changed_cb (LaminaPalette *self)
{
  g_autofree char *nothing = NULL;
  GtkListBoxRow *first;

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  first = find_first (self);
  nothing = g_strdup_printf (_("No layer is called “%s”. Try a kind, such as convolution."),
                             get_needle (self));
  gtk_label_set_label (self->nothing, nothing);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), first == NULL && *get_needle (self) != '\0');
  if (*get_needle (self) != '\0')
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), first);
}

static void
insert (LaminaPalette      *self,
        const LmLayerClass *klass)
{
  g_signal_emit (self, signals[SIGNAL_INSERT], 0, klass->id);
}

static void
search_activate_cb (LaminaPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row == NULL || get_class (row) == NULL || !gtk_widget_get_child_visible (GTK_WIDGET (row)))
    row = *get_needle (self) != '\0' ? find_first (self) : NULL;
  if (row != NULL && gtk_widget_is_sensitive (GTK_WIDGET (row)))
    insert (self, get_class (row));
}

/* Escape, which the entry keeps for itself: first the text goes, then the focus. */
static void
search_stop_cb (LaminaPalette *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (*get_needle (self) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  else
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
}

static void
fold (LaminaPalette *self,
      LmLayerGroup   group,
      gboolean       folded)
{
  self->is_folded[group] = folded;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrows[group]),
                                folded ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_widget_set_visible (self->counts[group], folded);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static void
row_activated_cb (LaminaPalette *self,
                  GtkListBoxRow *row)
{
  if (get_class (row) != NULL)
    insert (self, get_class (row));
  else
    fold (self, get_group (row), !self->is_folded[get_group (row)]);
}

/* A click on a heading folds; on a kind it only selects, unless all is for one choice. */
static void
released_cb (GtkGestureClick *click,
             int              n_presses,
             double           x,
             double           y,
             LaminaPalette   *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (GTK_LIST_BOX (self->list), (int) y);

  if (row != NULL && get_class (row) == NULL)
    row_activated_cb (self, row);
}

static void
draw_glyph (cairo_t           *cr,
            const LaminaStyle *style,
            double             width,
            double             height,
            gpointer           data)
{
  lamina_thumbnail_draw_glyph (cr, style, data, width, height);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source,
                 double         x,
                 double         y,
                 GtkWidget     *row)
{
  g_autoptr(GdkPaintable) icon = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, icon, (int) x, (int) y);

  return lamina_stack_drag_provide (get_class (GTK_LIST_BOX_ROW (row))->id, -1, 1);
}

static void
add_kind (LaminaPalette      *self,
          const LmLayerClass *klass)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (g_dgettext (GETTEXT_PACKAGE, klass->title));
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), lamina_picture_new (GLYPH, GLYPH, draw_glyph, (gpointer) klass,
                                                     NULL));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "kind");
  gtk_widget_set_tooltip_text (row, g_dgettext (GETTEXT_PACKAGE, klass->summary));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dgettext (GETTEXT_PACKAGE, klass->title), -1);
  g_object_set_data (G_OBJECT (row), "class", (gpointer) klass);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
add_heading (LaminaPalette *self,
             LmLayerGroup   group,
             guint          n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (lm_layer_group_get_title (group));
  g_autofree char *count = g_strdup_printf ("%u", n);

  self->counts[group] = gtk_label_new (count);
  self->arrows[group] = gtk_image_new_from_icon_name ("pan-down-symbolic");
  gtk_widget_set_visible (self->counts[group], FALSE);
  gtk_widget_add_css_class (self->counts[group], "caption");
  gtk_widget_add_css_class (self->counts[group], "dim-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->counts[group]);
  gtk_box_append (GTK_BOX (box), self->arrows[group]);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lm_layer_group_get_title (group), -1);
  g_object_set_data (G_OBJECT (row), "group", GINT_TO_POINTER (group));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
fill (LaminaPalette *self)
{
  const gsize n_kinds = lm_layer_class_get_n ();

  for (int group = 0; group < LM_N_GROUPS; group++)
    {
      guint n = 0;

      for (gsize i = 0; i < n_kinds; i++)
        n += (int) lm_layer_class_nth (i)->group == group;
      if (n == 0)
        continue;

      add_heading (self, (LmLayerGroup) group, n);
      for (gsize i = 0; i < n_kinds; i++)
        if ((int) lm_layer_class_nth (i)->group == group)
          add_kind (self, lm_layer_class_nth (i));
      fold (self, (LmLayerGroup) group, group > LM_GROUP_LINK);
    }
}

static void
lamina_palette_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LaminaPalette *self = LAMINA_PALETTE (object);

  if (id == PROP_COMPACT)
    self->compact = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lamina_palette_constructed (GObject *object)
{
  LaminaPalette *self = LAMINA_PALETTE (object);

  G_OBJECT_CLASS (lamina_palette_parent_class)->constructed (object);

  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), self->compact);
  gtk_widget_set_visible (self->hint, !self->compact);
  if (!self->compact)
    {
      GtkGesture *click = gtk_gesture_click_new ();

      g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, 0);
      gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (click));
    }
}

static void
lamina_palette_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), LAMINA_TYPE_PALETTE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_palette_parent_class)->dispose (object);
}

static void
lamina_palette_class_init (LaminaPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = lamina_palette_set_property;
  object_class->constructed = lamina_palette_constructed;
  object_class->dispose = lamina_palette_dispose;
  g_object_class_install_property (object_class, PROP_COMPACT,
                                   g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                         G_PARAM_WRITABLE |
                                                         G_PARAM_CONSTRUCT_ONLY |
                                                         G_PARAM_STATIC_STRINGS));
  signals[SIGNAL_INSERT] = g_signal_new ("insert", LAMINA_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, LaminaPalette, list);
  gtk_widget_class_bind_template_child (widget_class, LaminaPalette, hint);
  gtk_widget_class_bind_template_child (widget_class, LaminaPalette, nothing);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lamina_palette_init (LaminaPalette *self)
{
  const guint n = (guint) lm_layer_class_get_n ();
  g_autofree char *prompt = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  prompt = g_strdup_printf (ngettext ("Search %u layer", "Search %u layers", n), n);
  g_object_set (self->entry, "placeholder-text", prompt, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search layers"), -1);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  fill (self);
}

GtkWidget *
lamina_palette_new (gboolean compact)
{
  return g_object_new (LAMINA_TYPE_PALETTE, "compact", compact, NULL);
}

void
lamina_palette_set_has_generator (LaminaPalette *self,
                                  gboolean       has_generator)
{
  GtkListBoxRow *row;

  g_return_if_fail (LAMINA_IS_PALETTE (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      const LmLayerClass *klass = get_class (row);
      g_autofree char *text = NULL;

      if (klass == NULL || !klass->ignores_input)
        continue;

      text = g_strjoin ("\n", g_dgettext (GETTEXT_PACKAGE, klass->summary),
                        has_generator ? NULL : _("For stacks with a generator: Make It a GAN, in "
                                                 "the menu of the stack"), NULL);
      gtk_widget_set_sensitive (GTK_WIDGET (row), has_generator);
      gtk_widget_set_tooltip_text (GTK_WIDGET (row), text);
    }
}

void
lamina_palette_search (LaminaPalette *self)
{
  g_return_if_fail (LAMINA_IS_PALETTE (self));

  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}
