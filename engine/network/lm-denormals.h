/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers too small for a full exponent (below 1.2e-38 in float) cost a processor a hundred times as
 * much as others, and training makes them: the moments of a weight whose unit has died fade for ever.
 * Within the pool's tasks they count as 0, on every thread alike.
 */
#if defined __x86_64__

#define LM_FLUSH_TO_ZERO 0x8040u /* FTZ for results, DAZ for operands */

/* Returns: what lm_denormals_restore() takes */
static inline guint64
lm_denormals_flush (void)
{
  const guint32 before = __builtin_ia32_stmxcsr ();

  __builtin_ia32_ldmxcsr (before | LM_FLUSH_TO_ZERO);

  return before;
}

static inline void
lm_denormals_restore (guint64 before)
{
  __builtin_ia32_ldmxcsr ((guint32) before);
}

#elif defined __aarch64__

#define LM_FLUSH_TO_ZERO (G_GUINT64_CONSTANT (1) << 24)

static inline guint64
lm_denormals_flush (void)
{
  guint64 before;

  __asm__ volatile ("mrs %0, fpcr" : "=r" (before));
  __asm__ volatile ("msr fpcr, %0" : : "r" (before | LM_FLUSH_TO_ZERO));

  return before;
}

static inline void
lm_denormals_restore (guint64 before)
{
  __asm__ volatile ("msr fpcr, %0" : : "r" (before));
}

#else

static inline guint64
lm_denormals_flush (void)
{
  return 0;
}

static inline void
lm_denormals_restore (guint64 before)
{
}

#endif

G_END_DECLS
