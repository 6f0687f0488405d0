/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-camera.h"
#include "lm-free-run.h"
#include "lm-snapshot-private.h"

G_BEGIN_DECLS

/* A probe with many examples is sent through in parts of this size. */
#define LM_MAX_PROBE_BATCH 1024

struct _LmCamera
{
  LmWatch      *watch;
  LmNetwork    *network;
  LmWorkspace **workspaces; /* of the probes; NULL where there is no memory */
  LmFreeRunner **runners;   /* of the free runs; NULL where they cannot be */
  gint64       *due_usec;   /* when each is to be repeated */
  lm_real      *values;     /* nullable: of the largest layer that is counted, of one part */
};

/* lm-camera-count.c: what is told in short. */

/* Whether a histogram is made of what a layer gives for this probe. */
gboolean lm_camera_is_counted    (const LmCamera  *self,
                                  const LmProbe   *probe);
void     lm_camera_alloc_values  (LmCamera        *self);
void     lm_camera_add_norms     (LmCamera        *self,
                                  LmSnapshot      *snapshot,
                                  const LmState   *state,
                                  LmWorkspace     *gradients);
void     lm_camera_count_params  (LmCamera        *self,
                                  LmSnapshot      *snapshot,
                                  const LmState   *state,
                                  LmWorkspace     *gradients);
/* After the first part of a probe, of @n examples. */
void     lm_camera_count_values  (LmCamera        *self,
                                  LmSnapshot      *snapshot,
                                  const LmProbe   *probe,
                                  LmWorkspace     *workspace,
                                  gsize            n);

/* lm-trace.c: numbers inside layers. */

/* Whether anything inside a layer is watched for this probe. */
gboolean lm_camera_is_traced     (const LmCamera  *self,
                                  const LmProbe   *probe);
/* After the part of a probe that begins with example @first. */
void     lm_camera_copy_traces   (LmCamera        *self,
                                  LmSnapshot      *snapshot,
                                  const LmProbe   *probe,
                                  LmWorkspace     *workspace,
                                  gsize            first);

G_END_DECLS
