/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-example-model.h"

struct _LaminaExample
{
  GObject parent_instance;

  gsize   index;
};

G_DEFINE_FINAL_TYPE (LaminaExample, lamina_example, G_TYPE_OBJECT)

static void
lamina_example_class_init (LaminaExampleClass *klass)
{
}

static void
lamina_example_init (LaminaExample *self)
{
}

gsize
lamina_example_get_index (LaminaExample *self)
{
  g_return_val_if_fail (LAMINA_IS_EXAMPLE (self), 0);

  return self->index;
}

struct _LaminaExampleModel
{
  GObject        parent_instance;

  LaminaDataSet *set;
  LmSplit        split;
};

static void lamina_example_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaminaExampleModel, lamina_example_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      lamina_example_model_iface_init))

static GType
lamina_example_model_get_item_type (GListModel *model)
{
  return LAMINA_TYPE_EXAMPLE;
}

static guint
lamina_example_model_get_n_items (GListModel *model)
{
  LaminaExampleModel *self = LAMINA_EXAMPLE_MODEL (model);

  return (guint) lamina_data_set_get_n_examples (self->set, self->split);
}

static gpointer
lamina_example_model_get_item (GListModel *model,
                               guint       position)
{
  LaminaExample *example;

  if (position >= lamina_example_model_get_n_items (model))
    return NULL;

  example = g_object_new (LAMINA_TYPE_EXAMPLE, NULL);
  example->index = position;

  return example;
}

static void
lamina_example_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = lamina_example_model_get_item_type;
  iface->get_n_items = lamina_example_model_get_n_items;
  iface->get_item = lamina_example_model_get_item;
}

static void
lamina_example_model_finalize (GObject *object)
{
  LaminaExampleModel *self = LAMINA_EXAMPLE_MODEL (object);

  g_clear_pointer (&self->set, lamina_data_set_unref);

  G_OBJECT_CLASS (lamina_example_model_parent_class)->finalize (object);
}

static void
lamina_example_model_class_init (LaminaExampleModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lamina_example_model_finalize;
}

static void
lamina_example_model_init (LaminaExampleModel *self)
{
}

LaminaExampleModel *
lamina_example_model_new (LaminaDataSet *set,
                          LmSplit        split)
{
  LaminaExampleModel *self = g_object_new (LAMINA_TYPE_EXAMPLE_MODEL, NULL);

  self->set = lamina_data_set_ref (set);
  self->split = split;

  return self;
}
