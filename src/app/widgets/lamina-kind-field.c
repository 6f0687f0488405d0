/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-kind-field.h"

#include <glib/gi18n.h>

/* @none: (nullable): title of a first choice, which is written as "" */
static void
fill (LmField     *field,
      const char  *name,
      const char  *title,
      const char  *none,
      gsize        n,
      const char *(*get_id) (gsize index),
      const char *(*get_title) (gsize index))
{
  const gsize first = none != NULL;
  const char **ids = g_new0 (const char *, first + n + 1);
  const char **titles = g_new0 (const char *, first + n + 1);

  if (none != NULL)
    {
      ids[0] = "";
      titles[0] = none;
    }
  for (gsize i = 0; i < n; i++)
    {
      ids[first + i] = get_id (i);
      titles[first + i] = get_title (i);
    }
  *field = (LmField) {
    .name = name,
    .type = LM_FIELD_CHOICE,
    .title = title,
    .choices = ids,
    .choice_titles = titles,
  };
}

static const char *get_loss_id (gsize i) { return lm_loss_class_nth (i)->id; }
static const char *get_loss_title (gsize i) { return lm_loss_class_nth (i)->title; }
static const char *get_optimizer_id (gsize i) { return lm_optimizer_class_nth (i)->id; }
static const char *get_optimizer_title (gsize i) { return lm_optimizer_class_nth (i)->title; }
static const char *get_schedule_id (gsize i) { return lm_schedule_class_nth (i)->id; }
static const char *get_schedule_title (gsize i) { return lm_schedule_class_nth (i)->title; }

const LmField *
lamina_kind_field_get (LaminaKind kind)
{
  static LmField fields[LAMINA_N_KINDS];

  if (fields[LAMINA_KIND_LOSS].name == NULL)
    {
      fill (&fields[LAMINA_KIND_LOSS], "loss", N_("Loss"), NULL, lm_loss_class_get_n (),
            get_loss_id, get_loss_title);
      fill (&fields[LAMINA_KIND_OPTIMIZER], "optimizer", N_("Optimizer"), NULL,
            lm_optimizer_class_get_n (), get_optimizer_id, get_optimizer_title);
      fill (&fields[LAMINA_KIND_SCHEDULE], "schedule", N_("Schedule"), NULL,
            lm_schedule_class_get_n (), get_schedule_id, get_schedule_title);
      /* TRANSLATORS: the generator's optimizer is the discriminator's. */
      fill (&fields[LAMINA_KIND_GENERATOR], "generator.optimizer", N_("Optimizer"), N_("As D"),
            lm_optimizer_class_get_n (), get_optimizer_id, get_optimizer_title);
    }

  return &fields[kind];
}

const LmField *
lamina_kind_field_with_part (const LmField *field,
                             const char    *letter)
{
  static GHashTable *known; /* title → LmField */
  const char *title = field->title != NULL ? g_dgettext (GETTEXT_PACKAGE, field->title)
                                           : field->name;
  g_autofree char *key = g_strdup_printf ("%s.%s.%p", letter, field->name, field);
  LmField *copy;

  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  if ((copy = g_hash_table_lookup (known, key)) != NULL)
    return copy;

  copy = g_new (LmField, 1);
  *copy = *field;
  copy->title = g_strdup_printf ("%s · %s", letter, title);
  g_hash_table_insert (known, g_steal_pointer (&key), copy);

  return copy;
}
