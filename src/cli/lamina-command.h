/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "lamina-report.h"

G_BEGIN_DECLS

/* What the process says to its caller. */
typedef enum
{
  LAMINA_EXIT_DONE = 0,
  LAMINA_EXIT_FAILED = 1, /* A sentence is on stderr. */
  LAMINA_EXIT_USAGE = 2,
} LaminaExit;

/* One command of lamina-cli: a file in commands/ and a row in lamina-command-kinds.inc. */
typedef struct
{
  const char         *name;      /* As it is typed. */
  const char         *arguments; /* "FILE [STEP]": marked with N_(). */
  const char         *summary;   /* One sentence without its full stop: marked with N_(). */
  const GOptionEntry *options;   /* (nullable): ends with a nameless row; --json is always there. */
  guint               min_arguments, max_arguments;

  /* Does the work. Text and JSON go to @report; @arguments are in the encoding of file names.
   * @error: a sentence; LAMINA_CLI_ERROR_USAGE if the caller asked wrongly */
  gboolean (*run) (LaminaReport *report, const char *const *arguments, GError **error);
} LaminaCommand;

#define LAMINA_CLI_ERROR (lamina_cli_error_quark ())

typedef enum
{
  LAMINA_CLI_ERROR_FAILED,
  LAMINA_CLI_ERROR_USAGE, /* Ends with LAMINA_EXIT_USAGE. */
} LaminaCliError;

GQuark               lamina_cli_error_quark (void);

gsize                lamina_command_get_n   (void);
const LaminaCommand *lamina_command_nth     (gsize                 index);
/* Returns: (nullable) */
const LaminaCommand *lamina_command_find    (const char           *name);
/* Parses @argv, whose first item is the command's name, runs it and prints what it has to say.
 * Taken: @argv's items may be reordered. Returns: the exit code */
LaminaExit           lamina_command_execute (const LaminaCommand  *self,
                                             int                   argc,
                                             char                **argv);

G_END_DECLS
