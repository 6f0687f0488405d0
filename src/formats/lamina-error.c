/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-error.h"

G_DEFINE_QUARK (lamina-error-quark, lamina_error)
