/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample-sequence.h"

#include <math.h>
#include <string.h>

#include "lamina-view.h"
#include "lm-camera.h"

const SequenceSettings sequence_lstm = {
  .stack = "lstm hidden_size=40; lstm hidden_size=16 returns=last; dense units=1",
  .n_features = 2, .n_steps = 48, .sharpness = 2,
};
const SequenceSettings sequence_gru = {
  .stack = "embedding vocabulary=V size=12; gru hidden_size=12 bidirectional=true returns=last; "
           "dense units=2",
  .text = "the soup was cold and the waiter never came back with the bread", .has_words = TRUE,
  .n_padding = 5, .layer = 1, .sharpness = 2,
};
const SequenceSettings sequence_rnn = {
  .stack = "embedding vocabulary=V size=8; rnn hidden_size=24; dense units=V",
  .text = "The mill beside it turns and turns,\nand every turn is what it learns;",
  .layer = 1, .sharpness = 1.4,
};
const SequenceSettings sequence_causal = {
  .stack = "embedding vocabulary=V size=16; positional-encoding; attention heads=4 causal=true; "
           "dense units=V",
  .text = "The river runs below the town,\nand what it takes it carries dow",
  .layer = 2, .sharpness = 3,
};
const SequenceSettings sequence_attention = {
  .stack = "embedding vocabulary=V size=16; positional-encoding; attention heads=2; "
           "global-avg-pool; dense units=2",
  .text = "not a bad film , if a little slow at the end", .has_words = TRUE,
  .n_padding = 4, .layer = 2, .sharpness = 2.5,
};

static char **
split (const SequenceSettings *settings)
{
  g_autoptr(GPtrArray) tokens = g_ptr_array_new ();

  if (settings->has_words)
    return g_strsplit (settings->text, " ", -1);

  for (const char *c = settings->text; *c != '\0'; c = g_utf8_next_char (c))
    g_ptr_array_add (tokens, *c == ' '    ? g_strdup ("␣")
                             : *c == '\n' ? g_strdup ("⏎")
                                          : g_strndup (c, (gsize) (g_utf8_next_char (c) - c)));
  g_ptr_array_add (tokens, NULL);

  return (char **) g_ptr_array_steal (tokens, NULL);
}

static guint
find_sign (GPtrArray  *signs,
           const char *sign)
{
  for (guint i = 0; i < signs->len; i++)
    if (strcmp (signs->pdata[i], sign) == 0)
      return i;

  g_ptr_array_add (signs, g_strdup (sign));

  return signs->len - 1;
}

/* [1, time], the first token being padding. */
static LmBlob *
make_text (SequenceSample         *self,
           const SequenceSettings *settings)
{
  g_auto(GStrv) tokens = split (settings);
  const gsize n = g_strv_length (tokens);
  const LmShape shape = { 2, { 1, n + settings->n_padding } };
  LmBlob *input = lm_blob_new (&shape);

  g_ptr_array_add (self->signs, g_strdup ("padding"));
  for (gsize i = 0; i < shape.dim[1]; i++)
    input->tensor.data[i] = (lm_real) (i < n ? find_sign (self->signs, tokens[i]) : 0);
  self->frame.input_kind = LAMINA_INPUT_TEXT;
  self->frame.tokens.n = self->signs->len;
  self->frame.tokens.texts = self->frame.tokens.signs = (const char *const *) self->signs->pdata;
  self->frame.example_length = settings->n_padding > 0 ? (guint32) n : 0;

  return input;
}

static LmBlob *
make_waves (SequenceSample         *self,
            const SequenceSettings *settings)
{
  const gsize n = settings->n_features;
  LmBlob *input = lm_blob_new (&(LmShape) { 3, { 1, settings->n_steps, n } });

  for (gsize i = 0; i < input->tensor.len; i++)
    input->tensor.data[i] = (lm_real) sin ((double) (i / n) * (0.3 + 0.35 * (double) (i % n)));
  self->frame.input_kind = LAMINA_INPUT_SERIES;

  return input;
}

static LmStack *
make_stack (const char *text,
            gsize       n_tokens)
{
  LmStack *stack = lm_stack_new ();
  g_auto(GStrv) layers = g_strsplit (text, "; ", -1);
  g_autofree char *number = g_strdup_printf ("%zu", n_tokens);

  for (gsize i = 0; layers[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (layers[i], " ", -1);
      const LmLayerClass *klass = lm_layer_class_find (words[0]);
      LmLayer *layer = lm_stack_insert (stack, i, klass);

      for (gsize j = 1; words[j] != NULL; j++)
        {
          g_auto(GStrv) pair = g_strsplit (words[j], "=", 2);

          g_assert_true (lm_fields_set (klass->fields, layer, pair[0],
                                        strcmp (pair[1], "V") == 0 ? number : pair[1], NULL));
        }
    }

  return stack;
}

/* Whatever any view asks for, of any layer. */
static LmSnapshot *
look (SequenceSample *self)
{
  g_autoptr(LmWatch) watch = lm_watch_new ();
  g_autoptr(LmCamera) camera = NULL;
  LaminaFrame frame = self->frame;

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    for (frame.layer = 0; frame.layer < (gssize) lm_network_get_n_layers (frame.network);
         frame.layer++)
      lamina_view_add_to_watch (lamina_view_nth (i), &frame, watch);
  camera = lm_camera_new (watch, frame.network, self->pool);

  return lm_camera_take (camera, self->state, self->training, NULL);
}

SequenceSample *
sequence_sample_new (const SequenceSettings *settings)
{
  SequenceSample *self = g_new0 (SequenceSample, 1);
  LaminaFrame *frame = &self->frame;
  g_autoptr(LmStack) stack = NULL;
  g_autoptr(GError) error = NULL;
  LmShape shape;

  lamina_frame_init (frame);
  self->signs = g_ptr_array_new_with_free_func (g_free);
  frame->n_examples = 20;
  frame->example = 16;
  frame->layer = (gssize) settings->layer;
  frame->example_input = settings->text != NULL ? make_text (self, settings)
                                                : make_waves (self, settings);
  shape = frame->example_input->tensor.shape;
  stack = make_stack (settings->stack, self->signs->len);
  frame->network = lm_network_new (stack, &shape, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  self->training = lm_training_new ();
  self->pool = lm_pool_new (1);
  self->state = lm_state_new (frame->network, 0, 3, NULL);
  for (gsize i = 0; i < lm_network_get_n_views (frame->network); i++)
    {
      const LmTensor value = lm_state_get_view (self->state,
                                                lm_network_get_view (frame->network, i), 0);

      for (gsize j = 0; j < value.len; j++)
        value.data[j] *= (lm_real) settings->sharpness;
    }
  frame->snapshot = look (self);

  return self;
}

void
sequence_sample_free (SequenceSample *self)
{
  lm_snapshot_unref (self->frame.snapshot);
  lm_blob_unref (self->frame.example_input);
  lm_network_unref (self->frame.network);
  lm_state_free (self->state);
  lm_pool_free (self->pool);
  lm_training_free (self->training);
  g_ptr_array_unref (self->signs);
  g_free (self);
}
