# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of make-golden.py about sequences, which go to golden-sequences.txt."""
import torch
import torch.nn.functional as F
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


def run(out, name, shape, tokens, classes, lengths, stack, training, model, make, params):
    """Three steps of a small network, with a label for each step: losses, and weights at the end.
    model (x, weights) gives logits; make (weights) the optimizer; params is [(name, shape)]."""
    out.write_line("run %s %s tokens=%d classes=%d lengths=%s" %
                   (name, "x".join(map(str, shape)), tokens, classes, ",".join(map(str, lengths))))
    out.write_line("stack: " + stack)
    out.write_line("training: " + training)
    n = shape[0] * shape[1]
    x = torch.tensor([(3 * i * i + 5 * i) % tokens for i in range(n)]).view(shape) if tokens \
        else out.fill(shape, 0)
    labels = torch.tensor([(7 * i + i * i) % classes for i in range(n)]).view(shape[:2])
    counts = torch.arange(shape[1])[None] < torch.tensor(lengths)[:, None]
    weights = [(out.fill(s, 10 + i) / 2).requires_grad_() for i, (_, s) in enumerate(params)]
    optimizer = make(weights)
    for step in range(3):
        loss = F.cross_entropy(model(x, weights)[counts], labels[counts])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.write("loss_%d" % (step + 1), loss)
    for (name, _), weight in zip(params, weights):
        out.write(name, weight)


def named(layer, shapes):
    return [(layer + "." + name, shape) for name, shape in shapes]


def runs(out):
    lengths = [6, 2, 4, 1]
    dense = [("dense_1.weight", [5, 12]), ("dense_1.bias", [5])]

    def both_ways(x, w):
        x = F.embedding(x, w[0])
        x = recurrent("lstm", x, w[1:5], 8, lengths)[0]
        x = recurrent("gru", x, w[5:13], 6, lengths, True)[0]
        return F.linear(x, w[13], w[14])

    run(out, "text", [4, 6], 7, 5, lengths,
        "embedding vocabulary=7 size=3; lstm hidden_size=8; gru hidden_size=6 bidirectional=true; "
        "dense units=5", "optimizer=adam learning_rate=0.01", both_ways,
        lambda w: torch.optim.Adam(w, 0.01),
        [("embedding_1.weight", [7, 3])] + named("lstm_1", params("lstm", 3, 8)) +
        named("gru_1", params("gru", 8, 6, True)) + dense)

    def transformer(x, w):
        x = F.embedding(x, w[0]) + waves(6, 8)
        for w in (w[1:13], w[13:25]):
            h = F.layer_norm(x, [8], w[0], w[1])
            x = x + attention(h, w[2:6], 2, True, lengths)
            h = F.layer_norm(x, [8], w[6], w[7])
            x = x + F.linear(F.gelu(F.linear(h, w[8], w[9])), w[10], w[11])
        return F.linear(x, head[0], head[1])

    block = ("layer-norm; attention heads=2 causal=true; add inputs=%s,attention_%d; layer-norm; "
             "dense units=16; gelu; dense units=8; add inputs=add_%d,dense_%d; ")

    def block_params(i):
        norm = [("weight", [8]), ("bias", [8])]
        return named("norm_%d" % (2 * i - 1), norm) + \
            named("attention_%d" % i, attention_params(8)) + named("norm_%d" % (2 * i), norm) + \
            [("dense_%d.weight" % (2 * i - 1), [16, 8]), ("dense_%d.bias" % (2 * i - 1), [16]),
             ("dense_%d.weight" % (2 * i), [8, 16]), ("dense_%d.bias" % (2 * i), [8])]

    def with_head(x, w):
        head[:] = w[25:]
        return transformer(x, w)

    head = []
    run(out, "transformer", [4, 6], 7, 5, lengths,
        "embedding vocabulary=7 size=8; positional-encoding; " +
        block % ("position_1", 1, 1, 2) + block % ("add_2", 2, 3, 4) + "dense units=5",
        "optimizer=momentum learning_rate=0.1", with_head, lambda w: torch.optim.SGD(w, 0.1, 0.9),
        [("embedding_1.weight", [7, 8])] + block_params(1) + block_params(2) +
        [("dense_5.weight", [5, 8]), ("dense_5.bias", [5])])

    def backwards(x, w):
        x = torch.tanh(recurrent("rnn", x, w[:4], 12, lengths, reverse=True)[0])
        return F.linear(x, w[4], w[5])

    run(out, "series", [4, 6, 2], 0, 5, lengths, "rnn hidden_size=12 reverse=true; tanh; dense units=5",
        "optimizer=momentum learning_rate=0.1", backwards,
        lambda w: torch.optim.SGD(w, 0.1, 0.9), named("rnn_1", params("rnn", 2, 12)) + dense)


def attention(x, weights, heads, causal, lengths=None):
    """What PyTorch gives; beyond the lengths it is 0 here."""
    time = x.shape[1]
    padding = lengths and torch.arange(time)[None] >= torch.tensor(lengths)[:, None]
    mask = torch.ones(time, time).triu(1).bool() if causal else None
    x = x.transpose(0, 1)
    y, _ = F.multi_head_attention_forward(
        x, x, x, x.shape[2], heads, weights[0], weights[1], None, None, False, 0.0, weights[2],
        weights[3], key_padding_mask=padding, need_weights=False, attn_mask=mask)
    y = y.transpose(0, 1)
    return y.masked_fill(padding[:, :, None], 0) if lengths else y


def attention_params(n):
    return [("in_proj_weight", [3 * n, n]), ("in_proj_bias", [3 * n]), ("out_proj.weight", [n, n]),
            ("out_proj.bias", [n])]


def attention_layers(layer):
    for shape, heads in [([2, 5, 6], 2), ([3, 7, 8], 4), ([2, 1, 4], 1)]:
        for causal in (False, True):
            for lengths in (None, [5, 2], [7, 1, 4]):
                if lengths and (len(lengths) != shape[0] or max(lengths) != shape[1]):
                    continue
                fields = ["heads=%d" % heads, "causal=" + str(causal).lower()]
                fields += ["lengths=" + ",".join(map(str, lengths))] if lengths else []
                layer("attention", shape, fields,
                      lambda x, v: attention(x[0], v, heads, causal, lengths),
                      attention_params(shape[2]))


def waves(time, n):
    """As in "Attention is all you need", section 3.5."""
    angle = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, n, 2) / n)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1)[:, :n]


def positions(layer):
    for shape in ([2, 9, 6], [1, 4, 5]):
        layer("positional-encoding", shape, [], lambda x, v: x[0] + waves(*shape[1:]))
        layer("positional-encoding", shape, ["form=learned"], lambda x, v: x[0] + v[0],
              [("weight", shape[1:])])


def layers(layer):
    recurrent_layers(layer)
    attention_layers(layer)
    positions(layer)
