/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

typedef struct
{
  int    n_examples;
  int    n_modes;
  double radius;
  double spread;
} LaminaRing;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaRing, n_examples), 10, 1e6, 4000,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "modes", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaRing, n_modes), 2, LAMINA_MAX_POINT_CLASSES, 8,
    N_("Heaps"), N_("How many there are on the ring; each is a class") },
  { "radius", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaRing, radius), 0.1, 10, 1, N_("Radius") },
  { "spread", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaRing, spread), 0, 1, 0.05,
    N_("Spread"), N_("Deviation of a heap") },
  { NULL },
};

static void
lamina_ring_place (gconstpointer instance,
                   gsize         label,
                   double        u,
                   double        phase,
                   double        x[2])
{
  const LaminaRing *self = instance;
  const double angle = 2 * G_PI * (double) label / self->n_modes;

  x[0] = self->radius * cos (angle);
  x[1] = self->radius * sin (angle);
}

static LaminaDataDraft *
lamina_ring_load (gconstpointer        instance,
                  int                  seed,
                  GCancellable        *cancellable,
                  LaminaDataProgress   progress,
                  gpointer             progress_data,
                  GError             **error)
{
  const LaminaRing *self = instance;
  const LaminaPoints points = { "ring", N_("Ring of heaps"), self, (gsize) self->n_examples,
                                (gsize) self->n_modes, lamina_point_class_names, self->spread,
                                lamina_ring_place };

  return lamina_data_draft_new_from_points (&points, seed, cancellable, progress, progress_data,
                                            error);
}

const LaminaDataKind lamina_ring_data = {
  .id = "ring",
  .title = N_("Ring of heaps"),
  .summary = N_("Narrow heaps of points on a circle, for networks that learn to make such points"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .has_heaps = TRUE,
  .size = sizeof (LaminaRing),
  .fields = fields,
  .load = lamina_ring_load,
};
