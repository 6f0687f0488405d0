/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-session.h"
#include "lamina-view.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_STAGE (lamina_stage_get_type ())

/* What the views show of a session: the chosen layer and example, the frame they are drawn from,
 * and the watch that tells the trainer what to copy. Window and command line draw through it. For
 * the main thread; it knows no widget.
 *
 * Signals, without arguments:
 *   chosen   another layer or example was chosen
 *   changed  the network or the data are others: views have to be asked for anew
 */
G_DECLARE_FINAL_TYPE (LaminaStage, lamina_stage, LAMINA, STAGE, GObject)

/* A view that is visible, with the layer it shows (-1: the chosen one). */
typedef struct
{
  const LaminaViewClass *klass;
  gssize                 layer;
} LaminaStageView;

/* One card of a layout. */
typedef struct
{
  const LaminaViewClass *klass;
  guint                  index;   /* LaminaOptions.index */
  int                    columns; /* of 12 */
} LaminaStagePlace;

/* @session: referenced */
LaminaStage       *lamina_stage_new           (LaminaSession         *session) G_GNUC_WARN_UNUSED_RESULT;
LaminaSession     *lamina_stage_get_session   (LaminaStage           *self);

/* A layer's index in the stack; at first the first layer with weights; -1: there is none. */
gssize             lamina_stage_get_layer     (LaminaStage           *self);
void               lamina_stage_choose_layer  (LaminaStage           *self,
                                               gssize                 layer);
/* An example of the validation set (of the training set where there is no other). */
gsize              lamina_stage_get_example   (LaminaStage           *self);
void               lamina_stage_choose_example (LaminaStage          *self,
                                               gsize                  example);
LmSplit            lamina_stage_get_split     (LaminaStage           *self);

/* As the session stands now. Borrowed: what it points to lives until the data, the network or the
 * snapshot change; whoever keeps a frame longer takes references. */
const LaminaFrame *lamina_stage_get_frame     (LaminaStage           *self);
/* What has to be copied for these views. Returns: (transfer full) */
LmWatch           *lamina_stage_make_watch    (LaminaStage           *self,
                                               const LaminaStageView *views,
                                               gsize                  n) G_GNUC_WARN_UNUSED_RESULT;
/* The arrangement that suits the data and the settings.
 * Returns: (transfer full) (element-type LaminaStagePlace) */
GArray            *lamina_stage_list_default  (LaminaStage           *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
