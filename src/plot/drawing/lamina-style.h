/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

/* How pictures look: colours, letters and colour maps, from one table. Widgets
 * take the same colours through lamina_style_write_css().
 */
typedef enum
{
  LAMINA_SCHEME_LIGHT,
  LAMINA_SCHEME_DARK,
  LAMINA_SCHEME_LIGHT_CONTRAST,
  LAMINA_SCHEME_DARK_CONTRAST,
  LAMINA_N_SCHEMES,
} LaminaScheme;

typedef enum
{
  LAMINA_COLOR_GROUND,       /* behind the cards */
  LAMINA_COLOR_CARD,         /* what views are drawn on */
  LAMINA_COLOR_TEXT,
  LAMINA_COLOR_DIM,          /* axis text, captions */
  LAMINA_COLOR_GRID,
  LAMINA_COLOR_TROUGH,       /* the empty part of a bar */
  LAMINA_COLOR_BAR,          /* the filled part of the first bar */
  LAMINA_COLOR_BAR_OTHER,    /* of the others */
  LAMINA_COLOR_RUN_A,        /* the current or first run */
  LAMINA_COLOR_RUN_A_STRONG, /* its validation line */
  LAMINA_COLOR_RUN_B,
  LAMINA_COLOR_RUN_C,
  LAMINA_COLOR_RUN_D,
  LAMINA_COLOR_RUN_OTHER,
  LAMINA_COLOR_PAST_BG,      /* the past only, nothing else */
  LAMINA_COLOR_PAST_LINE,
  LAMINA_COLOR_PAST_FG,
  LAMINA_COLOR_FUTURE,       /* steps that are not trained yet */
  LAMINA_COLOR_RIGHT,        /* always with ✓ */
  LAMINA_COLOR_WRONG,        /* always with ✕ */
  LAMINA_COLOR_BUBBLE,       /* the read-out under the pointer */
  LAMINA_COLOR_BUBBLE_TEXT,
  LAMINA_N_COLORS,
} LaminaColor;

typedef enum
{
  LAMINA_FONT_CAPTION, /* 9 pt: the smallest there is */
  LAMINA_FONT_LABEL,   /* 10 pt */
  LAMINA_FONT_BODY,    /* 11 pt */
  LAMINA_FONT_TITLE,   /* 10.5 pt bold: of a card */
  LAMINA_FONT_VALUE,   /* 12 pt bold: the present value */
  LAMINA_FONT_MONO,    /* 9 pt, fixed width */
  LAMINA_N_FONTS,
} LaminaFont;

typedef enum
{
  LAMINA_MAP_AUTO,      /* the view's own choice, with the style's map for magnitudes */
  LAMINA_MAP_VIRIDIS,
  LAMINA_MAP_CIVIDIS,
  LAMINA_MAP_GREY,
  LAMINA_MAP_DIVERGING, /* blue, nothing, orange: for signed values around 0 */
  LAMINA_N_MAPS,
} LaminaMap;

/* A plain value: set it up with lamina_style_init(), then change what differs. */
typedef struct
{
  LaminaScheme scheme;
  const char  *family;     /* (nullable): of the letters; borrowed; "Cantarell" */
  double       text_scale; /* 1; 1.5 while presenting */
  LaminaMap    map;        /* for magnitudes: viridis or cividis */
  double       pixel_scale; /* Pixels of the screen to a unit, where a surface does not know: 1 */
} LaminaStyle;

void           lamina_style_init            (LaminaStyle       *self,
                                             LaminaScheme       scheme,
                                             const char        *family);
gboolean       lamina_style_is_dark         (const LaminaStyle *self);
gboolean       lamina_style_is_contrast     (const LaminaStyle *self);

/* Red, green, blue: 0 … 1. */
void           lamina_style_get_color       (const LaminaStyle *self,
                                             LaminaColor        color,
                                             double             rgb[3]);
void           lamina_style_set_source      (const LaminaStyle *self,
                                             cairo_t           *cr,
                                             LaminaColor        color,
                                             double             alpha);
/* The colour of run @index: a, b, c, d, then grey. */
LaminaColor    lamina_style_get_run_color   (gsize              index);
/* Ten fixed hues, told apart by lightness too; always used with a label or a mark. */
void           lamina_style_get_class_color (const LaminaStyle *self,
                                             gsize              index,
                                             double             rgb[3]);
/* Pixels that @points take on this style's screen: 96 to the inch, text scale counted. */
double         lamina_style_get_pixels      (const LaminaStyle *self,
                                             double             points);
/* Returns: (transfer full) */
PangoFontDescription *lamina_style_get_font (const LaminaStyle *self,
                                             LaminaFont         font) G_GNUC_WARN_UNUSED_RESULT;

#define LAMINA_MAP_SIZE 256

/* %LAMINA_MAP_SIZE pixels as CAIRO_FORMAT_RGB24 holds them, least value first. The diverging map
 * and the map that AUTO means depend on the style. Borrowed for ever; for one thread. */
const guint32 *lamina_style_get_map         (const LaminaStyle *self,
                                             LaminaMap          map);
/* Which colour stands for @share (0 … 1), if only @reach of the map is used, around its middle. */
gsize          lamina_map_get_index         (double             share,
                                             double             reach);
/* For choices: ids that are written to files, titles marked with N_(). */
extern const char *const lamina_map_ids[LAMINA_N_MAPS + 1];
extern const char *const lamina_map_titles[LAMINA_N_MAPS + 1];

/* "@define-color run_a #1c71d8;…" for the widgets' style sheet: run_a, run_a_strong, run_b, run_c,
 * run_d, past_bg, past_line, past_fg, plot_dim, plot_grid, right, wrong.
 * Returns: (transfer full) */
char          *lamina_style_write_css       (LaminaScheme       scheme) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
