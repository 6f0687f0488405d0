/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the menu of a card offers: as much as its view understands. */

#include <glib/gi18n.h>
#include <string.h>

#include "lamina-view-card.h"

static void
append_choices (GMenu             *menu,
                const char        *title,
                const char        *action,
                const char *const *ids,
                const char *const *titles)
{
  g_autoptr(GMenu) submenu = g_menu_new ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *detailed = g_strdup_printf ("card.%s::%s", action, ids[i]);

      g_menu_append (submenu, _(titles[i]), detailed);
    }
  g_menu_append_submenu (menu, title, G_MENU_MODEL (submenu));
}

/* For menus an underscore before a letter is the mark of a key. */
static void
append_name (GMenu      *menu,
             const char *name,
             const char *detailed)
{
  g_auto(GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);

  g_menu_append (menu, label, detailed);
}

/* The layers that the view could show. */
static void
append_layers (LaminaPlot *plot,
               GMenu      *menu)
{
  const LaminaViewClass *klass = lamina_plot_get_view (plot);
  LaminaFrame frame = lamina_plot_get_frame (plot);
  g_autoptr(GMenu) submenu = g_menu_new ();

  g_menu_append (submenu, _("The Chosen One"), "card.layer::");
  for (gsize i = 0; frame.network != NULL && i < lm_network_get_n_layers (frame.network); i++)
    {
      const char *name = lm_network_get_layer (frame.network, i)->name;
      g_autofree char *detailed = g_strdup_printf ("card.layer::%s", name);

      frame.layer = (gssize) i;
      if (klass->fits == NULL || klass->fits (&frame))
        append_name (submenu, name, detailed);
    }
  g_menu_append_submenu (menu, _("Layer"), G_MENU_MODEL (submenu));
}

/* Noise that a generator draws for itself cannot be chosen. */
static void
append_noise (LaminaPlot *plot,
              GMenu      *menu)
{
  static const char *const ids[] = { "0", "16", "36", "64", NULL };
  static const char *const titles[] = { N_("As Many as Fit"), "16", "36", "64" };
  const LaminaFrame frame = lamina_plot_get_frame (plot);

  if (frame.forge == NULL)
    return;

  if (frame.forge->n_latent > 0)
    g_menu_append (menu, _("New Noise"), "card.noise::new");
  if (frame.options.seed > 0)
    g_menu_append (menu, _("The First Noise Again"), "card.noise::first");
  if (frame.picture.rank == 4)
    append_choices (menu, _("Number of Samples"), "samples", ids, titles);
}

/* What the view itself has several of: the heads of attention. */
static void
append_view_choices (LaminaPlot *plot,
                     GMenu      *menu)
{
  const LaminaViewClass *klass = lamina_plot_get_view (plot);
  const LaminaFrame frame = lamina_plot_get_frame (plot);
  g_autoptr(GMenu) submenu = g_menu_new ();
  char *name;

  if (klass->write_choice == NULL || (klass->fits != NULL && !klass->fits (&frame)))
    return;

  for (guint i = 0; (name = klass->write_choice (&frame, i)) != NULL; i++)
    {
      g_autofree char *detailed = g_strdup_printf ("card.choice::%u", i);

      append_name (submenu, name, detailed);
      g_free (name);
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (submenu)) > 0)
    g_menu_append_submenu (menu, _(klass->choices_title), G_MENU_MODEL (submenu));
}

static void
choice_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (lamina_view_card_get_plot (self))->index =
    (guint) g_ascii_strtoull (g_variant_get_string (value, NULL), NULL, 10);
  lamina_view_card_change_options (self);
}

/* All views show the same example: after the last comes the first. */
static void
example_cb (GSimpleAction *action,
            GVariant      *value,
            gpointer       data)
{
  LaminaScene *scene = lamina_plot_get_scene (lamina_view_card_get_plot (data));
  const gsize n = lamina_scene_get_frame (scene)->n_examples;
  const gsize step = strcmp (g_variant_get_string (value, NULL), "next") == 0 ? 1 : n - 1;

  if (n > 0)
    lamina_scene_choose_example (scene, (lamina_scene_get_example (scene) + step) % n);
}

void
lamina_view_card_add_choices (LaminaViewCard *self,
                              GActionMap     *map)
{
  static const GActionEntry actions[] = {
    { "choice", NULL, "s", "'0'", choice_cb },
    { "example", example_cb, "s" },
  };

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
}

/* Returns: (transfer full): what the view takes */
static GMenu *
make_options (LaminaPlot *plot)
{
  static const char *const scale_titles[] = { N_("As Suits the Data"), N_("Linear"),
                                              N_("Logarithmic") };
  static const char *const temperatures[] = { "0", "0.5", "0.8", "1", "1.3", NULL };
  static const char *const temperature_titles[] = {
    N_("0: Always the Most Probable"), N_("0.5: Surer"), N_("0.8"), N_("1: As It Learnt"),
    N_("1.3: More Daring"),
  };
  static const char *const example_ids[] = { "next", "previous", NULL };
  static const char *const example_titles[] = { N_("Next"), N_("Previous") };
  static const char *const range_titles[] = { N_("As Suits the View"), N_("Own"), N_("Shared") };
  const LaminaViewClass *klass = lamina_plot_get_view (plot);
  GMenu *options = g_menu_new ();

  if (klass->takes_layer)
    append_layers (plot, options);
  append_view_choices (plot, options);
  if (klass->takes_noise)
    append_noise (plot, options);
  if (klass->takes_prompt)
    g_menu_append (options, _("Start of the Text…"), "card.prompt");
  if (klass->takes_example &&
      !(klass->takes_prompt && lamina_scene_get_prompt (lamina_plot_get_scene (plot)) != NULL))
    append_choices (options, _("Example"), "example", example_ids, example_titles);
  if (klass->takes_scale)
    append_choices (options, _("Scale"), "scale", lamina_scale_ids, scale_titles);
  if (klass->takes_map)
    {
      append_choices (options, _("Colour Scale"), "range", lamina_range_ids, range_titles);
      append_choices (options, _("Colour Map"), "map", lamina_map_ids, lamina_map_titles);
    }
  if (klass->takes_temperature)
    append_choices (options, _("Temperature"), "temperature", temperatures, temperature_titles);

  return options;
}

GMenuModel *
lamina_view_card_make_menu (LaminaViewCard *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) options = make_options (lamina_view_card_get_plot (self));
  g_autoptr(GMenu) out = g_menu_new ();
  g_autoptr(GMenu) place = g_menu_new ();

  g_menu_append (out, _("Copy Picture"), "card.copy");
  g_menu_append (out, _("Export…"), "card.export");
  g_menu_append (out, _("Open in Own Window"), "card.own-window");
  g_menu_append (place, _("Close"), "card.close");

  g_menu_append_section (menu, NULL, G_MENU_MODEL (options));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (out));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));

  return G_MENU_MODEL (menu);
}
