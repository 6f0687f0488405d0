/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "lamina-data-config.h"
#include "lamina-data-set.h"
#include "lamina-document.h"
#include "lamina-error.h"
#include "lm-history.h"
#include "lm-trainer.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_SESSION (lamina_session_get_type ())

/* One open project: what the user edits, its data, its training, its file. The
 * window and the command line are thin on it. It knows no widget.
 *
 * All functions are for the main thread. Nothing here blocks it: data are loaded,
 * training runs and the file is written on threads of their own, and
 * lamina_session_poll() fetches what they have to say.
 *
 * Signals, all without arguments but where said:
 *   changed       the document, by an edit, undo, redo or opening
 *   network       the network was compiled, or cannot be: see _get_problem()
 *   data          data were loaded, or could not be: see _get_data_error()
 *   state         play state: see _get_play_state()
 *   history       records were added
 *   snapshot      a newer snapshot is there
 *   saved         the file holds everything, or does not: see _is_saved(), _get_save_error()
 */
G_DECLARE_FINAL_TYPE (LaminaSession, lamina_session, LAMINA, SESSION, GObject)

/* The states of the timeline: UX and DESIGN name the same. */
typedef enum
{
  LAMINA_PLAY_EMPTY,    /* no valid stack or no data: _get_problem() says why */
  LAMINA_PLAY_LOADING,  /* data are on their way */
  LAMINA_PLAY_IDLE,     /* at step 0 */
  LAMINA_PLAY_TRAINING,
  LAMINA_PLAY_PAUSED,
  LAMINA_PLAY_FINISHED, /* the planned end; early stop; stop on a loss */
  LAMINA_PLAY_REFUSED,  /* a step was refused: _get_failure() */
} LaminaPlayState;

/* A remedy that Lamina can do itself. */
typedef struct
{
  const char *id;    /* for lamina_session_apply_remedy() */
  char       *label; /* "Remove the Link", in header capitals */
} LaminaRemedy;

/* The first thing that stands in the way of training. */
typedef struct
{
  gssize     layer;     /* index in the stack, or -1 */
  char      *message;   /* a sentence */
  GPtrArray *remedies;  /* LaminaRemedy, up to two */
} LaminaProblem;

/* A new project without a file: lamina_session_save_as_async() or _set_path() gives it one.
 * @template: (nullable): an id of lamina-template.h; %NULL: an empty stack */
LaminaSession *lamina_session_new            (const char       *template_id,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens a project file on the project's thread. Data are loaded afterwards. */
void           lamina_session_open_async     (const char          *path,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             data);
LaminaSession *lamina_session_open_finish    (GAsyncResult     *result,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, waiting: for the command line. */
LaminaSession *lamina_session_open           (const char       *path,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the file; from now on everything is written as it happens.
 * @error: it exists already, the folder is read-only… */
gboolean       lamina_session_create_file    (LaminaSession    *self,
                                              const char       *path,
                                              GError          **error);
/* Stops training, writes what is left and waits for it, @timeout_msec at the most.
 * @error: what could not be written: the session is still open then, and this can be tried again */
gboolean       lamina_session_close          (LaminaSession    *self,
                                              int               timeout_msec,
                                              GError          **error);

/* --- the file --- */

const char    *lamina_session_get_path       (LaminaSession    *self); /* (nullable) */
/* The file's name without its folder and suffix, or "Untitled". */
const char    *lamina_session_get_name       (LaminaSession    *self);
/* What the project was started from; (nullable) */
const char    *lamina_session_get_template_id (LaminaSession   *self);
/* Moves the file; training goes on. It happens on the file's thread: "saved" tells when the path
 * is new, or _take_rename_error() why it is not. */
gboolean       lamina_session_rename         (LaminaSession    *self,
                                              const char       *name,
                                              GError          **error);
/* A sentence; (transfer full) (nullable) */
char          *lamina_session_take_rename_error (LaminaSession  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Copies the file; with @moves the session goes on in the copy: the way out when the disk is full or
 * the file was moved away. One at a time.
 * Errors: a file of that name exists already; it cannot be written; the session was closed */
void           lamina_session_copy_async     (LaminaSession    *self,
                                              const char       *path,
                                              gboolean          moves,
                                              GAsyncReadyCallback callback,
                                              gpointer          data);
gboolean       lamina_session_copy_finish    (LaminaSession    *self,
                                              GAsyncResult     *result,
                                              GError          **error);
gboolean       lamina_session_is_saved       (LaminaSession    *self);
gboolean       lamina_session_is_read_only   (LaminaSession    *self);
/* A sentence that says why; (transfer full) (nullable) */
char          *lamina_session_get_read_only_reason (LaminaSession *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether something was changed or trained that a read-only file does not hold. A copy that the
 * session moves to takes it. */
gboolean       lamina_session_has_unsaved    (LaminaSession    *self);
/* A sentence; (nullable) */
const char    *lamina_session_get_save_error (LaminaSession    *self);

/* --- what is edited --- */

/* Borrowed and read-only: changes go through the functions below. */
const LaminaDocument *lamina_session_get_document (LaminaSession *self);

/* Each is one entry for undo with a label ("delete conv_3"); @error: a sentence for the field, the
 * drop line or a toast, and nothing is changed. A @merge edit with the same target within a second
 * joins the entry before it (a value that is being dragged). Indices are the stack's. */
gboolean lamina_session_insert_layer     (LaminaSession *self, gsize index, const char *kind, GError **error);
gboolean lamina_session_remove_layers    (LaminaSession *self, const gsize *indices, gsize n, GError **error);
gboolean lamina_session_duplicate_layers (LaminaSession *self, const gsize *indices, gsize n, GError **error);
gboolean lamina_session_move_layer       (LaminaSession *self, gsize from, gsize to, GError **error);
/* @n layers that follow each other; @to counts as if they were gone already. */
gboolean lamina_session_move_layers      (LaminaSession *self, gsize first, gsize n, gsize to, GError **error);
/* A layer of a kind that reads several: the one before it, and the layer called @source. */
gboolean lamina_session_insert_link      (LaminaSession *self, gsize index, const char *kind, const char *source,
                                          GError **error);
gboolean lamina_session_rename_layer     (LaminaSession *self, gsize index, const char *name, GError **error);
gboolean lamina_session_set_bypassed     (LaminaSession *self, gsize index, gboolean bypassed, GError **error);
/* @inputs: names; %NULL or empty: the predecessor */
gboolean lamina_session_set_inputs       (LaminaSession *self, gsize index, const char *const *inputs, GError **error);
gboolean lamina_session_set_layer_field  (LaminaSession *self, gsize index, const char *field, const char *value,
                                          gboolean merge, GError **error);
/* Names as lm_training_set() takes them. While a run has begun, only live ones: others are refused
 * with a sentence, and lamina_session_start_over() comes first. */
gboolean lamina_session_set_training     (LaminaSession *self, const char *name, const char *value,
                                          gboolean merge, GError **error);
/* Names as lamina_data_config_set() takes them; the data are loaded again. */
gboolean lamina_session_set_data         (LaminaSession *self, const char *name, const char *value, GError **error);
/* Several at once, as one edit. @pairs: names and values in turn, the kind first; ends with %NULL */
gboolean lamina_session_import_data      (LaminaSession *self, const char *const *pairs, GError **error);
/* The views' arrangement on the Train page: text that the window understands. */
void     lamina_session_set_layout       (LaminaSession *self, const char *layout, const char *label);
gboolean lamina_session_apply_remedy     (LaminaSession *self, const char *remedy_id, GError **error);
/* Of stacks with a generator and a discriminator: see lm_stack_insert_into() and lm_stack_set_part(). */
gboolean lamina_session_insert_layer_into (LaminaSession *self, LmPart part, gsize index, const char *kind,
                                           GError **error);
/* See lm_stack_move_block(). */
gboolean lamina_session_move_layers_into (LaminaSession *self, LmPart part, gsize first, gsize n, gsize to,
                                          GError **error);
gboolean lamina_session_set_part         (LaminaSession *self, gsize index, LmPart part, GError **error);
/* The first layers become the generator, the others the discriminator; one stack again. */
gboolean lamina_session_split_stack      (LaminaSession *self, gsize n_generator, GError **error);
gboolean lamina_session_unite_stack      (LaminaSession *self, GError **error);
/* What is there becomes the discriminator, and ends with one number; a generator that fits the data
 * is put before it, and the loss is adversarial: one edit. */
gboolean lamina_session_make_gan         (LaminaSession *self, GError **error);
/* Any field by its full name, as lamina_document_set() takes it. */
gboolean lamina_session_set              (LaminaSession *self, const char *key, const char *value, GError **error);

/* Labels of what would be undone and redone; %NULL if nothing. */
const char *lamina_session_get_undo_label (LaminaSession *self);
const char *lamina_session_get_redo_label (LaminaSession *self);
/* Both tell the page on which the change is seen: "data", "build", "train". */
const char *lamina_session_undo           (LaminaSession *self);
const char *lamina_session_redo           (LaminaSession *self);

/* An edit of the stack, the data or a setting that is not live needs a new run. When a run has
 * begun, such an edit returns LAMINA_ERROR_RUN_BEGUN unless this was called first: the run is kept
 * in the file, and undo brings it back. */
gboolean lamina_session_has_begun        (LaminaSession *self);
void     lamina_session_start_over       (LaminaSession *self);

/* --- data and network --- */

/* All nullable and borrowed. */
LaminaDataSet       *lamina_session_get_data_set    (LaminaSession *self);
const char          *lamina_session_get_data_error  (LaminaSession *self);
/* 0 … 1 while data are loading. */
double               lamina_session_get_data_progress (LaminaSession *self);
void                 lamina_session_cancel_loading  (LaminaSession *self);
LmNetwork           *lamina_session_get_network     (LaminaSession *self);
const LaminaProblem *lamina_session_get_problem     (LaminaSession *self);
/* What is known of a layer also while another one is wrong: its shape, or %NULL. */
const LmLayer       *lamina_session_get_compiled_layer (LaminaSession *self, gsize index);

/* --- training --- */

LaminaPlayState  lamina_session_get_play_state  (LaminaSession *self);
void             lamina_session_play            (LaminaSession *self);
void             lamina_session_pause           (LaminaSession *self);
/* Trains @n steps and pauses. */
void             lamina_session_step            (LaminaSession *self, guint n);
/* Steps per second at the most; 0: full speed. */
void             lamina_session_set_speed       (LaminaSession *self, double steps_per_second);
double           lamina_session_get_speed       (LaminaSession *self);
/* Threads that compute; 0: one a processor. Before training starts. */
void             lamina_session_set_n_threads   (LaminaSession *self, guint n);
/* Steps at which training pauses by itself; 0: the planned end. */
void             lamina_session_set_goal        (LaminaSession *self, guint64 step);
/* Measures a split; opening the test set is noted in the project. Models of two parts are not measured. */
void             lamina_session_evaluate        (LaminaSession *self, LmSplit split);
/* (nullable) (transfer full) @watch: what the open views want to see. */
void             lamina_session_set_watch       (LaminaSession *self, LmWatch *watch);

/* Fetches what the threads have produced, and emits signals; once a frame from a tick callback, or in
 * a loop. Returns: whether there is more to come, so that it should be called again */
gboolean         lamina_session_poll            (LaminaSession *self);

/* Borrowed; of the current run. */
LmHistory       *lamina_session_get_history     (LaminaSession *self);
LmSnapshot      *lamina_session_get_snapshot    (LaminaSession *self); /* (nullable) */
guint64          lamina_session_get_step        (LaminaSession *self);
guint64          lamina_session_get_steps_per_epoch (LaminaSession *self); /* 0: not known yet */
guint64          lamina_session_get_n_steps     (LaminaSession *self); /* the planned end */
/* Over the last second or so; 0 while paused. */
double           lamina_session_get_steps_per_second (LaminaSession *self);
/* Whether the run began with the arithmetic of this machine: only then do its bits come again. */
gboolean         lamina_session_has_same_arithmetic (LaminaSession *self);
/* A sentence, after a refused step or a failed source; (nullable) */
const char      *lamina_session_get_failure     (LaminaSession *self);
/* A copy of the whole state, for exports; waits for the step in progress. Also without the data, if
 * they were there once. Returns: (transfer full) (nullable): %NULL before there is a network */
LmState         *lamina_session_copy_state      (LaminaSession *self) G_GNUC_WARN_UNUSED_RESULT;
/* Puts other numbers into the parameters at step 0, by name ("conv_1.weight"), from a safetensors
 * file; for the command line. Blocks. An edit of the stack forgets them. */
gboolean         lamina_session_load_weights    (LaminaSession *self, const char *path, GError **error);
/* Writes parameters and running statistics, by name, in PyTorch's layout. Blocks.
 * @format: "safetensors" or "npz" */
gboolean         lamina_session_export_weights  (LaminaSession *self, const char *format, const char *path,
                                                 GError **error);
/* The same, written on a thread: what is written is the state at the time of the call. */
void             lamina_session_export_weights_async  (LaminaSession *self, const char *format, const char *path,
                                                       GAsyncReadyCallback callback, gpointer data);
gboolean         lamina_session_export_weights_finish (LaminaSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
