/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where layers may stand: cards that move, links, and what makes sense in which part. */

#include "lamina-stack-editor-private.h"

#include <glib/gi18n-lib.h>

char *
lamina_stack_editor_check_kind (LaminaStackEditor  *self,
                                const LmLayerClass *klass,
                                LaminaStackPlace    place)
{
  const char *title = g_dgettext (GETTEXT_PACKAGE, klass->title);

  if (!klass->ignores_input || (place.part == LM_PART_GENERATOR && place.index == 0))
    return NULL;
  if (place.part == LM_PART_GENERATOR)
    return g_strdup_printf (_("%s stands first in the generator: what is above it would have no "
                              "effect"), title);
  if (place.part == LM_PART_DISCRIMINATOR)
    return g_strdup_printf (_("%s begins the generator: a discriminator judges examples"), title);

  return g_strdup_printf (_("%s begins a generator, and this stack has none: make it a GAN first"),
                          title);
}

static gboolean
apply_move (LaminaStackEdit  *self,
            LaminaSession    *session,
            GError          **error)
{
  if (!lamina_session_move_layers_into (session, self->part, self->index, self->n, self->to, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->to);

  return TRUE;
}

void
lamina_stack_editor_move_card (LaminaStackEditor *self,
                               gsize              first,
                               gsize              n,
                               LaminaStackPlace   place)
{
  const LmLayer *layer = lm_stack_nth (lamina_stack_editor_get_stack (self), first);
  g_autofree char *refusal = NULL;
  LaminaStackEdit *edit;

  if (place.index >= first && place.index <= first + n && layer->part == place.part)
    return;

  refusal = lamina_stack_editor_check_kind (self, layer->klass, place);
  if (refusal != NULL)
    {
      lamina_stack_editor_refuse (self, place, refusal);
      return;
    }

  edit = lamina_stack_edit_new (self, apply_move);
  edit->index = first;
  edit->n = n;
  edit->to = place.index > first ? place.index - n : place.index;
  edit->part = place.part;
  lamina_stack_edit_run (edit, place);
}

/* Beyond a card, as seen from the one above or below it. The input's card is the border: beyond it
 * is the other part. */
static LaminaStackPlace
get_place_beyond (LaminaStackEditor *self,
                  gsize              card,
                  gboolean           is_down)
{
  LaminaLayerCard *neighbour = lamina_stack_editor_nth_card (self, card);
  const gssize layer = lamina_layer_card_get_layer (neighbour);
  LaminaStackPlace border = lamina_stack_editor_part_end (self, LM_PART_GENERATOR);

  if (layer < 0)
    {
      border.part = is_down ? LM_PART_DISCRIMINATOR : LM_PART_GENERATOR;
      return border;
    }

  return (LaminaStackPlace) {
    (gsize) layer + (is_down ? lamina_layer_card_get_n_layers (neighbour) : 0),
    lamina_stack_editor_card_part (self, card),
  };
}

void
lamina_stack_editor_move (LaminaStackEditor *self,
                          int                by)
{
  const gssize cursor = lamina_stack_editor_get_cursor (self);
  const gssize place = lamina_stack_editor_find_card (self, cursor);
  const gssize other = place + by;
  LaminaLayerCard *card;

  if (cursor < 0 || other < 0 || other >= (gssize) self->cards->len ||
      (other == 0 && lamina_stack_editor_card_part (self, 0) == LM_PART_MAIN))
    return;

  card = lamina_stack_editor_nth_card (self, (gsize) place);
  lamina_stack_editor_move_card (self, (gsize) lamina_layer_card_get_layer (card),
                                 lamina_layer_card_get_n_layers (card),
                                 get_place_beyond (self, (gsize) other, by > 0));
}

/* "previous" first, if it read nothing else so far, then the new one. */
static gboolean
apply_link (LaminaStackEdit  *self,
            LaminaSession    *session,
            GError          **error)
{
  const LmLayer *layer = lm_stack_nth (lamina_session_get_document (session)->stack, self->index);
  g_autoptr(GStrvBuilder) inputs = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  if (layer->inputs[0] == NULL)
    g_strv_builder_add (inputs, LM_INPUT_PREVIOUS);
  g_strv_builder_addv (inputs, (const char **) layer->inputs);
  g_strv_builder_add (inputs, self->text);
  names = g_strv_builder_end (inputs);
  if (!lamina_session_set_inputs (session, self->index, (const char *const *) names, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->index);

  return TRUE;
}

/* Shapes that are equal can be added. */
static const char *
choose_link_kind (LaminaSession *session,
                  gssize         from,
                  gsize          to)
{
  const LmLayer *a = from >= 0 ? lamina_session_get_compiled_layer (session, (gsize) from) : NULL;
  const LmLayer *b = lamina_session_get_compiled_layer (session, to);

  return a != NULL && b != NULL && !lm_shape_equal (&a->output, &b->output) ? "concat" : "add";
}

static gboolean
apply_new_link (LaminaStackEdit  *self,
                LaminaSession    *session,
                GError          **error)
{
  const char *kind = self->flag ? "concat" : "add";

  if (!lamina_session_insert_link (session, self->to, kind, self->text, error))
    return FALSE;

  lamina_stack_editor_choose (self->editor, (gssize) self->to);

  return TRUE;
}

void
lamina_stack_editor_link (LaminaStackEditor *self,
                          gssize             from,
                          gsize              to)
{
  LaminaSession *session = lamina_stack_editor_get_session (self);
  const LmStack *stack = lamina_stack_editor_get_stack (self);
  const gssize source = lamina_stack_editor_find_card (self, from);
  const gssize place = lamina_stack_editor_find_card (self, (gssize) to);
  const gboolean reads_several = lm_stack_nth (stack, to)->klass->max_inputs > 1;
  LaminaLayerCard *card = lamina_stack_editor_nth_card (self, (gsize) source);
  gssize last = from;
  LaminaStackEdit *edit;

  if (lamina_stack_editor_card_part (self, (gsize) source) != lm_stack_nth (stack, to)->part)
    {
      lamina_stack_editor_refuse (self, lamina_stack_editor_get_place_of (self, to),
                                  _("Links stay within the generator or the discriminator: what the "
                                    "one makes reaches the other as an example"));
      return;
    }

  /* What leaves a card is what its last activation makes. */
  if (from >= 0)
    last = lamina_layer_card_get_layer (card) + (gssize) lamina_layer_card_get_n_layers (card) - 1;

  edit = lamina_stack_edit_new (self, reads_several ? apply_link : apply_new_link);
  edit->text = g_strdup (last >= 0 ? lm_stack_nth (stack, (gsize) last)->name : LM_INPUT_NETWORK);
  edit->index = to;
  card = lamina_stack_editor_nth_card (self, (gsize) place);
  edit->to = to + lamina_layer_card_get_n_layers (card);
  edit->flag = g_str_equal (choose_link_kind (session, last, edit->to - 1), "concat");
  lamina_stack_edit_run (edit, (LaminaStackPlace) { edit->to, lm_stack_nth (stack, to)->part });
}
