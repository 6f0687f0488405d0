/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-plan.h"

/* The first place after @offset where @item meets an earlier one, or @offset itself. */
static gsize
lm_plan_step (const LmPlanItem *items,
              gsize             n,
              const LmPlanItem *item,
              gsize             offset)
{
  for (gsize i = 0; i < n; i++)
    {
      const LmPlanItem *other = &items[i];
      const gboolean meets_in_time = other->first <= item->last && item->first <= other->last;

      if (meets_in_time && offset < other->offset + other->size &&
          other->offset < offset + item->size)
        return other->offset + other->size;
    }

  return offset;
}

gsize
lm_plan (LmPlanItem *items,
         gsize       n)
{
  gsize total = 0;

  for (gsize i = 0; i < n; i++)
    {
      gsize offset = 0;
      gsize next;

      if (items[i].size > G_MAXSIZE / 4)
        return G_MAXSIZE;

      while ((next = lm_plan_step (items, i, &items[i], offset)) != offset)
        offset = next;

      items[i].offset = offset;
      total = MAX (total, offset + items[i].size);
      if (total > G_MAXSIZE / 4)
        return G_MAXSIZE;
    }

  return total;
}
