/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-picture.h"

#include "lamina-error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#define MAX_FILE_BYTES ((gsize) 256 * 1024 * 1024)
#define MAX_PIXELS ((gint64) 64 * 1000 * 1000)
#define MAX_SIDE 65535
/* Grey, in 256ths, of what the eye makes of each colour (ITU-R BT.601). */
#define RED 77
#define GREEN 150
#define BLUE 29

const char *const lamina_fit_ids[] = { "crop", "stretch", NULL };
const char *const lamina_fit_titles[] = { N_("Cut to size"), N_("Stretch"), NULL };

/* Whether the file is there to its end. Loaders do not care: they leave the rest as it was. */
static gboolean
lamina_png_is_whole (const guint8 *data,
                     gsize         n_bytes)
{
  for (gsize at = 8; n_bytes - at >= 12;)
    {
      const gsize n = (gsize) data[at] << 24 | (gsize) data[at + 1] << 16 |
                      (gsize) data[at + 2] << 8 | data[at + 3];
      guint32 checksum;

      if (n > n_bytes - at - 12)
        return FALSE;

      memcpy (&checksum, data + at + 8 + n, 4);
      if (crc32_z (0, data + at + 4, n + 4) != GUINT32_FROM_BE (checksum))
        return FALSE;
      if (memcmp (data + at + 4, "IEND", 4) == 0)
        return TRUE;
      at += 12 + n;
    }

  return FALSE;
}

static gboolean
lamina_jpeg_is_whole (const guint8 *data,
                      gsize         n_bytes)
{
  /* Some programs write a little more behind the end. */
  const gsize n_window = MIN (n_bytes, 4096);

  return memmem (data + n_bytes - n_window, n_window, "\xff\xd9", 2) != NULL;
}

static const struct
{
  const char *name;
  const char *begin;
  gsize       n_begin;
  gboolean  (*is_whole) (const guint8 *data, gsize n_bytes);
} formats[] = {
  { "png", "\x89PNG\r\n\x1a\n", 8, lamina_png_is_whole },
  { "jpeg", "\xff\xd8\xff", 3, lamina_jpeg_is_whole },
};

typedef struct
{
  int      width, height;
  gboolean is_too_large;
  int      n_rows; /* that were decoded */
} LaminaPictureLoad;

/* Called before memory is taken; without a size the loader gives up. */
static void
lamina_picture_size_cb (GdkPixbufLoader   *loader,
                        int                width,
                        int                height,
                        LaminaPictureLoad *load)
{
  load->width = width;
  load->height = height;
  load->is_too_large = width > MAX_SIDE || height > MAX_SIDE
                       || (gint64) width * height > MAX_PIXELS;
  if (load->is_too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* What is not decoded afterwards would be whatever the memory held before. */
static void
lamina_picture_prepared_cb (GdkPixbufLoader   *loader,
                            LaminaPictureLoad *load)
{
  gdk_pixbuf_fill (gdk_pixbuf_loader_get_pixbuf (loader), 0xffffffff);
}

static void
lamina_picture_updated_cb (GdkPixbufLoader   *loader,
                           int                x,
                           int                y,
                           int                width,
                           int                height,
                           LaminaPictureLoad *load)
{
  load->n_rows = MAX (load->n_rows, y + height);
}

/* Returns: the row of formats, or -1 with @error */
static int
lamina_picture_find_format (const char  *data,
                            gsize        n_bytes,
                            const char  *source,
                            GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (n_bytes < formats[i].n_begin
          || memcmp (data, formats[i].begin, formats[i].n_begin) != 0)
        continue;
      if (formats[i].is_whole ((const guint8 *) data, n_bytes))
        return (int) i;

      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                   _("%s: the picture is cut off or damaged: get it again, or take it out"), source);
      return -1;
    }

  g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
               _("%s is neither PNG nor JPEG, whatever its name: convert it, or take it out"),
               source);

  return -1;
}

static GdkPixbuf *
lamina_picture_decode (const char  *data,
                       gsize        n_bytes,
                       const char  *source,
                       GError     **error)
{
  const int format = lamina_picture_find_format (data, n_bytes, source, error);
  g_autoptr(GdkPixbufLoader) loader = NULL;
  g_autoptr(GError) problem = NULL;
  LaminaPictureLoad load = { 0, 0, FALSE, 0 };
  gboolean is_written;

  if (format < 0)
    return NULL;

  loader = gdk_pixbuf_loader_new_with_type (formats[format].name, &problem);
  if (loader != NULL)
    {
      g_signal_connect (loader, "size-prepared", G_CALLBACK (lamina_picture_size_cb), &load);
      g_signal_connect (loader, "area-prepared", G_CALLBACK (lamina_picture_prepared_cb), &load);
      g_signal_connect (loader, "area-updated", G_CALLBACK (lamina_picture_updated_cb), &load);
      is_written = gdk_pixbuf_loader_write (loader, (const guchar *) data, n_bytes, &problem);
      if (gdk_pixbuf_loader_close (loader, is_written ? &problem : NULL) && is_written
          && gdk_pixbuf_loader_get_pixbuf (loader) != NULL && load.n_rows == load.height)
        return gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
    }

  if (load.is_too_large)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s has %d × %d pixels, more than can be read: make it smaller, or take it out"),
                 source, load.width, load.height);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("%s: the picture is cut off or damaged: get it again, or take it out"), source);

  return NULL;
}

/* The part of @pixbuf that is kept: its middle, in the proportions that are wanted. */
static GdkPixbuf *
lamina_picture_crop (GdkPixbuf *pixbuf,
                     gsize      width,
                     gsize      height)
{
  const gint64 w = gdk_pixbuf_get_width (pixbuf), h = gdk_pixbuf_get_height (pixbuf);
  const gint64 kept_w = MIN (w, MAX (h * (gint64) width / (gint64) height, 1));
  const gint64 kept_h = MIN (h, MAX (w * (gint64) height / (gint64) width, 1));

  return gdk_pixbuf_new_subpixbuf (pixbuf, (int) ((w - kept_w) / 2), (int) ((h - kept_h) / 2),
                                   (int) kept_w, (int) kept_h);
}

static GdkPixbuf *
lamina_picture_fit (GdkPixbuf                  *pixbuf,
                    const LaminaPictureChoice  *choice)
{
  g_autoptr(GdkPixbuf) part = NULL;

  if (choice->width == 0
      || (choice->width == (gsize) gdk_pixbuf_get_width (pixbuf)
          && choice->height == (gsize) gdk_pixbuf_get_height (pixbuf)))
    return g_object_ref (pixbuf);

  part = choice->fit == LAMINA_FIT_CROP
           ? lamina_picture_crop (pixbuf, choice->width, choice->height) : g_object_ref (pixbuf);

  return gdk_pixbuf_scale_simple (part, (int) choice->width, (int) choice->height,
                                  GDK_INTERP_BILINEAR);
}

static void
lamina_picture_take_pixels (LaminaPicture   *self,
                            const GdkPixbuf *pixbuf)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  const gsize n_bytes = (gsize) gdk_pixbuf_get_n_channels (pixbuf);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  const gsize n = self->width * self->height;

  for (gsize row = 0; row < self->height; row++)
    for (gsize column = 0; column < self->width; column++)
      {
        const guint8 *from = pixels + row * stride + column * n_bytes;
        const guint alpha = n_bytes == 4 ? from[3] : 255;
        guint8 *to = self->pixels + row * self->width + column;
        guint rgb[3];

        for (int c = 0; c < 3; c++)
          rgb[c] = (from[c] * alpha + 255 * (255 - alpha) + 127) / 255;
        if (self->n_channels == 1)
          *to = (guint8) ((RED * rgb[0] + GREEN * rgb[1] + BLUE * rgb[2] + 128) >> 8);
        else
          for (gsize c = 0; c < 3; c++)
            to[c * n] = (guint8) rgb[c];
      }
}

LaminaPicture *
lamina_picture_parse (GBytes                     *bytes,
                      const char                 *source,
                      const LaminaPictureChoice  *choice,
                      GError                    **error)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_autoptr(GdkPixbuf) decoded = lamina_picture_decode (data, n_bytes, source, error);
  g_autoptr(GdkPixbuf) pixbuf = decoded != NULL ? lamina_picture_fit (decoded, choice) : NULL;
  LaminaPicture *self;
  gsize n;

  if (decoded == NULL)
    return NULL;

  self = g_new0 (LaminaPicture, 1);
  if (pixbuf != NULL)
    {
      self->n_channels = choice->n_channels;
      self->width = (gsize) gdk_pixbuf_get_width (pixbuf);
      self->height = (gsize) gdk_pixbuf_get_height (pixbuf);
      self->pixels = g_try_malloc (self->n_channels * self->width * self->height);
    }
  if (self->pixels == NULL)
    {
      n = choice->width > 0 ? choice->width * choice->height : (gsize) MAX_PIXELS;
      lamina_error_set_no_memory (error, source, choice->n_channels * n);
      g_free (self);
      return NULL;
    }

  lamina_picture_take_pixels (self, pixbuf);

  return self;
}

LaminaPicture *
lamina_picture_read (const char                 *path,
                     const char                 *source,
                     const LaminaPictureChoice  *choice,
                     GCancellable               *cancellable,
                     GError                    **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = lamina_file_read (path, MAX_FILE_BYTES, cancellable, NULL, NULL,
                                              error);

  return bytes != NULL ? lamina_picture_parse (bytes, source != NULL ? source : name, choice,
                                               error) : NULL;
}

void
lamina_picture_free (LaminaPicture *self)
{
  if (self == NULL)
    return;

  g_free (self->pixels);
  g_free (self);
}
