/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"

G_BEGIN_DECLS

/* Points in the plane, in classes that take turns: what the generated kinds have in common. */
typedef struct
{
  const char        *id;      /* Of the kind: it has random numbers of its own. */
  const char        *title;   /* Marked with N_(). */
  gconstpointer      instance;
  gsize              n;
  gsize              n_classes;
  const char *const *class_names; /* Marked with N_(). */
  double             noise;   /* Deviation that is added to both coordinates. */

  /* Sets @x, without noise. @u: uniform in 0 … 1; @phase: likewise, one for the whole set */
  void (*place) (gconstpointer instance, gsize label, double u, double phase, double x[2]);
} LaminaPoints;

LaminaDataDraft *lamina_data_draft_new_from_points (const LaminaPoints  *points,
                                                    int                  seed,
                                                    GCancellable        *cancellable,
                                                    LaminaDataProgress   progress,
                                                    gpointer             progress_data,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* "A", "B" … "J": names for up to LAMINA_MAX_POINT_CLASSES classes that have none. */
#define LAMINA_MAX_POINT_CLASSES 10
extern const char *const lamina_point_class_names[];

/* Libraries of mathematics differ in the last bits: without those the same seed gives
 * the same data on every machine. */
double           lamina_data_round                 (double               value);

G_END_DECLS
