/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-workspace.h"

G_BEGIN_DECLS

/* A network at work on one random batch. */
typedef struct
{
  LmNetwork   *network;
  LmTraining  *training;
  LmPool      *pool;
  LmWorkspace *workspace;
  LmState     *state;
  gsize        batch;
  gpointer     tools; /* of the kind of work */
} Bench;

/* A kind of work: one step of it is what a row of the table measures. */
typedef struct
{
  const char *id;
  LmWork      work;
  /* Optional, both: what the steps need besides the workspace. */
  void      (*start)     (Bench *self);
  void      (*finish)    (gpointer tools);
  void      (*run)       (Bench *self, long n_steps);
  /* Of one step, 2 a multiply-add. */
  double    (*get_flops) (const Bench *self);
} BenchWork;

extern const BenchWork bench_train;  /* forward, backward, update */
extern const BenchWork bench_round;  /* of two parts: an update of the discriminator, then one of the generator */
extern const BenchWork bench_infer;  /* forward */
extern const BenchWork bench_token;  /* forward through one step of a stateful network, and a draw */
extern const BenchWork bench_sample; /* a text read, and gone on with for as many tokens */

/* Ends the process with a sentence for who started it. */
void bench_stop (const char *what,
                 GError     *error) G_GNUC_NORETURN;

G_END_DECLS
