/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-pipeline.h"

#include <glib/gi18n-lib.h>

static const char *const scaling_ids[] = { "none", "range", "standardise", NULL };
static const char *const scaling_titles[] = {
  N_("None"), N_("To 0 – 1"), N_("To mean 0 and deviation 1"), NULL
};

static const char *const target_ids[] = { "own", "input", NULL };
static const char *const target_titles[] = { N_("As the data say"), N_("The input itself"), NULL };

/* A share below 1 or a number of examples above: more of them than an index can count. */
#define MAX_EXAMPLES 4e9

const LmField lamina_pipeline_fields[] = {
  { "validation", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaPipeline, validation), 0, MAX_EXAMPLES, 0.1,
    N_("Validation"),
    N_("Taken from the training data to judge by: a share below 1, or a number of examples") },
  { "test", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaPipeline, test), 0, MAX_EXAMPLES, 0.1,
    N_("Test"),
    N_("Kept for the end where the data bring no test set: a share below 1, or a number of examples") },
  { "scaling", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaPipeline, scaling), 0, 2,
    LAMINA_SCALING_NONE,
    N_("Scaling"),
    N_("What is done to the input numbers, measured on the training part alone"),
    scaling_ids, scaling_titles },
  { "scale_targets", LM_FIELD_BOOL, G_STRUCT_OFFSET (LaminaPipeline, scale_targets), 0, 1,
    FALSE,
    N_("Scale targets"),
    N_("Values to predict are brought to mean 0 and deviation 1"),
    .flags = LM_FIELD_MORE },
  { "target", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaPipeline, target), 0, 1,
    LAMINA_TARGET_OWN,
    N_("Target"),
    N_("What the network learns to answer: an autoencoder answers its input"),
    target_ids, target_titles, .flags = LM_FIELD_MORE },
  { "limit", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaPipeline, limit), 0, G_MAXINT, 0,
    N_("Limit"),
    N_("Examples at the most, for training and test data each; 0 takes all"),
    .flags = LM_FIELD_MORE },
  { "shuffle", LM_FIELD_BOOL, G_STRUCT_OFFSET (LaminaPipeline, shuffle), 0, 1, TRUE,
    N_("Shuffle"),
    N_("Mix the examples before they are split, so that each part has its share of every class"),
    .flags = LM_FIELD_MORE },
  { "seed", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaPipeline, seed), 0, G_MAXINT, 1,
    N_("Seed"),
    N_("Another number gives another split, and other examples where they are generated"),
    .flags = LM_FIELD_MORE },
  { NULL },
};
