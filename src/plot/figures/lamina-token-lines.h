/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-draw.h"
#include "lamina-frame.h"

G_BEGIN_DECLS

/* Tokens as a text that can be read, each of which can have a colour behind it and is found under
 * the pointer. What is not seen has a sign: "⏎".
 */
typedef struct
{
  const LaminaTokenNames *names; /* borrowed */
  GString       *text;
  PangoAttrList *attributes;
  GArray        *ends;           /* gsize: how many bytes there are up to the end of each token */
  PangoLayout   *layout;         /* (nullable): of lamina_token_lines_lay_out() */
  const char    *before;         /* the text of the last token */
  double         width, height;
} LaminaTokenLines;

/* How a token looks; zeros are defaults. */
typedef struct
{
  gboolean    is_bold;
  LaminaColor ground; /* behind it, */
  double      shade;  /* 0 … 1: so much of it */
} LaminaTokenLook;

void   lamina_token_lines_init    (LaminaTokenLines       *self,
                                   const LaminaTokenNames *names);
void   lamina_token_lines_clear   (LaminaTokenLines       *self);
/* @breaks: whether the line ends after a line end, and not only has its sign. */
void   lamina_token_lines_add     (LaminaTokenLines       *self,
                                   const LaminaStyle      *style,
                                   guint32                 id,
                                   const LaminaTokenLook  *look,
                                   gboolean                breaks);
/* @size: times that of @font
 * @max_height: more lines are cut with …, but for the first; 0: all are shown */
void   lamina_token_lines_lay_out (LaminaTokenLines       *self,
                                   cairo_t                *cr,
                                   const LaminaStyle      *style,
                                   LaminaFont              font,
                                   double                  size,
                                   double                  width,
                                   double                  max_height);
/* @y: of the top. */
void   lamina_token_lines_draw    (const LaminaTokenLines *self,
                                   cairo_t                *cr,
                                   const LaminaStyle      *style,
                                   LaminaColor             color,
                                   double                  x,
                                   double                  y);
/* @x, @y: from the top left. Returns: which token is there, counted from 0, or -1 */
gssize lamina_token_lines_hit     (const LaminaTokenLines *self,
                                   double                  x,
                                   double                  y);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaTokenLines, lamina_token_lines_clear)

G_END_DECLS
