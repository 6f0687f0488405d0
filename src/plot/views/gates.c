/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lamina-format.h"
#include "lamina-gates-figure.h"
#include "lamina-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
lamina_gates_view_fits (const LaminaFrame *frame)
{
  return lamina_layer_has_gates (lamina_frame_get_layer (frame));
}

static gboolean
lamina_gates_view_has_content (const LaminaFrame *frame)
{
  LaminaGatesFigure figure;

  return lamina_gates_figure_take (&figure, frame);
}

static char *
lamina_gates_view_write_subtitle (const LaminaFrame *frame)
{
  const LmLayer *layer = lamina_frame_get_layer (frame);
  g_autofree char *number = lamina_format_count (frame->example + 1);

  /* TRANSLATORS: a layer and an example: lstm_1 · example 17 */
  return g_strdup_printf (_("%s · example %s"), layer->name, number);
}

static void
lamina_gates_view_draw (cairo_t           *cr,
                        const LaminaFrame *frame,
                        const LaminaStyle *style,
                        double             width,
                        double             height)
{
  LaminaGatesFigure figure;

  if (lamina_gates_figure_init (&figure, cr, frame, style, width, height))
    lamina_gates_figure_draw (&figure, cr, style, width, height);
}

static char *
lamina_gates_view_get_value_at (const LaminaFrame *frame,
                                const LaminaStyle *style,
                                double             width,
                                double             height,
                                double             x,
                                double             y)
{
  cairo_t *cr = lamina_measure_begin ();
  char *text = NULL;
  LaminaGatesFigure figure;

  if (lamina_gates_figure_init (&figure, cr, frame, style, width, height))
    text = lamina_gates_figure_write_hit (&figure, x, y);
  lamina_measure_end (cr);

  return text;
}

static double
get_mean (const LaminaGate *gate)
{
  const LaminaHeat *heat = &gate->heat;
  double sum = 0;

  for (gsize i = 0; i < heat->n_rows * heat->n_columns; i++)
    sum += (double) heat->data[i / heat->n_columns * heat->row_stride +
                               i % heat->n_columns * heat->column_stride];

  return sum / (double) (heat->n_rows * heat->n_columns);
}

/* "lstm_1 over 28 steps. On average input gate 0.48, forget gate 0.61…. Of a gradient…" */
static char *
lamina_gates_view_describe (const LaminaFrame *frame)
{
  g_autoptr(GString) text = g_string_new (NULL);
  LaminaGatesFigure figure;
  gsize lag, n_shares = 0;

  lamina_gates_figure_take (&figure, frame);
  g_string_append_printf (text, ngettext ("%s over %d step", "%s over %d steps",
                                          (gulong) figure.sequence.n_steps),
                          lamina_frame_get_layer (frame)->name, (int) figure.sequence.n_steps);
  for (gsize i = 0; i < figure.n_gates; i++)
    {
      const LaminaGate *gate = &figure.gates[i];
      g_autofree char *number = NULL;

      /* Means of what has a sign say little. */
      if (gate->heat.low < 0)
        continue;
      number = lamina_format_number (get_mean (gate));
      g_string_append_printf (text, n_shares++ == 0 ? _("; on average %s %s") : _(", %s %s"),
                              _(gate->trace->title), number);
    }

  lag = MIN (10, figure.sequence.n_steps - 1);
  if (figure.reach != NULL && lag > 0)
    {
      g_autofree char *share = lamina_format_number (
        lamina_gates_figure_get_reach (&figure, lag, 0));

      g_string_append_printf (text,
                              ngettext ("; of a gradient of 1 at the end, %s arrives %d step back",
                                        "; of a gradient of 1 at the end, %s arrives %d steps back",
                                        (gulong) lag),
                              share, (int) lag);
    }

  return g_strdup (text->str);
}

/* A line for each step and unit, and last how much of the gradient arrives, unit 0. */
static void
lamina_gates_view_write_numbers (const LaminaFrame *frame,
                                 GString           *csv)
{
  LaminaGatesFigure figure;

  lamina_gates_figure_take (&figure, frame);
  g_string_append (csv, "step,token,unit,name,value\r\n");
  for (gsize i = 0; i < figure.n_gates; i++)
    {
      const LaminaHeat *heat = &figure.gates[i].heat;

      for (gsize j = 0; j < heat->n_columns * heat->n_rows; j++)
        {
          const gsize step = j / heat->n_rows, unit = j % heat->n_rows;
          const char *sign = lamina_sequence_get_sign (&figure.sequence, step);

          g_string_append_printf (csv, "%" G_GSIZE_FORMAT ",", step + 1);
          lamina_csv_append_text (csv, sign != NULL ? sign : "");
          g_string_append_printf (csv, ",%" G_GSIZE_FORMAT ",%s,", unit + 1,
                                  figure.gates[i].trace->name);
          lamina_csv_append_number (csv, (double) heat->data[unit * heat->row_stride +
                                                             step * heat->column_stride]);
          g_string_append (csv, "\r\n");
        }
    }

  for (gsize i = 0; figure.reach != NULL && i < figure.sequence.n_steps * figure.n_directions; i++)
    {
      const gsize lag = i / figure.n_directions, direction = i % figure.n_directions;

      g_string_append_printf (csv, "%" G_GSIZE_FORMAT ",\"\",0,%s,", lag,
                              direction > 0 ? "reach_backwards" : "reach");
      lamina_csv_append_number (csv, lamina_gates_figure_get_reach (&figure, lag, direction));
      g_string_append (csv, "\r\n");
    }
}

const LaminaViewClass lamina_gates_view = {
  .id = "gates",
  .title = N_("Gates"),
  .summary = N_("What a recurrent layer takes in, keeps and tells at each step, and how far back "
                "it learns."),
  .empty = N_("The gates come with the first look at the network."),
  .unfit = N_("This stack has no recurrent layer."),
  .nearest = "attention feature-maps",
  .watches = LAMINA_WATCH_TRACES,
  .columns = 8,
  .height = 260,
  .takes_layer = TRUE,
  .takes_example = TRUE,
  .takes_scale = TRUE,
  .fits = lamina_gates_view_fits,
  .has_content = lamina_gates_view_has_content,
  .write_subtitle = lamina_gates_view_write_subtitle,
  .draw = lamina_gates_view_draw,
  .get_value_at = lamina_gates_view_get_value_at,
  .describe = lamina_gates_view_describe,
  .write_numbers = lamina_gates_view_write_numbers,
};
