/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-error.h"
#include "lamina-project-content.h"

G_BEGIN_DECLS

/* Of a state or an attachment: SQLite stores no blob of 10^9 bytes. */
#define LAMINA_PROJECT_MAX_BYTES ((gsize) 999000000)

/* A `.lamina` file: an SQLite database, see schema.sql.
 *
 * For one thread at a time, and it blocks: a window uses LaminaProjectWriter.
 * Nothing else in the process may open the file: closing it would drop
 * SQLite's locks. Paths are in the encoding of file names.
 *
 * Errors are %LAMINA_ERROR, with a sentence that names the file: FORMAT (not a
 * project, or damaged), NEWER (a newer Lamina wrote it), IO (the disk, the
 * permissions, another program: may work at the next try), FAILED (what was
 * asked is wrong: the same call fails again).
 */
typedef struct _LaminaProject LaminaProject;

typedef enum
{
  LAMINA_PROJECT_READ_WRITE, /* Becomes read-only by itself where it must. */
  LAMINA_PROJECT_READ_ONLY,
} LaminaProjectMode;

/* Why nothing can be written. */
typedef enum
{
  LAMINA_WRITABLE,
  LAMINA_READ_ONLY_ASKED,
  LAMINA_READ_ONLY_IN_USE,  /* Another program, or another window, has it open for writing. */
  LAMINA_READ_ONLY_FILE,    /* The file's permissions. */
  LAMINA_READ_ONLY_FOLDER,  /* Its folder's: a journal cannot be made. */
} LaminaReadOnly;

/**
 * lamina_project_create:
 * @overwrite: whether an existing file is replaced; else it is refused
 *
 * A new file with an empty main stack, the defaults for training and the main
 * branch. It appears under its name as a whole or not at all. A project that is
 * open for writing elsewhere is not overwritten.
 *
 * Returns: (transfer full) (nullable): open for writing
 */
LaminaProject        *lamina_project_create         (const char           *path,
                                                     gboolean              overwrite,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable) */
LaminaProject        *lamina_project_open           (const char           *path,
                                                     LaminaProjectMode     mode,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* An open transaction is given up. */
void                  lamina_project_free           (LaminaProject        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaProject, lamina_project_free)

/* Absolute. Borrowed until the project is moved. */
const char           *lamina_project_get_path       (const LaminaProject  *self);
LaminaReadOnly        lamina_project_get_read_only  (const LaminaProject  *self);
/* Returns: (nullable): a sentence; %NULL if it can be written */
const char           *lamina_project_get_read_only_reason (const LaminaProject *self);

/* All or nothing: a kind of layer or a field that is not known is an error of code NEWER.
 * Returns: (transfer full) (nullable) */
LaminaProjectContent *lamina_project_read           (LaminaProject        *self,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether another program has written since it was last asked, so that a follower reads again. */
gboolean              lamina_project_has_changed    (LaminaProject        *self);

/* Each function that writes is a transaction of its own, on the disk when it returns; between
 * begin and commit they belong to one, in which a function that fails undoes its own part only.
 * At a commit a file that was moved, deleted or written by another program is noticed (IO).
 * After a failed commit nothing of the transaction is in the file. */
gboolean              lamina_project_begin          (LaminaProject        *self,
                                                     GError              **error);
gboolean              lamina_project_commit         (LaminaProject        *self,
                                                     GError              **error);
void                  lamina_project_rollback       (LaminaProject        *self);

/* @name: one of LAMINA_INFO_*; (nullable) @value: %NULL forgets it */
gboolean              lamina_project_set_info       (LaminaProject        *self,
                                                     const char           *name,
                                                     const char           *value,
                                                     GError              **error);
gboolean              lamina_project_set_stack      (LaminaProject        *self,
                                                     gint64                branch,
                                                     const char           *name,
                                                     const LmStack        *stack,
                                                     GError              **error);
gboolean              lamina_project_remove_stack   (LaminaProject        *self,
                                                     gint64                branch,
                                                     const char           *name,
                                                     GError              **error);
gboolean              lamina_project_set_training   (LaminaProject        *self,
                                                     gint64                branch,
                                                     const LmTraining     *training,
                                                     GError              **error);
/* (nullable) @sha256 and @description: as in LaminaBranch */
gboolean              lamina_project_set_data       (LaminaProject        *self,
                                                     gint64                branch,
                                                     const LaminaPairs    *data,
                                                     const char           *sha256,
                                                     const char           *description,
                                                     GError              **error);
gboolean              lamina_project_set_fingerprint (LaminaProject       *self,
                                                     gint64                branch,
                                                     const char           *fingerprint,
                                                     GError              **error);
/* @key: the window's; (nullable) @json: %NULL forgets it */
gboolean              lamina_project_set_layout     (LaminaProject        *self,
                                                     const char           *key,
                                                     const char           *json,
                                                     GError              **error);
/* Settings that a record of type SETTINGS names, for replay. One that is there already is replaced. */
gboolean              lamina_project_add_revision   (LaminaProject        *self,
                                                     gint64                branch,
                                                     guint32               revision,
                                                     const LmTraining     *training,
                                                     GError              **error);
/* (nullable) @note: %NULL forgets it */
gboolean              lamina_project_set_note       (LaminaProject        *self,
                                                     gint64                branch,
                                                     guint64               step,
                                                     const char           *note,
                                                     GError              **error);
gboolean              lamina_project_add_evaluation (LaminaProject        *self,
                                                     const LaminaEvaluation *evaluation,
                                                     GError              **error);

/* With all that @branch holds; its id must be free, and 0 stands for the next free one.
 * Returns: the id, or 0 */
gint64                lamina_project_add_branch     (LaminaProject        *self,
                                                     const LaminaBranch   *branch,
                                                     GError              **error);
gboolean              lamina_project_rename_branch  (LaminaProject        *self,
                                                     gint64                branch,
                                                     const char           *name,
                                                     GError              **error);
/* With its history and states. The main branch and one that others start from stay: FAILED. */
gboolean              lamina_project_remove_branch  (LaminaProject        *self,
                                                     gint64                branch,
                                                     GError              **error);
/* @records: a step is the one after the last that @branch has, or one that it has, which is
 * replaced; with a gap it is FAILED. */
gboolean              lamina_project_append         (LaminaProject        *self,
                                                     gint64                branch,
                                                     const LmRecord       *records,
                                                     gsize                 n,
                                                     GError              **error);
/* Forgets what @branch recorded after @step, and its states and notes of later steps: before it is trained
 * on from there. */
gboolean              lamina_project_truncate       (LaminaProject        *self,
                                                     gint64                branch,
                                                     guint64               step,
                                                     GError              **error);

/* @bytes: of lm_state_save(), at most 999 MB. What has the role already (and the step, for a
 * keyframe) is replaced in the same transaction. */
gboolean              lamina_project_save_state     (LaminaProject        *self,
                                                     gint64                branch,
                                                     LaminaStateRole       role,
                                                     guint64               step,
                                                     GBytes               *bytes,
                                                     GError              **error);
/* @step: for keyframes only
 * Returns: (transfer full) (nullable): the bytes, after comparing them with their hash */
GBytes               *lamina_project_load_state     (LaminaProject        *self,
                                                     gint64                branch,
                                                     LaminaStateRole       role,
                                                     guint64               step,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* One that is not there is removed already. */
gboolean              lamina_project_remove_state   (LaminaProject        *self,
                                                     gint64                branch,
                                                     LaminaStateRole       role,
                                                     guint64               step,
                                                     GError              **error);

/* Small files inside the project: an embedded data set. At most 999 MB. */
gboolean              lamina_project_attach         (LaminaProject        *self,
                                                     const char           *name,
                                                     GBytes               *bytes,
                                                     GError              **error);
gboolean              lamina_project_detach         (LaminaProject        *self,
                                                     const char           *name,
                                                     GError              **error);
GBytes               *lamina_project_load_attachment (LaminaProject       *self,
                                                     const char           *name,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives up to 256 unused pages back to the disk, if many are unused.
 * Returns: whether there is more to do */
gboolean              lamina_project_shrink         (LaminaProject        *self);

/* Called after each piece of a copy, with pages; %FALSE cancels. */
typedef gboolean    (*LaminaProgressFunc)           (gint64                done,
                                                     gint64                total,
                                                     gpointer              data);

/* Moves the file; it stays open. A file at @path is not overwritten: IO. */
gboolean              lamina_project_rename         (LaminaProject        *self,
                                                     const char           *path,
                                                     GError              **error);
/* A copy at @path, which does not exist yet; @self stays where it is. Works too when the file of
 * @self was deleted, or is read-only. */
gboolean              lamina_project_duplicate      (LaminaProject        *self,
                                                     const char           *path,
                                                     LaminaProgressFunc    progress,
                                                     gpointer              progress_data,
                                                     GError              **error);
/* Duplicates, then goes on in the copy: the way out when the file was moved or deleted, or its
 * disk is full. */
gboolean              lamina_project_relocate       (LaminaProject        *self,
                                                     const char           *path,
                                                     LaminaProgressFunc    progress,
                                                     gpointer              progress_data,
                                                     GError              **error);

G_END_DECLS
