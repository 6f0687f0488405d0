/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-latent.h"

#include <math.h>
#include <string.h>

#include "lm-generator.h"

#define N_GRID 11
/* Of the map at first, at least and at most; so far lie all but a few of the examples. */
#define REACH 3.0
#define LEAST_REACH 2.0
#define MOST_REACH 8.0
#define SHARE_WITHIN 0.98
/* Another number has to tell so much more before it takes a place on the map. */
#define MORE 1.25
/* An example is taken if it lies within this share of the map's reach. */
#define NEAR 0.035
/* Of a map of one number: how high examples go, and how much of its class' height each has. */
#define LINE_SHARE 0.85
#define LINE_SPREAD 0.7
#define GOLDEN 0.618033988749895
/* An end that has moved less than this share of the reach stays. */
#define STILL 0.01

static LmBlob *
new_rows (gsize n_rows,
          gsize n_columns)
{
  LmBlob *blob = lm_blob_new (&(LmShape) { 2, { n_rows, n_columns } });

  if (blob != NULL)
    lm_tensor_fill (&blob->tensor, 0);

  return blob;
}

/* Blobs are never written again once a watch may have them. */
static void
make_grid (LaminaLatent *self)
{
  LmBlob *grid = new_rows (N_GRID * N_GRID, self->n_latent);

  if (grid == NULL)
    return;

  for (gsize i = 0; i < N_GRID * N_GRID; i++)
    {
      lm_real *z = grid->tensor.data + i * self->n_latent;

      /* The middle of each of the places that the map is cut into. */
      z[self->dims[1]] = (lm_real) (self->reach * ((2.0 * (double) (i / N_GRID) + 1) / N_GRID - 1));
      z[self->dims[0]] = (lm_real) (self->reach * ((2.0 * (double) (i % N_GRID) + 1) / N_GRID - 1));
    }
  g_clear_pointer (&self->grid, lm_blob_unref);
  self->grid = grid;
}

static void
make_walk (LaminaLatent *self)
{
  LmBlob *walk = new_rows (LAMINA_N_WALK, self->n_latent);

  if (walk == NULL)
    return;

  for (gsize i = 0; i < LAMINA_N_WALK; i++)
    for (gsize j = 0; j < self->n_latent; j++)
      {
        const double share = (double) i / (LAMINA_N_WALK - 1);

        walk->tensor.data[i * self->n_latent + j] =
          (lm_real) ((1 - share) * (double) self->ends[0].z[j] +
                     share * (double) self->ends[1].z[j]);
      }
  g_clear_pointer (&self->walk, lm_blob_unref);
  self->walk = walk;
}

LaminaLatent *
lamina_latent_new (LmNetwork *network,
                   LmBlob    *inputs,
                   int       *classes,
                   guint32   *indices)
{
  g_autoptr(LaminaLatent) self = g_new0 (LaminaLatent, 1);
  const gssize layer = lm_network_find_latent (network);
  const LmShape *shape;

  self->inputs = inputs;
  self->classes = classes;
  self->indices = indices;
  if (layer < 0 || lm_network_get_layer (network, (gsize) layer)->klass->ignores_input)
    return NULL;

  shape = &lm_network_get_layer (network, (gsize) layer)->output;
  if (shape->rank != 2 || shape->dim[1] < 1 ||
      !lm_network_has_stretch (network, (gsize) layer + 1, lm_network_get_n_layers (network),
                               shape))
    return NULL;

  self->layer = (gsize) layer;
  self->n_latent = shape->dim[1];
  self->n = inputs->tensor.shape.dim[0];
  self->dims[1] = self->n_latent > 1 ? 1 : 0;
  for (gsize i = 0; i < self->n; i++)
    self->n_classes = MAX (self->n_classes, classes[i] + 1);
  self->reach = REACH;
  self->n_grid = N_GRID;
  for (gsize i = 0; i < G_N_ELEMENTS (self->ends); i++)
    {
      self->ends[i].example = -1;
      self->ends[i].z = g_new0 (lm_real, self->n_latent);
    }
  make_grid (self);
  make_walk (self);

  return self->grid != NULL && self->walk != NULL ? g_steal_pointer (&self) : NULL;
}

void
lamina_latent_free (LaminaLatent *self)
{
  g_clear_pointer (&self->inputs, lm_blob_unref);
  g_clear_pointer (&self->grid, lm_blob_unref);
  g_clear_pointer (&self->walk, lm_blob_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->ends); i++)
    g_free (self->ends[i].z);
  g_free (self->classes);
  g_free (self->indices);
  g_free (self);
}

const LmTensor *
lamina_latent_get_codes (const LaminaLatent *self,
                         const LmSnapshot   *snapshot)
{
  return lm_snapshot_get_value (snapshot, LAMINA_PROBE_CODES, (gssize) self->layer);
}

const LmTensor *
lamina_latent_get_kl (const LaminaLatent *self,
                      const LmSnapshot   *snapshot)
{
  return lm_snapshot_get_trace (snapshot, LAMINA_PROBE_CODES, self->layer, "kl");
}

static const LmTensor *
get_answer (const LmSnapshot *snapshot,
            guint             probe,
            const LmBlob     *asked)
{
  const LmTensor *answer = lm_snapshot_get_answer (snapshot, probe);

  return answer != NULL && answer->shape.dim[0] == asked->tensor.shape.dim[0] ? answer : NULL;
}

const LmTensor *
lamina_latent_get_grid (const LaminaLatent *self,
                        const LmSnapshot   *snapshot)
{
  return get_answer (snapshot, LAMINA_PROBE_GRID, self->grid);
}

const LmTensor *
lamina_latent_get_walk (const LaminaLatent *self,
                        const LmSnapshot   *snapshot)
{
  return get_answer (snapshot, LAMINA_PROBE_WALK, self->walk);
}

gboolean
lamina_latent_is_current (const LaminaLatent *self,
                          const LmSnapshot   *snapshot,
                          guint               probe)
{
  const LmBlob *blob = probe == LAMINA_PROBE_GRID ? self->grid : self->walk;
  const LmTensor *input = lm_snapshot_get_value (snapshot, probe, -1);

  return input != NULL && input->data == blob->tensor.data;
}

double
lamina_latent_get_mean_kl (const LmTensor *kl,
                           gsize           index)
{
  const gsize n = kl->shape.dim[0], n_columns = lm_shape_get_n_columns (&kl->shape);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) kl->data[i * n_columns + index];

  return sum / (double) n;
}

void
lamina_latent_get_place (const LaminaLatent *self,
                         gsize               row,
                         const lm_real      *z,
                         double             *x,
                         double             *y)
{
  const double n = MAX (self->n_classes, 1), class = MAX (self->classes[row], 0);
  const double share = fmod ((double) row * GOLDEN, 1);

  *x = (double) z[self->dims[0]];
  *y = (double) z[self->dims[1]];
  if (self->n_latent == 1)
    *y = LINE_SHARE * self->reach *
         (1 - 2 * (class + 0.5 + LINE_SPREAD * (share - 0.5)) / n);
}

/* The two numbers that tell most, the lower one first. Returns: whether they are others now */
static gboolean
choose_dims (LaminaLatent   *self,
             const LmTensor *kl)
{
  g_autofree double *means = g_new (double, self->n_latent);
  gsize best[2] = { 0, 1 };
  gboolean is_other;

  if (self->n_latent == 1)
    {
      self->kl[0] = self->kl[1] = lamina_latent_get_mean_kl (kl, 0);
      return FALSE;
    }

  for (gsize i = 0; i < self->n_latent; i++)
    {
      means[i] = lamina_latent_get_mean_kl (kl, i);
      /* Who has a place keeps it, until another one is clearly better. */
      if (i == self->dims[0] || i == self->dims[1])
        means[i] *= MORE;
    }
  if (means[1] > means[0])
    best[0] = 1, best[1] = 0;
  for (gsize i = 2; i < self->n_latent; i++)
    {
      if (means[i] > means[best[0]])
        best[1] = best[0], best[0] = i;
      else if (means[i] > means[best[1]])
        best[1] = i;
    }

  is_other = MIN (best[0], best[1]) != self->dims[0] || MAX (best[0], best[1]) != self->dims[1];
  self->dims[0] = MIN (best[0], best[1]);
  self->dims[1] = MAX (best[0], best[1]);
  for (gsize i = 0; i < 2; i++)
    self->kl[i] = lamina_latent_get_mean_kl (kl, self->dims[i]);

  return is_other;
}

static int
compare_reals (gconstpointer a,
               gconstpointer b)
{
  const double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

/* Whole deviations; it shrinks late, lest it swings. Returns: whether it is another one now */
static gboolean
choose_reach (LaminaLatent   *self,
              const LmTensor *codes)
{
  g_autofree double *far = g_new (double, self->n);
  double wanted;

  for (gsize i = 0; i < self->n; i++)
    {
      const lm_real *z = codes->data + i * self->n_latent;
      const double most = fmax (fabs ((double) z[self->dims[0]]), fabs ((double) z[self->dims[1]]));

      far[i] = isfinite (most) ? most : 0;
    }
  qsort (far, self->n, sizeof *far, compare_reals);
  wanted = CLAMP (ceil (far[(gsize) ((double) (self->n - 1) * SHARE_WITHIN)]), LEAST_REACH,
                  MOST_REACH);
  if (wanted <= self->reach && wanted >= self->reach - 1)
    return FALSE;

  self->reach = wanted;

  return TRUE;
}

static gboolean
is_good (const LaminaLatent *self,
         const lm_real      *z)
{
  for (gsize i = 0; i < self->n_latent; i++)
    if (!isfinite ((double) z[i]))
      return FALSE;

  return TRUE;
}

/* Returns: whether it has moved away from where the walk ends */
static gboolean
follow_end (LaminaLatent   *self,
            gsize           which,
            const LmTensor *codes)
{
  LaminaLatentEnd *end = &self->ends[which];
  const lm_real *z = codes->data + (gsize) MAX (end->example, 0) * self->n_latent;
  const lm_real *walk = self->walk->tensor.data +
                        (which > 0 ? (LAMINA_N_WALK - 1) * self->n_latent : 0);
  double distance = 0;

  if (end->example < 0)
    {
      end->x = (double) end->z[self->dims[0]];
      end->y = self->n_latent > 1 ? (double) end->z[self->dims[1]] : 0;
      return FALSE;
    }
  if (!is_good (self, z))
    return FALSE;

  for (gsize i = 0; i < self->n_latent; i++)
    distance = fmax (distance, fabs ((double) z[i] - (double) walk[i]));
  memcpy (end->z, z, self->n_latent * sizeof *z);
  lamina_latent_get_place (self, (gsize) end->example, z, &end->x, &end->y);

  return distance > STILL * self->reach;
}

/* The example whose place on the map is the farthest from the first one's. */
static gsize
find_farthest (const LaminaLatent *self,
               const LmTensor     *codes)
{
  const gsize x = self->dims[0], y = self->dims[1];
  double most = 0;
  gsize farthest = 0;

  for (gsize i = 1; i < self->n; i++)
    {
      const lm_real *z = codes->data + i * self->n_latent;
      const double distance = hypot ((double) (z[x] - codes->data[x]),
                                     (double) (z[y] - codes->data[y]));

      if (isfinite (distance) && distance > most)
        {
          most = distance;
          farthest = i;
        }
    }

  return farthest;
}

/* The first example, and the first of another class, or a far one where there are no classes. */
static void
begin (LaminaLatent   *self,
       const LmTensor *codes)
{
  gsize other = 0;

  for (gsize i = 1; i < self->n && other == 0; i++)
    if (self->classes[i] != self->classes[0])
      other = i;
  if (other == 0)
    other = find_farthest (self, codes);

  self->ends[0].example = 0;
  self->ends[1].example = (gssize) other;
  self->has_begun = TRUE;
}

gboolean
lamina_latent_follow (LaminaLatent     *self,
                      const LmSnapshot *snapshot)
{
  const LmTensor *codes = lamina_latent_get_codes (self, snapshot);
  const LmTensor *kl = lamina_latent_get_kl (self, snapshot);
  gboolean has_grid = FALSE, has_walk = FALSE;

  if (codes == NULL || codes->shape.dim[0] != self->n)
    return FALSE;

  if (kl != NULL)
    has_grid = choose_dims (self, kl);
  if (!self->has_begun)
    begin (self, codes);
  has_grid |= choose_reach (self, codes);
  for (gsize i = 0; i < G_N_ELEMENTS (self->ends); i++)
    has_walk |= follow_end (self, i, codes);

  if (has_grid)
    make_grid (self);
  if (has_walk)
    make_walk (self);

  return has_grid || has_walk;
}

void
lamina_latent_move_end (LaminaLatent     *self,
                        const LmSnapshot *snapshot,
                        gsize             which,
                        double            x,
                        double            y)
{
  const LmTensor *codes = snapshot != NULL ? lamina_latent_get_codes (self, snapshot) : NULL;
  LaminaLatentEnd *end = &self->ends[which];
  double nearest = NEAR * self->reach;

  x = CLAMP (x, -self->reach, self->reach);
  y = CLAMP (y, -self->reach, self->reach);
  end->example = -1;
  self->has_begun = TRUE;
  for (gsize i = 0; codes != NULL && i < self->n; i++)
    {
      const lm_real *z = codes->data + i * self->n_latent;
      double place_x, place_y, distance;

      lamina_latent_get_place (self, i, z, &place_x, &place_y);
      distance = hypot (place_x - x, place_y - y);
      if (distance < nearest && is_good (self, z))
        {
          nearest = distance;
          end->example = (gssize) i;
        }
    }

  if (end->example >= 0)
    follow_end (self, which, codes);
  else
    {
      memset (end->z, 0, self->n_latent * sizeof *end->z);
      end->z[self->dims[1]] = (lm_real) y;
      end->z[self->dims[0]] = (lm_real) x;
      end->x = x;
      end->y = self->n_latent > 1 ? y : 0;
    }
  make_walk (self);
}

void
lamina_latent_add_codes (const LaminaLatent *self,
                         LmWatch            *watch)
{
  lm_watch_add_probe (watch, LAMINA_PROBE_CODES, lm_blob_ref (self->inputs), FALSE);
  lm_watch_set_stretch (watch, 0, self->layer + 1);
  lm_watch_add_values (watch, self->layer);
  lm_watch_add_trace (watch, LAMINA_PROBE_CODES, self->layer, "kl");
}

void
lamina_latent_add_map (const LaminaLatent *self,
                       LmWatch            *watch)
{
  lamina_latent_add_codes (self, watch);
  lm_watch_add_probe (watch, LAMINA_PROBE_GRID, lm_blob_ref (self->grid), FALSE);
  lm_watch_set_stretch (watch, self->layer + 1, 0);
  lm_watch_add_probe (watch, LAMINA_PROBE_WALK, lm_blob_ref (self->walk), FALSE);
  lm_watch_set_stretch (watch, self->layer + 1, 0);
}
