# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of make-golden.py about sequences, which go to golden-sequences.txt."""
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

GATES = {"rnn": 1, "lstm": 4, "gru": 3}


def flip(x, lengths):
    """Each sequence from its end to its beginning; padding stays."""
    return torch.stack([torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, lengths)])


def recurrent(kind, x, values, hidden, lengths, bidirectional=False, reverse=False, relu=False):
    """Outputs of every step and of the last one, as PyTorch's packed sequences have it."""
    if reverse:
        x = flip(x, lengths)
    packed = pack_padded_sequence(x, torch.tensor(lengths), True, False)
    state = torch.zeros(1 + bidirectional, x.shape[0], hidden)
    name = "rnn_relu" if relu else "rnn_tanh" if kind == "rnn" else kind
    function = getattr(torch._VF, name)
    result = function(packed.data, packed.batch_sizes, (state, state) if kind == "lstm" else state,
                      values, True, 1, 0.0, False, bidirectional)
    y, _ = pad_packed_sequence(PackedSequence(result[0], *packed[1:]), True, 0.0, x.shape[1])
    last = result[1][:, packed.unsorted_indices].transpose(0, 1).flatten(1)
    return flip(y, lengths) if reverse else y, last


def params(kind, n_in, hidden, bidirectional=False):
    rows = GATES[kind] * hidden
    shapes = [("weight_ih", [rows, n_in]), ("weight_hh", [rows, hidden]), ("bias_ih", [rows]),
              ("bias_hh", [rows])]
    return shapes + ([(name + "_reverse", shape) for name, shape in shapes] if bidirectional else [])


def recurrent_layers(layer):
    shape, hidden = [3, 7, 2], 4
    for kind in GATES:
        for last in (False, True):
            for lengths in (None, [7, 3, 1], [2, 5, 4]):
                for way in ("", "bidirectional", "reverse"):
                    fields = ["hidden_size=%d" % hidden, "returns=" + ("last" if last else "sequence")]
                    fields += [way + "=true"] if way else []
                    fields += ["lengths=" + ",".join(map(str, lengths))] if lengths else []
                    layer(kind, shape, fields,
                          lambda x, v: recurrent(kind, x[0], v, hidden, lengths or [7] * 3,
                                                 way == "bidirectional", way == "reverse")[last],
                          params(kind, 2, hidden, way == "bidirectional"))
    layer("rnn", shape, ["hidden_size=3", "nonlinearity=relu"],
          lambda x, v: recurrent("rnn", x[0], v, 3, [7] * 3, relu=True)[0], params("rnn", 2, 3))
    layer("lstm", [2, 9, 17], ["hidden_size=19"],
          lambda x, v: recurrent("lstm", x[0], v, 19, [9] * 2)[0], params("lstm", 17, 19), scale=0.3)


def layers(layer):
    recurrent_layers(layer)
