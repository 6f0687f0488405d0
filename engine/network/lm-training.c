/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-training.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"

/* A kind that has fields of its own: "optimizer.learning_rate". */
typedef struct
{
  const char    *name;
  const char    *id;     /* of the kind that is set */
  const LmField *fields;
  gpointer       instance;
} LmKind;

#define N_KINDS 4
#define GENERATOR_OPTIMIZER "generator.optimizer"

/* Returns: how many there are; a generator's own optimizer comes last */
static gsize
lm_training_get_kinds (const LmTraining *self,
                       LmKind            kinds[N_KINDS])
{
  const LmLossClass *loss = self->loss->klass;
  const LmOptimizerClass *optimizer = self->optimizer->klass;
  const LmScheduleClass *schedule = self->schedule->klass;

  kinds[0] = (LmKind) { "loss", loss->id, loss->fields, self->loss };
  kinds[1] = (LmKind) { "optimizer", optimizer->id, optimizer->fields, self->optimizer };
  kinds[2] = (LmKind) { "schedule", schedule->id, schedule->fields, self->schedule };
  if (self->generator_optimizer == NULL)
    return 3;

  optimizer = self->generator_optimizer->klass;
  kinds[3] = (LmKind) { GENERATOR_OPTIMIZER, optimizer->id, optimizer->fields,
                        self->generator_optimizer };

  return 4;
}

/* The field that @name means, and the struct that it is in. */
static const LmField *
lm_training_find (const LmTraining *self,
                  const char       *name,
                  gpointer         *instance)
{
  LmKind kinds[N_KINDS];
  gsize n;

  if (strcmp (name, "learning_rate") == 0)
    name = "optimizer.learning_rate";
  else if (strcmp (name, "generator.learning_rate") == 0)
    name = GENERATOR_OPTIMIZER ".learning_rate";

  n = lm_training_get_kinds (self, kinds);
  for (gsize i = 0; i < n; i++)
    {
      const gsize length = strlen (kinds[i].name);

      *instance = kinds[i].instance;
      if (strncmp (name, kinds[i].name, length) == 0 && name[length] == '.')
        return lm_fields_find (kinds[i].fields, name + length + 1);
    }

  *instance = (gpointer) self;

  return lm_fields_find (lm_training_fields, name);
}

LmTraining *
lm_training_new (void)
{
  LmTraining *self = g_new0 (LmTraining, 1);

  self->loss = lm_loss_new (lm_loss_class_find ("mse"));
  self->optimizer = lm_optimizer_new (lm_optimizer_class_find ("sgd"));
  self->schedule = lm_schedule_new (lm_schedule_class_find ("constant"));
  lm_fields_init (lm_training_fields, self);

  return self;
}

LmTraining *
lm_training_copy (const LmTraining *self)
{
  LmTraining *copy = g_memdup2 (self, sizeof *self);

  copy->loss = lm_loss_copy (self->loss);
  copy->optimizer = lm_optimizer_copy (self->optimizer);
  if (self->generator_optimizer != NULL)
    copy->generator_optimizer = lm_optimizer_copy (self->generator_optimizer);
  copy->schedule = lm_schedule_copy (self->schedule);

  return copy;
}

void
lm_training_free (LmTraining *self)
{
  lm_loss_free (self->loss);
  lm_optimizer_free (self->optimizer);
  g_clear_pointer (&self->generator_optimizer, lm_optimizer_free);
  lm_schedule_free (self->schedule);
  g_free (self);
}

/* Adds one more id to a list of what there is. */
static void
lm_training_append_id (GString    *ids,
                       const char *id)
{
  g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", id);
}

static gboolean
lm_training_set_loss (LmTraining  *self,
                      const char  *value,
                      GError     **error)
{
  const LmLossClass *klass = lm_loss_class_find (value);
  g_autoptr(GString) ids = g_string_new (NULL);

  if (klass != NULL)
    {
      lm_loss_free (self->loss);
      self->loss = lm_loss_new (klass);
      return TRUE;
    }

  for (gsize i = 0; i < lm_loss_class_get_n (); i++)
    lm_training_append_id (ids, lm_loss_class_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no loss “%s”; there are %s"), value,
               ids->str);

  return FALSE;
}

static gboolean
lm_training_set_optimizer (LmOptimizer **optimizer,
                           const char   *value,
                           GError      **error)
{
  const LmOptimizerClass *klass = lm_optimizer_class_find (value);
  g_autoptr(GString) ids = g_string_new (NULL);

  if (klass != NULL)
    {
      g_clear_pointer (optimizer, lm_optimizer_free);
      *optimizer = lm_optimizer_new (klass);
      return TRUE;
    }

  for (gsize i = 0; i < lm_optimizer_class_get_n (); i++)
    lm_training_append_id (ids, lm_optimizer_class_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no optimizer “%s”; there are %s"), value,
               ids->str);

  return FALSE;
}

static gboolean
lm_training_set_generator_optimizer (LmTraining  *self,
                                     const char  *value,
                                     GError     **error)
{
  if (*value != '\0')
    return lm_training_set_optimizer (&self->generator_optimizer, value, error);

  g_clear_pointer (&self->generator_optimizer, lm_optimizer_free);

  return TRUE;
}

static gboolean
lm_training_set_schedule (LmTraining  *self,
                          const char  *value,
                          GError     **error)
{
  const LmScheduleClass *klass = lm_schedule_class_find (value);
  g_autoptr(GString) ids = g_string_new (NULL);

  if (klass != NULL)
    {
      lm_schedule_free (self->schedule);
      self->schedule = lm_schedule_new (klass);
      return TRUE;
    }

  for (gsize i = 0; i < lm_schedule_class_get_n (); i++)
    lm_training_append_id (ids, lm_schedule_class_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no schedule “%s”; there are %s"), value,
               ids->str);

  return FALSE;
}

static gboolean
lm_training_find_metric (const char      *id,
                         const LmMetric **metric,
                         GError         **error)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  *metric = lm_metric_find (id);
  if (*metric != NULL)
    return TRUE;

  for (gsize i = 0; i < lm_metric_get_n (); i++)
    lm_training_append_id (ids, lm_metric_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no metric “%s”; there are %s"), id,
               ids->str);

  return FALSE;
}

/* Ids with commas; what is named twice counts once. */
static gboolean
lm_training_set_metrics (LmTraining  *self,
                         const char  *value,
                         GError     **error)
{
  g_auto(GStrv) ids = g_strsplit (value, ",", -1);
  const LmMetric *metrics[LM_MAX_METRICS] = { NULL };
  gsize n = 0;

  for (GStrv id = ids; *id != NULL; id++)
    {
      const LmMetric *metric;
      gboolean is_new = TRUE;

      if (*g_strstrip (*id) == '\0')
        continue;
      if (!lm_training_find_metric (*id, &metric, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        is_new = is_new && metrics[i] != metric;
      if (!is_new)
        continue;

      if (n == LM_MAX_METRICS)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                       ngettext ("“%s” is more than %d metric", "“%s” is more than %d metrics",
                                 LM_MAX_METRICS),
                       value, LM_MAX_METRICS);
          return FALSE;
        }
      metrics[n++] = metric;
    }

  memcpy (self->metrics, metrics, sizeof metrics);
  self->n_metrics = n;

  return TRUE;
}

gboolean
lm_training_set (LmTraining  *self,
                 const char  *name,
                 const char  *value,
                 GError     **error)
{
  gpointer instance;
  const LmField *field = lm_training_find (self, name, &instance);
  g_auto(GStrv) names = NULL;
  g_autofree char *list = NULL;

  if (field != NULL)
    return lm_field_set (field, instance, value, error);
  if (strcmp (name, "loss") == 0)
    return lm_training_set_loss (self, value, error);
  if (strcmp (name, "optimizer") == 0)
    return lm_training_set_optimizer (&self->optimizer, value, error);
  if (strcmp (name, GENERATOR_OPTIMIZER) == 0)
    return lm_training_set_generator_optimizer (self, value, error);
  if (strcmp (name, "schedule") == 0)
    return lm_training_set_schedule (self, value, error);
  if (strcmp (name, "metrics") == 0)
    return lm_training_set_metrics (self, value, error);

  names = lm_training_list (self);
  list = g_strjoinv (", ", names);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no setting “%s”; there are %s"), name,
               list);

  return FALSE;
}

char *
lm_training_get (const LmTraining *self,
                 const char       *name)
{
  gpointer instance;
  const LmField *field = lm_training_find (self, name, &instance);
  LmKind kinds[N_KINDS];
  gsize n;

  if (field != NULL)
    return lm_field_get (field, instance);

  if (strcmp (name, "metrics") == 0)
    {
      GString *ids = g_string_new (NULL);

      for (gsize i = 0; i < self->n_metrics; i++)
        g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", self->metrics[i]->id);
      return g_string_free (ids, FALSE);
    }

  n = lm_training_get_kinds (self, kinds);
  for (gsize i = 0; i < n; i++)
    {
      if (strcmp (name, kinds[i].name) == 0)
        return g_strdup (kinds[i].id);
    }

  return strcmp (name, GENERATOR_OPTIMIZER) == 0 ? g_strdup ("") : NULL;
}

GStrv
lm_training_list (const LmTraining *self)
{
  GPtrArray *names = g_ptr_array_new ();
  LmKind kinds[N_KINDS];
  gsize n;

  n = lm_training_get_kinds (self, kinds);
  for (gsize i = 0; i < n; i++)
    {
      g_ptr_array_add (names, g_strdup (kinds[i].name));
      for (const LmField *field = kinds[i].fields; field != NULL && field->name != NULL; field++)
        g_ptr_array_add (names, g_strdup_printf ("%s.%s", kinds[i].name, field->name));
    }

  g_ptr_array_add (names, g_strdup ("metrics"));
  for (const LmField *field = lm_training_fields; field->name != NULL; field++)
    g_ptr_array_add (names, g_strdup (field->name));
  g_ptr_array_add (names, NULL);

  return (GStrv) g_ptr_array_free (names, FALSE);
}

gboolean
lm_training_is_live (const LmTraining *self,
                     const char       *name)
{
  gpointer instance;
  const LmField *field = lm_training_find (self, name, &instance);

  if (field != NULL)
    return (field->flags & LM_FIELD_LIVE) != 0;

  return strcmp (name, "schedule") == 0;
}

guint64
lm_training_get_steps_per_epoch (const LmTraining *self,
                                 gsize             n_examples,
                                 gboolean          has_parts)
{
  const gsize batch_size = self->batch_size > 0 ? (gsize) self->batch_size : MAX (n_examples, 1);
  const gsize n_batches = (n_examples + batch_size - 1) / batch_size;
  const gsize n_batches_per_step = has_parts ? (gsize) self->d_steps : 1;

  return (n_batches + n_batches_per_step - 1) / n_batches_per_step;
}
