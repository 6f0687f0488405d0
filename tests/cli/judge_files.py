# SPDX-License-Identifier: GPL-3.0-or-later
"""lamina-cli, and the files that it reads and writes."""
import json
import os
import struct
import subprocess

import numpy
import torch

CLI = os.environ["LAMINA_CLI"]


def call(*words):
    done = subprocess.run((CLI,) + words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(words) + ": " + done.stderr.strip())
    return json.loads(done.stdout) if "--json" in words else None


def read_npy(path):
    return torch.from_numpy(numpy.load(path))


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        first, end = entry["data_offsets"]
        arrays[name] = torch.from_numpy(numpy.frombuffer(data[first:end], "<f4").copy()
                                        .reshape(entry["shape"]))
    return arrays


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
