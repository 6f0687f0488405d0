/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-attention-figure.h"
#include "lamina-format.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Heads that the sentence tells of. */
#define MAX_DESCRIBED 4

static gboolean
lamina_attention_view_fits (const LaminaFrame *frame)
{
  return lamina_layer_has_attention (lamina_frame_get_layer (frame));
}

static gboolean
lamina_attention_view_has_content (const LaminaFrame *frame)
{
  LaminaAttentionFigure figure;

  return lamina_attention_figure_take (&figure, frame);
}

static char *
lamina_attention_view_write_choice (const LaminaFrame *frame,
                                    guint              index)
{
  const gsize n_heads = lamina_layer_get_n_heads (lamina_frame_get_layer (frame));

  if (index > n_heads || n_heads < 2)
    return NULL;

  return index == 0 ? g_strdup (_("All Heads")) : g_strdup_printf (_("Head %u"), index);
}

static char *
lamina_attention_view_write_subtitle (const LaminaFrame *frame)
{
  const LmLayer *layer = lamina_frame_get_layer (frame);
  const gsize n_heads = lamina_layer_get_n_heads (layer);
  const guint index = frame->options.index;
  g_autofree char *number = lamina_format_count (frame->example + 1);

  if (index > 0 && index <= n_heads)
    /* TRANSLATORS: a layer, one of its heads and an example: attention_1 · head 2 · example 17 */
    return g_strdup_printf (_("%s · head %u · example %s"), layer->name, index, number);

  return g_strdup_printf (_("%s · example %s"), layer->name, number);
}

static void
lamina_attention_view_draw (cairo_t           *cr,
                            const LaminaFrame *frame,
                            const LaminaStyle *style,
                            double             width,
                            double             height)
{
  g_auto(LaminaAttentionFigure) figure = { 0 };

  if (lamina_attention_figure_init (&figure, cr, frame, style, width, height))
    lamina_attention_figure_draw (&figure, cr, style, width, height);
}

static char *
lamina_attention_view_get_value_at (const LaminaFrame *frame,
                                    const LaminaStyle *style,
                                    double             width,
                                    double             height,
                                    double             x,
                                    double             y)
{
  g_auto(LaminaAttentionFigure) figure = { 0 };
  cairo_t *cr = lamina_measure_begin ();
  char *text = NULL;

  if (lamina_attention_figure_init (&figure, cr, frame, style, width, height))
    text = lamina_attention_figure_write_hit (&figure, x, y);
  lamina_measure_end (cr);

  return text;
}

/* "The last step of 64 looks most at step 60 “e” (0.23, head 1), step 63 “h” (0.61, head 2)" */
static char *
lamina_attention_view_describe (const LaminaFrame *frame)
{
  g_autoptr(GString) text = g_string_new (NULL);
  LaminaAttentionFigure figure;
  gsize last;

  lamina_attention_figure_take (&figure, frame);
  last = figure.sequence.n_steps - 1;
  g_string_append_printf (text, _("The last step of %d looks most at"), (int) last + 1);
  for (gsize i = 0; i < MIN (figure.n, MAX_DESCRIBED); i++)
    {
      const gsize head = figure.first + i;
      const gsize from = lamina_attention_figure_find_most (&figure, head, last);
      g_autofree char *place = lamina_sequence_write_step (&figure.sequence, from);
      g_autofree char *number = lamina_format_number (
        lamina_attention_figure_get (&figure, head, last, from));

      g_string_append (text, i > 0 ? ", " : " ");
      /* TRANSLATORS: step 60 “e” (0.23, head 1). */
      g_string_append_printf (text, _("%s (%s, head %d)"), place, number, (int) head + 1);
    }

  return g_strdup (text->str);
}

static void
lamina_attention_view_write_numbers (const LaminaFrame *frame,
                                     GString           *csv)
{
  LaminaAttentionFigure figure;
  gsize n;

  lamina_attention_figure_take (&figure, frame);
  n = figure.sequence.n_steps;
  g_string_append (csv, "head,step,token,from_step,from_token,weight\r\n");
  for (gsize i = 0; i < figure.n * n * n; i++)
    {
      const gsize head = figure.first + i / n / n, to = i / n % n, from = i % n;
      const char *sign = lamina_sequence_get_sign (&figure.sequence, to);
      const char *from_sign = lamina_sequence_get_sign (&figure.sequence, from);

      g_string_append_printf (csv, "%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",", head + 1, to + 1);
      lamina_csv_append_text (csv, sign != NULL ? sign : "");
      g_string_append_printf (csv, ",%" G_GSIZE_FORMAT ",", from + 1);
      lamina_csv_append_text (csv, from_sign != NULL ? from_sign : "");
      g_string_append_c (csv, ',');
      lamina_csv_append_number (csv, lamina_attention_figure_get (&figure, head, to, from));
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_attention_view = {
  .id = "attention",
  .title = N_("Attention"),
  .summary = N_("Which steps of a sequence each head looks at."),
  .empty = N_("The weights of attention come with the first look at the network."),
  .unfit = N_("This stack has no attention layer."),
  .nearest = "gates feature-maps",
  .watches = LAMINA_WATCH_TRACES,
  .columns = 8,
  .height = 260,
  .takes_layer = TRUE,
  .takes_example = TRUE,
  .takes_map = TRUE,
  .choices_title = N_("Head"),
  .fits = lamina_attention_view_fits,
  .has_content = lamina_attention_view_has_content,
  .write_choice = lamina_attention_view_write_choice,
  .write_subtitle = lamina_attention_view_write_subtitle,
  .draw = lamina_attention_view_draw,
  .get_value_at = lamina_attention_view_get_value_at,
  .describe = lamina_attention_view_describe,
  .write_numbers = lamina_attention_view_write_numbers,
};
