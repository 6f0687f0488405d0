/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sample.h"

G_BEGIN_DECLS

#define SAMPLE_N_TRAINING 480
#define SAMPLE_N_VALIDATION 160
#define SAMPLE_WINDOW 24 /* steps of a series that are one example */

/* The examples of the samples: each depends on its number alone. */
LmSource *sample_source_new (SampleKind     kind,
                             const LmShape *input) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
