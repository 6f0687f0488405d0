/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdatomic.h>

#include "lm-snapshot.h"
#include "lm-workspace.h"

G_BEGIN_DECLS

/* Takes snapshots of what a watch asks for. For the thread that trains. */
typedef struct _LmCamera LmCamera;

/* @watch: referenced. What there is no memory for is left out of the snapshots. */
LmCamera   *lm_camera_new  (LmWatch          *watch,
                            LmNetwork        *network,
                            LmPool           *pool) G_GNUC_WARN_UNUSED_RESULT;
void        lm_camera_free (LmCamera         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmCamera, lm_camera_free)

/* Lets the network go on by itself where a watch asks for it, for the next snapshots: if it is time for
 * that again, or @at_once. Returns: %FALSE if any result is of another step than @state, as it was
 * not yet time or @stop got true */
gboolean    lm_camera_run_free (LmCamera               *self,
                                const LmState          *state,
                                const LmTraining       *training,
                                gboolean                at_once,
                                const _Atomic gboolean *stop);
gboolean    lm_camera_has_free_runs   (const LmCamera *self);
/* Whether it is asked for gradients. */
gboolean    lm_camera_wants_gradients (const LmCamera *self);
/* @gradients: (nullable): where those of a step are
 * Returns: (transfer full) */
LmSnapshot *lm_camera_take (LmCamera         *self,
                            const LmState    *state,
                            const LmTraining *training,
                            LmWorkspace      *gradients) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
