/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-data-draft.h"

G_BEGIN_DECLS

/* The pictures of a folder, found but not read. */

/* A picture before it is read. */
typedef struct
{
  char *path, *name; /* owned; the name is for messages, with its folder */
  gsize label;
} LaminaPictureFile;

typedef struct
{
  GPtrArray *classes;                /* Names, in the order of the alphabet. */
  GArray    *files[LAMINA_N_BLOCKS]; /* LaminaPictureFile */
} LaminaPictureList;

void     lamina_picture_list_init  (LaminaPictureList  *self);
void     lamina_picture_list_clear (LaminaPictureList  *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LaminaPictureList, lamina_picture_list_clear)

/* Finds PNG and JPEG files by their names, in a folder for each class, or in none for one class;
 * below "train" and "test" if there are both. Links and hidden files are passed over. All is
 * sorted by name, so that the order is the same everywhere.
 * @error: names the class that has no pictures, or is in "test" only */
gboolean lamina_picture_list_find  (LaminaPictureList  *self,
                                    const char         *folder,
                                    GError            **error);

G_END_DECLS
