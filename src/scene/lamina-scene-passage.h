/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-scene-data.h"

G_BEGIN_DECLS

/* The text that a network goes on with, and what it wrote so far: of data whose target is the next
 * token.
 */
typedef struct _LaminaScenePassage LaminaScenePassage;

/* @data: borrowed. Returns: (transfer full) */
LaminaScenePassage *lamina_scene_passage_new    (const LaminaSceneData    *data) G_GNUC_WARN_UNUSED_RESULT;
void                lamina_scene_passage_free   (LaminaScenePassage       *self);
/* What is taken instead of an example; (nullable) @prompt: from the next choice on. */
void                lamina_scene_passage_set_prompt (LaminaScenePassage   *self,
                                                     const char           *prompt);
/* Takes another example as the text; what was written after the old one is forgotten. */
void                lamina_scene_passage_choose (LaminaScenePassage       *self,
                                                 gsize                     example);
/* Keeps what is new in @snapshot (nullable); of another network or a run that was begun anew nothing
 * stays. @now: where the run ends */
void                lamina_scene_passage_take   (LaminaScenePassage       *self,
                                                 LmNetwork                *network,
                                                 const LmSnapshot         *snapshot,
                                                 guint64                   now);
/* Borrowed until the next choice; no more is written than @network (nullable) does in a reasonable
 * time. */
LaminaPassage       lamina_scene_passage_get    (const LaminaScenePassage *self,
                                                 const LmNetwork          *network);

G_END_DECLS
