/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-project-writer.h"
#include "lamina-session.h"

G_BEGIN_DECLS

/* The views' arrangement in the project file. */
#define LAMINA_LAYOUT_KEY "train"

/* What a network has to know of its data: also known, from the file, while the data themselves
 * cannot be loaded. */
typedef struct
{
  LmShape input, target; /* rank 0: not known */
  gsize   n_classes;     /* that each target tells apart; 0: targets are numbers */
  gsize   n_training;    /* examples */
} LaminaDataShape;

/* Their names beside the data's settings in the project file. */
#define LAMINA_SHAPE_INPUT    "shape.input"
#define LAMINA_SHAPE_TARGET   "shape.target"
#define LAMINA_SHAPE_CLASSES  "shape.classes"
#define LAMINA_SHAPE_TRAINING "shape.training"

/* What is known of one run. Undo may bring an earlier one back, so all stay for as long as the
 * session does. */
typedef struct
{
  gint64     id;       /* the branch of the project file */
  LmHistory *history;
  LmState   *state;    /* (nullable): while no trainer has it; NULL: still to be made */
  GBytes    *saved;    /* (nullable): a state from the file, until there is a network for it */
  GBytes    *saved_best; /* (nullable): likewise */
  guint64    step;
  guint32    revision; /* of the settings, counted from 0 */
  char      *data_hash; /* (nullable): of the data that it began with */
  char      *fingerprint; /* (nullable): of the arithmetic that it began with */
  gint64     time_usec; /* training time before the present trainer */
  LaminaPlayState rest; /* IDLE, PAUSED, FINISHED or REFUSED: what it is while it does not train */
  gboolean   is_in_file;
  gboolean   lacks_shape; /* The file knows no shapes of its data. */
  gboolean   lags;        /* There was no file yet, or it takes nothing: this is all that it holds. */
  guint64    saved_step;
  guint      n_saved_validations, n_saved_events;
} LaminaRun;

/* One entry of undo or redo. */
typedef struct
{
  char           *label;
  const char     *page;
  char           *target;    /* (nullable): what was edited, for merging */
  gint64          time_usec;
  gboolean        is_start_over;
  gboolean        keeps_run; /* of one that has begun, whose data were looked for elsewhere */
  LaminaDocument *document;  /* to go back to */
} LaminaEdit;

struct _LaminaSession
{
  GObject parent_instance;

  /* lamina-session-save.c */
  LaminaProjectWriter *writer; /* (nullable): no file yet */
  char          *path;
  char          *name;
  char          *template_id;
  char          *save_error;
  char          *rename_error; /* not taken yet */
  gboolean       is_saved;
  gboolean       is_read_only;
  gboolean       has_unsaved;  /* what a read-only file does not take */
  GTask         *opening;      /* (nullable) */
  gboolean       has_content;  /* while opening: what the file holds was read */
  GTask         *copying;      /* (nullable): of lamina_session_copy_async() */
  guint64        best_step;    /* while opening: of the best state in the file; 0: none */

  /* lamina-session-edit.c */
  LaminaDocument *document;
  GPtrArray      *undo, *redo; /* LaminaEdit, the newest last */

  /* lamina-session-data.c */
  LaminaDataSet *data_set;
  char          *data_error;
  GCancellable  *loading;      /* (nullable): while data are on their way */
  GTask         *loading_task; /* borrowed, while @loading is there */
  LaminaDataShape shape;

  /* lamina-session-compile.c */
  LmNetwork     *network;
  LmNetwork     *upper;        /* (nullable): the layers above the first that is wrong */
  LaminaProblem *problem;

  /* lamina-session-train.c */
  GHashTable    *runs;         /* LaminaRun by id */
  LaminaRun     *run;
  LmTrainer     *trainer;
  LmWatch       *watch;
  LmSnapshot    *snapshot;
  LmState       *initial;      /* (nullable): where a run that just begins came from, for the file */
  LmRecord      *records;      /* what is being drained */
  char          *failure;
  double         speed;
  guint          n_threads;
  guint64        goal;         /* the caller's; 0: none */
  guint64        step_goal;    /* of lamina_session_step(); 0: none */
  gboolean       is_running;   /* as asked for; the trainer may still be at work after FALSE */
  gboolean       wants_state;  /* a copy of the state was asked for, to be saved */
  gint64         state_usec;   /* when the state was saved last */
  LaminaPlayState play_state;  /* as it was told last */
  guint64        rate_step[2]; /* an older and a newer point of the speed that is measured */
  gint64         rate_usec[2];
};

typedef enum
{
  LAMINA_SIGNAL_CHANGED,
  LAMINA_SIGNAL_NETWORK,
  LAMINA_SIGNAL_DATA,
  LAMINA_SIGNAL_STATE,
  LAMINA_SIGNAL_HISTORY,
  LAMINA_SIGNAL_SNAPSHOT,
  LAMINA_SIGNAL_SAVED,
  LAMINA_N_SIGNALS,
} LaminaSignal;

void       lamina_session_emit           (LaminaSession *self,
                                          LaminaSignal   signal);

LaminaRun *lamina_run_new                (gint64         id,
                                          gsize          n_metrics);
void       lamina_run_free               (LaminaRun     *self);

void       lamina_edit_free              (LaminaEdit    *self);

/* --- lamina-session-file.c --- */

/* Tells who waits for a copy that there will be none. */
void       lamina_session_forget_copy    (LaminaSession *self);

/* --- lamina-session-edit.c --- */

/* Makes @document the present one; (transfer full). Data, network, trainer and file follow. */
void       lamina_session_take_document  (LaminaSession  *self,
                                          LaminaDocument *document);
/* Records @next as one edit, unless it changes nothing; (transfer full) @next and @label.
 * @error: LAMINA_ERROR_RUN_BEGUN */
gboolean   lamina_session_commit_edit    (LaminaSession  *self,
                                          LaminaDocument *next,
                                          const char     *page,
                                          char           *label,
                                          const char     *merge_target,
                                          GError        **error);

/* --- lamina-session-data.c --- */

void       lamina_session_load_data      (LaminaSession *self);
gboolean   lamina_data_shape_is_known    (const LaminaDataShape *self);
/* Whatever is on its way is no longer wanted. */
void       lamina_session_forget_loading (LaminaSession *self);

/* --- lamina-session-compile.c --- */

/* Compiles the document for the data that are loaded, and finds what is wrong with it. */
void       lamina_session_compile        (LaminaSession *self);
void       lamina_problem_free           (LaminaProblem *self);
GPtrArray *lamina_remedies_new           (void);
/* Whether @document, compiled to @network, can be trained in the memory that is free. */
gboolean   lamina_session_check_memory   (LaminaSession        *self,
                                          const LmNetwork      *network,
                                          const LaminaDocument *document,
                                          GError              **error);

/* --- lamina-session-remedy.c --- */

/* What can be done about @wrong (-1: nothing in particular) in @document; up to two.
 * Returns: (transfer full): LaminaRemedy */
GPtrArray *lamina_session_find_remedies  (LaminaSession *self,
                                          gssize         wrong);

/* Compiles @document for the data of the session; as lm_network_new(). */
LmNetwork *lamina_session_try_document   (LaminaSession        *self,
                                          const LaminaDocument *document,
                                          gssize               *wrong,
                                          GError              **error);

/* --- lamina-session-parts.c --- */

/* Writes each part of the stack to the file, which is there. */
void       lamina_session_save_stack     (LaminaSession      *self);
/* Returns: (transfer full) (nullable): @error: the parts of a damaged file do not go together */
LmStack   *lamina_session_read_stack     (const LaminaBranch *branch,
                                          GError            **error);

/* --- lamina-session-train.c --- */

/* Goes on with the run that the document names; a new one starts at step 0. */
void       lamina_session_switch_run     (LaminaSession *self);
/* Forgets a run's state, at step 0, after an edit. */
void       lamina_session_reset_run      (LaminaSession *self);
/* Waits for the step in progress, fetches all, and keeps the state in the run. */
void       lamina_session_stop_trainer   (LaminaSession *self);
/* Settings that hold in mid-run were changed. */
void       lamina_session_update_training (LaminaSession *self);
/* The run's state; made, or loaded from what was saved, when it is asked for first.
 * Returns: (nullable): %NULL while a trainer has it, or when it does not fit */
LmState   *lamina_session_ensure_state   (LaminaSession *self,
                                          GError       **error);

/* --- lamina-session-poll.c --- */

/* Tells about the play state if it has changed. */
void       lamina_session_update_play_state (LaminaSession *self);
/* Fetches all records there are, into history and file. */
void       lamina_session_drain          (LaminaSession *self);

/* --- lamina-session-save.c --- */

/* All of these do nothing where there is no file. */
void       lamina_session_save_document  (LaminaSession   *self,
                                          LaminaChanges    changes);
void       lamina_session_save_records   (LaminaSession   *self,
                                          const LmRecord  *records,
                                          gsize            n);
/* (transfer full) @state */
void       lamina_session_save_state     (LaminaSession   *self,
                                          LaminaStateRole  role,
                                          LmState         *state);
void       lamina_session_save_revision  (LaminaSession   *self);
/* Returns: (transfer full): of the arithmetic that this program computes with */
char      *lamina_session_make_fingerprint (void) G_GNUC_WARN_UNUSED_RESULT;
/* The run begins: the file says with which arithmetic. */
void       lamina_session_save_fingerprint (LaminaSession *self);
/* The data were loaded: their hash is known. */
void       lamina_session_save_data_facts (LaminaSession  *self);
/* Looks what became of what was posted, and tells. */
void       lamina_session_poll_saving    (LaminaSession   *self);

/* --- lamina-session-open.c --- */

/* The file is open, or cannot be opened. */
void       lamina_session_finish_opening (LaminaSession   *self);

G_END_DECLS
