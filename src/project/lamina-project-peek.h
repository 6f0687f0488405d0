/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-error.h"

G_BEGIN_DECLS

#define LAMINA_PEEK_LOSSES 100

typedef enum
{
  LAMINA_STATUS_NEW,      /* Not a step yet. */
  LAMINA_STATUS_PAUSED,
  LAMINA_STATUS_FINISHED, /* At the planned end, or stopped early. */
} LaminaProjectStatus;

/* The little that the start page shows, of the branch that was worked on. */
typedef struct
{
  char               *name;        /* the file's, if it was given none */
  char               *template_id; /* (nullable) */
  gsize               n_layers;
  guint64             step;
  LaminaProjectStatus status;
  gint64              changed_usec; /* since 1970 */
  double              validation_loss; /* of the last validation; NaN: none yet */
  char               *metric_id;   /* (nullable): the first metric's */
  double              metric;      /* of the last validation; NaN: none */
  gsize               n_losses;
  double              losses[LAMINA_PEEK_LOSSES]; /* over the whole branch; NaN where there is none */
} LaminaProjectPeek;

/* Reads a few pages of the file, waits for nobody longer than a quarter of a
 * second, and changes nothing (but SQLite undoes what a killed program began to
 * write). From any thread.
 *
 * Returns: (transfer full) (nullable): or %LAMINA_ERROR as lamina_project_open()
 */
LaminaProjectPeek *lamina_project_peek      (const char         *path,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               lamina_project_peek_free (LaminaProjectPeek  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaProjectPeek, lamina_project_peek_free)

G_END_DECLS
