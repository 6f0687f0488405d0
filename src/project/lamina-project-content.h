/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-pairs.h"
#include "lm-history.h"
#include "lm-source.h"
#include "lm-stack.h"
#include "lm-training.h"

G_BEGIN_DECLS

/* What a project file holds, as it was when the file was opened: everything
 * but the bytes of states and attachments, which are read one at a time. Plain
 * structs; the owner may take members out (g_steal_pointer).
 */

/* The first stack, and the only one of most models. */
#define LAMINA_STACK_MAIN "main"
/* The branch that every project has. */
#define LAMINA_BRANCH_MAIN 1

typedef struct
{
  char    *name;  /* "main"; in two-stack models "generator", "critic"… */
  LmStack *stack;
} LaminaNamedStack;

typedef struct
{
  guint32     revision; /* what the detail of an LM_RECORD_SETTINGS names */
  LmTraining *training;
} LaminaRevision;

/* What the user wrote beside a step. */
typedef struct
{
  guint64 step;
  char   *text;
} LaminaNote;

/* One run, with what it is a run of: another branch may have other layers, other data. */
typedef struct
{
  gint64       id;          /* above 0 */
  gint64       parent;      /* 0: none */
  guint64      fork_step;   /* Its first step is @fork_step + 1. */
  char        *name;
  gint64       created_usec; /* since 1970 */
  GPtrArray   *stacks;      /* LaminaNamedStack */
  LmTraining  *training;
  LaminaPairs *data;        /* Where the data come from and how they are prepared. */
  char        *data_sha256; /* (nullable): of the data's content */
  char        *data_description; /* (nullable) */
  char        *fingerprint; /* (nullable): of the arithmetic that made the history */
  GArray      *revisions;   /* LaminaRevision, ascending */
  GArray      *records;     /* LmRecord, as they were recorded; steps without a gap */
  GArray      *notes;       /* LaminaNote, by step */
} LaminaBranch;

typedef enum
{
  LAMINA_STATE_INITIAL,  /* Step 0; one a branch. */
  LAMINA_STATE_NOW,      /* Where the branch ends; one a branch, replaced. */
  LAMINA_STATE_BEST,     /* Of the least validation loss; one a branch, replaced. */
  LAMINA_STATE_KEYFRAME, /* Any number; one a step. */
} LaminaStateRole;

typedef struct
{
  gint64          branch;
  guint64         step;
  LaminaStateRole role;
  gsize           n_bytes;
  char            sha256[65]; /* of the bytes that lm_state_save() gave */
} LaminaStateInfo;

typedef struct
{
  gint64  time_usec; /* since 1970 */
  gint64  branch;
  guint64 step;
  LmSplit split;
  double  loss;
  double  metrics[LM_MAX_METRICS]; /* NaN where there is none */
} LaminaEvaluation;

typedef struct
{
  char *name;
  gsize n_bytes;
  char  sha256[65];
} LaminaAttachmentInfo;

typedef struct
{
  LaminaPairs *info;        /* LAMINA_INFO_*; all but the times and the version may be missing */
  LaminaPairs *layout;      /* The window's own: key, JSON. */
  GPtrArray   *branches;    /* LaminaBranch, by id; the first is the main one */
  GArray      *states;      /* LaminaStateInfo, by branch and step */
  GArray      *evaluations; /* LaminaEvaluation, in the order in which they were made */
  GPtrArray   *attachments; /* LaminaAttachmentInfo, by name */
} LaminaProjectContent;

/* Names in @info. The first three are kept by the project itself. */
#define LAMINA_INFO_CREATED  "created"  /* microseconds since 1970 */
#define LAMINA_INFO_CHANGED  "changed"  /* likewise, of the last commit */
#define LAMINA_INFO_VERSION  "version"  /* of the Lamina that wrote last */
#define LAMINA_INFO_NAME     "name"
#define LAMINA_INFO_TEMPLATE "template"
#define LAMINA_INFO_NOTES    "notes"
#define LAMINA_INFO_BRANCH   "branch"   /* id of the branch that is worked on; without it, the main one */

/* Made now, without stacks, with the defaults for training. */
LaminaBranch         *lamina_branch_new                 (const char                 *name) G_GNUC_WARN_UNUSED_RESULT;
void                  lamina_branch_free                (LaminaBranch               *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaBranch, lamina_branch_free)
/* Returns: (nullable): borrowed */
LmStack              *lamina_branch_get_stack           (const LaminaBranch         *self,
                                                         const char                 *name);

/* (transfer full) @stack: its name must be free. */
void                  lamina_branch_take_stack          (LaminaBranch               *self,
                                                         const char                 *name,
                                                         LmStack                    *stack);

/* An empty one, with its arrays. */
LaminaProjectContent *lamina_project_content_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void                  lamina_project_content_free       (LaminaProjectContent       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaProjectContent, lamina_project_content_free)
/* @id: 0 for the one that is worked on. Returns: (nullable): borrowed */
LaminaBranch         *lamina_project_content_get_branch (const LaminaProjectContent *self,
                                                         gint64                      id);
/* The one of the greatest step. Returns: (nullable): borrowed */
const LaminaStateInfo *
                      lamina_project_content_find_state (const LaminaProjectContent *self,
                                                         gint64                      branch,
                                                         LaminaStateRole             role);

G_END_DECLS
