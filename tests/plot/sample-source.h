/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sample.h"

G_BEGIN_DECLS

#define SAMPLE_N_TRAINING 480
#define SAMPLE_N_VALIDATION 160
#define SAMPLE_WINDOW 24 /* steps of a series that are one example */
#define SAMPLE_PASSAGE 56 /* characters or words of a text that are one */
#define SAMPLE_SENTENCE 12 /* words of a sentence at the most */

/* The text of a kind. Returns: (transfer full) (nullable) */
SampleText *sample_source_make_text (SampleKind        kind) G_GNUC_WARN_UNUSED_RESULT;
/* The examples of the samples: each depends on its number alone. @text: (nullable): borrowed */
LmSource   *sample_source_new       (SampleKind        kind,
                                     const LmShape    *input,
                                     const SampleText *text) G_GNUC_WARN_UNUSED_RESULT;
/* The garment of a validation example. */
int         sample_source_get_class (gsize             index);
/* A stack and settings by text; V stands for how many @tokens (nullable) there are. */
LmStack    *sample_make_stack       (const char       *text,
                                     const SampleText *tokens) G_GNUC_WARN_UNUSED_RESULT;
LmTraining *sample_make_training    (const char       *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
