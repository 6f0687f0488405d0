/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

/* How far from the middle the clouds are. */
#define RADIUS 0.7

typedef struct
{
  int    n_examples;
  int    n_classes;
  double spread;
} LaminaBlobs;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaBlobs, n_examples), 10, 1e6, 400,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "classes", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaBlobs, n_classes), 2,
    LAMINA_MAX_POINT_CLASSES, 3, N_("Classes") },
  { "spread", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaBlobs, spread), 0, 2, 0.15,
    N_("Spread"), N_("Deviation of a cloud: the larger, the more they overlap") },
  { NULL },
};

/* The clouds' middles on a circle, turned at random. */
static void
lamina_blobs_place (gconstpointer instance,
                    gsize         label,
                    double        u,
                    double        phase,
                    double        x[2])
{
  const LaminaBlobs *self = instance;
  const double angle = 2 * G_PI * ((double) label / self->n_classes + phase);

  x[0] = RADIUS * cos (angle);
  x[1] = RADIUS * sin (angle);
}

static LaminaDataDraft *
lamina_blobs_load (gconstpointer        instance,
                   int                  seed,
                   GCancellable        *cancellable,
                   LaminaDataProgress   progress,
                   gpointer             progress_data,
                   GError             **error)
{
  const LaminaBlobs *self = instance;
  const LaminaPoints points = { "blobs", N_("Clouds"), self, (gsize) self->n_examples,
                                (gsize) self->n_classes, lamina_point_class_names, self->spread,
                                lamina_blobs_place };

  return lamina_data_draft_new_from_points (&points, seed, cancellable, progress, progress_data,
                                            error);
}

const LaminaDataKind lamina_blobs_data = {
  .id = "blobs",
  .title = N_("Clouds"),
  .summary = N_("Points around several middles; straight lines part them"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .has_heaps = TRUE,
  .size = sizeof (LaminaBlobs),
  .fields = fields,
  .load = lamina_blobs_load,
};
