/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

/* Where an arm begins: at the very middle all arms are one. */
#define INNER_RADIUS 0.1

typedef struct
{
  int    n_examples;
  int    n_arms;
  double turns;
  double noise;
} LaminaSpirals;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSpirals, n_examples), 10, 1e6, 600,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "arms", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaSpirals, n_arms), 2, LAMINA_MAX_POINT_CLASSES, 2,
    N_("Arms"), N_("Each is a class") },
  { "turns", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaSpirals, turns), 0, 5, 1.25, N_("Turns") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaSpirals, noise), 0, 1, 0.02,
    N_("Noise"), N_("Deviation that is added to both coordinates") },
  { NULL },
};

static void
lamina_spirals_place (gconstpointer instance,
                      gsize         label,
                      double        u,
                      double        phase,
                      double        x[2])
{
  const LaminaSpirals *self = instance;
  /* The root gives outer turns their share of points. */
  const double way = sqrt (u);
  const double radius = INNER_RADIUS + (1 - INNER_RADIUS) * way;
  const double angle = 2 * G_PI * (self->turns * way + (double) label / self->n_arms);

  x[0] = radius * cos (angle);
  x[1] = radius * sin (angle);
}

static LaminaDataDraft *
lamina_spirals_load (gconstpointer        instance,
                     int                  seed,
                     GCancellable        *cancellable,
                     LaminaDataProgress   progress,
                     gpointer             progress_data,
                     GError             **error)
{
  const LaminaSpirals *self = instance;
  const LaminaPoints points = { "spirals", N_("Spirals"), self, (gsize) self->n_examples,
                                (gsize) self->n_arms, lamina_point_class_names, self->noise,
                                lamina_spirals_place };

  return lamina_data_draft_new_from_points (&points, seed, cancellable, progress, progress_data,
                                            error);
}

const LaminaDataKind lamina_spirals_data = {
  .id = "spirals",
  .title = N_("Spirals"),
  .summary = N_("Arms wound around each other: hard for a small network"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .size = sizeof (LaminaSpirals),
  .fields = fields,
  .load = lamina_spirals_load,
};
