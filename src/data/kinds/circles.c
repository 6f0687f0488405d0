/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

typedef struct
{
  int    n_examples;
  double inner;
  double noise;
} LaminaCircles;

static const LmField fields[] = {
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaCircles, n_examples), 10, 1e6, 400,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "inner", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaCircles, inner), 0, 1, 0.5,
    N_("Inner radius"), N_("The outer radius is 1") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaCircles, noise), 0, 1, 0.08,
    N_("Noise"), N_("Deviation that is added to both coordinates") },
  { NULL },
};

static const char *const class_names[] = { N_("Outer"), N_("Inner"), NULL };

static void
lamina_circles_place (gconstpointer instance,
                      gsize         label,
                      double        u,
                      double        phase,
                      double        x[2])
{
  const double radius = label == 0 ? 1 : ((const LaminaCircles *) instance)->inner;

  x[0] = radius * cos (2 * G_PI * u);
  x[1] = radius * sin (2 * G_PI * u);
}

static LaminaDataDraft *
lamina_circles_load (gconstpointer        instance,
                     int                  seed,
                     GCancellable        *cancellable,
                     LaminaDataProgress   progress,
                     gpointer             progress_data,
                     GError             **error)
{
  const LaminaCircles *self = instance;
  const LaminaPoints points = { "circles", N_("Circles"), self, (gsize) self->n_examples, 2,
                                class_names, self->noise, lamina_circles_place };

  return lamina_data_draft_new_from_points (&points, seed, cancellable, progress, progress_data,
                                            error);
}

const LaminaDataKind lamina_circles_data = {
  .id = "circles",
  .title = N_("Circles"),
  .summary = N_("A circle inside another: no straight line parts them"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .size = sizeof (LaminaCircles),
  .fields = fields,
  .load = lamina_circles_load,
};
