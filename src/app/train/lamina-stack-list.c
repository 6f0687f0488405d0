/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stack-list.h"

#include <glib/gi18n.h>

#include "lamina-beat.h"
#include "lamina-format.h"
#include "lamina-layer-text.h"
#include "lamina-part-heading.h"
#include "lamina-picture.h"
#include "lamina-thumbnail.h"

#define THUMBNAIL 36
/* Thumbnails follow training every so many beats. */
#define BEATS 2

struct _LaminaStackList
{
  GtkWidget parent_instance;

  GtkWidget   *box;
  GtkLabel    *title;
  GtkLabel    *count;
  GtkListBox  *list;

  LaminaScene *scene;
  GPtrArray   *pictures;  /* LaminaPicture, borrowed */
  gint64       drawn_usec;
  gboolean     is_choosing;
};

G_DEFINE_FINAL_TYPE (LaminaStackList, lamina_stack_list, GTK_TYPE_WIDGET)

/* The row's layer; -1: the input. */
static gssize
get_layer (GtkListBoxRow *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "layer"));
}

typedef struct
{
  LaminaStackList *list; /* borrowed: its child draws */
  gssize           layer;
} Thumbnail;

static void
draw_thumbnail (cairo_t           *cr,
                const LaminaStyle *style,
                double             width,
                double             height,
                gpointer           data)
{
  const Thumbnail *self = data;
  LaminaFrame frame;

  if (self->list->scene == NULL)
    return;

  frame = lamina_scene_get_layers_frame (self->list->scene);
  lamina_thumbnail_draw_layer (cr, &frame, style, self->layer, width, height);
}

static GtkWidget *
make_thumbnail (LaminaStackList *self,
                gssize           layer)
{
  Thumbnail *thumbnail = g_new (Thumbnail, 1);
  GtkWidget *picture;

  *thumbnail = (Thumbnail) { self, layer };
  picture = lamina_picture_new (THUMBNAIL, THUMBNAIL, draw_thumbnail, thumbnail, g_free);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (picture, FALSE);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "thumbnail");
  g_ptr_array_add (self->pictures, picture);

  return picture;
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
lamina_stack_list_add_row (LaminaStackList *self,
                           gssize           layer,
                           const char      *name,
                           const char      *chip,
                           const char      *facts)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *second = make_label (facts, "caption");
  g_autofree char *label = g_strjoin (_(", "), name, chip != NULL ? chip : facts,
                                      chip != NULL ? facts : NULL, NULL);

  gtk_box_append (GTK_BOX (first), make_label (name, "card-name"));
  if (chip != NULL)
    gtk_box_append (GTK_BOX (first), make_label (chip, "chip"));
  gtk_widget_add_css_class (second, "dim-label");
  gtk_widget_add_css_class (second, "numeric");
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), second);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), make_thumbnail (self, layer));
  gtk_box_append (GTK_BOX (box), lines);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "layer-card");
  g_object_set_data (G_OBJECT (row), "layer", GINT_TO_POINTER ((int) layer));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_list_box_append (self->list, row);
}

/* "26 × 26 × 32 · 320"; "—" below a layer that is wrong. */
static char *
write_facts (const LmLayer *compiled)
{
  g_autofree char *shape = NULL;
  g_autofree char *count = NULL;

  if (compiled == NULL)
    return g_strdup ("—");

  shape = lm_shape_to_string (&compiled->output);
  if (compiled->params->len == 0)
    return g_steal_pointer (&shape);

  count = lamina_format_count (lm_layer_get_n_params (compiled));

  return g_strdup_printf ("%s  ·  %s", shape, count);
}

/* The layers of a part; those that are docked are chips of the one above. */
static void
lamina_stack_list_add_layers (LaminaStackList *self,
                              LaminaSession   *session,
                              LmPart           part)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  gsize first, n_docked;
  const gsize end = lm_stack_get_part (stack, part, &first) + first;

  for (gsize i = first; i < end; i += 1 + n_docked)
    {
      g_autofree char *facts = write_facts (lamina_session_get_compiled_layer (session, i));
      const char *chip = NULL;

      n_docked = lamina_layer_count_docked (stack, i);
      if (n_docked > 0)
        chip = _(lm_stack_nth (stack, i + 1)->klass->title);
      lamina_stack_list_add_row (self, (gssize) i, lm_stack_nth (stack, i)->name, chip, facts);
    }
}

static void
lamina_stack_list_add_heading (LaminaStackList *self,
                               LaminaSession   *session,
                               LmPart           part)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *heading = lamina_part_heading_new (part, FALSE);

  lamina_part_heading_update (LAMINA_PART_HEADING (heading), session);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), heading);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "part");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lamina_part_get_title (part), -1);
  g_object_set_data (G_OBJECT (row), "layer", GINT_TO_POINTER (-1));
  gtk_list_box_append (self->list, row);
}

static void
lamina_stack_list_update_header (LaminaStackList *self,
                                 LaminaSession   *session)
{
  LmNetwork *network = lamina_session_get_network (session);
  const char *template_id = lamina_session_get_template_id (session);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  gtk_label_set_label (self->title, template_id != NULL ? template_id : _("Stack"));
  if (network != NULL)
    {
      const gsize n = lm_network_get_n_params (network);

      number = lamina_format_count (n);
      text = g_strdup_printf (ngettext ("%s parameter", "%s parameters", n), number);
    }
  gtk_label_set_label (self->count, text != NULL ? text : "");
}

static void
lamina_stack_list_select (LaminaStackList *self)
{
  const gssize chosen = lamina_scene_get_layer (self->scene);
  GtkListBoxRow *row;

  self->is_choosing = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (get_layer (row) == chosen && gtk_list_box_row_get_selectable (row))
        gtk_list_box_select_row (self->list, row);
    }
  self->is_choosing = FALSE;
}

static void
lamina_stack_list_update (LaminaStackList *self)
{
  LaminaSession *session = lamina_scene_get_session (self->scene);
  LaminaDataSet *set = lamina_session_get_data_set (session);
  g_autofree char *input = set != NULL
                             ? lm_shape_to_string (lamina_data_set_get_input_shape (set))
                             : g_strdup ("—");
  const gboolean has_parts =
    lm_stack_has_parts (lamina_session_get_document (session)->stack);
  GtkListBoxRow *row;

  self->is_choosing = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->is_choosing = FALSE;
  g_ptr_array_set_size (self->pictures, 0);

  if (has_parts)
    {
      lamina_stack_list_add_heading (self, session, LM_PART_GENERATOR);
      lamina_stack_list_add_layers (self, session, LM_PART_GENERATOR);
      lamina_stack_list_add_heading (self, session, LM_PART_DISCRIMINATOR);
    }
  lamina_stack_list_add_row (self, -1, _("Input"), NULL, input);
  lamina_stack_list_add_layers (self, session, has_parts ? LM_PART_DISCRIMINATOR : LM_PART_MAIN);
  lamina_stack_list_update_header (self, session);
  lamina_stack_list_select (self);
}

static void
lamina_stack_list_redraw (LaminaStackList *self)
{
  self->drawn_usec = g_get_monotonic_time ();
  for (guint i = 0; i < self->pictures->len; i++)
    lamina_picture_redraw (g_ptr_array_index (self->pictures, i));
}

static void
snapshot_cb (LaminaStackList *self)
{
  const gboolean is_training =
    lamina_session_get_play_state (lamina_scene_get_session (self->scene)) == LAMINA_PLAY_TRAINING;

  if (!is_training || lamina_beat_is_due (self->drawn_usec, BEATS))
    lamina_stack_list_redraw (self);
}

static void
selected_cb (LaminaStackList *self,
             GtkListBoxRow   *row)
{
  if (row != NULL && !self->is_choosing && get_layer (row) >= 0)
    lamina_scene_choose_layer (self->scene, get_layer (row));
}

static void
chosen_cb (LaminaStackList *self)
{
  lamina_stack_list_select (self);
  lamina_stack_list_redraw (self);
}

/* Thumbnails show what every layer makes of the chosen example. */
static void
lamina_stack_list_map (GtkWidget *widget)
{
  LaminaStackList *self = LAMINA_STACK_LIST (widget);

  GTK_WIDGET_CLASS (lamina_stack_list_parent_class)->map (widget);
  if (self->scene != NULL)
    lamina_scene_show (self->scene, self, lamina_view_find ("feature-maps"), -1);
}

static void
lamina_stack_list_unmap (GtkWidget *widget)
{
  LaminaStackList *self = LAMINA_STACK_LIST (widget);

  if (self->scene != NULL)
    lamina_scene_hide (self->scene, self);
  GTK_WIDGET_CLASS (lamina_stack_list_parent_class)->unmap (widget);
}

static void
lamina_stack_list_dispose (GObject *object)
{
  LaminaStackList *self = LAMINA_STACK_LIST (object);

  lamina_stack_list_set_scene (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (lamina_stack_list_parent_class)->dispose (object);
}

static void
lamina_stack_list_finalize (GObject *object)
{
  g_ptr_array_unref (LAMINA_STACK_LIST (object)->pictures);

  G_OBJECT_CLASS (lamina_stack_list_parent_class)->finalize (object);
}

static void
lamina_stack_list_class_init (LaminaStackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_stack_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lamina_stack_list_finalize;
  widget_class->map = lamina_stack_list_map;
  widget_class->unmap = lamina_stack_list_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lamina/Lamina/lamina-stack-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LaminaStackList, box);
  gtk_widget_class_bind_template_child (widget_class, LaminaStackList, title);
  gtk_widget_class_bind_template_child (widget_class, LaminaStackList, count);
  gtk_widget_class_bind_template_child (widget_class, LaminaStackList, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lamina_stack_list_init (LaminaStackList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pictures = g_ptr_array_new ();
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
}

void
lamina_stack_list_set_scene (LaminaStackList *self,
                             LaminaScene     *scene)
{
  LaminaSession *session;

  g_return_if_fail (LAMINA_IS_STACK_LIST (self));

  if (self->scene != NULL)
    {
      session = lamina_scene_get_session (self->scene);
      lamina_scene_hide (self->scene, self);
      g_signal_handlers_disconnect_by_data (session, self);
      g_signal_handlers_disconnect_by_data (self->scene, self);
      g_clear_object (&self->scene);
    }

  if (scene == NULL)
    return;

  self->scene = g_object_ref (scene);
  session = lamina_scene_get_session (scene);
  g_signal_connect_object (session, "changed", G_CALLBACK (lamina_stack_list_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "changed", G_CALLBACK (lamina_stack_list_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scene, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  lamina_stack_list_update (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lamina_scene_show (scene, self, lamina_view_find ("feature-maps"), -1);
}
