/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-layer-card.h"

#include <glib/gi18n-lib.h>

#include "lamina-format.h"
#include "lamina-layer-text.h"
#include "lamina-picture.h"
#include "lamina-thumbnail.h"

#define THUMBNAIL 36

struct _LaminaLayerCard
{
  GtkWidget parent_instance;

  LaminaScene *scene; /* (nullable) */
  gssize       layer;
  gsize        n_layers;
  gssize       chosen; /* docked, or -1 */

  AdwBin    *picture_bin;
  GtkWidget *picture;
  GtkStack  *name_stack;
  GtkLabel  *name_label;
  GtkWidget *name_entry;
  GtkLabel  *settings_label;
  GtkBox    *chips;
  GtkLabel  *shape_label;
  GtkLabel  *params_label;
  GtkWidget *handle;
  GtkWidget *error_icon;
  GtkWidget *error_box;
  GtkLabel  *error_label;
  GtkWidget *remedies;
  GtkLabel  *rename_error;
};

enum
{
  SIGNAL_PICK,
  SIGNAL_REMEDY,
  SIGNAL_RENAME,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaLayerCard, lamina_layer_card, GTK_TYPE_WIDGET)

static const LmStack *
get_stack (LaminaLayerCard *self)
{
  return lamina_session_get_document (lamina_scene_get_session (self->scene))->stack;
}

static void
draw_thumbnail (cairo_t           *cr,
                const LaminaStyle *style,
                double             width,
                double             height,
                gpointer           data)
{
  LaminaLayerCard *self = data;
  LaminaFrame frame;

  if (self->scene == NULL)
    return;

  frame = lamina_scene_get_layers_frame (self->scene);
  if (self->layer < 0 || frame.network != NULL)
    lamina_thumbnail_draw_layer (cr, &frame, style, self->layer, width, height);
  else if ((gsize) self->layer < lm_stack_get_n (get_stack (self)))
    lamina_thumbnail_draw_glyph (cr, style,
                                 lm_stack_nth (get_stack (self), (gsize) self->layer)->klass,
                                 width, height);
}

static void
rename_activate_cb (LaminaLayerCard *self)
{
  g_signal_emit (self, signals[SIGNAL_RENAME], 0,
                 gtk_editable_get_text (GTK_EDITABLE (self->name_entry)));
}

static gboolean
rename_key_cb (GtkEventControllerKey *keys,
               guint                  key,
               guint                  code,
               GdkModifierType        state,
               LaminaLayerCard       *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  lamina_layer_card_end_rename (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));

  return GDK_EVENT_STOP;
}

static void
rename_leave_cb (LaminaLayerCard *self)
{
  lamina_layer_card_end_rename (self, NULL);
}

static void
chip_clicked_cb (GtkButton       *chip,
                 LaminaLayerCard *self)
{
  g_signal_emit (self, signals[SIGNAL_PICK], 0,
                 GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (chip), "layer")));
}

static void
remedy_clicked_cb (GtkButton       *button,
                   LaminaLayerCard *self)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), "remedy"));

  g_signal_emit (self, signals[SIGNAL_REMEDY], 0, id);
}

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
add_chip (LaminaLayerCard *self,
          gsize            index)
{
  const LmLayer *layer = lm_stack_nth (get_stack (self), index);
  const char *title = g_dgettext (GETTEXT_PACKAGE, layer->klass->title);
  GtkWidget *chip = gtk_button_new_with_label (title);
  g_autofree char *name = g_strjoin (_(", "), layer->name, title, NULL);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "flat");
  if (layer->bypassed)
    gtk_widget_add_css_class (chip, "bypassed");
  if ((gssize) index == self->chosen)
    gtk_widget_add_css_class (chip, "accent");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (chip, FALSE);
  gtk_widget_set_tooltip_text (chip, layer->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (chip), "layer", GSIZE_TO_POINTER (index));
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked_cb), self);
  gtk_box_append (self->chips, chip);
}

static void
update_chips (LaminaLayerCard *self)
{
  clear_box (GTK_WIDGET (self->chips));
  if (self->layer < 0)
    return;

  if (lm_stack_nth (get_stack (self), (gsize) self->layer)->bypassed)
    {
      GtkWidget *note = gtk_label_new (_("bypassed"));

      gtk_widget_add_css_class (note, "chip");
      gtk_widget_set_valign (note, GTK_ALIGN_CENTER);
      gtk_box_append (self->chips, note);
    }
  for (gsize i = 1; i < self->n_layers; i++)
    add_chip (self, (gsize) self->layer + i);
}

static void
update_remedies (LaminaLayerCard     *self,
                 const LaminaProblem *problem)
{
  clear_box (self->remedies);
  for (guint i = 0; i < problem->remedies->len; i++)
    {
      const LaminaRemedy *remedy = g_ptr_array_index (problem->remedies, i);
      GtkWidget *button = gtk_button_new_with_label (remedy->label);

      gtk_widget_add_css_class (button, i == 0 ? "remedy" : "flat");
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                               PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (button, remedy->label);
      g_object_set_data_full (G_OBJECT (button), "remedy", g_strdup (remedy->id), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (remedy_clicked_cb), self);
      gtk_box_append (GTK_BOX (self->remedies), button);
    }
  gtk_widget_set_visible (self->remedies, problem->remedies->len > 0);
}

static void
set_class (LaminaLayerCard *self,
           const char      *name,
           gboolean         is_set)
{
  if (is_set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* The first wrong card is red; those below it are pale. */
static void
update_problem (LaminaLayerCard *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const gssize wrong = problem != NULL ? problem->layer : -1;
  const gboolean is_wrong = wrong >= 0 && self->layer >= 0 && wrong >= self->layer &&
                            wrong < self->layer + (gssize) self->n_layers;

  set_class (self, "wrong", is_wrong);
  set_class (self, "below", wrong >= 0 && self->layer > wrong);
  gtk_widget_set_visible (self->error_icon, is_wrong);
  gtk_widget_set_visible (self->error_box, is_wrong);
  if (is_wrong)
    {
      gtk_label_set_label (self->error_label, problem->message);
      update_remedies (self, problem);
    }
}

static void
update_input (LaminaLayerCard *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  LaminaDataSet *set = lamina_session_get_data_set (session);
  g_autofree char *shape = NULL, *count = NULL, *example = NULL;

  gtk_label_set_label (self->name_label, _("Input"));
  if (set == NULL)
    {
      gtk_label_set_label (self->settings_label, lamina_session_get_data_error (session) != NULL
                                                   ? _("no data") : _("loading data…"));
      gtk_label_set_label (self->shape_label, "—");
      return;
    }

  shape = lm_shape_to_string (lamina_data_set_get_input_shape (set));
  count = lamina_format_count (lamina_scene_get_example (self->scene) + 1);
  example = lm_stack_has_parts (get_stack (self)) ? g_strdup (_("from the data, or generated"))
                                                  : g_strdup_printf (_("example %s"), count);
  gtk_label_set_label (self->settings_label, example);
  gtk_label_set_label (self->shape_label, shape);
}

static void
update_layer (LaminaLayerCard *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  const LmLayer *layer = lm_stack_nth (get_stack (self), (gsize) self->layer);
  const LmLayer *compiled = lamina_session_get_compiled_layer (session, (gsize) self->layer);
  g_autofree char *settings = lm_layer_describe (layer);
  g_autofree char *shape = lamina_layer_write_shape (compiled);
  g_autofree char *params = lamina_layer_write_params (compiled);
  const gboolean says_kind = *settings == '\0';

  gtk_label_set_label (self->name_label, layer->name);
  gtk_label_set_label (self->settings_label,
                       says_kind ? g_dgettext (GETTEXT_PACKAGE, layer->klass->title) : settings);
  gtk_label_set_label (self->shape_label, shape);
  gtk_label_set_label (self->params_label, params);
}

void
lamina_layer_card_update (LaminaLayerCard *self,
                          LaminaScene     *scene,
                          gssize           layer)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LAMINA_IS_LAYER_CARD (self));

  g_set_object (&self->scene, scene);
  self->layer = layer;
  self->n_layers = layer < 0 ? 0 : 1 + lamina_layer_count_docked (get_stack (self), (gsize) layer);

  gtk_label_set_label (self->params_label, "");
  if (layer < 0)
    update_input (self);
  else
    update_layer (self);
  gtk_widget_set_visible (GTK_WIDGET (self->params_label),
                          *gtk_label_get_label (self->params_label) != '\0');
  set_class (self, "bypassed",
             layer >= 0 && lm_stack_nth (get_stack (self), (gsize) layer)->bypassed);
  set_class (self, "input", layer < 0);
  update_chips (self);
  update_problem (self);
  lamina_layer_card_redraw (self);

  name = lamina_layer_say (lamina_scene_get_session (scene), layer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

gssize
lamina_layer_card_get_layer (LaminaLayerCard *self)
{
  g_return_val_if_fail (LAMINA_IS_LAYER_CARD (self), -1);

  return self->layer;
}

gsize
lamina_layer_card_get_n_layers (LaminaLayerCard *self)
{
  g_return_val_if_fail (LAMINA_IS_LAYER_CARD (self), 0);

  return self->n_layers;
}

void
lamina_layer_card_redraw (LaminaLayerCard *self)
{
  g_return_if_fail (LAMINA_IS_LAYER_CARD (self));

  lamina_picture_redraw (LAMINA_PICTURE (self->picture));
}

void
lamina_layer_card_set_selected (LaminaLayerCard *self,
                                gboolean         selected,
                                gssize           chosen_layer)
{
  g_return_if_fail (LAMINA_IS_LAYER_CARD (self));

  set_class (self, "selected", selected);
  gtk_widget_set_visible (self->handle, selected && self->layer >= 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  if (self->chosen != chosen_layer)
    {
      self->chosen = chosen_layer;
      update_chips (self);
    }
}

void
lamina_layer_card_begin_rename (LaminaLayerCard *self)
{
  g_return_if_fail (LAMINA_IS_LAYER_CARD (self));

  if (self->layer < 0)
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), gtk_label_get_label (self->name_label));
  gtk_stack_set_visible_child (self->name_stack, self->name_entry);
  gtk_widget_grab_focus (self->name_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->name_entry), 0, -1);
}

void
lamina_layer_card_end_rename (LaminaLayerCard *self,
                              const char      *error)
{
  g_return_if_fail (LAMINA_IS_LAYER_CARD (self));

  gtk_label_set_label (self->rename_error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rename_error), error != NULL);
  if (error != NULL)
    gtk_widget_add_css_class (self->name_entry, "error");
  else
    {
      gtk_widget_remove_css_class (self->name_entry, "error");
      gtk_stack_set_visible_child (self->name_stack, GTK_WIDGET (self->name_label));
    }
}

static void
lamina_layer_card_dispose (GObject *object)
{
  LaminaLayerCard *self = LAMINA_LAYER_CARD (object);
  GtkWidget *child;

  g_clear_object (&self->scene);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAMINA_TYPE_LAYER_CARD);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_layer_card_parent_class)->dispose (object);
}

static void
lamina_layer_card_class_init (LaminaLayerCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_layer_card_dispose;
  gtk_widget_class_set_css_name (widget_class, "layercard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-layer-card.ui");
#define BIND(member) gtk_widget_class_bind_template_child (widget_class, LaminaLayerCard, member)
  BIND (picture_bin);
  BIND (name_stack);
  BIND (name_label);
  BIND (name_entry);
  BIND (settings_label);
  BIND (chips);
  BIND (shape_label);
  BIND (params_label);
  BIND (handle);
  BIND (error_icon);
  BIND (error_box);
  BIND (error_label);
  BIND (remedies);
  BIND (rename_error);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, rename_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_leave_cb);

  signals[SIGNAL_PICK] = g_signal_new ("pick", LAMINA_TYPE_LAYER_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ULONG);
  signals[SIGNAL_REMEDY] = g_signal_new ("remedy", LAMINA_TYPE_LAYER_CARD, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_RENAME] = g_signal_new ("rename", LAMINA_TYPE_LAYER_CARD, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lamina_layer_card_init (LaminaLayerCard *self)
{
  self->layer = self->chosen = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->picture = lamina_picture_new (THUMBNAIL, THUMBNAIL, draw_thumbnail, self, NULL);
  adw_bin_set_child (self->picture_bin, self->picture);
}

GtkWidget *
lamina_layer_card_new (void)
{
  return g_object_new (LAMINA_TYPE_LAYER_CARD, NULL);
}
