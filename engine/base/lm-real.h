/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* The element type of tensors: float in the program, double in the build that
 * checks gradients. Sums that are shown (loss, metrics) are double in both.
 */
#if defined LM_REAL_IS_DOUBLE
typedef double lm_real;
#define LM_REAL_FORMAT "float64"
#elif defined LM_REAL_IS_FLOAT
typedef float lm_real;
#define LM_REAL_FORMAT "float32"
#else
#error "Compile with engine_dep: it says what lm_real is"
#endif

/* Blocks of numbers start at multiples of this many bytes. */
#define LM_ALIGNMENT 64
