/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>

#include "lamina-data-kind.h"
#include "lamina-data-points.h"
#include "lamina-shape.h"
#include "lm-random.h"

enum { GREY, COLOUR };

#define GREY_SIZE 28
#define COLOUR_SIZE 32
#define MAX_PIXELS (COLOUR_SIZE * COLOUR_SIZE)
#define MAX_WORKERS 4
/* How often progress is told. */
#define STRIDE 64

typedef struct
{
  int    n_examples;
  int    picture;
  int    answer;
  double variation;
  double noise;
} LaminaShapes;

static const char *const picture_ids[] = { "grey", "colour", NULL };
static const char *const picture_titles[] = { N_("Grey, 28 × 28"), N_("Colour, 32 × 32"), NULL };

enum { CLASS, MASK };

static const char *const answer_ids[] = { "class", "mask", NULL };
static const char *const answer_titles[] = { N_("Class"), N_("Mask"), NULL };

static const LmField fields[] = {
  { "picture", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaShapes, picture), 0, 1, GREY,
    N_("Pictures"), NULL, picture_ids, picture_titles },
  { "answer", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaShapes, answer), 0, 1, CLASS,
    N_("Answer"), N_("What is asked of a network: the class, or for each pixel whether the shape covers it"),
    answer_ids, answer_titles },
  { "examples", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaShapes, n_examples), 100, 200000, 12000,
    N_("Examples"), .flags = LM_FIELD_LOG },
  { "variation", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaShapes, variation), 0, 1, 0.5,
    N_("Variation"), N_("How much place, size and turn differ from picture to picture") },
  { "noise", LM_FIELD_REAL, G_STRUCT_OFFSET (LaminaShapes, noise), 0, 1, 0.06,
    N_("Noise"), N_("Deviation of the grain, where black to white is 1") },
  { NULL },
};

static const char *const defaults[] = { "validation=0.1", "test=0.15", "scaling=range", NULL };

/* One picture's choices: all but @shape are random. */
typedef struct
{
  LaminaShape      shape;
  LaminaShapeStyle style;
  double           x, y, radius; /* Of the shape, in pixels. */
  double           cosine, sine;
  double           back[3], front[3];    /* Colours, 0 … 1. */
  double           slope_x, slope_y;     /* Light across the picture. */
} LaminaScene;

/* Numbers of one picture, in the order in which they are used. */
enum
{
  U_X, U_Y, U_SIZE, U_TURN, U_WEIGHT, U_PITCH, U_SLIDE, U_OUTLINE, U_HUE, U_HUES, U_BACK, U_FRONT,
  U_BACK_SATURATION, U_FRONT_SATURATION, U_SLOPE, U_SLOPE_TURN, U_POLARITY, N_U
};

static void
lamina_hsv (double hue,
            double saturation,
            double value,
            double colour[3])
{
  for (int c = 0; c < 3; c++)
    {
      /* Each channel is full a third of the circle and fades over a sixth on either side. */
      const double turn = hue + (3 - c) / 3.0;
      const double away = fabs ((turn - floor (turn + 0.5)) * 6);

      colour[c] = value * (1 - saturation * CLAMP (away - 1, 0, 1));
    }
}

static void
lamina_scene_choose_colours (LaminaScene   *self,
                             const lm_real *u,
                             gboolean       in_colour)
{
  /* A light shape on a dark ground; some coloured ones are the other way round. */
  const gboolean is_swapped = in_colour && u[U_POLARITY] < 0.25f;
  const double dark = (in_colour ? 0.1 : 0) + 0.25 * (double) u[U_BACK];
  const double light = 0.6 + 0.4 * (double) u[U_FRONT];
  const double hue = (double) u[U_HUE];

  lamina_hsv (hue, in_colour ? 0.2 + 0.5 * (double) u[U_BACK_SATURATION] : 0,
              is_swapped ? light : dark, self->back);
  lamina_hsv (hue + 0.3 + 0.4 * (double) u[U_HUES],
              in_colour ? 0.4 + 0.5 * (double) u[U_FRONT_SATURATION] : 0,
              is_swapped ? dark : light, self->front);
}

static void
lamina_scene_init (LaminaScene        *self,
                   const LaminaShapes *shapes,
                   gsize               index,
                   int                 seed,
                   int                 size)
{
  const LmRandom random = { (guint64) seed, lm_random_stream ("shapes"), index, 0 };
  const double variation = shapes->variation;
  double turn, slope, reach;
  lm_real u[N_U];

  lm_random_uniform (&random, u, N_U);
  turn = 2 * G_PI * variation * ((double) u[U_TURN] - 0.5);
  self->shape = (LaminaShape) (index % LAMINA_N_SHAPES);
  self->style = (LaminaShapeStyle) { (double) u[U_WEIGHT], (double) u[U_PITCH], (double) u[U_SLIDE],
                                     u[U_OUTLINE] < 0.5f };
  self->radius = size * (0.42 - 0.14 * variation * (double) u[U_SIZE]);
  reach = variation * (0.5 * size - 0.9 * self->radius); /* Hardly any of it leaves the picture. */
  self->x = 0.5 * size + reach * (2 * (double) u[U_X] - 1);
  self->y = 0.5 * size + reach * (2 * (double) u[U_Y] - 1);
  self->cosine = cos (turn);
  self->sine = sin (turn);
  slope = 0.25 * (double) u[U_SLOPE] / size;
  self->slope_x = slope * cos (2 * G_PI * (double) u[U_SLOPE_TURN]);
  self->slope_y = slope * sin (2 * G_PI * (double) u[U_SLOPE_TURN]);
  lamina_scene_choose_colours (self, u, shapes->picture == COLOUR);
}

/* How much of a pixel the shape covers. */
static double
lamina_scene_get_coverage (const LaminaScene *self,
                           int                column,
                           int                row)
{
  const double dx = (column + 0.5 - self->x) / self->radius;
  const double dy = (row + 0.5 - self->y) / self->radius;
  const double distance = lamina_shape_get_distance (self->shape, &self->style,
                                                     self->cosine * dx + self->sine * dy,
                                                     self->cosine * dy - self->sine * dx);

  return CLAMP (0.5 - distance * self->radius, 0, 1);
}

/* Four bytes added up are as good as normal: the sum's deviation is 147.8. */
static double
lamina_get_grain (guint32 bits)
{
  const guint sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);

  return ((double) sum - 510) / 147.8;
}

static void
lamina_scene_draw (const LaminaScene *self,
                   int                size,
                   int                n_channels,
                   double             noise,
                   const guint32     *bits,
                   guint8            *pixels,
                   guint8            *mask)
{
  for (int row = 0; row < size; row++)
    for (int column = 0; column < size; column++)
      {
        const double coverage = lamina_scene_get_coverage (self, column, row);
        const double light = 1 + self->slope_x * (column - size / 2) +
                             self->slope_y * (row - size / 2);

        if (mask != NULL)
          mask[row * size + column] = coverage >= 0.5 ? 255 : 0;
        for (int c = 0; c < n_channels; c++)
          {
            const int i = (c * size + row) * size + column;
            const double value = light *
                                   (self->back[c] + (self->front[c] - self->back[c]) * coverage) +
                                 noise * lamina_get_grain (bits[i]);

            pixels[i] = (guint8) (CLAMP (value, 0, 1) * 255 + 0.5);
          }
      }
}

/* Worker w draws pictures w, w + n_workers…: each is a function of its index alone, so their
 * number changes nothing. The first tells how far it is, as far as all of them are. */
typedef struct
{
  const LaminaShapes   *shapes;
  int                   seed;
  guint8               *x;
  guint8               *masks; /* (nullable) */
  double               *y;
  const LaminaDataPart *part;
  GCancellable         *cancellable;
  gsize                 first, n_workers;
} LaminaShapesWork;

static gpointer
lamina_shapes_work (gpointer data)
{
  const LaminaShapesWork *work = data;
  const LaminaShapes *shapes = work->shapes;
  const int size = shapes->picture == COLOUR ? COLOUR_SIZE : GREY_SIZE;
  const int n_channels = shapes->picture == COLOUR ? 3 : 1;
  const gsize n_pixels = (gsize) (size * size * n_channels), n = (gsize) shapes->n_examples;
  guint32 bits[3 * MAX_PIXELS];

  for (gsize i = work->first; i < n && !g_cancellable_is_cancelled (work->cancellable);
       i += work->n_workers)
    {
      const LmRandom random = { (guint64) work->seed, lm_random_stream ("shapes"), i, 1 };
      LaminaScene scene;

      if (work->first == 0 && i / work->n_workers % STRIDE == 0)
        lamina_data_part_report (work->part, (double) i / (double) n);

      lamina_scene_init (&scene, shapes, i, work->seed, size);
      lm_random_bits (&random, bits, n_pixels);
      lamina_scene_draw (&scene, size, n_channels, shapes->noise, bits, work->x + i * n_pixels,
                         work->masks != NULL ? work->masks + i * (gsize) (size * size) : NULL);
      work->y[i] = scene.shape;
    }

  return NULL;
}

static gboolean
lamina_shapes_draw (const LaminaShapesWork  *all,
                    GError                 **error)
{
  const gsize n_workers = CLAMP (g_get_num_processors (), 1, MAX_WORKERS);
  LaminaShapesWork work[MAX_WORKERS];
  pthread_t threads[MAX_WORKERS];
  gboolean is_started[MAX_WORKERS] = { FALSE };

  for (gsize i = 0; i < n_workers; i++)
    {
      work[i] = *all;
      work[i].first = i;
      work[i].n_workers = n_workers;
      if (i > 0)
        is_started[i] = pthread_create (&threads[i], NULL, lamina_shapes_work, &work[i]) == 0;
    }

  for (gsize i = 0; i < n_workers; i++)
    if (!is_started[i])
      lamina_shapes_work (&work[i]);

  for (gsize i = 1; i < n_workers; i++)
    if (is_started[i])
      pthread_join (threads[i], NULL);

  return lamina_data_check_cancelled (all->cancellable, error);
}

static LaminaDataDraft *
lamina_shapes_make_draft (gsize n_channels,
                          gsize size)
{
  static const char *const colours[] = { N_("red"), N_("green"), N_("blue") };
  LaminaDataDraft *draft = lamina_data_draft_new (N_("Drawn shapes"), LAMINA_DATA_INPUT_PICTURE, 3,
                                                  (gsize[]) { n_channels, size, size });

  draft->title_is_ours = TRUE;
  draft->store = LAMINA_STORE_BYTES;
  for (gsize c = 0; c < n_channels; c++)
    lamina_data_draft_add_column (draft, n_channels == 1 ? _("grey") : _(colours[c]), NULL);
  lamina_data_draft_add_target (draft, _("class"));
  lamina_data_draft_add_classes (draft, lamina_shape_names, LAMINA_N_SHAPES, TRUE);

  return draft;
}

static LaminaDataDraft *
lamina_shapes_load (gconstpointer        instance,
                    int                  seed,
                    GCancellable        *cancellable,
                    LaminaDataProgress   progress,
                    gpointer             progress_data,
                    GError             **error)
{
  const LaminaShapes *self = instance;
  const LaminaDataPart part = { progress, progress_data, 0, 1 };
  const gsize size = self->picture == COLOUR ? COLOUR_SIZE : GREY_SIZE;
  const gsize n_channels = self->picture == COLOUR ? 3 : 1;
  const gsize n = (gsize) self->n_examples, n_pixels = size * size * n_channels;
  const gboolean has_masks = self->answer == MASK;
  g_autofree guint8 *x = lamina_data_alloc_bytes (n, n_pixels, error);
  g_autofree guint8 *masks = x != NULL && has_masks
                               ? lamina_data_alloc_bytes (n, size * size, error)
                               : NULL;
  g_autofree double *y = x != NULL && (masks != NULL || !has_masks)
                           ? lamina_data_alloc_doubles (n, 1, error) : NULL;
  const LaminaShapesWork work = { self, seed, x, masks, y, &part, cancellable, 0, 1 };
  LaminaDataDraft *draft;

  if (y == NULL || !lamina_shapes_draw (&work, error))
    return NULL;

  draft = lamina_shapes_make_draft (n_channels, size);
  lamina_data_draft_take_block (draft, LAMINA_BLOCK_TRAINING, n,
                                g_bytes_new_take (g_steal_pointer (&x), n * n_pixels),
                                g_steal_pointer (&y));
  if (has_masks)
    lamina_data_draft_take_masks (draft, LAMINA_BLOCK_TRAINING,
                                  g_bytes_new_take (g_steal_pointer (&masks), n * size * size));

  return draft;
}

const LaminaDataKind lamina_shapes_data = {
  .id = "shapes",
  .title = N_("Drawn shapes"),
  .summary = N_("Ten classes of shapes and patterns, drawn as they are needed: no file is read"),
  .group = LAMINA_DATA_GROUP_PICTURES,
  .size = sizeof (LaminaShapes),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_shapes_load,
};
