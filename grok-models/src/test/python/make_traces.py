"""Writes trace-*.safetensors: 200 training steps of five models by PyTorch 2.13, to be repeated in Java.

Usage: python make_traces.py ../resources/dev/grok/models/train [case...]
Needs numpy, torch==2.13.0 and safetensors. About four minutes on one core, nearly all for transformer53.

Nothing but formulas goes in: initial states, splits, images and batches are functions of a seed, computed here with NumPy
as grok computes them. Those of the two small transformers are written too (state-*.safetensors), in the format of
InitialState.

FORMULAS
  word(seed, stream, i)   Philox4x32-10, key = seed, counter = (i >> 2) + 2^64 stream, lane i & 3.
  stream(purpose, sub)    2^32 times the purpose's number (see PURPOSES) plus sub, 0 unless said otherwise.
  unit                    upper 24 bits of a word, over 2^24.   below(n): floor(word n / 2^32).
  uniform(b)              (2 unit - 1) b, rounded to float32.
  normal                  sqrt(-2 ln(1 - u)) cos(2 pi v) of two units in turn, rounded to float32.
  parameter               stream(EMBEDDING or DECODER, CRC-32 of its name), values in PyTorch's row-major layout.
                          embedding, positions: N(0, 1); in S3 uniform(1/2). in_proj_weight: Xavier, uniform(sqrt(6/4C)).
                          in_proj_bias, out_proj.bias: 0. Norms: 1 and 0. All others uniform(scale/sqrt(fan_in)).
  targets [classes, 30]   normal, stream(TARGETS).
  split                   samples in lexicographic order; the first N places of a Fisher-Yates shuffle from stream(SPLIT),
                          place i being exchanged with place i + below(size - i); the rest validates in its own order.
  images [n, 784]         pixel q of image i is the upper 8 bits of w = word(0, i, q) if w & 7 = 0, else 0; the label is
                          i mod 10. A feature is pixel/255 rounded to float32.
  batches                 the seed is word 0 + 2^32 word 1 of stream(BATCHES); the order of epoch e is a Fisher-Yates shuffle
                          of all images from the stream 2^32 (2^32 - 1) + e of that seed, cut into 5 batches of 200.

CASES (seed; task; training samples; model; AdamW rate/decay of the embedding group and of the decoder group)
  transformer7    7; a + b mod 7, ordered; 35; paper's transformer with C = 16, hidden 24, 2 heads; 1e-3/0.01, 1e-3/1.
  transformer53   53; a + b mod 53, ordered; 2247; paper's transformer: C = 256, hidden 256, 1 head; the same.
  equation7       12; a / b mod 7, ordered; 30; tokens a, 8, b, 7; GELU, causal mask, learned positions, pre-norm and a norm
                  at the end, reads the last token; C = 12, hidden 20, 3 heads, 2 blocks; 1e-3/0, 3e-4/0.1.
  images          200; 1000 images, batches of 200; 784-200-200-10, ReLU, everything times 9, squared error to one-hot
                  vectors; 1e-3/0.1 for all.
  s3              6; S3, ordered; 24; matrices 3 x 3, 9-200-200-30, tanh, squared error to the targets; 1e-3/0, 1e-4/1.

OUTPUT, float64 throughout; step s is before update s
  loss [200]              of the step's batch, all in float64
  loss_float32 [200]      the same run in float32, for information
  initial.NAME [2]        fingerprint of a parameter at the start
  gradient.NAME [200, 2]  fingerprint of its gradient
  features [2]            fingerprint of all images (case images)
A fingerprint is the Euclidean norm and the product with sin(1), sin(2), ... in row-major order.
"""

import itertools
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

STEPS = 200
PURPOSES = ["SPLIT", "TARGETS", "EMBEDDING", "DECODER", "BATCHES"]
torch.set_num_threads(1)


def words(seed, stream, count):
    index = np.arange(count, dtype=np.uint64)
    low, half = np.uint64(0xFFFFFFFF), np.uint64(32)
    full = lambda value: np.full(count, value, dtype=np.uint64)
    c0, c1 = (index >> np.uint64(2)) & low, full(0)
    c2, c3 = full(stream & 0xFFFFFFFF), full(stream >> 32)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (p1 >> half) ^ c1 ^ np.uint64(k0), p1 & low, (p0 >> half) ^ c3 ^ np.uint64(k1), p0 & low
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.choose((index & np.uint64(3)).astype(int), [c0, c1, c2, c3])


def stream(purpose, sub=0):
    return (PURPOSES.index(purpose) << 32) + sub


def units(seed, stream, count):
    return (words(seed, stream, count) >> np.uint64(8)).astype(np.float64) * 2.0**-24


def uniform(bound):
    return lambda seed, stream, count: ((2.0 * units(seed, stream, count) - 1.0) * bound).astype(np.float32)


def normal(seed, stream, count):
    u = units(seed, stream, 2 * count)
    return (np.sqrt(-2.0 * np.log(1.0 - u[0::2])) * np.cos(2.0 * np.pi * u[1::2])).astype(np.float32)


def constant(value):
    return lambda seed, stream, count: np.full(count, value, dtype=np.float32)


def choose(seed, stream, n, count):
    order, random = list(range(n)), words(seed, stream, count)
    for i in range(count):
        j = i + ((int(random[i]) * (n - i)) >> 32)
        order[i], order[j] = order[j], order[i]
    return order[:count]


def fingerprint(values):
    flat = torch.as_tensor(values).double().flatten()
    return [flat.norm().item(), (flat @ torch.sin(torch.arange(1, flat.numel() + 1, dtype=torch.float64))).item()]


class Transformer(nn.Module):
    def __init__(self, symbols, classes, width, hidden, heads, extra=0, variant=False):
        super().__init__()
        self.tokens = 2 + extra
        self.causal = variant
        self.embedding = nn.Embedding(symbols + extra, width)
        self.positions = nn.Embedding(self.tokens, width) if variant else None
        layer = nn.TransformerEncoderLayer(
            width, heads, hidden, dropout=0.0, activation="gelu" if variant else "relu", batch_first=True, norm_first=True
        )
        norm = nn.LayerNorm(width) if variant else None
        self.transformer = nn.TransformerEncoder(layer, 2, norm, enable_nested_tensor=False)
        self.output = nn.Linear(width if variant else self.tokens * width, classes)

    def forward(self, tokens):
        x = self.embedding(tokens)
        if not self.causal:
            return self.output(self.transformer(x).flatten(1))
        mask = torch.triu(torch.full((self.tokens, self.tokens), -torch.inf, dtype=x.dtype), diagonal=1)
        return self.output(self.transformer(x + self.positions.weight, mask)[:, -1])

    @staticmethod
    def start(name, shape):
        if name in ("embedding.weight", "positions.weight"):
            return "EMBEDDING", normal
        if name.endswith("in_proj_weight"):
            return "DECODER", uniform(np.sqrt(6.0 / (4.0 * shape[1])))
        if "norm" in name:
            return "DECODER", constant(1.0 if name.endswith("weight") else 0.0)
        if name.endswith(("in_proj_bias", "out_proj.bias")):
            return "DECODER", constant(0.0)
        return "DECODER", None


class Images(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
        )

    def forward(self, x):
        return self.layers(x)

    @staticmethod
    def start(name, shape):
        return "DECODER" if name.startswith("layers.4") else "EMBEDDING", None


class Matrices(nn.Module):
    def __init__(self, symbols):
        super().__init__()
        self.embedding = nn.ParameterDict({"weight": nn.Parameter(torch.zeros(symbols, 3, 3))})
        self.decoder = nn.Sequential(
            nn.Linear(9, 200), nn.Tanh(), nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, 30)
        )

    def forward(self, pairs):
        e = self.embedding["weight"]
        return self.decoder((e[pairs[:, 0]] @ e[pairs[:, 1]]).flatten(1))

    @staticmethod
    def start(name, shape):
        return ("EMBEDDING", uniform(0.5)) if name == "embedding.weight" else ("DECODER", None)


def initial(model, seed, scale=1.0):
    """By name: group and float32 values. A bias is as wide as the weight before it is deep."""
    state, fan_in = {}, 0
    for name, parameter in model.named_parameters():
        group, draw = model.start(name, parameter.shape)
        if name.endswith("weight"):
            fan_in = parameter.shape[-1]
        draw = draw or uniform(scale / np.sqrt(float(fan_in)))
        values = draw(seed, stream(group, zlib.crc32(name.encode())), parameter.numel())
        state[name] = (group, values.reshape(tuple(parameter.shape)))
    return state


def trace(model, state, rates, batch, loss, dtype, every_step):
    """Losses; every_step(gradients) sees each step's."""
    model.load_state_dict({name: torch.from_numpy(values) for name, (_, values) in state.items()})
    model.to(dtype)
    groups = {"EMBEDDING": [], "DECODER": []}
    for name, parameter in model.named_parameters():
        groups[state[name][0]].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[g], "lr": rate, "weight_decay": decay} for g, (rate, decay) in rates.items()]
    )
    losses = []
    for step in range(STEPS):
        inputs, wanted = batch(step, dtype)
        optimizer.zero_grad()
        value = loss(model(inputs), wanted)
        value.backward()
        losses.append(value.item())
        every_step({name: p.grad for name, p in model.named_parameters()})
        optimizer.step()
    return losses


def both(folder, case, model, state, rates, batch, loss, more=None):
    prints = {name: [] for name in state}
    note = lambda gradients: [prints[name].append(fingerprint(g)) for name, g in gradients.items()]
    out = {"loss": trace(model, state, rates, batch, loss, torch.float64, note)}
    out["loss_float32"] = trace(model, state, rates, batch, loss, torch.float32, lambda gradients: None)
    out.update({f"initial.{name}": fingerprint(values) for name, (_, values) in state.items()})
    out.update({f"gradient.{name}": rows for name, rows in prints.items()})
    out.update(more or {})
    save_file({k: np.array(v, dtype=np.float64) for k, v in out.items()}, folder / f"trace-{case}.safetensors")
    difference = max(abs(a / b - 1) for a, b in zip(out["loss_float32"], out["loss"]))
    print(f"{case}: loss {out['loss'][0]:.6f} to {out['loss'][-1]:.3e}, float32 differs by up to {difference:.1e}")


def split(samples, label, count, seed):
    chosen = choose(seed, stream("SPLIT"), len(samples), count)
    train = [samples[i] for i in chosen]
    held = [pair for i, pair in enumerate(samples) if i not in set(chosen)]
    part = lambda pairs: (np.array(pairs, dtype=np.int32), np.array([label(*pair) for pair in pairs], dtype=np.int32))
    return part(train), part(held)


def symbols(folder, case, seed, model, train, held, tokens, rates, commit):
    state = initial(model, seed)
    if commit:
        tensors = {name: values for name, (_, values) in state.items()}
        tensors |= {"train_pairs": train[0], "train_labels": train[1]}
        tensors |= {"validation_pairs": held[0], "validation_labels": held[1]}
        save_file(tensors, folder / f"state-{case}.safetensors")
    ids, labels = torch.tensor([tokens(a, b) for a, b in train[0].tolist()]), torch.from_numpy(train[1]).long()
    both(folder, case, model, state, rates, lambda step, dtype: (ids, labels), nn.functional.cross_entropy)


def transformer(folder, case, seed, p, count, width, hidden, heads, commit):
    train, held = split(list(itertools.product(range(p), repeat=2)), lambda a, b: (a + b) % p, count, seed)
    rates = {"EMBEDDING": (1e-3, 0.01), "DECODER": (1e-3, 1.0)}
    model = Transformer(p, p, width, hidden, heads)
    symbols(folder, case, seed, model, train, held, lambda a, b: [a, b], rates, commit)


def equation(folder):
    samples = [(a, b) for a in range(7) for b in range(1, 7)]
    train, held = split(samples, lambda a, b: a * pow(b, 5, 7) % 7, 30, 12)
    rates = {"EMBEDDING": (1e-3, 0.0), "DECODER": (3e-4, 0.1)}
    model = Transformer(7, 7, 12, 20, 3, extra=2, variant=True)
    symbols(folder, "equation7", 12, model, train, held, lambda a, b: [a, 8, b, 7], rates, True)


def images(folder):
    n, size, seed = 1000, 200, 200
    w = np.stack([words(0, i, 784) for i in range(n)])
    pixels = np.where(w % np.uint64(8) == 0, w >> np.uint64(24), np.uint64(0)).astype(np.float32)
    features = torch.from_numpy(pixels / np.float32(255))
    one_hot = torch.eye(10)[torch.arange(n) % 10]
    pair = words(seed, stream("BATCHES"), 2)
    key = int(pair[0]) + (int(pair[1]) << 32)
    epochs = [choose(key, (0xFFFFFFFF << 32) + e, n, n) for e in range(STEPS * size // n)]
    order = torch.tensor(epochs).reshape(STEPS, size)
    batch = lambda step, dtype: (features[order[step]].to(dtype), one_hot[order[step]].to(dtype))
    model = Images()
    rates = {"EMBEDDING": (1e-3, 0.1), "DECODER": (1e-3, 0.1)}
    more = {"features": fingerprint(features)}
    both(folder, "images", model, initial(model, seed, 9.0), rates, batch, nn.functional.mse_loss, more)


def s3(folder):
    elements = sorted(itertools.permutations(range(3)))
    product = lambda a, b: elements.index(tuple(elements[b][elements[a][k]] for k in range(3)))
    train, _ = split(list(itertools.product(range(6), repeat=2)), product, 24, 6)
    targets = torch.from_numpy(normal(6, stream("TARGETS"), 6 * 30).reshape(6, 30))
    pairs, wanted = torch.from_numpy(train[0]).long(), targets[torch.from_numpy(train[1]).long()]
    model = Matrices(6)
    rates = {"EMBEDDING": (1e-3, 0.0), "DECODER": (1e-4, 1.0)}
    batch = lambda step, dtype: (pairs, wanted.to(dtype))
    both(folder, "s3", model, initial(model, 6), rates, batch, nn.functional.mse_loss)


CASES = {
    "transformer7": lambda folder: transformer(folder, "transformer7", 7, 7, 35, 16, 24, 2, True),
    "equation7": equation,
    "images": images,
    "s3": s3,
    "transformer53": lambda folder: transformer(folder, "transformer53", 53, 53, 2247, 256, 256, 1, False),
}
if __name__ == "__main__":
    for case in sys.argv[2:] or CASES:
        CASES[case](Path(sys.argv[1]))
