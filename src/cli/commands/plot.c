/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "lamina-cli-sample.h"
#include "lamina-cli-session.h"
#include "lamina-command.h"
#include "lamina-export.h"
#include "lamina-scene.h"

/* What is asked for may depend on what was seen. */
#define MAX_ROUNDS 4
#define UNSET G_MININT64

static struct
{
  char  *view, *layer, *temperature, *class_name, *prompt;
  gint64 example, index, head, width, height, seed;
} options = { .seed = UNSET };

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
  { "class", 0, 0, G_OPTION_ARG_STRING, &options.class_name,
    N_("Of which class, if the network can be told: a class or its number"), N_("CLASS") },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
    N_("Of samples: another number draws other noise; 0 by itself"), N_("N") },
  { "prompt", 0, 0, G_OPTION_ARG_STRING, &options.prompt,
    N_("Of text: what to go on from"), N_("TEXT") },
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

/* What was chosen that the view can do nothing with is a slip: it is not passed over. */
static gboolean
check_uses (const LaminaViewClass  *view,
            GError                **error)
{
  const char *useless = options.class_name != NULL && view->write_choice == NULL ? "--class"
                        : options.seed != UNSET && !view->takes_noise          ? "--seed"
                        : options.prompt != NULL && !view->takes_prompt        ? "--prompt"
                                                                               : NULL;

  if (useless == NULL && (options.seed == UNSET ||
                          (options.seed >= 0 && options.seed <= LAMINA_MAX_SEED)))
    return TRUE;

  if (useless != NULL)
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE,
                 _("The view %s has no use for %s: leave it out"), view->id, useless);
  else
    g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_USAGE, _("--seed is 0 to %d"),
                 LAMINA_MAX_SEED);
  return FALSE;
}

/* The view's choice that has the name of the class. */
static gboolean
choose_class (LaminaScene            *scene,
              const LaminaViewClass  *view,
              LaminaOptions          *chosen,
              GError                **error)
{
  LaminaDataSet *data = lamina_session_get_data_set (lamina_scene_get_session (scene));
  const LaminaFrame *frame = lamina_scene_get_frame (scene);
  g_autofree char *wanted = NULL;
  guint32 label;

  if (!lamina_cli_find_class (options.class_name, data,
                              frame->forge != NULL ? frame->forge->n_classes : 0, &label, error))
    return FALSE;

  wanted = lamina_frame_write_class (frame, label);
  for (chosen->index = 0;; chosen->index++)
    {
      g_autofree char *name = view->write_choice (frame, chosen->index);

      if (name == NULL || g_str_equal (name, wanted))
        break;
    }

  return TRUE;
}

static gboolean
choose_prompt (LaminaScene  *scene,
               GError      **error)
{
  lamina_scene_set_prompt (scene, options.prompt);
  if (options.prompt == NULL || lamina_scene_get_frame (scene)->passage.is_typed)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("The network knows nothing of “%s”: give it another --prompt"), options.prompt);
  return FALSE;
}

static gboolean
check_head (const LaminaViewClass  *view,
            const LaminaFrame      *frame,
            GError                **error)
{
  g_autofree char *name = NULL;

  if (options.head > 0 && view->write_choice != NULL && view->fits (frame))
    name = view->write_choice (frame, frame->options.index);
  if (options.head == 0 || name != NULL)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED, _("There is no head %" PRId64),
               options.head);
  return FALSE;
}

/* The curves begin with the first step. The window says whose button that is. */
static gboolean
check_begun (LaminaScene            *scene,
             const LaminaViewClass  *view,
             const LaminaFrame      *frame,
             const char             *path,
             GError                **error)
{
  if (!(view->watches & LAMINA_WATCH_HISTORY) ||
      lamina_session_get_step (lamina_scene_get_session (scene)) > 0 ||
      lamina_view_get_state (view, frame, NULL) != LAMINA_VIEW_EMPTY)
    return TRUE;

  g_set_error (error, LAMINA_CLI_ERROR, LAMINA_CLI_ERROR_FAILED,
               _("The curve starts with the first step: “lamina-cli train %s” takes it"), path);
  return FALSE;
}

/* Lets the trainer copy what the view shows. */
static void
watch (LaminaScene           *scene,
       const LaminaViewClass *view,
       const LaminaOptions   *chosen)
{
  int rounds = MAX_ROUNDS;

  lamina_scene_show (scene, scene, view, -1);
  lamina_scene_set_options (scene, scene, chosen);
  do
    {
      lamina_scene_update_watch (scene);
      lamina_cli_run (lamina_scene_get_session (scene), NULL, NULL);
    }
  while (!lamina_scene_is_watched (scene) && --rounds > 0);
}

/* @chosen: borrowed as long as there is a scene */
static gboolean
draw (LaminaScene            *scene,
      const LaminaViewClass  *view,
      LaminaOptions          *chosen,
      LaminaExportFormat      format,
      const char *const      *arguments,
      GError                **error)
{
  const LaminaExportSize size = { (double) options.width, (double) options.height, 0 };
  LaminaFrame frame;

  if (!choose (scene, error) || !choose_prompt (scene, error) ||
      (options.class_name != NULL && !choose_class (scene, view, chosen, error)))
    return FALSE;

  watch (scene, view, chosen);
  frame = *lamina_scene_get_frame (scene);
  if (options.layer == NULL && view->takes_layer && view->fits != NULL && !view->fits (&frame))
    frame.layer = lamina_view_choose_layer (view, &frame);
  frame.options = *chosen;

  return check_head (view, &frame, error) &&
         check_begun (scene, view, &frame, arguments[0], error) &&
         lamina_export_view (view, &frame, NULL, &size, format, arguments[1], error);
}

static gboolean
run (LaminaReport       *report,
     const char *const  *arguments,
     GError            **error)
{
  const LaminaViewClass *view = find_view (error);
  LaminaOptions chosen = { 0 };
  g_autoptr(LaminaSession) session = NULL;
  g_autoptr(LaminaScene) scene = NULL;
  LaminaExportFormat format;
  int temperature;

  if (view == NULL || !check_size (error) || (temperature = find_temperature (error)) < 0 ||
      !check_uses (view, error) || !lamina_cli_check_output (arguments[0], arguments[1], error))
    return FALSE;

  chosen.temperature = (guint) temperature;
  chosen.seed = options.seed != UNSET ? (guint) options.seed : 0;
  chosen.index = options.head > 0 ? (guint) MIN (options.head, G_MAXINT) : (guint) options.index;
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
  if (!draw (scene, view, &chosen, format, arguments, error))
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
