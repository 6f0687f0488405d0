/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-atlas.h"
#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-heat.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Cells get no smaller than this; then only some of the maps are shown. Pictures may shrink
 * to a pixel a pixel. */
#define LEAST_CELL 4.0
#define LEAST_PICTURE_CELL 1.0
#define GAP 2.0
/* The cells of a matrix of few rows get higher than wide, up to this. */
#define HIGHEST_CELL 24.0
/* Units of so few inputs are maps of one row, side by side. */
#define FEW_INPUTS 8

/* The weights as maps: kernels, a dense layer's pictures, or one matrix. */
typedef struct
{
  LaminaMaps maps;
  gsize      n_all;       /* maps there are */
  gsize      n_inputs;    /* maps an output: 1 for pictures and matrices */
  gboolean   is_matrix;   /* rows: inputs or outputs, columns: the other */
  gboolean   is_turned;   /* rows are inputs */
} Kernels;

/* Where it is drawn: maps in an atlas, a matrix in a field. */
typedef struct
{
  LaminaAtlas atlas;
  double      x, y, width, height;
} Place;

/* The parameter that is drawn. Returns: (nullable) */
static const LmParam *
find_weight (const LaminaFrame *frame)
{
  const LmLayer *layer = lamina_frame_get_layer (frame);

  for (guint i = 0; layer != NULL && i < layer->params->len; i++)
    {
      const LmParam *param = &g_array_index (layer->params, LmParam, i);

      if (g_str_equal (param->name, "weight") && param->shape.rank >= 2 && param->shape.rank <= 4)
        return param;
    }

  return NULL;
}

/* Whether the layer's inputs are the pixels of a picture: nothing that is learnt stands before. */
static gboolean
reads_picture (const LaminaFrame *frame,
               gsize              n_inputs)
{
  if (frame->picture.rank != 4 || lm_shape_get_n_columns (&frame->picture) != n_inputs)
    return FALSE;

  for (gssize i = 0; i < frame->layer; i++)
    {
      const LmLayer *layer = lm_network_get_layer (frame->network, (gsize) i);

      if (layer->params->len > 0 || lm_shape_get_n_columns (&layer->output) != n_inputs)
        return FALSE;
    }

  return TRUE;
}

static void
kernels_init (Kernels           *self,
              const LaminaFrame *frame)
{
  const LmTensor *weight = lamina_frame_get_weight (frame);
  const gsize n_outputs = weight->shape.dim[0];
  const gsize n_columns = weight->len / n_outputs;

  *self = (Kernels) { .maps.data = weight->data, .n_inputs = 1 };

  if (weight->shape.rank == 4)
    {
      self->n_inputs = weight->shape.dim[1];
      self->maps.n_rows = weight->shape.dim[2];
      self->maps.n_columns = weight->shape.dim[3];
    }
  else if (weight->shape.rank == 2 && reads_picture (frame, n_columns))
    {
      self->n_inputs = frame->picture.dim[1];
      self->maps.n_rows = frame->picture.dim[2];
      self->maps.n_columns = frame->picture.dim[3];
    }
  else if (n_columns <= FEW_INPUTS && n_outputs > 1)
    {
      self->maps.n_rows = 1;
      self->maps.n_columns = n_columns;
    }
  else
    {
      self->is_matrix = TRUE;
      self->is_turned = n_outputs > n_columns;
      self->maps.n_rows = MIN (n_outputs, n_columns);
      self->maps.n_columns = MAX (n_outputs, n_columns);
    }

  self->n_all = weight->len / (self->maps.n_rows * self->maps.n_columns);
  self->maps.n_maps = self->n_all;
}

static double
get_footer_height (const LaminaStyle *style,
                   double             height)
{
  return height < 64 ? 0 : lamina_get_color_bar_height (style) + 4;
}

static void
place_matrix (const Kernels *self,
              Place         *place,
              double         width,
              double         height)
{
  const double n_rows = (double) self->maps.n_rows, n_columns = (double) self->maps.n_columns;
  const double cell_width = fmin (width / n_columns, height / n_rows);
  const double cell_height = fmin (height / n_rows, fmax (cell_width, HIGHEST_CELL));

  place->width = cell_width * n_columns;
  place->height = cell_height * n_rows;
  place->x = floor ((width - place->width) / 2);
  place->y = floor ((height - place->height) / 2);
}

/* Places the maps, as many as can be told apart. */
static void
place_maps (Kernels     *self,
            LaminaAtlas *atlas,
            double       width,
            double       field)
{
  const double least = self->maps.n_rows > 8 ? LEAST_PICTURE_CELL : LEAST_CELL;
  const double one = ((double) self->maps.n_columns * least + GAP) *
                     ((double) self->maps.n_rows * least + GAP);

  self->maps.n_maps = CLAMP ((gsize) (width * field / one), 1, self->n_all);
  lamina_atlas_init (atlas, self->maps.n_maps, self->maps.n_rows, self->maps.n_columns, width,
                     field, GAP, 0);
  atlas->x = floor ((width - atlas->width) / 2);
  atlas->y = self->maps.n_maps < self->n_all ? 0 : floor ((field - atlas->height) / 2);
}

static void
kernels_layout (Kernels           *self,
                Place             *place,
                const LaminaStyle *style,
                double             width,
                double             height)
{
  const double field = height - get_footer_height (style, height);

  if (self->is_matrix)
    place_matrix (self, place, width, field);
  else
    place_maps (self, &place->atlas, width, field);
}

static LaminaHeat
get_matrix (const Kernels *self,
            LaminaMap      map,
            double         limit)
{
  const gsize n_rows = self->maps.n_rows, n_columns = self->maps.n_columns;

  return (LaminaHeat) {
    .data = self->maps.data, .n_rows = n_rows, .n_columns = n_columns,
    .row_stride = self->is_turned ? 1 : n_columns, .column_stride = self->is_turned ? n_rows : 1,
    .map = map, .low = -limit, .high = limit,
  };
}

static gboolean
lamina_kernels_view_fits (const LaminaFrame *frame)
{
  return find_weight (frame) != NULL;
}

static gboolean
lamina_kernels_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *weight = lamina_frame_get_weight (frame);

  return weight != NULL && weight->len > 0;
}

static char *
lamina_kernels_view_write_title (const LaminaFrame *frame)
{
  const LmParam *weight = find_weight (frame);

  return g_strdup (weight != NULL && weight->shape.rank != 4 ? _("Weights") : _("Kernels"));
}

static char *
lamina_kernels_view_write_subtitle (const LaminaFrame *frame)
{
  g_autofree char *count = lamina_format_count (find_weight (frame)->shape.dim[0]);

  return g_strdup_printf ("%s · %s", lamina_frame_get_layer (frame)->name, count);
}

/* "conv_1, kernel 5, row 1, column 2: −0.312" */
static char *
write_cell (const Kernels     *self,
            const LaminaFrame *frame,
            gsize              index,
            gsize              row,
            gsize              column)
{
  const gsize cell = self->is_turned ? column * self->maps.n_rows + row
                                     : (index * self->maps.n_rows + row) * self->maps.n_columns +
                                       column;
  const double value = (double) self->maps.data[cell];
  g_autofree char *number = lamina_format_exact (value);

  if (self->is_matrix)
    return g_strdup_printf (_("unit %d, input %d: %s"),
                            (int) (self->is_turned ? column : row) + 1,
                            (int) (self->is_turned ? row : column) + 1, number);
  if (self->maps.n_rows == 1 && self->n_all > 1)
    return g_strdup_printf (_("unit %d, input %d: %s"), (int) index + 1, (int) column + 1, number);
  if (self->n_inputs > 1)
    return g_strdup_printf (_("kernel %d, input %d, row %d, column %d: %s"),
                            (int) (index / self->n_inputs) + 1, (int) (index % self->n_inputs) + 1,
                            (int) row + 1, (int) column + 1, number);

  return g_strdup_printf (_("kernel %d, row %d, column %d: %s"),
                          (int) index + 1, (int) row + 1, (int) column + 1, number);
}

static char *
write_hit (const Kernels     *self,
           const Place       *place,
           const LaminaFrame *frame,
           double             x,
           double             y)
{
  const double across = (x - place->x) / place->width;
  const double down = (y - place->y) / place->height;
  gsize index = 0, row, column;

  if (self->is_matrix)
    {
      if (!(across >= 0 && across < 1 && down >= 0 && down < 1))
        return NULL;
      row = (gsize) (down * (double) self->maps.n_rows);
      column = (gsize) (across * (double) self->maps.n_columns);
    }
  else if (!lamina_atlas_hit (&place->atlas, x, y, &index, &row, &column))
    return NULL;

  return write_cell (self, frame, index, row, column);
}

static void
draw_footer (const Kernels     *self,
             cairo_t           *cr,
             const LaminaFrame *frame,
             const LaminaStyle *style,
             LaminaMap          map,
             double             limit,
             double             width,
             double             y)
{
  const gboolean is_own = frame->options.range == LAMINA_RANGE_OWN;
  g_autofree char *low = is_own ? g_strconcat (LAMINA_MINUS, _("max"), NULL)
                                : lamina_format_signed (-limit);
  g_autofree char *high = is_own ? g_strdup (_("max")) : lamina_format_signed (limit);
  double left = 0;

  if (self->maps.n_maps < self->n_all)
    {
      const LaminaText text = {
        .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM, .max_width = width / 2,
      };
      g_autofree char *shown = lamina_format_count (self->maps.n_maps);
      g_autofree char *all = lamina_format_count (self->n_all);
      g_autofree char *string = g_strdup_printf (_("%s of %s"), shown, all);

      left = lamina_draw_text (cr, style, &text, 0,
                               lamina_get_baseline (style, text.font, y,
                                                    lamina_get_color_bar_height (style)),
                               string) + 12;
    }
  lamina_draw_color_bar (cr, style, map, 1, low, high,
                         left > 0 ? LAMINA_ALIGN_END : LAMINA_ALIGN_MIDDLE, left, y, width - left);
}

static void
draw_weights (const Kernels     *self,
              const Place       *place,
              cairo_t           *cr,
              const LaminaFrame *frame,
              const LaminaStyle *style,
              LaminaMap          map,
              double             limit)
{
  const LaminaHeat matrix = get_matrix (self, map, limit);

  if (self->is_matrix)
    lamina_heat_draw (&matrix, cr, style, place->x, place->y, place->width, place->height);
  else if (frame->options.range == LAMINA_RANGE_OWN)
    lamina_atlas_draw (&place->atlas, cr, style, &self->maps, map, NAN, NAN);
  else
    lamina_atlas_draw (&place->atlas, cr, style, &self->maps, map, -limit, limit);
}

static void
lamina_kernels_view_draw (cairo_t           *cr,
                          const LaminaFrame *frame,
                          const LaminaStyle *style,
                          double             width,
                          double             height)
{
  const double footer = get_footer_height (style, height);
  const LaminaMap map = frame->options.map != LAMINA_MAP_AUTO ? frame->options.map
                                                              : LAMINA_MAP_DIVERGING;
  double low = 0, high = 0, limit;
  Kernels kernels;
  Place place;

  kernels_init (&kernels, frame);
  lamina_maps_get_range (&kernels.maps, &low, &high);
  limit = fmax (fmax (-low, high), 0);
  kernels_layout (&kernels, &place, style, width, height);
  draw_weights (&kernels, &place, cr, frame, style, map, limit);
  if (footer > 0)
    draw_footer (&kernels, cr, frame, style, map, limit, width,
                 height - lamina_get_color_bar_height (style));

  if (frame->options.has_hover)
    {
      g_autofree char *text = write_hit (&kernels, &place, frame, frame->options.hover_x,
                                         frame->options.hover_y);

      if (text != NULL)
        lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y,
                            width, height);
    }
}

static char *
lamina_kernels_view_get_value_at (const LaminaFrame *frame,
                                  const LaminaStyle *style,
                                  double             width,
                                  double             height,
                                  double             x,
                                  double             y)
{
  Kernels kernels;
  Place place;

  kernels_init (&kernels, frame);
  kernels_layout (&kernels, &place, style, width, height);

  return write_hit (&kernels, &place, frame, x, y);
}

static char *
lamina_kernels_view_describe (const LaminaFrame *frame)
{
  const LmTensor *weight = lamina_frame_get_weight (frame);
  const int n = (int) weight->shape.dim[0];
  const LaminaMaps all = {
    .data = weight->data, .n_rows = weight->len, .n_columns = 1, .n_maps = 1,
  };
  double low = 0, high = 0;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  lamina_maps_get_range (&all, &low, &high);
  from = lamina_format_number (low);
  to = lamina_format_number (high);

  if (weight->shape.rank == 4)
    return g_strdup_printf (ngettext ("%d kernel of %s, %s to %s", "%d kernels of %s, %s to %s",
                                      (gulong) n),
                            n, lamina_frame_get_layer (frame)->name, from, to);

  return g_strdup_printf (ngettext ("Weights of %d unit of %s, %s to %s",
                                    "Weights of %d units of %s, %s to %s", (gulong) n),
                          n, lamina_frame_get_layer (frame)->name, from, to);
}

static void
lamina_kernels_view_write_numbers (const LaminaFrame *frame,
                                   GString           *csv)
{
  const LmTensor *weight = lamina_frame_get_weight (frame);
  const gsize n_columns = weight->len / weight->shape.dim[0];

  g_string_append (csv, "output");
  for (gsize i = 0; i < n_columns; i++)
    g_string_append_printf (csv, ",weight_%" G_GSIZE_FORMAT, i + 1);
  g_string_append (csv, "\r\n");

  for (gsize i = 0; i < weight->shape.dim[0]; i++)
    {
      g_string_append_printf (csv, "%" G_GSIZE_FORMAT, i + 1);
      for (gsize j = 0; j < n_columns; j++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) weight->data[i * n_columns + j]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_kernels_view = {
  .id = "kernels",
  .title = N_("Kernels"),
  .summary = N_("The weights of a layer as pictures: what each kernel or unit answers to."),
  .empty = N_("The weights come with the first look at the network."),
  .unfit = N_("This layer has no weights. Choose a convolution or a dense layer."),
  .nearest = "feature-maps",
  .watches = LAMINA_WATCH_WEIGHTS,
  .columns = 4,
  .height = 150,
  .takes_layer = TRUE,
  .takes_map = TRUE,
  .fits = lamina_kernels_view_fits,
  .has_content = lamina_kernels_view_has_content,
  .write_title = lamina_kernels_view_write_title,
  .write_subtitle = lamina_kernels_view_write_subtitle,
  .draw = lamina_kernels_view_draw,
  .get_value_at = lamina_kernels_view_get_value_at,
  .describe = lamina_kernels_view_describe,
  .write_numbers = lamina_kernels_view_write_numbers,
};
