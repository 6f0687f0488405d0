/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A training step allocates nothing: the allocator itself is asked. Sanitizers bring their own, so
 * that there is nothing to ask then.
 */

#include <stdatomic.h>
#include <stdlib.h>

#include "lm-round.h"
#include "rig.h"
#include "toy-sequence.h"
#include "toy.h"

static _Atomic gboolean is_counting;
static _Atomic gsize n_allocations;

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || !defined __GLIBC__
#define IS_ASKED FALSE
#else
#define IS_ASKED TRUE

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);

static void
count (void)
{
  if (atomic_load (&is_counting))
    atomic_fetch_add (&n_allocations, 1);
}

void *
malloc (size_t size)
{
  count ();
  return __libc_malloc (size);
}

void *
calloc (size_t n,
        size_t size)
{
  count ();
  return __libc_calloc (n, size);
}

void *
realloc (void  *memory,
         size_t size)
{
  count ();
  return __libc_realloc (memory, size);
}

void *
aligned_alloc (size_t alignment,
               size_t size)
{
  count ();
  return __libc_memalign (alignment, size);
}
#endif

/* The counter sees what it should. */
static void
test_counts (void)
{
  if (!IS_ASKED)
    {
      g_test_skip ("a sanitizer has its own allocator");
      return;
    }

  atomic_store (&is_counting, TRUE);
  g_free (g_strdup ("something"));
  lm_free (lm_alloc (10));
  atomic_store (&is_counting, FALSE);
  g_assert_cmpuint (atomic_exchange (&n_allocations, 0), >=, 2);
}

static void
assert_no_allocation (const char *stack,
                      const char *settings,
                      LmSource   *source)
{
  g_autoptr(LmTraining) training = toy_training_new (settings);
  g_autoptr(LmState) state = toy_state_new (source, stack, training);
  g_autoptr(LmPool) pool = lm_pool_new (2);
  g_autoptr(GError) error = NULL;
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (state->network, pool, 64, LM_WORK_TRAIN,
                                                       &error);
  guint32 indices[64];
  LmBatch batch;
  LmResult result;

  g_assert_no_error (error);
  g_assert_true (lm_state_set_n_carried (state, 64, NULL));
  for (guint32 i = 0; i < 64; i++)
    indices[i] = i;

  for (int i = 0; i < 40; i++)
    {
      /* BLAS takes its buffers when a thread first needs them. */
      atomic_store (&is_counting, i >= 20);
      batch = lm_workspace_get_batch (workspace, source->has_lengths);
      g_assert_true (lm_source_read (source, LM_SPLIT_TRAINING, indices, 64, &batch, NULL));
      lm_workspace_compute_gradients (workspace, state, training, 64, &result);
      g_assert_true (lm_workspace_update (workspace, state, training, 0.001, NULL));
    }
  atomic_store (&is_counting, FALSE);
  g_assert_cmpuint (atomic_exchange (&n_allocations, 0), ==, 0);
}

static void
test_round (void)
{
  g_autoptr(LmSource) pictures = toy_pictures_new (64, 0);
  g_autoptr(LmTraining) training = toy_training_new ("loss=adversarial optimizer=adam clip_norm=1");
  g_autoptr(LmState) state = toy_state_new (
    pictures, "latent size=16; dense units=64; batch-norm; relu; dense units=64; "
              "reshape dims=8x8x1 | conv2d filters=8; batch-norm; leaky-relu; dropout; flatten; "
              "dense units=16; dense units=16", training);
  g_autoptr(LmPool) pool = lm_pool_new (2);
  g_autoptr(LmWorkspace) workspace = lm_workspace_new (state->network, pool, 64, LM_WORK_TRAIN,
                                                       NULL);
  g_autoptr(LmRound) round = lm_round_new (workspace, state, NULL);
  LmResult result;

  for (int i = 0; i < 40; i++)
    {
      atomic_store (&is_counting, i >= 20);
      lm_round_begin (round, state, training, 1);
      g_assert_true (lm_round_train_discriminator (round, 64));
      g_assert_true (lm_round_train_generator (round, 64));
      lm_round_end (round, &result);
    }
  atomic_store (&is_counting, FALSE);
  g_assert_cmpuint (atomic_exchange (&n_allocations, 0), ==, 0);
}

static void
test_step (void)
{
  g_autoptr(LmSource) points = toy_source_new (64, 0, -1);
  g_autoptr(LmSource) pictures = toy_pictures_new (64, 0);
  g_autoptr(LmSource) sequences = toy_sequences_new (&(ToySequences) {
    .n_training = 64, .n_steps = 6, .n_features = 3, .has_lengths = TRUE, .wrong_at = -1,
  });

  assert_no_allocation ("dense units=8; tanh; dense units=2", "clip_norm=1 l2=0.01", points);
  assert_no_allocation ("conv2d filters=8; batch-norm; relu; max-pool2d; "
                        "conv2d filters=4 padding=same; gelu; add inputs=previous,conv_2; "
                        "avg-pool2d; dropout; flatten; dense units=2",
                        "optimizer=momentum", pictures);
  /* OpenBLAS itself allocates for products of 1 to 8 columns, or where 1 to 8 of 64 are left. */
  assert_no_allocation ("lstm hidden_size=16 stateful=true; gru hidden_size=16 bidirectional=true; "
                        "rnn hidden_size=12 returns=last; dense units=2",
                        "optimizer=adam shuffle=false", sequences);
  assert_no_allocation ("dense units=16; positional-encoding; layer-norm; attention heads=1; "
                        "rnn hidden_size=12 returns=last; dense units=2", "", sequences);
}

/* Of every kind a layer of its own, over the first input that it takes; no product is of a size
 * for which OpenBLAS allocates.
 */
static Rig *
new_rig_of_kind (const LmLayerClass *klass)
{
  const LmShape inputs[] = { { 2, { 1, 32 } }, { 3, { 1, 16, 32 } }, { 4, { 1, 16, 8, 8 } } };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      LmLayer *layer = lm_layer_new (klass, "layer");
      Rig *rig;

      lm_fields_set (klass->fields, layer, "spectral_norm", "true", NULL);
      lm_fields_set (klass->fields, layer, "padding", "same", NULL);
      rig = rig_new (layer, &inputs[i], NULL, MAX (1, klass->min_inputs), NULL, NULL, 32, 1000000,
                     NULL);
      if (rig != NULL)
        return rig;
    }

  return NULL;
}

static void
test_kinds (void)
{
  gsize n = 0;

  for (gsize i = 0; i < lm_layer_class_get_n (); i++)
    {
      const LmLayerClass *klass = lm_layer_class_nth (i);
      g_autoptr(Rig) rig = new_rig_of_kind (klass);

      g_test_message ("%s", klass->id);
      for (int j = 0; rig != NULL && j < 10; j++)
        {
          atomic_store (&is_counting, j >= 5);
          rig_train (rig);
          g_assert_true (lm_workspace_update (rig->workspace, rig->state, rig->training, 0, NULL));
        }
      atomic_store (&is_counting, FALSE);
      g_assert_cmpuint (atomic_exchange (&n_allocations, 0), ==, 0);
      n += rig != NULL;
    }
  g_assert_cmpuint (n, >, lm_layer_class_get_n () * 9 / 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/allocation/counts", test_counts);
  g_test_add_func ("/allocation/step", test_step);
  g_test_add_func ("/allocation/kinds", test_kinds);
  g_test_add_func ("/allocation/round", test_round);

  return g_test_run ();
}
