/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lamina-draw.h"

#define DEFAULT_WIDTH 960
#define DEFAULT_HEIGHT 540
#define DEFAULT_SCALE 2
#define MARGIN 16
/* Nobody needs more, and no image surface can be larger. */
#define MAX_SIDE 16384

const char *const lamina_export_ids[] = { "png", "svg", "pdf", "csv", NULL };

gboolean
lamina_export_find_format (const char         *path,
                           LaminaExportFormat *format)
{
  const char *dot = strrchr (path, '.');

  for (int i = 0; dot != NULL && i < LAMINA_N_EXPORTS; i++)
    if (g_ascii_strcasecmp (dot + 1, lamina_export_ids[i]) == 0)
      {
        *format = (LaminaExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

/* Every field usable. */
static LaminaExportSize
get_size (const LaminaExportSize *size)
{
  LaminaExportSize whole = size != NULL ? *size : (LaminaExportSize) { 0 };

  whole.width = whole.width > 0 ? CLAMP (whole.width, 80, MAX_SIDE) : DEFAULT_WIDTH;
  whole.height = whole.height > 0 ? CLAMP (whole.height, 60, MAX_SIDE) : DEFAULT_HEIGHT;
  whole.scale = whole.scale > 0 ? whole.scale : DEFAULT_SCALE;
  whole.scale = fmin (whole.scale, MAX_SIDE / fmax (whole.width, whole.height));

  return whole;
}

/* Title, subtitle, picture. */
static void
draw_page (cairo_t               *cr,
           const LaminaViewClass *view,
           const LaminaFrame     *frame,
           const LaminaStyle     *style,
           double                 width,
           double                 height)
{
  const double header = lamina_get_line_height (style, LAMINA_FONT_TITLE);
  const LaminaText title = {
    .font = LAMINA_FONT_TITLE, .max_width = width - 2 * MARGIN,
  };
  LaminaText subtitle = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  const double baseline = lamina_get_baseline (style, LAMINA_FONT_TITLE, MARGIN, header);
  g_autofree char *title_text = lamina_view_write_title (view, frame);
  g_autofree char *subtitle_text = lamina_view_write_subtitle (view, frame);
  double left;

  lamina_style_set_source (style, cr, LAMINA_COLOR_CARD, 1);
  cairo_paint (cr);

  left = MARGIN + lamina_draw_text (cr, style, &title, MARGIN, baseline, title_text) + 10;
  subtitle.max_width = width - MARGIN - left;
  if (subtitle.max_width > 20)
    lamina_draw_text (cr, style, &subtitle, left, baseline, subtitle_text);

  cairo_translate (cr, MARGIN, MARGIN + header + 8);
  lamina_view_draw (view, cr, frame, style, width - 2 * MARGIN,
                    height - 2 * MARGIN - header - 8);
}

/* Without what belongs to the screen. */
static LaminaFrame
get_frame (const LaminaFrame *frame)
{
  LaminaFrame copy = *frame;

  copy.options.has_hover = FALSE;

  return copy;
}

static LaminaStyle
get_style (const LaminaStyle *style)
{
  LaminaStyle copy;

  if (style != NULL)
    return *style;

  lamina_style_init (&copy, LAMINA_SCHEME_LIGHT, NULL);

  return copy;
}

cairo_surface_t *
lamina_export_draw (const LaminaViewClass  *view,
                    const LaminaFrame      *frame,
                    const LaminaStyle      *style,
                    const LaminaExportSize *size)
{
  const LaminaExportSize whole = get_size (size);
  const LaminaFrame copy = get_frame (frame);
  const LaminaStyle used = get_style (style);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         (int) ceil (whole.width * whole.scale),
                                                         (int) ceil (whole.height * whole.scale));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, whole.scale, whole.scale);
  draw_page (cr, view, &copy, &used, whole.width, whole.height);
  cairo_destroy (cr);

  return surface;
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* As a PDF or an SVG. */
static cairo_status_t
append_vectors (GByteArray             *bytes,
                const LaminaViewClass  *view,
                const LaminaFrame      *frame,
                const LaminaStyle      *style,
                const LaminaExportSize *size,
                LaminaExportFormat      format)
{
  const LaminaExportSize whole = get_size (size);
  const LaminaFrame copy = get_frame (frame);
  const LaminaStyle used = get_style (style);
  g_autofree char *title = lamina_view_write_title (view, frame);
  cairo_surface_t *surface = format == LAMINA_EXPORT_SVG
                               ? cairo_svg_surface_create_for_stream (append_bytes, bytes,
                                                                      whole.width, whole.height)
                               : cairo_pdf_surface_create_for_stream (append_bytes, bytes,
                                                                      whole.width, whole.height);
  cairo_status_t status;
  cairo_t *cr;

  if (format == LAMINA_EXPORT_PDF)
    {
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Lamina");
    }
  cr = cairo_create (surface);
  draw_page (cr, view, &copy, &used, whole.width, whole.height);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  return status;
}

static cairo_status_t
append_pixels (GByteArray             *bytes,
               const LaminaViewClass  *view,
               const LaminaFrame      *frame,
               const LaminaStyle      *style,
               const LaminaExportSize *size)
{
  cairo_surface_t *surface = lamina_export_draw (view, frame, style, size);
  const cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);

  cairo_surface_destroy (surface);

  return status;
}

/* The whole file. Returns: (nullable): %NULL if there is no memory for it */
static GByteArray *
make_picture (const LaminaViewClass  *view,
              const LaminaFrame      *frame,
              const LaminaStyle      *style,
              const LaminaExportSize *size,
              LaminaExportFormat      format)
{
  GByteArray *bytes = g_byte_array_new ();
  const cairo_status_t status =
    format == LAMINA_EXPORT_PNG ? append_pixels (bytes, view, frame, style, size)
                                : append_vectors (bytes, view, frame, style, size, format);

  if (status != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&bytes, g_byte_array_unref);

  return bytes;
}

static void
set_error (GError       **error,
           const char    *path,
           const GError  *cause)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS) ||
      g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM))
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("%s was not written: the folder %s cannot be written to. Choose another folder."),
                 name, shown);
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("%s was not written: the disk is full. Free some space, or choose another folder."),
                 name);
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("%s was not written: there is no folder %s. Make it, or choose another one."),
                 name, shown);
  else
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("%s was not written: %s"), name, cause->message);
}

gboolean
lamina_export_view (const LaminaViewClass   *view,
                    const LaminaFrame       *frame,
                    const LaminaStyle       *style,
                    const LaminaExportSize  *size,
                    LaminaExportFormat       format,
                    const char              *path,
                    GError                 **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GByteArray) bytes = NULL;
  const char *message;

  g_return_val_if_fail (format < LAMINA_N_EXPORTS, FALSE);

  if (lamina_view_get_state (view, frame, &message) != LAMINA_VIEW_READY)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, message);
      return FALSE;
    }

  if (format == LAMINA_EXPORT_CSV)
    {
      g_autofree char *csv = lamina_view_write_numbers (view, frame);

      bytes = g_byte_array_new ();
      g_byte_array_append (bytes, (const guint8 *) csv, (guint) strlen (csv));
    }
  else
    bytes = make_picture (view, frame, style, size, format);

  if (bytes == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM,
                           _("There is no memory for a picture of this size. Choose a smaller one."));
      return FALSE;
    }

  if (!g_file_set_contents_full (path, (const char *) bytes->data, (gssize) bytes->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0644, &cause))
    {
      set_error (error, path, cause);
      return FALSE;
    }

  return TRUE;
}

char *
lamina_export_suggest_name (const LaminaViewClass *view,
                            const LaminaFrame     *frame,
                            const char            *project)
{
  g_autofree char *stem = g_strdup_printf ("%s-%s-%" G_GUINT64_FORMAT, project, view->id,
                                           frame->step);
  GString *name = g_string_new (NULL);

  for (const char *c = stem; *c != '\0'; c = g_utf8_next_char (c))
    {
      const gunichar character = g_utf8_get_char (c);

      if (g_unichar_isalnum (character) || character == '_' || character == '-')
        g_string_append_unichar (name, g_unichar_tolower (character));
      else if (name->len > 0 && name->str[name->len - 1] != '-')
        g_string_append_c (name, '-');
    }

  return g_string_free (name, FALSE);
}
