/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdatomic.h>

#include "lm-snapshot.h"
#include "lm-workspace.h"

G_BEGIN_DECLS

/* A network that goes on by itself, for a camera: see LmFreeRun. */
typedef struct _LmFreeRunner LmFreeRunner;

/* Copies @run. Returns: (transfer full) (nullable): %NULL if the sequences are none of the network's,
 * or there is no memory */
LmFreeRunner *lm_free_runner_new  (const LmFreeRun        *run,
                                   LmNetwork              *network,
                                   LmPool                 *pool) G_GNUC_WARN_UNUSED_RESULT;
void          lm_free_runner_free (LmFreeRunner           *self);

/* Goes all the way, unless @stop gets true. Returns: %FALSE if it did; then the result is the one
 * before */
gboolean      lm_free_runner_run  (LmFreeRunner           *self,
                                   const LmState          *state,
                                   const LmTraining       *training,
                                   const _Atomic gboolean *stop);
/* Borrowed until the next run. @step: (out): of the state that it is of. Returns: (nullable) */
LmBlob       *lm_free_runner_get_result (LmFreeRunner     *self,
                                         guint64          *step);

G_END_DECLS
