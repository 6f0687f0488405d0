/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-kind.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-config.h"

#define LAMINA_DATA(kind) extern const LaminaDataKind lamina_##kind##_data;
#include "lamina-data-kinds.inc"
#undef LAMINA_DATA

static const LaminaDataKind *const kinds[] = {
#define LAMINA_DATA(kind) &lamina_##kind##_data,
#include "lamina-data-kinds.inc"
#undef LAMINA_DATA
};

static const char *const group_titles[LAMINA_N_DATA_GROUPS] = {
  N_("Pictures"),
  N_("Points"),
  N_("Series"),
  N_("Texts"),
  N_("Files"),
};

gsize
lamina_data_kind_get_n (void)
{
  return G_N_ELEMENTS (kinds);
}

const LaminaDataKind *
lamina_data_kind_nth (gsize index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (kinds), NULL);

  return kinds[index];
}

const LaminaDataKind *
lamina_data_kind_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i]->id, id))
        return kinds[i];
    }

  return NULL;
}

gboolean
lamina_data_kind_is_available (const LaminaDataKind  *self,
                               GError               **error)
{
  g_autoptr(LaminaDataConfig) config = lamina_data_config_new (self);

  return lamina_data_config_check (config, error);
}

const LaminaDataKind *
lamina_data_kind_get_default_pictures (void)
{
  const LaminaDataKind *kind = lamina_data_kind_find ("fashion-mnist");

  return lamina_data_kind_is_available (kind, NULL) ? kind : lamina_data_kind_find ("shapes");
}

const char *
lamina_data_group_get_title (LaminaDataGroup group)
{
  g_return_val_if_fail (group < LAMINA_N_DATA_GROUPS, NULL);

  return _(group_titles[group]);
}
