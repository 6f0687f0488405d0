/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolution by both ways, at every level of vector instructions that this processor has, against
 * sums place by place, over random shapes: odd sizes, kernels of one pixel, strides beyond the
 * kernel, gaps, groups.
 * Arrays have no room to spare, so that a sanitizer sees what is read or written beyond them.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "lm-convolution.h"

#ifdef LM_REAL_IS_FLOAT
#define EPSILON FLT_EPSILON
#else
#define EPSILON DBL_EPSILON
#endif
#define N_SHAPES 200

/* Numbers, and for each the sum of the absolute values of what it is the sum of. */
typedef struct
{
  gsize   n;
  double *sum, *size;
} Expected;

typedef struct
{
  LmConvolution convolution;
  gsize     n_pictures, n_places;
  gsize     n_x, n_y, n_w; /* elements; the bias has n_filters */
  lm_real  *x, *w, *bias, *y, *dx, *dw, *scratch, *packed; /* packed is nullable */
  Expected  expected_y, expected_dx, expected_dw;
} Case;

static gsize
draw (gsize first,
      gsize last)
{
  return (gsize) g_test_rand_int_range ((gint32) first, (gint32) last + 1);
}

static lm_real *
draw_numbers (gsize n)
{
  lm_real *numbers = lm_alloc (n);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (lm_real) g_test_rand_double_range (-1, 1);

  return numbers;
}

static Expected
expect (gsize n)
{
  return (Expected) { n, g_new0 (double, n), g_new0 (double, n) };
}

static void
add_term (Expected *self,
          gsize     index,
          lm_real   a,
          lm_real   b)
{
  self->sum[index] += (double) a * (double) b;
  self->size[index] += fabs ((double) a * (double) b);
}

/* Rounding of @n_terms products and sums in any order: at most n_terms · ε of their size. */
static void
assert_near (const Expected *self,
             const lm_real  *numbers,
             gsize           n_terms)
{
  for (gsize i = 0; i < self->n; i++)
    g_assert_cmpfloat (fabs ((double) numbers[i] - self->sum[i]), <=,
                       (double) (n_terms + 2) * EPSILON * self->size[i]);
}

static void
expected_clear (Expected *self)
{
  g_free (self->sum);
  g_free (self->size);
}

static LmSlide
draw_slide (void)
{
  LmSlide slide;

  do
    slide = (LmSlide) { draw (1, 20), 0, draw (1, 5), draw (1, 4), draw (1, 3), draw (0, 3),
                        draw (0, 3) };
  while (!lm_slide_fit (&slide));

  return slide;
}

static void
case_init (Case                *self,
           const LmMicroKernel *kernel)
{
  const gsize n_groups = draw (1, 3);
  const gsize n_channels = draw (0, 9) == 0 ? draw (46, 50) : draw (1, 9); /* 48: no padded copy */
  LmConvolution *convolution = &self->convolution;
  const LmWindow *window = &convolution->window;
  gsize n_scratch;

  *convolution = (LmConvolution) {
    .window = { draw_slide (), draw_slide () },
    .n_channels = n_groups * n_channels, .n_filters = n_groups * draw (1, 20),
    .n_groups = n_groups, .kernel = kernel, .way = (LmWay) draw (LM_WAY_FASTEST, LM_WAY_FILTERS),
  };
  n_scratch = lm_convolution_plan (convolution);
  self->n_pictures = draw (1, 5);
  self->n_places = window->y.out * window->x.out;
  self->n_x = self->n_pictures * convolution->n_channels * window->y.in * window->x.in;
  self->n_y = self->n_pictures * convolution->n_filters * self->n_places;
  self->n_w = convolution->n_filters * convolution->n_column;

  self->x = draw_numbers (self->n_x);
  self->w = draw_numbers (self->n_w);
  self->bias = draw_numbers (convolution->n_filters);
  self->y = draw_numbers (self->n_y);
  self->dx = draw_numbers (self->n_x);
  self->dw = draw_numbers (self->n_w);
  self->scratch = lm_alloc (n_scratch);
  if (draw (0, 1) == 1)
    self->packed = lm_alloc (lm_convolution_get_packed_size (convolution));
  memset (self->scratch, 0xff, n_scratch * sizeof *self->scratch); /* NaN */
  self->expected_y = expect (self->n_y);
  self->expected_dx = expect (self->n_x);
  self->expected_dw = expect (self->n_w);
}

static void
case_clear (Case *self)
{
  lm_real *blocks[] = { self->x, self->w, self->bias, self->y, self->dx, self->dw, self->scratch,
                        self->packed };

  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    lm_free (blocks[i]);
  expected_clear (&self->expected_y);
  expected_clear (&self->expected_dx);
  expected_clear (&self->expected_dw);
}

/* One number of y, and what its gradient adds to others; @dy as it was drawn. */
static void
case_expect_place (Case          *self,
                   const lm_real *dy,
                   gsize          index)
{
  const LmConvolution *convolution = &self->convolution;
  const LmSlide *y = &convolution->window.y, *x = &convolution->window.x;
  const gsize filter = index / self->n_places % convolution->n_filters;
  const gsize picture = index / (self->n_places * convolution->n_filters);
  const gsize row = index % self->n_places / x->out, column = index % x->out;
  const gsize n_channels = convolution->n_channels / convolution->n_groups;
  const gsize first = filter / (convolution->n_filters / convolution->n_groups) * n_channels;

  add_term (&self->expected_y, index, self->bias[filter], 1);
  for (gsize k = 0; k < convolution->n_column; k++)
    {
      const gsize channel = k / convolution->n_taps;
      /* Above and at the left these wrap around, and are too large. */
      const gsize i = row * y->stride + k / x->kernel % y->kernel * y->dilation - y->before;
      const gsize j = column * x->stride + k % x->kernel * x->dilation - x->before;
      const gsize plane = picture * convolution->n_channels + first + channel;
      const gsize from = (plane * y->in + i) * x->in + j;
      const gsize weight = filter * convolution->n_column + k;

      if (i >= y->in || j >= x->in)
        continue;
      add_term (&self->expected_y, index, self->w[weight], self->x[from]);
      add_term (&self->expected_dw, weight, dy[index], self->x[from]);
      add_term (&self->expected_dx, from, dy[index], self->w[weight]);
    }
}

static void
test_shapes (gconstpointer data)
{
  for (gsize i = 0; i < N_SHAPES; i++)
    {
      Case self = { .packed = NULL };
      lm_real *dy;

      case_init (&self, data);
      dy = draw_numbers (self.n_y);
      for (gsize j = 0; j < self.n_w; j++) /* It is added to. */
        add_term (&self.expected_dw, j, self.dw[j], 1);
      for (gsize j = 0; j < self.n_y; j++)
        case_expect_place (&self, dy, j);

      if (self.packed != NULL)
        {
          lm_convolution_pack_forward (&self.convolution, self.w, self.packed);
          lm_convolution_pack_backward (&self.convolution, self.w, self.packed);
        }
      lm_convolution_forward (&self.convolution, self.n_pictures, self.x, self.w, self.packed,
                              self.bias, self.y, self.scratch);
      lm_convolution_backward (&self.convolution, self.n_pictures, self.x, self.w, self.packed,
                               dy, self.dw, self.dx, self.scratch);
      assert_near (&self.expected_y, self.y, self.convolution.n_column + 1);
      assert_near (&self.expected_dw, self.dw, self.n_pictures * self.n_places + 1);
      assert_near (&self.expected_dx, self.dx,
                   self.convolution.n_filters * self.convolution.n_taps);

      lm_free (dy);
      case_clear (&self);
    }
}

int
main (int   argc,
      char *argv[])
{
  const LmMicroKernel *kernel;

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; (kernel = lm_micro_kernel_nth (i)) != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/convolution/%s", kernel->name);

      g_test_add_data_func (path, kernel, test_shapes);
    }

  return g_test_run ();
}
