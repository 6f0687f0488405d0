/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"

G_BEGIN_DECLS

/* The small things that pictures are made of. Lengths are pixels before
 * LaminaStyle.text_scale; the path and the current point are not kept.
 */

typedef enum
{
  LAMINA_ALIGN_START,
  LAMINA_ALIGN_MIDDLE,
  LAMINA_ALIGN_END,
} LaminaAlign;

/* How a line of text looks; zeros are defaults. */
typedef struct
{
  LaminaFont  font;
  LaminaColor color;     /* 0 stands for %LAMINA_COLOR_TEXT */
  double      alpha;     /* 0 stands for 1 */
  LaminaAlign align;     /* What stands at x. */
  double      max_width; /* Cut with … beyond that; 0: never */
  gboolean    is_bold;
  gboolean    is_wrapped; /* Several lines of @max_width; the first one's baseline is given. */
} LaminaText;

/* @baseline: y of the line the letters stand on
 * Returns: the width that was drawn */
double lamina_draw_text       (cairo_t           *cr,
                               const LaminaStyle *style,
                               const LaminaText  *text,
                               double             x,
                               double             baseline,
                               const char        *string);
double lamina_measure_text    (cairo_t           *cr,
                               const LaminaStyle *style,
                               const LaminaText  *text,
                               const char        *string);
/* A context that nothing is drawn with, for measuring. */
cairo_t *lamina_measure_begin (void) G_GNUC_WARN_UNUSED_RESULT;
void   lamina_measure_end     (cairo_t           *cr);
/* Height of a wrapped text. */
double lamina_measure_height  (cairo_t           *cr,
                               const LaminaStyle *style,
                               const LaminaText  *text,
                               const char        *string);
/* Height of a line of the font, descenders and all; and the baseline that puts capitals and
 * digits in the middle between @y and @y + @height. */
double lamina_get_line_height (const LaminaStyle *style,
                               LaminaFont         font);
double lamina_get_baseline    (const LaminaStyle *style,
                               LaminaFont         font,
                               double             y,
                               double             height);

/* Adds to the path. */
void   lamina_path_round_rect (cairo_t *cr,
                               double   x,
                               double   y,
                               double   width,
                               double   height,
                               double   radius);

/* A hair line just within the rectangle: what bounds a picture where contrast is high. */
void   lamina_draw_outline    (cairo_t           *cr,
                               const LaminaStyle *style,
                               double             x,
                               double             y,
                               double             width,
                               double             height,
                               double             radius);

/* How a line shows which split it is of, and its mark which run. */
typedef enum
{
  LAMINA_LINE_SOLID,  /* training */
  LAMINA_LINE_DASHED, /* validation: with open marks */
  LAMINA_LINE_DOT,    /* no line: a filled disc */
  LAMINA_LINE_RING,   /* no line: an open disc */
  LAMINA_LINE_FILLED, /* no line: a filled bar: data */
  LAMINA_LINE_HATCHED, /* no line: a hatched bar: what was made */
} LaminaLine;

/* Sets width, dashes and colour. */
void   lamina_set_line        (cairo_t           *cr,
                               const LaminaStyle *style,
                               LaminaLine         line,
                               LaminaColor        color,
                               double             alpha);
/* Adds the shape of mark @run to the path: disc, square, triangle, diamond, and round again. */
void   lamina_path_mark       (cairo_t *cr,
                               gsize    run,
                               double   x,
                               double   y,
                               double   radius);
/* The mark of run @run: ●, ■, ▲, ◆; filled with the card's colour where it is open. */
void   lamina_draw_mark       (cairo_t           *cr,
                               const LaminaStyle *style,
                               gsize              run,
                               gboolean           is_open,
                               LaminaColor        color,
                               double             x,
                               double             y,
                               double             radius);

/* Of a filled bar. */
#define LAMINA_FILLED_ALPHA 0.55

/* Fills the path with slanting lines, and draws it; the path is gone then. */
void   lamina_draw_hatched    (cairo_t           *cr,
                               const LaminaStyle *style,
                               LaminaColor        color,
                               double             x,
                               double             y,
                               double             width,
                               double             height);

/* The legend is the read-out: a sample of the line, the name, the present value. */
typedef struct
{
  LaminaLine  line;
  LaminaColor color;
  const char *name;
  const char *value; /* (nullable) */
} LaminaLegendItem;

double lamina_get_legend_height (const LaminaStyle      *style);
/* One line in the rectangle; closer, then without the names of values, where it is too narrow. */
void   lamina_draw_legend     (cairo_t                *cr,
                               const LaminaStyle      *style,
                               const LaminaLegendItem *items,
                               gsize                   n_items,
                               double                  x,
                               double                  y,
                               double                  width);

/* A bar of colours between its two ends in words, of the height of a caption.
 * @reach: how much of the map is used, around its middle: 1 */
void   lamina_draw_color_bar  (cairo_t           *cr,
                               const LaminaStyle *style,
                               LaminaMap          map,
                               double             reach,
                               const char        *low,
                               const char        *high,
                               LaminaAlign        align,
                               double             x,
                               double             y,
                               double             width);
double lamina_get_color_bar_height (const LaminaStyle *style);

/* What is read under the pointer, beside @x, @y and within 0, 0, @width, @height. */
void   lamina_draw_bubble     (cairo_t           *cr,
                               const LaminaStyle *style,
                               const char        *string,
                               double             x,
                               double             y,
                               double             width,
                               double             height);

/* A labelled bar: name at the left, value at the right, over it. */
typedef struct
{
  const char *name, *value;
  double      share;    /* 0 … 1 */
  gboolean    is_first; /* in the run's colour */
  gboolean    is_bold;
} LaminaBar;

void   lamina_draw_bar        (cairo_t           *cr,
                               const LaminaStyle *style,
                               const LaminaBar   *bar,
                               double             x,
                               double             y,
                               double             width,
                               double             height);
/* ✓ or ✕ in a disc. */
void   lamina_draw_badge      (cairo_t           *cr,
                               const LaminaStyle *style,
                               gboolean           is_right,
                               double             x,
                               double             y,
                               double             radius);
/* From @x to @x + @length. */
void   lamina_draw_arrow      (cairo_t           *cr,
                               const LaminaStyle *style,
                               double             x,
                               double             y,
                               double             length);
/* A star with its centre there, filled in the present source. */
void   lamina_path_star       (cairo_t *cr,
                               double   x,
                               double   y,
                               double   radius);

/* LmLayerClass.glyph in the present source: what Z closes is filled, as discs are; the rest is
 * stroked, 2 units of 26 wide. Returns: %FALSE if it is not well formed; the rest is drawn */
gboolean lamina_draw_glyph    (cairo_t    *cr,
                               const char *glyph,
                               double      x,
                               double      y,
                               double      size);

/* A sentence in the middle of the rectangle, dim, in several lines if need be. */
void   lamina_draw_sentence   (cairo_t           *cr,
                               const LaminaStyle *style,
                               const char        *sentence,
                               double             width,
                               double             height);

G_END_DECLS
