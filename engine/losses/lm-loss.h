/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lm-error.h"
#include "lm-field.h"
#include "lm-tensor.h"

G_BEGIN_DECLS

typedef struct _LmLoss LmLoss;

/* What a kind of loss provides. Shapes: y [rows, …], target [rows, …]; class
 * labels are a target of one column that holds the index. The loss of a batch is
 * Σ of the rows' losses / Σ of the rows' weights.
 */
typedef struct
{
  const char    *id;      /* Written to project files: never renamed. */
  const char    *title;   /* Marked with N_(). */
  const char    *summary; /* One sentence with the formula; marked with N_(). */
  gsize          size;    /* Of the instance, whose first member is an LmLoss. */
  const LmField *fields;
  /* The layer kind whose derivative the loss contains: if it ends the stack, its input is taken. */
  const char    *fuses;
  /* For a generator and a discriminator: what they are compared with is 1 for data, 0 for what
   * the generator made, in the shape of the discriminator's answers. */
  gboolean       is_adversarial;
  /* Each number of a target is a probability: from 0 to 1. */
  gboolean       takes_shares;
  /* Of such losses, optional: the limit of the discriminator's parameters, and the weight of its
   * gradient penalty; 0: none. */
  double   (*get_clip)    (const LmLoss *self);
  double   (*get_penalty) (const LmLoss *self);

  /* Shapes of one example: may @y be compared with @target? LM_ERROR_SHAPE, LM_ERROR_VALUE. */
  gboolean (*check)      (const LmLoss *self, const LmShape *y, const LmShape *target, GError **error);
  /* Optional: Σ of the rows' weights; without it, their number. */
  double   (*get_weight) (const LmLoss *self, const LmShape *y, const LmTensor *target);
  /* Returns Σ of the rows' losses; unless @dy is NULL writes dy = scale × its derivative. */
  double   (*forward)    (const LmLoss *self, const LmTensor *y, const LmTensor *target,
                          double scale, LmTensor *dy);
  /* Optional: the answer that @y stands for (probabilities); without it, @y itself. */
  void     (*activate)   (const LmLoss *self, const LmTensor *y, LmTensor *answer);
} LmLossClass;

struct _LmLoss
{
  const LmLossClass *klass;
};

gsize              lm_loss_class_get_n (void);
const LmLossClass *lm_loss_class_nth   (gsize              index);
/* Returns: (nullable) */
const LmLossClass *lm_loss_class_find  (const char        *id);

LmLoss            *lm_loss_new         (const LmLossClass *klass) G_GNUC_WARN_UNUSED_RESULT;
LmLoss            *lm_loss_copy        (const LmLoss      *self) G_GNUC_WARN_UNUSED_RESULT;
void               lm_loss_free        (LmLoss            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LmLoss, lm_loss_free)

/* These add the defaults of what is optional in the class. */
double             lm_loss_get_weight  (const LmLoss      *self,
                                        const LmShape     *y,
                                        const LmTensor    *target);
void               lm_loss_activate    (const LmLoss      *self,
                                        const LmTensor    *y,
                                        LmTensor          *answer);

/* What a class may take as its activate(): probabilities of a row that add up to 1, or each by
 * itself. */
void               lm_loss_activate_softmax (const LmLoss   *self,
                                             const LmTensor *y,
                                             LmTensor       *answer);
void               lm_loss_activate_sigmoid (const LmLoss   *self,
                                             const LmTensor *y,
                                             LmTensor       *answer);

G_END_DECLS
