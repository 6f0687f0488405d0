/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-forge-watch.h"

/* All examples of the probe that was added last are of the class; -1: of none. */
static void
set_class (const LaminaForge *forge,
           LmWatch           *watch,
           gssize             class,
           gsize              n)
{
  g_autoptr(LmBlob) classes = class >= 0 ? lamina_forge_new_classes (forge, (gsize) class, n)
                                         : NULL;

  if (classes != NULL)
    lm_watch_set_targets (watch, classes);
}

/* What the generator makes of @noise. */
static void
add_made (const LaminaForge *forge,
          LmWatch           *watch,
          guint              probe,
          LmBlob            *noise)
{
  lm_watch_add_probe (watch, probe, lm_blob_ref (noise), FALSE);
  lm_watch_set_stretch (watch, forge->first, forge->n_generator);
  lm_watch_add_values (watch, forge->n_generator - 1);
}

static void
add_samples (const LaminaFrame *frame,
             LmWatch           *watch)
{
  const LaminaForge *forge = frame->forge;
  const guint seed = frame->options.seed;
  g_autoptr(LmBlob) other = seed > 0 ? lamina_forge_draw (forge, frame->network, seed) : NULL;

  if (seed > 0 && other == NULL)
    return;

  add_made (forge, watch, lamina_forge_get_samples_probe (seed),
            other != NULL ? other : forge->noise);
  if (forge->classes != NULL)
    lm_watch_set_targets (watch, forge->classes);
}

static void
add_scores (const LaminaForge *forge,
            LmWatch           *watch)
{
  if (forge->reals == NULL || forge->fakes == NULL)
    return;

  lm_watch_add_probe (watch, LAMINA_PROBE_FAKES, lm_blob_ref (forge->fakes), FALSE);
  if (forge->real_targets != NULL)
    lm_watch_set_targets (watch, forge->real_targets);
  lm_watch_add_probe (watch, LAMINA_PROBE_REALS, lm_blob_ref (forge->reals), FALSE);
  lm_watch_set_stretch (watch, forge->n_generator, 0);
  if (forge->real_targets != NULL)
    lm_watch_set_targets (watch, forge->real_targets);
}

static void
add_grid (const LaminaFrame *frame,
          LmWatch           *watch)
{
  const gssize class = lamina_frame_get_forge_class (frame);
  LmBlob *grid = frame->forge->grid;

  if (grid == NULL)
    return;

  add_made (frame->forge, watch,
            class >= 0 ? LAMINA_PROBE_CLASS_GRID + (guint) class : LAMINA_PROBE_NOISE_GRID, grid);
  set_class (frame->forge, watch, class, grid->tensor.shape.dim[0]);
}

static void
add_surface (const LaminaFrame *frame,
             LmWatch           *watch)
{
  const gssize class = lamina_frame_get_forge_class (frame);
  LmBlob *inputs = frame->surface_inputs;

  if (inputs == NULL)
    return;

  lm_watch_add_probe (watch,
                      class >= 0 ? LAMINA_PROBE_CLASS_SURFACE + (guint) class
                                 : LAMINA_PROBE_SURFACE,
                      lm_blob_ref (inputs), FALSE);
  lm_watch_set_stretch (watch, frame->forge->n_generator, 0);
  set_class (frame->forge, watch, class, inputs->tensor.shape.dim[0]);
}

void
lamina_forge_add_to_watch (const LaminaFrame *frame,
                           LaminaWatch        watches,
                           LmWatch           *watch)
{
  if (watches & LAMINA_WATCH_SAMPLES)
    add_samples (frame, watch);
  if (watches & LAMINA_WATCH_SCORES)
    add_scores (frame->forge, watch);
  if (watches & LAMINA_WATCH_NOISE_GRID)
    add_grid (frame, watch);
  if (watches & LAMINA_WATCH_SURFACE)
    add_surface (frame, watch);
}
