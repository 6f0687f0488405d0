/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-set.h"

G_BEGIN_DECLS

/* What a forecast has to beat: the error of answering "the same as the last value", as the root
 * of the mean square, in the network's numbers. Reads all of a split.
 * Returns: NaN where data are no forecast, or where the past of a target is no input */
double lamina_data_set_get_baseline (const LaminaDataSet *self,
                                     LmSplit              split);

G_END_DECLS
