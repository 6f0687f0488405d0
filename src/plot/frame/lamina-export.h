/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-view.h"

G_BEGIN_DECLS

/* A view's picture as a file of its own, with title and subtitle. */
typedef enum
{
  LAMINA_EXPORT_PNG,
  LAMINA_EXPORT_SVG,
  LAMINA_EXPORT_PDF,
  LAMINA_EXPORT_CSV, /* the numbers that are drawn */
  LAMINA_N_EXPORTS,
} LaminaExportFormat;

/* "png", "svg", "pdf", "csv": file suffixes, too. */
extern const char *const lamina_export_ids[LAMINA_N_EXPORTS + 1];

typedef struct
{
  double width, height; /* of the whole picture, in pixels (points in SVG and PDF); 0: 960 × 540 */
  double scale;         /* PNG pixels a pixel; 0: 2 */
} LaminaExportSize;

/* By the suffix. Returns: %FALSE if there is no such format */
gboolean lamina_export_find_format (const char            *path,
                                    LaminaExportFormat    *format);
/* Writes to @path at once or not at all: an old file stays as it was on failure.
 * @style: (nullable): light, if %NULL
 * @size: (nullable)
 * @error: G_FILE_ERROR: a sentence with the file's name; G_FILE_ERROR_FAILED if the view has
 * nothing to show, with its sentence */
gboolean lamina_export_view        (const LaminaViewClass  *view,
                                    const LaminaFrame      *frame,
                                    const LaminaStyle      *style,
                                    const LaminaExportSize *size,
                                    LaminaExportFormat      format,
                                    const char             *path,
                                    GError                **error);
/* The picture alone. Returns: (transfer full): an image surface */
cairo_surface_t *lamina_export_draw (const LaminaViewClass  *view,
                                     const LaminaFrame      *frame,
                                     const LaminaStyle      *style,
                                     const LaminaExportSize *size) G_GNUC_WARN_UNUSED_RESULT;
/* "fashion-loss-4212": without folder and suffix, safe on any file system. (transfer full) */
char    *lamina_export_suggest_name (const LaminaViewClass *view,
                                     const LaminaFrame     *frame,
                                     const char            *project) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
