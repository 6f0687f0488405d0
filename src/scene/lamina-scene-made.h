/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-scene-data.h"

G_BEGIN_DECLS

/* What the views of generators and of variational autoencoders need: made anew with the network and
 * with the data. Zeros are nothing. */
typedef struct
{
  LmNetwork    *network; /* (nullable): that it was made for */
  LaminaForge  *forge;   /* (nullable): of two parts */
  LaminaSamples *album;  /* (nullable): what it made so far, of pictures */
  LaminaLatent *latent;  /* (nullable): with a sampling layer */
  gint64        followed_usec;
} LaminaSceneMade;

void     lamina_scene_made_clear  (LaminaSceneMade       *self);
/* @data, @network: (nullable) */
void     lamina_scene_made_update (LaminaSceneMade       *self,
                                   const LaminaSceneData *data,
                                   LmNetwork             *network);
/* Keeps what is new in the frame's snapshot; of a run that was begun anew nothing stays. */
void     lamina_scene_made_take   (LaminaSceneMade       *self,
                                   const LaminaFrame     *frame);
/* What is asked for may depend on what was seen: which latent numbers tell most. While training
 * goes on a snapshot is not answered with another watch each time.
 * Returns: whether another watch is needed */
gboolean lamina_scene_made_follow (LaminaSceneMade       *self,
                                   const LmSnapshot      *snapshot,
                                   gboolean               is_training);

G_END_DECLS
