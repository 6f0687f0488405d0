/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks of two parts: what has to hold for a generator and a discriminator to be trained against
 * each other.
 */

#include "lm-network-private.h"

#include <glib/gi18n-lib.h>

#include "lm-error.h"

gboolean
lm_network_has_parts (const LmNetwork *self)
{
  return self->has_parts;
}

gsize
lm_network_get_n_generator (const LmNetwork *self)
{
  return self->n_generator;
}

gsize
lm_network_get_n_moments (const LmNetwork  *self,
                          const LmTraining *training)
{
  gsize n = training->optimizer->klass->n_moments;

  if (self->has_parts && training->generator_optimizer != NULL)
    n = MAX (n, training->generator_optimizer->klass->n_moments);

  return n;
}

void
lm_network_find_parts (LmNetwork     *self,
                       const LmStack *stack)
{
  self->has_parts = lm_stack_has_parts (stack);
  self->n_generator = lm_stack_get_part (stack, LM_PART_GENERATOR, &(gsize) { 0 });
}

/* Returns: the elements of the parameters of layers [0, @end), with the gaps for alignment */
static gsize
lm_network_get_block_end (const LmNetwork *self,
                          gsize            end)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      const LmParamView *view = &g_array_index (self->views, LmParamView, i);

      if (!view->is_buffer && view->layer >= end)
        return view->param->offset;
    }

  return self->block_size;
}

static gboolean
lm_network_check_pair (const LmNetwork  *self,
                       const LmLoss     *loss,
                       GError          **error)
{
  const gboolean is_adversarial = loss->klass->is_adversarial;
  const char *message = NULL;

  if (is_adversarial && !self->has_parts)
    message = _("This loss trains a generator against a discriminator, and the stack has one part: "
                "choose another loss");
  else if (!is_adversarial && self->has_parts)
    message = _("A generator and a discriminator are trained against each other: choose an "
                "adversarial loss");
  else if (self->has_parts && self->n_generator == 0)
    message = _("The generator is empty: add a latent layer to it, and layers that make an example "
                "of its numbers");
  else if (self->has_parts && self->n_generator == self->n_nodes)
    message = _("The discriminator is empty: add layers to it that give one number an example");

  if (message == NULL)
    return TRUE;

  g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE, message);

  return FALSE;
}

/* Whether the generator begins with random numbers: @wrong is its first layer. */
static gboolean
lm_network_check_beginning (const LmNetwork  *self,
                            gssize           *wrong,
                            GError          **error)
{
  const LmLayer *layer;

  for (*wrong = 0; *wrong < (gssize) self->n_generator - 1; (*wrong)++)
    {
      if (!self->nodes[*wrong].layer->bypassed)
        break;
    }

  layer = self->nodes[*wrong].layer;
  if (layer->klass->ignores_input && !layer->bypassed)
    return TRUE;

  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("%s: A generator begins with random numbers: put a latent layer before it"),
               layer->name);

  return FALSE;
}

/* Whether the generator makes what the data are. */
static gboolean
lm_network_check_made (const LmNetwork  *self,
                       gssize           *wrong,
                       GError          **error)
{
  const LmShape *made = lm_network_get_shape (self, (gssize) self->n_generator - 1);
  g_autofree char *made_text = NULL;
  g_autofree char *data_text = NULL;

  *wrong = (gssize) self->n_generator - 1;
  if (lm_shape_equal (made, &self->input))
    return TRUE;

  made_text = lm_shape_to_string (made);
  data_text = lm_shape_to_string (&self->input);
  g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
               _("%s: The generator makes examples of %s, and the discriminator reads data of %s: end "
                 "the generator with a layer that gives %s"),
               self->nodes[*wrong].layer->name, made_text, data_text, data_text);

  return FALSE;
}

gboolean
lm_network_check_parts (LmNetwork     *self,
                        const LmLoss  *loss,
                        gssize        *wrong,
                        GError       **error)
{
  *wrong = -1;
  if (!lm_network_check_pair (self, loss, error))
    return FALSE;

  if (!self->has_parts)
    return TRUE;

  self->generator_size = lm_network_get_block_end (self, self->n_generator);

  /* The discriminator is compared with a verdict of its own shape, not with the data's targets. */
  self->answer_row = *lm_network_get_shape (self, self->last);
  self->target_row = self->answer_row;
  self->rows_per_example = 1;

  return lm_network_check_beginning (self, wrong, error) &&
         lm_network_check_made (self, wrong, error);
}

/* Layers have to tell the derivative of their derivative. */
static gboolean
lm_network_check_tangents (const LmNetwork  *self,
                           gssize           *wrong,
                           GError          **error)
{
  for (gsize i = self->n_generator; i < self->n_nodes; i++)
    {
      const LmLayer *layer = self->nodes[i].layer;

      if (!self->nodes[i].has_gradient || layer->klass->is_linear || layer->klass->tangent != NULL)
        continue;

      *wrong = (gssize) i;
      g_set_error (error, LM_ERROR, LM_ERROR_SHAPE,
                   _("%s: A gradient penalty cannot be taken through a layer of the kind “%s”: put "
                     "another in its place, or choose clipping"),
                   layer->name, g_dgettext (GETTEXT_PACKAGE, layer->klass->title));
      return FALSE;
    }

  return TRUE;
}

/* Which layers' answers count in the derivatives of the penalty: where what comes after is linear
 * in them, they do not. */
static void
lm_network_find_bent (LmNetwork *self)
{
  for (gsize i = self->n_nodes; i-- > self->n_generator;)
    {
      const LmNode *node = &self->nodes[i];

      for (gsize j = 0; node->has_gradient && j < node->n_inputs; j++)
        {
          if (node->inputs[j] >= 0 && (node->is_bent || node->layer->klass->is_curved))
            self->nodes[node->inputs[j]].is_bent = TRUE;
        }
    }
}

/* Whether the loss depends on any of the discriminator's parameters: links may lead past them. */
static gboolean
lm_network_has_trained_discriminator (const LmNetwork *self)
{
  for (gsize i = self->n_generator; i < self->n_nodes; i++)
    {
      if (self->nodes[i].has_gradient && self->nodes[i].layer->params->len > 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
lm_network_check_trainable (LmNetwork  *self,
                            gssize     *wrong,
                            GError    **error)
{
  const char *message = NULL;

  self->made = (gssize) self->n_generator - 1;
  while (self->made >= 0 && self->nodes[self->made].layer->bypassed)
    self->made = self->nodes[self->made].inputs[0];

  *wrong = self->made;
  if (!lm_network_has_trained_discriminator (self))
    {
      *wrong = (gssize) self->n_nodes - 1;
      message = _("Nothing in the discriminator can be trained: add a dense layer to it");
    }
  else if (self->made < 0 || !self->nodes[self->made].has_gradient)
    message = _("Nothing in the generator can be trained: add a dense layer to it");

  if (message != NULL)
    g_set_error_literal (error, LM_ERROR, LM_ERROR_SHAPE, message);

  return message == NULL;
}

gboolean
lm_network_check_penalty (LmNetwork     *self,
                          const LmLoss  *loss,
                          gssize        *wrong,
                          GError       **error)
{
  if (!lm_network_check_trainable (self, wrong, error))
    return FALSE;

  self->has_penalty = loss->klass->get_penalty != NULL && loss->klass->get_penalty (loss) > 0;
  if (!self->has_penalty)
    return TRUE;

  lm_network_find_bent (self);

  return lm_network_check_tangents (self, wrong, error);
}
