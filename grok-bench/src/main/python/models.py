"""The paper's models in PyTorch, written once for all scripts of this folder.

B samples, R replicas. Parameters begin as PyTorch's own layers do.
"""

import torch
from torch import nn
from torch.nn import functional as F

MODULUS = 53
MODULAR_SAMPLES = 2247


def toy_pairs():
    """All unordered pairs of ten symbols, [55, 2]; a pair's label is its sum."""
    return torch.tensor([(i, j) for i in range(10) for j in range(i, 10)])


def toy_parameters():
    """The embedding table, [10, 1], and the decoder's layers, 1-200-200-30: weights and biases."""
    table = nn.Parameter(torch.randn(10, 1))
    linears = [nn.Linear(1, 200), nn.Linear(200, 200), nn.Linear(200, 30)]
    return table, [(linear.weight, linear.bias) for linear in linears]


def toy_predictions(table, layers, pairs, affine=F.linear):
    """The toy model's predictions, [B, 30]: the sum of two embeddings through layers with tanh between them.

    An affine map of batches, for parameters with a leading axis R, gives [R, B, 30].
    """
    first, second = pairs.unbind(1)
    x = table[..., first, :] + table[..., second, :]
    for weight, bias in layers[:-1]:
        x = torch.tanh(affine(x, weight, bias))
    return affine(x, *layers[-1])


def toy_hits(predictions, targets, labels):
    """Whether the target nearest to each prediction is its label's, [B]."""
    return torch.cdist(predictions, targets).argmin(1) == labels


def toy_groups(table, layers, rate, decay):
    """The optimizer's groups: the embedding has a fixed rate and no decay."""
    return [
        {"params": [table], "lr": 1e-3, "weight_decay": 0.0},
        {"params": [p for layer in layers for p in layer], "lr": rate, "weight_decay": decay},
    ]


def mnist():
    """784-200-200-10, ReLU."""
    return nn.Sequential(
        nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
    )


def modular_data(generator=None):
    """The transformer's training samples: ordered pairs, [2247, 2], and their sums modulo 53."""
    residues = torch.arange(MODULUS)
    order = torch.randperm(MODULUS * MODULUS, generator=generator)
    pairs = torch.cartesian_prod(residues, residues)[order[:MODULAR_SAMPLES]]
    return pairs, pairs.sum(1) % MODULUS


class Transformer(nn.Module):
    """Two pre-norm blocks of width 256 with one head and ReLU 256; the output sees both tokens."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(MODULUS, 256)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(256, 1, 256, 0.0, "relu", batch_first=True, norm_first=True)
            for _ in range(2)
        )
        self.output = nn.Linear(512, MODULUS)

    def forward(self, pairs):
        stream = self.embedding(pairs)
        for block in self.blocks:
            stream = block(stream)
        return self.output(stream.flatten(1))

    def groups(self):
        """The optimizer's groups: only the embedding decays."""
        others = [*self.blocks.parameters(), *self.output.parameters()]
        return [
            {"params": self.embedding.parameters(), "lr": 1e-3, "weight_decay": 0.01},
            {"params": others, "lr": 1e-3, "weight_decay": 0.0},
        ]
