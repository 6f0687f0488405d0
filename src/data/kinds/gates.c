/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"

#define N_ROWS 4

typedef struct
{
  int gate;
} LaminaGates;

static const char *const gate_ids[] = { "xor", "and", "or", "nand", "nor", "xnor", NULL };
static const char *const gate_titles[] = { "XOR", "AND", "OR", "NAND", "NOR", "XNOR", NULL };

/* Answers to 00, 01, 10, 11. */
static const char *const answers[] = { "0110", "0001", "0111", "1110", "1000", "1001" };

static const LmField fields[] = {
  { "gate", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaGates, gate), 0, G_N_ELEMENTS (answers) - 1, 0,
    N_("Gate"), NULL, gate_ids, gate_titles },
  { NULL },
};

/* Four rows: all are needed to learn, and their order is the truth table's. */
static const char *const defaults[] = { "validation=0", "test=0", "shuffle=false", NULL };

static const char *const class_names[] = { "0", "1", NULL };

static LaminaDataDraft *
lamina_gates_load (gconstpointer        instance,
                   int                  seed,
                   GCancellable        *cancellable,
                   LaminaDataProgress   progress,
                   gpointer             progress_data,
                   GError             **error)
{
  const LaminaGates *self = instance;
  LaminaDataDraft *draft = lamina_data_draft_new (gate_titles[self->gate], LAMINA_DATA_INPUT_POINTS,
                                                  1, (gsize[]) { 2 });
  double *x = g_new (double, 2 * N_ROWS);
  double *y = g_new (double, N_ROWS);

  for (int row = 0; row < N_ROWS; row++)
    {
      x[2 * row] = row / 2;
      x[2 * row + 1] = row % 2;
      y[row] = answers[self->gate][row] - '0';
    }

  draft->store = LAMINA_STORE_DOUBLE;
  lamina_data_draft_add_column (draft, "a", NULL);
  lamina_data_draft_add_column (draft, "b", NULL);
  lamina_data_draft_add_target (draft, gate_titles[self->gate]);
  lamina_data_draft_add_classes (draft, class_names, 2, FALSE);
  lamina_data_draft_take_block (draft, LAMINA_BLOCK_TRAINING, N_ROWS,
                                g_bytes_new_take (x, 2 * N_ROWS * sizeof *x), y);

  return draft;
}

const LaminaDataKind lamina_gates_data = {
  .id = "gates",
  .title = N_("Logic gate"),
  .summary = N_("Two switches and a lamp: the four rows of a truth table"),
  .group = LAMINA_DATA_GROUP_POINTS,
  .size = sizeof (LaminaGates),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_gates_load,
};
