/* SPDX-License-Identifier: GPL-3.0-or-later */

/* draw-gallery FOLDER [NAME]: draws every view, thumbnail and timeline with made-up data, in all
 * schemes and several sizes, to be looked at; with a name only those views whose pictures' names
 * begin so. For developers; not installed, not a test.
 */

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>

#include "lamina-draw.h"
#include "lamina-export.h"
#include "lamina-thumbnail.h"
#include "lamina-timeline-plot.h"
#include "sample-sequence.h"
#include "sample.h"

#define FAMILY "Cantarell"

static const char *folder, *wanted = "";

typedef struct
{
  double      width, height, scale, text_scale;
  const char *name;
} Size;

static const Size sizes[] = {
  { 240, 150, 2, 1, "tiny" },
  { 480, 260, 1, 1, "card" },
  { 702, 290, 1, 1, "wide" },
  { 702, 125, 1, 1, "low" },
  { 1400, 760, 1, 1.5, "stage" },
};

static const char *const scheme_names[] = { "light", "dark", "light-contrast", "dark-contrast" };

/* A sheet of cards of one size: every view of @frame in scheme @scheme. */
typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  LaminaStyle      style;
  double           x, y, row, width;
} Sheet;

static void
sheet_begin (Sheet        *self,
             LaminaScheme  scheme,
             double        text_scale,
             double        width,
             double        height,
             double        scale)
{
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * scale),
                                              (int) (height * scale));
  self->cr = cairo_create (self->surface);
  cairo_scale (self->cr, scale, scale);
  lamina_style_init (&self->style, scheme, FAMILY);
  self->style.text_scale = text_scale;
  lamina_style_set_source (&self->style, self->cr, LAMINA_COLOR_GROUND, 1);
  cairo_paint (self->cr);
  self->x = self->y = 12;
  self->row = 0;
  self->width = width;
}

static void
sheet_end (Sheet      *self,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", folder, name,
                                           scheme_names[self->style.scheme]);

  cairo_destroy (self->cr);
  cairo_surface_write_to_png (self->surface, path);
  cairo_surface_destroy (self->surface);
}

/* Moves to a free place and draws a card there; to be ended with cairo_restore(). */
static void
sheet_take (Sheet  *self,
            double  width,
            double  height)
{
  if (self->x > 12 && self->x + width + 12 > self->width)
    {
      self->x = 12;
      self->y += self->row + 12;
      self->row = 0;
    }
  self->row = fmax (self->row, height);

  cairo_save (self->cr);
  cairo_translate (self->cr, self->x, self->y);
  lamina_path_round_rect (self->cr, 0, 0, width, height, 12);
  lamina_style_set_source (&self->style, self->cr, LAMINA_COLOR_CARD, 1);
  cairo_fill (self->cr);
  self->x += width + 12;
}

static void
draw_card (Sheet             *sheet,
           const char        *id,
           const LaminaFrame *frame,
           double             width,
           double             height)
{
  const LaminaViewClass *view = lamina_view_find (id);
  const double header = 26 * sheet->style.text_scale;
  const LaminaText title = { .font = LAMINA_FONT_TITLE };
  LaminaText subtitle = { .font = LAMINA_FONT_CAPTION, .color = LAMINA_COLOR_DIM };
  g_autofree char *title_text = lamina_view_write_title (view, frame);
  g_autofree char *subtitle_text = lamina_view_write_subtitle (view, frame);
  double left;

  sheet_take (sheet, width + 24, height + header + 24);
  left = 20 + lamina_draw_text (sheet->cr, &sheet->style, &title, 12,
                                lamina_get_baseline (&sheet->style, title.font, 8, header),
                                title_text);
  subtitle.max_width = fmax (20, width + 12 - left);
  lamina_draw_text (sheet->cr, &sheet->style, &subtitle, left,
                    lamina_get_baseline (&sheet->style, title.font, 8, header), subtitle_text);
  cairo_translate (sheet->cr, 12, 12 + header);
  lamina_view_draw (view, sheet->cr, frame, &sheet->style, width, height);
  cairo_restore (sheet->cr);
}

static void
draw_all_sizes (const char        *name,
                const char        *id,
                const LaminaFrame *frame)
{
  for (int scheme = 0; g_str_has_prefix (name, wanted) && scheme < LAMINA_N_SCHEMES; scheme++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        const Size *size = &sizes[i];
        g_autofree char *file = g_strdup_printf ("%s-%s", name, size->name);
        Sheet sheet;

        if (scheme > LAMINA_SCHEME_DARK && i != 2)
          continue;
        sheet_begin (&sheet, scheme, size->text_scale, size->width + 48,
                     size->height + 48 + 26 * size->text_scale, size->scale);
        draw_card (&sheet, id, frame, size->width, size->height);
        sheet_end (&sheet, file);
      }
}

/* The Train page as it stands at 1280 × 800. */
static void
draw_train_page (const LaminaFrame *pictures,
                 LmHistory         *history)
{
  for (int scheme = 0; scheme < LAMINA_N_SCHEMES; scheme++)
    for (int past = 0; past < 2; past++)
      {
        LaminaFrame frame = *pictures;
        g_autofree char *name = g_strdup_printf ("train-page-%s", past ? "past" : "now");
        Sheet sheet;

        frame.history = history;
        frame.now = lm_history_get_n_steps (history);
        frame.step = past ? 1204 : frame.now;
        frame.steps_per_epoch = 1875;
        frame.n_steps = 5 * 1875;
        sheet_begin (&sheet, scheme, 1, 750, 640, 1);
        frame.options.has_hover = !past;
        frame.options.hover_x = 130;
        frame.options.hover_y = 50;
        draw_card (&sheet, "loss", &frame, 333, 150);
        frame.options.has_hover = FALSE;
        draw_card (&sheet, "metric", &frame, 333, 150);
        draw_card (&sheet, "predictions", &frame, 702, 125);
        draw_card (&sheet, "kernels", &frame, 210, 150);
        draw_card (&sheet, "feature-maps", &frame, 456, 150);
        sheet_end (&sheet, name);
      }
}

static void
draw_timelines (LmHistory *history)
{
  static const guint64 keyframes[] = { 1, 200, 600, 1200, 1800, 2400, 2800, 3100, 3400, 3700, 3900,
                                       4000, 4100, 4150, 4180, 4200, 4212 };
  g_autoptr(LmHistory) other = sample_make_history (3200, 469, 1400);
  const LaminaTimelineBranch branch = { other, 2540, 1, 0 };

  lm_history_append (history, &(LmRecord) { .type = LM_RECORD_SETTINGS, .step = 1875 });
  for (int scheme = 0; scheme < LAMINA_N_SCHEMES; scheme++)
    {
      Sheet sheet;

      sheet_begin (&sheet, scheme, 1, 800, 720, 1);
      for (int i = 0; i < 5; i++)
        {
          LaminaFrame frame;
          LaminaTimeline timeline = {
            .state = i == 0 ? LAMINA_TIMELINE_TRAINING : LAMINA_TIMELINE_PAST,
            .n_branches = 1, .branches = &branch,
            .keyframes = keyframes, .n_keyframes = G_N_ELEMENTS (keyframes),
            .has_focus = i == 1, .has_hover = i == 1, .hover_step = 2600,
          };

          lamina_frame_init (&frame);
          frame.history = history;
          frame.now = 4212;
          frame.step = i == 1 ? 1204 : 4212;
          frame.steps_per_epoch = 1875;
          frame.n_steps = 9375;
          if (i == 2)
            {
              timeline.first = 4170;
              timeline.end = 4214;
            }
          if (i == 3)
            {
              frame.history = NULL;
              frame.now = frame.step = 0;
              timeline.n_branches = timeline.n_keyframes = 0;
            }
          if (i == 4)
            {
              frame.n_steps = 1875 * 300;
              frame.now = frame.step = 300;
            }
          sheet_take (&sheet, 744, 128);
          lamina_timeline_draw (sheet.cr, &frame, &timeline, &sheet.style, 744, 128);
          cairo_restore (sheet.cr);
        }
      sheet_end (&sheet, "timeline");
    }
}

static void
draw_thumbnails (const LaminaFrame *frame)
{
  static const char *const templates[] = {
    "cnn-28", "cnn-32", "spirals", "xor", "dense-28", "resnet-small", "function", "moons", "rings",
    "iris", "rnn-series", "lstm-stacked", "gru-sentiment", "char-lm", "transformer-mini",
    "gan-ring", "gan-dense-28", "vae-conv-28", "vae-dense-28", "vae-32-16-32",
    "autoencoder-denoising", "unet-small", "anything",
  };

  for (int scheme = 0; scheme < LAMINA_N_SCHEMES; scheme++)
    {
      LaminaFrame empty = *frame;
      Sheet sheet;
      double values[120];

      empty.snapshot = NULL;
      empty.example_input = NULL;
      for (int i = 0; i < 120; i++)
        values[i] = exp (-i / 20.0) + 0.02 * sin (i * 1.3);

      sheet_begin (&sheet, scheme, 1, 1140, 1000, 2);
      for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
        {
          sheet_take (&sheet, 266, 118);
          lamina_thumbnail_draw_template (sheet.cr, &sheet.style, templates[i], 266, 118);
          cairo_restore (sheet.cr);
        }
      sheet_take (&sheet, 84, 60);
      lamina_thumbnail_draw_sparkline (sheet.cr, &sheet.style, values, 120, 84, 60);
      cairo_restore (sheet.cr);
      sheet.x = 2000;
      for (gssize i = -1; i < (gssize) lm_network_get_n_layers (frame->network); i++)
        {
          sheet_take (&sheet, 36, 36);
          lamina_thumbnail_draw_layer (sheet.cr, frame, &sheet.style, i, 36, 36);
          cairo_restore (sheet.cr);
        }
      sheet.x = 2000;
      for (gssize i = -1; i < (gssize) lm_network_get_n_layers (frame->network); i++)
        {
          sheet_take (&sheet, 36, 36);
          lamina_thumbnail_draw_layer (sheet.cr, &empty, &sheet.style, i, 36, 36);
          cairo_restore (sheet.cr);
        }
      sheet.x = 2000;
      for (gsize i = 0; i < lm_layer_class_get_n (); i++)
        {
          sheet_take (&sheet, 36, 36);
          lamina_thumbnail_draw_glyph (sheet.cr, &sheet.style, lm_layer_class_nth (i), 36, 36);
          cairo_restore (sheet.cr);
        }
      sheet_end (&sheet, "thumbnails");
    }
}

/* Names as a Chinese project has them. */
static void
draw_chinese (const LaminaFrame *pictures)
{
  static const char *const names[] = {
    "T 恤", "裤子", "套头衫", "连衣裙", "外套", "凉鞋", "衬衫", "运动鞋", "包", "短靴", NULL,
  };
  LaminaFrame frame = *pictures;

  frame.class_names = names;
  draw_all_sizes ("predictions-chinese", "predictions", &frame);
}

static void
draw_exports (const LaminaFrame *frame,
              const char        *id)
{
  for (int format = LAMINA_EXPORT_SVG; format <= LAMINA_EXPORT_PDF; format++)
    {
      LaminaStyle style;
      g_autofree char *path = g_strdup_printf ("%s/%s.%s", folder, id, lamina_export_ids[format]);
      g_autoptr(GError) error = NULL;

      lamina_style_init (&style, LAMINA_SCHEME_LIGHT, FAMILY);
      if (!lamina_export_view (lamina_view_find (id), frame, &style, NULL, format, path, &error))
        g_printerr ("%s\n", error->message);
    }
}

static void
draw_kind (SampleKind  kind,
           guint64     n_steps,
           gssize      layer,
           const char *name,
           const char *id)
{
  g_autoptr(Sample) sample = NULL;

  if (!g_str_has_prefix (name, wanted))
    return;

  sample = sample_new (kind, n_steps, layer);
  draw_all_sizes (name, id, &sample->frame);
}

static void
draw_sequence (const SequenceSettings *settings,
               const char             *name,
               const char             *id,
               guint                   index)
{
  g_autoptr(SequenceSample) sample = NULL;

  if (!g_str_has_prefix (name, wanted))
    return;

  sample = sequence_sample_new (settings);
  sample->frame.options.index = index;
  draw_all_sizes (name, id, &sample->frame);
}

static void
draw_small (void)
{
  draw_kind (SAMPLE_SPIRALS, 1500, 0, "surface-spirals", "decision-surface");
  draw_kind (SAMPLE_CLASSES, 400, 0, "surface-classes", "decision-surface");
  draw_kind (SAMPLE_SURFACE, 600, 0, "surface-number", "decision-surface");
  draw_kind (SAMPLE_FUNCTION, 1500, 0, "function", "function-fit");
  draw_kind (SAMPLE_TABLE, 300, 0, "predictions-table", "predictions");
  draw_kind (SAMPLE_REGRESSION, 300, 0, "predictions-numbers", "predictions");
  draw_kind (SAMPLE_DENSE_PICTURES, 150, 1, "weights-pictures", "kernels");
  draw_kind (SAMPLE_SPIRALS, 1500, 2, "weights-matrix", "kernels");
  draw_kind (SAMPLE_SPIRALS, 1500, 0, "maps-points", "feature-maps");
  draw_kind (SAMPLE_SPIRALS, 300, 2, "histograms-points", "histograms");
  draw_kind (SAMPLE_FORGED_POINTS, 1500, 0, "gan-samples-points", "gan-samples");
  draw_kind (SAMPLE_FORGED_PICTURES, 800, 0, "gan-samples-pictures", "gan-samples");
  draw_kind (SAMPLE_FORGED_PICTURES, 800, 0, "gan-scores", "gan-scores");
  draw_kind (SAMPLE_FORGED_POINTS, 1500, 0, "gan-plane", "gan-plane");
  draw_kind (SAMPLE_ECHO, 400, 0, "reconstructions-series", "reconstructions");
  draw_kind (SAMPLE_FORGED_HEAPS, 1500, 0, "gan-plane-heaps", "gan-plane");
  draw_kind (SAMPLE_FORGED_PICTURES, 800, 0, "gan-time-pictures", "gan-time");
  draw_kind (SAMPLE_FORGED_CLASSES, 800, 0, "gan-time-classes", "gan-time");
  draw_kind (SAMPLE_VARIATIONAL, 1500, 0, "latent-map", "latent-map");
  draw_kind (SAMPLE_VARIATIONAL_ONE, 600, 0, "latent-map-one", "latent-map");
  draw_kind (SAMPLE_VARIATIONAL_MANY, 1500, 0, "latent-map-many", "latent-map");
  draw_kind (SAMPLE_VARIATIONAL_MANY, 1500, 0, "latent-kl", "latent-kl");
  draw_kind (SAMPLE_FORGED_CLASSES, 800, 0, "gan-samples-classes", "gan-samples");
  draw_kind (SAMPLE_SERIES, 200, 0, "forecast", "forecast");
  draw_kind (SAMPLE_SERIES, 2, 0, "forecast-begun", "forecast");
  draw_kind (SAMPLE_SERIES, 200, 0, "predictions-series", "predictions");
  draw_kind (SAMPLE_PULSES, 60, 0, "predictions-pulses", "predictions");
  draw_kind (SAMPLE_SENTENCES, 40, 0, "predictions-sentences", "predictions");
  draw_kind (SAMPLE_TEXT, 240, 0, "text", "text");
  draw_kind (SAMPLE_TEXT, 0, 0, "text-begun", "text");
  draw_kind (SAMPLE_WORDS, 100, 0, "text-words", "text");
  draw_kind (SAMPLE_CHINESE, 160, 0, "text-chinese", "text");
  draw_kind (SAMPLE_SERIES, 200, 0, "gates", "gates");
  draw_sequence (&sequence_lstm, "gates-lstm", "gates", 0);
  draw_sequence (&sequence_gru, "gates-gru", "gates", 0);
  draw_sequence (&sequence_rnn, "gates-rnn", "gates", 0);
  draw_sequence (&sequence_causal, "attention-causal", "attention", 0);
  draw_sequence (&sequence_causal, "attention-head", "attention", 2);
  draw_sequence (&sequence_attention, "attention-words", "attention", 0);
}

/* Views of pictures, which all share one network. */
static void
draw_pictures (LmHistory *history)
{
  g_autoptr(Sample) pictures = sample_new (SAMPLE_PICTURES, 150, 0);

  if (*wanted == '\0')
    {
      draw_train_page (&pictures->frame, history);
      draw_thumbnails (&pictures->frame);
      draw_exports (&pictures->frame, "loss");
      draw_exports (&pictures->frame, "feature-maps");
      draw_exports (&pictures->frame, "predictions");
    }
  draw_chinese (&pictures->frame);
  draw_all_sizes ("predictions", "predictions", &pictures->frame);
  draw_all_sizes ("kernels", "kernels", &pictures->frame);
  draw_all_sizes ("feature-maps", "feature-maps", &pictures->frame);
  draw_all_sizes ("loss", "loss", &pictures->frame);
  draw_all_sizes ("histograms", "histograms", &pictures->frame);
  draw_all_sizes ("gradient-flow", "gradient-flow", &pictures->frame);
  pictures->frame.layer = 3;
  draw_all_sizes ("kernels-many", "kernels", &pictures->frame);
  pictures->frame.history = history;
  pictures->frame.step = pictures->frame.now = 4212;
  pictures->frame.steps_per_epoch = 1875;
  pictures->frame.n_steps = 9375;
  draw_all_sizes ("loss-long", "loss", &pictures->frame);
  draw_all_sizes ("metric", "metric", &pictures->frame);
  draw_all_sizes ("learning-rate", "learning-rate", &pictures->frame);
  pictures->frame.history = NULL;
  draw_all_sizes ("empty", "loss", &pictures->frame);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(LmHistory) history = sample_make_history (4212, 469, 1875);

  if (argc < 2)
    {
      g_printerr ("draw-gallery FOLDER [NAME]\n");
      return 2;
    }
  setlocale (LC_ALL, "");
  folder = argv[1];
  if (argc > 2)
    wanted = argv[2];
  g_mkdir_with_parents (folder, 0755);

  draw_small ();
  draw_pictures (history);
  if (*wanted == '\0')
    draw_timelines (history);

  return 0;
}
