/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-data-set.h"

#include <glib/gi18n-lib.h>

#include "lamina-data-set-private.h"
#include "lamina-data-words.h"

/* "28 × 28", with a third number only if there are several channels. */
static char *
lamina_describe_picture (const LmShape *input)
{
  if (input->dim[1] == 1)
    return g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT, input->dim[2], input->dim[3]);

  return lm_shape_to_string (input);
}

/* Windows of running text, or texts of up to so many tokens. */
static char *
lamina_describe_texts (const LaminaDataSet *self,
                       const char          *number,
                       gsize                n)
{
  const gboolean has_words = lamina_vocabulary_get_unit (self->data->vocabulary)
                             == LAMINA_TOKENS_WORDS;
  const gsize time = self->data->input.dim[1];

  if (lamina_data_set_has_lengths (self))
    return g_strdup_printf (has_words ? ngettext ("%s text of up to %zu words",
                                                  "%s texts of up to %zu words", n)
                                      : ngettext ("%s text of up to %zu characters",
                                                  "%s texts of up to %zu characters", n),
                            number, time);

  return g_strdup_printf (has_words ? ngettext ("%s window of %zu words",
                                                "%s windows of %zu words", n)
                                    : ngettext ("%s window of %zu characters",
                                                "%s windows of %zu characters", n),
                          number, time);
}

static char *
lamina_describe_inputs (const LaminaDataSet *self)
{
  const LmShape *input = &self->data->input;
  const gsize n = self->rows[0].n + self->rows[1].n + self->rows[2].n;
  g_autofree char *number = lamina_data_format_count (n);
  g_autofree char *size = NULL;

  switch (self->data->input_kind)
    {
    case LAMINA_DATA_INPUT_PICTURE:
      size = lamina_describe_picture (input);
      return g_strdup_printf (ngettext ("%s picture of %s", "%s pictures of %s", n), number, size);
    case LAMINA_DATA_INPUT_POINTS:
      return g_strdup_printf (ngettext ("%s point", "%s points", n), number);
    case LAMINA_DATA_INPUT_SERIES:
      size = lm_shape_to_string (input);
      /* Translators: the second number is the steps of time times the numbers in each. */
      return g_strdup_printf (ngettext ("%s series of %s", "%s series of %s", n), number, size);
    case LAMINA_DATA_INPUT_TEXT:
      return lamina_describe_texts (self, number, n);
    case LAMINA_DATA_INPUT_TABLE:
    default:
      size = g_strdup_printf (ngettext ("%zu column", "%zu columns",
                                        self->n_columns), self->n_columns);
      return g_strdup_printf (ngettext ("%s row of %s", "%s rows of %s", n), number, size);
    }
}

static char *
lamina_describe_targets (const LaminaDataSet *self)
{
  const gsize n_classes = self->data->class_names->len;

  if (self->target_kind == LAMINA_DATA_TARGET_TOKENS)
    return g_strdup_printf (_("predicting the next of %zu"),
                            lamina_vocabulary_get_n (self->data->vocabulary));

  if (self->target_kind == LAMINA_DATA_TARGET_PICTURE)
    return g_strdup (_("each with a mask"));
  if (self->target_kind == LAMINA_DATA_TARGET_INPUT)
    return g_strdup (_("to be answered by themselves"));

  if (n_classes > 0)
    return g_strdup_printf (ngettext ("%zu class", "%zu classes",
                                      n_classes), n_classes);

  if (self->n_targets == 1)
    return g_strdup_printf (_("predicting %s"),
                            g_array_index (self->data->targets, LaminaDataColumn, 0).name);

  return g_strdup_printf (ngettext ("predicting %zu value",
                                    "predicting %zu values", self->n_targets),
                          self->n_targets);
}

char *
lamina_data_set_describe (const LaminaDataSet *self)
{
  g_autofree char *inputs = lamina_describe_inputs (self);
  g_autofree char *targets = lamina_describe_targets (self);

  /* Translators: "Fashion-MNIST: 70 000 pictures of 28 × 28, 10 classes" */
  return g_strdup_printf (_("%s: %s, %s"), lamina_data_set_get_title (self), inputs, targets);
}
