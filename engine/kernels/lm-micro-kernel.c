/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-micro-kernel.h"

extern const LmMicroKernel lm_micro_kernel_plain;
#ifdef __x86_64__
extern const LmMicroKernel lm_micro_kernel_avx2, lm_micro_kernel_avx512;
#endif

const LmMicroKernel *
lm_micro_kernel_nth (gsize index)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx512f") && index-- == 0)
    return &lm_micro_kernel_avx512;
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") && index-- == 0)
    return &lm_micro_kernel_avx2;
#endif

  return index == 0 ? &lm_micro_kernel_plain : NULL;
}
