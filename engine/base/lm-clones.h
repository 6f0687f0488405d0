/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Compiles a function for several levels of vector instructions; the processor's
 * own is chosen when the program starts. The bits are the same in all of them:
 * nothing is contracted, and sums are taken in 16 fixed partial sums. Sanitizers
 * run before the choice can be made, so their builds have one level; so do clang's,
 * which refuses the attribute on a function that a header has declared.
 */
#if defined __clang__ || !defined __x86_64__ || defined __SANITIZE_THREAD__ ||                     \
  defined __SANITIZE_ADDRESS__
#define LM_CLONES
#else
#define LM_CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif

/* For what such functions call: it has to become part of them, or it stays at the lowest level. */
#define LM_INLINE static inline __attribute__ ((always_inline))
