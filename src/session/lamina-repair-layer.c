/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done about a layer that does not take what it reads. */

#include "lamina-repair.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static LmLayer *
get_wrong (const LaminaRepair *repair)
{
  return lm_stack_nth (repair->stack, (gsize) repair->wrong);
}

LmLayer *
lamina_repair_insert_layer (LaminaRepair *repair,
                            gsize         index,
                            const char   *kind)
{
  const LmLayerClass *klass = lm_layer_class_find (kind);

  return klass != NULL ? lm_stack_insert (repair->stack, index, klass) : NULL;
}

gboolean
lamina_repair_set_field (LmLayer    *layer,
                         const char *name,
                         gsize       value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, value);

  return lm_fields_set (layer->klass->fields, layer, name, text, NULL);
}

const LmShape *
lamina_repair_get_shape (const LaminaRepair *repair,
                         gssize              index)
{
  LmNetwork *upper = repair->session->upper;

  if (index == -1)
    return &repair->session->shape.input;
  if (upper == NULL || index < 0 || (gsize) index >= lm_network_get_n_layers (upper))
    return NULL;

  return &lm_network_get_layer (upper, (gsize) index)->output;
}

char *
lamina_repair_flatten (LaminaRepair *repair,
                       guint         variant)
{
  const char *name = get_wrong (repair)->name;
  const LmShape *shape = lamina_repair_get_shape (repair, lm_stack_get_input (repair->stack,
                                                                (gsize) repair->wrong, 0));

  if (variant > 0 || get_wrong (repair)->inputs[0] != NULL || shape == NULL || shape->rank == 2 ||
      lamina_repair_insert_layer (repair, (gsize) repair->wrong, "flatten") == NULL)
    return NULL;

  return g_strdup_printf (_("Put Flatten Before %s"), name);
}

char *
lamina_repair_padding (LaminaRepair *repair,
                       guint         variant)
{
  LmLayer *layer = get_wrong (repair);

  if (variant > 0 || !lm_fields_set (layer->klass->fields, layer, "padding", "same", NULL))
    return NULL;

  return g_strdup (_("Use Padding “Same”"));
}

/* Which inputs of the faulty layer do not fit each other: the one that comes down the stack,
 * and the first that comes over a link with another shape. */
static gboolean
find_link (const LaminaRepair *repair,
           gsize              *main,
           gsize              *link)
{
  const gsize index = (gsize) repair->wrong;
  const gsize n = lm_stack_get_n_inputs (repair->stack, index);
  const LmShape *shape;

  *main = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (lm_stack_get_input (repair->stack, index, i) == (gssize) index - 1)
        *main = i;
    }

  shape = lamina_repair_get_shape (repair, lm_stack_get_input (repair->stack, index, *main));
  for (*link = 0; *link < n; (*link)++)
    {
      const LmShape *other =
        lamina_repair_get_shape (repair, lm_stack_get_input (repair->stack, index, *link));

      if (*link != *main && shape != NULL && other != NULL && !lm_shape_equal (shape, other))
        return TRUE;
    }

  return FALSE;
}

/* Says by name what is meant by "previous", so that a layer can be put in between. */
static void
name_previous (LaminaRepair *repair,
               LmLayer      *layer)
{
  for (GStrv input = layer->inputs; *input != NULL; input++)
    {
      if (g_str_equal (*input, LM_INPUT_PREVIOUS))
        {
          g_free (*input);
          *input = g_strdup (repair->wrong > 0
                               ? lm_stack_nth (repair->stack, (gsize) repair->wrong - 1)->name
                               : LM_INPUT_NETWORK);
        }
    }
}

char *
lamina_repair_link_by_conv (LaminaRepair *repair,
                            guint         variant)
{
  LmLayer *layer = get_wrong (repair), *conv;
  const LmShape *from, *to;
  gsize main, link, stride;

  if (variant > 0 || !find_link (repair, &main, &link))
    return NULL;

  from = lamina_repair_get_shape (repair,
                                  lm_stack_get_input (repair->stack, (gsize) repair->wrong, link));
  to = lamina_repair_get_shape (repair,
                                lm_stack_get_input (repair->stack, (gsize) repair->wrong, main));
  if (from->rank != 4 || to->rank != 4 || to->dim[2] == 0 || from->dim[2] < to->dim[2])
    return NULL;

  stride = (from->dim[2] + to->dim[2] - 1) / to->dim[2];
  name_previous (repair, layer);
  conv = lamina_repair_insert_layer (repair, (gsize) repair->wrong, "conv2d");
  if (conv == NULL || !lamina_repair_set_field (conv, "filters", to->dim[1]) ||
      !lamina_repair_set_field (conv, "kernel_size", 1) ||
      !lamina_repair_set_field (conv, "stride", stride))
    return NULL;

  g_strfreev (conv->inputs);
  conv->inputs = g_strsplit (layer->inputs[link], ",", 1);
  g_free (layer->inputs[link]);
  layer->inputs[link] = g_strdup (conv->name);

  return stride == 1 ? g_strdup (_("Put Conv 1 × 1 on the Link"))
                     : g_strdup_printf (_("Put Conv 1 × 1, Stride %d, on the Link"), (int) stride);
}

/* Whoever reads @from reads @to. */
static void
redirect (LmStack    *stack,
          const char *from,
          const char *to)
{
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      for (GStrv input = lm_stack_nth (stack, i)->inputs; *input != NULL; input++)
        {
          if (g_str_equal (*input, from))
            {
              g_free (*input);
              *input = g_strdup (to);
            }
        }
    }
}

char *
lamina_repair_link_by_removal (LaminaRepair *repair,
                               guint         variant)
{
  LmLayer *layer = get_wrong (repair);
  gsize main, link;

  if (variant > 0 || !find_link (repair, &main, &link))
    return NULL;

  name_previous (repair, layer);
  if (g_strv_length (layer->inputs) - 1 >= MAX (1, layer->klass->min_inputs))
    {
      g_free (layer->inputs[link]);
      memmove (layer->inputs + link, layer->inputs + link + 1,
               (g_strv_length (layer->inputs + link + 1) + 1) * sizeof *layer->inputs);
    }
  else
    {
      g_autofree char *name = g_strdup (layer->inputs[main]);

      /* What is left has nothing to join. */
      redirect (repair->stack, layer->name, name);
      lm_stack_remove (repair->stack, (gsize) repair->wrong);
    }

  return g_strdup (_("Remove the Link"));
}

/* A layer that joins, and has nothing to join yet: the nearest layer that fits. */
char *
lamina_repair_link_by_addition (LaminaRepair *repair,
                                guint         variant)
{
  LmLayer *layer = get_wrong (repair);
  const gssize source = repair->wrong - 2 - (gssize) variant;
  const char *name;

  if (layer->klass->min_inputs < 2 || layer->inputs[0] != NULL || source < -1)
    return NULL;

  name = source < 0 ? LM_INPUT_NETWORK : lm_stack_nth (repair->stack, (gsize) source)->name;
  g_strfreev (layer->inputs);
  layer->inputs = g_new0 (char *, 3);
  layer->inputs[0] = g_strdup (LM_INPUT_PREVIOUS);
  layer->inputs[1] = g_strdup (name);

  return g_strdup_printf (_("Link %s to It"), source < 0 ? _("the Input") : name);
}

char *
lamina_repair_by_removal (LaminaRepair *repair,
                          guint         variant)
{
  char *label;

  if (variant > 0)
    return NULL;

  label = g_strdup_printf (_("Remove %s"), get_wrong (repair)->name);
  lm_stack_remove (repair->stack, (gsize) repair->wrong);

  return label;
}
