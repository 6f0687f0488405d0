/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-page.h"

/* Widths of the page, which is as wide as the window. */
#define FOLDS_END_PANE 1200
#define NARROWS_START_PANE 1100
#define FOLDS_START_PANE 900

#define NARROW_START_PANE 204
#define END_PANE 288

typedef struct
{
  AdwFlap       *outer; /* start pane | inner */
  AdwFlap       *inner; /* stage | end pane */
  GtkWidget     *start_clamp;
  GtkWidget     *end_clamp;
  GtkWidget     *stage;
  LaminaScene   *scene;
  int            start_width;
  gboolean       wants_start; /* The user's wish, which holds while there is room. */
  gboolean       wants_end;
  gboolean       is_bare;
  gboolean       is_filled;
} LaminaPagePrivate;

enum
{
  PROP_0,
  PROP_SCENE,
  PROP_START_PANE,
  PROP_STAGE,
  PROP_END_PANE,
  PROP_START_PANE_WIDTH,
  PROP_START_PANE_SHOWN,
  PROP_END_PANE_SHOWN,
  PROP_BARE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LaminaPage, lamina_page, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((LaminaPagePrivate *) lamina_page_get_instance_private (self))

static gboolean
is_folded (AdwFlap *flap)
{
  return adw_flap_get_fold_policy (flap) == ADW_FLAP_FOLD_POLICY_ALWAYS;
}

static gboolean
has_panes (LaminaPagePrivate *priv)
{
  return !priv->is_bare && !priv->is_filled;
}

/* A folded pane closes, an unfolded one takes the user's wish. */
static void
fold (AdwFlap  *flap,
      gboolean  folded,
      gboolean  wanted)
{
  const AdwFlapFoldPolicy policy = folded ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                          : ADW_FLAP_FOLD_POLICY_NEVER;

  if (adw_flap_get_fold_policy (flap) == policy)
    return;

  adw_flap_set_fold_policy (flap, policy);
  adw_flap_set_reveal_flap (flap, !folded && wanted);
}

static void
lamina_page_fit (LaminaPage *self,
                 int         width)
{
  LaminaPagePrivate *priv = PRIVATE (self);
  const int start = width < NARROWS_START_PANE ? NARROW_START_PANE : priv->start_width;

  gtk_widget_set_size_request (priv->start_clamp, start, -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (priv->start_clamp), start);
  fold (priv->outer, width < FOLDS_START_PANE, priv->wants_start && has_panes (priv));
  fold (priv->inner, width < FOLDS_END_PANE, priv->wants_end && has_panes (priv));
}

static void
lamina_page_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  LaminaPagePrivate *priv = PRIVATE (LAMINA_PAGE (widget));

  gtk_widget_measure (GTK_WIDGET (priv->outer), orientation, -1, minimum, natural, NULL, NULL);

  /* The panes fold before they could keep the window from being made smaller. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = END_PANE;
      if (priv->stage != NULL)
        gtk_widget_measure (priv->stage, orientation, -1, minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, END_PANE);
      *natural = MAX (*minimum, *natural);
    }
}

static void
lamina_page_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  LaminaPage *self = LAMINA_PAGE (widget);
  LaminaPagePrivate *priv = PRIVATE (self);

  lamina_page_fit (self, width);
  gtk_widget_allocate (GTK_WIDGET (priv->outer), width, height, baseline, NULL);
}

static void
reveal_start_cb (LaminaPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_START_PANE_SHOWN]);
}

static void
reveal_end_cb (LaminaPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_PANE_SHOWN]);
}

static void
set_stage (LaminaPage *self,
           GtkWidget  *stage)
{
  LaminaPagePrivate *priv = PRIVATE (self);

  priv->stage = stage;
  adw_flap_set_content (priv->inner, stage);
  if (stage != NULL)
    {
      gtk_widget_set_hexpand (stage, TRUE);
      gtk_widget_add_css_class (stage, "stage");
    }
}

static void
lamina_page_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LaminaPage *self = LAMINA_PAGE (object);
  LaminaPagePrivate *priv = PRIVATE (self);

  switch (id)
    {
    case PROP_SCENE:
      g_value_set_object (value, priv->scene);
      break;
    case PROP_START_PANE:
      g_value_set_object (value, adw_clamp_get_child (ADW_CLAMP (priv->start_clamp)));
      break;
    case PROP_STAGE:
      g_value_set_object (value, priv->stage);
      break;
    case PROP_END_PANE:
      g_value_set_object (value, adw_clamp_get_child (ADW_CLAMP (priv->end_clamp)));
      break;
    case PROP_START_PANE_WIDTH:
      g_value_set_int (value, priv->start_width);
      break;
    case PROP_START_PANE_SHOWN:
      g_value_set_boolean (value, lamina_page_is_start_pane_shown (self));
      break;
    case PROP_END_PANE_SHOWN:
      g_value_set_boolean (value, lamina_page_is_end_pane_shown (self));
      break;
    case PROP_BARE:
      g_value_set_boolean (value, priv->is_bare);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_page_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LaminaPage *self = LAMINA_PAGE (object);
  LaminaPagePrivate *priv = PRIVATE (self);

  switch (id)
    {
    case PROP_SCENE:
      lamina_page_set_scene (self, g_value_get_object (value));
      break;
    case PROP_START_PANE:
      adw_clamp_set_child (ADW_CLAMP (priv->start_clamp), g_value_get_object (value));
      adw_flap_set_flap (priv->outer, g_value_get_object (value) ? priv->start_clamp : NULL);
      break;
    case PROP_STAGE:
      set_stage (self, g_value_get_object (value));
      break;
    case PROP_END_PANE:
      adw_clamp_set_child (ADW_CLAMP (priv->end_clamp), g_value_get_object (value));
      adw_flap_set_flap (priv->inner, g_value_get_object (value) ? priv->end_clamp : NULL);
      break;
    case PROP_START_PANE_WIDTH:
      priv->start_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_START_PANE_SHOWN:
      lamina_page_set_start_pane_shown (self, g_value_get_boolean (value));
      break;
    case PROP_END_PANE_SHOWN:
      lamina_page_set_end_pane_shown (self, g_value_get_boolean (value));
      break;
    case PROP_BARE:
      lamina_page_set_bare (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lamina_page_dispose (GObject *object)
{
  LaminaPage *self = LAMINA_PAGE (object);
  LaminaPagePrivate *priv = PRIVATE (self);

  lamina_page_set_scene (self, NULL);
  priv->stage = NULL;
  if (priv->outer != NULL)
    gtk_widget_unparent (GTK_WIDGET (priv->outer));
  priv->outer = NULL;
  g_clear_object (&priv->start_clamp);
  g_clear_object (&priv->end_clamp);

  G_OBJECT_CLASS (lamina_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SCENE] =
    g_param_spec_object ("scene", NULL, NULL, LAMINA_TYPE_SCENE, flags);
  properties[PROP_START_PANE] =
    g_param_spec_object ("start-pane", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_STAGE] =
    g_param_spec_object ("stage", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_END_PANE] =
    g_param_spec_object ("end-pane", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_START_PANE_WIDTH] =
    g_param_spec_int ("start-pane-width", NULL, NULL, 100, 400, 236, flags);
  properties[PROP_START_PANE_SHOWN] =
    g_param_spec_boolean ("start-pane-shown", NULL, NULL, TRUE, flags);
  properties[PROP_END_PANE_SHOWN] =
    g_param_spec_boolean ("end-pane-shown", NULL, NULL, TRUE, flags);
  properties[PROP_BARE] =
    g_param_spec_boolean ("bare", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lamina_page_class_init (LaminaPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lamina_page_get_property;
  object_class->set_property = lamina_page_set_property;
  object_class->dispose = lamina_page_dispose;
  widget_class->measure = lamina_page_measure;
  widget_class->size_allocate = lamina_page_size_allocate;
  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "page");
}

static AdwFlap *
add_flap (GtkPackType position)
{
  GtkWidget *flap = adw_flap_new ();

  g_object_set (flap,
                "flap-position", position,
                "fold-policy", ADW_FLAP_FOLD_POLICY_NEVER,
                "fold-duration", 0,
                "locked", TRUE,
                "swipe-to-open", FALSE,
                "separator", gtk_separator_new (GTK_ORIENTATION_VERTICAL),
                NULL);

  return ADW_FLAP (flap);
}

static GtkWidget *
add_clamp (int width)
{
  GtkWidget *clamp = g_object_ref_sink (adw_clamp_new ());

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
  gtk_widget_set_size_request (clamp, width, -1);
  gtk_widget_set_hexpand (clamp, FALSE); /* Whatever is in it. */
  gtk_widget_add_css_class (clamp, "pane");

  return clamp;
}

static void
lamina_page_init (LaminaPage *self)
{
  LaminaPagePrivate *priv = PRIVATE (self);

  priv->start_width = 236;
  priv->wants_start = priv->wants_end = TRUE;
  priv->start_clamp = add_clamp (priv->start_width);
  priv->end_clamp = add_clamp (END_PANE);
  priv->outer = add_flap (GTK_PACK_START);
  priv->inner = add_flap (GTK_PACK_END);
  adw_flap_set_content (priv->outer, GTK_WIDGET (priv->inner));
  gtk_widget_set_parent (GTK_WIDGET (priv->outer), GTK_WIDGET (self));

  g_signal_connect_object (priv->outer, "notify::reveal-flap",
                           G_CALLBACK (reveal_start_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->inner, "notify::reveal-flap",
                           G_CALLBACK (reveal_end_cb), self, G_CONNECT_SWAPPED);
}

LaminaScene *
lamina_page_get_scene (LaminaPage *self)
{
  g_return_val_if_fail (LAMINA_IS_PAGE (self), NULL);

  return PRIVATE (self)->scene;
}

void
lamina_page_set_scene (LaminaPage  *self,
                       LaminaScene *scene)
{
  LaminaPagePrivate *priv;
  g_autoptr(LaminaScene) old = NULL;

  g_return_if_fail (LAMINA_IS_PAGE (self));

  priv = PRIVATE (self);
  if (priv->scene == scene)
    return;

  old = g_steal_pointer (&priv->scene);
  g_set_object (&priv->scene, scene);
  if (LAMINA_PAGE_GET_CLASS (self)->scene_changed != NULL)
    LAMINA_PAGE_GET_CLASS (self)->scene_changed (self, old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCENE]);
}

LaminaSession *
lamina_page_get_session (LaminaPage *self)
{
  LaminaScene *scene = lamina_page_get_scene (self);

  return scene != NULL ? lamina_scene_get_session (scene) : NULL;
}

gboolean
lamina_page_is_start_pane_shown (LaminaPage *self)
{
  LaminaPagePrivate *priv;

  g_return_val_if_fail (LAMINA_IS_PAGE (self), FALSE);

  priv = PRIVATE (self);
  return adw_flap_get_flap (priv->outer) != NULL && adw_flap_get_reveal_flap (priv->outer);
}

void
lamina_page_set_start_pane_shown (LaminaPage *self,
                                  gboolean    shown)
{
  LaminaPagePrivate *priv;

  g_return_if_fail (LAMINA_IS_PAGE (self));

  priv = PRIVATE (self);
  if (!is_folded (priv->outer) && has_panes (priv))
    priv->wants_start = shown;
  adw_flap_set_reveal_flap (priv->outer, shown);
}

gboolean
lamina_page_is_end_pane_shown (LaminaPage *self)
{
  LaminaPagePrivate *priv;

  g_return_val_if_fail (LAMINA_IS_PAGE (self), FALSE);

  priv = PRIVATE (self);
  return adw_flap_get_flap (priv->inner) != NULL && adw_flap_get_reveal_flap (priv->inner);
}

void
lamina_page_set_end_pane_shown (LaminaPage *self,
                                gboolean    shown)
{
  LaminaPagePrivate *priv;

  g_return_if_fail (LAMINA_IS_PAGE (self));

  priv = PRIVATE (self);
  if (!is_folded (priv->inner) && has_panes (priv))
    priv->wants_end = shown;
  adw_flap_set_reveal_flap (priv->inner, shown);
}

static void
reveal_panes (LaminaPagePrivate *priv)
{
  const gboolean has = has_panes (priv);

  adw_flap_set_reveal_flap (priv->outer, has && priv->wants_start && !is_folded (priv->outer));
  adw_flap_set_reveal_flap (priv->inner, has && priv->wants_end && !is_folded (priv->inner));
}

void
lamina_page_set_bare (LaminaPage *self,
                      gboolean    bare)
{
  LaminaPagePrivate *priv;

  g_return_if_fail (LAMINA_IS_PAGE (self));

  priv = PRIVATE (self);
  if (priv->is_bare == bare)
    return;

  priv->is_bare = bare;
  reveal_panes (priv);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BARE]);
}

void
lamina_page_set_filled (LaminaPage *self,
                        gboolean    filled)
{
  g_return_if_fail (LAMINA_IS_PAGE (self));

  PRIVATE (self)->is_filled = filled;
  reveal_panes (PRIVATE (self));
}

gboolean
lamina_page_go_back (LaminaPage *self)
{
  g_return_val_if_fail (LAMINA_IS_PAGE (self), FALSE);

  return LAMINA_PAGE_GET_CLASS (self)->go_back != NULL &&
         LAMINA_PAGE_GET_CLASS (self)->go_back (self);
}

gboolean
lamina_page_focus_next_pane (LaminaPage *self)
{
  LaminaPagePrivate *priv;
  GtkWidget *panes[3];
  GtkWidget *focus;
  int present = -1;

  g_return_val_if_fail (LAMINA_IS_PAGE (self), FALSE);

  priv = PRIVATE (self);
  panes[0] = lamina_page_is_start_pane_shown (self) ? priv->start_clamp : NULL;
  panes[1] = priv->stage;
  panes[2] = lamina_page_is_end_pane_shown (self) ? priv->end_clamp : NULL;

  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  for (int i = 0; i < 3; i++)
    if (focus != NULL && panes[i] != NULL && gtk_widget_is_ancestor (focus, panes[i]))
      present = i;

  for (int i = present + 1; i < 3; i++)
    if (panes[i] != NULL && gtk_widget_child_focus (panes[i], GTK_DIR_TAB_FORWARD))
      return TRUE;

  return FALSE;
}
