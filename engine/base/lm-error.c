/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-error.h"

G_DEFINE_QUARK (lm-error-quark, lm_error)
