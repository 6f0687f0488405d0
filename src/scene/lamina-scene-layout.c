/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which views a project shows at first. */

#include "lamina-scene.h"

#include <string.h>

/* When a row of a layout counts. */
typedef enum
{
  ALWAYS,
  WITH_METRIC,
  WITH_MEMORY,    /* The stack has a recurrent layer. */
  WITHOUT_MEMORY,
} Condition;

typedef struct
{
  const char *id;
  int         columns;
  Condition   condition;
  guint       index; /* of the metric */
} Row;

static const Row classes[] = {
  { "loss", 6 }, { "metric", 6, WITH_METRIC }, { "predictions", 12 }, { "kernels", 4 },
  { "gates", 8, WITH_MEMORY }, { "feature-maps", 8, WITHOUT_MEMORY }, { NULL },
};
static const Row pictures[] = {
  { "reconstructions", 12 }, { "loss", 6 }, { "metric", 6, WITH_METRIC }, { "feature-maps", 12 },
  { NULL },
};
static const Row plane[] = {
  { "decision-surface", 8 }, { "loss", 4 }, { "metric", 4, WITH_METRIC }, { "kernels", 4 },
  { NULL },
};
static const Row line[] = {
  { "function-fit", 8 }, { "loss", 4 }, { "metric", 4, WITH_METRIC }, { "kernels", 4 }, { NULL },
};
static const Row series[] = {
  { "forecast", 12 }, { "loss", 6 }, { "metric", 6, WITH_METRIC }, { "gates", 8, WITH_MEMORY },
  { "kernels", 4 }, { "feature-maps", 8, WITHOUT_MEMORY }, { NULL },
};

static const Row text[] = {
  { "text", 12 }, { "loss", 6 }, { "metric", 6, WITH_METRIC }, { "gates", 12, WITH_MEMORY },
  { "attention", 12, WITHOUT_MEMORY }, { "feature-maps", 12 }, { NULL },
};

/* A generator and a discriminator: the first metric is the generator's loss, which the losses show
 * already; the others are scores. */
static const Row parts[] = {
  { "gan-samples", 7 }, { "gan-scores", 5 }, { "loss", 5 }, { "gan-time", 12 },
  { "metric", 6, WITH_METRIC, 1 }, { "metric", 6, WITH_METRIC, 2 }, { "feature-maps", 12 },
  { NULL },
};
static const Row parts_in_plane[] = {
  { "gan-plane", 7 }, { "gan-scores", 5 }, { "loss", 5 }, { "metric", 6, WITH_METRIC, 1 },
  { "metric", 6, WITH_METRIC, 2 }, { NULL },
};

/* A variational autoencoder. */
static const Row latent[] = {
  { "latent-map", 7 }, { "reconstructions", 5 }, { "latent-kl", 5 }, { "loss", 5 },
  { "metric", 6, WITH_METRIC, 0 }, { "metric", 6, WITH_METRIC, 1 }, { NULL },
};
static const Row latent_of_numbers[] = {
  { "latent-map", 7 }, { "latent-kl", 5 }, { "loss", 5 }, { "reconstructions", 12 },
  { "metric", 6, WITH_METRIC, 0 }, { "metric", 6, WITH_METRIC, 1 }, { NULL },
};

/* How wide the loss is where no metric is beside it. */
#define LOSS_ALONE 12

static const Row *
choose_layout (const LaminaFrame *frame)
{
  if (frame->network != NULL && lm_network_has_parts (frame->network))
    return frame->input_kind == LAMINA_INPUT_POINTS ? parts_in_plane : parts;

  if (frame->latent != NULL)
    return frame->input_kind == LAMINA_INPUT_PICTURE ? latent : latent_of_numbers;

  switch (frame->input_kind)
    {
    case LAMINA_INPUT_POINTS:
      return plane;
    case LAMINA_INPUT_NUMBER:
      return line;
    case LAMINA_INPUT_SERIES:
      return frame->target_kind == LAMINA_TARGET_NUMBERS && frame->windows.n > 0
               ? series : classes;
    case LAMINA_INPUT_PICTURE:
      return frame->target_kind == LAMINA_TARGET_ITSELF ||
             frame->target_kind == LAMINA_TARGET_PICTURE ? pictures : classes;
    case LAMINA_INPUT_TEXT:
      return frame->target_kind == LAMINA_TARGET_TOKENS ? text : classes;
    case LAMINA_INPUT_TABLE:
    default:
      return classes;
    }
}

static gboolean
has_memory (const LmStack *stack)
{
  static const char *const kinds[] = { "rnn", "lstm", "gru", NULL };

  for (gsize i = 0; i < lm_stack_get_n (stack); i++)
    if (g_strv_contains (kinds, lm_stack_nth (stack, i)->klass->id))
      return TRUE;

  return FALSE;
}

static gboolean
is_met (const Row         *row,
        const LaminaFrame *frame,
        const LmStack     *stack)
{
  switch (row->condition)
    {
    case WITH_METRIC:
      return row->index < frame->n_metrics;
    case WITH_MEMORY:
      return has_memory (stack);
    case WITHOUT_MEMORY:
      return !has_memory (stack);
    case ALWAYS:
    default:
      return TRUE;
    }
}

GArray *
lamina_scene_list_default (LaminaScene *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (LaminaScenePlace));
  const LaminaFrame *frame = lamina_scene_get_frame (self);
  const LmStack *stack = lamina_session_get_document (lamina_scene_get_session (self))->stack;

  for (const Row *row = choose_layout (frame); row->id != NULL; row++)
    {
      const LaminaScenePlace place = { lamina_view_find (row->id), row->index, row->columns };

      if (place.klass != NULL && is_met (row, frame, stack))
        g_array_append_val (places, place);
      else if (row->condition == WITH_METRIC && row->columns == 6 && row[-1].columns == 6 &&
               places->len > 0) /* The half row that the metric would have is the loss's. */
        g_array_index (places, LaminaScenePlace, places->len - 1).columns = LOSS_ALONE;
    }

  return places;
}
