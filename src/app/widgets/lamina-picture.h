/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-widget-style.h"

G_BEGIN_DECLS

#define LAMINA_TYPE_PICTURE (lamina_picture_get_type ())

/* A small picture without a say: a thumbnail, a preview. It is drawn once and kept until size or
 * style change. Not seen by assistive technology: what it stands in has the name. */
G_DECLARE_FINAL_TYPE (LaminaPicture, lamina_picture, LAMINA, PICTURE, GtkWidget)

typedef void (*LaminaPictureFunc) (cairo_t           *cr,
                                   const LaminaStyle *style,
                                   double             width,
                                   double             height,
                                   gpointer           data);

/* @width, @height: at least; it takes what it is given.
 * @destroy: (nullable): frees @data */
GtkWidget *lamina_picture_new    (int                width,
                                  int                height,
                                  LaminaPictureFunc  draw,
                                  gpointer           data,
                                  GDestroyNotify     destroy);
/* After what @draw draws has changed. */
void       lamina_picture_redraw (LaminaPicture     *self);

G_END_DECLS
