/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-split.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lm-random.h"

/* Rows of a block, class by class: group g is order[begin[g]] … order[begin[g + 1] - 1]. */
typedef struct
{
  guint32 *order;
  gsize   *begin;
  gsize    n_groups;
} LaminaGroups;

static void
lamina_groups_clear (LaminaGroups *self)
{
  g_free (self->order);
  g_free (self->begin);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaGroups, lamina_groups_clear)

static void
lamina_shuffle (guint32        *rows,
                gsize           n,
                const LmRandom *random)
{
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree guint32 *copy = g_memdup2 (rows, n * sizeof *rows);

  lm_random_permute (random, order, n);
  for (gsize i = 0; i < n; i++)
    rows[i] = copy[order[i]];
}

/* One group holds all rows in their order, unless there are classes to be dealt by themselves. */
static void
lamina_groups_init (LaminaGroups          *self,
                    const LaminaDataDraft *draft,
                    LaminaBlockId          id,
                    const LaminaPipeline  *pipeline)
{
  const LaminaBlock *block = &draft->blocks[id];
  const gboolean by_class = pipeline->shuffle && draft->class_names->len > 0;
  g_autofree gsize *next = NULL;

  self->n_groups = by_class ? draft->class_names->len : 1;
  self->order = g_new (guint32, MAX (block->n_rows, 1));
  self->begin = g_new0 (gsize, self->n_groups + 1);

  for (gsize i = 0; i < block->n_rows; i++)
    self->begin[(by_class ? (gsize) block->y[i] : 0) + 1]++;
  for (gsize g = 0; g < self->n_groups; g++)
    self->begin[g + 1] += self->begin[g];

  next = g_memdup2 (self->begin, self->n_groups * sizeof *next);
  for (gsize i = 0; i < block->n_rows; i++)
    self->order[next[by_class ? (gsize) block->y[i] : 0]++] = (guint32) i;

  for (gsize g = 0; pipeline->shuffle && g < self->n_groups; g++)
    {
      const LmRandom random = { (guint64) pipeline->seed, lm_random_stream ("data-split"), g,
                                (guint32) id };

      lamina_shuffle (self->order + self->begin[g], self->begin[g + 1] - self->begin[g], &random);
    }
}

/* Cuts @total into parts in proportion to @sizes, none larger than its size: the largest
 * remainders are rounded up, the smaller group first. @total is at most Σ @sizes. */
static void
lamina_apportion (const gsize *sizes,
                  gsize        n_groups,
                  gsize        total,
                  gsize       *parts)
{
  g_autofree gint64 *remainders = g_new (gint64, n_groups);
  guint64 sum = 0;
  gsize left = total;

  for (gsize g = 0; g < n_groups; g++)
    sum += sizes[g];

  for (gsize g = 0; g < n_groups; g++)
    {
      const guint64 product = (guint64) sizes[g] * total; /* Of two numbers of rows: it fits. */

      parts[g] = (gsize) (product / sum);
      remainders[g] = parts[g] < sizes[g] ? (gint64) (product % sum) : -1;
      left -= parts[g];
    }

  for (; left > 0; left--)
    {
      gsize best = 0;

      for (gsize g = 1; g < n_groups; g++)
        if (remainders[g] > remainders[best]
            || (remainders[g] == remainders[best] && sizes[g] < sizes[best]))
          best = g;

      parts[best]++;
      remainders[best] = -1;
    }
}

static gsize
lamina_get_count (double share_or_count,
                  gsize  n)
{
  if (share_or_count < 1)
    return (gsize) floor (share_or_count * (double) n + 0.5);

  return (gsize) MIN (floor (share_or_count), (double) LAMINA_MAX_ROWS);
}

/* How many of each group go to which part: parts[split][group]. */
static void
lamina_deal (LaminaGroups *groups,
             const gsize  *counts,
             LaminaRows   *rows)
{
  g_autofree gsize *left = g_new (gsize, groups->n_groups);
  g_autofree gsize *parts = g_new (gsize, groups->n_groups);
  g_autofree gsize *next = g_memdup2 (groups->begin, groups->n_groups * sizeof *next);

  for (gsize g = 0; g < groups->n_groups; g++)
    left[g] = groups->begin[g + 1] - groups->begin[g];

  /* Training first, so that without shuffling it has the first rows. A class with few
   * examples is in it rather than elsewhere: its remainder is the largest. */
  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      LaminaRows *part = &rows[split];

      if (counts[split] == 0)
        continue;

      part->rows = g_renew (guint32, part->rows, part->n + counts[split]);
      lamina_apportion (left, groups->n_groups, counts[split], parts);
      for (gsize g = 0; g < groups->n_groups; g++)
        {
          memcpy (part->rows + part->n, groups->order + next[g], parts[g] * sizeof *part->rows);
          part->n += parts[g];
          next[g] += parts[g];
          left[g] -= parts[g];
        }
    }
}

static int
lamina_compare_rows (gconstpointer a,
                     gconstpointer b)
{
  const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static gboolean
lamina_count_parts (const LaminaDataDraft  *draft,
                    const LaminaPipeline   *pipeline,
                    gsize                  *counts,
                    GError                **error)
{
  const gsize n_rows = draft->blocks[LAMINA_BLOCK_TRAINING].n_rows;
  const gsize n = pipeline->limit > 0 ? MIN (n_rows, (gsize) pipeline->limit) : n_rows;
  const gboolean has_test = draft->blocks[LAMINA_BLOCK_TEST].n_rows > 0;

  if (n == 0)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s has no examples: choose data with at least one"), draft->title);
      return FALSE;
    }

  counts[LM_SPLIT_VALIDATION] = lamina_get_count (pipeline->validation, n);
  counts[LM_SPLIT_TEST] = has_test ? 0 : lamina_get_count (pipeline->test, n);

  if (counts[LM_SPLIT_VALIDATION] + counts[LM_SPLIT_TEST] >= n)
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("%s: of %zu examples, %zu for validation and %zu for the test leave none to train on: take smaller parts"),
                   draft->title, n, counts[LM_SPLIT_VALIDATION], counts[LM_SPLIT_TEST]);
      return FALSE;
    }

  counts[LM_SPLIT_TRAINING] = n - counts[LM_SPLIT_VALIDATION] - counts[LM_SPLIT_TEST];

  return TRUE;
}

/* As the kind has dealt them, in their order: of too many, the first of each part. */
static gboolean
lamina_take_parts (const LaminaDataDraft *draft,
                   const LaminaPipeline  *pipeline,
                   LaminaRows            *rows)
{
  const gsize n = draft->blocks[LAMINA_BLOCK_TRAINING].n_rows;
  const gsize limit = pipeline->limit > 0 ? MIN (n, (gsize) pipeline->limit) : n;
  gsize counts[LM_N_SPLITS] = { 0 };

  for (gsize row = 0; row < n; row++)
    counts[draft->parts[row]]++;
  for (int split = 0; split < LM_N_SPLITS; split++)
    {
      const guint64 product = (guint64) counts[split] * limit;

      counts[split] = counts[split] > 0 ? MAX ((gsize) (product / n), 1) : 0;
      rows[split].rows = g_new (guint32, MAX (counts[split], 1));
    }
  for (gsize row = 0; row < n; row++)
    {
      LaminaRows *part = &rows[draft->parts[row]];

      if (part->n < counts[draft->parts[row]])
        part->rows[part->n++] = (guint32) row;
    }

  return TRUE;
}

/* The last windows of a part that answer what the next part is to judge: they are left out. */
static gboolean
lamina_part_windows (const LaminaDataDraft  *draft,
                     const LaminaPipeline   *pipeline,
                     LaminaRows             *rows,
                     GError                **error)
{
  const gsize n_shared = pipeline->target == LAMINA_TARGET_INPUT ? draft->input.dim[1] - 1
                                                                 : draft->horizon - 1;

  for (int split = LM_SPLIT_TRAINING; split < LM_SPLIT_TEST; split++)
    {
      const gboolean is_followed = rows[LM_SPLIT_TEST].n > 0
                                   || (split == LM_SPLIT_TRAINING
                                       && rows[LM_SPLIT_VALIDATION].n > 0);

      if (!is_followed || rows[split].n == 0)
        continue;
      if (rows[split].n > n_shared)
        {
          rows[split].n -= n_shared;
          continue;
        }

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FAILED,
                   _("%s: of %zu windows of a part, %zu reach into the next part and are left out, so none is left: "
                     "take a shorter window, predict fewer steps, or take larger parts"),
                   draft->title, rows[split].n, n_shared);
      return FALSE;
    }

  return TRUE;
}

/* The rows of the source's own test set are counted behind those of its training set. */
static void
lamina_take_own_test (const LaminaDataDraft *draft,
                      const LaminaPipeline  *pipeline,
                      LaminaRows            *rows)
{
  const gsize n = draft->blocks[LAMINA_BLOCK_TEST].n_rows;
  g_auto(LaminaGroups) groups = { NULL };
  gsize counts[LM_N_SPLITS] = { 0 };
  LaminaRows *test = &rows[LM_SPLIT_TEST];

  counts[LM_SPLIT_TEST] = pipeline->limit > 0 ? MIN (n, (gsize) pipeline->limit) : n;
  lamina_groups_init (&groups, draft, LAMINA_BLOCK_TEST, pipeline);
  lamina_deal (&groups, counts, rows);
  qsort (test->rows, test->n, sizeof (guint32), lamina_compare_rows);
  for (gsize i = 0; i < test->n; i++)
    test->rows[i] += (guint32) draft->blocks[LAMINA_BLOCK_TRAINING].n_rows;
}

gboolean
lamina_data_split (const LaminaDataDraft  *draft,
                   const LaminaPipeline   *asked,
                   LaminaRows             *rows,
                   GError                **error)
{
  LaminaPipeline copy = *asked;
  const LaminaPipeline *pipeline = &copy;
  g_auto(LaminaGroups) groups = { NULL };
  gsize counts[LM_N_SPLITS];

  memset (rows, 0, LM_N_SPLITS * sizeof *rows);
  copy.shuffle = asked->shuffle && !draft->is_ordered;
  if (draft->parts != NULL)
    return lamina_take_parts (draft, pipeline, rows);
  if (!lamina_count_parts (draft, pipeline, counts, error))
    return FALSE;

  lamina_groups_init (&groups, draft, LAMINA_BLOCK_TRAINING, pipeline);
  lamina_deal (&groups, counts, rows);

  for (int split = 0; pipeline->shuffle && split < LM_N_SPLITS; split++)
    {
      const LmRandom random = { (guint64) pipeline->seed, lm_random_stream ("data-mix"), 0,
                                (guint32) split };

      lamina_shuffle (rows[split].rows, rows[split].n, &random);
    }

  if (draft->horizon > 0 && !lamina_part_windows (draft, pipeline, rows, error))
    return FALSE;
  if (draft->blocks[LAMINA_BLOCK_TEST].n_rows > 0)
    lamina_take_own_test (draft, pipeline, rows);

  return TRUE;
}
