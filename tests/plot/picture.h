/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-style.h"

G_BEGIN_DECLS

/* An image to draw on and to look into. */
typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  LaminaStyle      style;
} Picture;

/* Of the card's colour. */
void    picture_init  (Picture      *self,
                       LaminaScheme  scheme,
                       int           width,
                       int           height);
void    picture_clear (Picture      *self);
/* 0xRRGGBB; asserts that the place is within, and that nothing failed. */
guint32 picture_get   (Picture      *self,
                       int           x,
                       int           y);
/* A colour of the style. */
guint32 picture_color (Picture      *self,
                       LaminaColor   color);
/* Pixels in a rectangle that are not the card's. */
gsize   picture_count (Picture      *self,
                       int           x,
                       int           y,
                       int           width,
                       int           height);
/* The largest difference of a channel. */
int     picture_compare (guint32     a,
                         guint32     b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

G_END_DECLS
