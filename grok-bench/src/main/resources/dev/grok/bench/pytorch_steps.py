"""Times PyTorch on the steps that grok-bench times. One JSON line a measurement.

usage: pytorch_steps.py --threads N
"""

import argparse
import json
import statistics
import time

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=1)
threads = parser.parse_args().threads

try:
    import torch
except ImportError as missing:
    print(json.dumps({"skipped": "PyTorch", "why": str(missing)}), flush=True)
    raise SystemExit(0)

from torch import nn
from torch.nn import functional as F

torch.set_num_threads(threads)
NAME = "PyTorch " + torch.__version__.split("+")[0]
ITERATIONS = 9


def say(work, by, step, seconds):
    """Median and fastest of iterations of about the given length each."""
    for _ in range(3):
        step()
    start = time.perf_counter()
    step()
    once = time.perf_counter() - start
    number = max(1, int(seconds / once))
    for _ in range(number):
        step()
    times = []
    for _ in range(ITERATIONS):
        start = time.perf_counter()
        for _ in range(number):
            step()
        times.append((time.perf_counter() - start) / number)
    line = {"work": work, "by": by, "median": statistics.median(times), "fastest": min(times)}
    print(json.dumps(line), flush=True)


def attempt(what, run):
    try:
        run()
    except Exception as failed:  # a missing compiler, for example
        why = f"{type(failed).__name__}: {failed}"[:300]
        print(json.dumps({"skipped": what, "why": why}), flush=True)


def stepping(loss, groups, compiled, metrics=lambda: None):
    adam = torch.optim.AdamW(groups, fused=True)

    def forward_backward():
        value = loss()
        value.backward()
        return value

    graph = torch.compile(forward_backward) if compiled else forward_backward

    def step():
        adam.zero_grad(set_to_none=True)
        graph()
        metrics()
        adam.step()

    return step


def toy(compiled):
    torch.manual_seed(0)
    pairs = torch.tensor([(i, j) for i in range(10) for j in range(i, 10)])
    pairs = pairs[torch.randperm(55)]
    train, held = pairs[:45], pairs[45:]
    embedding = nn.Embedding(10, 1)
    decoder = nn.Sequential(
        nn.Linear(1, 200), nn.Tanh(), nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, 30)
    )
    targets = torch.randn(19, 30)
    labels, held_labels = train.sum(1), held.sum(1)
    wanted = targets[labels]

    def predict(samples):
        return decoder(embedding(samples[:, 0]) + embedding(samples[:, 1]))

    def accuracy(predictions, labels):
        return (torch.cdist(predictions, targets).argmin(1) == labels).float().mean()

    def evaluated(samples, labels):
        with torch.no_grad():
            return accuracy(predict(samples), labels)

    held_accuracy = torch.compile(evaluated) if compiled else evaluated

    # One forward pass of the training samples serves the loss and their accuracy.
    def loss():
        predictions = predict(train)
        accuracy(predictions.detach(), labels)
        return ((predictions - wanted) ** 2).mean()

    groups = [
        {"params": embedding.parameters(), "lr": 1e-3, "weight_decay": 0.0},
        {"params": decoder.parameters(), "lr": 1e-4, "weight_decay": 0.0},
    ]
    return stepping(loss, groups, compiled, lambda: held_accuracy(held, held_labels))


def mnist(compiled):
    torch.manual_seed(0)
    images, labels = torch.rand(1000, 784), torch.randint(10, (1000,))
    wanted = F.one_hot(labels, 10).float()
    net = nn.Sequential(
        nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
    )

    def loss():
        batch = torch.randint(1000, (200,))
        return ((net(images[batch]) - wanted[batch]) ** 2).mean()

    return stepping(loss, [{"params": net.parameters(), "lr": 1e-3}], compiled)


def transformer(compiled):
    torch.manual_seed(0)
    p = 53
    embedding = nn.Embedding(p, 256)
    blocks = nn.ModuleList(
        nn.TransformerEncoderLayer(256, 1, 256, 0.0, "relu", batch_first=True, norm_first=True)
        for _ in range(2)
    )
    output = nn.Linear(512, p)
    pairs = torch.cartesian_prod(torch.arange(p), torch.arange(p))[torch.randperm(p * p)[:2247]]
    labels = pairs.sum(1) % p

    def loss():
        stream = embedding(pairs)
        for block in blocks:
            stream = block(stream)
        return F.cross_entropy(output(stream.flatten(1)), labels)

    groups = [
        {"params": embedding.parameters(), "weight_decay": 0.01},
        {"params": [*blocks.parameters(), *output.parameters()], "weight_decay": 0.0},
    ]
    return stepping(loss, groups, compiled)


def attention():
    qkv = torch.randn(1, 1024, 3 * 512, requires_grad=True)
    out = torch.randn(1, 1024, 512)

    def step():
        qkv.grad = None
        q, k, v = (x.view(1, 1024, 8, 64).transpose(1, 2) for x in qkv.split(512, dim=2))
        heard = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        heard.transpose(1, 2).reshape(1, 1024, 512).backward(out)

    say("attention 1x1024x512 of 8 causal", NAME, step, 0.2)


for name, make, seconds in (
    ("toy step of 1", toy, 0.2),
    ("mnist step of 1", mnist, 0.2),
    ("transformer step of 1", transformer, 0.5),
):
    attempt(f"{name}, eager", lambda: say(name, NAME, make(False), seconds))
    attempt(f"{name}, compiled", lambda: say(name, NAME + " compiled", make(True), seconds))
attempt("attention", attention)
