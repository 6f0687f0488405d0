/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-scene-made.h"

#define FOLLOW_INTERVAL_USEC G_USEC_PER_SEC

void
lamina_scene_made_clear (LaminaSceneMade *self)
{
  g_clear_pointer (&self->forge, lamina_forge_free);
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
    self->forge = lamina_scene_data_make_forge (data, network);
  else
    self->latent = lamina_scene_data_make_latent (data, network);
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
