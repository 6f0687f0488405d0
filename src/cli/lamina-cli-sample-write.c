/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Samples as files. */

#include "lamina-cli-sample.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-npy.h"
#include "lamina-view.h"

/* Pixels between pictures; most pixels of a side. */
#define GAP 2
#define MAX_SIDE 16384

/* --- CSV --- */

static void
append_header (const LaminaMade *made,
               GString          *csv)
{
  const gsize n = lm_shape_get_n_columns (&made->shape);
  const gboolean has_names = made->is_like_data && n == lamina_data_set_get_n_columns (made->data);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (csv, ',');
      if (has_names)
        lamina_csv_append_text (csv, lamina_data_set_get_column (made->data, i)->name);
      else
        g_string_append_printf (csv, "x%zu", i);
    }
  g_string_append (csv, made->classes != NULL ? ",class\n" : "\n");
}

char *
lamina_cli_made_to_csv (const LaminaMade *made)
{
  const gsize n = lm_shape_get_n_columns (&made->shape);
  GString *csv = g_string_new (NULL);

  append_header (made, csv);
  for (gsize i = 0; i < made->shape.dim[0]; i++)
    {
      for (gsize j = 0; j < n; j++)
        {
          if (j > 0)
            g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) made->numbers[i * n + j]);
        }
      if (made->classes != NULL)
        g_string_append_printf (csv, ",%u", made->classes[i]);
      g_string_append_c (csv, '\n');
    }

  return g_string_free (csv, FALSE);
}

/* --- PNG --- */

typedef struct
{
  gsize across, down;   /* pictures */
  gsize n_in_turn;      /* classes, each of which has a row; 0: the order is that of reading */
  gsize n_channels, height, width;
} Grid;

/* As square as can be; of a network that is told all classes in turn, a row is a class. */
static void
grid_arrange (Grid             *self,
              const LaminaMade *made)
{
  const gsize n = made->shape.dim[0];

  if (made->classes != NULL && made->n_classes > 1 && n > made->n_classes &&
      made->classes[0] != made->classes[1])
    {
      self->n_in_turn = self->down = made->n_classes;
      self->across = (n + self->down - 1) / self->down;
      return;
    }

  self->across = (gsize) ceil (sqrt ((double) n));
  self->down = (n + self->across - 1) / self->across;
}

static gboolean
grid_init (Grid              *self,
           const LaminaMade  *made,
           GError           **error)
{
  const LmShape *shape = &made->shape;
  const gsize n = shape->dim[0];

  if (shape->rank != 4 || (shape->dim[1] != 1 && shape->dim[1] != 3))
    {
      g_autofree char *text = lm_shape_to_string (shape);

      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("Samples of shape %s are no pictures: write them to a .csv or a .npy file"),
                   text);
      return FALSE;
    }

  *self = (Grid) { .n_channels = shape->dim[1], .height = shape->dim[2], .width = shape->dim[3] };
  grid_arrange (self, made);
  if (self->across * (self->width + GAP) <= MAX_SIDE &&
      self->down * (self->height + GAP) <= MAX_SIDE)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("%zu samples of %zu × %zu are too large for one picture: ask for fewer, or write "
                 "a .npy file"),
               n, self->height, self->width);

  return FALSE;
}

/* What the data mean by white. */
static double
get_white (const LaminaMade *made,
           gsize             channel)
{
  const LaminaDataColumn *column;

  if (!made->is_like_data)
    return 1;
  if (lamina_data_set_get_picture (made->data, LM_SPLIT_TRAINING, 0) != NULL)
    return G_MAXUINT8;

  column = lamina_data_set_get_column (made->data, channel);

  return column->max > 0 ? column->max : 1;
}

static void
paint (const Grid       *self,
       const LaminaMade *made,
       gsize             index,
       guint8           *pixels,
       gsize             stride)
{
  const gsize n_plane = self->height * self->width;
  const float *picture = made->numbers + index * self->n_channels * n_plane;
  const gsize row = self->n_in_turn > 0 ? index % self->n_in_turn : index / self->across;
  const gsize column = self->n_in_turn > 0 ? index / self->n_in_turn : index % self->across;
  guint8 *corner = pixels + row * (self->height + GAP) * stride +
                   column * (self->width + GAP) * sizeof (guint32);

  for (gsize i = 0; i < n_plane; i++)
    {
      guint32 *pixel = (guint32 *) (corner + i / self->width * stride) + i % self->width;

      *pixel = 0;
      for (gsize channel = 0; channel < 3; channel++)
        {
          const gsize c = self->n_channels == 3 ? channel : 0;
          const double value = (double) picture[c * n_plane + i] / get_white (made, c);

          /* What is not a number is black. */
          *pixel = *pixel << 8 | (value > 0 ? (guint32) lround (fmin (value, 1) * 255) : 0);
        }
    }
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static gboolean
write_png (const LaminaMade  *made,
           const char        *path,
           GError           **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  Grid grid;

  if (!grid_init (&grid, made, error))
    return FALSE;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        (int) (grid.across * (grid.width + GAP) - GAP),
                                        (int) (grid.down * (grid.height + GAP) - GAP));
  for (gsize i = 0; i < made->shape.dim[0] && cairo_image_surface_get_data (surface) != NULL; i++)
    paint (&grid, made, i, cairo_image_surface_get_data (surface),
           (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return lamina_cli_write (path, (const char *) bytes->data, bytes->len, error);

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED, _("%s: %s"), path,
               cairo_status_to_string (status));

  return FALSE;
}

/* --- by the suffix --- */

static gboolean
write_npy (const LaminaMade  *made,
           const char        *path,
           GError           **error)
{
  g_autoptr(LaminaArray) array = lamina_array_new_copy (NULL, LAMINA_DTYPE_F32, made->shape.rank,
                                                        made->shape.dim, made->numbers);

  return lamina_npy_write (path, array, error);
}

gboolean
lamina_cli_write_made (const LaminaMade  *made,
                       const char        *path,
                       GError           **error)
{
  if (g_str_has_suffix (path, ".png"))
    return write_png (made, path, error);
  if (g_str_has_suffix (path, ".npy"))
    return write_npy (made, path, error);
  if (g_str_has_suffix (path, ".csv"))
    {
      g_autofree char *csv = lamina_cli_made_to_csv (made);

      return lamina_cli_write (path, csv, strlen (csv), error);
    }

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("%s: samples are written as .png, .npy or .csv"), path);

  return FALSE;
}
