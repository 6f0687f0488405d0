/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-style.h"

#include <glib/gi18n-lib.h>

/* Every fifth of the 256 colours of viridis (Nathaniel Smith and Stéfan van der Walt, 2015) and
 * cividis (Jamie Nuñez, Christopher Anderton and Ryan Renslow, 2018), both in the public domain.
 * What lies between is off by 1 and 4 of 255 at the most.
 */
static const guint32 viridis[] = {
  0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781,
  0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e,
  0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c,
  0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
  0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37,
  0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
};

static const guint32 cividis[] = {
  0x00224e, 0x002656, 0x002a5f, 0x002d68, 0x003070, 0x083370, 0x163770, 0x203a6f, 0x273e6e,
  0x2e416d, 0x34456c, 0x3a486c, 0x3f4c6c, 0x444f6c, 0x49536c, 0x4e566c, 0x535a6d, 0x575d6d,
  0x5c616e, 0x60646f, 0x656870, 0x696b71, 0x6d6f72, 0x727274, 0x767676, 0x7a7a78, 0x7e7d78,
  0x838179, 0x888578, 0x8d8878, 0x928c78, 0x969077, 0x9b9476, 0xa09875, 0xa59c74, 0xaaa073,
  0xafa471, 0xb5a86f, 0xbaac6d, 0xbfb06b, 0xc4b468, 0xc9b965, 0xcfbd62, 0xd4c15f, 0xdac65b,
  0xdfca57, 0xe5cf52, 0xead34c, 0xf0d846, 0xf6dd3f, 0xfce236, 0xfee838,
};

static const guint32 grey[] = { 0x000000, 0xffffff };

/* In the dark the middle recedes into the ground. */
static const guint32 diverging_light[] = {
  0x0a4a94, 0x4a8fd0, 0xa9cdec, 0xf6f6f6, 0xf4c596, 0xdd8435, 0x9a4300,
};

static const guint32 diverging_dark[] = {
  0x8fcbff, 0x4a97dd, 0x2b5c8c, 0x262628, 0x8a5220, 0xd98534, 0xffc583,
};

const char *const lamina_map_ids[] = {
  "auto", "viridis", "cividis", "grey", "diverging", NULL,
};

const char *const lamina_map_titles[] = {
  N_("Automatic"), "Viridis", "Cividis", N_("Grey"), N_("Blue and Orange"), NULL,
};

static guint32
mix (guint32 a,
     guint32 b,
     double  share)
{
  guint32 pixel = 0;

  for (int shift = 0; shift < 24; shift += 8)
    {
      const double from = (a >> shift) & 0xff;
      const double to = (b >> shift) & 0xff;

      pixel |= (guint32) (from + (to - from) * share + 0.5) << shift;
    }

  return pixel;
}

static void
fill_map (guint32       *map,
          const guint32 *anchors,
          gsize          n_anchors)
{
  for (gsize i = 0; i < LAMINA_MAP_SIZE; i++)
    {
      const double place = (double) i * (double) (n_anchors - 1) / (LAMINA_MAP_SIZE - 1);
      const gsize below = MIN ((gsize) place, n_anchors - 2);

      map[i] = mix (anchors[below], anchors[below + 1], place - (double) below);
    }
}

const guint32 *
lamina_style_get_map (const LaminaStyle *self,
                      LaminaMap          map)
{
  static guint32 maps[LAMINA_N_MAPS + 1][LAMINA_MAP_SIZE];
  static gsize is_filled = 0;

  if (g_once_init_enter (&is_filled))
    {
      fill_map (maps[LAMINA_MAP_VIRIDIS], viridis, G_N_ELEMENTS (viridis));
      fill_map (maps[LAMINA_MAP_CIVIDIS], cividis, G_N_ELEMENTS (cividis));
      fill_map (maps[LAMINA_MAP_GREY], grey, G_N_ELEMENTS (grey));
      fill_map (maps[LAMINA_MAP_DIVERGING], diverging_light, G_N_ELEMENTS (diverging_light));
      fill_map (maps[LAMINA_N_MAPS], diverging_dark, G_N_ELEMENTS (diverging_dark));
      g_once_init_leave (&is_filled, 1);
    }

  if (map == LAMINA_MAP_AUTO)
    map = self->map == LAMINA_MAP_AUTO ? LAMINA_MAP_VIRIDIS : self->map;
  if (map == LAMINA_MAP_DIVERGING && lamina_style_is_dark (self))
    return maps[LAMINA_N_MAPS];

  return maps[map];
}

gsize
lamina_map_get_index (double share,
                      double reach)
{
  const double place = 0.5 + (CLAMP (share, 0, 1) - 0.5) * reach;

  return (gsize) (place * (LAMINA_MAP_SIZE - 1) + 0.5);
}
