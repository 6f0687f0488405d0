/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lm-training.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lm-error.h"

const LmField lm_training_fields[] = {
  { "batch_size", LM_FIELD_INT, G_STRUCT_OFFSET (LmTraining, batch_size), 0, 1 << 20, 32,
    .title = N_("Batch size"),
    .hint = N_("Examples a step; 0: the whole training set."),
    .flags = LM_FIELD_LOG },
  { "epochs", LM_FIELD_INT, G_STRUCT_OFFSET (LmTraining, epochs), 1, 1000000, 10,
    .title = N_("Epochs"),
    .hint = N_("How many times the training set is gone through."),
    .flags = LM_FIELD_LIVE },
  { "seed", LM_FIELD_INT, G_STRUCT_OFFSET (LmTraining, seed), 0, G_MAXINT, 1,
    .title = N_("Seed"),
    .hint = N_("Decides everything random: the same seed trains to the same numbers.") },
  { "shuffle", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmTraining, shuffle), 0, 1, TRUE,
    .title = N_("Shuffle"),
    .hint = N_("Takes the examples in another order in each epoch.") },
  { "validations", LM_FIELD_INT, G_STRUCT_OFFSET (LmTraining, validations), 0, 1000, 1,
    .title = N_("Validations"),
    .hint = N_("How often an epoch the validation set is measured; 0: never."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { "beta", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, beta), 0, 1e6, 1,
    .title = N_("Weight of KL (β)"),
    .hint = N_("How much the KL divergence of a sampling layer counts beside the loss."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "l2", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, l2), 0, 100, 0,
    .title = N_("Weight decay (L2)"),
    .hint = N_("Adds this share of each weight to its gradient, as PyTorch's weight_decay does."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "l1", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, l1), 0, 100, 0,
    .title = N_("Sparsity (L1)"),
    .hint = N_("Pulls each weight towards 0 with this force, however small it is."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "clip_norm", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, clip_norm), 0, 1e9, 0,
    .title = N_("Clip norm"),
    .hint = N_("Shortens the whole gradient to this length; 0: never."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "clip_value", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, clip_value), 0, 1e9, 0,
    .title = N_("Clip value"),
    .hint = N_("Cuts every number of the gradient to ± this; 0: never."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "patience", LM_FIELD_INT, G_STRUCT_OFFSET (LmTraining, patience), 0, 1000000, 0,
    .title = N_("Patience"),
    .hint = N_("Stops after as many validations without a better loss; 0: never."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { "min_delta", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, min_delta), 0, 1e9, 0,
    .title = N_("Least improvement"),
    .hint = N_("By how much a validation loss must be lower to count as better."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { "restore_best", LM_FIELD_BOOL, G_STRUCT_OFFSET (LmTraining, restore_best), 0, 1, FALSE,
    .title = N_("Restore the best"),
    .hint = N_("Puts the weights of the best validation back at the end."),
    .flags = LM_FIELD_LIVE | LM_FIELD_MORE },
  { "stop_loss", LM_FIELD_REAL, G_STRUCT_OFFSET (LmTraining, stop_loss), 0, 1e9, 0,
    .title = N_("Stop below"),
    .hint = N_("Stops when an epoch's mean loss is below it; 0: never."),
    .flags = LM_FIELD_LIVE | LM_FIELD_LOG | LM_FIELD_MORE },
  { NULL },
};

/* A kind that has fields of its own: "optimizer.learning_rate". */
typedef struct
{
  const char    *name;
  const char    *id;     /* of the kind that is set */
  const LmField *fields;
  gpointer       instance;
} LmPart;

#define N_PARTS 3

static void
lm_training_get_parts (const LmTraining *self,
                       LmPart            parts[N_PARTS])
{
  const LmLossClass *loss = self->loss->klass;
  const LmOptimizerClass *optimizer = self->optimizer->klass;
  const LmScheduleClass *schedule = self->schedule->klass;

  parts[0] = (LmPart) { "loss", loss->id, loss->fields, self->loss };
  parts[1] = (LmPart) { "optimizer", optimizer->id, optimizer->fields, self->optimizer };
  parts[2] = (LmPart) { "schedule", schedule->id, schedule->fields, self->schedule };
}

/* The field that @name means, and the struct that it is in. */
static const LmField *
lm_training_find (const LmTraining *self,
                  const char       *name,
                  gpointer         *instance)
{
  LmPart parts[N_PARTS];

  if (strcmp (name, "learning_rate") == 0)
    name = "optimizer.learning_rate";

  lm_training_get_parts (self, parts);
  for (gsize i = 0; i < N_PARTS; i++)
    {
      const gsize length = strlen (parts[i].name);

      *instance = parts[i].instance;
      if (strncmp (name, parts[i].name, length) == 0 && name[length] == '.')
        return lm_fields_find (parts[i].fields, name + length + 1);
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
  copy->schedule = lm_schedule_copy (self->schedule);

  return copy;
}

void
lm_training_free (LmTraining *self)
{
  lm_loss_free (self->loss);
  lm_optimizer_free (self->optimizer);
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
lm_training_set_optimizer (LmTraining  *self,
                           const char  *value,
                           GError     **error)
{
  const LmOptimizerClass *klass = lm_optimizer_class_find (value);
  g_autoptr(GString) ids = g_string_new (NULL);

  if (klass != NULL)
    {
      lm_optimizer_free (self->optimizer);
      self->optimizer = lm_optimizer_new (klass);
      return TRUE;
    }

  for (gsize i = 0; i < lm_optimizer_class_get_n (); i++)
    lm_training_append_id (ids, lm_optimizer_class_nth (i)->id);
  g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no optimizer “%s”; there are %s"), value,
               ids->str);

  return FALSE;
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
    return lm_training_set_optimizer (self, value, error);
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
  LmPart parts[N_PARTS];

  if (field != NULL)
    return lm_field_get (field, instance);

  if (strcmp (name, "metrics") == 0)
    {
      GString *ids = g_string_new (NULL);

      for (gsize i = 0; i < self->n_metrics; i++)
        g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", self->metrics[i]->id);
      return g_string_free (ids, FALSE);
    }

  lm_training_get_parts (self, parts);
  for (gsize i = 0; i < N_PARTS; i++)
    {
      if (strcmp (name, parts[i].name) == 0)
        return g_strdup (parts[i].id);
    }

  return NULL;
}

GStrv
lm_training_list (const LmTraining *self)
{
  GPtrArray *names = g_ptr_array_new ();
  LmPart parts[N_PARTS];

  lm_training_get_parts (self, parts);
  for (gsize i = 0; i < N_PARTS; i++)
    {
      g_ptr_array_add (names, g_strdup (parts[i].name));
      for (const LmField *field = parts[i].fields; field != NULL && field->name != NULL; field++)
        g_ptr_array_add (names, g_strdup_printf ("%s.%s", parts[i].name, field->name));
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
