#!/usr/bin/env python3
"""Times what a user would run instead, on whatever device is here: the toy model's step as an ensemble, and the transformer's.

usage: peers.py [--replicas 64,256,1024,4096] [--steps 300] [--toy-only]
Prints one JSON line a measurement: {"peer", "work", "replicas", "ms_per_step", "replica_steps_per_s"}. A peer that
is missing is named and skipped. The work is that of StepTimings: full batches; every replica of the toy model has a
learning rate and a weight decay of its own. R replicas, B samples.
"""

import argparse
import json
import time

import numpy as np

# More replicas take a CPU too long.
MOST_REPLICAS_ON_CPU = 64


def say(peer, work, replicas, seconds_per_step):
    line = {
        "peer": peer,
        "work": work,
        "replicas": replicas,
        "ms_per_step": round(seconds_per_step * 1e3, 4),
        "replica_steps_per_s": round(replicas / seconds_per_step),
    }
    print(json.dumps(line), flush=True)


def say_failed(what, failure, **more):
    why = f"{type(failure).__name__}: {failure}"[:300]
    print(json.dumps({"failed": what, **more, "why": why}))


def fastest(call, number, synchronize=lambda: None):
    """Seconds of a call: the fastest of five rounds, as in Stopwatch."""
    call()
    synchronize()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(number):
            call()
        synchronize()
        seconds.append((time.perf_counter() - start) / number)
    return min(seconds)


def torch_device(torch):
    """The device's name, and what waits for it."""
    torch.backends.cuda.matmul.allow_tf32 = False
    if torch.cuda.is_available():
        return "cuda", torch.cuda.synchronize
    return "cpu", lambda: None


def captured(torch, step, warm_up=3):
    """The replay of a whole step, optimizer included, as one CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        # The first steps allocate and compile, which is forbidden while capturing.
        for _ in range(warm_up):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def toy_data(replicas):
    """Pairs [45, 2], wanted outputs [45, 30], parameters with a leading axis R, rates [R], decays [R]."""
    generator = np.random.default_rng(0)
    pairs = np.array([(i, j) for i in range(10) for j in range(i, 10)])
    pairs = pairs[generator.permutation(55)[:45]]
    wanted = generator.standard_normal((19, 30)).astype("f")[pairs.sum(1)]
    parameters = [generator.uniform(-0.5, 0.5, (replicas, 10, 1)).astype("f")]
    for inputs, outputs in ((1, 200), (200, 200), (200, 30)):
        bound = inputs**-0.5
        for rows in (inputs, 1):
            shape = (replicas, rows, outputs)
            parameters.append(generator.uniform(-bound, bound, shape).astype("f"))
    rates = np.geomspace(1e-5, 1e-2, replicas).astype("f")
    decays = np.linspace(0, 10, replicas).astype("f")
    return pairs, wanted, parameters, rates, decays


def torch_toy(replicas, steps):
    import torch

    import models

    device, synchronize = torch_device(torch)
    if device == "cpu" and replicas > MOST_REPLICAS_ON_CPU:
        return
    pairs, wanted, parameters, rates, decays = toy_data(replicas)
    parameters = [torch.tensor(p, device=device, requires_grad=True) for p in parameters]
    table, *decoder = parameters
    layers = list(zip(decoder[::2], decoder[1::2]))
    pairs, wanted = torch.tensor(pairs, device=device), torch.tensor(wanted, device=device)
    rates = torch.tensor(rates, device=device).view(replicas, 1, 1)
    decays = torch.tensor(decays, device=device).view(replicas, 1, 1)
    first_moments = [torch.zeros_like(p) for p in parameters]
    second_moments = [torch.zeros_like(p) for p in parameters]
    # The count is on the device: a number of the host could not be captured.
    count = torch.zeros((), device=device)

    def affine(x, weight, bias):
        return torch.baddbmm(bias, x, weight)

    def step():
        predictions = models.toy_predictions(table, layers, pairs, affine)
        loss = ((predictions - wanted) ** 2).mean((1, 2)).sum()
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            adamw(gradients)

    def adamw(gradients):
        """Written out: PyTorch's own has no rates by replica."""
        count.add_(1)
        first_correction = 1 - torch.pow(0.9, count)
        second_correction = 1 - torch.pow(0.999, count)
        for p, g, m, v in zip(parameters, gradients, first_moments, second_moments):
            m.mul_(0.9).add_(g, alpha=0.1)
            v.mul_(0.999).addcmul_(g, g, value=0.001)
            if p is not table:
                p.mul_(1 - rates * decays)
            rate = 1e-3 if p is table else rates
            p.sub_(rate * (m / first_correction) / ((v / second_correction).sqrt() + 1e-8))

    for _ in range(5):
        step()
    name = f"torch {torch.__version__}"
    seconds = fastest(step, max(10, steps // 4), synchronize)
    say(f"{name} eager {device}", "toy", replicas, seconds)
    if device == "cuda":
        seconds = fastest(captured(torch, step), steps, synchronize)
        say(f"{name} CUDA graph", "toy", replicas, seconds)


def jax_toy(replicas, steps):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_default_matmul_precision", "highest")
    if jax.default_backend() == "cpu" and replicas > MOST_REPLICAS_ON_CPU:
        return
    pairs, wanted, parameters, rates, decays = toy_data(replicas)
    first, second = pairs.T
    parameters = [jnp.array(p) for p in parameters]
    wanted, rates, decays = jnp.array(wanted), jnp.array(rates), jnp.array(decays)

    def loss(parameters):
        table, w1, b1, w2, b2, w3, b3 = parameters
        x = jnp.tanh((table[first] + table[second]) @ w1 + b1)
        x = jnp.tanh(x @ w2 + b2)
        return ((x @ w3 + b3 - wanted) ** 2).mean()

    def step(parameters, ms, vs, count, rate, decay):
        gradients = jax.grad(loss)(parameters)
        ms = [0.9 * m + 0.1 * g for m, g in zip(ms, gradients)]
        vs = [0.999 * v + 0.001 * g * g for v, g in zip(vs, gradients)]
        moved = []
        for i, (p, m, v) in enumerate(zip(parameters, ms, vs)):
            own_rate, own_decay = (1e-3, 0) if i == 0 else (rate, decay)
            update = (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-8)
            moved.append(p * (1 - own_rate * own_decay) - own_rate * update)
        return moved, ms, vs

    ensemble = jax.vmap(step, in_axes=(0, 0, 0, None, 0, 0))

    @jax.jit
    def run(parameters, ms, vs):
        def body(state, count):
            return ensemble(*state, count, rates, decays), None

        counts = jnp.arange(1, steps + 1, dtype=jnp.float32)
        return jax.lax.scan(body, (parameters, ms, vs), counts)[0]

    ms = [jnp.zeros_like(p) for p in parameters]
    vs = [jnp.zeros_like(p) for p in parameters]
    seconds = fastest(lambda: jax.block_until_ready(run(parameters, ms, vs)), 1)
    say(f"jax {jax.__version__} vmap+scan {jax.default_backend()}", "toy", replicas, seconds / steps)


def torch_transformer(steps):
    import torch
    from torch.nn import functional as F

    import models

    device, synchronize = torch_device(torch)
    pairs, labels = models.modular_data(torch.Generator().manual_seed(0))
    pairs, labels = pairs.to(device), labels.to(device)

    def timed(compiled, graph):
        """Seconds of a step: by a mode of torch.compile or None, and whether as one CUDA graph."""
        net = models.Transformer().to(device)
        optimizer = torch.optim.AdamW(net.groups(), fused=True, capturable=graph)

        def loss():
            return F.cross_entropy(net(pairs), labels)

        forward = torch.compile(loss, mode=compiled) if compiled else loss

        def step():
            optimizer.zero_grad()
            forward().backward()
            optimizer.step()

        if graph:
            return fastest(captured(torch, step, 11), steps, synchronize)
        for _ in range(20 if device == "cuda" else 3):
            step()
        return fastest(step, steps if device == "cuda" else 5, synchronize)

    if device == "cuda":
        modes = (
            ("eager cuda", None, False),
            ("compile cuda", "max-autotune", False),
            # The graphs of max-autotune end before the optimizer, and cannot be captured by another.
            ("CUDA graph", None, True),
            ("compile + CUDA graph", "max-autotune-no-cudagraphs", True),
        )
    else:
        modes = (("eager cpu", None, False), ("compile cpu", "default", False))
    for name, compiled, graph in modes:
        try:
            say(f"torch {torch.__version__} {name}", "transformer", 1, timed(compiled, graph))
        except Exception as failure:
            say_failed(f"torch_transformer {name}", failure)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--replicas", default="64,256,1024,4096")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--toy-only", action="store_true")
    options = parser.parse_args()
    for replicas in map(int, options.replicas.split(",")):
        for peer in (torch_toy, jax_toy):
            try:
                peer(replicas, options.steps)
            except ImportError as missing:
                print(json.dumps({"skipped": peer.__name__, "why": str(missing)}))
            except Exception as failure:
                say_failed(peer.__name__, failure, replicas=replicas)
    if options.toy_only:
        return
    try:
        torch_transformer(options.steps)
    except Exception as failure:
        say_failed("torch_transformer", failure)


if __name__ == "__main__":
    main()
