/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-scene-made.h"
#include "lamina-scene-passage.h"
#include "lamina-scene-windows.h"

/* A view that somebody shows. */
typedef struct
{
  gpointer               owner;
  const LaminaViewClass *klass;
  gssize                 layer; /* -1: the chosen one */
  const LaminaOptions   *options; /* (nullable) */
} LaminaSceneView;

struct _LaminaScene
{
  GObject          parent_instance;

  LaminaSession   *session;
  LaminaSceneData *data;    /* of the data set there is now; (nullable) */
  LaminaSceneWindows *windows; /* of a series; (nullable) */
  LaminaSceneMade  made;
  LaminaScenePassage *passage; /* of a text whose tokens are predicted; (nullable) */
  char            *prompt;  /* (nullable): its start, as it was typed */
  gssize           layer;   /* that was chosen; -1: none was */
  gsize            example;
  LmBlob          *example_input, *example_target; /* (nullable) */
  LmSnapshot      *seen;    /* (nullable): the last one with values of the example */
  LaminaFrame      frame;
  GArray          *views;   /* LaminaSceneView */
  guint            idle_id;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CHANGED,
  SIGNAL_WATCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LaminaScene, lamina_scene, G_TYPE_OBJECT)

static void lamina_scene_queue_watch (LaminaScene *self);
static void lamina_scene_follow (LaminaScene *self);

static void
lamina_scene_clear_example (LaminaScene *self)
{
  g_clear_pointer (&self->example_input, lm_blob_unref);
  g_clear_pointer (&self->example_target, lm_blob_unref);
  g_clear_pointer (&self->seen, lm_snapshot_unref);
}

static void
lamina_scene_clear_data (LaminaScene *self)
{
  lamina_scene_made_clear (&self->made);
  g_clear_pointer (&self->windows, lamina_scene_windows_free);
  g_clear_pointer (&self->passage, lamina_scene_passage_free);
  g_clear_pointer (&self->data, lamina_scene_data_free);
}

static void
lamina_scene_load_example (LaminaScene *self)
{
  const guint32 index = (guint32) self->example;

  lamina_scene_clear_example (self);
  if (self->data == NULL ||
      self->example >= lamina_data_set_get_n_examples (self->data->set, self->data->split))
    return;

  self->example_input = lamina_scene_data_copy (self->data, self->data->split, &index, 1, FALSE);
  self->example_target = lamina_scene_data_copy (self->data, self->data->split, &index, 1, TRUE);
  if (self->windows != NULL)
    lamina_scene_windows_choose (self->windows, self->example);
  if (self->passage != NULL)
    lamina_scene_passage_choose (self->passage, self->example);
}

static void
lamina_scene_data_cb (LaminaScene *self)
{
  LaminaDataSet *set = lamina_session_get_data_set (self->session);

  if (self->data != NULL && set == self->data->set)
    return;

  lamina_scene_clear_data (self);
  if (set != NULL)
    {
      self->data = lamina_scene_data_new (set);
      if (self->data->input_kind == LAMINA_INPUT_SERIES)
        self->windows = lamina_scene_windows_new (self->data);
      if (self->data->input_kind == LAMINA_INPUT_TEXT &&
          lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_TOKENS)
        {
          self->passage = lamina_scene_passage_new (self->data);
          lamina_scene_passage_set_prompt (self->passage, self->prompt);
        }
      if (self->example >= lamina_data_set_get_n_examples (set, self->data->split))
        self->example = 0;
    }
  lamina_scene_load_example (self);
  lamina_scene_queue_watch (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
lamina_scene_see (LaminaScene *self)
{
  LmSnapshot *snapshot = lamina_session_get_snapshot (self->session);

  if (snapshot == NULL || snapshot == self->seen ||
      lm_snapshot_get_value (snapshot, LAMINA_PROBE_EXAMPLE, 0) == NULL)
    return;

  g_clear_pointer (&self->seen, lm_snapshot_unref);
  self->seen = lm_snapshot_ref (snapshot);
}

/* What is written is kept, as the snapshot is gone with the next one. */
static void
lamina_scene_snapshot_cb (LaminaScene *self)
{
  if (self->passage != NULL)
    lamina_scene_passage_take (self->passage, lamina_session_get_network (self->session),
                               lamina_session_get_snapshot (self->session),
                               lamina_session_get_step (self->session));
  lamina_scene_see (self);
  lamina_scene_follow (self);
}

static void
lamina_scene_network_cb (LaminaScene *self)
{
  lamina_scene_snapshot_cb (self);
  lamina_scene_queue_watch (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
lamina_scene_dispose (GObject *object)
{
  LaminaScene *self = LAMINA_SCENE (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  lamina_scene_clear_example (self);
  lamina_scene_clear_data (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lamina_scene_parent_class)->dispose (object);
}

static void
lamina_scene_finalize (GObject *object)
{
  g_array_unref (LAMINA_SCENE (object)->views);
  g_free (LAMINA_SCENE (object)->prompt);

  G_OBJECT_CLASS (lamina_scene_parent_class)->finalize (object);
}

static void
lamina_scene_class_init (LaminaSceneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lamina_scene_dispose;
  G_OBJECT_CLASS (klass)->finalize = lamina_scene_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LAMINA_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LAMINA_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_WATCHED] = g_signal_new ("watched", LAMINA_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
lamina_scene_init (LaminaScene *self)
{
  self->layer = -1;
  self->views = g_array_new (FALSE, FALSE, sizeof (LaminaSceneView));
}

LaminaScene *
lamina_scene_new (LaminaSession *session)
{
  LaminaScene *self = g_object_new (LAMINA_TYPE_SCENE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "data", G_CALLBACK (lamina_scene_data_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "network", G_CALLBACK (lamina_scene_network_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (lamina_scene_snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (lamina_scene_snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  lamina_scene_data_cb (self);

  return self;
}

LaminaSession *
lamina_scene_get_session (LaminaScene *self)
{
  g_return_val_if_fail (LAMINA_IS_SCENE (self), NULL);

  return self->session;
}

/* The first layer with weights, where none was chosen or it is gone. */
gssize
lamina_scene_get_layer (LaminaScene *self)
{
  const LmStack *stack;
  LmNetwork *network;

  g_return_val_if_fail (LAMINA_IS_SCENE (self), -1);

  stack = lamina_session_get_document (self->session)->stack;
  network = lamina_session_get_network (self->session);
  if (self->layer >= 0 && self->layer < (gssize) lm_stack_get_n (stack))
    return self->layer;

  for (gsize i = 0; network != NULL && i < lm_network_get_n_layers (network); i++)
    {
      if (lm_network_get_layer (network, i)->params->len > 0)
        return (gssize) i;
    }

  return -1;
}

void
lamina_scene_choose_layer (LaminaScene *self,
                           gssize       layer)
{
  g_return_if_fail (LAMINA_IS_SCENE (self));

  if (layer == self->layer)
    return;

  self->layer = layer;
  lamina_scene_queue_watch (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

gsize
lamina_scene_get_example (LaminaScene *self)
{
  g_return_val_if_fail (LAMINA_IS_SCENE (self), 0);

  return self->example;
}

void
lamina_scene_choose_example (LaminaScene *self,
                             gsize        example)
{
  g_return_if_fail (LAMINA_IS_SCENE (self));

  if (example == self->example)
    return;

  self->example = example;
  lamina_scene_load_example (self);
  lamina_scene_queue_watch (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

const char *
lamina_scene_get_prompt (LaminaScene *self)
{
  g_return_val_if_fail (LAMINA_IS_SCENE (self), NULL);

  return self->prompt;
}

void
lamina_scene_set_prompt (LaminaScene *self,
                         const char  *prompt)
{
  g_return_if_fail (LAMINA_IS_SCENE (self));

  if (g_strcmp0 (prompt, self->prompt) == 0)
    return;

  g_free (self->prompt);
  self->prompt = g_strdup (prompt);
  if (self->passage == NULL)
    return;

  lamina_scene_passage_set_prompt (self->passage, prompt);
  lamina_scene_passage_choose (self->passage, self->example);
  lamina_scene_queue_watch (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

LmSplit
lamina_scene_get_split (LaminaScene *self)
{
  g_return_val_if_fail (LAMINA_IS_SCENE (self), LM_SPLIT_VALIDATION);

  return self->data != NULL ? self->data->split : LM_SPLIT_VALIDATION;
}

static void
lamina_scene_follow (LaminaScene *self)
{
  const LaminaFrame *frame = lamina_scene_get_frame (self);
  const gboolean is_training =
    lamina_session_get_play_state (self->session) == LAMINA_PLAY_TRAINING;

  lamina_scene_made_take (&self->made, frame);
  if (frame->snapshot != NULL &&
      lamina_scene_made_follow (&self->made, frame->snapshot, is_training))
    lamina_scene_queue_watch (self);
}

void
lamina_scene_move_end (LaminaScene *self,
                       gsize        which,
                       double       x,
                       double       y)
{
  const LaminaFrame *frame;

  g_return_if_fail (LAMINA_IS_SCENE (self) && which < 2);

  frame = lamina_scene_get_frame (self);
  if (self->made.latent == NULL)
    return;

  lamina_latent_move_end (self->made.latent, frame->snapshot, which, x, y);
  lamina_scene_queue_watch (self);
}

gboolean
lamina_scene_is_watched (LaminaScene *self)
{
  g_return_val_if_fail (LAMINA_IS_SCENE (self), TRUE);

  return self->idle_id == 0;
}

const LaminaFrame *
lamina_scene_get_frame (LaminaScene *self)
{
  LaminaFrame *frame;

  g_return_val_if_fail (LAMINA_IS_SCENE (self), NULL);

  frame = &self->frame;
  lamina_frame_init (frame);
  lamina_scene_data_fill_run (self->session, frame);
  if (self->data != NULL)
    lamina_scene_data_fill (self->data, frame);
  if (self->windows != NULL)
    frame->windows = lamina_scene_windows_get (self->windows, frame->network);
  lamina_scene_made_update (&self->made, self->data, frame->network);
  frame->forge = self->made.forge;
  frame->album = self->made.album;
  frame->latent = self->made.latent;
  if (self->passage != NULL)
    frame->passage = lamina_scene_passage_get (self->passage, frame->network);
  lamina_scene_data_fill_target (self->data, frame);
  frame->layer = lamina_scene_get_layer (self);
  frame->example = self->example;
  frame->example_input = self->example_input;
  frame->example_target = self->example_target;
  if (self->example_input != NULL && lamina_data_set_has_lengths (self->data->set))
    frame->example_length = (guint32) lamina_data_set_get_length (self->data->set,
                                                                  self->data->split, self->example);

  return frame;
}

LaminaFrame
lamina_scene_get_layers_frame (LaminaScene *self)
{
  LaminaFrame frame = *lamina_scene_get_frame (self);

  if (frame.snapshot != NULL && self->seen != NULL && lamina_frame_get_value (&frame, 0) == NULL &&
      lm_snapshot_get_network (self->seen) == frame.network)
    frame.snapshot = self->seen;

  return frame;
}

void
lamina_scene_update_watch (LaminaScene *self)
{
  LmWatch *watch = lm_watch_new ();
  LaminaFrame frame = *lamina_scene_get_frame (self);
  const gssize chosen = frame.layer;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  for (guint i = 0; frame.network != NULL && i < self->views->len; i++)
    {
      const LaminaSceneView *view = &g_array_index (self->views, LaminaSceneView, i);

      frame.options = view->options != NULL ? *view->options : (LaminaOptions) { 0 };
      frame.layer = view->layer >= 0 ? view->layer : chosen;
      if (view->klass->takes_layer && view->klass->fits != NULL && !view->klass->fits (&frame))
        frame.layer = lamina_view_choose_layer (view->klass, &frame);
      lamina_view_add_to_watch (view->klass, &frame, watch);
    }

  lamina_session_set_watch (self->session, watch);
  g_signal_emit (self, signals[SIGNAL_WATCHED], 0);
}

static gboolean
lamina_scene_idle_cb (gpointer data)
{
  LaminaScene *self = data;

  self->idle_id = 0;
  lamina_scene_update_watch (self);

  return G_SOURCE_REMOVE;
}

/* Views come and go in crowds: they are told to the session together, and before anything is drawn:
 * where much is to be drawn an idle moment may be long in coming. */
static void
lamina_scene_queue_watch (LaminaScene *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, lamina_scene_idle_cb, self, NULL);
}

static gboolean
lamina_scene_remove_view (LaminaScene *self,
                          gpointer     owner)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      if (g_array_index (self->views, LaminaSceneView, i).owner == owner)
        {
          g_array_remove_index (self->views, i);
          return TRUE;
        }
    }

  return FALSE;
}

void
lamina_scene_show (LaminaScene           *self,
                   gpointer               owner,
                   const LaminaViewClass *klass,
                   gssize                 layer)
{
  const LaminaSceneView view = { owner, klass, layer, NULL };

  g_return_if_fail (LAMINA_IS_SCENE (self));

  lamina_scene_remove_view (self, owner);
  g_array_append_val (self->views, view);
  lamina_scene_queue_watch (self);
}

void
lamina_scene_set_options (LaminaScene         *self,
                          gpointer             owner,
                          const LaminaOptions *options)
{
  g_return_if_fail (LAMINA_IS_SCENE (self));

  for (guint i = 0; i < self->views->len; i++)
    {
      LaminaSceneView *view = &g_array_index (self->views, LaminaSceneView, i);

      if (view->owner == owner)
        view->options = options;
    }
  lamina_scene_queue_watch (self);
}

void
lamina_scene_hide (LaminaScene *self,
                   gpointer     owner)
{
  g_return_if_fail (LAMINA_IS_SCENE (self));

  if (lamina_scene_remove_view (self, owner))
    lamina_scene_queue_watch (self);
}
