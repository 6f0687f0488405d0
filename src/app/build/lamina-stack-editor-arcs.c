/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links that lead past other cards; nested ones lie further out. */

#include "lamina-stack-editor-private.h"

static int
compare_lengths (gconstpointer a,
                 gconstpointer b)
{
  const LaminaStackArc *first = a, *second = b;

  return (int) (first->to - first->from) - (int) (second->to - second->from);
}

static void
add_arc (LaminaStackEditor *self,
         gsize              layer,
         gssize             source)
{
  LaminaSession *session = lamina_stack_editor_get_session (self);
  const LaminaProblem *problem = lamina_session_get_problem (session);
  const gssize from = lamina_stack_editor_find_card (self, source);
  const gssize to = lamina_stack_editor_find_card (self, (gssize) layer);
  LaminaStackArc arc;
  const LmLayer *compiled;

  /* The line down the stack says it already. */
  if (from < 0 || to - from < 2)
    return;

  arc = (LaminaStackArc) { (guint) from, (guint) to, 0,
                           problem != NULL && problem->layer == (gssize) layer, "" };
  compiled = source >= 0 ? lamina_session_get_compiled_layer (session, (gsize) source) : NULL;
  if (compiled != NULL)
    {
      g_autofree char *shape = lm_shape_to_string (&compiled->output);

      g_strlcpy (arc.shape, shape, sizeof arc.shape);
    }
  g_array_append_val (self->arcs, arc);
}

/* Two arcs share a lane if they have no card between them in common. */
static gboolean
overlaps (const LaminaStackArc *a,
          const LaminaStackArc *b)
{
  return a->from < b->to && b->from < a->to;
}

static void
choose_lanes (LaminaStackEditor *self)
{
  g_array_sort (self->arcs, compare_lengths);
  self->n_lanes = 0;
  for (guint i = 0; i < self->arcs->len; i++)
    {
      LaminaStackArc *arc = &g_array_index (self->arcs, LaminaStackArc, i);

      for (guint j = 0; j < i; j++)
        {
          const LaminaStackArc *other = &g_array_index (self->arcs, LaminaStackArc, j);

          if (overlaps (arc, other))
            arc->lane = MAX (arc->lane, other->lane + 1);
        }
      self->n_lanes = MAX (self->n_lanes, arc->lane + 1);
    }
}

void
lamina_stack_editor_find_arcs (LaminaStackEditor *self)
{
  const LmStack *stack = lamina_stack_editor_get_stack (self);

  g_array_set_size (self->arcs, 0);
  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    {
      const LmLayer *layer = lm_stack_nth (stack, i);

      for (gsize j = 0; layer->inputs[j] != NULL; j++)
        {
          const gssize source = lm_stack_get_input (stack, i, j);
          const gboolean is_input = g_str_equal (layer->inputs[j], LM_INPUT_NETWORK);

          if (source != G_MINSSIZE && !g_str_equal (layer->inputs[j], LM_INPUT_PREVIOUS))
            add_arc (self, i, is_input ? -1 : source);
        }
    }
  choose_lanes (self);
}
