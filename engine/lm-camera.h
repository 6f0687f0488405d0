/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

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

/* Whether it is asked for gradients. */
gboolean    lm_camera_wants_gradients (const LmCamera *self);
/* @gradients: (nullable): where those of a step are
 * Returns: (transfer full) */
LmSnapshot *lm_camera_take (LmCamera         *self,
                            const LmState    *state,
                            const LmTraining *training,
                            LmWorkspace      *gradients) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
