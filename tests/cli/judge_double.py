# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains what a project describes with the engine in double: see train-double.c."""
import os
import subprocess

import numpy
import torch

from judge_training import is_statistic

PROGRAM = os.environ["LAMINA_TRAIN_DOUBLE"]


def write_stack(description):
    """As text: a line a layer, and one before each part."""
    settings, lines, part = description["settings"], [], None
    for layer in description["layers"]:
        if layer.get("part") != part:
            part = layer["part"]
            lines.append("[%s]" % part)
        words = [layer["kind"], "name=" + layer["name"]]
        words += ["inputs=" + ",".join(layer["inputs"])] if layer["inputs"] else []
        words += [key.split(".", 1)[1] + "=" + value for key, value in settings.items()
                  if key.startswith(layer["name"] + ".")]
        lines.append(" ".join("'%s'" % word for word in words))
    return "\n".join(lines)


def list_training(description):
    owners = {layer["name"] for layer in description["layers"]} | {"data"}
    return [key + "=" + value for key, value in description["settings"].items()
            if key.split(".")[0] not in owners]


def escape(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")


def train(folder, description, weights, data, steps):
    """Gradients of the first step, and the values after each of the steps."""
    task, numbers, result = (os.path.join(folder, name) for name in ("task", "numbers", "result"))
    target = [1] + list(data.y.shape[1:]) if data.y.dim() > 1 else [1, 1]
    lines = ["[task]", "stack=" + escape(write_stack(description)),
             "training=" + "".join(escape(item) + ";" for item in list_training(description)),
             "input=" + "".join("%d;" % n for n in [1] + list(data.x.shape[1:])),
             "target=" + "".join("%d;" % n for n in target),
             "examples=%d" % len(data.x), "names=" + "".join(name + ";" for name in weights),
             "steps=" + "".join("%d;" % step for step in steps)]
    with open(task, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(numbers, "wb") as file:
        for tensor in list(weights.values()) + [data.x, data.y]:
            file.write(tensor.double().numpy().tobytes())
        file.write(numpy.array(data.lengths or [], "f8").tobytes())

    done = subprocess.run([PROGRAM, task, numbers, result], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode != 0:
        raise RuntimeError("train-double: " + done.stderr.strip())
    return read_result(result, weights, len(steps))


def read_result(path, weights, n_states):
    values = torch.from_numpy(numpy.fromfile(path))
    place = 0

    def take(names):
        nonlocal place
        taken = {}
        for name in names:
            taken[name] = values[place:place + weights[name].numel()].view(weights[name].shape)
            place += weights[name].numel()
        return taken

    gradients = take(name for name in weights if not is_statistic(name))
    states = [take(weights) for _ in range(n_states)]
    assert place == len(values), (place, len(values))
    return gradients, states
