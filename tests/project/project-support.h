/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-project.h"

G_BEGIN_DECLS

/* A folder of its own for each test. */
typedef struct
{
  char *folder;
  char *path;  /* in it; does not exist yet */
} Fixture;

void           fixture_set_up        (Fixture           *self,
                                      gconstpointer      data);
void           fixture_tear_down     (Fixture           *self,
                                      gconstpointer      data);
/* Returns: (transfer full): a path in the folder */
char          *fixture_get_path      (const Fixture     *self,
                                      const char        *name);

#define ADD_TEST(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

/* One layer of each registered kind, every field another value than its default where it can. */
LmStack       *make_stack            (void);
LmTraining    *make_training         (void);
/* A function of @step, so that any prefix of a history can be checked. */
LmRecord       make_record           (guint64            step);
LmRecord       make_event            (LmRecordType       type,
                                      guint64            step);
/* A function of @step and @size: not random, and not compressible. */
GBytes        *make_bytes            (guint64            step,
                                      gsize              size);
void           assert_record_equal   (const LmRecord    *a,
                                      const LmRecord    *b);
/* Bit for bit, but for the bits of a NaN. */
void           assert_double_equal   (double             a,
                                      double             b);
void           assert_training_equal (const LmTraining  *a,
                                      const LmTraining  *b);

/* A project with something in every table, closed. */
void           make_project          (const char        *path);
/* Everything in make_project() is in @content. */
void           assert_is_made        (LaminaProject     *project);
/* Runs SQL on a file behind Lamina's back. */
void           tamper                (const char        *path,
                                      const char        *sql);
/* Asserts that it is refused with @code and a sentence with @part in it, by open and by peek. */
void           assert_refused        (const char        *path,
                                      LaminaError        code,
                                      const char        *part);
/* Without waiting for the disk. */
void           put_file              (const char        *path,
                                      const char        *bytes,
                                      gsize              size);
/* Names of files in @folder, sorted, joined by blanks. Returns: (transfer full) */
char          *list_folder           (const char        *folder);

G_END_DECLS
