/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-stack-text.h"

#include <glib/gi18n-lib.h>

static gboolean
set_item (LmStack     *stack,
          gsize        index,
          const char  *name,
          const char  *value,
          GError     **error)
{
  LmLayer *layer = lm_stack_nth (stack, index);

  if (g_str_equal (name, "name"))
    return lm_stack_rename (stack, index, value, error);

  if (g_str_equal (name, "inputs"))
    {
      g_strfreev (layer->inputs);
      layer->inputs = g_strsplit (value, ",", -1);
      return TRUE;
    }

  if (g_str_equal (name, "bypassed"))
    {
      layer->bypassed = g_str_equal (value, "true");
      return TRUE;
    }

  return lm_fields_set (layer->klass->fields, layer, name, value, error);
}

static gboolean
add_layer (LmStack            *stack,
           const char *const  *words,
           GError            **error)
{
  const LmLayerClass *klass = lm_layer_class_find (words[0]);
  const gsize index = lm_stack_get_n (stack);

  if (klass == NULL)
    {
      g_set_error (error, LM_ERROR, LM_ERROR_NAME, _("There is no kind of layer “%s”"), words[0]);
      return FALSE;
    }

  lm_stack_insert (stack, index, klass);

  for (gsize i = 1; words[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (words[i], "=", 2);

      if (pair[0] == NULL || pair[1] == NULL)
        {
          g_set_error (error, LM_ERROR, LM_ERROR_VALUE,
                       _("“%s” is not of the form name=value"), words[i]);
          return FALSE;
        }

      if (!set_item (stack, index, pair[0], pair[1], error))
        return FALSE;
    }

  return TRUE;
}

/* "[generator]" before all layers, and "[discriminator]" after it. Returns: whether @line is such a
 * line, where it may stand */
static gboolean
begin_part (LmStack    *stack,
            const char *line,
            gsize      *n_generator)
{
  if (g_str_equal (line, "[generator]") && lm_stack_get_n (stack) == 0 &&
      !lm_stack_has_parts (stack))
    {
      lm_stack_split (stack, G_MAXSIZE);
      return TRUE;
    }

  if (g_str_equal (line, "[discriminator]") && lm_stack_has_parts (stack) &&
      *n_generator == G_MAXSIZE)
    {
      *n_generator = lm_stack_get_n (stack);
      return TRUE;
    }

  return FALSE;
}

LmStack *
lamina_stack_text_parse (const char  *text,
                         GError     **error)
{
  g_autoptr(LmStack) stack = lm_stack_new ();
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  gsize n_generator = G_MAXSIZE;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = NULL;

      if (g_strstrip (lines[i])[0] == '\0' || begin_part (stack, lines[i], &n_generator))
        continue;

      if (!g_shell_parse_argv (lines[i], NULL, &words, error) ||
          !add_layer (stack, (const char *const *) words, error))
        {
          g_prefix_error (error, _("Line %zu: "), i + 1);
          return NULL;
        }
    }

  if (lm_stack_has_parts (stack))
    lm_stack_split (stack, n_generator);

  return g_steal_pointer (&stack);
}

static void
write_item (GString    *text,
            const char *name,
            const char *value)
{
  g_autofree char *item = g_strdup_printf ("%s=%s", name, value);
  g_autofree char *quoted = g_shell_quote (item);

  g_string_append_printf (text, " %s", quoted);
}

char *
lamina_stack_text_write (const LmStack *stack)
{
  GString *text = g_string_new (lm_stack_has_parts (stack) ? "[generator]\n" : NULL);
  const gsize n_generator = lm_stack_get_part (stack, LM_PART_GENERATOR, &(gsize) { 0 });

  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      const LmLayer *layer = lm_stack_nth (stack, i);

      if (lm_stack_has_parts (stack) && i == n_generator)
        g_string_append (text, "[discriminator]\n");

      g_string_append (text, layer->klass->id);
      write_item (text, "name", layer->name);

      if (layer->inputs[0] != NULL)
        {
          g_autofree char *inputs = g_strjoinv (",", layer->inputs);

          write_item (text, "inputs", inputs);
        }

      if (layer->bypassed)
        write_item (text, "bypassed", "true");

      for (const LmField *field = layer->klass->fields; field != NULL && field->name != NULL;
           field++)
        {
          g_autofree char *value = lm_field_get (field, layer);

          write_item (text, field->name, value);
        }

      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
