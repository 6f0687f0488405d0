/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Threads that share phases of independent tasks. The caller works too: it is
 * worker 0. Which thread runs a task is not determined; tasks must not care.
 */
typedef struct _LmPool LmPool;

typedef void (*LmTask) (gpointer data,
                        gsize    index);

/* @n_threads counts the caller; 0: one a processor. */
LmPool *lm_pool_new           (gsize    n_threads) G_GNUC_WARN_UNUSED_RESULT;
void    lm_pool_free          (LmPool  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmPool, lm_pool_free)

gsize   lm_pool_get_n_threads (LmPool  *self);
/* For a task: which thread runs it, 0 (the caller) … n_threads - 1. */
gsize   lm_pool_get_worker    (LmPool  *self);
/* Runs tasks 0 … n - 1 and waits for all; @n below 2^16. With one task nobody is woken.
 * One caller at a time. */
void    lm_pool_run           (LmPool  *self,
                               LmTask   task,
                               gpointer data,
                               gsize    n);

G_END_DECLS
