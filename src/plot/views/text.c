/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-format.h"
#include "lamina-view.h"
#include "lamina-writing-figure.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* Tokens that are told of in a sentence. */
#define N_TOLD 3

static gboolean
lamina_text_view_fits (const LaminaFrame *frame)
{
  const LmShape *output = frame->network != NULL ? lm_network_get_output (frame->network) : NULL;

  return output != NULL && frame->input_kind == LAMINA_INPUT_TEXT &&
         frame->target_kind == LAMINA_TARGET_TOKENS && frame->passage.inputs != NULL &&
         output->rank == 3 && output->dim[2] == frame->tokens.n;
}

static gboolean
lamina_text_view_has_content (const LaminaFrame *frame)
{
  LaminaWriting writing;

  return lamina_writing_init (&writing, frame);
}

static char *
lamina_text_view_write_subtitle (const LaminaFrame *frame)
{
  if (frame->passage.is_typed)
    return g_strdup (_("it goes on from the marked start, which was typed"));

  return g_strdup (_("it goes on from the marked start of a text that it never trained on"));
}

static void
lamina_text_view_draw (cairo_t           *cr,
                       const LaminaFrame *frame,
                       const LaminaStyle *style,
                       double             width,
                       double             height)
{
  const LaminaOptions *options = &frame->options;
  g_auto(LaminaWritingFigure) figure = { 0 };
  g_autofree char *text = NULL;

  if (!lamina_writing_figure_init (&figure, cr, frame, style, width, height))
    return;

  lamina_writing_figure_draw (&figure, cr, style);
  if (options->has_hover)
    text = lamina_writing_figure_read (&figure, options->hover_x, options->hover_y);
  if (text != NULL)
    lamina_draw_bubble (cr, style, text, options->hover_x, options->hover_y, width, height);
}

static char *
lamina_text_view_get_value_at (const LaminaFrame *frame,
                               const LaminaStyle *style,
                               double             width,
                               double             height,
                               double             x,
                               double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  g_auto(LaminaWritingFigure) figure = { 0 };
  char *text = NULL;

  if (lamina_writing_figure_init (&figure, cr, frame, style, width, height))
    text = lamina_writing_figure_read (&figure, x, y);
  lamina_measure_end (cr);

  return text;
}

/* "; next “e” 43%, “a” 12%" */
static void
describe_next (GString             *text,
               const LaminaWriting *writing)
{
  guint32 ids[N_TOLD];
  const gsize n = lamina_writing_list_next (writing, ids, N_TOLD);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = lamina_writing_quote (writing->names, ids[i]);
      g_autofree char *share = lamina_format_percent (lamina_writing_get_next (writing, ids[i]), 0);

      g_string_append_printf (text, i == 0 ? _("; next %s %s") : _(", %s %s"), name, share);
    }
}

static char *
lamina_text_view_describe (const LaminaFrame *frame)
{
  const LaminaSample *latest = lamina_writing_get_latest (frame);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *start = NULL, *bits = NULL;
  LaminaWriting writing;
  gsize n;

  lamina_writing_init (&writing, frame);
  start = lamina_writing_write (writing.names, writing.inputs->data, writing.n_start, 1);
  bits = lamina_format_number (lamina_writing_get_mean_bits (&writing));

  if (latest != NULL)
    {
      const lm_real *ids = lamina_writing_get_free (latest, frame->options.temperature, &n);
      g_autofree char *step = lamina_format_count (latest->step);
      g_autofree char *written = lamina_writing_write (writing.names, ids, n, 2);

      g_string_append_printf (text, _("At step %s “%s” goes on with “%s”"), step, start, written);
    }
  else
    g_string_append_printf (text, _("Nothing is written yet after “%s”"), start);
  describe_next (text, &writing);
  if (writing.n_passage < 2)
    return g_strdup (text->str);

  g_string_append_printf (text, writing.names->are_apart != NULL
                                  ? _("; the text itself takes %s bits a word")
                                  : _("; the text itself takes %s bits a character"),
                          bits);

  return g_strdup (text->str);
}

static void
write_row (GString          *csv,
           const char       *part,
           guint64           step,
           gsize             place,
           const char       *token,
           double            probability)
{
  g_string_append_printf (csv, "%s,%" PRIu64 ",%zu,", part, step, place);
  lamina_csv_append_text (csv, token);
  g_string_append_c (csv, ',');
  lamina_csv_append_number (csv, probability);
  g_string_append (csv, "\r\n");
}

static void
write_sample (GString            *csv,
              const LaminaFrame  *frame,
              const LaminaSample *sample)
{
  gsize n;
  const lm_real *ids = lamina_writing_get_free (sample, frame->options.temperature, &n);

  for (gsize i = 0; i < n; i++)
    write_row (csv, "sample", sample->step, i, frame->tokens.signs[(gsize) ids[2 * i]],
               (double) ids[2 * i + 1]);
}

static void
lamina_text_view_write_numbers (const LaminaFrame *frame,
                                GString           *csv)
{
  const LaminaSamples *samples = frame->passage.samples;
  const guint64 step = lm_snapshot_get_step (frame->snapshot);
  const gsize n = samples != NULL ? lamina_samples_count (samples, frame->step) : 0;
  guint32 next[LAMINA_MAX_NEXT];
  LaminaWriting writing;
  gsize n_next;

  lamina_writing_init (&writing, frame);
  n_next = lamina_writing_list_next (&writing, next, LAMINA_MAX_NEXT);

  g_string_append (csv, "part,step,place,token,probability\r\n");
  for (gsize i = 0; i < writing.n_passage; i++)
    {
      const guint32 id = lamina_writing_get_token (&writing, i);

      write_row (csv, i < writing.n_start ? "start" : "text", step, i, frame->tokens.signs[id],
                 lamina_writing_get_probability (&writing, i));
    }
  for (gsize i = 0; i < n_next; i++)
    write_row (csv, "next", step, i, frame->tokens.signs[next[i]],
               lamina_writing_get_next (&writing, next[i]));
  for (gsize i = 0; i < n; i++)
    write_sample (csv, frame, lamina_samples_nth (samples, i));
}

const LaminaViewClass lamina_text_view = {
  .id = "text",
  .title = N_("Text"),
  .summary = N_("What the network writes, how probable it takes the next characters to be, and "
                "which ones of a text surprise it."),
  .empty = N_("The text comes with the first look at the network."),
  .unfit = N_("This view needs a network that answers each step of a text with the next character "
              "or word."),
  .nearest = "predictions forecast reconstructions gan-samples feature-maps",
  .watches = LAMINA_WATCH_PASSAGE,
  .columns = 12,
  .height = 290,
  .takes_example = TRUE,
  .takes_temperature = TRUE,
  .takes_prompt = TRUE,
  .fits = lamina_text_view_fits,
  .has_content = lamina_text_view_has_content,
  .write_subtitle = lamina_text_view_write_subtitle,
  .draw = lamina_text_view_draw,
  .get_value_at = lamina_text_view_get_value_at,
  .describe = lamina_text_view_describe,
  .write_numbers = lamina_text_view_write_numbers,
};
