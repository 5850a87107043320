"""Times PyTorch on the steps that grok-bench times. Prints one JSON line a measurement.

usage: steps.py --threads N
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

from torch.nn import functional as F

import models

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
    except Exception as failed:  # for example a missing compiler
        why = f"{type(failed).__name__}: {failed}"[:300]
        print(json.dumps({"skipped": what, "why": why}), flush=True)


def stepping(loss, groups, compiled, metrics=lambda: None):
    """A training step by fused AdamW."""
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
    pairs = models.toy_pairs()[torch.randperm(55)]
    train, held = pairs[:45], pairs[45:]
    labels, held_labels = train.sum(1), held.sum(1)
    table, layers = models.toy_parameters()
    targets = torch.randn(19, 30)
    wanted = targets[labels]

    def accuracy(predictions, labels):
        return models.toy_hits(predictions, targets, labels).float().mean()

    def evaluated(samples, labels):
        with torch.no_grad():
            return accuracy(models.toy_predictions(table, layers, samples), labels)

    held_accuracy = torch.compile(evaluated) if compiled else evaluated

    # One forward pass of the training samples serves the loss and their accuracy.
    def loss():
        predictions = models.toy_predictions(table, layers, train)
        accuracy(predictions.detach(), labels)
        return F.mse_loss(predictions, wanted)

    groups = models.toy_groups(table, layers, 1e-4, 0.0)
    return stepping(loss, groups, compiled, lambda: held_accuracy(held, held_labels))


def mnist(compiled):
    torch.manual_seed(0)
    images, labels = torch.rand(1000, 784), torch.randint(10, (1000,))
    wanted = F.one_hot(labels, 10).float()
    net = models.mnist()

    def loss():
        batch = torch.randint(1000, (200,))
        return F.mse_loss(net(images[batch]), wanted[batch])

    return stepping(loss, [{"params": net.parameters(), "lr": 1e-3}], compiled)


def transformer(compiled):
    torch.manual_seed(0)
    net = models.Transformer()
    pairs, labels = models.modular_data()
    return stepping(lambda: F.cross_entropy(net(pairs), labels), net.groups(), compiled)


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
