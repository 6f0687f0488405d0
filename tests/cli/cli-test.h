/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

/* A folder of its own for each test, and what the last call of lamina-cli said. */
typedef struct
{
  char *folder;
  char *file;  /* a project's path that is free */
  char *out, *err;
  int   code;
} Fixture;

/* Calls lamina-cli with a list of words that ends with %NULL; "@" stands for the project's path,
 * "@/x" for x in the folder. */
void        call        (Fixture          *fixture,
                         ...) G_GNUC_NULL_TERMINATED;
void        call_list   (Fixture          *fixture,
                         const char *const *words);
/* The same in the background; the caller waits for it. */
GSubprocess *start      (Fixture          *fixture,
                         ...) G_GNUC_NULL_TERMINATED;

/* Exit code 0, nothing on stderr. */
void        assert_done    (Fixture       *fixture);
/* Exit code 1, nothing on stdout, one line on stderr, which has @words in it. */
void        assert_refused (Fixture       *fixture,
                            const char    *words);
/* Exit code 2, nothing on stdout. */
void        assert_usage   (Fixture       *fixture);
/* What was printed is one line with one object. (transfer full) */
JsonObject *parse          (Fixture       *fixture);
/* Members that have to be there. (transfer full) */
char       *take_text      (JsonObject    *object,
                            const char    *name);

/* A small project: two spirals, so that a step takes no time. */
void        make_spirals   (Fixture       *fixture,
                            const char    *epochs);
/* A small one with pictures. */
void        make_pictures  (Fixture       *fixture);

void        set_up         (Fixture       *fixture,
                            gconstpointer  data);
void        tear_down      (Fixture       *fixture,
                            gconstpointer  data);

#define add_test(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
