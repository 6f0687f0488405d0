/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-layer-card.h"
#include "lamina-part-heading.h"
#include "lamina-stack-drag.h"
#include "lamina-stack-editor.h"
#include "lamina-widget-style.h"

G_BEGIN_DECLS

/* A link that is drawn as an arc: between cards, by their place in the editor's list. */
typedef struct
{
  guint    from, to;
  guint    lane;    /* 0 is next to the cards */
  gboolean is_wrong;
  char     shape[48];
} LaminaStackArc;

/* Where something would be dropped, or why not. */
typedef struct
{
  LaminaStackPlace place;
  gboolean         is_shown;
  gboolean         is_refused;
} LaminaStackDrop;

struct _LaminaStackEditor
{
  GtkWidget parent_instance;

  LaminaScene *scene;    /* (nullable) */
  /* LaminaLayerCard, children, from top to bottom. The input's is the first; of two parts it is the
   * first of the discriminator, after all of the generator. */
  GPtrArray   *cards;
  GtkWidget   *headings[LM_N_PARTS]; /* LaminaPartHeading; none of LM_PART_MAIN */
  GArray      *arcs;     /* LaminaStackArc */
  guint        n_lanes;

  /* lamina-stack-editor-select.c: names, since places change with every edit */
  GHashTable  *selected; /* char * */
  char        *cursor;   /* (nullable): the input */
  gboolean     has_chosen_input; /* by hand; what is inserted then comes first */
  char        *anchor;   /* (nullable): where a selection by Shift starts */

  GtkWidget   *empty;
  GtkWidget   *plus;     /* between cards, under the pointer */
  LaminaStackPlace plus_place;
  gssize       hovered;  /* place in @cards, or -1 */

  /* lamina-stack-editor-dnd.c */
  LaminaStackDrop drop;
  GtkLabel    *drop_label;
  guint        drop_timeout;
  gssize       link_from; /* place in @cards; -1: no link is drawn */
  double       link_x, link_y;
};

/* Between cards. */
#define LAMINA_STACK_GAP 9

/* (nullable) */
LaminaSession   *lamina_stack_editor_get_session (LaminaStackEditor *self);
const LmStack   *lamina_stack_editor_get_stack   (LaminaStackEditor *self);
/* Place in @cards of a layer's card; -1 where there is none. */
gssize           lamina_stack_editor_find_card   (LaminaStackEditor *self,
                                                  gssize             layer);
LaminaLayerCard *lamina_stack_editor_nth_card    (LaminaStackEditor *self,
                                                  gsize              place);
/* The card at @y, or -1. */
gssize           lamina_stack_editor_card_at     (LaminaStackEditor *self,
                                                  double             x,
                                                  double             y);
/* Where a new layer at @y would stand. */
LaminaStackPlace lamina_stack_editor_place_at    (LaminaStackEditor *self,
                                                  double             y);
/* The middle of the gap above that place's card. */
double           lamina_stack_editor_place_y     (LaminaStackEditor *self,
                                                  LaminaStackPlace   place);
/* Of a card. */
LmPart           lamina_stack_editor_card_part   (LaminaStackEditor *self,
                                                  gsize              card);
/* The end of @part. */
LaminaStackPlace lamina_stack_editor_part_end    (LaminaStackEditor *self,
                                                  LmPart             part);
/* Bounds of a card. */
graphene_rect_t  lamina_stack_editor_card_bounds (LaminaStackEditor *self,
                                                  gsize              place);
void             lamina_stack_editor_refresh     (LaminaStackEditor *self);

/* lamina-stack-editor-layout.c: of the widget's class */
void lamina_stack_editor_measure          (GtkWidget         *widget,
                                           GtkOrientation     orientation,
                                           int                for_size,
                                           int               *minimum,
                                           int               *natural,
                                           int               *minimum_baseline,
                                           int               *natural_baseline);
void lamina_stack_editor_size_allocate    (GtkWidget         *widget,
                                           int                width,
                                           int                height,
                                           int                baseline);

/* lamina-stack-editor-select.c */
/* The focus to the card with the cursor. */
void lamina_stack_editor_grab             (LaminaStackEditor *self);
void lamina_stack_editor_prune_selection  (LaminaStackEditor *self);
void lamina_stack_editor_show_selection   (LaminaStackEditor *self);
/* @card: a place in cards; as a click or an arrow key does */
void lamina_stack_editor_select_card      (LaminaStackEditor *self,
                                           gsize              card,
                                           GdkModifierType    state);
void lamina_stack_editor_bind_keys        (GtkWidgetClass    *widget_class);
/* Indices of what is selected, with what is docked to selected cards. Returns: (transfer full) */
GArray *lamina_stack_editor_list_selected (LaminaStackEditor *self);

/* lamina-stack-editor-arcs.c */
void lamina_stack_editor_find_arcs        (LaminaStackEditor *self);

/* lamina-stack-editor-draw.c: what lies behind the cards, and over them */
void lamina_stack_editor_draw             (LaminaStackEditor *self,
                                           cairo_t           *cr);
void lamina_stack_editor_draw_drop        (LaminaStackEditor *self,
                                           cairo_t           *cr);

/* lamina-stack-editor-dnd.c */
void lamina_stack_editor_add_dnd          (LaminaStackEditor *self);
void lamina_stack_editor_add_card_drag    (LaminaStackEditor *self,
                                           LaminaLayerCard   *card);
/* @refusal: (nullable): a sentence that is shown for a while, and said */
void lamina_stack_editor_refuse           (LaminaStackEditor *self,
                                           LaminaStackPlace   place,
                                           const char        *refusal);

/* lamina-stack-editor-edit.c */

/* A command: one edit of the session. */
typedef struct _LaminaStackEdit LaminaStackEdit;
typedef gboolean (*LaminaStackEditFunc) (LaminaStackEdit *self, LaminaSession *session, GError **error);

struct _LaminaStackEdit
{
  LaminaStackEditor  *editor; /* referenced */
  LaminaStackEditFunc apply;
  gsize               index, n, to;
  LmPart              part;
  gboolean            flag;
  char               *text;   /* (nullable) */
  GArray             *list;   /* (nullable): indices */
};

LaminaStackEdit *lamina_stack_edit_new    (LaminaStackEditor  *editor,
                                           LaminaStackEditFunc apply);
/* For commands that can only be refused for the place they are about. @edit: (transfer full) */
void             lamina_stack_edit_run    (LaminaStackEdit    *edit,
                                           LaminaStackPlace    place);
/* The place of a layer that is there. */
LaminaStackPlace lamina_stack_editor_get_place_of (LaminaStackEditor *self,
                                           gsize               layer);
void lamina_stack_editor_rename_cb        (LaminaStackEditor *self,
                                           const char        *name,
                                           LaminaLayerCard   *card);
void lamina_stack_editor_remedy_cb        (LaminaStackEditor *self,
                                           const char        *id,
                                           LaminaLayerCard   *card);

/* lamina-stack-editor-move.c */
/* Returns: (transfer full) (nullable): why a layer of that kind makes no sense there */
char *lamina_stack_editor_check_kind      (LaminaStackEditor *self,
                                           const LmLayerClass *klass,
                                           LaminaStackPlace   place);
/* @n layers from @first on: before @place, as places are now */
void lamina_stack_editor_move_card        (LaminaStackEditor *self,
                                           gsize              first,
                                           gsize              n,
                                           LaminaStackPlace   place);
/* Makes layer @to read layer @from, or a new one after it if it reads only one. */
void lamina_stack_editor_link             (LaminaStackEditor *self,
                                           gssize             from,
                                           gsize              to);

G_END_DECLS
