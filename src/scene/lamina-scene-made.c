/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene-made.h"

#define FOLLOW_INTERVAL_USEC G_USEC_PER_SEC

void
lamina_scene_made_clear (LaminaSceneMade *self)
{
  g_clear_pointer (&self->forge, lamina_forge_free);
  g_clear_pointer (&self->album, lamina_samples_unref);
  g_clear_pointer (&self->latent, lamina_latent_free);
  g_clear_pointer (&self->network, lm_network_unref);
}

void
lamina_scene_made_update (LaminaSceneMade       *self,
                          const LaminaSceneData *data,
                          LmNetwork             *network)
{
  if (network == self->network)
    return;

  lamina_scene_made_clear (self);
  if (network == NULL || data == NULL)
    return;

  self->network = lm_network_ref (network);
  if (lm_network_has_parts (network))
    {
      self->forge = lamina_scene_data_make_forge (data, network);
      self->album = data->picture.rank == 4 ? lamina_samples_new () : NULL;
    }
  else
    self->latent = lamina_scene_data_make_latent (data, network);
}

void
lamina_scene_made_take (LaminaSceneMade   *self,
                        const LaminaFrame *frame)
{
  const LmTensor *made = lamina_frame_get_made (frame, LAMINA_PROBE_SAMPLES);
  LmTensor first;

  if (self->album == NULL || self->forge == NULL)
    return;

  /* Others may hold the old one: it is never shortened. */
  if (lamina_samples_count (self->album, frame->now) <
      lamina_samples_count (self->album, G_MAXUINT64))
    {
      LaminaSamples *album = lamina_samples_copy (self->album, frame->now);

      lamina_samples_unref (self->album);
      self->album = album;
    }
  if (made == NULL || made->shape.dim[0] != self->forge->n_samples ||
      lm_snapshot_get_step (frame->snapshot) > frame->now)
    return;

  first = *made;
  first.shape.dim[0] = lamina_forge_get_n_kept (self->forge, lm_shape_get_n_columns (&made->shape));
  first.len = first.shape.dim[0] * lm_shape_get_n_columns (&made->shape);
  lamina_samples_add (self->album, lm_snapshot_get_step (frame->snapshot), &first);
}

gboolean
lamina_scene_made_follow (LaminaSceneMade  *self,
                          const LmSnapshot *snapshot,
                          gboolean          is_training)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->latent == NULL ||
      (is_training && self->latent->has_begun && now < self->followed_usec + FOLLOW_INTERVAL_USEC))
    return FALSE;

  self->followed_usec = now;

  return lamina_latent_follow (self->latent, snapshot);
}
