/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-export.h"
#include "lamina-scene.h"

/* What is asked for may depend on what was seen. */
#define MAX_ROUNDS 4

static struct
{
  char  *view, *layer, *temperature;
  gint64 example, index, head, width, height;
} options;

static const GOptionEntry entries[] = {
  { "view", 0, 0, G_OPTION_ARG_STRING, &options.view, N_("Which view"), N_("NAME") },
  { "layer", 0, 0, G_OPTION_ARG_STRING, &options.layer,
    N_("Of which layer, where the view is of one"), N_("NAME") },
  { "example", 0, 0, G_OPTION_ARG_INT64, &options.example,
    N_("Of which example, counted from 0"), N_("N") },
  { "metric", 0, 0, G_OPTION_ARG_INT64, &options.index,
    N_("Which of the metrics, counted from 0"), N_("N") },
  { "head", 0, 0, G_OPTION_ARG_INT64, &options.head,
    N_("Which head of attention, counted from 1; else all of them"), N_("N") },
  { "temperature", 0, 0, G_OPTION_ARG_STRING, &options.temperature,
    N_("Of written text: 0, 0.5, 0.8, 1 or 1.3"), N_("T") },
  { "width", 0, 0, G_OPTION_ARG_INT64, &options.width, N_("Of the picture"), N_("PIXELS") },
  { "height", 0, 0, G_OPTION_ARG_INT64, &options.height, N_("Of the picture"), N_("PIXELS") },
  { NULL },
};

static char *
list_views (void)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < lamina_view_get_n (); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", lamina_view_nth (i)->id);

  return g_string_free (names, FALSE);
}

static const LaminaViewClass *
find_view (GError **error)
{
  const LaminaViewClass *view = options.view != NULL ? lamina_view_find (options.view) : NULL;
  g_autofree char *names = NULL;

  if (view != NULL)
    return view;

  names = list_views ();
  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("--view is missing or unknown: the views are %s"), names);
  return NULL;
}

static gboolean
check_size (GError **error)
{
  if (options.width >= 0 && options.width <= 20000 && options.height >= 0 &&
      options.height <= 20000 && options.example >= 0 && options.index >= 0 &&
      options.index < LM_MAX_METRICS && options.head >= 0)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("A number is out of its range: pictures have up to 20000 pixels a side"));
  return FALSE;
}

/* Returns: the index of a temperature, or -1 */
static int
find_temperature (GError **error)
{
  for (int i = 0; lamina_temperature_ids[i] != NULL; i++)
    if (options.temperature == NULL || strcmp (options.temperature, lamina_temperature_ids[i]) == 0)
      return i;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
               _("--temperature %s: a view has text at 0, 0.5, 0.8, 1 and 1.3"),
               options.temperature);
  return -1;
}

static gboolean
choose (LaminaScene  *scene,
        GError      **error)
{
  LaminaSession *session = lamina_scene_get_session (scene);
  LaminaDataSet *data = lamina_session_get_data_set (session);
  gssize layer;

  if ((gsize) options.example >= lamina_data_set_get_n_examples (data,
                                                                 lamina_scene_get_split (scene)))
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("There is no example %" PRId64), options.example);
      return FALSE;
    }
  lamina_scene_choose_example (scene, (gsize) options.example);

  if (options.layer == NULL)
    return TRUE;

  layer = lm_stack_find (lamina_session_get_document (session)->stack, options.layer);
  if (layer < 0)
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
                   _("There is no layer “%s”"), options.layer);
      return FALSE;
    }
  lamina_scene_choose_layer (scene, layer);

  return TRUE;
}

static gboolean
choose_head (const LaminaViewClass  *view,
             LaminaFrame            *frame,
             GError                **error)
{
  g_autofree char *name = NULL;

  frame->options.index = (guint) options.index;
  if (options.head == 0)
    return TRUE;

  frame->options.index = (guint) MIN (options.head, G_MAXINT);
  if (view->write_choice != NULL && view->fits (frame))
    name = view->write_choice (frame, frame->options.index);
  if (name != NULL)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED, _("There is no head %" PRId64),
               options.head);
  return FALSE;
}

/* Lets the trainer copy what the view shows. */
static void
watch (LaminaScene           *scene,
       const LaminaViewClass *view)
{
  int rounds = MAX_ROUNDS;

  lamina_scene_show (scene, scene, view, -1);
  do
    {
      lamina_scene_update_watch (scene);
      lamina_cli_run (lamina_scene_get_session (scene), NULL, NULL);
    }
  while (!lamina_scene_is_watched (scene) && --rounds > 0);
}

static gboolean
draw (LaminaScene            *scene,
      const LaminaViewClass  *view,
      int                     temperature,
      LaminaExportFormat      format,
      const char             *path,
      GError                **error)
{
  const LaminaExportSize size = { (double) options.width, (double) options.height, 0 };
  LaminaFrame frame = *lamina_scene_get_frame (scene);

  if (options.layer == NULL && view->takes_layer && view->fits != NULL && !view->fits (&frame))
    frame.layer = lamina_view_choose_layer (view, &frame);
  if (!choose_head (view, &frame, error))
    return FALSE;

  frame.options.temperature = (guint) temperature;

  return lamina_export_view (view, &frame, NULL, &size, format, path, error);
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  const LaminaViewClass *view = find_view (error);
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LaminaScene) scene = NULL;
  LaminaExportFormat format;
  int temperature;

  if (view == NULL || !check_size (error) || (temperature = find_temperature (error)) < 0)
    return FALSE;

  if (!lamina_export_find_format (arguments[1], &format))
    {
      g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                   _("%s: a picture's name ends in .svg, .pdf or .png; .csv has the numbers"),
                   arguments[1]);
      return FALSE;
    }

  session = lamina_cli_open (arguments[0], error);
  if (session == NULL || !lamina_cli_need_network (session, error))
    return FALSE;

  scene = lamina_scene_new (session);
  if (!choose (scene, error))
    return FALSE;

  watch (scene, view);
  if (!draw (scene, view, temperature, format, arguments[1], error))
    return FALSE;

  lamina_report_add_text (report, "view", view->id);
  lamina_report_add_text (report, "output", arguments[1]);
  lamina_report_add_int (report, "step", (gint64) lamina_session_get_step (session));
  lamina_report_print (report, _("%s: %s after step %" PRIu64), arguments[1], view->id,
                       lamina_session_get_step (session));

  return lamina_cli_close (session, error);
}

const LaminaCommand lamina_plot_command = {
  .name = "plot",
  .arguments = N_("FILE OUT"),
  .summary = N_("Draw a view of a project as SVG, PDF or PNG, or write its numbers as CSV"),
  .options = entries,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};
