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

  LaminaPlot         *plot;
  GSimpleActionGroup *actions;
  int                 columns;
  gboolean            is_enlarged;
};

enum
{
  SIGNAL_CLOSE,
  SIGNAL_ENLARGE,
  SIGNAL_OPTIONS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaViewCard, lamina_view_card, GTK_TYPE_WIDGET)

/* Of metrics, or of the heads of attention. */
#define MAX_INDEX 256

const char *const lamina_scale_ids[] = { "auto", "linear", "log", NULL };
const char *const lamina_range_ids[] = { "auto", "own", "shared", NULL };

static int
find_id (const char *const *ids,
         const char        *id)
{
  for (int i = 0; ids[i] != NULL; i++)
    {
      if (strcmp (ids[i], id) == 0)
        return i;
    }

  return 0;
}

static void
lamina_view_card_set_state (LaminaViewCard *self,
                            const char     *name,
                            const char     *value)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

void
lamina_view_card_update (LaminaViewCard *self)
{
  const LaminaOptions *options = lamina_plot_get_options (self->plot);
  const LaminaFrame frame = lamina_plot_get_frame (self->plot);
  const LaminaViewClass *klass = lamina_plot_get_view (self->plot);
  const gboolean is_pinned = lamina_plot_is_pinned (self->plot);
  g_autofree char *title = lamina_view_write_title (klass, &frame);
  g_autofree char *subtitle = lamina_view_write_subtitle (klass, &frame);
  g_autofree char *choice = g_strdup_printf ("%u", options->index);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->chip), is_pinned);
  if (is_pinned)
    {
      g_autofree char *step = lamina_format_count (frame.step);
      /* TRANSLATORS: on a pinned card; %s is a number. */
      g_autofree char *text = g_strdup_printf (_("step %s"), step);

      gtk_label_set_label (self->chip, text);
    }

  lamina_view_card_set_state (self, "scale", lamina_scale_ids[options->scale]);
  lamina_view_card_set_state (self, "range", lamina_range_ids[options->range]);
  lamina_view_card_set_state (self, "map", lamina_map_ids[options->map]);
  lamina_view_card_set_state (self, "choice", choice);
  lamina_view_card_set_state (self, "temperature", lamina_temperature_ids[options->temperature]);
}

void
lamina_view_card_change_options (LaminaViewCard *self)
{
  lamina_view_card_update (self);
  lamina_plot_refresh (self->plot);
  gtk_widget_queue_draw (GTK_WIDGET (self->plot));
  g_signal_emit (self, signals[SIGNAL_OPTIONS], 0);
}

/* --- actions --- */

static void
scale_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (self->plot)->scale =
    (LaminaScale) find_id (lamina_scale_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
range_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (self->plot)->range =
    (LaminaRange) find_id (lamina_range_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
map_cb (GSimpleAction *action,
        GVariant      *value,
        gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (self->plot)->map =
    (LaminaMap) find_id (lamina_map_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
temperature_cb (GSimpleAction *action,
                GVariant      *value,
                gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (self->plot)->temperature =
    (guint) find_id (lamina_temperature_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

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

/* The chosen layer, or one for good: its name. */
static void
layer_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (self->plot));
  const char *name = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  lamina_plot_set_layer (self->plot,
                         lm_stack_find (lamina_session_get_document (session)->stack, name));
  lamina_view_card_change_options (self);
}

static const GActionEntry actions[] = {
  { "scale", NULL, "s", "'auto'", scale_cb },
  { "range", NULL, "s", "'auto'", range_cb },
  { "map", NULL, "s", "'auto'", map_cb },
  { "temperature", NULL, "s", "'0.8'", temperature_cb },
  { "layer", NULL, "s", "''", layer_cb },
  { "pin", NULL, NULL, "false", pin_cb },
  { "enlarge", enlarge_cb },
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
      static const char *const names[N_SIGNALS] = { "close", "enlarge", "options" };

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
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->plot));
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
  const LaminaOptions *options = lamina_plot_get_options (self->plot);
  const gssize layer = lamina_plot_get_layer (self->plot);
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (self->plot));
  GString *line = g_string_new (lamina_plot_get_view (self->plot)->id);

  g_string_append_printf (line, " columns=%d", self->columns);
  if (options->index > 0)
    g_string_append_printf (line, " index=%u", options->index);
  if (options->scale != 0)
    g_string_append_printf (line, " scale=%s", lamina_scale_ids[options->scale]);
  if (options->range != 0)
    g_string_append_printf (line, " range=%s", lamina_range_ids[options->range]);
  if (options->map != 0)
    g_string_append_printf (line, " map=%s", lamina_map_ids[options->map]);
  if (options->temperature != 0)
    g_string_append_printf (line, " temperature=%s", lamina_temperature_ids[options->temperature]);
  if (layer >= 0)
    g_string_append_printf (line, " layer=%s",
                            lm_stack_nth (lamina_session_get_document (session)->stack,
                                          (gsize) layer)->name);

  return g_string_free (line, FALSE);
}

/* What a later version may have added is passed over. */
static void
lamina_view_card_read_option (LaminaViewCard *self,
                              const char     *name,
                              const char     *value)
{
  LaminaOptions *options = lamina_plot_get_options (self->plot);
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (self->plot));

  if (strcmp (name, "columns") == 0)
    self->columns = (int) CLAMP (g_ascii_strtoll (value, NULL, 10), 3, 12);
  else if (strcmp (name, "index") == 0)
    options->index = (guint) CLAMP (g_ascii_strtoll (value, NULL, 10), 0, MAX_INDEX);
  else if (strcmp (name, "scale") == 0)
    options->scale = (LaminaScale) find_id (lamina_scale_ids, value);
  else if (strcmp (name, "range") == 0)
    options->range = (LaminaRange) find_id (lamina_range_ids, value);
  else if (strcmp (name, "map") == 0)
    options->map = (LaminaMap) find_id (lamina_map_ids, value);
  else if (strcmp (name, "temperature") == 0)
    options->temperature = (guint) find_id (lamina_temperature_ids, value);
  else if (strcmp (name, "layer") == 0)
    lamina_plot_set_layer (self->plot,
                           lm_stack_find (lamina_session_get_document (session)->stack, value));
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
      lamina_view_card_read_option (self, *word, value);
    }
  lamina_view_card_update (self);

  return self;
}
