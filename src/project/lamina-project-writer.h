/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-project.h"
#include "lm-state.h"

G_BEGIN_DECLS

/* Owns a project on a thread of its own. Posting never waits for the disk:
 * jobs are kept in order, of those that replace each other only the newest, and
 * are committed together once a second. While they cannot be (a full disk, a
 * file that was moved), they are kept and tried again, so nothing is lost while
 * the program lives; but of waiting keyframes only the newest 16 are kept.
 *
 * All functions are for one thread, the one that made the writer.
 */
typedef struct _LaminaProjectWriter LaminaProjectWriter;

/* Something can be taken. Called, as the two below, in the main context that was the thread's
 * default when the writer was made, and never after lamina_project_writer_free(). */
typedef void (*LaminaWriterFunc) (LaminaProjectWriter *self,
                                  gpointer             data);
/* (nullable) @bytes and @error: one of them, borrowed */
typedef void (*LaminaLoadedFunc) (LaminaProjectWriter *self,
                                  GBytes              *bytes,
                                  const GError        *error,
                                  gpointer             data);
/* (nullable) @error: borrowed; %NULL: it was done */
typedef void (*LaminaDoneFunc)   (LaminaProjectWriter *self,
                                  const GError        *error,
                                  gpointer             data);

typedef struct
{
  gboolean is_saved;      /* All that was posted is on the disk. */
  gsize    n_waiting;     /* jobs */
  gint64   waiting_usec;  /* how long the oldest has waited */
  gint64   done, total;   /* of a copy in progress; 0, 0: none */
} LaminaWriterStatus;

/* (nullable) @ready: told when the content, an error or the status "saved" can be fetched */
LaminaProjectWriter  *lamina_project_writer_open         (const char           *path,
                                                          LaminaProjectMode     mode,
                                                          LaminaWriterFunc      ready,
                                                          gpointer              data) G_GNUC_WARN_UNUSED_RESULT;
LaminaProjectWriter  *lamina_project_writer_create       (const char           *path,
                                                          gboolean              overwrite,
                                                          LaminaWriterFunc      ready,
                                                          gpointer              data) G_GNUC_WARN_UNUSED_RESULT;
/* Saves what waits in one last try and closes the file. */
void                  lamina_project_writer_free         (LaminaProjectWriter  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaProjectWriter, lamina_project_writer_free)

/* Whether lamina_project_writer_take_content() would return at once. */
gboolean              lamina_project_writer_is_open      (LaminaProjectWriter  *self);
/* Waits until the file is open. A writer whose file could not be opened can only be freed. Called
 * again: what another program has written since to a project that is read-only here; looked for
 * once a second, and announced by @ready.
 * Returns: (transfer full) (nullable): %NULL without an error: nothing new */
LaminaProjectContent *lamina_project_writer_take_content (LaminaProjectWriter  *self,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Once open. A read-only project takes no jobs: they are dropped, with an error to be taken. */
LaminaReadOnly        lamina_project_writer_get_read_only (LaminaProjectWriter *self);
/* Returns: (transfer full) (nullable) */
char                 *lamina_project_writer_get_read_only_reason (LaminaProjectWriter *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) */
char                 *lamina_project_writer_get_path     (LaminaProjectWriter  *self) G_GNUC_WARN_UNUSED_RESULT;

/* The newest failure that was not taken yet; while it lasts it is reported once.
 * Returns: (transfer full) (nullable) */
GError               *lamina_project_writer_take_error   (LaminaProjectWriter  *self) G_GNUC_WARN_UNUSED_RESULT;
void                  lamina_project_writer_get_status   (LaminaProjectWriter  *self,
                                                          LaminaWriterStatus   *status);
/* Commits now, and waits for it for @timeout_usec at the most.
 * Returns: whether all that was posted is on the disk */
gboolean              lamina_project_writer_flush        (LaminaProjectWriter  *self,
                                                          gint64                timeout_usec,
                                                          GError              **error);

/* Jobs: see the functions of the same name in lamina-project.h. What they are given is copied. */
void  lamina_project_writer_append          (LaminaProjectWriter *self, gint64 branch, const LmRecord *records,
                                             gsize n);
void  lamina_project_writer_truncate        (LaminaProjectWriter *self, gint64 branch, guint64 step);
void  lamina_project_writer_set_info        (LaminaProjectWriter *self, const char *name, const char *value);
void  lamina_project_writer_set_stack       (LaminaProjectWriter *self, gint64 branch, const char *name,
                                             const LmStack *stack);
void  lamina_project_writer_remove_stack    (LaminaProjectWriter *self, gint64 branch, const char *name);
void  lamina_project_writer_set_training    (LaminaProjectWriter *self, gint64 branch,
                                             const LmTraining *training);
void  lamina_project_writer_set_data        (LaminaProjectWriter *self, gint64 branch, const LaminaPairs *data,
                                             const char *sha256, const char *description);
void  lamina_project_writer_set_fingerprint (LaminaProjectWriter *self, gint64 branch, const char *fingerprint);
void  lamina_project_writer_set_layout      (LaminaProjectWriter *self, const char *key, const char *json);
void  lamina_project_writer_add_revision    (LaminaProjectWriter *self, gint64 branch, guint32 revision,
                                             const LmTraining *training);
void  lamina_project_writer_set_note        (LaminaProjectWriter *self, gint64 branch, guint64 step, const char *note);
void  lamina_project_writer_add_evaluation  (LaminaProjectWriter *self, const LaminaEvaluation *evaluation);
/* (transfer full) @branch: its id must be set, to one more than the largest there is. */
void  lamina_project_writer_add_branch      (LaminaProjectWriter *self, LaminaBranch *branch);
void  lamina_project_writer_rename_branch   (LaminaProjectWriter *self, gint64 branch, const char *name);
void  lamina_project_writer_remove_branch   (LaminaProjectWriter *self, gint64 branch);
/* (transfer full) @state: it is turned into bytes on the thread. */
void  lamina_project_writer_save_state      (LaminaProjectWriter *self, gint64 branch, LaminaStateRole role,
                                             LmState *state);
void  lamina_project_writer_remove_state    (LaminaProjectWriter *self, gint64 branch, LaminaStateRole role,
                                             guint64 step);
void  lamina_project_writer_attach          (LaminaProjectWriter *self, const char *name, GBytes *bytes);
void  lamina_project_writer_detach          (LaminaProjectWriter *self, const char *name);

/* Answers, after a try to save what was posted before. The functions that end in _sync wait. */
void     lamina_project_writer_load_state      (LaminaProjectWriter *self, gint64 branch, LaminaStateRole role,
                                                guint64 step, LaminaLoadedFunc loaded, gpointer data);
GBytes  *lamina_project_writer_load_state_sync (LaminaProjectWriter *self, gint64 branch, LaminaStateRole role,
                                                guint64 step, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     lamina_project_writer_load_attachment (LaminaProjectWriter *self, const char *name,
                                                LaminaLoadedFunc loaded, gpointer data);
GBytes  *lamina_project_writer_load_attachment_sync (LaminaProjectWriter *self, const char *name,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     lamina_project_writer_rename          (LaminaProjectWriter *self, const char *path,
                                                LaminaDoneFunc done, gpointer data);
gboolean lamina_project_writer_rename_sync     (LaminaProjectWriter *self, const char *path, GError **error);
void     lamina_project_writer_duplicate       (LaminaProjectWriter *self, const char *path,
                                                LaminaDoneFunc done, gpointer data);
gboolean lamina_project_writer_duplicate_sync  (LaminaProjectWriter *self, const char *path, GError **error);
void     lamina_project_writer_relocate        (LaminaProjectWriter *self, const char *path,
                                                LaminaDoneFunc done, gpointer data);
gboolean lamina_project_writer_relocate_sync   (LaminaProjectWriter *self, const char *path, GError **error);
/* Stops the duplicate or relocate that is waiting or in progress. */
void     lamina_project_writer_cancel_copy     (LaminaProjectWriter *self);

G_END_DECLS
