/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stack-editor-private.h"

#include <glib/gi18n-lib.h>

#include "lamina-layer-text.h"

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_OPEN_FIELDS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaStackEditor, lamina_stack_editor, GTK_TYPE_WIDGET)

LaminaSession *
lamina_stack_editor_get_session (LaminaStackEditor *self)
{
  return self->scene != NULL ? lamina_scene_get_session (self->scene) : NULL;
}

const LmStack *
lamina_stack_editor_get_stack (LaminaStackEditor *self)
{
  return lamina_session_get_document (lamina_stack_editor_get_session (self))->stack;
}

static void
lamina_stack_editor_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (widget);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                     gtk_widget_get_height (widget));
  cairo_t *cr;

  if (self->scene == NULL)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  lamina_stack_editor_draw (self, cr);
  cairo_destroy (cr);

  for (guint i = 0; i < self->cards->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->cards, i), snapshot);
  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    gtk_widget_snapshot_child (widget, self->headings[part], snapshot);
  gtk_widget_snapshot_child (widget, self->empty, snapshot);

  if (self->drop.is_shown || self->link_from >= 0)
    {
      cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      lamina_stack_editor_draw_drop (self, cr);
      cairo_destroy (cr);
    }
  gtk_widget_snapshot_child (widget, self->plus, snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->drop_label), snapshot);
}

static void
pick_cb (LaminaStackEditor *self,
         gulong             layer,
         LaminaLayerCard   *card)
{
  lamina_stack_editor_choose (self, (gssize) layer);
}

static void
card_pressed_cb (GtkGestureClick   *click,
                 int                n_presses,
                 double             x,
                 double             y,
                 LaminaStackEditor *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  GtkEventController *controller = GTK_EVENT_CONTROLLER (click);
  guint place;

  if (!g_ptr_array_find (self->cards, card, &place))
    return;

  lamina_stack_editor_select_card (self, place,
                                   gtk_event_controller_get_current_event_state (controller));
}

static void
card_enter_cb (GtkEventControllerFocus *focus,
               LaminaStackEditor       *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus));
  guint place;

  /* By Tab: the cursor follows. */
  if (g_ptr_array_find (self->cards, card, &place) &&
      lamina_stack_editor_find_card (self, lamina_stack_editor_get_cursor (self)) != (gssize) place)
    lamina_stack_editor_select_card (self, place, 0);
}

static void
add_card (LaminaStackEditor *self)
{
  GtkWidget *card = lamina_layer_card_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (click, "pressed", G_CALLBACK (card_pressed_cb), self, 0);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (focus, "enter", G_CALLBACK (card_enter_cb), self, 0);
  gtk_widget_add_controller (card, focus);
  g_signal_connect_object (card, "pick", G_CALLBACK (pick_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "rename", G_CALLBACK (lamina_stack_editor_rename_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "remedy", G_CALLBACK (lamina_stack_editor_remedy_cb), self,
                           G_CONNECT_SWAPPED);
  lamina_stack_editor_add_card_drag (self, LAMINA_LAYER_CARD (card));
  gtk_widget_insert_before (card, GTK_WIDGET (self), self->empty);
  g_ptr_array_add (self->cards, card);
}

static void
set_n_cards (LaminaStackEditor *self,
             guint              n)
{
  while (self->cards->len < n)
    add_card (self);
  while (self->cards->len > n)
    {
      GtkWidget *card = g_ptr_array_steal_index (self->cards, self->cards->len - 1);

      gtk_widget_unparent (card);
    }
}

/* A card for each of its layers, but for those that are docked. */
static guint
update_part (LaminaStackEditor *self,
             LmPart             part,
             guint              place)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  gsize first;
  const gsize n = lm_stack_get_part (stack, part, &first);

  for (gsize i = first; i < first + n; i += 1 + lamina_layer_count_docked (stack, i))
    lamina_layer_card_update (lamina_stack_editor_nth_card (self, place++), self->scene,
                              (gssize) i);

  return place;
}

static void
update_cards (LaminaStackEditor *self)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  const gboolean has_parts = lm_stack_has_parts (stack);
  guint n = 1, place = 0;

  for (gsize i = 0; i < lm_stack_get_n (stack); i += 1 + lamina_layer_count_docked (stack, i))
    n++;
  set_n_cards (self, n);

  if (has_parts)
    place = update_part (self, LM_PART_GENERATOR, place);
  lamina_layer_card_update (lamina_stack_editor_nth_card (self, place++), self->scene, -1);
  update_part (self, has_parts ? LM_PART_DISCRIMINATOR : LM_PART_MAIN, place);

  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    {
      gtk_widget_set_visible (self->headings[part], has_parts);
      lamina_part_heading_update (LAMINA_PART_HEADING (self->headings[part]),
                                  lamina_stack_editor_get_session (self));
    }
  gtk_widget_set_visible (self->empty, !has_parts && lm_stack_get_n (stack) == 0);
}

void
lamina_stack_editor_refresh (LaminaStackEditor *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (self->scene == NULL)
    {
      set_n_cards (self, 0);
      return;
    }

  update_cards (self);
  gtk_widget_set_visible (self->plus, FALSE);
  self->hovered = -1;
  lamina_stack_editor_prune_selection (self);
  lamina_stack_editor_find_arcs (self);
  lamina_stack_editor_show_selection (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));

  if (focus != NULL && LAMINA_IS_LAYER_CARD (focus))
    lamina_stack_editor_grab (self);
}

static void
redraw_cb (LaminaStackEditor *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  for (guint i = 0; i < self->cards->len; i++)
    lamina_layer_card_redraw (lamina_stack_editor_nth_card (self, i));
}

void
lamina_stack_editor_set_scene (LaminaStackEditor *self,
                               LaminaScene       *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_STACK_EDITOR (self));

  if (self->scene != NULL)
    {
      g_signal_handlers_disconnect_by_data (lamina_stack_editor_get_session (self), self);
      g_signal_handlers_disconnect_by_data (self->scene, self);
    }
  g_set_object (&self->scene, scene);
  g_hash_table_remove_all (self->selected);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->anchor, g_free);

  if (scene != NULL)
    {
      session = lamina_scene_get_session (scene);
      g_signal_connect_object (session, "changed", G_CALLBACK (lamina_stack_editor_refresh), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "network", G_CALLBACK (lamina_stack_editor_refresh), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "snapshot", G_CALLBACK (redraw_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (scene, "chosen", G_CALLBACK (redraw_cb), self, G_CONNECT_SWAPPED);
    }
  lamina_stack_editor_refresh (self);
}

static void
plus_clicked_cb (LaminaStackEditor *self)
{
  lamina_stack_editor_search (self, self->plus_place);
}

static void
empty_clicked_cb (LaminaStackEditor *self)
{
  lamina_stack_editor_search (self, (LaminaStackPlace) { 0, LM_PART_MAIN });
}

static void
heading_add_cb (LaminaStackEditor *self,
                LaminaPartHeading *heading)
{
  const LmPart part = lamina_part_heading_get_part (heading);

  lamina_stack_editor_search (self, lamina_stack_editor_part_end (self, part));
}

/* Between two cards, and the first pixels of each. */
static void
motion_cb (GtkEventControllerMotion *motion,
           double                    x,
           double                    y,
           LaminaStackEditor        *self)
{
  const gssize hovered = self->scene != NULL ? lamina_stack_editor_card_at (self, x, y) : -1;
  gboolean shows = FALSE;

  if (self->scene == NULL || self->cards->len == 0)
    return;

  if (lm_stack_get_n (lamina_stack_editor_get_stack (self)) > 0)
    {
      const LaminaStackPlace place = lamina_stack_editor_place_at (self, y);
      const double line = lamina_stack_editor_place_y (self, place);
      const graphene_rect_t first = lamina_stack_editor_card_bounds (self, 0);

      shows = ABS (y - line) <= LAMINA_STACK_GAP && x >= first.origin.x &&
              x < first.origin.x + first.size.width;
      self->plus_place = place;
    }
  if (shows != gtk_widget_get_visible (self->plus) || shows)
    {
      gtk_widget_set_visible (self->plus, shows);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
  if (hovered != self->hovered)
    {
      self->hovered = hovered;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

static void
leave_cb (LaminaStackEditor *self)
{
  self->hovered = -1;
  gtk_widget_set_visible (self->plus, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lamina_stack_editor_dispose (GObject *object)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (object);
  GtkWidget *child;

  if (self->cards != NULL)
    lamina_stack_editor_set_scene (self, NULL);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_handle_id (&self->drop_timeout, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lamina_stack_editor_parent_class)->dispose (object);
}

static void
lamina_stack_editor_finalize (GObject *object)
{
  LaminaStackEditor *self = LAMINA_STACK_EDITOR (object);

  g_array_unref (self->arcs);
  g_hash_table_unref (self->selected);
  g_free (self->cursor);
  g_free (self->anchor);

  G_OBJECT_CLASS (lamina_stack_editor_parent_class)->finalize (object);
}

static void
lamina_stack_editor_class_init (LaminaStackEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lamina_stack_editor_dispose;
  object_class->finalize = lamina_stack_editor_finalize;
  widget_class->measure = lamina_stack_editor_measure;
  widget_class->size_allocate = lamina_stack_editor_size_allocate;
  widget_class->snapshot = lamina_stack_editor_snapshot;
  gtk_widget_class_set_css_name (widget_class, "stackeditor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  lamina_stack_editor_bind_keys (widget_class);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LAMINA_TYPE_STACK_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN_FIELDS] = g_signal_new ("open-fields", LAMINA_TYPE_STACK_EDITOR,
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 0);
}

static GtkWidget *
make_empty (LaminaStackEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (_("An empty stack. Add a layer, or start from an example."));
  GtkWidget *button = gtk_button_new_with_label (_("Add Layer"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (box, 24);
  g_signal_connect_object (button, "clicked", G_CALLBACK (empty_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_visible (box, FALSE);

  return box;
}

/* Between two cards, under the pointer. */
static GtkWidget *
make_plus (LaminaStackEditor *self)
{
  GtkWidget *plus = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_widget_add_css_class (plus, "insert-here");
  gtk_widget_add_css_class (plus, "circular");
  gtk_widget_set_focusable (plus, FALSE);
  gtk_widget_set_tooltip_text (plus, _("Insert Layer"));
  gtk_widget_set_visible (plus, FALSE);
  g_signal_connect_object (plus, "clicked", G_CALLBACK (plus_clicked_cb), self, G_CONNECT_SWAPPED);

  return plus;
}

static void
lamina_stack_editor_init (LaminaStackEditor *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->cards = g_ptr_array_new ();
  self->arcs = g_array_new (FALSE, FALSE, sizeof (LaminaStackArc));
  self->selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hovered = self->link_from = -1;

  self->empty = make_empty (self);
  self->plus = make_plus (self);
  self->drop_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->drop_label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->drop_label), "drop-refusal");
  gtk_widget_set_visible (GTK_WIDGET (self->drop_label), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self->drop_label), FALSE);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  for (LmPart part = LM_PART_GENERATOR; part < LM_N_PARTS; part++)
    {
      self->headings[part] = lamina_part_heading_new (part, TRUE);
      gtk_widget_set_visible (self->headings[part], FALSE);
      g_signal_connect_object (self->headings[part], "add", G_CALLBACK (heading_add_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_insert_before (self->headings[part], GTK_WIDGET (self), self->empty);
    }
  gtk_widget_set_parent (self->plus, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->drop_label), GTK_WIDGET (self));

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  lamina_stack_editor_add_dnd (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stack"),
                                  -1);
}
