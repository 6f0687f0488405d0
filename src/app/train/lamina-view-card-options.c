/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user chooses for one card: as actions, and as words of a layout. */

#include "lamina-view-card.h"

#include <string.h>

#include "lamina-prompt-dialog.h"

/* Of metrics, or of the heads of attention. */
#define MAX_INDEX 256

const char *const lamina_scale_ids[] = { "auto", "linear", "log", NULL };
const char *const lamina_range_ids[] = { "auto", "own", "shared", NULL };

static int
find_id (const char *const *ids,
         const char        *id)
{
  for (int i = 0; ids[i] != NULL; i++)
    {
      if (strcmp (ids[i], id) == 0)
        return i;
    }

  return 0;
}

static void
set_state (GActionMap *map,
           const char *name,
           const char *value)
{
  GAction *action = g_action_map_lookup_action (map, name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

static void
scale_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (lamina_view_card_get_plot (self))->scale =
    (LaminaScale) find_id (lamina_scale_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
range_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (lamina_view_card_get_plot (self))->range =
    (LaminaRange) find_id (lamina_range_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
map_cb (GSimpleAction *action,
        GVariant      *value,
        gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (lamina_view_card_get_plot (self))->map =
    (LaminaMap) find_id (lamina_map_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

static void
temperature_cb (GSimpleAction *action,
                GVariant      *value,
                gpointer       data)
{
  LaminaViewCard *self = data;

  lamina_plot_get_options (lamina_view_card_get_plot (self))->temperature =
    (guint) find_id (lamina_temperature_ids, g_variant_get_string (value, NULL));
  lamina_view_card_change_options (self);
}

/* Other noise, or what all runs are shown with. */
static void
noise_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaOptions *options = lamina_plot_get_options (lamina_view_card_get_plot (data));
  const gboolean is_new = strcmp (g_variant_get_string (value, NULL), "new") == 0;

  options->seed = is_new ? options->seed % LAMINA_MAX_SEED + 1 : 0;
  lamina_view_card_change_options (data);
}

static void
samples_cb (GSimpleAction *action,
            GVariant      *value,
            gpointer       data)
{
  LaminaOptions *options = lamina_plot_get_options (lamina_view_card_get_plot (data));

  options->n_shown = (guint) g_ascii_strtoull (g_variant_get_string (value, NULL), NULL, 10);
  lamina_view_card_change_options (data);
}

static void
prompt_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  lamina_prompt_dialog_show (data);
}

/* The chosen layer, or one for good: its name. */
static void
layer_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  LaminaViewCard *self = data;
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (plot));
  const char *name = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  lamina_plot_set_layer (plot,
                         lm_stack_find (lamina_session_get_document (session)->stack, name));
  lamina_view_card_change_options (self);
}

void
lamina_view_card_add_options (LaminaViewCard *self,
                              GActionMap     *map)
{
  static const GActionEntry actions[] = {
    { "scale", NULL, "s", "'auto'", scale_cb },
    { "range", NULL, "s", "'auto'", range_cb },
    { "map", NULL, "s", "'auto'", map_cb },
    { "temperature", NULL, "s", "'0.8'", temperature_cb },
    { "noise", noise_cb, "s" },
    { "prompt", prompt_cb },
    { "samples", NULL, "s", "'0'", samples_cb },
    { "layer", NULL, "s", "''", layer_cb },
  };

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
}

/* Returns: "" for the chosen one */
static const char *
get_layer_name (LaminaPlot *plot)
{
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (plot));
  const LmStack *stack = lamina_session_get_document (session)->stack;
  const gssize layer = lamina_plot_get_layer (plot);

  return layer >= 0 && (gsize) layer < lm_stack_get_n (stack)
           ? lm_stack_nth (stack, (gsize) layer)->name : "";
}

void
lamina_view_card_update_options (LaminaViewCard *self,
                                 GActionMap     *map)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaOptions *options = lamina_plot_get_options (plot);
  g_autofree char *choice = g_strdup_printf ("%u", options->index);
  g_autofree char *samples = g_strdup_printf ("%u", options->n_shown);

  set_state (map, "scale", lamina_scale_ids[options->scale]);
  set_state (map, "range", lamina_range_ids[options->range]);
  set_state (map, "map", lamina_map_ids[options->map]);
  set_state (map, "choice", choice);
  set_state (map, "samples", samples);
  set_state (map, "temperature", lamina_temperature_ids[options->temperature]);
  set_state (map, "layer", get_layer_name (plot));
}

void
lamina_view_card_write_options (LaminaViewCard *self,
                                GString        *line)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  const LaminaOptions *options = lamina_plot_get_options (plot);
  const char *prompt = lamina_scene_get_prompt (lamina_plot_get_scene (plot));
  const char *layer = get_layer_name (plot);

  if (options->index > 0)
    g_string_append_printf (line, " index=%u", options->index);
  if (options->scale != 0)
    g_string_append_printf (line, " scale=%s", lamina_scale_ids[options->scale]);
  if (options->range != 0)
    g_string_append_printf (line, " range=%s", lamina_range_ids[options->range]);
  if (options->map != 0)
    g_string_append_printf (line, " map=%s", lamina_map_ids[options->map]);
  if (options->temperature != 0)
    g_string_append_printf (line, " temperature=%s", lamina_temperature_ids[options->temperature]);
  if (lamina_plot_get_view (plot)->takes_prompt && prompt != NULL)
    {
      g_autofree char *word = g_uri_escape_string (prompt, NULL, FALSE);

      g_string_append_printf (line, " prompt=%s", word);
    }
  if (options->seed != 0)
    g_string_append_printf (line, " seed=%u", options->seed);
  if (options->n_shown != 0)
    g_string_append_printf (line, " samples=%u", options->n_shown);
  if (*layer != '\0')
    g_string_append_printf (line, " layer=%s", layer);
}

char *
lamina_view_card_find_prompt (const char *layout)
{
  const char *start = layout != NULL ? strstr (layout, " prompt=") : NULL;
  g_autofree char *word = NULL;
  char *prompt;

  if (start == NULL)
    return NULL;

  start += strlen (" prompt=");
  word = g_strndup (start, strcspn (start, " \n"));

  prompt = g_uri_unescape_string (word, NULL);
  if (prompt != NULL && !g_utf8_validate (prompt, -1, NULL))
    g_clear_pointer (&prompt, g_free);

  return prompt;
}

/* What a later version may have added is passed over. */
void
lamina_view_card_read_option (LaminaViewCard *self,
                              const char     *name,
                              const char     *value)
{
  LaminaPlot *plot = lamina_view_card_get_plot (self);
  LaminaOptions *options = lamina_plot_get_options (plot);
  LaminaSession *session = lamina_scene_get_session (lamina_plot_get_scene (plot));

  if (strcmp (name, "index") == 0)
    options->index = (guint) CLAMP (g_ascii_strtoll (value, NULL, 10), 0, MAX_INDEX);
  else if (strcmp (name, "scale") == 0)
    options->scale = (LaminaScale) find_id (lamina_scale_ids, value);
  else if (strcmp (name, "range") == 0)
    options->range = (LaminaRange) find_id (lamina_range_ids, value);
  else if (strcmp (name, "map") == 0)
    options->map = (LaminaMap) find_id (lamina_map_ids, value);
  else if (strcmp (name, "temperature") == 0)
    options->temperature = (guint) find_id (lamina_temperature_ids, value);
  else if (strcmp (name, "seed") == 0)
    options->seed = (guint) CLAMP (g_ascii_strtoll (value, NULL, 10), 0, LAMINA_MAX_SEED);
  else if (strcmp (name, "samples") == 0)
    options->n_shown = (guint) CLAMP (g_ascii_strtoll (value, NULL, 10), 0, MAX_INDEX);
  else if (strcmp (name, "layer") == 0)
    lamina_plot_set_layer (plot,
                           lm_stack_find (lamina_session_get_document (session)->stack, value));
}
