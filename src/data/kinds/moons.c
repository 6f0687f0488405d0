/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

/* Two half circles of radius 1 reach from -1 to 2: this brings them to -1 … 1. */
#define SCALE (2.0 / 3.0)

typedef struct
{
  int    n_examples;
  double noise;
} LaminaMoons;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaMoons, n_examples), 10, 1e6, 400,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaMoons, noise), 0, 1, 0.07,
    N_("Noise"), N_("Deviation that is added to both coordinates") },
  { NULL },
};

static const char *const class_names[] = { N_("Upper"), N_("Lower"), NULL };

static void
lamina_moons_place (gconstpointer instance,
                    gsize         label,
                    double        u,
                    double        phase,
                    double        x[2])
{
  const double side = label == 0 ? 1 : -1;

  x[0] = SCALE * side * (cos (G_PI * u) - 0.5);
  x[1] = SCALE * side * (sin (G_PI * u) - 0.25);
}

static LaminaDataDraft *
lamina_moons_load (gconstpointer        instance,
                   int                  seed,
                   GCancellable        *cancellable,
                   LaminaDataProgress   progress,
                   gpointer             progress_data,
                   GError             **error)
{
  const LaminaMoons *self = instance;
  const LaminaPoints points = { "moons", N_("Moons"), self, (gsize) self->n_examples, 2,
                                class_names, self->noise, lamina_moons_place };

  return lamina_data_draft_new_from_points (&points, seed, cancellable, progress, progress_data,
                                            error);
}

const LaminaDataKind lamina_moons_data = {
  .id = "moons",
  .title = N_("Moons"),
  .summary = N_("Two half circles that reach into each other"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .size = sizeof (LaminaMoons),
  .fields = fields,
  .load = lamina_moons_load,
};
