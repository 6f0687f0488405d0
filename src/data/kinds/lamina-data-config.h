/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-kind.h"
#include "lamina-pipeline.h"

G_BEGIN_DECLS

/* Which data, and how they are split and scaled: a kind with its fields, and the
 * pipeline's fields. All are set and read by name as text; no two names are equal.
 */
typedef struct _LaminaDataConfig LaminaDataConfig;

/* With the kind's defaults. */
LaminaDataConfig     *lamina_data_config_new          (const LaminaDataKind    *kind) G_GNUC_WARN_UNUSED_RESULT;
/**
 * lamina_data_config_new_from_list:
 * @list: "name=value" in any order; what is missing has its default. "kind=…" is needed
 * @error: %LM_ERROR_NAME, %LM_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable)
 */
LaminaDataConfig     *lamina_data_config_new_from_list (const char *const      *list,
                                                        GError                **error) G_GNUC_WARN_UNUSED_RESULT;
LaminaDataConfig     *lamina_data_config_copy         (const LaminaDataConfig  *self) G_GNUC_WARN_UNUSED_RESULT;
void                  lamina_data_config_free         (LaminaDataConfig        *self);
gboolean              lamina_data_config_equal        (const LaminaDataConfig  *a,
                                                       const LaminaDataConfig  *b);

const LaminaDataKind *lamina_data_config_get_kind     (const LaminaDataConfig  *self);
/* Instances for lm_field_get(): of the kind's fields and of lamina_pipeline_fields. */
gconstpointer         lamina_data_config_get_instance (const LaminaDataConfig  *self);
const LaminaPipeline *lamina_data_config_get_pipeline (const LaminaDataConfig  *self);

/* Sets a field, or "kind" (then all others become that kind's defaults, but for the seed).
 * @error: %LM_ERROR_NAME or %LM_ERROR_VALUE; nothing is changed then */
gboolean              lamina_data_config_set          (LaminaDataConfig        *self,
                                                       const char              *name,
                                                       const char              *value,
                                                       GError                 **error);
/* Returns: (transfer full) (nullable): the value; %NULL if there is no such name */
char                 *lamina_data_config_get          (const LaminaDataConfig  *self,
                                                       const char              *name) G_GNUC_WARN_UNUSED_RESULT;
/* The field behind @name, for its title and range; %NULL for "kind" and unknown names. */
const LmField        *lamina_data_config_find         (const LaminaDataConfig  *self,
                                                       const char              *name);
/* Everything as "name=value", the kind first: for files.
 * Returns: (transfer full) */
GStrv                 lamina_data_config_list         (const LaminaDataConfig  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Can it be loaded as it is set? @error: what is needed, as a sentence. */
gboolean              lamina_data_config_check        (const LaminaDataConfig  *self,
                                                       GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LaminaDataConfig, lamina_data_config_free)

G_END_DECLS
