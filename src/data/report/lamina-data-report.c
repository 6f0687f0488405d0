/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-report-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lamina-data-twins.h"
#include "lamina-data-words.h"

/* One class so many times as frequent as another is worth a word. */
#define IMBALANCE 5
/* Beyond this, weights of the usual size answer with huge numbers. */
#define LARGE 50
#define FEW_VALIDATION 50
#define MANY_TRAINING 100
/* So many columns are named one by one. */
#define MAX_NAMED 5

static void
lamina_finding_free (gpointer data)
{
  LaminaFinding *self = data;

  g_free (self->text);
  g_free (self->remedy);
  g_free (self);
}

LaminaFinding *
lamina_report_add (GPtrArray          *report,
                   const char         *id,
                   LaminaFindingLevel  level,
                   char               *text,
                   const char         *remedy)
{
  LaminaFinding *finding = g_new0 (LaminaFinding, 1);

  *finding = (LaminaFinding) { id, level, text, g_strdup (remedy), -1, -1 };
  g_ptr_array_add (report, finding);

  return finding;
}

static void
lamina_report_check_balance (GPtrArray           *report,
                             const LaminaDataSet *set)
{
  gsize fewest = 0, most = 0, n_fewest = G_MAXSIZE, n_most = 0;

  for (gsize k = 0; k < lamina_data_set_get_n_classes (set); k++)
    {
      const gsize n = lamina_data_set_get_class_count (set, LM_SPLIT_TRAINING, k);

      if (n == 0)
        {
          lamina_report_add (report, "absent", LAMINA_FINDING_WARNING,
                             g_strdup_printf (_("No training example is of the class “%s”"),
                                              lamina_data_set_get_class_name (set, k)),
                             _("Add examples of it, or the network will never answer it"))->label
            = (gssize) k;
          continue;
        }
      if (n < n_fewest)
        {
          fewest = k;
          n_fewest = n;
        }
      if (n > n_most)
        {
          most = k;
          n_most = n;
        }
    }

  if (n_most == 0 || n_most / n_fewest < IMBALANCE)
    return;

  lamina_report_add (report, "imbalance", LAMINA_FINDING_WARNING,
                     g_strdup_printf (_("The classes differ in size: “%s” has %zu training "
                                        "examples, “%s” has %zu"),
                                      lamina_data_set_get_class_name (set, most), n_most,
                                      lamina_data_set_get_class_name (set, fewest), n_fewest),
                     _("Judge by each class, not by the accuracy alone, or add examples of the "
                       "rare ones"))->label = (gssize) fewest;
}

static void
lamina_report_check_parts (GPtrArray           *report,
                           const LaminaDataSet *set)
{
  const gsize n = lamina_data_set_get_n_examples (set, LM_SPLIT_VALIDATION);
  g_autofree char *share = NULL;

  if (n == 0 && lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING) >= MANY_TRAINING)
    lamina_report_add (report, "no-validation", LAMINA_FINDING_WARNING,
                       g_strdup (_("No examples are kept for validation, so overfitting would not "
                                   "be seen")),
                       _("Set a validation share, such as 0.1"));

  if (n == 0 || n >= FEW_VALIDATION || lamina_data_set_get_n_classes (set) == 0)
    return;

  share = lamina_data_format_number (100.0 / (double) n);
  lamina_report_add (report, "few", LAMINA_FINDING_NOTE,
                     g_strdup_printf (ngettext ("With %zu validation example, "
                                                "accuracy moves in steps of %s %%",
                                                "With %zu validation examples, "
                                                "accuracy moves in steps of %s %%", n), n, share),
                     _("Small differences between runs mean little"));
}

static gboolean
lamina_column_is_constant (const LaminaDataColumn *column)
{
  return column->min == column->max;
}

static gboolean
lamina_column_is_large (const LaminaDataColumn *column)
{
  return MAX (fabs (column->min - column->shift), fabs (column->max - column->shift))
         > LARGE * column->divisor;
}

static gboolean
lamina_column_has_gaps (const LaminaDataColumn *column)
{
  return column->n_missing > 0;
}

/* "x_1, x_2 and 7 more", and the first of them, or -1. */
static char *
lamina_report_list_columns (const LaminaDataSet *set,
                            gboolean           (*is_meant) (const LaminaDataColumn *),
                            gsize               *n,
                            gssize              *first)
{
  GString *names = g_string_new (NULL);

  *n = 0;
  *first = -1;
  for (gsize c = 0; c < lamina_data_set_get_n_columns (set); c++)
    {
      const LaminaDataColumn *column = lamina_data_set_get_column (set, c);

      if (!is_meant (column))
        continue;
      if (*n == 0)
        *first = (gssize) c;
      if (*n < MAX_NAMED)
        g_string_append_printf (names, "%s%s", *n > 0 ? _(", ") : "", column->name);
      (*n)++;
    }

  if (*n > MAX_NAMED)
    g_string_append_printf (names, ngettext (" and %zu more",
                                             " and %zu more", *n - MAX_NAMED),
                            *n - MAX_NAMED);

  return g_string_free (names, FALSE);
}

static void
lamina_report_check_columns (GPtrArray           *report,
                             const LaminaDataSet *set)
{
  gsize n_constant, n_large, n_gaps;
  gssize first_constant, first_large, first_gaps;
  g_autofree char *constant = lamina_report_list_columns (set, lamina_column_is_constant,
                                                          &n_constant, &first_constant);
  g_autofree char *large = lamina_report_list_columns (set, lamina_column_is_large, &n_large,
                                                       &first_large);
  g_autofree char *gaps = lamina_report_list_columns (set, lamina_column_has_gaps, &n_gaps,
                                                      &first_gaps);

  if (lamina_data_set_get_vocabulary (set) != NULL)
    return; /* Numbers of tokens are names, not measures. */
  if (n_constant > 0)
    lamina_report_add (report, "constant", LAMINA_FINDING_WARNING,
                       g_strdup_printf (_("The same number stands in every training example: %s"),
                                        constant),
                       _("Nothing can be learnt from it: ignore it"))->column = first_constant;
  if (n_large > 0)
    lamina_report_add (report, "large", LAMINA_FINDING_WARNING,
                       g_strdup_printf (_("The network would get large numbers: %s"), large),
                       _("Set the scaling to mean 0 and deviation 1"))->column = first_large;
  if (n_gaps > 0)
    lamina_report_add (report, "missing", LAMINA_FINDING_NOTE,
                       g_strdup_printf (_("Missing cells are filled with the mean: %s"), gaps),
                       NULL)->column = first_gaps;
}

static void
lamina_report_check_targets (GPtrArray           *report,
                             const LaminaDataSet *set)
{
  for (gsize c = 0; lamina_data_set_get_target_kind (set) == LAMINA_DATA_TARGET_VALUES
                    && c < lamina_data_set_get_n_targets (set); c++)
    {
      const LaminaDataColumn *column = lamina_data_set_get_target_column (set, c);
      g_autofree char *min = lamina_data_format_number (column->min);
      g_autofree char *max = lamina_data_format_number (column->max);

      if (lamina_column_is_constant (column))
        lamina_report_add (report, "constant-target", LAMINA_FINDING_WARNING,
                           g_strdup_printf (_("The value to predict, %s, is always %s"),
                                            column->name, min),
                           _("Choose another target"));
      else if (lamina_column_is_large (column))
        lamina_report_add (report, "large-target", LAMINA_FINDING_WARNING,
                           g_strdup_printf (_("The values to predict, %s, go from %s to %s: large "
                                              "numbers are learnt slowly"),
                                            column->name, min, max),
                           _("Turn on “Scale targets”"));
    }
}

static const char *
get_overlap_sentence (LmSplit split,
                      gulong  n)
{
  if (split == LM_SPLIT_TEST)
    return ngettext ("%s of %s test examples is in the training part too",
                     "%s of %s test examples are in the training part too", n);

  return ngettext ("%s of %s validation examples is in the training part too",
                   "%s of %s validation examples are in the training part too", n);
}

static void
lamina_report_check_overlaps (GPtrArray             *report,
                              const LaminaDataSet   *set,
                              const LaminaDataTwins *twins)
{
  for (int split = LM_SPLIT_VALIDATION; split < LM_N_SPLITS; split++)
    {
      g_autofree char *n = lamina_data_format_count (twins->n_shared[split]);
      g_autofree char *all = lamina_data_format_count (
        lamina_data_set_get_n_examples (set, (LmSplit) split));

      if (twins->n_shared[split] > 0)
        lamina_report_add (report, split == LM_SPLIT_TEST ? "overlap" : "overlap-validation",
                           LAMINA_FINDING_WARNING,
                           g_strdup_printf (get_overlap_sentence ((LmSplit) split,
                                                                  (gulong) twins->n_shared[split]),
                                            n, all),
                           _("They are known by heart: remove the doubles from the file"));
    }
}

static void
lamina_report_check_rows (GPtrArray             *report,
                          const LaminaDataSet   *set,
                          const LaminaDataTwins *twins)
{
  const gsize n_training = lamina_data_set_get_n_examples (set, LM_SPLIT_TRAINING);
  const gsize n_dropped = lamina_data_set_get_n_dropped (set);

  if (twins->n_in_training * 100 > n_training)
    lamina_report_add (report, "doubles", LAMINA_FINDING_NOTE,
                       g_strdup_printf (ngettext ("%zu training example occurs before",
                                                  "%zu training examples occur before",
                                                  twins->n_in_training),
                                        twins->n_in_training),
                       NULL);
  if (twins->n_contradictions > 0)
    lamina_report_add (report, "contradiction", LAMINA_FINDING_NOTE,
                       g_strdup_printf (ngettext ("%zu training example occurs before "
                                                  "with another target",
                                                  "%zu training examples occur before "
                                                  "with another target",
                                                  twins->n_contradictions),
                                        twins->n_contradictions),
                       _("No network can be right about all of them"));
  if (n_dropped > 0)
    lamina_report_add (report, "dropped", LAMINA_FINDING_NOTE,
                       g_strdup_printf (ngettext ("%zu row was left out: a cell is missing",
                                                  "%zu rows were left out: cells are missing",
                                                  n_dropped),
                                        n_dropped),
                       NULL);
}

static int
lamina_finding_compare (gconstpointer a,
                        gconstpointer b)
{
  const LaminaFinding *x = *(const LaminaFinding *const *) a;
  const LaminaFinding *y = *(const LaminaFinding *const *) b;

  return (int) y->level - (int) x->level;
}

GPtrArray *
lamina_data_report_new (LaminaDataSet *set,
                        GCancellable  *cancellable)
{
  g_autoptr(GPtrArray) report = g_ptr_array_new_with_free_func (lamina_finding_free);
  LaminaDataTwins twins;

  if (!lamina_data_twins_count (&twins, set, cancellable))
    return NULL;

  lamina_report_check_balance (report, set);
  lamina_report_check_parts (report, set);
  lamina_report_check_columns (report, set);
  lamina_report_check_targets (report, set);
  lamina_report_check_overlaps (report, set, &twins);
  lamina_report_check_rows (report, set, &twins);
  lamina_report_check_text (report, set);
  lamina_report_check_series (report, set);
  g_ptr_array_sort (report, lamina_finding_compare); /* Keeps the order of equals. */

  return g_steal_pointer (&report);
}
