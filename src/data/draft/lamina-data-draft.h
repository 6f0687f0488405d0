/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-content.h"
#include "lamina-data-progress.h"
#include "lamina-error.h"
#include "lamina-file.h"
#include "lamina-vocabulary.h"

G_BEGIN_DECLS

/* What a kind loads: all examples in the order of the source, neither split nor
 * scaled. Of this folder only; one thread fills it, then nobody changes it.
 */

/* How inputs are kept: bytes as bytes, as a large set would not fit otherwise. */
typedef enum
{
  LAMINA_STORE_BYTES,
  LAMINA_STORE_FLOAT,  /* Finite. */
  LAMINA_STORE_DOUBLE, /* NaN where a cell is missing. */
  LAMINA_STORE_TOKENS, /* guint16: numbers of the vocabulary. */
} LaminaStore;

/* More classes, columns or rows than this are a mistake, not data. */
#define LAMINA_MAX_CLASSES 10000
#define LAMINA_MAX_COLUMNS 100000
#define LAMINA_MAX_ROWS ((gsize) G_MAXUINT32 - 1)

typedef enum
{
  LAMINA_BLOCK_TRAINING,
  LAMINA_BLOCK_TEST, /* Test data that came with the source; may be empty. */
  LAMINA_N_BLOCKS,
} LaminaBlockId;

typedef struct
{
  gsize   n_rows;
  GBytes *x; /* [n_rows, ...] of the store's type, or a series that windows of it are taken from */
  double *y; /* [n_rows, n_targets]; a label is its class' index. Finite. NULL for other targets. */
  const char *data; /* Of @x: reading takes no time to look it up. */
  gsize   stride;   /* From row to row, in bytes: less than an example where windows overlap. */
  guint32 *starts;  /* (nullable): where each row begins instead, in elements; one more follows it */
  guint32 *lengths; /* (nullable): how many steps of each row count, 1 … time */
  GBytes  *masks;   /* (nullable): [n_rows, height, width]: each byte is 0 or 255 */
} LaminaBlock;

typedef struct _LaminaCorpus LaminaCorpus;

typedef struct _LaminaDataDraft LaminaDataDraft;

struct _LaminaDataDraft
{
  char            *title;
  gboolean         title_is_ours; /* Marked with N_(). */
  LaminaDataInput  input_kind;
  LaminaDataTarget target_kind;   /* LABEL or VALUES where there are columns of targets. */
  LmShape          input;         /* Of one example, with a leading 1. */
  LaminaStore      store;
  LaminaBlock      blocks[LAMINA_N_BLOCKS];

  GStringChunk    *strings;       /* What the columns' names live in. */
  GArray          *columns;       /* LaminaDataColumn */
  GArray          *targets;       /* LaminaDataColumn; one for labels */
  GPtrArray       *class_names;   /* Empty where the target is values. */
  gboolean         classes_are_ours;
  gsize            n_dropped;

  gboolean         is_contiguous; /* See lamina_data_set_is_contiguous(). */
  gboolean         is_ordered;    /* Rows follow each other in time: never mixed. */
  gsize            horizon;       /* Of a forecast: steps that are predicted; else 0. */
  guint8          *parts;         /* (nullable): [rows of the first block]: LmSplit; dealt already */

  /* Text. The corpus goes when the vocabulary comes: see lamina_corpus_finish(). */
  LaminaCorpus     *corpus;
  LaminaVocabulary *vocabulary;
  LaminaTextFacts   text_facts;
};

/* @shape: dimensions after the leading 1. */
LaminaDataDraft *lamina_data_draft_new          (const char        *title,
                                                 LaminaDataInput    input_kind,
                                                 gsize              rank,
                                                 const gsize       *shape) G_GNUC_WARN_UNUSED_RESULT;
void             lamina_data_draft_free         (LaminaDataDraft   *self);
/* Instead of the one that it was made with: one of ours, marked with N_(). */
void             lamina_data_draft_set_title    (LaminaDataDraft   *self,
                                                 const char        *title);
/* @category: (nullable): see LaminaDataColumn; @source then names the column of the source */
void             lamina_data_draft_add_column   (LaminaDataDraft   *self,
                                                 const char        *source,
                                                 const char        *category);
void             lamina_data_draft_add_target   (LaminaDataDraft   *self,
                                                 const char        *name);
/* @are_ours: marked with N_() */
void             lamina_data_draft_add_classes  (LaminaDataDraft   *self,
                                                 const char *const *names,
                                                 gsize              n,
                                                 gboolean           are_ours);
/* At least @n classes, called as @names says (nullable, with commas), the others 0, 1, 2… */
void             lamina_data_draft_name_classes (LaminaDataDraft   *self,
                                                 gsize              n,
                                                 const char        *names);
/* Of pictures, after each block: the masks are the targets, the labels then are known only.
 * @masks: (transfer full): [n_rows, height, width] of the block */
void             lamina_data_draft_take_masks   (LaminaDataDraft   *self,
                                                 LaminaBlockId      id,
                                                 GBytes            *masks);
/* @x: (transfer full), @y: (transfer full), see LaminaBlock */
void             lamina_data_draft_take_block   (LaminaDataDraft   *self,
                                                 LaminaBlockId      id,
                                                 gsize              n_rows,
                                                 GBytes            *x,
                                                 double            *y);
/* Elements of one example; how many of them lie together and belong to one column. */
gsize            lamina_data_draft_get_n_elements (const LaminaDataDraft *self);
gsize            lamina_data_draft_get_n_inner    (const LaminaDataDraft *self);
gsize            lamina_data_draft_get_n_rows     (const LaminaDataDraft *self);
/* Of all blocks: the first begins at 0, the next where it ends. */
gconstpointer    lamina_data_draft_get_x        (const LaminaDataDraft *self,
                                                 gsize              row);
/* Returns: the mask of a row, where masks are the targets */
const guint8    *lamina_data_draft_get_mask     (const LaminaDataDraft *self,
                                                 gsize              row);
/* Returns: (nullable): %NULL where targets are no columns */
const double    *lamina_data_draft_get_y        (const LaminaDataDraft *self,
                                                 gsize              row);
/* Of a sequence: how many steps of it count. */
gsize            lamina_data_draft_get_length   (const LaminaDataDraft *self,
                                                 gsize              row);
gboolean         lamina_data_draft_has_lengths  (const LaminaDataDraft *self);
double           lamina_data_draft_get_element  (const LaminaDataDraft *self,
                                                 gsize              row,
                                                 gsize              element);
gsize            lamina_store_get_size          (LaminaStore        store);

/* Memory for @n_rows × @n_columns doubles (or bytes); a sentence if there is not so much. */
double          *lamina_data_alloc_doubles      (gsize              n_rows,
                                                 gsize              n_columns,
                                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;
guint8          *lamina_data_alloc_bytes        (gsize              n_rows,
                                                 gsize              n_columns,
                                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaDataDraft, lamina_data_draft_free)

G_END_DECLS
