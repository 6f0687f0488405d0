/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a variational autoencoder puts examples, what it decodes from there, and what lies between
 * one place and another.
 */

#include "lamina-draw.h"
#include "lamina-format.h"
#include "lamina-latent-map.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>

static gboolean
lamina_latent_map_view_fits (const LaminaFrame *frame)
{
  return frame->latent != NULL;
}

static gboolean
lamina_latent_map_view_has_content (const LaminaFrame *frame)
{
  const LmTensor *codes;

  if (frame->snapshot == NULL)
    return FALSE;

  codes = lamina_latent_get_codes (frame->latent, frame->snapshot);

  return codes != NULL && codes->shape.dim[0] == frame->latent->n;
}

static char *
lamina_latent_map_view_write_subtitle (const LaminaFrame *frame)
{
  g_autofree char *n = NULL;

  if (frame->latent->n_latent == 1)
    return g_strdup (_("its one latent number from left to right; drag A and B"));
  if (frame->latent->n_latent == 2)
    return g_strdup (_("drag A and B; the pictures below lead from one to the other"));

  n = lamina_format_count (frame->latent->n_latent);

  return g_strdup_printf (_("the two of %s latent numbers that tell most; drag A and B"), n);
}

/* "Sandal, example 12: z1 0.52, z2 −0.31". Returns: (nullable) */
static char *
write_hit (const LaminaLatentMap *self,
           const LaminaFrame     *frame,
           double                 x,
           double                 y)
{
  const LaminaLatent *latent = frame->latent;
  const LmTensor *codes = lamina_latent_get_codes (latent, frame->snapshot);
  const gssize row = lamina_latent_map_hit (self, frame, x, y);
  g_autofree char *name = NULL, *number = NULL, *first = NULL, *second = NULL;

  if (row < 0)
    return NULL;

  number = lamina_format_count ((guint64) latent->indices[row] + 1);
  first = lamina_format_number ((double) codes->data[(gsize) row * latent->n_latent +
                                                     latent->dims[0]]);
  second = lamina_format_number ((double) codes->data[(gsize) row * latent->n_latent +
                                                      latent->dims[1]]);
  if (latent->classes[row] >= 0)
    name = lamina_frame_write_class (frame, (gsize) latent->classes[row]);
  if (latent->n_latent == 1)
    return name != NULL ? g_strdup_printf (_("%s, example %s: z1 %s"), name, number, first)
                        : g_strdup_printf (_("example %s: z1 %s"), number, first);
  if (name == NULL)
    return g_strdup_printf (_("example %s: z%zu %s, z%zu %s"), number, latent->dims[0] + 1, first,
                            latent->dims[1] + 1, second);

  return g_strdup_printf (_("%s, example %s: z%zu %s, z%zu %s"), name, number, latent->dims[0] + 1,
                          first, latent->dims[1] + 1, second);
}

static void
lamina_latent_map_view_draw (cairo_t           *cr,
                             const LaminaFrame *frame,
                             const LaminaStyle *style,
                             double             width,
                             double             height)
{
  g_autofree char *text = NULL;
  LaminaLatentMap map;

  lamina_latent_map_init (&map, cr, frame, style, width, height);
  lamina_latent_map_draw (&map, cr, frame, style, width);
  if (!frame->options.has_hover)
    return;
  text = write_hit (&map, frame, frame->options.hover_x, frame->options.hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, frame->options.hover_x, frame->options.hover_y, width,
                        height);
}

static char *
lamina_latent_map_view_get_value_at (const LaminaFrame *frame,
                                     const LaminaStyle *style,
                                     double             width,
                                     double             height,
                                     double             x,
                                     double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaLatentMap map;

  lamina_latent_map_init (&map, cr, frame, style, width, height);
  lamina_measure_end (cr);

  return write_hit (&map, frame, x, y);
}

static gboolean
lamina_latent_map_view_find_place (const LaminaFrame *frame,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height,
                                   double             x,
                                   double             y,
                                   double            *place_x,
                                   double            *place_y)
{
  cairo_t *cr = lamina_measure_begin ();
  LaminaLatentMap map;

  lamina_latent_map_init (&map, cr, frame, style, width, height);
  lamina_measure_end (cr);
  *place_x = lamina_axis_get_value (&map.chart.x, x);
  *place_y = lamina_axis_get_value (&map.chart.y, y);

  return x >= map.chart.left && x <= map.chart.right && y >= map.chart.top &&
         y <= map.chart.bottom;
}

static char *
lamina_latent_map_view_describe (const LaminaFrame *frame)
{
  g_autofree char *a = lamina_latent_map_write_end (frame, 0);
  g_autofree char *b = lamina_latent_map_write_end (frame, 1);
  g_autofree char *reach = lamina_format_setting (frame->latent->reach);

  if (frame->latent->n_latent == 1)
    return g_strdup_printf (ngettext ("%zu example, z1 up to %s; A: %s; B: %s",
                                      "%zu examples, z1 up to %s; A: %s; B: %s",
                                      (gulong) frame->latent->n),
                            frame->latent->n, reach, a, b);

  return g_strdup_printf (ngettext ("%zu example, z%zu and z%zu up to %s; A: %s; B: %s",
                                    "%zu examples, z%zu and z%zu up to %s; A: %s; B: %s",
                                    (gulong) frame->latent->n),
                          frame->latent->n, frame->latent->dims[0] + 1,
                          frame->latent->dims[1] + 1, reach, a, b);
}

/* The means of all latent numbers. */
static void
lamina_latent_map_view_write_numbers (const LaminaFrame *frame,
                                      GString           *csv)
{
  const LaminaLatent *latent = frame->latent;
  const LmTensor *codes = lamina_latent_get_codes (latent, frame->snapshot);

  g_string_append (csv, "example,class");
  for (gsize i = 0; i < latent->n_latent; i++)
    g_string_append_printf (csv, ",z%zu", i + 1);
  g_string_append (csv, "\r\n");

  for (gsize row = 0; row < latent->n; row++)
    {
      g_string_append_printf (csv, "%" G_GUINT32_FORMAT ",", latent->indices[row]);
      if (latent->classes[row] >= 0)
        g_string_append_printf (csv, "%d", latent->classes[row]);
      for (gsize i = 0; i < latent->n_latent; i++)
        {
          g_string_append_c (csv, ',');
          lamina_csv_append_number (csv, (double) codes->data[row * latent->n_latent + i]);
        }
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_latent_map_view = {
  .id = "latent-map",
  .title = N_("Latent map"),
  .summary = N_("Where the encoder puts examples, what the decoder makes of each place, and a walk "
                "between two of them."),
  .empty = N_("The map comes with the first look at the network."),
  .unfit = N_("Only a network with a sampling layer has such a map."),
  .nearest = "reconstructions predictions gan-samples text",
  .watches = LAMINA_WATCH_LATENT,
  .columns = 7,
  .height = 320,
  .fits = lamina_latent_map_view_fits,
  .has_content = lamina_latent_map_view_has_content,
  .write_subtitle = lamina_latent_map_view_write_subtitle,
  .draw = lamina_latent_map_view_draw,
  .get_value_at = lamina_latent_map_view_get_value_at,
  .find_place = lamina_latent_map_view_find_place,
  .describe = lamina_latent_map_view_describe,
  .write_numbers = lamina_latent_map_view_write_numbers,
};
