/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-layer-text.h"

#include <glib/gi18n-lib.h>

#include "lamina-format.h"

#define UNKNOWN "—"

gsize
lamina_layer_count_docked (const LmStack *stack,
                           gsize          layer)
{
  const gsize n = lm_stack_get_n (stack);
  gsize end = layer + 1;

  while (end < n && lm_stack_nth (stack, end)->klass->group == LM_GROUP_ACTIVATION &&
         lm_stack_nth (stack, end)->inputs[0] == NULL &&
         lm_stack_nth (stack, end)->part == lm_stack_nth (stack, layer)->part)
    end++;

  return end - layer - 1;
}

char *
lamina_layer_write_shape (const LmLayer *compiled)
{
  return compiled != NULL ? lm_shape_to_string (&compiled->output) : g_strdup (UNKNOWN);
}

static char *
write_count (gsize n)
{
  g_autofree char *count = lamina_format_count (n);

  return g_strdup_printf (ngettext ("%s parameter", "%s parameters", (gulong) n), count);
}

char *
lamina_layer_write_params (const LmLayer *compiled)
{
  const gsize n = compiled != NULL ? lm_layer_get_n_params (compiled) : 0;

  return n > 0 ? write_count (n) : g_strdup ("");
}

char *
lamina_shape_say (const LmShape *shape)
{
  g_autofree char *text = lm_shape_to_string (shape);
  g_auto(GStrv) parts = g_strsplit (text, " × ", -1);

  return g_strjoinv (_(" by "), parts);
}

/* "convolution 2-D" in a sentence, but "ReLU". */
static char *
write_kind (const LmLayerClass *klass)
{
  const char *title = g_dgettext (GETTEXT_PACKAGE, klass->title);
  const char *end = title + 1;

  while (g_ascii_islower (*end))
    end++;
  if (!g_ascii_isupper (title[0]) || g_ascii_isupper (*end))
    return g_strdup (title);

  return g_strdup_printf ("%c%s", g_ascii_tolower (title[0]), title + 1);
}

static void
add (GString    *text,
     const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, _(", "));
  g_string_append (text, part);
}

static char *
say_input (LaminaSession *session)
{
  LaminaDataSet *set = lamina_session_get_data_set (session);
  g_autofree char *shape = NULL;

  if (set == NULL)
    return g_strdup (_("Input"));

  shape = lamina_shape_say (lamina_data_set_get_input_shape (set));

  return g_strdup_printf (_("Input, %s"), shape);
}

static void
add_result (GString       *text,
            const LmLayer *compiled)
{
  g_autofree char *shape = lamina_shape_say (&compiled->output);
  g_autofree char *output = g_strdup_printf (_("output %s"), shape);
  g_autofree char *params = lamina_layer_write_params (compiled);

  add (text, output);
  add (text, params);
}

char *
lamina_layer_say (LaminaSession *session,
                  gssize         layer)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const LmLayer *own, *compiled;
  GString *text;
  gsize n_docked;

  if (layer < 0)
    return say_input (session);

  text = g_string_new (NULL);
  own = lm_stack_nth (stack, (gsize) layer);
  n_docked = lamina_layer_count_docked (stack, (gsize) layer);
  compiled = lamina_session_get_compiled_layer (session, (gsize) layer);
  add (text, own->name);
  for (gsize i = 0; i <= n_docked; i++)
    {
      const LmLayer *part = lm_stack_nth (stack, (gsize) layer + i);
      g_autofree char *kind = write_kind (part->klass);
      g_autofree char *settings = lm_layer_describe (part);

      add (text, kind);
      add (text, settings);
    }
  if (own->bypassed)
    add (text, _("bypassed"));
  if (compiled != NULL)
    add_result (text, compiled);
  if (problem != NULL && problem->layer >= layer && problem->layer <= layer + (gssize) n_docked)
    {
      g_autofree char *error = g_strdup_printf (_("error: %s"), problem->message);

      add (text, error);
    }

  return g_string_free (text, FALSE);
}

char *
lamina_stack_summarise (LaminaSession *session)
{
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const gsize n = lm_stack_get_n (stack);
  const LmLayer *last = NULL;
  gsize n_params = 0;
  guint64 macs = 0;
  g_autofree char *count = NULL, *short_macs = NULL, *sums = NULL;

  for (gsize i = 0; i < n; i++)
    {
      const LmLayer *layer = lamina_session_get_compiled_layer (session, i);

      if (layer == NULL)
        break;
      last = lm_stack_nth (stack, i);
      n_params += lm_layer_get_n_params (layer);
      macs += layer->bypassed ? 0 : layer->macs;
    }
  if (last == NULL)
    return g_strdup ("");

  count = write_count (n_params);
  short_macs = lamina_format_short ((double) macs);
  sums = g_strdup_printf (_("%s · %s multiply-adds"), count, short_macs);
  if (problem == NULL || problem->layer < 0 || problem->layer >= (gssize) n)
    return g_steal_pointer (&sums);

  return g_strdup_printf (_("up to %s: %s"), lm_stack_nth (stack, (gsize) problem->layer)->name,
                          sums);
}
