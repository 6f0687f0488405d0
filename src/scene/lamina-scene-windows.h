/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-scene-data.h"

G_BEGIN_DECLS

/* Which examples of a series follow each other: found out from the data themselves, as windows
 * come from several kinds of sources.
 */
typedef struct _LaminaSceneWindows LaminaSceneWindows;

/* @data: borrowed, of a series. Returns: (transfer full) */
LaminaSceneWindows *lamina_scene_windows_new    (const LaminaSceneData    *data) G_GNUC_WARN_UNUSED_RESULT;
void                lamina_scene_windows_free   (LaminaSceneWindows       *self);
/* Takes the windows around an example, from which the network is to go on by itself. */
void                lamina_scene_windows_choose (LaminaSceneWindows       *self,
                                                 gsize                     example);
/* Borrowed until the next choice; no more steps by itself than @network (nullable) does in a
 * reasonable time. */
LaminaWindows       lamina_scene_windows_get    (const LaminaSceneWindows *self,
                                                 const LmNetwork          *network);

G_END_DECLS
