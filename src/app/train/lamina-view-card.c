/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-view-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lamina-format.h"

struct _LaminaViewCard
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkWidget       *header;
  GtkLabel        *title;
  GtkLabel        *subtitle;
  GtkLabel        *chip;
  GtkToggleButton *pin;
  GtkButton       *enlarge;
  GtkMenuButton   *menu_button;
  GtkButton       *nearest;     /* offers another view where this one does not fit */

  LaminaPlot         *plot;
  GSimpleActionGroup *actions;
  int                 columns;
  gboolean            is_enlarged;
};

enum
{
  SIGNAL_CLOSE,
  SIGNAL_ENLARGE,
  SIGNAL_REPLACE,
  SIGNAL_OPTIONS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaViewCard, lamina_view_card, GTK_TYPE_WIDGET)

static void
lamina_view_card_offer_nearest (LaminaViewCard    *self,
                                const LaminaFrame *frame)
{
  const LaminaViewClass *nearest =
    lamina_view_find_nearest (lamina_plot_get_view (self->plot), frame);
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->nearest), nearest != NULL);
  if (nearest == NULL)
    return;

  /* TRANSLATORS: a button; %s is a view: "Predictions" */
  label = g_strdup_printf (_("Show “%s” Instead"), _(nearest->title));
  gtk_button_set_label (self->nearest, label);
}

void
lamina_view_card_update (LaminaViewCard *self)
{
  const LaminaFrame frame = lamina_plot_get_frame (self->plot);
  const LaminaViewClass *klass = lamina_plot_get_view (self->plot);
  const gboolean is_pinned = lamina_plot_is_pinned (self->plot);
  g_autofree char *title = lamina_view_write_title (klass, &frame);
  g_autofree char *subtitle = lamina_view_write_subtitle (klass, &frame);

  gtk_label_set_label (self->title, title);
  if (g_strcmp0 (subtitle, gtk_label_get_label (self->subtitle)) != 0)
    {
      gtk_label_set_label (self->subtitle, subtitle);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), subtitle);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chip), is_pinned);
  if (is_pinned)
    {
      g_autofree char *step = lamina_format_count (frame.step);
      /* TRANSLATORS: on a pinned card; %s is a number. */
      g_autofree char *text = g_strdup_printf (_("step %s"), step);

      gtk_label_set_label (self->chip, text);
    }

  lamina_view_card_offer_nearest (self, &frame);
  lamina_view_card_update_options (self, G_ACTION_MAP (self->actions));
}

void
lamina_view_card_change_options (LaminaViewCard *self)
{
  lamina_view_card_update (self);
  lamina_plot_apply_options (self->plot);
  g_signal_emit (self, signals[SIGNAL_OPTIONS], 0);
}

/* --- actions --- */

static void
pin_cb (GSimpleAction *action,
        GVariant      *value,
        gpointer       data)
{
  LaminaViewCard *self = data;

  g_simple_action_set_state (action, value);
  lamina_plot_set_pinned (self->plot, g_variant_get_boolean (value));
  lamina_view_card_update (self);
}

static void
enlarge_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  g_signal_emit (data, signals[SIGNAL_ENLARGE], 0);
}

static void
replace_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  g_signal_emit (data, signals[SIGNAL_REPLACE], 0);
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  g_signal_emit (data, signals[SIGNAL_CLOSE], 0);
}

static void
export_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  lamina_view_card_export (data);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  lamina_view_card_copy (data);
}

static void
own_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  lamina_view_card_open_window (data);
}

static const GActionEntry actions[] = {
  { "pin", NULL, NULL, "false", pin_cb },
  { "enlarge", enlarge_cb },
  { "replace", replace_cb },
  { "close", close_cb },
  { "export", export_cb },
  { "copy", copy_cb },
  { "own-window", own_window_cb },
};

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       data)
{
  g_autoptr(GMenuModel) menu = lamina_view_card_make_menu (data);

  gtk_menu_button_set_menu_model (button, menu);
  /* A tooltip would lie over the open menu. */
  g_object_bind_property (gtk_menu_button_get_popover (button), "visible", button, "has-tooltip",
                          G_BINDING_INVERT_BOOLEAN);
}

static void
lamina_view_card_dispose (GObject *object)
{
  LaminaViewCard *self = LAMINA_VIEW_CARD (object);

  g_clear_object (&self->actions);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_view_card_parent_class)->dispose (object);
}

static void
lamina_view_card_class_init (LaminaViewCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_view_card_dispose;

  for (guint i = 0; i < N_SIGNALS; i++)
    {
      static const char *const names[N_SIGNALS] = { "close", "enlarge", "replace", "options" };

      signals[i] = g_signal_new (names[i], LAMINA_TYPE_VIEW_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
    }

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-view-card.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, header);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, title);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, chip);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, pin);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, enlarge);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LaminaViewCard, nearest);

  gtk_widget_class_set_css_name (widget_class, "viewcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, 0, "card.enlarge", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "card.pin", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "card.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "card.export", NULL);
}

static void
lamina_view_card_init (LaminaViewCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);

  self->columns = 6;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions),
                                   self);
  lamina_view_card_add_options (self, G_ACTION_MAP (self->actions));
  lamina_view_card_add_choices (self, G_ACTION_MAP (self->actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (self->actions));
}

LaminaViewCard *
lamina_view_card_new (LaminaScene           *scene,
                      const LaminaViewClass *klass)
{
  LaminaViewCard *self = g_object_new (LAMINA_TYPE_VIEW_CARD, NULL);
  LaminaSession *session = lamina_scene_get_session (scene);

  self->columns = klass->columns;
  self->plot = lamina_plot_new (scene, klass);
  gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->plot), self->header);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(klass->title), -1);
  g_signal_connect_object (scene, "chosen", G_CALLBACK (lamina_view_card_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_view_card_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_view_card_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (lamina_view_card_update), self,
                           G_CONNECT_SWAPPED);
  lamina_view_card_update (self);

  return self;
}

LaminaPlot *
lamina_view_card_get_plot (LaminaViewCard *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_CARD (self), NULL);

  return self->plot;
}

GtkWidget *
lamina_view_card_get_header (LaminaViewCard *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_CARD (self), NULL);

  return self->header;
}

int
lamina_view_card_get_columns (LaminaViewCard *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_CARD (self), 0);

  return self->columns;
}

void
lamina_view_card_set_columns (LaminaViewCard *self,
                              int             columns)
{
  g_return_if_fail (LAMINA_IS_VIEW_CARD (self));

  self->columns = columns;
}

gboolean
lamina_view_card_is_enlarged (LaminaViewCard *self)
{
  g_return_val_if_fail (LAMINA_IS_VIEW_CARD (self), FALSE);

  return self->is_enlarged;
}

void
lamina_view_card_set_enlarged (LaminaViewCard *self,
                               gboolean        enlarged)
{
  const char *name = enlarged ? _("Back to All Views") : _("Enlarge");

  g_return_if_fail (LAMINA_IS_VIEW_CARD (self));

  self->is_enlarged = enlarged;
  gtk_button_set_icon_name (self->enlarge,
                            enlarged ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->enlarge), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enlarge), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

char *
lamina_view_card_write (LaminaViewCard *self)
{
  GString *line = g_string_new (lamina_plot_get_view (self->plot)->id);

  g_string_append_printf (line, " columns=%d", self->columns);
  lamina_view_card_write_options (self, line);

  return g_string_free (line, FALSE);
}

LaminaViewCard *
lamina_view_card_read (LaminaScene *scene,
                       const char  *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  const LaminaViewClass *klass = words[0] != NULL ? lamina_view_find (words[0]) : NULL;
  LaminaViewCard *self;

  if (klass == NULL)
    return NULL;

  self = lamina_view_card_new (scene, klass);
  for (GStrv word = words + 1; *word != NULL; word++)
    {
      char *value = strchr (*word, '=');

      if (value == NULL)
        continue;
      *value++ = '\0';
      if (strcmp (*word, "columns") == 0)
        self->columns = (int) CLAMP (g_ascii_strtoll (value, NULL, 10), 3, 12);
      else
        lamina_view_card_read_option (self, *word, value);
    }
  lamina_view_card_update (self);

  return self;
}
