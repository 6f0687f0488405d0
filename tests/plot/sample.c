/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sample.h"

#include <string.h>

#include "lamina-view.h"
#include "sample-source.h"

#define N_PREDICTIONS 12
#define N_BATCH 64
#define N_WINDOWS 120
#define START 30
#define GRID 64

static const char *const garment_names[] = {
  "T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
  "Ankle boot", NULL,
};
static const char *const species_names[] = { "setosa", "versicolor", "virginica", NULL };
static const char *const quarter_names[] = { "north", "east", "south", "west", NULL };
static const char *const column_names[] = { "sepal_length", "sepal_width", "petal_length",
                                            "petal_width", NULL };

#define ADVERSARIAL \
  "loss=adversarial metrics=generator-loss,real-score,fake-score optimizer=adam batch_size=32 "
#define VARIATIONAL \
  "loss=binary-cross-entropy loss.reduction=sum metrics=reconstruction,kl optimizer=adam " \
  "learning_rate=0.003 batch_size=32 epochs=100"
#define N_REALS 120
#define N_CODES 400
static const char *const pulse_names[] = { "steady", "broken", NULL };
static const char *const verdict_names[] = { "complaint", "praise", NULL };
static const char writer[] = "embedding vocabulary=V size=16; lstm hidden_size=48; dense units=V";
static const char writer_training[] =
  "loss=softmax-cross-entropy metrics=accuracy,bits optimizer=adam learning_rate=0.01 epochs=60";

typedef struct
{
  const char        *stack;    /* "conv2d filters=32; relu"; V: as many as there are tokens */
  const char        *training;
  LmShape            input;
  gsize              n_classes;
  const char *const *class_names;
  LaminaInputKind    input_kind;
  LaminaTargetKind   target_kind;
} SampleRow;

#define CODER(units) { \
    "flatten; dense units=96; relu; dense units=" units "; sampling; dense units=96; relu; " \
    "dense units=784; reshape dims=28x28x1", VARIATIONAL, \
    { 4, { 1, 1, 28, 28 } }, 10, garment_names, LAMINA_INPUT_PICTURE, LAMINA_TARGET_ITSELF }

static const SampleRow rows[] = {
  [SAMPLE_PICTURES] = {
    "conv2d filters=32; relu; max-pool2d; conv2d filters=64; relu; max-pool2d; conv2d filters=64; "
    "relu; flatten; dense units=64; relu; dense units=10",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 epochs=20",
    { 4, { 1, 1, 28, 28 } }, 10, garment_names, LAMINA_INPUT_PICTURE, LAMINA_TARGET_CLASS },
  [SAMPLE_DENSE_PICTURES] = {
    "flatten; dense units=10",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.001 epochs=20",
    { 4, { 1, 1, 28, 28 } }, 10, garment_names, LAMINA_INPUT_PICTURE, LAMINA_TARGET_CLASS },
  [SAMPLE_SPIRALS] = {
    "dense units=24; tanh; dense units=24; tanh; dense units=1; sigmoid",
    "loss=binary-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 epochs=400",
    { 2, { 1, 2 } }, 2, NULL, LAMINA_INPUT_POINTS, LAMINA_TARGET_BINARY },
  [SAMPLE_CLASSES] = {
    "dense units=16; relu; dense units=4",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 epochs=100",
    { 2, { 1, 2 } }, 4, quarter_names, LAMINA_INPUT_POINTS, LAMINA_TARGET_CLASS },
  [SAMPLE_SURFACE] = {
    "dense units=32; tanh; dense units=1", "loss=mse optimizer=adam learning_rate=0.01 epochs=100",
    { 2, { 1, 2 } }, 0, NULL, LAMINA_INPUT_POINTS, LAMINA_TARGET_NUMBERS },
  [SAMPLE_FUNCTION] = {
    "dense units=24; tanh; dense units=1", "loss=mse optimizer=adam learning_rate=0.02 epochs=200",
    { 2, { 1, 1 } }, 0, NULL, LAMINA_INPUT_NUMBER, LAMINA_TARGET_NUMBERS },
  [SAMPLE_TABLE] = {
    "dense units=16; relu; dense units=3",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 epochs=60",
    { 2, { 1, 4 } }, 3, species_names, LAMINA_INPUT_TABLE, LAMINA_TARGET_CLASS },
  [SAMPLE_REGRESSION] = {
    "dense units=16; relu; dense units=1", "loss=mse optimizer=adam learning_rate=0.01 epochs=60",
    { 2, { 1, 4 } }, 0, NULL, LAMINA_INPUT_TABLE, LAMINA_TARGET_NUMBERS },
  [SAMPLE_SERIES] = {
    "lstm hidden_size=24; lstm hidden_size=16 returns=last; dense units=1",
    "loss=mse metrics=mae optimizer=adam learning_rate=0.01 epochs=60",
    { 3, { 1, SAMPLE_WINDOW, 1 } }, 0, NULL, LAMINA_INPUT_SERIES, LAMINA_TARGET_NUMBERS },
  [SAMPLE_FORGED_POINTS] = {
    "latent size=4; dense units=32; relu; dense units=2 | "
    "dense units=32; leaky-relu; dense units=1",
    ADVERSARIAL "learning_rate=0.005 optimizer.beta1=0.5 epochs=400",
    { 2, { 1, 2 } }, 4, quarter_names, LAMINA_INPUT_POINTS, LAMINA_TARGET_CLASS },
  [SAMPLE_FORGED_PICTURES] = {
    "latent size=16; dense units=128; relu; dense units=784; sigmoid; reshape dims=28x28x1 | "
    "flatten; dense units=128; leaky-relu; dense units=1",
    ADVERSARIAL "learning_rate=0.001 optimizer.beta1=0.5 epochs=100",
    { 4, { 1, 1, 28, 28 } }, 10, garment_names, LAMINA_INPUT_PICTURE, LAMINA_TARGET_CLASS },
  [SAMPLE_FORGED_CLASSES] = {
    "latent size=16; condition classes=10; dense units=128; relu; dense units=784; sigmoid; "
    "reshape dims=28x28x1 | "
    "flatten; condition classes=10; dense units=128; leaky-relu; dense units=1",
    ADVERSARIAL "learning_rate=0.001 optimizer.beta1=0.5 epochs=100",
    { 4, { 1, 1, 28, 28 } }, 10, garment_names, LAMINA_INPUT_PICTURE, LAMINA_TARGET_CLASS },
  [SAMPLE_PULSES] = {
    "lstm hidden_size=16 returns=last; dense units=2",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 epochs=60",
    { 3, { 1, SAMPLE_WINDOW, 1 } }, 2, pulse_names, LAMINA_INPUT_SERIES, LAMINA_TARGET_CLASS },
  [SAMPLE_TEXT] = { writer, writer_training, { 2, { 1, SAMPLE_PASSAGE } }, 0, NULL,
                    LAMINA_INPUT_TEXT, LAMINA_TARGET_TOKENS },
  [SAMPLE_WORDS] = { writer, writer_training, { 2, { 1, SAMPLE_PASSAGE } }, 0, NULL,
                     LAMINA_INPUT_TEXT, LAMINA_TARGET_TOKENS },
  [SAMPLE_CHINESE] = { writer, writer_training, { 2, { 1, SAMPLE_PASSAGE } }, 0, NULL,
                       LAMINA_INPUT_TEXT, LAMINA_TARGET_TOKENS },
  [SAMPLE_SENTENCES] = {
    "embedding vocabulary=V size=12; gru hidden_size=12 returns=last; dense units=2",
    "loss=softmax-cross-entropy metrics=accuracy optimizer=adam learning_rate=0.01 epochs=60",
    { 2, { 1, SAMPLE_SENTENCE } }, 2, verdict_names, LAMINA_INPUT_TEXT, LAMINA_TARGET_CLASS },
  [SAMPLE_VARIATIONAL] = CODER ("4"),
  [SAMPLE_VARIATIONAL_MANY] = CODER ("12"),
  [SAMPLE_VARIATIONAL_ONE] = CODER ("2"),
  [SAMPLE_ECHO] = {
    "flatten; dense units=6; tanh; dense units=24; reshape dims=24x1",
    "loss=mse optimizer=adam learning_rate=0.01 epochs=60",
    { 3, { 1, SAMPLE_WINDOW, 1 } }, 0, NULL, LAMINA_INPUT_SERIES, LAMINA_TARGET_ITSELF },
  [SAMPLE_FORGED_HEAPS] = {
    "latent size=4; condition classes=4; dense units=32; relu; dense units=2 | "
    "condition classes=4; dense units=32; leaky-relu; dense units=1",
    ADVERSARIAL "learning_rate=0.005 optimizer.beta1=0.5 epochs=400",
    { 2, { 1, 2 } }, 4, quarter_names, LAMINA_INPUT_POINTS, LAMINA_TARGET_CLASS },
};

static const double weave_scale[] = { 1 }, weave_offset[] = { 0 };

/* The examples from @first on; their targets if @has_targets. */
static LmBlob *
make_blob (LmSource *source,
           LmSplit   split,
           gsize     first,
           gsize     n,
           gboolean  has_targets)
{
  LmShape shape = has_targets ? source->target : source->input;
  g_autofree lm_real *x = g_new (lm_real, n * lm_shape_get_n_columns (&source->input));
  g_autofree lm_real *y = g_new (lm_real, n * lm_shape_get_n_columns (&source->target));
  g_autofree guint32 *indices = g_new (guint32, n);
  g_autofree guint32 *lengths = g_new (guint32, n);
  LmBlob *blob;

  for (gsize i = 0; i < n; i++)
    indices[i] = (guint32) (first + i);
  lm_source_read (source, split, indices, n,
                  &(LmBatch) { x, y, source->has_lengths ? lengths : NULL }, NULL);

  shape.dim[0] = n;
  blob = lm_blob_new (&shape);
  memcpy (blob->tensor.data, has_targets ? y : x, blob->tensor.len * sizeof *x);

  return blob;
}

static void
fill_windows (Sample *self)
{
  self->frame.target_name = "level";
  self->frame.windows = (LaminaWindows) {
    .n = N_WINDOWS,
    .inputs = make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_WINDOWS, FALSE),
    .targets = make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_WINDOWS, TRUE),
    .time = 1000 + SAMPLE_WINDOW,
    .n_columns = 1,
    .lag = 1,
    .start = START,
    .start_input = make_blob (self->source, LM_SPLIT_VALIDATION, START, 1, FALSE),
    .n_free = N_WINDOWS - START,
  };
}

/* A start in the middle of a word, and its end. */
static void
fill_passage (Sample *self)
{
  const guint32 n_start = self->frame.tokens.are_apart != NULL ? 6 : 20;
  LaminaPassage *passage = &self->frame.passage;
  LmBlob *example = self->frame.example_input;
  LmShape shape = example->tensor.shape;

  shape.dim[0] = 2;
  passage->inputs = lm_blob_new (&shape);
  shape.dim[0] = LAMINA_N_TEMPERATURES;
  passage->starts = lm_blob_new (&shape);
  for (gsize i = 0; i < SAMPLE_PASSAGE; i++)
    {
      passage->inputs->tensor.data[i] = example->tensor.data[i];
      passage->inputs->tensor.data[SAMPLE_PASSAGE + i] = i < n_start ? example->tensor.data[i] : 0;
      for (gsize j = 0; j < LAMINA_N_TEMPERATURES; j++)
        passage->starts->tensor.data[j * SAMPLE_PASSAGE + i] =
          i < n_start ? example->tensor.data[i] : 0;
    }
  passage->lengths[0] = SAMPLE_PASSAGE;
  passage->lengths[1] = n_start;
  passage->n_free = self->frame.tokens.are_apart != NULL ? 40 : 120;
  passage->samples = lamina_samples_new ();
}

/* Sentences have lengths. */
static void
fill_lengths (Sample *self)
{
  const gsize n = G_N_ELEMENTS (self->lengths);
  g_autofree lm_real *x = g_new (lm_real, n * SAMPLE_SENTENCE);
  g_autofree lm_real *y = g_new (lm_real, n);
  g_autofree guint32 *indices = g_new (guint32, n);
  const LmBatch batch = { x, y, self->lengths };

  for (gsize i = 0; i < n; i++)
    indices[i] = (guint32) i;
  lm_source_read (self->source, LM_SPLIT_VALIDATION, indices, n, &batch, NULL);
  self->frame.prediction_lengths = self->lengths;
  self->frame.batch_lengths = self->lengths;
  self->frame.example_length = self->lengths[self->frame.example];
}

static void
fill_latent (Sample *self)
{
  int *classes = g_new (int, N_CODES);
  guint32 *indices = g_new (guint32, N_CODES);

  for (gsize i = 0; i < N_CODES; i++)
    {
      indices[i] = (guint32) i;
      classes[i] = sample_source_get_class (i);
    }
  self->latent = lamina_latent_new (
    self->frame.network, make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_CODES, FALSE), classes,
    indices);
  self->frame.latent = self->latent;
}

static void
fill_forge (Sample *self,
            gsize   n_classes)
{
  LaminaFrame *frame = &self->frame;

  self->forge = lamina_forge_new (
    frame->network, make_blob (self->source, LM_SPLIT_TRAINING, 0, N_REALS, FALSE),
    make_blob (self->source, LM_SPLIT_TRAINING, 0, N_REALS, TRUE), n_classes,
    frame->picture.rank == 4);
  self->album = lamina_samples_new ();
  frame->forge = self->forge;
  frame->album = self->album;
}

static void
fill_data (Sample     *self,
           SampleKind  kind)
{
  const SampleRow *row = &rows[kind];
  LaminaFrame *frame = &self->frame;

  frame->input_kind = row->input_kind;
  frame->target_kind = row->target_kind;
  frame->n_classes = row->n_classes;
  frame->class_names = row->class_names;
  if (row->input_kind == LAMINA_INPUT_PICTURE)
    frame->picture = row->input;
  if (row->input_kind == LAMINA_INPUT_TABLE)
    {
      frame->column_names = column_names;
      frame->n_columns = 4;
    }
  frame->input_scaling = (LaminaScaling) { 1, weave_scale, weave_offset };

  frame->example = 16;
  frame->n_examples = SAMPLE_N_VALIDATION;
  frame->example_input = make_blob (self->source, LM_SPLIT_VALIDATION, 16, 1, FALSE);
  frame->example_target = make_blob (self->source, LM_SPLIT_VALIDATION, 16, 1, TRUE);
  frame->n_predictions = N_PREDICTIONS;
  frame->prediction_inputs = make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_PREDICTIONS, FALSE);
  frame->prediction_targets = make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_PREDICTIONS, TRUE);
  for (guint32 i = 0; i < N_PREDICTIONS; i++)
    self->indices[i] = i;
  frame->prediction_indices = self->indices;

  frame->batch_inputs = make_blob (self->source, LM_SPLIT_VALIDATION, 0, N_BATCH, FALSE);

  frame->points[0] = make_blob (self->source, LM_SPLIT_TRAINING, 0, 160, FALSE);
  frame->point_targets[0] = make_blob (self->source, LM_SPLIT_TRAINING, 0, 160, TRUE);
  frame->points[1] = make_blob (self->source, LM_SPLIT_VALIDATION, 0, 40, FALSE);
  frame->point_targets[1] = make_blob (self->source, LM_SPLIT_VALIDATION, 0, 40, TRUE);
  frame->n_surface_columns = row->input_kind == LAMINA_INPUT_NUMBER ? 4 * GRID : GRID;
  frame->n_surface_rows = row->input_kind == LAMINA_INPUT_NUMBER ? 1 : GRID;
  frame->x_min = frame->y_min = -1.15;
  frame->x_max = frame->y_max = 1.15;
  if (row->input_kind == LAMINA_INPUT_NUMBER || row->input_kind == LAMINA_INPUT_POINTS)
    frame->surface_inputs = lamina_frame_make_surface (frame);
  if (kind == SAMPLE_SERIES)
    fill_windows (self);
  if (kind == SAMPLE_VARIATIONAL || kind == SAMPLE_VARIATIONAL_MANY ||
      kind == SAMPLE_VARIATIONAL_ONE)
    fill_latent (self);
  if (lm_network_has_parts (frame->network))
    fill_forge (self, row->n_classes);
  if (self->text != NULL)
    frame->tokens = self->text->names;
  if (kind == SAMPLE_SENTENCES)
    fill_lengths (self);
  else if (self->text != NULL)
    fill_passage (self);
}

/* Whatever any view asks for, of any layer. */
static LmWatch *
make_watch (const LaminaFrame *frame)
{
  LmWatch *watch = lm_watch_new ();
  LaminaFrame copy = *frame;

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    for (copy.layer = 0; copy.layer < (gssize) lm_network_get_n_layers (frame->network);
         copy.layer++)
      lamina_view_add_to_watch (lamina_view_nth (i), &copy, watch);

  return watch;
}

/* As a scene does it. */
static void
take_picture (Sample *self)
{
  LaminaFrame frame = self->frame;
  const LmTensor *made;
  LmTensor first;

  frame.snapshot = self->snapshot;
  made = lamina_frame_get_made (&frame, LAMINA_PROBE_SAMPLES);
  if (made == NULL || frame.picture.rank != 4)
    return;

  first = *made;
  first.shape.dim[0] = lamina_forge_get_n_kept (self->forge, lm_shape_get_n_columns (&made->shape));
  first.len = first.shape.dim[0] * lm_shape_get_n_columns (&made->shape);
  lamina_samples_add (self->album, lm_snapshot_get_step (self->snapshot), &first);
}

static void
take_sample (Sample *self)
{
  LaminaSamples *samples = self->frame.passage.samples;
  const LmTensor *tokens;
  guint64 step;

  if (self->snapshot != NULL)
    take_picture (self);
  if (samples == NULL || self->snapshot == NULL)
    return;

  tokens = lm_snapshot_get_free_run (self->snapshot, LAMINA_FREE_TEXT, &step);
  if (tokens != NULL)
    lamina_samples_add (samples, step, tokens);
}

static void
drain (Sample *self)
{
  LmRecord records[64];
  LmSnapshot *snapshot;
  gsize n;

  while ((n = lm_trainer_drain (self->trainer, records, G_N_ELEMENTS (records))) > 0)
    for (gsize i = 0; i < n; i++)
      lm_history_append (self->history, &records[i]);

  if ((snapshot = lm_trainer_take_snapshot (self->trainer)) != NULL)
    {
      g_clear_pointer (&self->snapshot, lm_snapshot_unref);
      self->snapshot = snapshot;
    }
  take_sample (self);
}

/* Trains up to step @n_steps and waits for a snapshot of it. */
static void
train (Sample  *self,
       guint64  n_steps)
{
  if (n_steps > 0)
    {
      lm_trainer_set_goal (self->trainer, n_steps);
      lm_trainer_set_running (self->trainer, TRUE);
    }

  do
    {
      g_usleep (1000);
      drain (self);
    }
  while (!lm_trainer_is_idle (self->trainer) || self->snapshot == NULL ||
         lm_snapshot_get_step (self->snapshot) < n_steps);
  drain (self);
}

void
sample_look (Sample *self)
{
  g_clear_pointer (&self->snapshot, lm_snapshot_unref);
  lm_trainer_set_watch (self->trainer, make_watch (&self->frame));
  while (self->snapshot == NULL)
    {
      g_usleep (500);
      drain (self);
    }
  self->frame.snapshot = self->snapshot;
}

Sample *
sample_new (SampleKind kind,
            guint64    n_steps,
            gssize     layer)
{
  const SampleRow *row = &rows[kind];
  SampleText *text = sample_source_make_text (kind);
  Sample *self = g_new0 (Sample, 1);
  g_autoptr(LmStack) stack = sample_make_stack (row->stack, text);
  g_autoptr(GError) error = NULL;
  LaminaFrame *frame = &self->frame;
  LmState *state;

  lamina_frame_init (frame);
  self->text = text;
  self->source = sample_source_new (kind, &row->input, text);
  self->training = sample_make_training (row->training);
  frame->network = lm_network_new (stack, &self->source->input, &self->source->target,
                                   self->training->loss, NULL, &error);
  g_assert_no_error (error);
  fill_data (self, kind);

  state = lm_state_new (frame->network,
                        lm_network_get_n_moments (frame->network, self->training), 1, &error);
  g_assert_no_error (error);
  self->trainer = lm_trainer_new (state, self->source, self->training, 1, &error);
  g_assert_no_error (error);
  self->history = lm_history_new (self->training->n_metrics);
  lm_trainer_set_watch (self->trainer, make_watch (frame));
  for (guint64 part = text != NULL || self->album != NULL ? 32 : 1; part > 1; part /= 2)
    train (self, n_steps / part);
  train (self, n_steps);
  if (self->latent != NULL && lamina_latent_follow (self->latent, self->snapshot))
    sample_look (self);

  frame->history = self->history;
  frame->snapshot = self->snapshot;
  frame->layer = layer;
  frame->step = frame->now = lm_history_get_n_steps (self->history);
  frame->steps_per_epoch = lm_trainer_get_steps_per_epoch (self->trainer);
  frame->n_steps = frame->steps_per_epoch * (guint64) self->training->epochs;
  frame->n_metrics = self->training->n_metrics;
  memcpy (frame->metrics, self->training->metrics, sizeof frame->metrics);
  frame->loss = self->training->loss;
  frame->loss_title = self->training->loss->klass->title;

  return self;
}

void
sample_free (Sample *self)
{
  LaminaFrame *frame = &self->frame;

  lm_trainer_free (self->trainer);
  g_clear_pointer (&self->forge, lamina_forge_free);
  g_clear_pointer (&self->album, lamina_samples_unref);
  g_clear_pointer (&self->latent, lamina_latent_free);
  lm_training_free (self->training);
  lm_history_free (self->history);
  g_clear_pointer (&self->snapshot, lm_snapshot_unref);
  lm_network_unref (frame->network);
  lm_source_unref (self->source);
  g_clear_pointer (&self->text, sample_text_free);
  g_clear_pointer (&frame->passage.inputs, lm_blob_unref);
  g_clear_pointer (&frame->passage.starts, lm_blob_unref);
  g_clear_pointer (&frame->passage.samples, lamina_samples_unref);
  g_clear_pointer (&frame->example_input, lm_blob_unref);
  g_clear_pointer (&frame->example_target, lm_blob_unref);
  g_clear_pointer (&frame->prediction_inputs, lm_blob_unref);
  g_clear_pointer (&frame->prediction_targets, lm_blob_unref);
  g_clear_pointer (&frame->batch_inputs, lm_blob_unref);
  g_clear_pointer (&frame->windows.inputs, lm_blob_unref);
  g_clear_pointer (&frame->windows.targets, lm_blob_unref);
  g_clear_pointer (&frame->windows.start_input, lm_blob_unref);
  g_clear_pointer (&frame->surface_inputs, lm_blob_unref);
  for (int i = 0; i < 2; i++)
    {
      g_clear_pointer (&frame->points[i], lm_blob_unref);
      g_clear_pointer (&frame->point_targets[i], lm_blob_unref);
    }
  g_free (self);
}
