# SPDX-License-Identifier: GPL-3.0-or-later
"""Random examples for a template, as files for Lamina and as tensors for PyTorch."""
import csv
import os
import random

import numpy
import torch

BATCH = 16
N_EXAMPLES = 7 * BATCH - 5  # Seven steps an epoch, the last of them short.
TIME = 12  # Tokens of an example.

# Of every template: the shape of an example, and what is asked of it. A new one needs a row.
TEMPLATES = {
    "cnn-28": ([1, 28, 28], "classes=10"),
    "dense-784-10-128-10": ([1, 28, 28], "classes=10"),
    "xor": ([2], "value"),
    "spirals": ([2], "classes=2"),
    "cnn-32": ([3, 32, 32], "classes=10"),
    "resnet-small": ([3, 32, 32], "classes=10"),
    "vae-dense-28": ([1, 28, 28], "itself"),
    "vae-32-16-32": ([32, 1], "itself"),
    "vae-conv-28": ([1, 28, 28], "itself"),
    "rnn-series": ([24, 1], "value"),
    "char-lm": ([TIME], "next"),
    "transformer-mini": ([TIME], "next"),
    "gru-sentiment": ([TIME], "words"),
    "autoencoder-denoising": ([1, 28, 28], "itself"),
    "gan-dense-28": ([1, 28, 28], "classes=10"),
    "gan-ring": ([2], "classes=8"),
    "cgan-28": ([1, 28, 28], "classes=10"),
    "dcgan-28": ([1, 28, 28], "classes=10"),
    "lstm-stacked": ([10, 1], "classes=2"),
    "unet-small": ([1, 28, 28], "mask"),
}


class Data:
    """x and y: tensors in double, or of whole numbers; settings: what a project says of them."""

    def __init__(self, folder, template):
        self.shape, self.task = TEMPLATES[template]
        self.lengths = None
        self.settings = ["data.validation=0", "data.test=0", "data.shuffle=false"]
        if self.task == "next":
            self.write_text(os.path.join(folder, "text.txt"))
        elif self.task == "words":
            self.write_rows(os.path.join(folder, "rows.csv"))
        else:
            self.write_arrays(os.path.join(folder, "arrays.npz"))
        numpy.save(os.path.join(folder, "x.npy"), self.x.numpy())

    def choose(self, kind, path, *fields):
        first = ["kind=" + kind, "path=" + path] + list(fields)
        self.settings = ["data." + field for field in first] + self.settings

    def write_arrays(self, path):
        shape = [N_EXAMPLES] + self.shape
        x = torch.rand(shape) if len(shape) > 2 else torch.randn(shape)
        y = torch.randn(N_EXAMPLES, 1)
        if self.task == "mask":
            y = (x > 0.5).float()  # Adam makes much of gradients that are mere noise.
        elif self.task.startswith("classes="):
            n_classes = int(self.task.split("=")[1])
            y = torch.randint(0, n_classes, (N_EXAMPLES,))
            y[:n_classes] = torch.arange(n_classes)
        numpy.savez(path, x=x.float().numpy(), y=y.numpy())
        self.x, self.y = x.float().double(), y
        if self.task == "itself":
            self.y = self.x
            self.choose("npz", path, "target=input")
        else:
            self.choose("npz", path)

    def write_text(self, path):
        """Characters by falling frequency, the rarest of which are not in the vocabulary: 0."""
        signs = [chr(code) for code in range(33, 127)]
        text = signs + random.choices(signs, range(1, len(signs) + 1), k=N_EXAMPLES * TIME + 1)
        text = text[:N_EXAMPLES * TIME + 1]
        random.shuffle(text)
        order = sorted(set(text), key=lambda sign: (-text.count(sign), sign))[:80]
        ids = torch.tensor([order.index(sign) + 1 if sign in order else 0 for sign in text])
        self.x, self.y = ids[:-1].view(-1, TIME), ids[1:].view(-1, TIME)
        with open(path, "w", encoding="ascii") as file:
            file.write("".join(text))
        self.choose("text", path, "sequence=%d" % TIME, "vocabulary=80")

    def write_rows(self, path):
        """Words by falling frequency: 0 fills up short texts, 1 is what the vocabulary lacks."""
        words = [a + b for a in "bcdfghjklm" for b in ("a", "e", "i", "o", "u", "ab", "ig")]
        self.lengths = [TIME] + [random.randint(1, TIME) for _ in range(N_EXAMPLES - 1)]
        texts = [random.choices(words, range(1, len(words) + 1), k=n) for n in self.lengths]
        every = sum(texts, [])
        order = sorted(set(every), key=lambda word: (-every.count(word), word))[:50]
        self.x = torch.zeros(N_EXAMPLES, TIME, dtype=torch.long)
        for row, text in enumerate(texts):
            for i, word in enumerate(text):
                self.x[row, i] = order.index(word) + 2 if word in order else 1
        self.y = torch.randint(0, 2, (N_EXAMPLES,))
        with open(path, "w", encoding="ascii", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "label"])
            writer.writerows([" ".join(text), ("bad", "good")[label]]
                             for text, label in zip(texts, self.y.tolist()))
        self.choose("labelled-text", path, "vocabulary=50", "text_column=text",
                    "target_column=label")

    def get_batch(self, step):
        """Rows of the step, their targets and lengths."""
        first = step * BATCH % (BATCH * self.get_n_steps())
        rows = slice(first, min(first + BATCH, N_EXAMPLES))
        return self.x[rows], self.y[rows], self.lengths and self.lengths[rows]

    def get_n_steps(self):
        return -(-N_EXAMPLES // BATCH)
