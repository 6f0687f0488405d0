/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-picture.h"

struct _LaminaPicture
{
  GtkWidget parent_instance;

  int                width, height;
  LaminaPictureFunc  draw;
  gpointer           data;
  GDestroyNotify     destroy;
  GdkTexture        *texture; /* (nullable): as it was drawn last */
};

G_DEFINE_FINAL_TYPE (LaminaPicture, lamina_picture, GTK_TYPE_WIDGET)

static GdkTexture *
lamina_picture_paint (LaminaPicture *self,
                      int            width,
                      int            height)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale,
                                                         height * scale);
  g_autoptr(GBytes) bytes = NULL;
  LaminaStyle style;
  cairo_t *cr;

  lamina_widget_get_style (GTK_WIDGET (self), &style);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  self->draw (cr, &style, width, height, self->data);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) *
                                      (gsize) (height * scale),
                                      (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes,
                                 (gsize) cairo_image_surface_get_stride (surface));
}

static void
lamina_picture_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  LaminaPicture *self = LAMINA_PICTURE (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (width <= 0 || height <= 0)
    return;

  if (self->texture == NULL)
    self->texture = lamina_picture_paint (self, width, height);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
lamina_picture_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  lamina_picture_redraw (LAMINA_PICTURE (widget));
}

static void
lamina_picture_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  LaminaPicture *self = LAMINA_PICTURE (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;
}

static void
lamina_picture_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (lamina_picture_parent_class)->css_changed (widget, change);

  lamina_picture_redraw (LAMINA_PICTURE (widget));
}

static void
lamina_picture_dispose (GObject *object)
{
  LaminaPicture *self = LAMINA_PICTURE (object);

  g_clear_object (&self->texture);
  if (self->destroy != NULL)
    g_clear_pointer (&self->data, self->destroy);

  G_OBJECT_CLASS (lamina_picture_parent_class)->dispose (object);
}

static void
lamina_picture_class_init (LaminaPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lamina_picture_dispose;
  widget_class->snapshot = lamina_picture_snapshot;
  widget_class->size_allocate = lamina_picture_size_allocate;
  widget_class->measure = lamina_picture_measure;
  widget_class->css_changed = lamina_picture_css_changed;
  gtk_widget_class_set_css_name (widget_class, "preview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lamina_picture_init (LaminaPicture *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (lamina_picture_redraw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (lamina_picture_redraw),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::scale-factor", G_CALLBACK (lamina_picture_redraw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
lamina_picture_new (int                width,
                    int                height,
                    LaminaPictureFunc  draw,
                    gpointer           data,
                    GDestroyNotify     destroy)
{
  LaminaPicture *self = g_object_new (LAMINA_TYPE_PICTURE, NULL);

  self->width = width;
  self->height = height;
  self->draw = draw;
  self->data = data;
  self->destroy = destroy;

  return GTK_WIDGET (self);
}

void
lamina_picture_redraw (LaminaPicture *self)
{
  g_return_if_fail (LAMINA_IS_PICTURE (self));

  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
