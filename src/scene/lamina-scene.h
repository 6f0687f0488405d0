/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"
#include "lamina-view.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_SCENE (lamina_scene_get_type ())

/* What the views show of a session: the chosen layer and example, the frame they are drawn from,
 * and the watch that tells the trainer what to copy. Window and command line draw through it. For
 * the main thread; it knows no widget.
 *
 * Signals, without arguments:
 *   chosen   another layer or example was chosen
 *   changed  the network or the data are others: views have to be asked for anew
 *   watched  the session was given another watch: it wants to be polled
 */
G_DECLARE_FINAL_TYPE (LaminaScene, lamina_scene, LAMINA, SCENE, GObject)

/* One card of a layout. */
typedef struct
{
  const LaminaViewClass *klass;
  guint                  index;   /* LaminaOptions.index */
  int                    columns; /* of 12 */
} LaminaScenePlace;

/* @session: referenced */
LaminaScene       *lamina_scene_new           (LaminaSession         *session) G_GNUC_WARN_UNUSED_RESULT;
LaminaSession     *lamina_scene_get_session   (LaminaScene           *self);

/* A layer's index in the stack; at first the first layer with weights; -1: there is none. */
gssize             lamina_scene_get_layer     (LaminaScene           *self);
void               lamina_scene_choose_layer  (LaminaScene           *self,
                                               gssize                 layer);
/* An example of the validation set (of the training set where there is no other). */
gsize              lamina_scene_get_example   (LaminaScene           *self);
void               lamina_scene_choose_example (LaminaScene          *self,
                                               gsize                  example);
/* How a text begins that the network goes on with; (nullable): as the chosen example does. Characters
 * that the network does not know are left out; where none is left the example counts. */
const char        *lamina_scene_get_prompt    (LaminaScene           *self);
void               lamina_scene_set_prompt    (LaminaScene           *self,
                                               const char            *prompt);
LmSplit            lamina_scene_get_split     (LaminaScene           *self);

/* As the session stands now. Borrowed: what it points to lives until the data, the network or the
 * snapshot change; whoever keeps a frame longer takes references. */
const LaminaFrame *lamina_scene_get_frame     (LaminaScene           *self);
/* The same; but where the present snapshot has no values of the example, as nobody asked for them,
 * with the last one that had. For pictures of layers, which would else blink with every page. */
LaminaFrame        lamina_scene_get_layers_frame (LaminaScene        *self);
/* Has the trainer copy what a view needs, from now on, until it is hidden. @owner: whoever shows it;
 * a second call for the same one takes the first one's place. What nobody shows costs nothing. */
void               lamina_scene_show          (LaminaScene           *self,
                                               gpointer               owner,
                                               const LaminaViewClass *klass,
                                               gssize                 layer);
/* What the user chose for that view; borrowed until it is hidden. Call it again after a change. */
void               lamina_scene_set_options   (LaminaScene           *self,
                                               gpointer               owner,
                                               const LaminaOptions   *options);
void               lamina_scene_hide          (LaminaScene           *self,
                                               gpointer               owner);
/* Tells the session at once what was shown and hidden, and not when the main loop is idle. */
void               lamina_scene_update_watch  (LaminaScene           *self);
/* Moves an end of the walk on the latent map, in the network's numbers. */
void               lamina_scene_move_end      (LaminaScene           *self,
                                               gsize                  which,
                                               double                 x,
                                               double                 y);
/* Whether the session was told all: what views need may depend on what was seen. */
gboolean           lamina_scene_is_watched    (LaminaScene           *self);
/* The arrangement that suits the data and the settings.
 * Returns: (transfer full) (element-type LaminaScenePlace) */
GArray            *lamina_scene_list_default  (LaminaScene           *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
