/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "data-test.h"

#include "lamina-data-report.h"

static GPtrArray *
report_text (Fixture    *fix,
             const char *text,
             const char *more)
{
  g_autofree char *path = put_file (fix, "t.csv", text, -1);
  g_autofree char *settings = with_path ("csv", path, more);
  g_autoptr(LaminaDataSet) set = load (settings);
  GPtrArray *report = lamina_data_report_new (set, NULL);

  g_assert_nonnull (report);

  return report;
}

static const LaminaFinding *
find (GPtrArray  *report,
      const char *id)
{
  for (guint i = 0; i < report->len; i++)
    {
      const LaminaFinding *finding = report->pdata[i];

      if (g_str_equal (finding->id, id))
        return finding;
    }

  return NULL;
}

static void
assert_says (GPtrArray  *report,
             const char *id,
             const char *pattern)
{
  const LaminaFinding *finding = find (report, id);

  if (finding == NULL || !g_pattern_match_simple (pattern, finding->text))
    g_error ("%s: “%s” does not say “%s”", id, finding != NULL ? finding->text : "nothing",
             pattern);
}

/* @n rows "i,<constant>,<label of i>". */
static GString *
make_rows (int         n,
           const char *header)
{
  GString *text = g_string_new (header);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%d.5,7,%s\n", i % 40, i % 20 == 0 ? "rare" : "common");

  return text;
}

static void
test_all_is_well (Fixture       *fix,
                  gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=moons;examples=1000");
  g_autoptr(GPtrArray) report = lamina_data_report_new (set, NULL);

  g_assert_cmpuint (report->len, ==, 0);
}

static void
test_classes_and_columns (Fixture       *fix,
                          gconstpointer  data)
{
  g_autoptr(GString) text = make_rows (40, "x,same,kind\n");
  g_autoptr(GPtrArray) report = report_text (fix, text->str, "validation=0.25;test=0");

  assert_says (report, "imbalance", "The classes differ in size: “common” has 28 *, “rare” has 2");
  g_assert_cmpint (find (report, "imbalance")->label, ==, 1);
  g_assert_nonnull (find (report, "imbalance")->remedy);
  assert_says (report, "constant", "The same number stands in every training example: same");
  g_assert_cmpint (find (report, "constant")->column, ==, 1);
  assert_says (report, "few", "With 10 validation examples, accuracy moves in steps of 10 %");
  g_assert_null (find (report, "overlap"));
  g_assert_null (find (report, "no-validation"));

  /* Warnings first. */
  for (guint i = 1; i < report->len; i++)
    g_assert_cmpint (((LaminaFinding *) report->pdata[i])->level, <=,
                     ((LaminaFinding *) report->pdata[i - 1])->level);
}

static void
test_absent_class (Fixture       *fix,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) report = report_text (fix, "x,y\n1,a\n2,b\n3,a\n4,c\n",
                                             "shuffle=false;validation=1;test=0");

  assert_says (report, "absent", "No training example is of the class “c”");
  g_assert_cmpint (find (report, "absent")->label, ==, 2);
}

static void
test_overlap (Fixture       *fix,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) report =
    report_text (fix, "x,z,y\n1,1,a\n2,2,b\n1,1,b\n3,3,a\n2,2,b\n1,1,a\n4,4,b\n",
                "shuffle=false;validation=1;test=2");

  assert_says (report, "overlap", "1 of 2 test examples is in the training part too");
  assert_says (report, "overlap-validation", "1 of 1 validation examples *");
  assert_says (report, "doubles", "1 training example occurs before");
  assert_says (report, "contradiction", "1 training example occurs before with another target");
}

static void
test_large (Fixture       *fix,
            gconstpointer  data)
{
  const char *text = "x,z,y\n1000,0.1,-900.5\n2000,0.2,1\n3000,0.3,2\n4000,0.4,3\n";
  g_autoptr(GPtrArray) plain = report_text (fix, text, "scaling=none;validation=0;test=0");
  g_autoptr(GPtrArray) scaled = report_text (fix, text, "scale_targets=true;validation=0;test=0");

  assert_says (plain, "large", "The network would get large numbers: x");
  assert_says (plain, "large-target", "The values to predict, y, go from −900.5 to 3: *");
  g_assert_null (find (scaled, "large"));
  g_assert_null (find (scaled, "large-target"));
}

static void
test_constant_target (Fixture       *fix,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) report = report_text (fix, "x,y\n1,2.5\n2,2.5\n", "validation=0;test=0");

  assert_says (report, "constant-target", "The value to predict, y, is always 2.5");
}

static void
test_gaps (Fixture       *fix,
           gconstpointer  data)
{
  const char *text = "x,y\n1,0\n,1\n3,0\n";
  g_autoptr(GPtrArray) filled = report_text (fix, text, "missing=mean;validation=0;test=0");
  g_autoptr(GPtrArray) dropped = report_text (fix, "x,y\n1,0\n,1\n3,1\n",
                                              "missing=drop;validation=0;test=0");

  assert_says (filled, "missing", "Missing cells are filled with the mean: x");
  assert_says (dropped, "dropped", "1 row was left out: a cell is missing");
}

static void
test_no_validation (Fixture       *fix,
                    gconstpointer  data)
{
  g_autoptr(GString) text = make_rows (200, "x,same,kind\n");
  g_autoptr(GPtrArray) report = report_text (fix, text->str, "validation=0;test=0");

  assert_says (report, "no-validation", "No examples are kept for validation*");
}

static void
test_many_columns (Fixture       *fix,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) report =
    report_text (fix, "a,b,c,d,e,f,g,x,y\n1,1,1,1,1,1,1,1,0\n1,1,1,1,1,1,1,2,1\n",
                "validation=0;test=0");

  assert_says (report, "constant", "*: a, b, c, d, e and 2 more");
}

static void
test_cancelled (Fixture       *fix,
                gconstpointer  data)
{
  g_autoptr(LaminaDataSet) set = load ("kind=moons");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (lamina_data_report_new (set, cancellable));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)
  ADD ("/data-report/all-is-well", test_all_is_well);
  ADD ("/data-report/classes-and-columns", test_classes_and_columns);
  ADD ("/data-report/absent-class", test_absent_class);
  ADD ("/data-report/overlap", test_overlap);
  ADD ("/data-report/large", test_large);
  ADD ("/data-report/constant-target", test_constant_target);
  ADD ("/data-report/gaps", test_gaps);
  ADD ("/data-report/no-validation", test_no_validation);
  ADD ("/data-report/many-columns", test_many_columns);
  ADD ("/data-report/cancelled", test_cancelled);

  return g_test_run ();
}
