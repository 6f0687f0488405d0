/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lamina-frame.h"
#include "lm-trainer.h"
#include "sample-text.h"

G_BEGIN_DECLS

/* Small projects for tests and the gallery: made-up data, a real network that the engine trains. */
typedef enum
{
  SAMPLE_PICTURES,       /* drawn garments, convolutions */
  SAMPLE_DENSE_PICTURES, /* the same, one dense layer on a row of pixels */
  SAMPLE_SPIRALS,        /* two classes in the plane, one answer */
  SAMPLE_CLASSES,        /* four classes in the plane */
  SAMPLE_SURFACE,        /* a number over the plane */
  SAMPLE_FUNCTION,       /* a number of a number */
  SAMPLE_TABLE,          /* four columns, three classes */
  SAMPLE_REGRESSION,     /* four columns, a number */
  SAMPLE_SERIES,         /* windows of two waves, an LSTM */
  SAMPLE_FORGED_POINTS,   /* four heaps in the plane, a generator and a discriminator */
  SAMPLE_FORGED_PICTURES, /* the same with garments, */
  SAMPLE_FORGED_CLASSES,  /* each of a class that the generator is told */
  SAMPLE_PULSES,         /* windows of two kinds, two classes */
  SAMPLE_TEXT,           /* a rhyme by characters, the next one at each */
  SAMPLE_WORDS,          /* the same by words */
  SAMPLE_CHINESE,        /* a Chinese one by characters */
  SAMPLE_SENTENCES,      /* sentences of different lengths, two classes */
  SAMPLE_VARIATIONAL,     /* garments, a variational autoencoder of two latent numbers, */
  SAMPLE_VARIATIONAL_MANY, /* and of six */
  SAMPLE_ECHO,           /* windows of two waves, an autoencoder */
  SAMPLE_VARIATIONAL_ONE, /* garments, one latent number */
  SAMPLE_FORGED_HEAPS,   /* four heaps in the plane; which one, both are told */
} SampleKind;

#define SAMPLE_N_KINDS (SAMPLE_FORGED_HEAPS + 1)

typedef struct
{
  LaminaFrame frame;

  LmSource   *source;
  LmTrainer  *trainer;
  LmTraining *training;
  LmSnapshot *snapshot;
  LmHistory  *history;
  SampleText *text;        /* (nullable) */
  guint32     indices[24];
  LaminaForge *forge; /* (nullable) */
  LaminaSamples *album; /* of its pictures */
  guint32     lengths[64]; /* of sentences */
  LaminaLatent *latent; /* (nullable) */
} Sample;

/* Trained for @n_steps; the frame shows layer @layer. */
Sample    *sample_new          (SampleKind  kind,
                                guint64     n_steps,
                                gssize      layer);
void       sample_free         (Sample     *self);
/* Asks for what all views need and takes the snapshot of it. */
void       sample_look         (Sample     *self);

/* A falling loss with noise, and an accuracy that rises; validations of every @validation_steps. */
LmHistory *sample_make_history (guint64     n_steps,
                                guint64     validation_steps,
                                guint64     steps_per_epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

G_END_DECLS
