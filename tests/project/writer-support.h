/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-project-writer.h"
#include "project-support.h"

G_BEGIN_DECLS

#define TIMEOUT (20 * G_USEC_PER_SEC)

/* Of a dense layer. */
LmState              *make_state    (guint64              step);
/* A new project at the fixture's path, open. */
LaminaProjectWriter  *create_writer (const Fixture       *fixture);
/* Asserts that it succeeds. */
void                  flush_writer  (LaminaProjectWriter *writer);
/* One record at a time. */
void                  append_steps  (LaminaProjectWriter *writer,
                                     guint64              first,
                                     guint64              last);
/* What is on the disk. */
LaminaProjectContent *read_back     (const char          *path);

G_END_DECLS
